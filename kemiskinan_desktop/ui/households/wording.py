"""States of a family in the words of the office, with their marks."""

from __future__ import annotations

from kemiskinan_desktop.services.households import DuplicateHit, HouseholdChip, HouseholdRow, SendState
from kemiskinan_desktop.ui.kit.icons import Icon
from kemiskinan_desktop.ui.kit.table import Badge
from kemiskinan_desktop.ui.kit.tokens import Tone
from kemiskinan_desktop.ui.kit.words import tr
from kemiskinan_domain.identity import Likeness, mask_family_card, mask_nik
from kemiskinan_domain.records import FamilyCardState, NikState, Origin, ReviewState, SurveyState


def survey_badge(row: HouseholdRow) -> Badge:
    """How far the questionnaire is; what the district returned, or what is wrong, goes first."""
    if row.review is ReviewState.RETURNED:
        return Badge(tr("Dikembalikan"), Tone.DANGER, Icon.UNDO)
    if row.errors:
        return Badge(tr("%n kesalahan", row.errors), Tone.DANGER, Icon.ERROR)
    match row.survey_state:
        case SurveyState.NOT_STARTED:
            return Badge(tr("Belum didata"), Tone.NEUTRAL, Icon.NOT_STARTED)
        case SurveyState.DRAFT:
            return Badge(tr("Draf"), Tone.INFO, Icon.DRAFT)
        case SurveyState.COMPLETE if row.warnings:
            return Badge(tr("%n peringatan", row.warnings), Tone.WARNING, Icon.WARNING)
        case SurveyState.COMPLETE:
            return Badge(tr("Lengkap"), Tone.SUCCESS, Icon.SUCCESS)


def decision_badge(code: str | None) -> Badge | None:
    """What the Musyawarah Desa decided; an undecided family bears no mark."""
    match code:
        case None | "":
            return None
        case "L":
            return Badge(tr("Layak"), Tone.SUCCESS, Icon.DONE)
        case "T":
            return Badge(tr("Tidak layak"), Tone.NEUTRAL, Icon.REFUSED)
        case "P":
            return Badge(tr("Ditunda"), Tone.WARNING, Icon.TIME)
        case _:
            return Badge(code, Tone.NEUTRAL, Icon.DELIBERATION)


def send_badge(state: SendState) -> Badge | None:
    """Where the family's changes are; nothing changed bears no mark."""
    match state:
        case SendState.UNCHANGED:
            return None
        case SendState.UNSENT:
            return Badge(tr("Belum terkirim"), Tone.WARNING, Icon.UNSENT)
        case SendState.SENT:
            return Badge(tr("Menunggu"), Tone.INFO, Icon.TIME)
        case SendState.CONFIRMED:
            return Badge(tr("Terkirim"), Tone.SUCCESS, Icon.SUCCESS)


def review_words(review: ReviewState) -> str:
    """Where the family stands between village and district."""
    match review:
        case ReviewState.DRAFT:
            return tr("Di desa")
        case ReviewState.SUBMITTED:
            return tr("Sudah diajukan ke kabupaten")
        case ReviewState.UNDER_REVIEW:
            return tr("Sedang diperiksa kabupaten")
        case ReviewState.APPROVED:
            return tr("Disetujui kabupaten")
        case ReviewState.RETURNED:
            return tr("Dikembalikan kabupaten untuk diperbaiki")


def chip_words(chip: HouseholdChip) -> str:
    """What stands on a chip."""
    match chip:
        case HouseholdChip.NOT_STARTED:
            return tr("Belum didata")
        case HouseholdChip.DRAFT:
            return tr("Draf")
        case HouseholdChip.COMPLETE:
            return tr("Lengkap")
        case HouseholdChip.WITH_WARNINGS:
            return tr("Ada peringatan")
        case HouseholdChip.DECIDED:
            return tr("Diputuskan")
        case HouseholdChip.RETURNED:
            return tr("Dikembalikan")
        case HouseholdChip.UNSENT:
            return tr("Belum terkirim")


def family_card_words(row: HouseholdRow, *, masked: bool) -> str:
    """The No. KK in groups, or masked, or the state that stands for it."""
    if row.no_kk:
        return mask_family_card(row.no_kk) if masked else grouped(row.no_kk)
    if row.no_kk_state is FamilyCardState.NONE_YET:
        return tr("Belum punya KK")
    return tr("Perlu diperiksa")


def nik_words(nik: str | None, state: NikState | None, *, masked: bool) -> str:
    """The NIK in groups, or masked, or the state that stands for it."""
    if nik:
        return mask_nik(nik) if masked else grouped(nik)
    if state is NikState.NONE_YET:
        return tr("Belum punya NIK")
    return tr("NIK perlu diperiksa")


def grouped(number: str) -> str:
    """Sixteen digits as people read them aloud: region, date, serial."""
    return f"{number[:6]} {number[6:12]} {number[12:]}" if len(number) == 16 else number


def area_words(rt: str, rw: str) -> str:
    """`RT 3 / RW 2`, as far as it is known."""
    parts = [tr("RT {0}").format(rt) if rt else "", tr("RW {0}").format(rw) if rw else ""]
    return " / ".join(part for part in parts if part)


def origin_words(origin: Origin) -> str:
    """Where the family came from."""
    return tr("Usulan baru desa") if origin is Origin.PROPOSED else tr("Daftar awal kabupaten")


def relation_words(code: str | None) -> str:
    """The relation to the head of the family, by its code in the household form."""
    names = {
        "1": tr("Kepala keluarga"),
        "2": tr("Istri/suami"),
        "3": tr("Anak"),
        "4": tr("Menantu"),
        "5": tr("Cucu"),
        "6": tr("Orang tua/mertua"),
        "7": tr("Pembantu/sopir"),
        "8": tr("Lainnya"),
    }
    return names.get(code or "", code or "")


def duplicate_words(hit: DuplicateHit) -> str:
    """Who else has it, and where that family lives."""
    place = ", ".join(part for part in (hit.dusun, area_words(hit.rt, hit.rw)) if part)
    who = hit.member_name or hit.head_name
    family = tr("keluarga {0}").format(hit.head_name)
    where = f"{who} ({family}, {place})" if hit.member_name else f"{who} ({place})"
    match hit.likeness:
        case Likeness.SAME_NIK:
            return tr("NIK yang sama: {0}").format(where)
        case Likeness.SAME_FAMILY_CARD:
            return tr("No. KK yang sama: {0}").format(where)
        case Likeness.SAME_NAME_AND_BIRTH_DATE:
            return tr("Nama dan tanggal lahir sama: {0}").format(where)
