"""Small forms and families for the tests of the engine."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from kemiskinan_domain.survey import Answer, Changes, Entry, Form, Refusal, load_form

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
QUESTIONNAIRES = Path(__file__).resolve().parents[3] / "resources" / "questionnaires"


@cache
def shipped(name: str) -> Form:
    return load_form(QUESTIONNAIRES / f"{name}.md")


@cache
def form_of(survey: str, choices: str = "", settings: str = "") -> Form:
    """A form of a survey sheet (and choices) written as comma-free Markdown rows."""
    text = f"| survey |\n{survey.strip()}\n"
    if choices:
        text += f"| choices |\n{choices.strip()}\n"
    namespaces = (
        '| settings |\n| | form_id | version | namespaces |\n| | t | 1 | kemiskinan="urn:kemiskinan-desa:survey" |\n'
    )
    return load_form(text + (settings or namespaces))


def entry_of(survey: str, choices: str = "") -> Entry:
    return form_of(survey, choices).new_entry(now=NOW)


def put(entry: Entry, path: str, raw: object) -> Answer:
    answer = entry.set(path, raw)
    assert isinstance(answer, Answer), answer
    return answer


def refused(entry: Entry, path: str, raw: object) -> Refusal:
    refusal = entry.set(path, raw)
    assert isinstance(refusal, Refusal), refusal
    return refusal


def household() -> Entry:
    """A visited family without members."""
    entry = shipped("keluarga").new_entry(now=NOW)
    put(entry, "/data/identitas/r205", "1")
    return entry


def member(entry: Entry, **answers: object) -> str:
    """Adds a member who lives with the family; answers are given by question name, with `_` for the group."""
    top = entry.add_repeat("/data/anggota", instance_id=f"m{len(entry.instance_ids('/data/anggota')) + 1}")
    for name, value in {"nama": "Siti", "r404": "1", **answers}.items():
        put(entry, f"{top}/{name}", value)
    return top


def state_of(entry: Entry) -> dict[str, tuple[object, ...]]:
    """All that can be seen of every item, to compare two ways to the same answers."""
    return {
        item.path: (item.value, item.visible, item.required, item.readonly, item.problems)
        for item in entry.tree.root.under()
    }


__all__ = ["NOW", "Changes", "entry_of", "form_of", "household", "member", "put", "refused", "shipped", "state_of"]
