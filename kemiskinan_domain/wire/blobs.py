"""How bytes of attachments travel (SYNC 2.10): named by their SHA-256, resumable, each piece with its digest.

Header names follow the IETF draft "Resumable Uploads for HTTP"; digests follow RFC 9530.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from typing import Final

BLOB_PATH: Final = "/v1/villages/{village}/blobs/{sha256}"
"""Per village, so that a hash cannot be used to ask what other villages hold."""
UPLOAD_OFFSET: Final = "Upload-Offset"
UPLOAD_COMPLETE: Final = "Upload-Complete"
BLOB_AWAITED: Final = "Blob-Awaited"
"""Where the family moved to another village before its bytes came: they are to come all the same."""
CONTENT_DIGEST: Final = "Content-Digest"
YES: Final = "?1"
NO: Final = "?0"
_NAME: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class BlobLimits:
    """Bytes."""

    whole: int = 10 * 1024 * 1024
    smallest_piece: int = 16 * 1024
    largest_piece: int = 256 * 1024
    large: int = 512 * 1024
    """Above this a blob waits for a good line, unless somebody wants it now."""


BLOB_LIMITS: Final = BlobLimits()


def blob_path(village: str, sha256: str) -> str:
    """Where one blob of a village lies."""
    return BLOB_PATH.format(village=village, sha256=sha256)


def is_blob_name(text: object) -> bool:
    """Whether it is a SHA-256 in lower-case hex: what comes over the line may be anything."""
    return isinstance(text, str) and _NAME.fullmatch(text) is not None


def digest_of(piece: bytes) -> str:
    """The value of `Content-Digest` for a piece."""
    return f"sha-256=:{base64.b64encode(hashlib.sha256(piece).digest()).decode()}:"


def digest_fits(header: str, piece: bytes) -> bool:
    """Whether the piece is the one that the header was made for."""
    name, _, value = header.strip().partition("=")
    try:
        said = base64.b64decode(value.strip(":"), validate=True)
    except (ValueError, binascii.Error):
        return False
    return name.strip().lower() == "sha-256" and said == hashlib.sha256(piece).digest()
