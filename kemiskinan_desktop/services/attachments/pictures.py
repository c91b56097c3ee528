"""Reads what a person hands in, by its content: a photo turned upright, scaled and without its hidden data, or a PDF.

Whoever hands in a file may hand in anything: sizes are looked at before anything is unpacked.
"""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from PIL import Image

from kemiskinan_desktop.services.attachments.exif import orientation_of, position_of, taken_at_of
from kemiskinan_desktop.services.attachments.values import LARGEST_FILE, LONGEST_EDGE, AttachmentRefusal, PhotoPosition

THUMBNAIL_BYTES: Final = 3000
"""So that base64 of it stays under 4 kB in the record."""
_GOOD_SIZE: Final = 200 * 1024
_QUALITIES: Final = (82, 74, 66, 58)
_MOST_PIXELS: Final = {"JPEG": 64_000_000, "PNG": 24_000_000}
"""A JPEG is scaled while it is unpacked; a PNG is unpacked as a whole."""
_HEIC_BRANDS: Final = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif"})
_UNREADABLE: Final = (OSError, SyntaxError, ValueError, EOFError, IndexError, TypeError, struct.error, MemoryError)


@dataclass(frozen=True, slots=True)
class ReadFile:
    """What is kept of a file."""

    content: bytes
    mime: str
    extension: str
    thumbnail: bytes = b""
    """A small JPEG; empty for a PDF."""
    taken_at: datetime | None = None
    position: PhotoPosition | None = None


def read_file(content: bytes, edge: int = LONGEST_EDGE) -> ReadFile | AttachmentRefusal:
    """The file as it is kept, or why it is not; a photo has at most `edge` pixels on its longer side."""
    if not content:
        return AttachmentRefusal.EMPTY
    if len(content) > LARGEST_FILE:
        return AttachmentRefusal.TOO_LARGE
    if content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        return _read_picture(content, min(edge, LONGEST_EDGE))
    if b"%PDF-" in content[:1024]:
        whole = b"%%EOF" in content[-2048:]
        return ReadFile(content, "application/pdf", ".pdf") if whole else AttachmentRefusal.DAMAGED
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC_BRANDS:
        return AttachmentRefusal.HEIC
    return AttachmentRefusal.NOT_ACCEPTED


def _read_picture(content: bytes, edge: int) -> ReadFile | AttachmentRefusal:
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as opened:
            kind = "PNG" if opened.format == "PNG" else "JPEG"
            if opened.width * opened.height > _MOST_PIXELS[kind]:
                return AttachmentRefusal.TOO_MANY_PIXELS
            turn, taken_at, position = orientation_of(opened), taken_at_of(opened), position_of(opened)
            upright = _scaled(opened, edge)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return AttachmentRefusal.TOO_MANY_PIXELS
    except _UNREADABLE:
        return AttachmentRefusal.DAMAGED
    if turn is not None:
        upright = upright.transpose(turn)
    return ReadFile(_packed(upright), "image/jpeg", ".jpg", _thumbnail(upright), taken_at, position)


def _scaled(opened: Image.Image, edge: int) -> Image.Image:
    if opened.format == "PNG":
        flat = opened.convert("RGBA")
        picture = Image.new("RGB", flat.size, "white")
        picture.paste(flat, mask=flat.getchannel("A"))
        picture.thumbnail((edge, edge), Image.Resampling.LANCZOS, reducing_gap=3.0)
        return picture
    opened.thumbnail((edge, edge), Image.Resampling.LANCZOS, reducing_gap=3.0)
    return opened.convert("RGB")


def _packed(picture: Image.Image) -> bytes:
    packed = b""
    for quality in _QUALITIES:
        packed = _jpeg(picture, quality)
        if len(packed) <= _GOOD_SIZE:
            break
    return packed


def _thumbnail(picture: Image.Image) -> bytes:
    packed = b""
    for edge, quality in ((160, 60), (160, 40), (128, 40), (96, 40), (64, 30), (32, 20)):
        small = picture.copy()
        small.thumbnail((edge, edge), Image.Resampling.LANCZOS)
        packed = _jpeg(small, quality)
        if len(packed) <= THUMBNAIL_BYTES:
            break
    return packed


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    target = io.BytesIO()
    picture.save(target, "JPEG", quality=quality, optimize=True)
    return target.getvalue()
