"""Bundles over HTTP, for a laptop that carries them for others, and the list by which laptops know each other."""

from __future__ import annotations

import tempfile
from typing import BinaryIO, Final, cast

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool

from kemiskinan_domain.wire import Paths, Problem, ProblemType
from kemiskinan_domain.wire.bundle import MAX_FILE, BundleRefusal
from kemiskinan_domain.wire.bundle_letters import DeviceList
from kemiskinan_server.api import replies
from kemiskinan_server.api.context import ProblemError, bearer_of, context_of
from kemiskinan_server.api.describing import answers
from kemiskinan_server.services.bundles import BundleResult, device_list, take_bundle

router = APIRouter(tags=["bundles"])

_IN_MEMORY: Final = 1024 * 1024

_PROBLEMS: Final = {
    BundleRefusal.NOT_A_BUNDLE: ProblemType.MALFORMED,
    BundleRefusal.TRUNCATED: ProblemType.TRUNCATED_BODY,
    BundleRefusal.DAMAGED: ProblemType.DIGEST_MISMATCH,
    BundleRefusal.TOO_LARGE: ProblemType.TOO_LARGE,
    BundleRefusal.NEWER: ProblemType.PROTOCOL_TOO_OLD,
    BundleRefusal.MALFORMED: ProblemType.MALFORMED,
    BundleRefusal.REVOKED: ProblemType.DEVICE_REVOKED,
    BundleRefusal.UNKNOWN_DEVICE: ProblemType.DEVICE_UNKNOWN,
}
"""What is not named here is a file that may not come in by this laptop or to this district."""


@router.post(
    Paths.BUNDLES,
    responses=answers(None, "The answer file for the laptop that wrote the bundle", 400, 401, 403, 413, 426, 503, 507),
)
async def take(request: Request) -> Response:
    """Take in a bundle as it lies on a stick; whoever brings it, the answer can be read by its writer alone."""
    bearer, context = bearer_of(request), context_of(request)
    # Beyond a small size on the disk: a gigabyte of photos needs no gigabyte of memory.
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as file:
        await _spool(request, file)

        def work() -> BundleResult:
            return take_bundle(context, cast("BinaryIO", file), bearer.client)

        result = await run_in_threadpool(work)
    if result.refusal is not None:
        kind = _PROBLEMS.get(result.refusal, ProblemType.SCOPE_FORBIDDEN)
        return replies.problem(Problem.of(kind, "The bundle is not used", refusal=str(result.refusal)))
    if result.answer is None:
        return replies.problem(Problem.of(result.problem or ProblemType.BUSY, "The bundle is taken in part"))
    return Response(result.answer, 200, {"Cache-Control": "no-store"}, "application/octet-stream")


async def _spool(request: Request, file: tempfile.SpooledTemporaryFile[bytes]) -> None:
    """The body as it comes, no more than the limit. Raises `ProblemError`."""
    too_large = Problem.of(ProblemType.TOO_LARGE, "The file is too large", max_bytes=MAX_FILE)
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > MAX_FILE:
        raise ProblemError(too_large)
    received = 0
    async for chunk in request.stream():
        received += len(chunk)
        if received > MAX_FILE:
            raise ProblemError(too_large)
        file.write(chunk)


@router.get(Paths.DEVICES, responses=answers(DeviceList, "The laptops of the village, signed", 401, 403))
def devices(request: Request, village: str) -> Response:
    """Id, name and key of every laptop of the village that may connect."""
    context, bearer = context_of(request), bearer_of(request)
    with context.database.unit_of_work() as unit:
        found = device_list(unit, context.keys, bearer, village)
    return replies.problem(found) if isinstance(found, Problem) else replies.message(found)
