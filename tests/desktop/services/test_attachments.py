"""Photos and papers handed in: by what they are, not what they are called; upright, small, silent about where."""

from __future__ import annotations

import base64
import io
import struct
import zlib
from datetime import timedelta

import pytest
from PIL import Image, ImageDraw

from kemiskinan_desktop.services.attachments import (
    LARGEST_FILE,
    LONGEST_EDGE,
    AttachmentRefusal,
    AttachmentService,
    AttachmentView,
    PhotoPosition,
    Purpose,
)
from kemiskinan_desktop.services.attachments.pictures import THUMBNAIL_BYTES
from kemiskinan_desktop.services.attachments.service import ORPHANS_KEPT
from kemiskinan_desktop.services.households import HouseholdService
from kemiskinan_domain.records import RecordId, RecordKind, new_record_id
from tests.desktop.services.village import Village

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def photo(size: tuple[int, int] = (2000, 1500), exif: Image.Exif | None = None, kind: str = "JPEG") -> bytes:
    """A synthetic picture: its left upper quarter is red, all else is noise."""
    picture = Image.effect_noise(size, 40).convert("RGB")
    ImageDraw.Draw(picture).rectangle((0, 0, size[0] // 2, size[1] // 2), fill="red")
    target = io.BytesIO()
    picture.save(target, kind, **({} if exif is None else {"exif": exif}))
    return target.getvalue()


def held_sideways() -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825).update({1: "S", 2: (6.0, 49.0, 12.0), 3: "E", 4: (107.0, 8.0, 24.0)})
    exif.get_ifd(0x8769)[0x9003] = "2026:11:23 10:00:00"
    return exif


def added(village: Village, content: bytes, name: str = "IMG.jpg", parent: RecordId | None = None) -> AttachmentView:
    view = AttachmentService(village.desk).add(
        RecordKind.HOUSEHOLD, parent or village.family(), Purpose.HOUSE_FRONT, content, name
    )
    assert isinstance(view, AttachmentView)
    return view


def refused(village: Village, content: bytes) -> AttachmentView | AttachmentRefusal:
    family = village.family()
    answer = AttachmentService(village.desk).add(RecordKind.HOUSEHOLD, family, "other", content, "rumah.jpg")
    assert AttachmentService(village.desk).of(family) == ()
    return answer


def test_a_photo_is_scaled_turned_upright_and_loses_its_hidden_data(village: Village) -> None:
    view = added(village, photo(exif=held_sideways()))

    content = AttachmentService(village.desk).content(view.id)
    assert content is not None
    kept = Image.open(io.BytesIO(content))
    red, green, _ = kept.convert("RGB").getpixel((kept.width - 40, 40))  # type: ignore[misc] # RGB gives three
    assert (kept.size, dict(kept.getexif()), kept.info.get("exif")) == ((960, LONGEST_EDGE), {}, None)
    assert red > 200 > 60 > green, "turned to the right, the left upper quarter is the right upper one"
    assert b"GPS" not in content


def test_a_form_may_ask_for_a_smaller_photo_and_never_for_a_larger(village: Village) -> None:
    service, sizes = AttachmentService(village.desk), []
    for edge in (800, 4000):
        view = service.add(RecordKind.HOUSEHOLD, village.family(), "house_front", photo(), "rumah.jpg", edge=edge)
        assert isinstance(view, AttachmentView)
        sizes.append(max(Image.open(io.BytesIO(service.content(view.id) or b"")).size))

    assert sizes == [800, LONGEST_EDGE]


def test_the_position_is_offered_once_and_neither_kept_nor_sent(village: Village) -> None:
    view = added(village, photo(exif=held_sideways()))

    assert view.position is not None
    assert view.position.answer == "-6.820000 107.140000 0 0"
    assert AttachmentService(village.desk).of(view.parent)[0].position is None
    document = village.document(RecordKind.ATTACHMENT, view.id)
    assert not {"position", "latitude", "gps"} & set(document)
    assert view.taken_at is not None
    assert view.taken_at.isoformat() == "2026-11-23T10:00:00+07:00"


def test_a_camera_without_a_fix_offers_no_position(village: Village) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (0.0, 0.0, 0.0), 3: "E", 4: (0.0, 0.0, 0.0)})

    assert added(village, photo(exif=exif)).position is None
    assert PhotoPosition(1.5, -2.25).answer == "1.500000 -2.250000 0 0"


@pytest.mark.parametrize("size", [(2000, 1500), (60, 40), (5000, 300)], ids=str)
def test_the_thumbnail_travels_in_the_record_and_stays_under_4_kb(village: Village, size: tuple[int, int]) -> None:
    view = added(village, photo(size))

    small = AttachmentService(village.desk).thumbnail(view.id)
    assert small is not None
    assert len(small) <= THUMBNAIL_BYTES
    assert Image.open(io.BytesIO(small)).format == "JPEG"
    document = village.document(RecordKind.ATTACHMENT, view.id)
    assert document["thumb"] == base64.b64encode(small).decode()
    assert len(str(document["thumb"])) <= 4096


def test_content_decides_and_not_the_name(village: Village) -> None:
    png = added(village, photo((300, 200), kind="PNG"), "C:\\foto\\rumah depan.heic")
    pdf = added(village, PDF, "../../etc/<ba>.exe")

    assert (png.mime, png.file_name) == ("image/jpeg", "rumah depan.jpg")
    assert (pdf.mime, pdf.file_name) == ("application/pdf", "ba.pdf")
    assert AttachmentService(village.desk).content(pdf.id) == PDF
    assert AttachmentService(village.desk).thumbnail(pdf.id) is None


