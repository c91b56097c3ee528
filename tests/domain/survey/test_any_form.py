"""A district's own workbook with nearly every kind of question: loaded from .xlsx with its files, filled, sent as ODK
takes it, opened again, and taken to a newer version without losing an answer."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest

from kemiskinan_domain.survey import (
    Answer,
    Entry,
    Form,
    FormError,
    ProblemKind,
    QuestionType,
    Refusal,
    load_form,
    move_entry,
)

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
LAPTOP = {"deviceid": "laptop-1", "username": "siti"}

SURVEY = (
    ("type", "name", "label::Indonesia (id)", "label::English (en)", "hint::Indonesia (id)",
     "guidance_hint::Indonesia (id)", "media::image::Indonesia (id)", "parameters", "default", "calculation",
     "trigger", "choice_filter", "repeat_count", "save_to", "required"),
    ("start", "start"),
    ("today", "today"),
    ("deviceid", "deviceid"),
    ("username", "username"),
    ("text", "nama", "Nama", "Name", "petunjuk", "panduan panjang", "rumah.png", *[None] * 6, "nama_orang", "yes"),
    ("range", "kelayakan", "Kelayakan", "Fitness", None, None, None, "start=1 end=10 step=3"),
    ("rank pilihan", "urutan", "Urutan", "Order"),
    ("image", "foto", "Foto", "Photo", None, None, None, "max-pixels=1280"),
    ("file", "berkas", "Berkas", "File"),
    ("barcode", "kode", "Kode", "Code"),
    ("acknowledge", "paham", "Paham", "Understood"),
    ("geopoint", "titik", "Titik", "Point"),
    ("geotrace", "jalan", "Jalan", "Way"),
    ("geoshape", "lahan", "Lahan", "Land"),
    ("date", "tanggal", "Tanggal", "Date", None, None, None, None, "today()"),
    ("time", "jam", "Jam", "Time"),
    ("dateTime", "saat", "Saat", "Moment"),
    ("select_one pilihan or_other", "satu", "Satu", "One"),
    ("select_multiple pilihan", "banyak", "Banyak", "Many", None, None, None, "randomize=true, seed=42"),
    ("select_one_from_file desa.csv", "desa", "Desa", "Village", None, None, None, "value=kode label=nama", None, None,
     None, "kec=${nama}"),
    ("csv-external", "harga"),
    ("calculate", "tarif", None, None, None, None, None, None, None, "pulldata('harga', 'rp', 'nama', ${nama})"),
    ("text", "sapaan", "Sapaan", "Greeting", None, None, None, None, None, "concat('Ibu ', ${nama})", "${nama}"),
    ("integer", "jumlah", "Jumlah", "Count"),
    ("begin repeat", "anak", "Anak", "Child", *[None] * 8, "${jumlah}"),
    ("text", "panggilan", "Panggilan", "Nickname"),
    ("begin repeat", "sekolah", "Sekolah", "School"),
    ("text", "kelas", "Kelas ${panggilan}", "Class", None, None, None, None, "concat('Kelas ', position(..))"),
    ("end repeat",),
    ("end repeat",),
    ("select_one ${panggilan}", "sulung", "Sulung", "Eldest"),
    ("hidden", "asal", None, None, None, None, None, None, "desa"),
    ("calculate", "berapa", None, None, None, None, None, None, None, "count(${anak})"),
    ("note", "catatan", "Halo ${nama}", "Hello ${nama}"),
)  # fmt: skip
CHOICES = (
    ("list_name", "name", "label::Indonesia (id)", "label::English (en)"),
    ("pilihan", "a", "Satu", "One"),
    ("pilihan", "b", "Dua", "Two"),
    ("pilihan", "c", "Tiga", "Three"),
)
SETTINGS = (("form_id", "version", "form_title"), ("semua", "3", "Semua jenis"))
ENTITIES = (("dataset", "label"), ("orang", "${nama}"))


def workbook(folder: Path, survey: Sequence[Sequence[str | None]] = SURVEY, version: str = "3") -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    settings = (SETTINGS[0], (SETTINGS[1][0], version, SETTINGS[1][2]))
    sheets = {"survey": survey, "choices": CHOICES, "settings": settings, "entities": ENTITIES}
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    path = folder / "semua.xlsx"
    book.save(path)
    (folder / "desa.csv").write_text("kode,nama,kec\n1,Sukamaju,Budi\n2,Mekarsari,Lain\n", encoding="utf-8")
    (folder / "harga.csv").write_text("nama,rp\nBudi,16800\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> Form:
    return load_form(workbook(tmp_path_factory.mktemp("formulir")))


@pytest.fixture
def entry(form: Form) -> Entry:
    made = form.new_entry(now=NOW, language="id", properties=LAPTOP)
    assert isinstance(made.set(f"{top(form)}/nama", "Budi"), Answer)
    return made


def top(form: Form) -> str:
    return f"/{form.parts.root.name}"


def test_every_kind_of_question_is_known(form: Form) -> None:
    kinds = {one.name: one.type for one in form.questions.values()}

    assert (kinds["foto"], kinds["berkas"]) == (QuestionType.ATTACHMENT, QuestionType.ATTACHMENT)
    assert (kinds["urutan"], kinds["titik"], kinds["jalan"]) == (
        QuestionType.RANK,
        QuestionType.GEOPOINT,
        QuestionType.GEOTRACE,
    )
    assert (kinds["jam"], kinds["saat"], kinds["paham"]) == (
        QuestionType.TIME,
        QuestionType.DATE_TIME,
        QuestionType.ACKNOWLEDGE,
    )
    assert form.missing_files == ()
    assert [one.dataset for one in form.entities] == ["orang"]


def test_words_help_and_pictures_come_in_the_chosen_language(form: Form) -> None:
    question = form.question(f"{top(form)}/nama")

    assert question is not None
    assert (question.label("id"), question.label("en"), question.hint("id")) == ("Nama", "Name", "petunjuk")
    assert (question.guidance_text("id"), question.media_file("image", "id")) == ("panduan panjang", "rumah.png")
    assert question.save_to == "nama_orang"


def test_what_the_laptop_knows_is_filled_in(entry: Entry, form: Form) -> None:
    assert entry.get(f"{top(form)}/deviceid") == "laptop-1"
    assert entry.get(f"{top(form)}/username") == "siti"
    assert entry.get(f"{top(form)}/today") == "2026-11-23"
    assert entry.get(f"{top(form)}/asal") == "desa"


@pytest.mark.parametrize(
    ("name", "raw", "kept"),
    [
        ("kelayakan", 7, "7"),
        ("urutan", "b a c", "b a c"),
        ("paham", True, "OK"),
        ("titik", "-6.8 107.1 0 0", "-6.8 107.1 0 0"),
        ("satu", "other", "other"),
        ("banyak", "a c", "a c"),
        ("desa", "1", "1"),
        ("foto", "rumah.jpg", "rumah.jpg"),
        ("jam", "10:20", "10:20"),
    ],
)
def test_an_answer_is_taken_as_odk_writes_it(entry: Entry, form: Form, name: str, raw: object, kept: str) -> None:
    answer = entry.set(f"{top(form)}/{name}", raw)

    assert isinstance(answer, Answer), answer
    assert entry.get(f"{top(form)}/{name}") == kept


@pytest.mark.parametrize(
    ("name", "raw"),
    [("kelayakan", "sedang"), ("titik", "Cianjur"), ("tanggal", "2026-02-31"), ("jam", "25:00")],
)
def test_what_is_no_answer_is_refused_and_changes_nothing(entry: Entry, form: Form, name: str, raw: object) -> None:
    before = entry.get(f"{top(form)}/{name}")

    assert isinstance(entry.set(f"{top(form)}/{name}", raw), Refusal)
    assert entry.get(f"{top(form)}/{name}") == before


def test_files_beside_the_form_feed_choices_and_calculations(entry: Entry, form: Form) -> None:
    assert [one.code for one in entry.choices(f"{top(form)}/desa")] == ["1"]
    assert entry.get(f"{top(form)}/tarif") == "16800"


def test_the_choices_of_another_need_words(entry: Entry, form: Form) -> None:
    entry.set(f"{top(form)}/satu", "other")

    assert "other" in [one.code for one in entry.choices(f"{top(form)}/satu")]
    assert entry.is_relevant(f"{top(form)}/satu_other")


def test_a_random_order_is_the_same_for_the_same_seed_and_loses_no_choice(entry: Entry, form: Form) -> None:
    other = form.new_entry(now=NOW, language="id", properties=LAPTOP)

    first = [one.code for one in entry.choices(f"{top(form)}/banyak")]

    assert first == [one.code for one in other.choices(f"{top(form)}/banyak")]
    assert sorted(first) == ["a", "b", "c", "other"]


def test_a_trigger_writes_once_and_what_a_person_writes_over_it_stays(entry: Entry, form: Form) -> None:
    assert entry.get(f"{top(form)}/sapaan") == "Ibu Budi"

    entry.set(f"{top(form)}/sapaan", "Bapak Budi")
    entry.set(f"{top(form)}/jumlah", "1")

    assert entry.get(f"{top(form)}/sapaan") == "Bapak Budi"


def test_counted_and_nested_repeats_have_their_own_defaults_and_feed_choices(entry: Entry, form: Form) -> None:
    at = f"{top(form)}/anak"
    entry.set(f"{top(form)}/jumlah", "2")
    entry.set(f"{at}[1]/panggilan", "Ujang")
    entry.set(f"{at}[2]/panggilan", "Euis")
    entry.add_repeat(f"{at}[2]/sekolah")
    entry.add_repeat(f"{at}[2]/sekolah")

    assert entry.get(f"{top(form)}/berapa") == "2"
    assert entry.get(f"{at}[2]/sekolah[2]/kelas") == "Kelas 2"
    assert entry.label(f"{at}[2]/sekolah[1]/kelas", "id") == "Kelas Euis"
    assert [one.label("id") for one in entry.choices(f"{top(form)}/sulung")] == ["Ujang", "Euis"]


def test_an_impossible_count_is_never_a_pass(entry: Entry, form: Form) -> None:
    entry.set(f"{top(form)}/jumlah", "-3")

    assert ProblemKind.UNEVALUATED in {one.kind for one in entry.problems()}


def test_what_is_required_is_asked_in_the_forms_language(form: Form) -> None:
    empty = form.new_entry(now=NOW, language="id")

    assert empty.is_required(f"{top(form)}/nama")
    assert f"{top(form)}/nama" in [one.path for one in empty.problems() if one.kind is ProblemKind.REQUIRED]


def test_the_submission_is_whole_and_the_entry_opens_again_as_it_was(entry: Entry, form: Form) -> None:
    entry.set(f"{top(form)}/jumlah", "1")
    entry.set(f"{top(form)}/anak[1]/panggilan", "Ujang & <Euis>")
    entry.set(f"{top(form)}/jam", "10:20")

    sent = entry.to_xml(now=NOW)
    again = form.open_entry(entry.to_json(), now=NOW, language="id")

    root = ET.fromstring(sent)
    assert (root.attrib["id"], root.attrib["version"]) == ("semua", "3")
    assert {"Ujang & <Euis>", "10:20:00"} <= {node.text for node in root.iter()}
    assert any(node.tag.endswith("instanceID") and (node.text or "").startswith("uuid:") for node in root.iter())
    assert again.to_xml(now=NOW) == sent
    assert again.saved_version == "3"


def test_the_compiled_text_is_a_form_of_its_own(entry: Entry, form: Form, tmp_path: Path) -> None:
    (tmp_path / "semua.xml").write_text(form.xml, encoding="utf-8")

    loaded = load_form(tmp_path / "semua.xml")

    assert set(loaded.questions) == set(form.questions)
    assert [one.code for one in loaded.open_entry(entry.to_json(), now=NOW).choices(f"{top(form)}/desa")] == ["1"]


@pytest.mark.parametrize("saved", ["{}", "[]", "bukan JSON", '{"form": "lain", "version": "1", "answers": {}}'])
def test_a_saved_text_of_another_form_is_refused(form: Form, saved: str) -> None:
    with pytest.raises(FormError):
        form.open_entry(saved, now=NOW)


def test_a_newer_version_shows_what_changes_and_loses_no_answer(entry: Entry, form: Form, tmp_path: Path) -> None:
    newer_rows = [row for row in SURVEY if row[1:2] != ("kode",)]
    newer_rows.insert(6, ("text", "alias", "Alias", "Alias"))
    newer = load_form(workbook(tmp_path, newer_rows, "4"))
    entry.set(f"{top(form)}/kode", "QR-1")

    moved = move_entry(entry.to_json(), form, newer, now=NOW)
    back = move_entry(moved.saved, newer, form, now=NOW)

    difference = form.compare(newer)
    assert ([one.name for one in difference.added], [one.name for one in difference.removed]) == (["alias"], ["kode"])
    assert [one.value for one in moved.unplaced] == ["QR-1"]
    assert newer.open_entry(moved.saved, now=NOW).get(f"{top(newer)}/nama") == "Budi"
    assert json.loads(moved.saved)["version"] == "4"
    assert (back.unplaced, form.open_entry(back.saved, now=NOW).get(f"{top(form)}/kode")) == ((), "QR-1")
