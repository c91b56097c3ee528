"""The exchange with the district: rounds until both sides agree, and the way back after each kind of trouble."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from typing import Final

from kemiskinan_desktop.storage import (
    ChecksumMismatchError,
    DiskFullError,
    ForeignAcknowledgementError,
    Store,
    WouldEmptyError,
)
from kemiskinan_desktop.sync.enrolment import Token, fetch_token
from kemiskinan_desktop.sync.errors import (
    BadSignatureError,
    CancelledError,
    DistrictProblemError,
    NotTheDistrictError,
    OfflineError,
    SyncError,
)
from kemiskinan_desktop.sync.forms import fetch_forms
from kemiskinan_desktop.sync.long_push import LongPush, Ready, Sent
from kemiskinan_desktop.sync.missing import Published, hindrance_of
from kemiskinan_desktop.sync.plan import Reaction, Sizes, reaction_to
from kemiskinan_desktop.sync.preparing import Prepared, prepare, prepare_behind
from kemiskinan_desktop.sync.report import SyncProblem, SyncProgress, SyncReport, SyncStep
from kemiskinan_desktop.sync.rounds import EpochChangedError, MirrorDiffersError, Reception, Watch
from kemiskinan_desktop.sync.scopes import ScopeFollower
from kemiskinan_desktop.sync.snapshot import take_snapshot
from kemiskinan_desktop.sync.transport import District, Packed, pack
from kemiskinan_domain.clock import Clock, village_day
from kemiskinan_domain.wire import LIMITS, Capability, LedgerReply, Paths, ProblemType, device_of, incarnation_of

_RECOVERIES: Final = 4
"""How often one exchange may start over; more means that the two sides cannot agree, and a person should hear of it."""


_WORTH_A_FILE: Final = 1_000
"""So many revisions that a file would bring; fewer come as quickly in pages."""


class SyncEngine:
    """Exchanges one village's records with one district. `run` belongs on the network lane, one at a time."""

    def __init__(self, store: Store, district: District, clock: Clock, monotonic: Callable[[], float] = time.monotonic):
        self._store = store
        self._district = district
        self._clock = clock
        self._monotonic = monotonic
        self._sizes = Sizes()
        self._token: Token | None = None
        self._can: frozenset[str] = frozenset()
        """What the district's server said that it can; nothing until its first reply."""
        self._mirrors = True
        """Whether what this laptop makes of its changes has always been what the district signed."""

    def run(
        self,
        progress: Callable[[SyncProgress], None] = lambda _: None,
        cancelled: Callable[[], bool] = lambda: False,
        *,
        may_empty: bool = False,
    ) -> SyncReport:
        """Send and receive until both sides agree; world-caused trouble is told in the report, never raised.

        `may_empty`: a person said that the village may lose all its records.
        """
        report = SyncReport()
        watch = Watch(progress, cancelled, self._monotonic)
        try:
            progress(SyncProgress(SyncStep.CONNECTING))
            agreed = self._until_agreed(watch, report, may_empty)
            self._fetch_forms(agreed.forms, report)
            if self._token is not None and Capability.SCOPES in agreed.can:
                follower = ScopeFollower(self._store, self._district, self._token.text, watch, self._sizes.page)
                follower.follow(agreed.scopes, report, village_day(self._clock()))
        except (SyncError, DiskFullError, ChecksumMismatchError, WouldEmptyError) as error:
            describe(error, report)
        return report

    def _fetch_forms(self, published: str, report: SyncReport) -> None:
        """Questionnaires come after the village's own exchange, and trouble with them is not that exchange's."""
        try:
            report.forms = fetch_forms(self._district, self._store, published, self._clock)
        except (SyncError, DiskFullError) as error:
            report.scope_problem = type(error).__name__
            report.missing[Published.FORMS] = hindrance_of(error)

    def _until_agreed(self, watch: Watch, report: SyncReport, may_empty: bool) -> Reception:
        recoveries = 0
        while True:
            watch.check()
            prepared = prepare(self._store, self._sizes, mirror=self._mirrors)
            try:
                reception = self._round(prepared, watch, report, may_empty)
                if reception is not None and reception.finished:
                    return reception
                if reception is not None and reception.behind_snapshot >= _WORTH_A_FILE and prepared.state.full_pull:
                    self._whole_village(watch, report)
                continue
            except DistrictProblemError as error:
                trouble: Exception = error
                self._react(error, prepared)
                if reaction_to(error.type) is Reaction.SMALLER_BATCH:
                    # Half each time: this comes to an end by itself, and is no sign that the two sides disagree.
                    continue
            except EpochChangedError as error:
                trouble = OfflineError("epoch-changed")
                self._resend(error.epoch)
            except MirrorDiffersError:
                # Another version may store a change otherwise: from here on the district sends what it stored.
                trouble, self._mirrors = BadSignatureError(), False
            except ForeignAcknowledgementError:
                trouble = OfflineError("mutation-fork")
                self._reincarnate(prepared)
            except ChecksumMismatchError as error:
                trouble = error
                if prepared.state.full_pull and recoveries:
                    raise
                self._pull_all()
            except OfflineError:
                self._sizes = self._sizes.after_failure()
                raise
            recoveries += 1
            if recoveries > _RECOVERIES:
                raise trouble

    def _round(self, prepared: Prepared, watch: Watch, report: SyncReport, may_empty: bool) -> Reception | None:
        """One request and its reply, or a long push; None where the batch turned out too large to be sent."""
        packed = self._packed(prepared)
        if packed is None:
            return None
        if self._token is None or self._token.device != device_of(prepared.enrolment.client):
            self._new_token(prepared)

        def send(ready: Ready) -> Sent:
            return self._sent(ready, report)

        if prepared.leads_on:

            def receive(one: Prepared) -> Reception:
                return Reception(self._store, one, self._clock, watch, report, later=True)

            reception = LongPush(send, receive, self._ready_behind, self._learn).run((prepared, packed))
        else:
            started = self._monotonic()
            reception = Reception(self._store, prepared, self._clock, watch, report)
            reception.take(send((prepared, packed)).lines, may_empty=may_empty)
            self._learn(self._monotonic() - started)
        self._can = reception.can
        return reception

    def _learn(self, seconds: float) -> None:
        self._sizes = self._sizes.after(seconds)

    def _packed(self, prepared: Prepared) -> Packed | None:
        packed = pack(prepared.body, zstd=Capability.ZSTD in self._can)
        self._sizes = self._sizes.learnt(len(prepared.body), len(packed.content))
        if len(packed.content) > LIMITS.compressed and prepared.changes > 1:
            self._sizes = self._sizes.smaller_push()
            return None
        return packed

    def _sent(self, ready: Ready, report: SyncReport) -> Sent:
        assert self._token is not None
        prepared, packed = ready
        report.requests += 1
        started = self._monotonic()
        lines = self._district.exchange(Paths.sync(prepared.enrolment.village), packed, self._token.text)
        return Sent(lines, self._monotonic() - started)

    def _ready_behind(self, prepared: Prepared) -> Ready | None:
        following = prepare_behind(self._store, self._sizes, prepared)
        packed = None if following is None else self._packed(following)
        return None if following is None or packed is None else (following, packed)

    def _whole_village(self, watch: Watch, report: SyncReport) -> None:
        """Take the file of the whole village; where the district has none after all, the pages go on."""
        assert self._token is not None
        report.requests += 1
        try:
            take_snapshot(self._store, self._district, watch, self._token.text)
        except DistrictProblemError as error:
            if error.type is not ProblemType.NOT_FOUND:
                raise

    def _react(self, error: DistrictProblemError, prepared: Prepared) -> None:
        match reaction_to(error.type):
            case Reaction.NEW_TOKEN:
                self._token = None
            case Reaction.SMALLER_BATCH if prepared.changes > 1:
                self._sizes = self._sizes.refused(prepared.changes)
            case Reaction.PLAIN_PACKING if self._can:
                self._can = frozenset()
            case Reaction.REINCARNATE:
                self._reincarnate(prepared)
            case Reaction.RESEND_ARCHIVE:
                self._go_back(error, prepared)
            case Reaction.PULL_ALL:
                self._pull_all()
            case _:
                raise error

    def _go_back(self, error: DistrictProblemError, prepared: Prepared) -> None:
        """The district knows less than it did: send again what it lacks, as another client where that is not here."""
        expected = error.problem.extra.get("expected")
        if error.type is ProblemType.MUTATION_GAP:
            with self._store.view() as unit:
                here = isinstance(expected, int) and unit.exchange.recovering.has(expected)
            if not here:
                self._reincarnate(prepared)
                return
        self._resend(str(error.problem.extra.get("epoch") or prepared.state.epoch))

    def _resend(self, epoch: str) -> None:
        with self._store.unit() as unit:
            unit.exchange.recovering.resend_archive(epoch)
            unit.commit()

    def _pull_all(self) -> None:
        with self._store.unit() as unit:
            unit.exchange.receiving.start_over()
            unit.commit()

    def _reincarnate(self, prepared: Prepared) -> None:
        client = prepared.enrolment.client
        token = self._token or self._new_token(prepared)
        ledger = self._district.get(Paths.ledger(client), LedgerReply, token.text)
        links = {entry.mid: entry.chain for entry in ledger.entries}
        with self._store.unit() as unit:
            unit.exchange.recovering.reincarnate(incarnation_of(client, secrets.token_hex(6)), links)
            unit.commit()

    def _new_token(self, prepared: Prepared) -> Token:
        enrolment = prepared.enrolment
        self._token = fetch_token(
            self._district,
            device_of(enrolment.client),
            enrolment.private_key,
            self._clock,
            prepared.state.clock_offset,
        )
        return self._token


