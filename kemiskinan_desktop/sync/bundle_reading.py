"""Takes in the district's answer to a bundle: early, late, twice or out of order, it brings what is new in it."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from kemiskinan_desktop.storage import (
    ApplyReport,
    ChecksumMismatchError,
    ExchangeState,
    ForeignAcknowledgementError,
    Store,
    StoredForm,
    Unit,
    WouldEmptyError,
)
from kemiskinan_desktop.storage.bundles import BundleShelf
from kemiskinan_desktop.sync.bundle_photos import Keeping
from kemiskinan_desktop.sync.errors import BadSignatureError
from kemiskinan_desktop.sync.receipts import check_receipt, pinned_key
from kemiskinan_desktop.sync.scope_letters import take_scopes
from kemiskinan_domain.changes import Checksum, VerdictStatus, decode_line
from kemiskinan_domain.clock import Clock, village_day
from kemiskinan_domain.records import RecordKind
from kemiskinan_domain.wire import LedgerEntry, Problem, ProblemType, ReplyHead, device_of, incarnation_of
from kemiskinan_domain.wire.blobs import is_blob_name
from kemiskinan_domain.wire.bundle import BundleHeader, BundleKind, BundleRefusal, private_key
from kemiskinan_domain.wire.bundle_letters import Answer, FormLetter, read_answer
from kemiskinan_domain.wire.bundle_sealing import Envelope


class AnswerOutcome(StrEnum):
    """What an answer came to."""

    TAKEN = "taken"
    """Everything in it counts now."""
    ONLY_RECEIPT = "only-receipt"
    """What it acknowledges counts; its news do not join on to what is here, so that a new bundle has to ask again."""
    NOTHING_NEW = "nothing-new"
    """All of it came before, or for an earlier life of this file."""
    SEND_AGAIN = "send-again"
    """The district was restored from a backup, or this file was: a new bundle will carry what is missing."""
    PART_MISSING = "part-missing"
    """An earlier part did not reach the district."""
    WOULD_EMPTY = "would-empty"
    """The district answers as if the village had no records; nothing was applied until a person says so."""


@dataclass(slots=True)
class AnswerTaken:
    """What came of an answer."""

    outcome: AnswerOutcome = AnswerOutcome.NOTHING_NEW
    acknowledged: int = 0
    pulled: int = 0
    receipts: int = 0
    new_conflicts: int = 0
    refused: int = 0
    forms: int = 0
    photos: int = 0
    """Attachments whose bytes came."""
    held: int = 0
    """Own attachments that the district holds now, and did not tell of before."""
    notices: int = 0
    """Notices of the district that were not here before."""
    records: set[tuple[RecordKind, str]] = field(default_factory=set)


def take_answer(
    store: Store, envelope: Envelope, clock: Clock, *, may_empty: bool = False
) -> AnswerTaken | BundleRefusal:
    """Keep what an answer brings. Raises what storage names; a refusal changed nothing."""
    with store.view() as unit:
        enrolment = unit.meta.enrolment()
    header = envelope.header
    if header.kind is not BundleKind.ANSWER:
        return BundleRefusal.NOT_FOR_US
    if not envelope.is_from(pinned_key(enrolment.server_key)):
        return BundleRefusal.FORGED
    if header.village != enrolment.village:
        return BundleRefusal.OTHER_VILLAGE
    if device_of(header.client) != enrolment.device:
        return BundleRefusal.OTHER_DEVICE
    keeping = Keeping(store, clock)
    content = envelope.opened(private_key(enrolment.private_key), keeping)
    answer = content if isinstance(content, BundleRefusal) else read_answer(content)
    if isinstance(answer, BundleRefusal):
        return answer
    if header.client != enrolment.client and not header.photos:
        return AnswerTaken()
    if answer.head is not None or answer.letter.problem is not None:
        return _Taking(store, header, answer, clock).take(may_empty=may_empty)
    return _photos_taken(store, keeping) if header.photos else BundleRefusal.MALFORMED


def _photos_taken(store: Store, keeping: Keeping) -> AnswerTaken:
    """Bytes alone: what the district gave, it holds."""
    with store.view() as unit:
        epoch = unit.meta.exchange().epoch
    store.blobs.mark_all_held(keeping.names, epoch)
    outcome = AnswerOutcome.TAKEN if keeping.new else AnswerOutcome.NOTHING_NEW
    return AnswerTaken(outcome, photos=keeping.new)


class _Taking:
    """One answer for this very client id."""

    def __init__(self, store: Store, header: BundleHeader, answer: Answer, clock: Clock) -> None:
        self._store = store
        self._header = header
        self._answer = answer
        self._clock = clock
        self._taken = AnswerTaken()

    def take(self, *, may_empty: bool) -> AnswerTaken | BundleRefusal:
        taken, answer = self._taken, self._answer
        if answer.letter.problem is not None:
            taken.outcome = self._react(answer.letter.problem)
            return taken
        assert answer.head is not None
        try:
            stale = self._acknowledge(answer.head)
        except BadSignatureError:
            return BundleRefusal.FORGED
        except ForeignAcknowledgementError:
            taken.outcome = self._go_on_as_another()
            return taken
        if not stale:
            self._keep_forms_and_devices()
            taken.notices = take_scopes(self._store, answer.scopes, village_day(self._clock()))
            taken.outcome = self._pull(may_empty=may_empty)
            taken.held = self._mark_held(answer.head.epoch)
            if taken.held and taken.outcome is AnswerOutcome.NOTHING_NEW:
                taken.outcome = AnswerOutcome.TAKEN
        return taken

    def _mark_held(self, epoch: str) -> int:
        blobs = self._store.blobs
        told = [name for name in self._answer.letter.held if is_blob_name(name)]
        new = (set(told) & blobs.complete()) - blobs.held(epoch)
        blobs.mark_all_held(new, epoch)
        return len(new)

    def _acknowledge(self, head: ReplyHead) -> bool:
        """Store the receipt; True where the answer is of another life of the district's database."""
        with self._store.unit() as unit:
            state, enrolment = unit.meta.exchange(), unit.meta.enrolment()
            if state.epoch not in ("", head.epoch):
                return True
            unit.exchange.sending.check(head.ack.to, head.ack.chain)
            if head.receipt is not None:
                check_receipt(head.receipt, enrolment)
                settled = unit.exchange.sending.acknowledge(head.receipt, head.results, self._clock())
                self._taken.acknowledged = settled
                self._taken.receipts = 1 if settled else 0
                bad = sum(1 for verdict in head.results.values() if verdict.s is not VerdictStatus.OK)
                self._taken.refused = bad if settled else 0
            values = {"epoch": head.epoch}
            if BundleShelf(unit).set_answered(self._header.client, self._header.seq, self._clock()):
                values["last_exchange"] = self._clock().isoformat()
            unit.meta.change_exchange(unit.meta.exchange(), **values)
            unit.commit()
        return False

    def _pull(self, *, may_empty: bool) -> AnswerOutcome:
        tail = self._answer.tail
        assert tail is not None
        try:
            with self._store.unit() as unit:
                state = unit.meta.exchange()
                if tail.cursor < state.cursor or (tail.cursor == state.cursor == state.applied and not state.full_pull):
                    return AnswerOutcome.TAKEN if self._taken.acknowledged else AnswerOutcome.NOTHING_NEW
                if self._answer.letter.since > state.cursor or BundleShelf(unit).replay_waits():
                    return AnswerOutcome.ONLY_RECEIPT
                self._count(self._apply(unit, state, may_empty=may_empty))
                unit.commit()
        except WouldEmptyError:
            return AnswerOutcome.WOULD_EMPTY
        except ChecksumMismatchError:
            with self._store.unit() as unit:
                unit.exchange.receiving.start_over()
                unit.commit()
            return AnswerOutcome.ONLY_RECEIPT
        return AnswerOutcome.TAKEN

    def _apply(self, unit: Unit, state: ExchangeState, *, may_empty: bool) -> ApplyReport:
        tail = self._answer.tail
        assert tail is not None
        lines = [line for line in self._answer.lines if decode_line(line).rev > state.cursor]
        if lines:
            unit.exchange.receiving.stage(lines, decode_line(lines[0]).rev, decode_line(lines[-1]).rev)
        unit.exchange.receiving.move_cursor(tail.cursor)
        expected = Checksum.from_text(tail.count, tail.csum)
        return unit.exchange.receiving.apply(expected, durable_rev=tail.durable_rev, may_empty=may_empty)

    def _count(self, applied: ApplyReport) -> None:
        self._taken.pulled = applied.applied
        self._taken.new_conflicts = applied.new_conflicts
        self._taken.records |= applied.records

    def _keep_forms_and_devices(self) -> None:
        letter = self._answer.letter
        forms = [form for form in self._answer.forms if _is_whole(form)]
        with self._store.unit() as unit:
            for form in forms:
                unit.forms.add(StoredForm(form.id, form.version, form.text, form.digest), self._clock())
            shelf = BundleShelf(unit)
            if self._header.seq >= shelf.first_of_last():
                shelf.replace_devices((one.client, one.name, one.public_key) for one in letter.devices)
            unit.commit()
        self._taken.forms = len(forms)

    def _react(self, problem: Problem) -> AnswerOutcome:
        """Only what was written last tells how things stand now."""
        client, seq = self._header.client, self._header.seq
        with self._store.unit() as unit:
            shelf = BundleShelf(unit)
            if seq < shelf.first_of_last() or not shelf.set_answered(client, seq, self._clock()):
                return AnswerOutcome.NOTHING_NEW
            outcome = self._recover(unit, problem)
            unit.commit()
        return outcome

    def _recover(self, unit: Unit, problem: Problem) -> AnswerOutcome:
        state, recovering = unit.meta.exchange(), unit.exchange.recovering
        match problem.problem_type:
            case ProblemType.EPOCH_CHANGED | ProblemType.CURSOR_AHEAD:
                recovering.resend_archive(str(problem.extra.get("epoch") or state.epoch))
            case ProblemType.MUTATION_FORK | ProblemType.CLIENT_ROLLED_BACK:
                self._reincarnate(unit, self._answer.letter.ledger)
            case ProblemType.MUTATION_GAP:
                return self._fill_gap(unit, problem, state)
            case _:
                return AnswerOutcome.NOTHING_NEW
        return AnswerOutcome.SEND_AGAIN

    def _fill_gap(self, unit: Unit, problem: Problem, state: ExchangeState) -> AnswerOutcome:
        expected = problem.extra.get("expected")
        if isinstance(expected, int) and expected > state.acked_mid:
            return AnswerOutcome.PART_MISSING
        if isinstance(expected, int) and unit.exchange.recovering.has(expected):
            unit.exchange.recovering.resend_archive(state.epoch)
        else:
            self._reincarnate(unit, self._answer.letter.ledger)
        return AnswerOutcome.SEND_AGAIN

    def _go_on_as_another(self) -> AnswerOutcome:
        """The district acknowledges what this file never made: it is a copy, and the ledger tells what is its own."""
        ledger = self._answer.letter.ledger
        if not ledger:
            return AnswerOutcome.SEND_AGAIN
        with self._store.unit() as unit:
            self._reincarnate(unit, ledger)
            unit.commit()
        return AnswerOutcome.SEND_AGAIN

    def _reincarnate(self, unit: Unit, ledger: Sequence[LedgerEntry]) -> None:
        name = incarnation_of(self._header.client, secrets.token_hex(6))
        unit.exchange.recovering.reincarnate(name, {entry.mid: entry.chain for entry in ledger})


def _is_whole(form: FormLetter) -> bool:
    return hashlib.sha256(form.text.encode()).hexdigest() == form.digest
