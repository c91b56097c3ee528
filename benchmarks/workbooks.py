"""Takes every form of a folder from file to submission, as a person with a fixed habit would fill it; one line each.

Made for the example workbooks of pyxform (`tests/example_xls` and `tests/bug_example_xls` of its repository):
`python -m benchmarks.workbooks FOLDER`. Ends with 1 where a form that pyxform compiles could not be taken through.
"""

from __future__ import annotations

import argparse
import json
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from kemiskinan_domain.survey import Answer, Entry, FormError, Question, QuestionType, load_form
from kemiskinan_domain.survey.items import Item

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
_SUFFIXES = frozenset({".xlsx", ".xls", ".md", ".csv"})
_ANSWERS = {
    QuestionType.TEXT: "teks",
    QuestionType.INTEGER: "2",
    QuestionType.DECIMAL: "2.5",
    QuestionType.DATE: "2026-01-31",
    QuestionType.TIME: "10:20",
    QuestionType.DATE_TIME: "2026-01-31T10:20:00+07:00",
    QuestionType.GEOPOINT: "-6.82 107.14 0 0",
    QuestionType.GEOTRACE: "-6.82 107.14 0 0; -6.83 107.15 0 0",
    QuestionType.GEOSHAPE: "-6.82 107.14 0 0; -6.83 107.15 0 0; -6.84 107.13 0 0; -6.82 107.14 0 0",
    QuestionType.ATTACHMENT: "foto.jpg",
    QuestionType.ACKNOWLEDGE: "OK",
}
_CHOSEN = frozenset({QuestionType.SELECT_ONE, QuestionType.SELECT_MULTIPLE, QuestionType.RANK})


def taken_through(path: Path) -> dict[str, object]:
    """What became of one file; `refused` names why where it is no form."""
    try:
        form = load_form(path)
    except FormError as error:
        return {"form": path.name, "outcome": "refused", "why": str(error)[:200]}
    entry = form.new_entry(now=NOW)
    for group in form.repeats():
        if "/" not in group.path.removeprefix(f"{entry.tree.root.path}/") and not entry.instance_ids(group.path):
            entry.add_repeat(group.path)
    given = sum(_answered(entry, item) for item in list(entry.tree.root.under()))
    again = form.open_entry(entry.to_json(), now=NOW)
    assert _answers(again) == _answers(entry), "opened again it is another entry"
    sent = ET.fromstring(entry.to_xml("uuid:1", now=NOW))
    assert sent.tag.rpartition("}")[2] == form.parts.root.name
    unevaluated = [one.path for one in entry.problems() if one.kind.name == "UNEVALUATED"]
    outcome = "unevaluated" if unevaluated else "taken through"
    return {
        "form": path.name,
        "outcome": outcome,
        "questions": len(form.questions),
        "answered": given,
        "where": unevaluated[:5],
    }


def _answered(entry: Entry, item: Item) -> bool:
    question = item.question
    if question is None or not question.control or not item.visible or item.readonly:
        return False
    if entry.tree.find(item.path) is not item:
        return False
    return isinstance(entry.set(item.path, _answer(entry, item, question)), Answer)


def _answer(entry: Entry, item: Item, question: Question) -> str:
    if question.type in _CHOSEN:
        codes = [one.code for one in entry.choices(item.path)]
        return " ".join(codes) if question.type is QuestionType.RANK else next(iter(codes), "")
    if question.control == "range":
        return question.limits.get("start", "1")
    return _ANSWERS.get(question.type, "")


def _answers(entry: Entry) -> dict[str, str]:
    return {item.path: item.value for item in entry.tree.root.under() if item.question is not None}


def main(arguments: list[str] | None = None) -> int:
    """Answers the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.workbooks")
    parser.add_argument("folder", type=Path)
    files = sorted(one for one in parser.parse_args(arguments).folder.rglob("*") if one.suffix.lower() in _SUFFIXES)
    counted: Counter[str] = Counter()
    for path in files:
        try:
            result = taken_through(path)
        except Exception as error:  # noqa: BLE001 - the yardstick goes on, and counts it as a failure
            result = {"form": path.name, "outcome": "failed", "why": f"{type(error).__name__}: {error}"[:300]}
        counted[str(result["outcome"])] += 1
        sys.stdout.write(json.dumps(result) + "\n")
    sys.stdout.write(json.dumps({"what": "forms from file to submission", **counted}) + "\n")
    return 1 if counted["failed"] or counted["unevaluated"] else 0


if __name__ == "__main__":
    raise SystemExit(main())
