"""Push and pull of one village in one transaction: checks, the ledger, the one writer, the receipt, a feed page."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import msgspec

from kemiskinan_domain.changes import GENESIS, ChainValue, ReceiptEntry, Verdict, chain_over
from kemiskinan_domain.records import VillageCode
from kemiskinan_domain.wire import (
    LIMITS,
    Acknowledgement,
    Capability,
    Problem,
    ProblemType,
    ReplyHead,
    ReplyTail,
    SyncRequest,
    device_of,
    encode_message,
)
from kemiskinan_server.services.enrolment import shut_out
from kemiskinan_server.services.keys import ServerKeys
from kemiskinan_server.services.receipts import receipt_for
from kemiskinan_server.services.scopes import announced
from kemiskinan_server.services.snapshots import Snapshot, is_whole
from kemiskinan_server.services.tokens import Bearer
from kemiskinan_server.services.writer import write
from kemiskinan_server.storage.database import UnitOfWork
from kemiskinan_server.storage.values import Client, FeedPage, VillageHead

LARGEST_PAGE = 4 * 1024 * 1024
_TAG = re.compile(r"~[0-9a-f]{1,64}")

_CAPABILITIES = [word.value for word in (Capability.ZSTD, Capability.SNAPSHOT, Capability.SCOPES)]
_MOST_WAITING = 2**31
"""What a laptop says is only counted, never believed to be any size."""
_SEEN_EVERY = timedelta(minutes=5)
"""How exactly it is kept when a laptop that had nothing to say was last seen."""

_verdict: msgspec.json.Decoder[Verdict] = msgspec.json.Decoder(Verdict)


@dataclass(frozen=True, slots=True)
class _Push:
    """The bodies that were not processed before."""

    bodies: list[bytes]


@dataclass(frozen=True, slots=True)
class _Taken:
    """How device and village stand after the push, and what is to be told of it."""

    client: Client
    village: VillageHead
    acked: int
    verdicts: dict[int, Verdict] = field(default_factory=dict)
    fresh: list[ReceiptEntry] | None = None
    """What the receipt names, where all of it was written just now."""
    mirrored: int = 0


def exchange(
    unit: UnitOfWork,
    keys: ServerKeys,
    bearer: Bearer,
    *,
    village: str,
    request: SyncRequest,
    now: datetime,
    snapshot: Snapshot | None = None,
    admitted: bool = False,
) -> list[bytes] | Problem:
    """The lines of the reply; the caller commits before the first of them leaves. `snapshot` is a file to tell of.

    `admitted`: an administrator has decided that what a laptop wrote counts although it was shut out since.

    Raises `VillageBusyError` where another request holds the village for too long.
    """
    if bearer.village != village or bearer.client != device_of(request.client):
        return Problem.of(ProblemType.SCOPE_FORBIDDEN, "The token is for another village or device")
    if not request.muts:
        quiet = _nothing_new(unit, bearer, request, now)
        if quiet is not None:
            return quiet
    client = _locked_client(unit, bearer, request.client, now, admitted=admitted)
    if client is None:
        return shut_out(unit.ledger.client(bearer.client))
    head = unit.villages.lock(VillageCode(village), writing=bool(request.muts))
    if head is None:
        return Problem.of(ProblemType.NOT_FOUND, "No such village")
    push = _position_problem(client, head, request) or _new_bodies(unit, client, request)
    if isinstance(push, Problem):
        return push
    lines, page, head = _answer(unit, keys, (client, head), request, push, now=now)
    ready = snapshot.rev if snapshot is not None and is_whole(snapshot, head) else 0
    return [*lines, *page.lines, encode_message(_tail(unit, head, page, ready))]


def _waiting(request: SyncRequest, last_mid: int) -> int:
    """Changes that the laptop has made and the district has not."""
    return min(max(0, request.top_mid - last_mid), _MOST_WAITING)


def _nothing_new(unit: UnitOfWork, bearer: Bearer, request: SyncRequest, now: datetime) -> list[bytes] | None:
    """The reply to a laptop that has all and sends nothing, without a lock or a write; None for every other.

    Most requests of a quiet village are this one, and it should cost the district as good as nothing.
    """
    client, village = unit.ledger.client(request.client), unit.villages.get(bearer.village)
    if client is None or client.revoked or client.village != bearer.village or village is None:
        return None
    heard = client.cursor_seen == request.cursor == village.head
    told = request.acked_mid == client.last_mid and client.waiting == _waiting(request, client.last_mid)
    seen = client.last_seen is not None and now - client.last_seen < _SEEN_EVERY
    if not heard or not told or not seen or _position_problem(client, village, request) is not None:
        return None
    head = ReplyHead(
        epoch=village.epoch,
        ack=Acknowledgement(client.last_mid, client.chain),
        server_time=now.isoformat(),
        can=_CAPABILITIES,
    )
    return [encode_message(head), encode_message(_tail(unit, village, FeedPage([], village.head)))]


def _locked_client(unit: UnitOfWork, bearer: Bearer, name: str, now: datetime, *, admitted: bool) -> Client | None:
    """The device under the name that it goes by; None where it may not connect.

    A laptop whose file turned out to be a copy counts anew under a name of its own (SYNC 2.2, rule 6).
    """
    device = unit.ledger.lock_client(bearer.client)
    if device is None or (device.revoked and not admitted) or device.village != bearer.village:
        return None
    if name == device.id:
        return device
    if not _TAG.fullmatch(name.removeprefix(device.id)):
        return None
    known = unit.ledger.lock_client(name)
    if known is None:
        known = replace(device, id=name, public_key="", last_mid=0, chain=GENESIS, cursor_seen=0)
        unit.ledger.add_client(known, now)
    return known


def _position_problem(client: Client, village: VillageHead, request: SyncRequest) -> Problem | None:
    """Whether laptop and district still speak of the same past."""
    if request.epoch not in ("", village.epoch):
        return Problem.of(
            ProblemType.EPOCH_CHANGED,
            "The district was restored from a backup",
            epoch=village.epoch,
            last_mid=client.last_mid,
        )
    if request.top_mid < client.last_mid:
        return Problem.of(
            ProblemType.CLIENT_ROLLED_BACK, "The laptop's file is an older copy", last_mid=client.last_mid
        )
    if request.cursor > village.head or request.cursor < 0:
        return Problem.of(ProblemType.CURSOR_AHEAD, "The cursor is beyond the district's head", head=village.head)
    if 0 < request.cursor < village.floor and not request.whole:
        return Problem.of(ProblemType.CURSOR_TOO_OLD, "Deleted records were forgotten since", floor=village.floor)
    return None


def _new_bodies(unit: UnitOfWork, client: Client, request: SyncRequest) -> _Push | Problem:
    """What follows the last processed change; the rest must be the very bytes that were processed."""
    if not request.muts:
        return _Push([])
    if len(request.muts) > LIMITS.changes:
        return Problem.of(
            ProblemType.TOO_LARGE, "Too many changes", max_bytes=LIMITS.compressed, max_muts=LIMITS.changes
        )
    if request.first < 1 or not _is_chain(request.prev) or not _is_chain(request.chain):
        return Problem.of(ProblemType.MALFORMED, "The batch is not numbered or not chained")
    if request.first > client.last_mid + 1:
        return Problem.of(ProblemType.MUTATION_GAP, "Changes are missing", expected=client.last_mid + 1)
    fork = Problem.of(ProblemType.MUTATION_FORK, "The numbers mean other changes", last_mid=client.last_mid)
    if ChainValue(request.prev) != _chain_before(unit, client, request.first):
        return fork
    bodies = [bytes(body) for body in request.muts]
    known = min(len(bodies), client.last_mid - request.first + 1)
    chain = chain_over(ChainValue(request.prev), bodies[:known])
    if known and chain != _chain_before(unit, client, request.first + known):
        return fork
    if chain_over(chain, bodies[known:]) != request.chain:
        return fork
    return _Push(bodies[known:])


def _chain_before(unit: UnitOfWork, client: Client, mid: int) -> ChainValue | None:
    if mid == 1:
        return GENESIS
    if mid == client.last_mid + 1:
        return client.chain
    return unit.ledger.chain_at(client.village, client.id, mid - 1)


def _is_chain(text: str) -> bool:
    return len(text) == 64 and all(sign in "0123456789abcdef" for sign in text)


def _answer(
    unit: UnitOfWork,
    keys: ServerKeys,
    locked: tuple[Client, VillageHead],
    request: SyncRequest,
    push: _Push,
    *,
    now: datetime,
) -> tuple[list[bytes], FeedPage, VillageHead]:
    taken = _take_in(unit, locked, request, push, now=now)
    client, village = taken.client, taken.village
    receipt = receipt_for(unit, keys, village, client, first=taken.acked + 1, fresh=taken.fresh, now=now)
    if receipt is not None and taken.mirrored:
        receipt = msgspec.structs.replace(receipt, records=[])
    # A reply may be lost: what the laptop was only told counts as seen when it comes back with it.
    cursor_seen, waiting = max(client.cursor_seen, request.cursor), _waiting(request, client.last_mid)
    unit.ledger.save_progress(replace(client, cursor_seen=cursor_seen, waiting=waiting), now)
    head = ReplyHead(
        epoch=village.epoch,
        ack=Acknowledgement(client.last_mid, client.chain),
        server_time=now.isoformat(),
        results=taken.verdicts,
        receipt=receipt,
        can=_CAPABILITIES,
        mirrored=taken.mirrored,
    )
    page = FeedPage([], village.head) if taken.mirrored else _page(unit, village, request)
    return [encode_message(head)], page, village


def _take_in(
    unit: UnitOfWork, locked: tuple[Client, VillageHead], request: SyncRequest, push: _Push, *, now: datetime
) -> _Taken:
    client, village = locked
    acked = max(0, min(request.acked_mid, client.last_mid))
    if acked == client.last_mid and not push.bodies:
        return _Taken(client, village, acked)
    earlier = unit.ledger.verdicts_after(village.code, client.id, acked) if acked < client.last_mid else {}
    verdicts = {mid: _verdict.decode(verdict) for mid, verdict in earlier.items()}
    if not push.bodies:
        return _Taken(client, village, acked, verdicts)
    written = write(unit, village, client, push.bodies, now)
    fresh = written.receipted if acked == client.last_mid else None
    whole = written.mirrored and fresh is not None and request.cursor == village.head
    return _Taken(
        replace(client, last_mid=written.last_mid, chain=written.chain),
        written.village,
        acked,
        verdicts | written.verdicts,
        fresh,
        len(written.receipted) if whole and not request.echo else 0,
    )


def _page(unit: UnitOfWork, village: VillageHead, request: SyncRequest) -> FeedPage:
    if request.cursor == village.head:
        return FeedPage([], village.head)
    page = unit.villages.page(village.code, request.cursor, max(1, min(request.limit_bytes, LARGEST_PAGE)))
    # The last revisions may have been deletes that were forgotten: nothing stands there, and nothing is missing.
    return replace(page, cursor=village.head) if page.last else page


def _tail(unit: UnitOfWork, village: VillageHead, page: FeedPage, snapshot: int = 0) -> ReplyTail:
    if page.cursor < village.head:
        durable = village.durable_rev
        return ReplyTail(cursor=page.cursor, head=village.head, more=True, durable_rev=durable, snapshot=snapshot)
    forms, scopes = announced(unit, village.code)
    return ReplyTail(
        cursor=village.head,
        head=village.head,
        count=village.checksum.count,
        csum=village.checksum.text,
        durable_rev=village.durable_rev,
        forms=forms,
        scopes=scopes,
    )
