"""Opens questionnaires with the form version that they began with."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from kemiskinan_desktop.services.desk import Desk
from kemiskinan_desktop.services.events import ExchangeChanged, HouseholdsChanged
from kemiskinan_desktop.services.forms import HOUSEHOLD_FORM, FormShelf, form_name
from kemiskinan_desktop.services.received import Row, received_rows
from kemiskinan_desktop.services.survey.displayed import MEMBER_REPEAT, Displayed
from kemiskinan_desktop.services.survey.opened import Opened
from kemiskinan_desktop.services.survey.saving import LAST_COMPLETED
from kemiskinan_desktop.services.survey.session import SurveySession
from kemiskinan_domain.records import LOCKED_REVIEW_STATES, Document, FieldValue, RecordId, RecordKind, fields_of
from kemiskinan_domain.survey import Entry, Form, FormError, JsonValue
from kemiskinan_domain.survey.versions import FormDifference
from kemiskinan_domain.survey.wording import words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kemiskinan_desktop.storage import StoredRecord


class SurveyService:
    """Run on the storage lane."""

    def __init__(self, desk: Desk, shelf: FormShelf) -> None:
        self._desk = desk
        self._shelf = shelf

    def open(self, household: RecordId, language: str = "") -> SurveySession | None:
        """The family's questionnaire at the place where it was left; None when the family is gone."""
        opened = self._read(household, language)
        return None if opened is None else SurveySession(self._desk, opened)

    def news(self, session: SurveySession, language: str = "") -> Opened | None:
        """The family as the file has it now, where that differs from what the session shows; for its `renew`."""
        opened = self._read(session.household, language)
        return None if opened is None or session.shows(opened) else opened

    def newer_form(self, session: SurveySession) -> FormDifference | None:
        """What the newest form has different from the one that the family began with; None where it is the same."""
        old, new = session.entry.form, self._shelf.current(HOUSEHOLD_FORM)
        return None if session.read_only or form_name(old) == form_name(new) else old.compare(new)

    def take_newer_form(self, household: RecordId) -> None:
        """The family goes on with the newest form; answers without a question stay in the record.

        Raises DiskFullError and the like of storage.
        """
        name = form_name(self._shelf.current(HOUSEHOLD_FORM))
        with self._desk.store.unit() as unit:
            by, at = self._desk.person.id, self._desk.clock()
            unit.changes.put(RecordKind.HOUSEHOLD, household, {}, by=by, at=at, form=name)
            unit.commit()
        self._desk.tell(HouseholdsChanged(frozenset({household})), ExchangeChanged())

    def words_of(self, kind: RecordKind, field: str, value: FieldValue, language: str = "") -> str | None:
        """A field's value in the words of the newest form; None where no question of the form has them."""
        return words_of(self._shelf.current(HOUSEHOLD_FORM), kind, field, value, language)

    def _read(self, household: RecordId, language: str) -> Opened | None:
        with self._desk.store.view() as view:
            record = view.records.get(RecordKind.HOUSEHOLD, household)
            if record is None:
                return None
            members = view.records.children(RecordKind.MEMBER, household)
            prelist = view.records.children(RecordKind.PRELIST_ENTRY, household)
            left_at = view.resume.get(household)
        began = record.document.get("form")
        form = self._shelf.named(began) if isinstance(began, str) else self._shelf.current(HOUSEHOLD_FORM)
        if form is not None and form.id != HOUSEHOLD_FORM:
            form = None  # a record that names another form is shown by the newest of ours and not written with it
        known = form is not None
        form = form or self._shelf.current(HOUSEHOLD_FORM)
        last_saved = self._last_saved(form) if began is None else ""
        entry = self._entry(form, record.document, members, language, last_saved)
        displayed = Displayed(household, record.document, ((one.id, one.document) for one in members))
        displayed.begin(entry.fields())
        return Opened(
            household=household,
            entry=entry,
            displayed=displayed,
            repeat=_member_repeat(form),
            resume_path=left_at if left_at is not None and entry.tree.find(left_at) is not None else None,
            read_only=not known or record.document.get("review") in LOCKED_REVIEW_STATES,
            prelist=tuple(row for one in prelist for row in _rows(one.document)),
        )

    def _last_saved(self, form: Form) -> str:
        """The family that was completed last, as a submission, where the form takes defaults from it."""
        if not form.reads_last_saved:
            return ""
        with self._desk.store.view() as view:
            last = view.preferences.get(LAST_COMPLETED)
            record = None if last is None else view.records.get(RecordKind.HOUSEHOLD, RecordId(last))
            members = () if record is None else view.records.children(RecordKind.MEMBER, record.id)
        return "" if record is None else self._entry(form, record.document, members, "").to_xml()

    def _entry(
        self,
        form: Form,
        document: Document,
        members: Sequence[StoredRecord],
        language: str,
        last_saved: str = "",
    ) -> Entry:
        return form.open_records(
            cast("dict[str, JsonValue]", fields_of(document)),
            {MEMBER_REPEAT: [(one.id, cast("dict[str, JsonValue]", fields_of(one.document))) for one in members]},
            now=self._desk.clock(),
            language=language,
            last_saved=last_saved,
        )


def _member_repeat(form: Form) -> str:
    path = next((group.path for group in form.repeats() if group.name == MEMBER_REPEAT), None)
    if path is None:
        raise FormError(f"the household form needs a repeat named {MEMBER_REPEAT}", form.id)
    return path


def _rows(entry: Document) -> tuple[Row, ...]:
    return received_rows(entry.get("received"))