def _png_of(width: int, height: int) -> bytes:
    """A few hundred bytes that claim to be so wide and high."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", AttachmentRefusal.EMPTY),
        (b"\xff\xd8\xff" + b"0" * LARGEST_FILE, AttachmentRefusal.TOO_LARGE),
        (_png_of(60_000, 60_000), AttachmentRefusal.TOO_MANY_PIXELS),
        (_png_of(10_000, 9_000), AttachmentRefusal.TOO_MANY_PIXELS),
        (_png_of(6_000, 5_000), AttachmentRefusal.TOO_MANY_PIXELS),
        (b"\x00\x00\x00\x18ftypheic" + b"0" * 100, AttachmentRefusal.HEIC),
        (b"PK\x03\x04 dokumen", AttachmentRefusal.NOT_ACCEPTED),
        (b"\x00\x00\x00\x18ftypmp42" + b"0" * 100, AttachmentRefusal.NOT_ACCEPTED),
        (photo()[:5000], AttachmentRefusal.DAMAGED),
        (b"\xff\xd8\xff\xe0" + b"bukan gambar" * 20, AttachmentRefusal.DAMAGED),
        (PDF[:-8], AttachmentRefusal.DAMAGED),
    ],
    ids=lambda value: value.name if isinstance(value, AttachmentRefusal) else f"{len(value)} bytes",
)
def test_what_cannot_be_kept_is_refused_by_name(village: Village, content: bytes, why: AttachmentRefusal) -> None:
    assert refused(village, content) is why
    assert village.store.blobs.complete() == frozenset()


def test_a_record_that_is_gone_takes_no_attachment(village: Village) -> None:
    answer = AttachmentService(village.desk).add(RecordKind.HOUSEHOLD, new_record_id(), "other", PDF, "x.pdf")

    assert answer is AttachmentRefusal.PARENT_GONE


def test_the_same_photo_twice_is_one(village: Village) -> None:
    family, content = village.family(), photo((300, 200))

    first, second = added(village, content, parent=family), added(village, content, parent=family)

    assert first.id == second.id
    assert len(AttachmentService(village.desk).of(family)) == 1


def test_attachments_are_listed_by_purpose(village: Village) -> None:
    family, service = village.family(), AttachmentService(village.desk)
    card = service.add(RecordKind.HOUSEHOLD, family, Purpose.FAMILY_CARD, PDF, "kk.pdf")
    added(village, photo((300, 200)), parent=family)

    assert isinstance(card, AttachmentView)
    assert [one.id for one in service.of(family, Purpose.FAMILY_CARD)] == [card.id]
    assert len(service.of(family)) == 2


def test_a_removed_attachment_is_gone_and_its_bytes_stay_for_a_time(village: Village) -> None:
    view, service = added(village, PDF), AttachmentService(village.desk)

    service.remove(view.id, "wrong-photo")
    service.remove(view.id, "wrong-photo")
    at_once = service.tidy()
    village.clock.now += ORPHANS_KEPT + timedelta(seconds=1)

    assert service.of(view.parent) == ()
    assert (at_once, service.tidy()) == (0, 1)
    assert village.store.blobs.complete() == frozenset()


def test_bytes_of_another_laptop_are_asked_for_when_somebody_looks(village: Village) -> None:
    name = "ab" * 32
    record = village.arrive(RecordKind.ATTACHMENT, {"parent": "p", "sha256": name, "size": 10, "purpose": "other"})
    service = AttachmentService(village.desk)

    assert service.content(record) is None
    assert village.store.blobs.wanted() == {name}
    assert [one.here for one in service.of(RecordId("p"))] == [False]


def test_what_came_over_the_line_may_be_anything(village: Village) -> None:
    record = village.arrive(
        RecordKind.ATTACHMENT, {"parent": "p", "sha256": 7, "size": "x", "thumb": "é", "taken_at": "kemarin"}
    )
    service = AttachmentService(village.desk)

    assert (service.content(record), service.thumbnail(record)) == (None, None)
    assert [one.sent for one in service.of(RecordId("p"))] == [False]


def test_terkirim_needs_the_receipt_and_the_bytes(village: Village) -> None:
    name = village.store.blobs.put(PDF, village.clock())
    village.arrive(RecordKind.ATTACHMENT, {"parent": "p", "sha256": name, "size": len(PDF), "purpose": "other"})
    own = added(village, photo((300, 200)))
    service = AttachmentService(village.desk)
    with village.store.view() as view:
        epoch = view.meta.exchange().epoch
    village.store.blobs.mark_held(own.sha256, epoch)
    before = service.of(RecordId("p"))[0].sent

    village.store.blobs.mark_held(name, epoch)

    assert (before, service.of(RecordId("p"))[0].sent) == (False, True)
    assert not service.of(own.parent)[0].sent, "the bytes are there, the record waits"


def test_the_preview_of_a_family_shows_the_house_small_and_says_whether_the_whole_is_here(village: Village) -> None:
    family = village.family()
    view = added(village, photo(), parent=family)
    AttachmentService(village.desk).add(RecordKind.HOUSEHOLD, family, Purpose.ID_CARD, photo((900, 600)), "ktp.jpg")
    service = HouseholdService(village.desk)

    here = service.detail(family)
    village.store.blobs.discard(view.sha256)
    missing = service.detail(family)

    assert here is not None
    assert missing is not None
    [shown] = here.pictures
    assert shown.thumbnail.startswith(b"\xff\xd8\xff")
    assert len(shown.thumbnail) <= THUMBNAIL_BYTES
    assert [one.here for one in (*here.pictures, *missing.pictures)] == [True, False]
