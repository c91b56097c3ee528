"""The whole village from one file: what came is kept frame by frame, and a cut line goes on where it ended."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import zstandard

from kemiskinan_desktop.storage import Store
from kemiskinan_desktop.sync.errors import NotTheDistrictError, ReplyCutError
from kemiskinan_desktop.sync.report import SyncProgress, SyncStep
from kemiskinan_desktop.sync.rounds import Watch, revision_in
from kemiskinan_desktop.sync.transport import District
from kemiskinan_domain.wire import Paths, ReplyTail, decode_reply_line


def take_snapshot(store: Store, district: District, watch: Watch, token: str) -> None:
    """Stage the file's lines; what it holds is the feed from the beginning, so that the next request goes on after it.

    Nothing is applied and nothing counts as complete here: the checksum of the reply that follows decides on that.
    Raises ReplyCutError, CancelledError and the errors of `District`; what came whole is kept.
    """
    with store.view() as unit:
        state, enrolment = unit.meta.exchange(), unit.meta.enrolment()
    path = Paths.snapshot(enrolment.village)
    fetched = district.fetch(path, token, tag=state.snapshot_tag, offset=state.snapshot_offset)
    if not fetched.tag.strip('"').endswith(f"-{state.epoch}"):
        fetched.close()
        return
    offset = fetched.start
    for text, size in _frames(fetched.chunks):
        watch.check()
        offset += size
        lines = text.splitlines()
        tail = _tail_in(lines)
        _stage(store, lines[:-1] if tail else lines, fetched.tag, offset)
        if tail is not None:
            fetched.close()
            return
        watch.progress(SyncProgress(SyncStep.RECEIVING, revision_in(lines[-1]), _last_revision(fetched.tag)))
    raise ReplyCutError


def _stage(store: Store, lines: list[bytes], tag: str, offset: int) -> None:
    with store.unit() as unit:
        state = unit.meta.exchange()
        fresh = [line for line in lines if revision_in(line) > state.cursor]
        if fresh:
            unit.exchange.receiving.stage(fresh, revision_in(fresh[0]), revision_in(fresh[-1]))
        unit.meta.change_exchange(state, snapshot_tag=tag, snapshot_offset=offset)
        unit.commit()


def _tail_in(lines: list[bytes]) -> ReplyTail | None:
    if not lines:
        raise NotTheDistrictError
    if lines[-1].startswith(b"["):
        return None
    try:
        tail = decode_reply_line(lines[-1])
    except msgspec.MsgspecError as error:
        raise NotTheDistrictError from error
    if not isinstance(tail, ReplyTail):
        raise NotTheDistrictError
    return tail


def _last_revision(tag: str) -> int:
    digits = tag.strip('"').partition("-")[0]
    return int(digits) if digits.isdecimal() else 0


def _frames(chunks: Iterator[bytes]) -> Iterator[tuple[bytes, int]]:
    """Each frame that came whole, unpacked, and its size in the file."""
    frame, fed, parts = zstandard.ZstdDecompressor().decompressobj(), 0, list[bytes]()
    for chunk in chunks:
        left = chunk
        while left:
            try:
                parts.append(frame.decompress(left))
            except zstandard.ZstdError as error:
                raise NotTheDistrictError from error
            fed += len(left)
            if not frame.eof:
                break
            left = frame.unused_data
            yield b"".join(parts), fed - len(left)
            frame, fed, parts = zstandard.ZstdDecompressor().decompressobj(), 0, []
