"""What a camera wrote into a photo: how it was held, when and where it was taken (EXIF 2.32); broken data is none."""

from __future__ import annotations

import struct
from datetime import datetime, timedelta, timezone
from typing import Any, Final

from PIL import Image

from kemiskinan_desktop.services.attachments.values import PhotoPosition
from kemiskinan_domain.clock import VILLAGE_TIME_ZONE

_ORIENTATION: Final = 0x0112
_EXIF: Final = 0x8769
_GPS: Final = 0x8825
_TAKEN: Final = 0x9003
_TAKEN_ZONE: Final = 0x9011
_TURNS: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_BROKEN: Final = (ValueError, TypeError, KeyError, IndexError, ZeroDivisionError, SyntaxError, OSError, struct.error)


def orientation_of(picture: Image.Image) -> Image.Transpose | None:
    """How the picture must be turned to stand upright; None where it does."""
    try:
        return _TURNS.get(int(picture.getexif().get(_ORIENTATION, 1)))
    except _BROKEN:
        return None


def taken_at_of(picture: Image.Image) -> datetime | None:
    """When it was taken, aware; a camera that names no zone is taken to show the village's time."""
    try:
        inner = picture.getexif().get_ifd(_EXIF)
        moment = datetime.strptime(str(inner[_TAKEN]).strip("\x00 "), "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007 - zone follows
        zone = str(inner.get(_TAKEN_ZONE, "")).strip("\x00 ")
        return moment.replace(tzinfo=_zone(zone) if zone else VILLAGE_TIME_ZONE)
    except _BROKEN:
        return None


def position_of(picture: Image.Image) -> PhotoPosition | None:
    """Where it was taken; None where it does not say, or says what cannot be (0, 0 is a camera without a fix)."""
    try:
        gps = picture.getexif().get_ifd(_GPS)
        latitude, longitude = _degrees(gps[2], gps[1], "S"), _degrees(gps[4], gps[3], "W")
    except _BROKEN:
        return None
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180) or (latitude, longitude) == (0, 0):
        return None
    return PhotoPosition(latitude, longitude)


def _degrees(parts: Any, side: Any, negative: str) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    value = degrees + minutes / 60 + seconds / 3600
    return -value if str(side).strip("\x00 ").upper() == negative else value


def _zone(text: str) -> timezone:
    hours, minutes = int(text[1:3]), int(text[4:6])
    ahead = timedelta(hours=hours, minutes=minutes)
    return timezone(-ahead if text[0] == "-" else ahead)
