"""A laptop of the model: the product's file and engine, and what its person saw, saved and may have lost sight of."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select

from kemiskinan_desktop.storage import DatabaseKey, Enrolment, Store, Unit
from kemiskinan_desktop.storage.tables import change_body, outbox
from kemiskinan_desktop.sync import District, SyncEngine, SyncReport, enrol, new_device_key
from kemiskinan_desktop.sync.bundle_reading import AnswerOutcome, AnswerTaken, take_answer
from kemiskinan_desktop.sync.errors import DistrictProblemError
from kemiskinan_desktop.sync.preparing import Prepared
from kemiskinan_domain.clock import system_clock
from kemiskinan_domain.records import Document, FieldValue, RecordId, RecordKind, VillageCode, read_field
from kemiskinan_domain.wire import EnrolmentReply
from kemiskinan_domain.wire.bundle_sealing import Envelope, read_envelope
from tests.contract.machine.line import Fault, Line, district_at

KEY = DatabaseKey(bytes(range(32)))
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
HOUSEHOLD = RecordKind.HOUSEHOLD


def blank_store(folder: Path) -> Path:
    """A file with all tables, to copy: making them anew for each laptop would take most of a run."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "blank.db"
    Store.create(path, KEY).close()
    return path


class WatchedEngine(SyncEngine):
    """The product's engine; counts how often the checksum had to heal what the rules should have kept right."""

    healed = 0

    def _pull_all(self) -> None:
        self.healed += 1
        super()._pull_all()

    def _react(self, error: DistrictProblemError, prepared: Prepared) -> None:
        """What the district itself asks for (`cursor-too-old`) is a rule and heals nothing."""
        before = self.healed
        super()._react(error, prepared)
        self.healed = before


class DiedError(Exception):
    """The program ended without warning."""


@dataclass
class Form:
    """A family as the person's open form shows it; a pull in the background does not change it."""

    record: RecordId
    shown: Document