def describe(error: Exception, report: SyncReport) -> None:
    """Tell in the report what ended an exchange."""
    report.detail = type(error).__name__
    match error:
        case CancelledError():
            report.problem = SyncProblem.CANCELLED
        case OfflineError():
            report.problem = SyncProblem.OFFLINE
        case NotTheDistrictError():
            report.problem = SyncProblem.NOT_THE_DISTRICT
        case BadSignatureError():
            report.problem = SyncProblem.BAD_SIGNATURE
        case ChecksumMismatchError():
            report.problem = SyncProblem.CHECKSUM
        case DiskFullError():
            report.problem = SyncProblem.DISK_FULL
        case WouldEmptyError():
            report.problem, report.live = SyncProblem.WOULD_EMPTY, error.live
        case DistrictProblemError():
            report.problem, report.detail = _problem_of(error.type), error.problem.type
            report.retry_after, report.slot = error.retry_after, str(error.problem.extra.get("slot", ""))
        case _:
            report.problem = SyncProblem.REFUSED


def _problem_of(kind: ProblemType | None) -> SyncProblem:
    if kind in (ProblemType.DEVICE_REVOKED, ProblemType.SCOPE_FORBIDDEN):
        return SyncProblem.REVOKED
    if kind is ProblemType.DEVICE_UNKNOWN:
        return SyncProblem.UNKNOWN
    if kind is ProblemType.PROTOCOL_TOO_OLD:
        return SyncProblem.PROTOCOL_OLD
    return SyncProblem.BUSY if reaction_to(kind) is Reaction.WAIT else SyncProblem.REFUSED
