"""Perbedaan of a village: the values that met, by whom and when, and a reviewer's choice; settled ones stay."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Final

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from kemiskinan_domain.changes import ConflictReason, ConflictState
from kemiskinan_domain.people import Permission
from kemiskinan_domain.records import RecordId, RecordKind, VillageCode
from kemiskinan_server.services import differences
from kemiskinan_server.services.accounts import SignedIn
from kemiskinan_server.services.district import Reviewer
from kemiskinan_server.services.questionnaires import household_form
from kemiskinan_server.web import sessions, wording
from kemiskinan_server.web.rendering import page
from kemiskinan_server.web.words import Words

router = APIRouter()

WHY: Final = {
    ConflictReason.FIELD: Words("Dua isian bertemu"),
    ConflictReason.LOCKED: Words("Perubahan desa ditahan karena keluarga ini ada di kabupaten"),
    ConflictReason.DUPLICATE: Words("Nomor ini juga dipakai orang lain"),
    ConflictReason.DELETE_VS_EDIT: Words("Dihapus di satu laptop, diubah di laptop lain"),
    ConflictReason.EDIT_VS_DELETE: Words("Diubah setelah dihapus di laptop lain"),
    ConflictReason.STATE: Words("Langkah pemeriksaan bertemu langkah lain"),
    ConflictReason.INVALID: Words("Perubahan ini tidak dapat disimpan"),
    ConflictReason.FORBIDDEN: Words("Perubahan ini bukan wewenang pengirimnya"),
}
KINDS: Final = {
    RecordKind.HOUSEHOLD: Words("Keluarga"),
    RecordKind.MEMBER: Words("Anggota"),
    RecordKind.PRELIST_ENTRY: Words("Daftar awal"),
    RecordKind.DELIBERATION: Words("Musyawarah"),
    RecordKind.ATTENDANCE: Words("Daftar hadir"),
    RecordKind.DECISION: Words("Keputusan"),
    RecordKind.OBJECTION: Words("Sanggahan"),
    RecordKind.ENROLMENT: Words("Kepesertaan"),
    RecordKind.ATTACHMENT: Words("Lampiran"),
    RecordKind.REMARK: Words("Catatan"),
    RecordKind.CONFLICT: Words("Kiriman yang tidak terbaca"),
}
FIELDS: Final = {
    "no_kk": Words("No. KK"),
    "nik": Words("NIK"),
    "head_name": Words("Kepala keluarga"),
    "name": Words("Nama"),
    "dusun": Words("Dusun"),
    "rt": Words("RT"),
    "rw": Words("RW"),
    "address": Words("Alamat"),
    "sex": Words("Jenis kelamin"),
    "birth_date": Words("Tanggal lahir"),
    "relation": Words("Hubungan dengan kepala keluarga"),
    "presence": Words("Keberadaan"),
    "survey_state": Words("Pendataan"),
    "review": Words("Pemeriksaan"),
    "decision": Words("Keputusan"),
    "reasons": Words("Alasan"),
    "reason_other": Words("Alasan lain"),
    "title": Words("Judul"),
    "number": Words("Nomor"),
    "date": Words("Tanggal"),
    "place": Words("Tempat"),
    "state": Words("Keadaan"),
    "outcome": Words("Hasil"),
    "kpj": Words("Nomor KPJ"),
    "payer": Words("Penanggung iuran"),
    "text": Words("Isi"),
}
"""Fields that stand beside the questionnaire, or that it has no question for."""
_NOT_CLOSED: Final = {
    differences.Closing.NO_REASON: Words("Tulis alasannya."),
    differences.Closing.TOO_LONG: Words("Alasan paling panjang {0} huruf.").filled(differences.LONGEST_REASON),
    differences.Closing.MOVED: Words("Perubahan itu sudah ditutup atau sudah lain; lihat lagi di bawah."),
}
_STATES: Final = {"terbuka": ConflictState.OPEN, "selesai": ConflictState.SETTLED}


@router.get("/desa/{code}/perbedaan")
def difference_list(
    request: Request,
    code: str,
    keadaan: Annotated[str, Query(max_length=10)] = "terbuka",
    hal: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> Response:
    """Open or settled differences of the village, the latest first; reading them is written down."""
    who = sessions.reader_of(request, code)
    return _listed(request, who, VillageCode(code), keadaan=keadaan if keadaan in _STATES else "terbuka", number=hal)


@router.post("/desa/{code}/perbedaan")
def settle_all(
    request: Request,
    code: str,
    *,
    shown: Annotated[list[str], Form()] = [],  # noqa: B006 - FastAPI reads it and never writes
    choice: Annotated[str, Form()] = "",
    back: Annotated[str, Form()] = "",
    form_token: Annotated[str, Form()] = "",
) -> Response:
    """One side for all that the page showed; what moved since stays open."""
    pairs = [one.partition(":") for one in shown[: differences.PAGE]]
    wanted = [(conflict, digest, ()) for conflict, _, digest in pairs]
    return _settled(request, code, wanted, choice, form_token=form_token, back=back)


@router.post("/desa/{code}/perbedaan/{conflict}")
def settle_one(
    request: Request,
    code: str,
    conflict: str,
    *,
    choice: Annotated[str, Form()] = "",
    seen: Annotated[str, Form()] = "",
    typed: Annotated[list[str], Form()] = [],  # noqa: B006 - FastAPI reads it and never writes
    back: Annotated[str, Form()] = "",
    form_token: Annotated[str, Form()] = "",
) -> Response:
    """Choose the value that stands, the one that was not applied, or a third."""
    return _settled(request, code, [(conflict, seen, tuple(typed))], choice, form_token=form_token, back=back)


@router.post("/desa/{code}/perbedaan/{conflict}/tutup")
def close(
    request: Request,
    code: str,
    conflict: str,
    *,
    reason: Annotated[str, Form()] = "",
    seen: Annotated[str, Form()] = "",
    back: Annotated[str, Form()] = "",
    form_token: Annotated[str, Form()] = "",
) -> Response:
    """Close a change that could not be taken, with a reason."""
    who = sessions.reader_of(request, code, Permission.REVIEW)
    sessions.check_form(request, form_token)
    village, context = VillageCode(code), sessions.context_of(request)
    with context.database.unit_of_work() as unit:
        reviewer = Reviewer(who.full_name or who.name, who.role)
        wanted = differences.Close(RecordId(conflict), seen, reason)
        done = differences.close_whole(unit, reviewer, village, wanted, context.clock())
        family = unit.sessions.document(village, RecordKind.HOUSEHOLD, RecordId(back)) if back else None
        unit.commit()
    if done is not differences.Closing.CLOSED:
        status = 409 if done is differences.Closing.MOVED else 422
        return _listed(request, who, village, trouble=_NOT_CLOSED[done], status=status)
    there = f"/desa/{code}/keluarga/{back}#perbedaan" if family is not None else f"/desa/{code}/perbedaan"
    return RedirectResponse(there, 303)


def _settled(
    request: Request,
    code: str,
    wanted: Sequence[tuple[str, str, tuple[str, ...]]],
    choice: str,
    *,
    form_token: str,
    back: str,
) -> Response:
    who = sessions.reader_of(request, code, Permission.REVIEW)
    sessions.check_form(request, form_token)
    if choice not in set(differences.Side):
        return page(request, "missing.html", 404)
    village, context = VillageCode(code), sessions.context_of(request)
    side = differences.Side(choice)
    choices = [differences.Choice(RecordId(one), digest, side, typed) for one, digest, typed in wanted]
    with context.database.unit_of_work() as unit:
        family = unit.sessions.document(village, RecordKind.HOUSEHOLD, RecordId(back)) if back else None
        form = household_form(unit, village, family)
        reviewer = Reviewer(who.full_name or who.name, who.role)
        done = differences.settle(unit, reviewer, village, choices, form=form, now=context.clock())
        unit.commit()
    if done.unreadable:
        words = Words("Nilai ketiga tidak dapat dibaca untuk pertanyaan ini. Tidak ada yang diubah.")
        return _listed(request, who, village, trouble=words, status=422)
    if done.moved:
        words = Words("{0} selesai. {1} sudah berubah atau tidak dapat dipilih begitu; lihat lagi di bawah.")
        return _listed(request, who, village, trouble=words.filled(done.settled, done.moved), status=409)
    there = f"/desa/{code}/keluarga/{back}#perbedaan" if family is not None else f"/desa/{code}/perbedaan"
    return RedirectResponse(there, 303)


def _listed(
    request: Request,
    who: SignedIn,
    code: VillageCode,
    *,
    keadaan: str = "terbuka",
    number: int = 1,
    trouble: str = "",
    status: int = 200,
) -> Response:
    context = sessions.context_of(request)
    with context.database.unit_of_work() as unit:
        village = unit.villages.get(code)
        if village is None:
            return page(request, "missing.html", 404)
        form = household_form(unit, code)
        found, total = differences.of_village(unit, code, _STATES[keadaan], number, form)
        decisions = wording.published_decision_words(unit)
        unit.directory.note(context.clock(), who.name, "differences-read", code, f"{keadaan} {number}")
        unit.commit()
    return page(
        request,
        "differences.html",
        status,
        village=village,
        differences=found,
        total=total,
        number=number,
        pages=max(1, -(-total // differences.PAGE)),
        is_open=keadaan == "terbuka",
        words=DifferenceWords(decisions),
        may_review=who.may(Permission.REVIEW),
        trouble=trouble,
    )


class DifferenceWords:
    """What templates say of a difference."""

    why = WHY
    kinds = KINDS

    def __init__(self, decisions: wording.DecisionWords | None = None) -> None:
        self._decisions = decisions or wording.DecisionWords(None)

    def label(self, one: differences.Difference) -> str:
        """What the values are about: the question, the field, or the whole record."""
        if not one.field:
            return KINDS[one.kind]
        return FIELDS.get(one.field, one.field) if one.label == one.field else one.label

    def value(self, one: differences.Difference, value: differences.Value) -> str:
        """A value in words."""
        if value.value is None or value.value in ("", []):
            return Words("kosong")
        if one.kind is RecordKind.DECISION:
            codes = value.value if isinstance(value.value, list) else [value.value]
            told = [self._decisions.word(one.field, str(code)) for code in codes]
            return Words("; ".join(f"{{{number}}}" for number in range(len(told))), tuple(told))
        return value.words

    def writer(self, writer: differences.Writer) -> str:
        """Who and when; the empty text where nobody is known."""
        return wording.writer_words(writer.side, writer.person, writer.device)
