"""After an exchange: which laptops the village has, and other laptops' files handed on to the district."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Protocol

import requests

from kemiskinan_desktop.storage import Enrolment, Store
from kemiskinan_desktop.storage.bundles import BundleShelf, CarriedBundle
from kemiskinan_desktop.sync.bundle_carrying import carry_bundle
from kemiskinan_desktop.sync.enrolment import fetch_token
from kemiskinan_desktop.sync.errors import DistrictProblemError, OfflineError, SyncError
from kemiskinan_desktop.sync.receipts import pinned_key
from kemiskinan_desktop.sync.report import SyncProgress, SyncReport
from kemiskinan_desktop.sync.transport import District
from kemiskinan_domain.clock import Clock
from kemiskinan_domain.wire import Paths, device_of
from kemiskinan_domain.wire.bundle import BundleKind
from kemiskinan_domain.wire.bundle_letters import DeviceList, verify_devices
from kemiskinan_domain.wire.bundle_sealing import Envelope, read_envelope

_DAY: Final = "devices_day"


class MailLine(District):
    """A district that takes files of other laptops too. Not for several threads at once."""

    def hand_in(self, content: bytes, token: str) -> bytes:
        """Give a bundle; the answer is for the laptop that wrote it. Raises the errors of this package."""
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/octet-stream"}
        response = self._request("POST", Paths.BUNDLES, headers, content)
        try:
            return bytes(response.content)
        except requests.RequestException as error:
            raise OfflineError from error


class Exchanging(Protocol):
    """What runs an exchange."""

    def run(
        self,
        progress: Callable[[SyncProgress], None],
        cancelled: Callable[[], bool],
        *,
        may_empty: bool = False,
    ) -> SyncReport:
        """Send and receive until both sides agree."""


class CarryingEngine:
    """An exchange, and after it the village's post: at most once a day without anything to carry."""

    def __init__(self, store: Store, engine: Exchanging, line: MailLine, clock: Clock) -> None:
        self._store = store
        self._engine = engine
        self._line = line
        self._clock = clock

    def run(
        self,
        progress: Callable[[SyncProgress], None],
        cancelled: Callable[[], bool],
        *,
        may_empty: bool = False,
    ) -> SyncReport:
        """As the engine; trouble with the post waits for the next exchange and spoils nothing of this one."""
        report = self._engine.run(progress, cancelled, may_empty=may_empty)
        if report.problem is None and not cancelled():
            try:
                self._post(cancelled)
            except SyncError as error:
                report.detail = report.detail or type(error).__name__
        return report

    def _post(self, cancelled: Callable[[], bool]) -> None:
        today = self._clock().date().toordinal()
        with self._store.view() as unit:
            enrolment, state = unit.meta.enrolment(), unit.meta.exchange()
            waiting = [one for one in BundleShelf(unit).carried() if _is_request(one)]
            known_today = unit.meta.number(_DAY) == today
        if known_today and not waiting:
            return
        offset = state.clock_offset
        token = fetch_token(self._line, device_of(enrolment.client), enrolment.private_key, self._clock, offset).text
        if not known_today:
            self._learn_devices(enrolment, token, today)
        for one in waiting:
            if cancelled():
                return
            self._hand_in(one, token)

    def _learn_devices(self, enrolment: Enrolment, token: str, today: int) -> None:
        listed = self._line.get(Paths.devices(enrolment.village), DeviceList, token)
        own = listed.village == enrolment.village
        if not own or not verify_devices(listed, pinned_key(enrolment.server_key)):
            return
        with self._store.unit() as unit:
            BundleShelf(unit).replace_devices((one.client, one.name, one.public_key) for one in listed.devices)
            unit.meta.set_number(_DAY, today)
            unit.commit()

    def _hand_in(self, carried: CarriedBundle, token: str) -> None:
        try:
            answer = self._line.hand_in(carried.content, token)
        except DistrictProblemError as error:
            if "refusal" not in error.problem.extra:
                raise
            # The district has looked at it and will not take it from anybody.
            with self._store.unit() as unit:
                BundleShelf(unit).hand_over(carried.client, carried.last_mid, self._clock())
                unit.commit()
            return
        envelope = read_envelope(answer)
        if isinstance(envelope, Envelope):
            carry_bundle(self._store, envelope, answer, self._clock)


def _is_request(carried: CarriedBundle) -> bool:
    envelope = read_envelope(carried.content)
    return isinstance(envelope, Envelope) and envelope.header.kind is BundleKind.REQUEST
