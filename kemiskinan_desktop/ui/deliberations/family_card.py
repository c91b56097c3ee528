"""The family in front of the meeting: who, where, and what is known, for the operator's eyes."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame

from kemiskinan_desktop.services.deliberations import CandidateRow
from kemiskinan_desktop.services.households import MemberRow
from kemiskinan_desktop.ui.deliberations.facts import FamilyFacts, desil_points, met_titles
from kemiskinan_desktop.ui.deliberations.words import place_words, presence_words, ruling_words
from kemiskinan_desktop.ui.kit.badges import BadgeLabel
from kemiskinan_desktop.ui.kit.icons import Icon
from kemiskinan_desktop.ui.kit.layout import FlowLayout, clear, column, row
from kemiskinan_desktop.ui.kit.table import Badge
from kemiskinan_desktop.ui.kit.texts import text
from kemiskinan_desktop.ui.kit.theme import set_role
from kemiskinan_desktop.ui.kit.tokens import Space, Tone
from kemiskinan_desktop.ui.kit.words import tr
from kemiskinan_domain.scoring import Judgement

MEMBERS_SHOWN = 12


class FamilyCard(QFrame):
    """Fills itself twice: at once from the list, then with members and history when they were read."""

    def __init__(self, language: str = "id") -> None:
        super().__init__()
        self._language = language
        self._facts: FamilyFacts | None = None
        self._with_basis = False
        set_role(self, role="card")
        self._head = text("", "title", name="family-head")
        self._address = text("", "muted", name="family-address")
        self._badges = FlowLayout(Space.SMALL)
        self._members = text("", name="family-members")
        self._history = text("", "muted", name="family-history")
        self._indicators = text("", name="family-indicators")
        self._remarks = text("", "muted", name="family-remarks")
        parts = column(self._head, self._address, self._badges, self._members, gap=Space.TIGHT)
        for line in (self._history, self._indicators, self._remarks):
            parts.addWidget(line)
            line.hide()
        lay = row(parts, margin=Space.LARGE)
        self.setLayout(lay)

    def show_row(self, row: CandidateRow) -> None:
        """Who and where."""
        self._head.setText(row.head_name)
        where = [place_words(row.dusun, row.rt, row.rw), row.address]
        self._address.setText(" · ".join(part for part in where if part))
        clear(self._badges)
        for badge in _badges(row):
            self._badges.addWidget(BadgeLabel(badge))
        self.setAccessibleName(f"{row.head_name}. {self._address.text()}")

    def show_facts(self, facts: FamilyFacts | None) -> None:
        """Members, desil over time, indicators, open remarks; nothing while they are read."""
        self._facts = facts
        detail = facts.detail if facts is not None else None
        self._members.setText("" if detail is None else _members(detail.members))
        remarks = [] if detail is None else [remark.text for remark in detail.remarks if remark.open]
        lines = {
            self._history: _history(facts),
            self._indicators: _indicators(facts, self._language, with_basis=self._with_basis),
            self._remarks: tr("Catatan: {0}").format(" · ".join(remarks)) if remarks else "",
        }
        for line, words in lines.items():
            line.setText(words)
            line.setVisible(bool(words))

    def toggle_basis(self) -> None:
        """Show or hide what the indicators rest on, for this family and the next ones: the decision needs the room."""
        self._with_basis = not self._with_basis
        self.show_facts(self._facts)


def _badges(row: CandidateRow) -> list[Badge]:
    desil = tr("Desil {0}").format(row.desil) if row.desil is not None else tr("Tidak ada di daftar awal")
    badges = [
        Badge(desil, Tone.INFO, Icon.LIST),
        Badge(tr("%n anggota", row.member_count), Tone.NEUTRAL, Icon.HOUSEHOLD),
    ]
    if row.survey_complete:
        badges.append(Badge(tr("Pendataan lengkap"), Tone.SUCCESS, Icon.SUCCESS))
    else:
        badges.append(Badge(tr("Pendataan belum lengkap"), Tone.WARNING, Icon.WARNING))
    if row.earlier is not None:
        badges.append(Badge(_earlier(*row.earlier), Tone.NEUTRAL, Icon.HISTORY))
    if row.pre_ruling:
        badges.append(Badge(_pre(row), Tone.NEUTRAL, Icon.NOTE))
    if row.contested:
        badges.append(Badge(tr("Diputuskan berbeda di dua laptop"), Tone.DANGER, Icon.CONFLICT))
    if row.changed_since:
        badges.append(Badge(tr("Data berubah setelah diputuskan"), Tone.WARNING, Icon.HISTORY))
    return badges


def _earlier(presence: str, ruling: str) -> str:
    said = ", ".join(part for part in (presence_words(presence), ruling_words(ruling).lower()) if part)
    return tr("Dahulu: {0}").format(said)


def _pre(row: CandidateRow) -> str:
    words = tr("Pra-musyawarah: {0}").format(ruling_words(row.pre_ruling).lower())
    return f"{words} ({row.pre_note})" if row.pre_note else words


def _history(facts: FamilyFacts | None) -> str:
    """The desil of each pre-list; one alone stands in the mark already."""
    points = desil_points(facts) if facts is not None else []
    if len(points) < 2:
        return ""
    return tr("Riwayat desil: {0}").format(
        " · ".join(f"{where} {'–' if desil is None else desil}" for where, desil in points)
    )


def _indicators(facts: FamilyFacts | None, language: str, *, with_basis: bool) -> str:
    if facts is None or facts.assessment is None:
        return ""
    lines = []
    for result in facts.assessment.results:
        counts = tr("{0} terpenuhi, {1} tidak, {2} belum dapat dinilai").format(
            *(result.count(one) for one in (Judgement.MET, Judgement.NOT_MET, Judgement.CANNOT_BE_JUDGED))
        )
        met = "; ".join(met_titles(result, language)) if with_basis else ""
        lines.append(f"{result.title(language)}: {counts}" + (f". {met}" if met else ""))
    return "\n".join(lines)


def _members(members: tuple[MemberRow, ...]) -> str:
    people = [_person(member) for member in members[:MEMBERS_SHOWN]]
    more = len(members) - MEMBERS_SHOWN
    if more > 0:
        people.append(tr("dan {0} lainnya").format(more))
    return " · ".join(people)


def _person(member: MemberRow) -> str:
    sex = {"1": "L", "2": "P"}.get(member.sex or "", member.sex or "")
    age = tr("{0} th").format(member.age) if member.age is not None else ""
    about = ", ".join(part for part in (sex, age) if part)
    return f"{member.name} ({about})" if about else member.name
