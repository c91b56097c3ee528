"""A laptop without a file, light enough for a crowd; its bodies, chain, token and packing are the product's."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

import msgspec

from kemiskinan_desktop.services.exchange.schedule import FIRST_RETRY
from kemiskinan_desktop.storage import Enrolment
from kemiskinan_desktop.sync import District
from kemiskinan_desktop.sync.enrolment import Token, fetch_token
from kemiskinan_desktop.sync.errors import DistrictProblemError, OfflineError
from kemiskinan_desktop.sync.plan import Reaction, reaction_to
from kemiskinan_desktop.sync.receipts import check_receipt
from kemiskinan_desktop.sync.transport import pack
from kemiskinan_domain.changes import GENESIS, ChainValue, Put, chain_over, encode_change
from kemiskinan_domain.clock import system_clock
from kemiskinan_domain.records import FieldValue, RecordId, RecordKind
from kemiskinan_domain.wire import (
    Capability,
    Paths,
    ReplyHead,
    ReplyTail,
    SyncRequest,
    decode_reply_line,
    encode_message,
)

_PATIENCE: Final = 600.0
"""Seconds after which a laptop of a benchmark gives up."""


@dataclass
class Sent:
    """What sending took: seconds from wanting to until all was acknowledged, and what stood in the way."""

    seconds: float = 0.0
    requests: int = 0
    busy: int = 0
    errors: list[str] = field(default_factory=list)
    acknowledged: bool = False


class LightLaptop:
    """Sends its changes as `SyncEngine` does, and waits as the automatic schedule does."""

    def __init__(
        self,
        district: District,
        enrolment: Enrolment,
        *,
        epoch: str = "",
        cursor: int = 0,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self._district = district
        self.enrolment = enrolment
        self._epoch = epoch
        self.cursor = cursor
        self._sleep = sleep
        self.bodies: list[bytes] = []
        self._token: Token | None = None
        self._acked = 0
        self._chain: ChainValue = GENESIS
        self._can: frozenset[str] = frozenset()

    def edit(self, kind: RecordKind, record: RecordId, edits: dict[str, list[FieldValue]]) -> None:
        """Freeze a change of fields, each with the value that was seen and the one that is wanted."""
        at = system_clock().isoformat()
        self.bodies.append(encode_change(Put(k=kind, id=record, base=self.cursor, at=at, by="u1", f=edits)))

    def send(self) -> Sent:
        """Send until the district has acknowledged all, with every pause that it asks for."""
        sent, began = Sent(), time.monotonic()
        while not sent.acknowledged and time.monotonic() - began < _PATIENCE:
            sent.requests += 1
            try:
                sent.acknowledged = self._exchange()
            except OfflineError as error:
                sent.errors.append(repr(error.__cause__ or error))
                self._sleep(FIRST_RETRY.total_seconds() * (1 + random.random() / 2))
            except DistrictProblemError as error:
                self._on_problem(error, sent)
        sent.seconds = time.monotonic() - began
        return sent

    def close(self) -> None:
        """Give the connection back."""
        self._district.close()

    def _on_problem(self, error: DistrictProblemError, sent: Sent) -> None:
        reaction = reaction_to(error.type)
        if reaction is Reaction.NEW_TOKEN:
            self._token = None
        elif reaction is Reaction.WAIT and error.retry_after is not None:
            sent.busy += 1
            self._sleep(error.retry_after)
        else:
            raise error

    def _exchange(self) -> bool:
        """One request with everything; whether the district has all of it now and this laptop all of the district's."""
        waiting = self.bodies[self._acked :]
        request = SyncRequest(
            self.enrolment.client, self._epoch, self.cursor, top_mid=len(self.bodies), acked_mid=self._acked
        )
        if waiting:
            muts = [msgspec.Raw(body) for body in waiting]
            chain = chain_over(self._chain, waiting)
            request = msgspec.structs.replace(request, first=self._acked + 1, prev=self._chain, chain=chain, muts=muts)
        if self._token is None:
            enrolment = self.enrolment
            self._token = fetch_token(
                self._district, enrolment.device, enrolment.private_key, system_clock, clock_offset=0
            )
        packed = pack(encode_message(request), zstd=Capability.ZSTD in self._can)
        lines = self._district.exchange(Paths.sync(self.enrolment.village), packed, self._token.text)
        return self._take(list(lines))

    def _take(self, lines: Sequence[bytes]) -> bool:
        head, tail = decode_reply_line(lines[0]), decode_reply_line(lines[-1])
        assert isinstance(head, ReplyHead)
        assert isinstance(tail, ReplyTail)
        assert head.ack.chain == chain_over(GENESIS, self.bodies[: head.ack.to]), "acknowledged what was never sent"
        if head.ack.to > self._acked:
            assert head.receipt is not None, "acknowledged without a receipt"
            check_receipt(head.receipt, self.enrolment)
        self._acked, self._chain, self._epoch = head.ack.to, head.ack.chain, head.epoch
        self.cursor, self._can = tail.cursor, frozenset(head.can)
        return not tail.more and self._acked == len(self.bodies)
