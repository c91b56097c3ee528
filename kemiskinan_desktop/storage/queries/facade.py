"""`unit.queries`: everything that lists and counts, one method a question."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import Connection

from kemiskinan_desktop.storage.queries import changes, sending, sessions, standing, workers
from kemiskinan_desktop.storage.queries import conflicts as clashes
from kemiskinan_desktop.storage.queries import households as families
from kemiskinan_desktop.storage.queries import members as persons
from kemiskinan_domain.changes import Change
from kemiskinan_domain.records import RecordId


class Queries:
    """Asks; writes nothing but derived counts."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def households(
        self, wanted: families.HouseholdFilter = families.ALL, *, limit: int = -1, offset: int = 0
    ) -> tuple[families.HouseholdRow, ...]:
        """Families that the filter lets through, by dusun, RW, RT and head's name; all of them without a limit."""
        return families.rows(self._connection, wanted, limit, offset)

    def household(self, household: RecordId) -> families.HouseholdRow | None:
        """One family's line."""
        return families.one(self._connection, household)

    def households_by_id(self, households: Collection[RecordId]) -> dict[RecordId, families.HouseholdRow]:
        """The lines of these families; one that is gone is missing."""
        return families.some(self._connection, households)

    def household_counts(self, wanted: families.HouseholdFilter = families.ALL) -> families.HouseholdCounts:
        """How many families the filter lets through, and how many of them in each state."""
        return families.counts(self._connection, wanted)

    def set_faults(self, faults: Iterable[tuple[RecordId, int, int]]) -> None:
        """Keep (household, errors, warnings) as the services counted them; derived, so never sent."""
        families.set_faults(self._connection, faults)

    def members(self, household: RecordId | None = None) -> tuple[persons.MemberRow, ...]:
        """The members of a family, or of the whole village, by family and position."""
        return persons.rows(self._connection, household)

    def people_with_answers(
        self, questions: tuple[str, ...], household: RecordId | None = None
    ) -> tuple[workers.PersonAnswers, ...]:
        """Members of a family, or of the whole village, with these answers of theirs, in no order."""
        return workers.people(self._connection, questions, household)

    def family_places(self, household: RecordId | None = None) -> tuple[workers.FamilyPlace, ...]:
        """Every family, or that one, with its latest decision, by dusun, RW, RT and head's name."""
        return workers.families(self._connection, household)

    def nik_holders(self, nik: str) -> tuple[persons.MemberHit, ...]:
        """Everybody in the village with that NIK."""
        return persons.by_nik(self._connection, nik)

    def no_kk_holders(self, no_kk: str) -> tuple[families.HouseholdRow, ...]:
        """Every family with that No. KK."""
        return families.by_no_kk(self._connection, no_kk)

    def duplicate_niks(self) -> tuple[str, ...]:
        """Every NIK that more than one person has."""
        return persons.duplicate_niks(self._connection)

    def duplicate_no_kks(self) -> tuple[str, ...]:
        """Every No. KK that more than one family has."""
        return families.duplicate_no_kks(self._connection)

    def search_members(self, text: str, limit: int = 20) -> tuple[persons.MemberHit, ...]:
        """People whose name or NIK contains the words."""
        return persons.search(self._connection, text, limit)

    def deliberations(self) -> tuple[sessions.DeliberationRow, ...]:
        """All sessions, the latest first."""
        return sessions.deliberations(self._connection)

    def standing(self) -> tuple[standing.FamilyGroup, ...]:
        """How far the families of each dusun, RW and RT are."""
        return standing.groups(self._connection)

    def send_summary(self) -> sending.SendSummary:
        """What waits and when the last receipt came."""
        return sending.summary(self._connection)

    def waiting(self) -> tuple[sending.WaitingRecord, ...]:
        """Records with changes that the district has not acknowledged, the oldest first."""
        return sending.waiting(self._connection)

    def receipts(self, limit: int = 1000) -> tuple[sending.ReceiptRow, ...]:
        """Verified receipts, the latest first."""
        return sending.receipts(self._connection, limit)

    def receipt_body(self, code: str) -> bytes | None:
        """A receipt's JSON, by its code."""
        return sending.receipt_body(self._connection, code)

    def conflicts(self, *, open_only: bool = True) -> tuple[clashes.ConflictRow, ...]:
        """Conflicts, the oldest first."""
        return clashes.conflicts(self._connection, open_only)

    def refused(self) -> tuple[clashes.RefusedChange, ...]:
        """Changes that the district kept aside, the latest first."""
        return clashes.refused_changes(self._connection)

    def remarks(self, parent: RecordId | None = None, *, open_only: bool = True) -> tuple[clashes.RemarkRow, ...]:
        """Comments on a record, or on all."""
        return clashes.remarks(self._connection, parent, open_only)

    def own_changes(self, record: RecordId) -> tuple[Change, ...]:
        """Changes of a record that were made on this laptop and are still kept here, the oldest first."""
        return changes.of_record(self._connection, record)
