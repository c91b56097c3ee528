"""Sorts rows into families. A file may write what belongs to the family on its first row only."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from kemiskinan_domain.identity import FamilyCardNumber, RegionCode
from kemiskinan_domain.prelist.reasons import Reason
from kemiskinan_domain.prelist.result import PrelistFamily, PrelistMember
from kemiskinan_domain.records import FamilyCardState


@dataclass(frozen=True, slots=True)
class FamilySigns:
    """What a row says about the family it belongs to."""

    row: int
    village: RegionCode | None
    source_id: str
    card: FamilyCardNumber | Reason | None
    card_text: str
    begins: bool


@dataclass(slots=True)
class FamilyDraft:
    """A family while its rows are still coming in."""

    village: RegionCode
    first_row: int
    source_id: str
    unread_card: str = ""
    cards: list[FamilyCardNumber] = field(default_factory=list)
    desils: list[tuple[int, int]] = field(default_factory=list)
    facts: dict[str, str] = field(default_factory=dict)
    members: list[PrelistMember] = field(default_factory=list)

    @property
    def desil(self) -> int | None:
        """What most rows say, the first among equals: one slip must not overrule four rows."""
        counted = Counter(value for _, value in self.desils)
        return counted.most_common(1)[0][0] if counted else None

    def finished(self, *, cards_listed: bool) -> PrelistFamily:
        """The family as it goes to the village. A list without a No. KK column tells nothing of its card."""
        if self.cards:
            state = FamilyCardState.PRESENT
        else:
            unsure = self.unread_card or not cards_listed
            state = FamilyCardState.NEEDS_CHECK if unsure else FamilyCardState.NONE_YET
        return PrelistFamily(
            village=self.village,
            first_row=self.first_row,
            source_id=self.source_id or (self.cards[0] if self.cards else f"baris-{self.first_row}"),
            family_card=self.cards[0] if self.cards else None,
            family_card_state=state,
            desil=self.desil,
            address=self.facts.get("address", ""),
            rt=self.facts.get("rt", ""),
            rw=self.facts.get("rw", ""),
            members=tuple(self.members),
        )


class FamilySorter:
    """Gives each row its family: by the file's id, else by No. KK, else it continues the family above.

    A row that says nothing of its family continues the one above only if it does not begin a family (head of
    family, or a new running number) and the row above had one. An unreadable No. KK groups nothing, since
    spoilt numbers of two families look the same; rows that then stand alone are refused, not guessed.
    """

    def __init__(self, titled_village: RegionCode | None) -> None:
        self._titled = titled_village
        self._by_id: dict[tuple[RegionCode, str], FamilyDraft] = {}
        self._by_card: dict[tuple[RegionCode, str], FamilyDraft] = {}
        self._above: FamilyDraft | None = None
        self.drafts: list[FamilyDraft] = []

    def lose_thread(self) -> None:
        """The row above was refused with its family: what follows must name its own."""
        self._above = None

    def place(self, signs: FamilySigns) -> FamilyDraft | Reason:
        """The family of this row, new or known; the reason when it cannot be told."""
        above = None if signs.begins else self._above
        village = signs.village or self._titled or (above.village if above else None)
        if village is None:
            self.lose_thread()
            return Reason.VILLAGE_UNCLEAR
        if above is not None and above.village != village:
            above = None
        found = self._find(signs, village, above)
        if isinstance(found, Reason):
            self.lose_thread()
            return found
        self._above = found
        if isinstance(signs.card, str):
            self._by_card.setdefault((village, signs.card), found)
        return found

    def _find(self, signs: FamilySigns, village: RegionCode, above: FamilyDraft | None) -> FamilyDraft | Reason:
        if signs.source_id:
            known = self._by_id.get((village, signs.source_id))
            return known or self._begin(signs, village)
        if isinstance(signs.card, str):
            known = self._by_card.get((village, signs.card))
            return known or self._begin(signs, village)
        if signs.begins:
            return self._begin(signs, village)
        if above is None or (signs.card is not None and above.unread_card != signs.card_text):
            return Reason.FAMILY_UNCLEAR
        return above

    def _begin(self, signs: FamilySigns, village: RegionCode) -> FamilyDraft:
        draft = FamilyDraft(village, signs.row, signs.source_id)
        if signs.source_id:
            self._by_id[village, signs.source_id] = draft
        self.drafts.append(draft)
        return draft
