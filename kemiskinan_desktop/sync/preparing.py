"""Makes requests of what waits: the next one, and while that is under way the one behind it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import msgspec

from kemiskinan_desktop.storage import Batch, Enrolment, ExchangeState, Store
from kemiskinan_desktop.sync.plan import Sizes
from kemiskinan_domain.wire import SyncRequest, encode_message


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a request says, and the state that it was made from."""

    enrolment: Enrolment
    state: ExchangeState
    batch: Batch | None
    body: bytes
    mirrored: bool = False
    """Whether the district was told that the lines of the batch need not come back."""

    @property
    def changes(self) -> int:
        """How many changes the request carries."""
        return 0 if self.batch is None else len(self.batch.bodies)

    @property
    def leads_on(self) -> bool:
        """Whether more frozen changes wait behind the batch, and all that the next request says is known by now."""
        known = self.mirrored and self.state.epoch != ""
        return known and self.batch is not None and self.batch.last < self.state.frozen_mid


def prepare(store: Store, sizes: Sizes, *, mirror: bool = False) -> Prepared:
    """Freeze what waits and make the next request of it; with `mirror` the laptop makes the lines itself if it can."""
    with store.unit() as unit:
        unit.exchange.sending.freeze()
        state, enrolment = unit.meta.exchange(), unit.meta.enrolment()
        batch = unit.exchange.sending.batch(sizes.changes, sizes.push_raw)
        mirrored = mirror and batch is not None and unit.exchange.mirroring.is_possible(batch)
        unit.commit()
    return Prepared(enrolment, state, batch, _body(enrolment, state, batch, sizes, mirrored=mirrored), mirrored)


def prepare_behind(store: Store, sizes: Sizes, ahead: Prepared) -> Prepared | None:
    """The request behind one that is under way, as it will be if the district answers that one with a receipt alone.

    It says what will be so once that answer is written. None where nothing follows that can be sent like that.
    """
    batch = ahead.batch
    if batch is None or not ahead.leads_on:
        return None
    with store.view() as unit:
        following = unit.exchange.sending.batch(sizes.changes, sizes.push_raw, batch)
        if following is None or not unit.exchange.mirroring.is_fresh(following):
            return None
        rev = ahead.state.cursor + unit.exchange.mirroring.records_in(batch)
    state = replace(
        ahead.state, cursor=rev, applied=rev, full_pull=False, acked_mid=batch.last, acked_chain=batch.chain
    )
    body = _body(ahead.enrolment, state, following, sizes, mirrored=True)
    return Prepared(ahead.enrolment, state, following, body, True)


def _body(enrolment: Enrolment, state: ExchangeState, batch: Batch | None, sizes: Sizes, *, mirrored: bool) -> bytes:
    request = SyncRequest(
        client=enrolment.client,
        epoch=state.epoch,
        cursor=state.cursor,
        top_mid=state.top_mid,
        acked_mid=state.acked_mid,
        limit_bytes=sizes.page,
        echo=not mirrored,
        whole=state.full_pull,
    )
    if batch is not None:
        bodies = [msgspec.Raw(body) for body in batch.bodies]
        request = msgspec.structs.replace(request, first=batch.first, prev=batch.prev, chain=batch.chain, muts=bodies)
    return encode_message(request)
