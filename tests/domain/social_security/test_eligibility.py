"""Every rule of the shipped book, and the edges of its dates."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from kemiskinan_domain.social_security import (
    BadBookError,
    CoverState,
    Eligibility,
    Missing,
    NoRulesError,
    Papers,
    WorkerFacts,
    WorkerStatus,
    facts_of,
    full_years,
    missing,
    overruling_of,
    read_book,
)
from tests.domain.social_security.books import BOOK, DAY, RULES, SHIPPED, WORKER, standing

CASES = [
    ({"cover": "aktif"}, "sudah_terlindungi", "sudah_peserta"),
    ({"cover": "berakhir", "ended": "meninggal"}, "tidak_memenuhi", "meninggal_dicatat"),
    ({"cover": "berakhir", "ended": "pindah"}, "tidak_memenuhi", "pindah_dicatat"),
    ({"cover": "berakhir", "ended": "berhenti"}, "memenuhi", "memenuhi"),
    ({"cover": "belum_mulai"}, "wajib_dicek", "belum_mulai"),
    ({"cover": "tanpa_tanggal"}, "wajib_dicek", "tanpa_tanggal"),
    ({"cover": "menunggu"}, "wajib_dicek", "menunggu_nomor"),
    ({"cover": "habis"}, "memenuhi", "memenuhi"),
    ({"presence": "2"}, "tidak_memenuhi", "meninggal"),
    ({"presence": "3"}, "tidak_memenuhi", "pindah"),
    ({"presence": "4"}, "tidak_memenuhi", "pindah"),
    ({"presence": "5"}, "memenuhi", "memenuhi"),
    ({"presence": "6"}, "tidak_memenuhi", "tidak_ditemukan"),
    ({"ruling": "T"}, "tidak_memenuhi", "keluarga_tidak_layak"),
    ({"ruling": "P"}, "wajib_dicek", "keputusan_ditunda"),
    ({"ruling": None}, "wajib_dicek", "belum_diputuskan"),
    ({"age": 14}, "tidak_memenuhi", "usia_kurang"),
    ({"age": 15}, "wajib_dicek", "usia_muda"),
    ({"age": 17}, "wajib_dicek", "usia_muda"),
    ({"age": 18}, "memenuhi", "memenuhi"),
    ({"age": 64}, "memenuhi", "memenuhi"),
    ({"age": 65}, "tidak_memenuhi", "usia_lebih"),
    ({"age": None}, "wajib_dicek", "tanpa_tanggal_lahir"),
    ({"age": None, "stated_age": 12}, "tidak_memenuhi", "usia_anak_disebut"),
    ({"age": None, "stated_age": 13}, "wajib_dicek", "tanpa_tanggal_lahir"),
    ({"works": "2"}, "tidak_memenuhi", "tidak_bekerja"),
    ({"works": None, "position": None}, "wajib_dicek", "pekerjaan_kosong"),
    ({"position": None}, "wajib_dicek", "kedudukan_kosong"),
    ({"position": "4"}, "wajib_dicek", "buruh_karyawan"),
    ({"position": "5"}, "tidak_memenuhi", "aparatur"),
    ({"position": "6"}, "memenuhi", "memenuhi"),
    ({"position": "8"}, "wajib_dicek", "pekerja_keluarga"),
    ({"insurance": frozenset({"1"}), "kpj": "ada"}, "sudah_terlindungi", "peserta_mandiri"),
    ({"insurance": frozenset({"2", "4"}), "kpj": None}, "wajib_dicek", "mengaku_peserta"),
    ({"insurance": frozenset({"1"}), "kpj": "janggal"}, "wajib_dicek", "mengaku_peserta"),
    ({"insurance": frozenset({"4"})}, "memenuhi", "memenuhi"),
    ({"insurance": frozenset({"99"})}, "wajib_dicek", "tidak_tahu"),
    ({"insurance": None}, "wajib_dicek", "kepesertaan_kosong"),
    ({}, "memenuhi", "memenuhi"),
]


@pytest.mark.parametrize(("facts", "status", "rule"), CASES)
def test_each_rule_gives_its_status(facts: dict[str, object], status: str, rule: str) -> None:
    assert standing(**facts) == (status, rule)


def test_every_rule_of_the_shipped_book_has_a_case() -> None:
    assert {rule for _, _, rule in CASES} == {rule.code for rule in BOOK.eligibility[0].rules}


def test_every_rule_names_its_source_and_background_warns() -> None:
    sourced = [*BOOK.eligibility[0].rules, *BOOK.tariffs, *BOOK.claims, *BOOK.payers, BOOK.cover]

    assert [one for one in sourced if not one.source] == []
    assert [one for one in sourced if one.basis == "background" and not one.warning] == []


@pytest.mark.parametrize(
    ("born", "day", "years"),
    [
        (date(1961, 11, 25), DAY, 64),
        (date(1961, 11, 24), DAY, 65),
        (date(1960, 2, 29), date(2025, 2, 28), 64),
        (date(1960, 2, 29), date(2025, 3, 1), 65),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2024, 2, 29), 16),
    ],
)
def test_age_is_counted_in_full_years_to_the_day(born: date, day: date, years: int) -> None:
    assert full_years(born, day) == years


@pytest.mark.parametrize(
    ("born", "status"), [("1961-11-25", WorkerStatus.ELIGIBLE), ("1961-11-24", WorkerStatus.NOT_ELIGIBLE)]
)
def test_64_years_and_364_days_on_the_registration_date_is_still_eligible(born: str, status: WorkerStatus) -> None:
    answers = {"r416a": "1", "r417": "1", "r418": "1", "r431f": ["0"]}
    facts = facts_of(answers, presence="1", born=date.fromisoformat(born), ruling="L", cover=CoverState.NONE, day=DAY)

    assert RULES.standing(facts).status is status


def test_an_overruling_stands_beside_the_rule_it_overrules() -> None:
    overruling = overruling_of({"status": "memenuhi", "reason": "Diperiksa di rumah", "by": "p", "at": "2026-11-24"})

    found = RULES.standing(replace(WORKER, works="2"), overruling)

    assert found.status is WorkerStatus.ELIGIBLE
    assert found.rule.code == "tidak_bekerja"
    assert found.overruled is not None and found.overruled.reason == "Diperiksa di rumah"


@pytest.mark.parametrize(
    ("facts", "said", "status"),
    [
        ({"cover": "aktif"}, "memenuhi", WorkerStatus.COVERED),
        ({"cover": "aktif"}, "tidak_memenuhi", WorkerStatus.NOT_ELIGIBLE),
        ({"cover": "berakhir", "ended": "meninggal"}, "wajib_dicek", WorkerStatus.NOT_ELIGIBLE),
        ({"cover": "menunggu"}, "memenuhi", WorkerStatus.ELIGIBLE),
    ],
)
def test_what_was_recorded_since_goes_before_a_saying_that_somebody_is_to_be_enrolled(
    facts: dict[str, object], said: str, status: WorkerStatus
) -> None:
    overruling = overruling_of({"status": said, "reason": "Diperiksa di rumah"})

    assert RULES.standing(replace(WORKER, **facts), overruling).status is status  # type: ignore[arg-type]


@pytest.mark.parametrize("group", [None, "memenuhi", {"status": "raja", "reason": "x"}, {"status": "memenuhi"}])
def test_what_is_no_overruling_is_none(group: object) -> None:
    assert overruling_of(group) is None  # type: ignore[arg-type]


def test_answers_are_read_without_trusting_their_types() -> None:
    facts = facts_of(
        {"r407": "dua", "r416a": 1, "r431f": "1", "kpj": "x"},
        presence=None,
        born=None,
        ruling=None,
        cover=CoverState.NONE,
        day=DAY,
    )

    assert facts == WorkerFacts()


def test_what_is_missing_follows_the_status() -> None:
    nothing = Papers(nik=False, birth_date=False)

    assert missing(WorkerFacts(), nothing, WorkerStatus.NOT_ELIGIBLE) == ()
    assert missing(WorkerFacts(works="1"), nothing, WorkerStatus.TO_CHECK) == (
        Missing.NIK,
        Missing.BIRTH_DATE,
        Missing.SECTOR,
        Missing.POSITION,
        Missing.INSURANCE,
        Missing.RULING,
    )
    enrolled = Papers(nik=True, birth_date=True, start_date=False, proof=False, enrolled=True)
    assert missing(WorkerFacts(cover="menunggu"), enrolled, WorkerStatus.TO_CHECK) == (
        Missing.KPJ,
        Missing.START_DATE,
        Missing.PROOF,
    )


def test_a_day_before_all_rules_is_said() -> None:
    with pytest.raises(NoRulesError):
        Eligibility(BOOK, date(2000, 1, 1))


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda book: book.update(id="lain"), "lain"),
        (lambda book: book.update(eligibility=[]), "no eligibility"),
        (lambda book: book["eligibility"][0]["rules"].pop(), "last rule"),
        (lambda book: book["eligibility"][0]["rules"][3].update(when=[]), "without condition"),
        (lambda book: book["eligibility"][0]["rules"].insert(0, book["eligibility"][0]["rules"][0]), "twice"),
        (lambda book: book["eligibility"].append(book["eligibility"][0]), "two sets"),
        (lambda book: book["tariffs"][0]["amounts"].update(JKK="-1"), "below zero"),
        (lambda book: book["tariffs"][0].update(amounts={"JKK": "sepuluh"}), "decimal"),
        (lambda book: book.pop("claims"), "claims"),
        (lambda book: book.update(hadiah=1), "hadiah"),
    ],
)
def test_a_book_that_cannot_be_right_is_refused(spoil, words) -> None:
    book = json.loads(SHIPPED.read_text(encoding="utf-8"))
    spoil(book)

    with pytest.raises(BadBookError, match=words):
        read_book(json.dumps(book))
