"""Runs a bundle's requests and makes the answer of what they gave: acknowledgement, receipt, and all news."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from kemiskinan_domain.records import VillageCode
from kemiskinan_domain.wire import (
    LedgerEntry,
    Problem,
    ProblemType,
    ReplyHead,
    ReplyTail,
    SyncRequest,
    decode_reply_line,
)
from kemiskinan_domain.wire.bundle import BUNDLE_PROTOCOL, BundleHeader, BundleKind, key_id, public_key
from kemiskinan_domain.wire.bundle_letters import (
    Answer,
    DistrictLetter,
    FormLetter,
    LaptopLetter,
    Requests,
    write_answer,
)
from kemiskinan_domain.wire.bundle_sealing import seal_bundle
from kemiskinan_server.services.bundles.devices import notices
from kemiskinan_server.services.bundles.photos import held_of
from kemiskinan_server.services.context import ServerContext
from kemiskinan_server.services.exchange import LARGEST_PAGE, exchange
from kemiskinan_server.services.scopes import letters
from kemiskinan_server.services.tokens import Bearer
from kemiskinan_server.storage.database import UnitOfWork
from kemiskinan_server.storage.values import Client

_COPY = frozenset({ProblemType.MUTATION_FORK, ProblemType.MUTATION_GAP, ProblemType.CLIENT_ROLLED_BACK})
"""Problems after which a laptop has to compare its numbers with the ledger."""


@dataclass(frozen=True, slots=True)
class Exchanged:
    """What the requests gave: the lines of the reply, or the problem that ended it; `changes` were new."""

    letter: LaptopLetter
    since: int
    changes: int = 0
    head: ReplyHead | None = None
    lines: tuple[bytes, ...] = ()
    tail: ReplyTail | None = None
    problem: Problem | None = None
    ledger: tuple[LedgerEntry, ...] = ()


def run_requests(context: ServerContext, device: Client, found: Requests) -> Exchanged:
    """Push what the bundle carries, then pull everything after its cursor. Raises `VillageBusyError`."""
    first = found.requests[0]
    before = _last_mid(context, first.client)
    problem: Problem | None = None
    for request in found.requests:
        answer = _exchange(context, device, _unaged(request, before))
        if isinstance(answer, Problem):
            problem = answer
            break
    changes = _last_mid(context, first.client) - before
    since = max(0, first.cursor)
    if problem is not None:
        links = _links(context, device, first.client, 1) if problem.problem_type in _COPY else ()
        return Exchanged(found.letter, since, changes, problem=problem, ledger=links)
    pulled = _pull(context, device, first, before)
    if isinstance(pulled, Problem):
        return Exchanged(found.letter, since, changes, problem=pulled)
    head, lines, tail = pulled
    aged = first.top_mid < before
    links = _links(context, device, first.client, max(1, first.acked_mid + 1)) if aged else ()
    return Exchanged(found.letter, since, changes, head, tuple(lines), tail, ledger=links)


def push_admitted(context: ServerContext, device: Client, requests: list[SyncRequest]) -> int | Problem:
    """Push what a laptop wrote that was shut out since; answers how many changes were new. Raises `VillageBusyError`.

    What went through before a problem stands, as when a line breaks.
    """
    if not requests:
        return 0
    before = _last_mid(context, requests[0].client)
    for request in requests:
        answer = _exchange(context, device, _unaged(request, before), admitted=True)
        if isinstance(answer, Problem):
            return answer
    return _last_mid(context, requests[0].client) - before


def seal_answer(context: ServerContext, device: Client, header: BundleHeader, exchanged: Exchanged) -> bytes:
    """The answer file for the laptop that wrote the bundle."""
    addressee = public_key(device.public_key)
    assert addressee is not None
    now = context.clock()
    held = held_of(context, VillageCode(device.village), exchanged.letter.offers)
    with context.database.unit_of_work() as unit:
        answer = Answer(
            letter=DistrictLetter(
                server_time=now.isoformat(),
                since=exchanged.since,
                problem=exchanged.problem,
                ledger=list(exchanged.ledger),
                devices=notices(unit, device.village),
                held=held,
            ),
            head=exchanged.head,
            lines=exchanged.lines,
            tail=exchanged.tail,
            forms=tuple(_missing_forms(unit, exchanged.letter, device.village)),
            scopes=tuple(letters(unit, device.village, device.id, exchanged.letter.scopes, now)),
        )
        unit.commit()
    clear = BundleHeader(
        protocol=BUNDLE_PROTOCOL,
        kind=BundleKind.ANSWER,
        village=header.village,
        client=header.client,
        seq=header.seq,
        first=header.first if exchanged.problem is None else 0,
        last=header.last if exchanged.problem is None else 0,
        cursor=exchanged.tail.cursor if exchanged.tail is not None else 0,
        part=header.part,
        parts=header.parts,
        recipient=key_id(addressee),
        made_at=now.isoformat(),
    )
    return seal_bundle(clear, write_answer(answer), context.keys.signing, [addressee])


def _unaged(request: SyncRequest, last_mid: int) -> SyncRequest:
    """A bundle that waited is no rolled-back laptop: its numbers were all given, later ones came another way.

    The chain still finds a fork. Feed lines are asked for once, at the end.
    """
    return msgspec.structs.replace(request, top_mid=max(request.top_mid, last_mid), limit_bytes=1)


def _pull(
    context: ServerContext, device: Client, first: SyncRequest, last_mid: int
) -> tuple[ReplyHead, list[bytes], ReplyTail] | Problem:
    cursor, lines = first.cursor, []
    while True:
        asked = SyncRequest(
            client=first.client,
            epoch=first.epoch,
            cursor=cursor,
            top_mid=max(first.top_mid, last_mid, _last_mid(context, first.client)),
            acked_mid=first.acked_mid,
            limit_bytes=LARGEST_PAGE,
            # Where the first page was allowed, those that follow it are.
            whole=first.whole or cursor != first.cursor,
        )
        answer = _exchange(context, device, asked)
        if isinstance(answer, Problem):
            return answer
        head, tail = decode_reply_line(answer[0]), decode_reply_line(answer[-1])
        assert isinstance(head, ReplyHead)
        assert isinstance(tail, ReplyTail)
        lines += answer[1:-1]
        if not tail.more:
            return head, lines, tail
        cursor = tail.cursor


def _exchange(
    context: ServerContext, device: Client, request: SyncRequest, *, admitted: bool = False
) -> list[bytes] | Problem:
    now = context.clock()
    bearer = Bearer(device.id, VillageCode(device.village), device.role, int(now.timestamp()))
    with context.database.unit_of_work() as unit:
        answer = exchange(
            unit, context.keys, bearer, village=device.village, request=request, now=now, admitted=admitted
        )
        if not isinstance(answer, Problem):
            unit.commit()
        return answer


def _last_mid(context: ServerContext, client: str) -> int:
    with context.database.unit_of_work() as unit:
        known = unit.ledger.client(client)
    return known.last_mid if known is not None else 0


def _links(context: ServerContext, device: Client, client: str, start: int) -> tuple[LedgerEntry, ...]:
    with context.database.unit_of_work() as unit:
        return tuple(LedgerEntry(mid, chain) for mid, chain in unit.ledger.links(device.village, client, start))


def _missing_forms(unit: UnitOfWork, letter: LaptopLetter, village: str) -> list[FormLetter]:
    here = set(letter.forms)
    wanted = [
        unit.publications.get(form, version)
        for form, version, _ in unit.publications.newest(village)
        if (form, version) not in here
    ]
    return [FormLetter(one.id, one.version, one.digest, one.compiled) for one in wanted if one is not None]
