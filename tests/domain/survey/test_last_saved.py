"""`${last-saved#…}`, and rankings that are not whole."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kemiskinan_domain.survey import Form, FormError, ProblemKind, load_form

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
SAVED = """| survey |
| | type | name | label | default |
| | text | petugas | Petugas | ${last-saved#petugas} |
| | begin group | tempat | Tempat | |
| | text | dusun | Dusun | ${last-saved#dusun} |
| | end group | | | |
| settings |
| | form_id | version |
| | kunjungan | 1 |
"""
RANKED = """| survey |
| | type | name | label | choice_filter |
| | rank hal | urutan | Urutan | |
| | integer | batas | Batas | |
| | rank hal | sebagian | Sebagian | nomor <= ${batas} |
| choices |
| | list_name | name | label | nomor |
| | hal | air | Air | 1 |
| | hal | api | Api | 2 |
| | hal | tanah | Tanah | 3 |
| settings |
| | form_id | version |
| | urut | 1 |
"""


@pytest.fixture(scope="module")
def form() -> Form:
    return load_form(SAVED)


def saved_once(form: Form) -> str:
    entry = form.new_entry(now=NOW)
    entry.set("/data/petugas", "Neneng")
    entry.set("/data/tempat/dusun", "Cikole & Sari")
    return entry.to_xml()


def test_a_new_entry_begins_with_what_was_saved_last(form: Form) -> None:
    entry = form.new_entry(now=NOW, last_saved=saved_once(form))

    assert form.reads_last_saved
    assert (entry.get("/data/petugas"), entry.get("/data/tempat/dusun")) == ("Neneng", "Cikole & Sari")


def test_a_record_that_nobody_answered_begins_so_too(form: Form) -> None:
    entry = form.open_records({}, {}, now=NOW, last_saved=saved_once(form))

    assert entry.get("/data/petugas") == "Neneng"


def test_a_record_with_answers_keeps_them(form: Form) -> None:
    entry = form.open_records({"answers.petugas": "Asep"}, {}, now=NOW, last_saved=saved_once(form))

    assert (entry.get("/data/petugas"), entry.get("/data/tempat/dusun")) == ("Asep", "")


def test_without_anything_saved_the_default_is_empty(form: Form) -> None:
    entry = form.new_entry(now=NOW)

    assert entry.get("/data/petugas") == ""
    assert entry.problems() == ()


def test_the_next_one_does_not_change_the_last_one(form: Form) -> None:
    last = saved_once(form)
    form.new_entry(now=NOW, last_saved=last).set("/data/petugas", "Orang lain")

    assert form.new_entry(now=NOW, last_saved=last).get("/data/petugas") == "Neneng"


def test_a_text_that_is_no_submission_is_refused(form: Form) -> None:
    with pytest.raises(FormError, match="saved last"):
        form.new_entry(now=NOW, last_saved="<data><petugas>")


def test_a_form_that_does_not_ask_reads_nothing() -> None:
    other = load_form(RANKED)

    assert not other.reads_last_saved
    other.new_entry(now=NOW, last_saved="no xml at all")


def test_a_ranking_without_every_choice_is_a_hard_problem() -> None:
    entry = load_form(RANKED).new_entry(now=NOW)
    entry.set("/data/urutan", "api air")
    part = [(one.kind, one.hard) for one in entry.problems_at("/data/urutan")]

    entry.set("/data/urutan", "api air tanah")

    assert part == [(ProblemKind.INCOMPLETE, True)]
    assert entry.problems_at("/data/urutan") == ()


def test_only_what_is_offered_has_to_be_ranked() -> None:
    entry = load_form(RANKED).new_entry(now=NOW)
    entry.set("/data/batas", "2")

    entry.set("/data/sebagian", "api air")

    assert entry.problems_at("/data/sebagian") == ()


def test_a_ranking_that_nobody_began_is_no_problem() -> None:
    entry = load_form(RANKED).new_entry(now=NOW)

    assert entry.problems_at("/data/urutan") == ()
