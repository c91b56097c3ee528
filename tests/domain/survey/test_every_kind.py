"""Rules over every kind of question tell the same step by step, all anew, opened again and as sent."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from hypothesis import given, settings
from hypothesis import strategies as st

from kemiskinan_domain.survey import Entry, Form
from tests.domain.survey.making import NOW, form_of, state_of

COLUMNS = (
    "type name label relevant required constraint calculation default trigger choice_filter repeat_count parameters"
    " readonly"
)
FORM = (
    f"| | {' | '.join(COLUMNS.split())} |"
    + """
| | integer | jumlah | J | | | . <= 3 | | | | | | | |
| | select_one kec | kec | K | | yes | | | | | | | | |
| | select_one desa | desa | D | ${kec} != '' | ${jumlah} > 1 | | | | | kec = ${kec} | | | |
| | rank desa | urutan | U | ${jumlah} >= 0 | | | | | | | | | |
| | range | layak | L | selected(${banyak}, 'a1') | | | | | | | | start=1 end=9 step=2 | |
| | select_multiple desa | banyak | B | | | count-selected(.) <= 2 | | | | | | | |
| | geopoint | titik | T | | | | | | | | | | |
| | calculate | jauh | | ${titik} != '' | | | round(distance(concat(${titik}, '; -6.8 107.1 0 0')), 0) | | | | | | |
| | date | lahir | Lh | | | . <= today() | | today() | | | | | |
| | calculate | kode | | | | | once(concat('K', ${jumlah})) | | | | | | |
| | text | salinan | S | | | | concat(${desa}, '/', ${jumlah}) | | ${desa} | | | | |
| | text | kunci | Ku | | | | | | | | | | ${jumlah} = 2 |
| | begin repeat | anak | A | | | | | | | | ${jumlah} | | |
| | text | nama | N | | ${kec} = 'a' | | | concat('anak ', position(..)) | | | | | |
| | integer | umur | Um | ${nama} != '' | | . < 100 | | | | | | | |
| | begin repeat | sekolah | Se | ${umur} >= 6 | | | | | | | | | |
| | text | kelas | Kl | | | | | | | | | | |
| | calculate | jenjang | | | | | concat(${nama}, '-', ${kelas}, '-', position(..)) | | | | | | |
| | end repeat | | | | | | | | | | | | |
| | calculate | kelas_semua | | | | | join(',', ${kelas}) | | | | | | |
| | end repeat | | | | | | | | | | | | |
| | calculate | umur_semua | | | | | sum(${umur}) | | | | | | |
| | select_one ${nama} | sulung | Su | count(${anak}) > 0 | | | | | | ${umur} > 5 | | | |
| | note | akhir | Jumlah umur ${umur_semua} dari ${kode} | | | | | | | | | | |
"""
)
CHOICES = """
| | list_name | name | label | kec |
| | kec | a | A | |
| | kec | b | B | |
| | desa | a1 | A1 | a |
| | desa | a2 | A2 | a |
| | desa | b1 | B1 | b |
"""
ANSWERS = {
    "jumlah": ["", "0", "1", "2", "3", "7"],
    "kec": ["", "a", "b"],
    "desa": ["", "a1", "b1"],
    "urutan": ["", "a1 a2 b1", "b1 a1 a2"],
    "layak": ["", "1", "5", "9"],
    "banyak": ["", "a1", "a1 b1", "a1 a2 b1"],
    "titik": ["", "-6.82 107.14 0 0", "-6.9 107.3"],
    "lahir": ["", "1980-05-06", "2030-01-01"],
    "salinan": ["", "tulisan tangan"],
    "kunci": ["", "x"],
    "anak[1]/nama": ["", "Asep", "Euis"],
    "anak[2]/nama": ["", "Ujang"],
    "anak[1]/umur": ["", "5", "8", "120"],
    "anak[2]/umur": ["", "12"],
    "anak[1]/sekolah[1]/kelas": ["", "1", "2"],
    "anak[1]/sekolah[2]/kelas": ["", "4"],
    "anak[2]/sekolah[1]/kelas": ["", "6"],
    "sulung": ["", "Asep", "Ujang"],
}
STEPS = st.one_of(
    *(st.tuples(st.just("set"), st.just(path), st.sampled_from(values)) for path, values in ANSWERS.items()),
    st.tuples(st.just("add"), st.sampled_from(["anak[1]/sekolah", "anak[2]/sekolah"]), st.just("")),
    st.tuples(st.just("remove"), st.sampled_from(["anak[1]/sekolah", "anak[2]/sekolah"]), st.sampled_from("12")),
)


def _form() -> Form:
    return form_of(FORM, CHOICES)


def _done(steps: list[tuple[str, str, str]]) -> Entry:
    """An entry after the steps; what cannot be done at its moment is refused and changes nothing."""
    entry = _form().new_entry(now=NOW)
    for act, path, value in steps:
        there = entry.tree.find(f"/data/{path.rpartition('/')[0]}".rstrip("/"))
        if act == "set":
            if there is not None and entry.tree.find(f"/data/{path}") is not None:
                entry.set(f"/data/{path}", value)
        elif there is not None and act == "add":
            entry.add_repeat(f"/data/{path}")
        elif there is not None and entry.tree.find(f"/data/{path}[{value}]") is not None:
            entry.remove_repeat(f"/data/{path}", int(value))
    return entry


@given(st.lists(STEPS, max_size=25))
@settings(deadline=None, max_examples=120)
def test_one_answer_at_a_time_tells_the_same_as_everything_anew(steps: list[tuple[str, str, str]]) -> None:
    entry = _done(steps)
    step_by_step = state_of(entry)

    entry.refresh()

    assert state_of(entry) == step_by_step


@given(st.lists(STEPS, max_size=25))
@settings(deadline=None, max_examples=60)
def test_an_entry_opened_again_is_the_same_in_every_answer_and_finding(steps: list[tuple[str, str, str]]) -> None:
    entry = _done(steps)

    again = _form().open_entry(entry.to_json(), now=NOW)

    assert state_of(again) == state_of(entry)
    assert again.to_json() == entry.to_json()


@given(st.lists(STEPS, max_size=25))
@settings(deadline=None, max_examples=60)
def test_a_submission_is_the_forms_instance_without_what_is_not_asked(steps: list[tuple[str, str, str]]) -> None:
    entry = _done(steps)

    sent = ET.fromstring(entry.to_xml("uuid:1", now=NOW))

    found = [path for path, _ in _leaves(sent, "/data") if not path.startswith("/data/meta")]
    asked = {
        item.path: item.value
        for item in entry.tree.root.under()
        if item.question is not None and item.visible and "/meta" not in item.path
    }
    order = [path for path, _ in _leaves(_instance(_form()), "/data")]
    assert {path: text for path, text in _leaves(sent, "/data") if path in asked} == asked
    assert set(found) == set(asked)
    assert _ordered(found, order)
    assert (sent.tag, sent.attrib["id"], sent.attrib["version"]) == ("data", "t", "1")
    assert [one.text for one in sent.iter() if one.tag.endswith("instanceID")] == ["uuid:1"]


def _leaves(node: ET.Element, path: str) -> list[tuple[str, str]]:
    """The elements that hold answers, by the path an entry gives them."""
    found: list[tuple[str, str]] = []
    seen: dict[str, int] = {}
    for child in node:
        name = child.tag.rpartition("}")[2]
        seen[name] = seen.get(name, 0) + 1
        place = f"{path}/{name}[{seen[name]}]" if name in {"anak", "sekolah"} else f"{path}/{name}"
        found += _leaves(child, place) if len(child) or name in {"anak", "sekolah"} else [(place, child.text or "")]
    return found


def _instance(form: Form) -> ET.Element:
    """The form's own instance, whose order of elements a submission keeps."""
    found = next(one for one in ET.fromstring(form.xml).iter() if one.tag.endswith("}instance"))
    return found[0]


def _ordered(found: list[str], order: list[str]) -> bool:
    """Whether what stands outside of repeats comes in the form's order."""
    places = [order.index(path) for path in found if "[" not in path]
    return places == sorted(places)
