"""The words of the pages for states and codes; words of the decision come from the published questionnaire."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Final

from kemiskinan_domain.clock import MONTH_NAMES, VILLAGE_TIME_ZONE
from kemiskinan_domain.people import Role, Side
from kemiskinan_domain.records import ReviewState, SurveyState
from kemiskinan_domain.survey import Form
from kemiskinan_server.storage.database import UnitOfWork
from kemiskinan_server.storage.reading import FamilyLine
from kemiskinan_server.web.words import Words

SURVEY: Final = {
    SurveyState.NOT_STARTED: Words("Belum didata"),
    SurveyState.DRAFT: Words("Draf"),
    SurveyState.COMPLETE: Words("Lengkap"),
}
REVIEW: Final = {
    ReviewState.DRAFT: Words("Di desa"),
    ReviewState.SUBMITTED: Words("Dikirim"),
    ReviewState.UNDER_REVIEW: Words("Diperiksa"),
    ReviewState.APPROVED: Words("Disetujui"),
    ReviewState.RETURNED: Words("Dikembalikan"),
}
ROLES: Final = {
    Role.ADMINISTRATOR: Words("Admin kabupaten"),
    Role.REVIEWER: Words("Pemeriksa (DPMD)"),
    Role.SUBDISTRICT_READER: Words("Pembaca kecamatan"),
    Role.WORKERS_OFFICER: Words("Petugas jaminan pekerja"),
}
ENGLISH_MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_COMMAND: Final = "cli"
"""By whom the server's own commands write."""
VILLAGE_ROLES: Final = {Role.SECRETARY: Words("Sekretaris desa"), Role.OPERATOR: Words("Operator desa")}
_APPROVE, _RETURN = ("approve", Words("Setujui")), ("return", Words("Kembalikan"))
STEPS: Final = {
    ReviewState.SUBMITTED: (("take", Words("Mulai periksa")), _APPROVE, _RETURN),
    ReviewState.UNDER_REVIEW: (_APPROVE, _RETURN),
    ReviewState.APPROVED: (("reopen", Words("Buka kembali")),),
}
"""State to the steps that the district may take from it."""


def survey_words(state: str | None) -> str:
    """How far the questionnaire is."""
    return SURVEY.get(SurveyState(state), "") if state in set(SurveyState) else SURVEY[SurveyState.NOT_STARTED]


def review_state(state: str | None) -> ReviewState:
    """The state; a family without one is still in the village."""
    return ReviewState(state) if state in set(ReviewState) else ReviewState.DRAFT


def day_words(text: str | None, months: Sequence[str] = MONTH_NAMES) -> str:
    """An ISO day as a village office writes it; what is no day stays as it is."""
    if not text:
        return "–"
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return f"{day.day} {months[day.month - 1]} {day.year}"


def moment_words(moment: datetime | None, months: Sequence[str] = MONTH_NAMES) -> str:
    """Day and time as a village office writes them."""
    if moment is None:
        return Words("belum pernah")
    local = moment.astimezone(VILLAGE_TIME_ZONE)
    return f"{local.day} {months[local.month - 1]} {local.year}, {local:%H.%M} WIB"


def written_words(written: str, months: Sequence[str] = MONTH_NAMES) -> str:
    """A time that a laptop wrote down, by its own clock; what is no time stays as it is."""
    try:
        return moment_words(datetime.fromisoformat(written), months)
    except ValueError:
        return written


def size_words(size: int, point: str = ",") -> str:
    """Bytes as people say them."""
    for unit, bytes_ in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if size >= bytes_:
            return f"{size / bytes_:.1f} {unit}".replace(".", point)
    return f"{size} B"


def writer_words(side: Side | None, person: str, device: str) -> str:
    """Who wrote a value: a village's people are known by their laptop."""
    match side:
        case Side.DISTRICT:
            return Words("kabupaten (perintah server)") if person == _COMMAND else Words("kabupaten ({0})", (person,))
        case Side.VILLAGE if person and device:
            return Words("desa ({0}, laptop {1})", (person, device))
        case Side.VILLAGE:
            return Words("desa ({0})", (person or device,)) if person or device else Words("laptop desa")
        case None:
            return person


class DecisionWords:
    """Codes of presence, decision and reasons in words."""

    def __init__(self, compiled: str | None) -> None:
        self._words = {} if compiled is None else _choices(compiled)

    def word(self, field: str, code: str | None) -> str:
        """The word of one code; the code itself where no questionnaire tells."""
        return "" if code is None else self._words.get((field, code), code)

    def reasons(self, family: FamilyLine) -> str:
        """All reasons, the free one last."""
        codes = json.loads(family.reasons) if family.reasons else []
        words = [self.word("reasons", str(code)) for code in codes]
        if family.reason_other:
            words.append(family.reason_other)
        return Words("; ".join(f"{{{number}}}" for number in range(len(words))), tuple(words))


def published_decision_words(unit: UnitOfWork) -> DecisionWords:
    """The words of the newest published decision form."""
    for form, version, _ in unit.publications.newest():
        stored = unit.publications.get(form, version) if form == "keputusan" else None
        if stored is not None:
            return DecisionWords(stored.compiled)
    return DecisionWords(None)


@lru_cache(maxsize=4)
def _choices(compiled: str) -> dict[tuple[str, str], Words]:
    words: dict[tuple[str, str], Words] = {}
    for question in Form.from_xml(compiled).questions.values():
        for choice in question.choice_list.choices if question.choice_list is not None else ():
            words[question.field, choice.code] = words[question.name, choice.code] = Words(
                choice.label("id"), english=choice.label("en")
            )
    return words
