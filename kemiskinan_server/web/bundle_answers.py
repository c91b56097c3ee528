"""The answers to files from villages: each by itself, all at once, and photos that a laptop asked for."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import BinaryIO, Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from kemiskinan_domain.people import Permission
from kemiskinan_domain.wire.bundle import BundleHeader, BundleKind, bundle_path
from kemiskinan_server.services.bundles import photo_answers, write_photo_answer
from kemiskinan_server.storage.bundles import TakenBundle
from kemiskinan_server.web import sessions
from kemiskinan_server.web.rendering import page

router = APIRouter()

LISTED: Final = 50
"""Files that the page lists, and that come with all answers at once."""
_PIECE: Final = 64 * 1024


@router.get("/berkas/jawaban.zip")
def answers(request: Request) -> Response:
    """All answer files that wait for their laptops, in the folders in which they lie on a stick."""
    who = sessions.reader(request, Permission.REVIEW)
    with sessions.context_of(request).database.unit_of_work() as unit:
        waiting = [one for one in unit.bundles.latest(LISTED) if one.answered and who.area.covers(one.village)]
        if not waiting:
            return page(request, "missing.html", 404)

        def fill(made: BinaryIO) -> None:
            with zipfile.ZipFile(made, "w") as archive:
                for one in waiting:
                    found = unit.bundles.answer(one.village, one.digest)
                    if found is not None:
                        archive.writestr(str(bundle_path(_answer_header(found[0]))), found[1])

        return _download(fill, "jawaban.zip", "application/zip")


@router.get("/berkas/{village}/{digest}/foto/{part}")
def photos(request: Request, village: str, digest: str, part: str) -> Response:
    """Photos that the laptop asked for, as a file for it alone; made when it is fetched."""
    who, context = sessions.reader_of(request, village, Permission.REVIEW), sessions.context_of(request)
    with context.database.unit_of_work() as unit:
        found = unit.bundles.answer(village, digest)
    files = photo_answers(context, found[0]) if found is not None else []
    wanted = next((one for one in files if str(one.header.part) == part), None)
    if wanted is None:
        return page(request, "missing.html", 404)
    with context.database.unit_of_work() as unit:
        unit.directory.note(context.clock(), who.name, "bundle-photos", village, f"{digest} {part}")
        unit.commit()
    chosen = wanted

    def fill(made: BinaryIO) -> None:
        write_photo_answer(context, chosen, made)

    return _download(fill, f"{village}-{bundle_path(wanted.header).name}", "application/octet-stream")


@router.get("/berkas/{village}/{digest}/jawaban")
def answer(request: Request, village: str, digest: str) -> Response:
    """The answer file of one bundle."""
    sessions.reader_of(request, village, Permission.REVIEW)
    with sessions.context_of(request).database.unit_of_work() as unit:
        found = unit.bundles.answer(village, digest)
    if found is None:
        return page(request, "missing.html", 404)
    taken, content = found
    name = f"{taken.village}-{bundle_path(_answer_header(taken)).name}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, 200, headers, "application/octet-stream")


def _download(fill: Callable[[BinaryIO], None], name: str, media: str) -> Response:
    """What `fill` writes, from the disk; where that has no room, before a byte of it left. Raises OSError."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed when the last byte left
    try:
        fill(file)
        file.flush()
    except BaseException:
        with suppress(OSError):
            file.close()
        raise
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Length": str(file.seek(0, io.SEEK_END)),
        "Cache-Control": "no-store",
    }
    return StreamingResponse(_pieces(file), 200, headers, media)


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while piece := file.read(_PIECE):
            yield piece


def _answer_header(taken: TakenBundle) -> BundleHeader:
    return BundleHeader(1, BundleKind.ANSWER, taken.village, taken.client, taken.seq)
