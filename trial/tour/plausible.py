"""Plausible answers of a made-up family: what the tour types where the pre-list said nothing."""

from __future__ import annotations

from typing import Final

from kemiskinan_desktop.ui.questionnaire.states import Keyed, QuestionState

_BY_NAME: Final = {
    "r205": "1",
    "r301a": "1",
    "r302": "36",
    "r303": "6",
    "r304": "4",
    "r305": "2",
    "r306a": "5",
    "r307a": "1",
    "r308": "4",
    "r309a": "1",
    "r309b": "1",
    "r310": "1",
    "presence": "1",
    "r404": "1",
    "r416a": "2",
    "r420a": "2",
    "r431a": "1",
    "r431f": "0",
    "diberitahu": "1",
    "tempat_tinggal": "1",
    "khawatir_makan": "1",
    "makan_separuh": "1",
    "makan_sehari": "2",
    "lauk_seminggu": "1",
    "krt_kerja": "6",
    "dusun": "Dusun Sindanglaka",
    "rt": "003",
    "rw": "002",
    "address": "Kp. Sindanglaka",
}
_NUMBERS: Final = ("1", "2", "30", "0")
_DAYS: Final = ("1980-05-17", "2026-11-20")


def plausible(state: QuestionState) -> tuple[str, ...]:
    """Answers to try, the likeliest first; the engine takes the first that breaks no rule."""
    name = state.path.rsplit("/", 1)[-1]
    known = (_BY_NAME[name],) if name in _BY_NAME else ()
    match state.keyed:
        case Keyed.ONE | Keyed.MANY:
            codes = [option.code for option in state.options]
            return (*known, *(code for code in reversed(codes) if code not in known))
        case Keyed.NUMBER:
            return (*known, *_NUMBERS)
        case Keyed.DAY:
            return (*known, *_DAYS)
        case Keyed.TEXT:
            return (*known, "Kampung Sindanglaka")
        case Keyed.SIXTEEN:
            return known
        case _:
            return ()
