"""How quick the questionnaire engine is: `python -m benchmarks.survey`, one JSON line a figure."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

from kemiskinan_domain.survey import Entry, Form, compile_form

FORM = Path(__file__).resolve().parent.parent / "resources" / "questionnaires" / "keluarga.md"
NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
VILLAGES = 86_400
EXPRESSIONS = 550
_CHAIN = 10
T = TypeVar("T")


def main() -> None:
    """Measures the shipped household form with ten members, and a cascading choice over all villages."""
    compiled, milliseconds = _timed(lambda: compile_form(FORM))
    _report("compile with pyxform", [milliseconds])
    form, milliseconds = _timed(lambda: Form.from_xml(compiled))
    _report("open compiled form", [milliseconds + _timed(lambda: form.program)[1]])
    entry = family(form, 10)
    _report("set one answer, 10 members", one_answers(entry))
    _report("full recompute, 10 members", [_timed(entry.refresh)[1] for _ in range(50)])
    _report("open family from records, 10 members", [_timed(lambda: reopened(form, entry))[1] for _ in range(20)])
    _report("choices of one district out of 86,400 villages", cascade())
    expressions()


def family(form: Form, members: int) -> Entry:
    """A family that lives in its house, everyone of them at work."""
    entry = form.new_entry(now=NOW)
    entry.set("/data/identitas/r205", "1")
    for number in range(1, members + 1):
        entry.add_repeat("/data/anggota", instance_id=f"m{number}")
        top = f"/data/anggota[{number}]"
        answers = {
            "nama": f"Warga {number}",
            "r409": "1" if number == 1 else "3",
            "r404": "1",
            "status_nik": "ada",
            "nik": f"320301010170{number:04}",
            "r405": "L",
            "r406": "1970-01-01",
            "kerja/r416a": "1",
        }
        for name, value in answers.items():
            entry.set(f"{top}/{name}", value)
    return entry


def reopened(form: Form, entry: Entry) -> Entry:
    """The same family from its records."""
    fields = entry.fields()
    return form.open_records(fields.root, fields.instances, now=NOW)


def one_answers(entry: Entry) -> list[float]:
    """Answers of all kinds: one that hides a block, one that moves an age, one that nothing depends on."""
    turns = (
        ("/data/perumahan/r301a", "1", "2"),
        ("/data/perumahan/r307a", "1", "4"),
        ("/data/anggota[5]/r406", "1980-02-03", "2020-02-03"),
        ("/data/anggota[5]/kerja/r416a", "1", "2"),
        ("/data/anggota[7]/nik", "3203010101700099", "3203010101700098"),
        ("/data/anggota[3]/nama", "Udin", "Asep"),
        ("/data/anggota[9]/r404", "2", "1"),
        ("/data/aset/r502b", "1", "2"),
        ("/data/perumahan/r302", "45", "46"),
    )
    found: list[float] = []
    for _ in range(60):
        for path, one, other in turns:
            found += [_timed(partial(entry.set, path, value))[1] for value in (one, other)]
    return found


def cascade() -> list[float]:
    """A select whose list is filtered by two earlier answers."""
    rows = "".join(
        f"<item><name>v{number}</name><label>Desa {number}</label><kec>k{number // 12}</kec></item>"
        for number in range(VILLAGES)
    )
    form = Form.from_xml(
        '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head><h:title>x'
        '</h:title><model><instance><data id="x"><kec/><desa/></data></instance>'
        f'<instance id="desa"><root>{rows}</root></instance>'
        '<bind nodeset="/data/kec" type="string"/><bind nodeset="/data/desa" type="string"/></model></h:head>'
        '<h:body><input ref="/data/kec"/><select1 ref="/data/desa">'
        "<itemset nodeset=\"instance('desa')/root/item[kec = /data/kec ]\">"
        '<value ref="name"/><label ref="label"/></itemset></select1></h:body></h:html>'
    )
    entry = form.new_entry(now=NOW)
    found: list[float] = []
    entry.set("/data/kec", "k0")
    found_first = _timed(lambda: entry.choices("/data/desa"))[1]
    _report("the same, first time (builds the index)", [found_first])
    for number in range(200):
        entry.set("/data/kec", f"k{number * 30}")
        found.append(_timed(lambda: entry.choices("/data/desa"))[1])
    return found


def expressions() -> None:
    """A form of nothing but rules: 550 expressions, in chains of ten that hang on one another."""
    rows = ["| survey |", "| | type | name | label | calculation | relevant | constraint |"]
    for number in range(EXPRESSIONS // 2):
        before = f"${{n{number - 1}}}" if number % _CHAIN else "1"
        rows.append(f"| | integer | n{number} | N {number} |  | {before} != 99 | . < 1000 |")
    rows += ["| settings |", "| | form_id | version |", "| | rules | 1 |", ""]
    text = "\n".join(rows)
    compiled, milliseconds = _timed(lambda: compile_form(text))
    _report(f"compile {EXPRESSIONS} expressions with pyxform", [milliseconds])
    _report(f"open {EXPRESSIONS} expressions", [_timed(lambda: Form.from_xml(compiled).program)[1] for _ in range(10)])
    entry = Form.from_xml(compiled).new_entry(now=NOW)
    times = [
        _timed(partial(entry.set, f"/data/n{number}", str(turn)))[1]
        for turn in (1, 99, 2)
        for number in range(0, EXPRESSIONS // 2, _CHAIN)
    ]
    _report(f"set one answer of {EXPRESSIONS} expressions", times)


def _timed(work: Callable[[], T]) -> tuple[T, float]:
    start = time.perf_counter()
    result = work()
    return result, (time.perf_counter() - start) * 1000


def _report(what: str, times: list[float]) -> None:
    ordered = sorted(times)
    p99 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
    line = {"what": what, "median_ms": round(statistics.median(ordered), 3), "p99_ms": round(p99, 3), "n": len(times)}
    print(json.dumps(line))


if __name__ == "__main__":
    main()
