"""Whether a receipt is the district's word on what was just sent."""

from __future__ import annotations

import base64

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from kemiskinan_desktop.storage import Enrolment
from kemiskinan_desktop.sync.errors import BadSignatureError
from kemiskinan_domain.changes import Receipt, verify_receipt


def pinned_key(server_key: str) -> Ed25519PublicKey:
    """The district key of the enrolment. Raises BadSignatureError where it is not a key."""
    try:
        return Ed25519PublicKey.from_public_bytes(base64.b64decode(server_key, validate=True))
    except ValueError as error:
        raise BadSignatureError from error


def check_receipt(receipt: Receipt, enrolment: Enrolment) -> None:
    """Raises BadSignatureError unless the pinned district signed it for this laptop's village and client."""
    own = receipt.village == enrolment.village and receipt.client == enrolment.client
    if not own or not verify_receipt(receipt, pinned_key(enrolment.server_key)):
        raise BadSignatureError
