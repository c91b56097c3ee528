"""The district's side of attachments: every refusal by its problem type, nothing visible that is not whole."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import httpx
import msgspec
import pytest

from kemiskinan_domain.clock import system_clock
from kemiskinan_domain.records import RecordKind, new_record_id
from kemiskinan_domain.wire import Problem, ProblemType
from kemiskinan_domain.wire.blobs import BLOB_LIMITS, blob_path, digest_of
from kemiskinan_server.cli.upkeep import collect_blobs
from kemiskinan_server.services import blobs
from kemiskinan_server.storage.blobs import BlobFiles, StoredBlob
from tests.server.conftest import OTHER_VILLAGE, VILLAGE, Enrol, LiveServer
from tests.server.devices import Laptop, delete, put

CONTENT = b"foto contoh " * 3000
NAME = hashlib.sha256(CONTENT).hexdigest()


def patch(laptop: Laptop, piece: bytes, offset: int, *, last: bool = False, name: str = NAME, **more: str) -> Problem:
    """What came of a piece; a problem with status 200 is none."""
    headers = {
        "Authorization": f"Bearer {laptop.token}",
        "Upload-Offset": str(offset),
        "Upload-Complete": "?1" if last else "?0",
        "Content-Digest": digest_of(piece),
    } | {key.replace("_", "-"): value for key, value in more.items()}
    answer = laptop.http.patch(blob_path(laptop.village, name), content=piece, headers=headers)
    if answer.status_code != 200:
        return msgspec.json.decode(answer.content, type=Problem)
    return Problem("", 200, answer.headers["Upload-Complete"], {"offset": int(answer.headers["Upload-Offset"])})


def ask(laptop: Laptop, method: str = "GET", village: str = "", **headers: str) -> httpx.Response:
    words = {"Authorization": f"Bearer {laptop.token}"} | {key.replace("_", "-"): v for key, v in headers.items()}
    return laptop.http.request(method, blob_path(village or laptop.village, NAME), headers=words)


def test_pieces_make_the_whole_and_the_whole_can_be_fetched(laptop: Laptop) -> None:
    unknown = ask(laptop, "HEAD")
    patch(laptop, CONTENT[:20_000], 0)
    begun, hidden = ask(laptop, "HEAD"), ask(laptop)
    done = patch(laptop, CONTENT[20_000:], 20_000, last=True)

    assert (unknown.status_code, unknown.headers["Upload-Offset"]) == (404, "0")
    assert (begun.status_code, begun.headers["Upload-Offset"], begun.headers["Upload-Complete"]) == (200, "20000", "?0")
    assert hidden.status_code == 404
    assert (done.title, done.extra) == ("?1", {"offset": len(CONTENT)})
    assert ask(laptop).content == CONTENT


def test_a_piece_sent_twice_is_told_where_to_go_on(laptop: Laptop) -> None:
    patch(laptop, CONTENT[:1000], 0)

    again = patch(laptop, CONTENT[:1000], 0)

    assert (again.problem_type, again.extra) == (ProblemType.OFFSET_MISMATCH, {"offset": 1000})


def test_what_is_whole_stays_as_it_is(laptop: Laptop) -> None:
    patch(laptop, CONTENT, 0, last=True)

    again = patch(laptop, b"lain", 0, last=True)

    assert (again.status, again.title) == (200, "?1")
    assert ask(laptop).content == CONTENT


def test_bytes_that_are_not_what_their_name_says_are_dropped(laptop: Laptop) -> None:
    wrong = patch(laptop, b"bukan fotonya", 0, last=True)

    assert (wrong.problem_type, wrong.extra) == (ProblemType.BLOB_MISMATCH, {"offset": 0})
    assert ask(laptop).status_code == 404
    assert patch(laptop, CONTENT, 0, last=True).status == 200


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        ({"Content_Digest": digest_of(b"lain")}, ProblemType.DIGEST_MISMATCH),
        ({"Content_Digest": "sha-256=:!!:"}, ProblemType.DIGEST_MISMATCH),
        ({"Content_Digest": "md5=:AAAA:"}, ProblemType.DIGEST_MISMATCH),
        ({"Upload_Offset": "-1"}, ProblemType.MALFORMED),
        ({"Upload_Offset": "9" * 40}, ProblemType.MALFORMED),
        ({"Upload_Offset": ""}, ProblemType.MALFORMED),
        ({"Authorization": "Bearer x.y"}, ProblemType.TOKEN_EXPIRED),
    ],
    ids=str,
)
def test_a_bad_piece_is_refused_by_name(laptop: Laptop, headers: dict[str, str], kind: ProblemType) -> None:
    assert patch(laptop, CONTENT[:100], 0, **headers).problem_type is kind
    assert ask(laptop, "HEAD").headers["Upload-Offset"] == "0"


def test_a_piece_and_a_whole_have_their_limits(laptop: Laptop) -> None:
    piece = b"0" * BLOB_LIMITS.largest_piece
    name = "ab" * 32

    assert patch(laptop, piece + b"0", 0, name=name).problem_type is ProblemType.TOO_LARGE
    answers = [patch(laptop, piece, at, name=name) for at in range(0, BLOB_LIMITS.whole + 1, len(piece))]
    assert [one.status for one in answers[:-1]] == [200] * (BLOB_LIMITS.whole // len(piece))
    assert answers[-1].problem_type is ProblemType.TOO_LARGE


@pytest.mark.parametrize("name", ["x", "A" * 64, "..%2f" * 3, "%00" * 64])
def test_only_a_hash_is_a_name(laptop: Laptop, name: str) -> None:
    assert patch(laptop, b"x", 0, name=name).problem_type is ProblemType.NOT_FOUND


def test_another_village_can_neither_ask_nor_send_nor_guess(laptop: Laptop, enrol: Enrol) -> None:
    patch(laptop, CONTENT, 0, last=True)
    stranger = enrol(OTHER_VILLAGE)

    assert ask(stranger).status_code == 404
    assert [ask(stranger, method, VILLAGE).status_code for method in ("HEAD", "GET")] == [403, 403]
    stranger.village = VILLAGE
    assert patch(stranger, CONTENT, 0).problem_type is ProblemType.SCOPE_FORBIDDEN


def test_a_revoked_laptop_gets_nothing(laptop: Laptop, live_server: LiveServer) -> None:
    patch(laptop, CONTENT, 0, last=True)
    with live_server.parts.context.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE client SET revoked_at = now() WHERE public_key <> ''")

    assert ask(laptop).status_code == 403
    assert patch(laptop, b"x", 0).problem_type is ProblemType.DEVICE_REVOKED


@pytest.mark.parametrize(
    ("asked", "status", "part"),
    [
        ("bytes=0-9", 206, slice(0, 10)),
        ("bytes=35990-", 206, slice(35_990, None)),
        ("bytes=35990-99999", 206, slice(35_990, None)),
        ("bytes=36000-", 416, slice(0, 0)),
        ("bytes=9-3", 200, slice(None)),
        ("bytes=-5", 200, slice(None)),
        ("lines=1-2", 200, slice(None)),
    ],
)
def test_a_range_is_given_as_it_was_asked_for(laptop: Laptop, asked: str, status: int, part: slice) -> None:
    patch(laptop, CONTENT, 0, last=True)

    answer = ask(laptop, Range=asked, If_Range=f'"{NAME}"')

    assert (answer.status_code, answer.content) == (status, CONTENT[part])


def test_a_range_of_something_else_gives_the_whole(laptop: Laptop) -> None:
    patch(laptop, CONTENT, 0, last=True)

    assert ask(laptop, Range="bytes=5-9", If_Range='"lain"').content == CONTENT


def test_a_lost_file_is_asked_for_again(laptop: Laptop, live_server: LiveServer) -> None:
    patch(laptop, CONTENT, 0, last=True)
    files_of(live_server).remove(VILLAGE, NAME)

    assert ask(laptop, "HEAD").status_code == 404
    assert patch(laptop, CONTENT, 0, last=True).status == 200
    assert ask(laptop).content == CONTENT


def test_a_bundle_brings_all_bytes_at_once_and_twice_is_once(laptop: Laptop, live_server: LiveServer) -> None:
    patch(laptop, b"bagian yang salah", 0)
    with live_server.parts.context.database.unit_of_work() as unit:
        answers = [
            blobs.receive_whole(unit, files_of(live_server), VILLAGE, NAME, content=CONTENT, now=system_clock())
            for _ in range(2)
        ]
        unit.commit()

    assert answers == [StoredBlob(len(CONTENT), complete=True)] * 2
    assert ask(laptop).content == CONTENT


def test_only_what_nothing_named_for_90_days_is_collected(laptop: Laptop, live_server: LiveServer) -> None:
    patch(laptop, CONTENT, 0, last=True)
    record = new_record_id()
    laptop.sync(put(RecordKind.ATTACHMENT, record, sha256=NAME, size=len(CONTENT)))
    named = [collected(live_server, days) for days in (0, 200)]
    laptop.sync(delete(RecordKind.ATTACHMENT, record, laptop.cursor))

    loose = [collected(live_server, days) for days in (200, 289, 291)]

    assert (named, loose) == ([0, 0], [0, 0, 1])
    assert ask(laptop).status_code == 404
    assert collect_blobs(live_server.parts) == 0


def collected(live_server: LiveServer, days: int) -> int:
    with live_server.parts.context.database.unit_of_work() as unit:
        count = blobs.collect(unit, files_of(live_server), VILLAGE, system_clock() + timedelta(days=days))
        unit.commit()
    return count


def files_of(live_server: LiveServer) -> BlobFiles:
    return BlobFiles(live_server.parts.context.settings.blobs_folder)