@dataclass
class Desk:
    """One laptop."""

    path: Path
    village: VillageCode
    address: str
    store: Store
    district: District
    line: Line
    forms: dict[RecordId, Form] = field(default_factory=dict)
    unseen_loss: dict[tuple[RecordId, str], FieldValue] = field(default_factory=dict)
    """What was saved here since the last whole exchange: it must stay on screen until then."""
    healed: int = 0
    has_copy: bool = False
    since_copy: bool = False
    """Whether something was saved here after the copy was made."""
    went_back: bool = False
    """Whether this file or the district was ever put back to an older state."""
    alone: bool = False
    """Whether the district went back and has not been met since: what it lost lies here and nowhere else."""
    read_up_to: int = 0
    """The highest cursor that this laptop ever had: no tombstone beyond it may be forgotten (I9)."""

    def open_form(self, record: RecordId) -> Form:
        """Open the family, or go on in the form that is open."""
        if record not in self.forms:
            self.forms[record] = Form(record, self.document(record) or {})
        return self.forms[record]

    def close_form(self, record: RecordId) -> None:
        """Leave the family."""
        self.forms.pop(record, None)

    def put(self, record: RecordId, name: str, seen: FieldValue, wanted: FieldValue) -> None:
        """Save one field as the form hands it over."""
        self.since_copy = True
        with self.store.unit() as unit:
            unit.changes.put(HOUSEHOLD, record, {name: (seen, wanted)}, by="u1", at=NOW)
            unit.commit()

    def resolve(self, conflict: RecordId, record: RecordId, edits: dict[str, tuple[FieldValue, FieldValue]]) -> None:
        """A person's choice."""
        self.since_copy = True
        with self.store.unit() as unit:
            unit.changes.put(HOUSEHOLD, record, edits, by="u1", at=NOW, closes=[conflict])
            unit.commit()

    def delete(self, record: RecordId, why: str) -> None:
        """Take the family out."""
        self.since_copy = True
        with self.store.unit() as unit:
            unit.changes.delete(HOUSEHOLD, record, by="u1", at=NOW, why=why)
            unit.commit()

    def act(self, record: RecordId, act: str, state: tuple[str, str], note: str) -> None:
        """A step of the review, with a note that tells it from every other."""
        self.since_copy = True
        with self.store.unit() as unit:
            unit.changes.act(HOUSEHOLD, record, act, state, by="u1", at=NOW, note=note)
            unit.commit()

    def document(self, record: RecordId) -> Document | None:
        """The family as the screen shows it."""
        with self.store.view() as unit:
            known = unit.records.get(HOUSEHOLD, record)
        return None if known is None else known.document

    def shown(self, record: RecordId, name: str) -> FieldValue:
        """One field as the screen shows it."""
        return read_field(self.document(record) or {}, name)

    def waiting(self) -> int:
        """Changes that the district has not acknowledged."""
        with self.store.view() as unit:
            return unit.exchange.sending.unacknowledged()

    def sync(self, fault: Fault | None = None, meanwhile: Callable[[], object] | None = None) -> SyncReport:
        """One exchange with a fresh engine, as after each start; `meanwhile` is done while the reply is under way."""
        self.line.fault, self.line.meanwhile = fault, meanwhile
        engine = WatchedEngine(self.store, self.district, system_clock)
        report = engine.run(may_empty=True)
        self.healed += engine.healed
        self.line.fault = self.line.meanwhile = None
        if report.problem is None:
            self.alone = False
            self._heard()
        self.note_cursor()
        return report

    def note_cursor(self) -> None:
        """Remember how far this laptop has read."""
        with self.store.view() as unit:
            self.read_up_to = max(self.read_up_to, unit.meta.exchange().cursor)

    def sync_and_die(self, moment: int) -> bool:
        """An exchange that ends before the transaction of that number is committed; False where it had fewer."""
        real, left, applied = self.store.unit, [moment], self._applied()

        def unit() -> Unit:
            made = real()
            commit = made.commit

            def dying() -> None:
                left[0] -= 1
                if left[0] == 0:
                    raise DiedError
                commit()

            made.__dict__["commit"] = dying
            return made

        self.store.__dict__["unit"] = unit
        try:
            self.sync()
        except DiedError:
            self.restart()
            if self._applied() > applied:
                self._heard()
            return True
        del self.store.__dict__["unit"]
        return False

    def read_answer(self, content: bytes) -> AnswerOutcome:
        """The district's answer, off a stick."""
        envelope = read_envelope(content)
        assert isinstance(envelope, Envelope)
        with self.store.view() as unit:
            pulled_all = unit.meta.exchange().full_pull
        taken = take_answer(self.store, envelope, system_clock, may_empty=True)
        assert isinstance(taken, AnswerTaken), taken
        with self.store.view() as unit:
            full = unit.meta.exchange().full_pull
        self.healed += taken.outcome is AnswerOutcome.ONLY_RECEIPT and full and not pulled_all
        self._heard()
        self.note_cursor()
        return taken.outcome

    def _heard(self) -> None:
        """The district's word on some changes is shown here now: only what still waits has to be on the screen.

        What was saved while a reply came may have gone with the next request of the same exchange, or not.
        """
        with self.store.view() as unit:
            held = change_body.join(outbox, outbox.c.body_seq == change_body.c.seq)
            waiting = select(change_body.c.body).select_from(held).where(outbox.c.acked.is_(False))
            bodies = b"".join(unit.records._connection.execute(waiting).scalars())
        self.unseen_loss = {key: value for key, value in self.unseen_loss.items() if f'"{value}"'.encode() in bodies}

    def _applied(self) -> int:
        with self.store.view() as unit:
            return unit.meta.exchange().applied

    def restart(self) -> None:
        """Close the program and start it again."""
        self._restart_with(None)

    def keep_copy(self) -> None:
        """A backup of the closed file, its changes frozen first as every backup does."""
        with self.store.unit() as unit:
            unit.exchange.sending.freeze()
            unit.commit()
        self._restart_with((self.path, self._backup))
        self.has_copy, self.since_copy = True, False

    def restore_copy(self) -> bool:
        """Put the backup in the place of the file, where the district has what the backup lacks."""
        if not self.has_copy or (self.since_copy and self.waiting()):
            return False
        if self.since_copy:
            self.unseen_loss.clear()
        self._restart_with((self._backup, self.path))
        self.went_back = True
        return True

    def _restart_with(self, copied: tuple[Path, Path] | None) -> None:
        self.close()
        self.forms.clear()
        if copied is not None:
            shutil.copy(*copied)
        self.reopen()

    def reopen(self) -> None:
        """Start again after the end."""
        self.store = Store.open(self.path, KEY)
        self.district, self.line = district_at(self.address)

    @property
    def _backup(self) -> Path:
        return self.path.with_suffix(".backup")

    def close(self) -> None:
        """Give everything back."""
        self.district.close()
        self.store.close()


def new_desk(folder: Path, blank: Path, address: str, code: str) -> Desk:
    """A laptop that the district took in with that code."""
    folder.mkdir(parents=True)
    path = folder / "desa.db"
    shutil.copy(blank, path)
    district, line = district_at(address)
    key = new_device_key()
    reply = enrol(district, code, key, device_name="Laptop", app_version="test")
    assert isinstance(reply, EnrolmentReply)
    store = Store.open(path, KEY)
    enrolment = Enrolment(
        client=reply.client, device=reply.client, village=reply.village, server_key=reply.server_key, training=False
    )
    with store.unit() as unit:
        unit.meta.write(replace(enrolment, server_url=address, private_key=key.private))
        unit.commit()
    return Desk(path, VillageCode(reply.village), address, store, district, line)
