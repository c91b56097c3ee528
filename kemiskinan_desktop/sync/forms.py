"""Fetches published questionnaires; a text is kept only with the right digest and the pinned district's signature."""

from __future__ import annotations

import base64
import binascii
import hashlib

from cryptography.exceptions import InvalidSignature

from kemiskinan_desktop.storage import Store, StoredForm
from kemiskinan_desktop.sync.errors import BadSignatureError
from kemiskinan_desktop.sync.receipts import pinned_key
from kemiskinan_desktop.sync.transport import District
from kemiskinan_domain.clock import Clock
from kemiskinan_domain.wire import FormNotice, Paths, forms_digest


def fetch_forms(district: District, store: Store, published: str, clock: Clock) -> int:
    """Fetch every version that the village is to use and that is not here; answers how many.

    `published` is what the district's reply said of its list (`forms_digest`): where the laptop fetched that list
    before, nothing is asked. Empty, the list is asked for.

    Raises BadSignatureError for a text that the district did not sign, and the errors of `District`.
    """
    with store.view() as unit:
        state, enrolment = unit.meta.exchange(), unit.meta.enrolment()
        if published and state.forms == published:
            return 0
        known = {(form, version) for form, version, _ in unit.forms.known()}
    notices = district.get(Paths.forms_of(enrolment.village), list[FormNotice])
    missing = [notice for notice in notices if (notice.id, notice.version) not in known]
    for notice in missing:
        text = _checked(*district.get_signed(Paths.form(notice.id, notice.version)), notice, enrolment.server_key)
        with store.unit() as unit:
            unit.forms.add(StoredForm(notice.id, notice.version, text, notice.digest), clock())
            unit.commit()
    with store.unit() as unit:
        for notice in notices:
            unit.forms.prefer(notice.id, notice.version, clock())
        unit.meta.change_exchange(unit.meta.exchange(), forms=forms_digest(notices))
        unit.commit()
    return len(missing)


def _checked(content: bytes, signature: str, notice: FormNotice, server_key: str) -> str:
    if hashlib.sha256(content).hexdigest() != notice.digest:
        raise BadSignatureError
    try:
        pinned_key(server_key).verify(base64.b64decode(signature, validate=True), content)
        return content.decode()
    except (InvalidSignature, binascii.Error, ValueError) as error:
        raise BadSignatureError from error
