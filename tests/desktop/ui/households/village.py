"""A synthetic village: families that nobody bears, with numbers that belong to nobody."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cache

from kemiskinan_desktop.places import resources_folder
from kemiskinan_desktop.services.households import (
    ConflictMark,
    DecisionPast,
    DuplicateHit,
    HouseholdChip,
    HouseholdCounts,
    HouseholdDetail,
    HouseholdFilter,
    HouseholdRow,
    MemberRow,
    NewHousehold,
    PrelistEntry,
    ProposalFault,
    ProposalRefusal,
    RemarkView,
    SearchHit,
    SearchTarget,
    SendState,
)
from kemiskinan_desktop.services.scoring.form_words import FormWords
from kemiskinan_domain.identity import FamilyCardRefusal, Likeness, folded_name, read_family_card
from kemiskinan_domain.records import (
    Document,
    FamilyCardState,
    FieldValue,
    NikState,
    Origin,
    RecordId,
    RecordKind,
    ReviewState,
    SurveyState,
)
from kemiskinan_domain.scoring import Assessment, assess, read_criteria
from kemiskinan_domain.survey import load_form

_CRITERIA = tuple(
    read_criteria(file.read_text(encoding="utf-8"))
    for file in sorted((resources_folder() / "scoring").glob("*.toml"), reverse=True)
)


def unjudged(_household: RecordId) -> Assessment:
    """Of a family that was not surveyed nothing is known."""
    return assess({}, (), _CRITERIA)


def judged(_household: RecordId) -> Assessment:
    """A poor family in a bamboo house, some of its answers missing."""
    answers: dict[str, FieldValue] = {
        "r302": 21,
        "r303": "8",
        "r304": "4",
        "r306a": "8",
        "r307a": "1",
        "r307b1": "1",
        "r308": "10",
        "r309a": "3",
        "tempat_tinggal": "1",
        "khawatir_makan": "1",
        "belanja_pakaian": "1",
        "baju_setahun": 1,
    }
    head: Document = {
        "name": "Asep Suherman",
        "relation": "1",
        "presence": "1",
        "answers": {"r416a": "1", "r412": "3", "r415": "3"},
    }
    others: list[Document] = [{"relation": "3", "presence": "1"}, {"relation": "2", "presence": "1"}]
    lists: list[Document] = [
        {"source": "DTSEN", "period": "2026-1", "desil": 1},
        {"source": "P3KE", "period": "2024", "desil": 2},
    ]
    return assess({"answers": answers}, [head, *others], _CRITERIA, prelist=lists, wording=_words())


@cache
def _words() -> FormWords:
    return FormWords(load_form(resources_folder() / "questionnaires" / "keluarga.md"), "id")


_FIRST = [
    "Asep",
    "Dadang",
    "Euis",
    "Siti",
    "Ujang",
    "Neneng",
    "Cecep",
    "Wawan",
    "Imas",
    "Rina",
    "Yayat",
    "Entin",
    "Tati",
    "Iis",
]
_LAST = ["Nurjanah", "Permana", "Rukmana", "Mulyani", "Suherman", "Hidayat", "Sopandi", "Kurniasih", "Setiawan"]
_DUSUN = ["Sindanglaka", "Babakan Karet", "Pasir Gede", "Cibeureum"]


def row(number: int, **changes: object) -> HouseholdRow:
    """A plain family of the pre-list; `changes` replaces fields."""
    made = HouseholdRow(
        id=RecordId(f"0190-{number:08d}"),
        head_name=f"Kepala {number}",
        no_kk=f"3203011108{number:06d}",
        no_kk_state=FamilyCardState.PRESENT,
        dusun="Sindanglaka",
        rt="003",
        rw="002",
        address="Kp. Sindanglaka",
        desil=1,
        origin=Origin.PRELIST,
        survey_state=SurveyState.NOT_STARTED,
        review=ReviewState.DRAFT,
        member_count=4,
        decision=None,
        presence=None,
        errors=0,
        warnings=0,
        has_conflict=False,
        send=SendState.UNCHANGED,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def village(count: int, seed: int = 7) -> tuple[HouseholdRow, ...]:
    """So many families in all states, always the same for a seed."""
    dice = random.Random(seed)
    return tuple(_any(number, dice) for number in range(1, count + 1))


def _any(number: int, dice: random.Random) -> HouseholdRow:
    dusun = dice.randrange(len(_DUSUN))
    state = dice.choices(list(SurveyState), [5, 2, 4])[0]
    decided = state is SurveyState.COMPLETE and dice.random() < 0.5
    sent = dice.choice([SendState.UNSENT, SendState.CONFIRMED, SendState.SENT])
    proposed = dice.random() < 0.05
    carded = dice.random() > 0.06
    returned = state is SurveyState.COMPLETE and dice.random() < 0.08
    return row(
        number,
        head_name=f"{dice.choice(_FIRST)} {dice.choice(_LAST)}",
        no_kk=_card(number, dice) if carded else None,
        no_kk_state=FamilyCardState.PRESENT if carded else FamilyCardState.NONE_YET,
        dusun=_DUSUN[dusun],
        rw=f"{dusun + 1:03d}",
        rt=f"{dice.randrange(1, 6):03d}",
        address=f"Kp. {_DUSUN[dusun]} No. {dice.randrange(1, 90)}",
        desil=None if proposed else dice.choices([1, 2, 3, 4], [4, 3, 2, 1])[0],
        origin=Origin.PROPOSED if proposed else Origin.PRELIST,
        survey_state=state,
        review=ReviewState.RETURNED if returned else ReviewState.DRAFT,
        member_count=dice.randrange(1, 8),
        decision=dice.choice(["L", "L", "L", "T", "P"]) if decided else None,
        presence="1" if decided else None,
        errors=1 if state is SurveyState.DRAFT and dice.random() < 0.15 else 0,
        warnings=dice.choice([0, 0, 0, 1, 2]) if state is SurveyState.COMPLETE else 0,
        send=SendState.UNCHANGED if state is SurveyState.NOT_STARTED else sent,
    )


def _card(number: int, dice: random.Random) -> str:
    day, month, year = dice.randrange(1, 28), dice.randrange(1, 12), dice.randrange(10, 25)
    return f"320301{day:02d}{month:02d}{year:02d}{number % 10000:04d}"


_CHIPS = {
    HouseholdChip.NOT_STARTED: lambda one: one.survey_state is SurveyState.NOT_STARTED,
    HouseholdChip.DRAFT: lambda one: one.survey_state is SurveyState.DRAFT,
    HouseholdChip.COMPLETE: lambda one: one.survey_state is SurveyState.COMPLETE,
    HouseholdChip.WITH_WARNINGS: lambda one: one.warnings > 0,
    HouseholdChip.DECIDED: lambda one: one.decision is not None,
    HouseholdChip.RETURNED: lambda one: one.review is ReviewState.RETURNED,
    HouseholdChip.UNSENT: lambda one: one.send is SendState.UNSENT,
}


@dataclass
class FakeFamilies:
    """Stands in for HouseholdService over rows in memory; remembers what was asked."""

    kept: tuple[HouseholdRow, ...] = ()
    asked: list[HouseholdFilter] = field(default_factory=list)
    previewed: list[RecordId] = field(default_factory=list)
    proposals: list[NewHousehold] = field(default_factory=list)
    fault: Exception | None = None

    def rows(self, wanted: HouseholdFilter) -> tuple[HouseholdRow, ...]:
        if self.fault is not None:
            raise self.fault
        self.asked.append(wanted)
        chips = [_CHIPS[chip] for chip in wanted.chips]
        return tuple(one for one in self._matching(wanted) if all(accepts(one) for accepts in chips))

    def counts(self, wanted: HouseholdFilter) -> HouseholdCounts:
        found = self._matching(wanted)
        number = {chip: sum(1 for one in found if accepts(one)) for chip, accepts in _CHIPS.items()}
        return HouseholdCounts(len(found), *(number[chip] for chip in HouseholdChip))

    def detail(self, household: RecordId) -> HouseholdDetail | None:
        self.previewed.append(household)
        found = next((one for one in self.kept if one.id == household), None)
        return None if found is None else detail(found)

    def propose(self, new: NewHousehold) -> RecordId | ProposalRefusal:
        if self.fault is not None:
            raise self.fault
        if not new.head_name:
            return ProposalRefusal((ProposalFault.NAME_MISSING,))
        hits = self.duplicates_of(new.no_kk) if new.no_kk else ()
        if hits:
            return ProposalRefusal((ProposalFault.NO_KK_KNOWN,), hits)
        self.proposals.append(new)
        made = row(90_000 + len(self.proposals), head_name=new.head_name, dusun=new.dusun, origin=Origin.PROPOSED)
        self.kept = (*self.kept, made)
        return made.id

    def duplicates_of(self, number: str, excluding: RecordId | None = None) -> tuple[DuplicateHit, ...]:
        read = read_family_card(number)
        if isinstance(read, FamilyCardRefusal):
            return ()
        same = (one for one in self.kept if one.no_kk == read and one.id != excluding)
        return tuple(
            DuplicateHit(Likeness.SAME_FAMILY_CARD, one.id, one.head_name, one.dusun, one.rt, one.rw) for one in same
        )

    def search(self, text: str, limit: int = 20) -> tuple[SearchHit, ...]:
        wanted = folded_name(text)
        found = [one for one in self.kept if wanted in folded_name(one.head_name)][:limit]
        return tuple(SearchHit(SearchTarget.HOUSEHOLD, one.id, one.head_name, one.dusun, one.id) for one in found)

    def _matching(self, wanted: HouseholdFilter) -> list[HouseholdRow]:
        text = wanted.text.lower()
        return [
            one
            for one in self.kept
            if (not text or text in one.head_name.lower() or text in (one.no_kk or ""))
            and wanted.dusun in (None, one.dusun)
            and wanted.rt in (None, one.rt)
            and wanted.rw in (None, one.rw)
        ]


def detail(found: HouseholdRow) -> HouseholdDetail:
    """A preview with a bit of everything."""
    people = [
        MemberRow(
            RecordId("m1"),
            1,
            found.head_name,
            "3203012304780002",
            NikState.PRESENT,
            "1",
            date(1978, 4, 23),
            48,
            "1",
            "1",
        ),
        MemberRow(
            RecordId("m2"),
            2,
            "Imas Rohaeti",
            "3203015506810004",
            NikState.PRESENT,
            "2",
            date(1981, 6, 15),
            45,
            "2",
            "1",
        ),
        MemberRow(RecordId("m3"), 3, "Rizki Saepudin", None, NikState.NONE_YET, "1", date(2024, 2, 1), 2, "3", "1"),
    ]
    return HouseholdDetail(
        row=found,
        members=tuple(people),
        prelist=(
            PrelistEntry(RecordId("p1"), "DTSEN", "2026-1", found.desil, ()),
            PrelistEntry(RecordId("p2"), "P3KE", "2024", 2, ()),
        ),
        decisions=(DecisionPast(RecordId("s1"), "Musdes penetapan 2026", "12-11-2026", "1", found.decision, (), True),)
        if found.decision
        else (),
        remarks=(RemarkView(RecordId("r1"), "answers.lantai", "Foto rumah tidak cocok", "DPMD", "2026-11-20", True),)
        if found.review is ReviewState.RETURNED
        else (),
        conflicts=(ConflictMark(RecordId("c1"), found.id, RecordKind.HOUSEHOLD, "address"),)
        if found.has_conflict
        else (),
        duplicates=(),
        unsent_since=datetime(2026, 11, 20, tzinfo=UTC) if found.send is SendState.UNSENT else None,
    )
