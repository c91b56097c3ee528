"""Entries from nothing, from what was saved, and from records."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo

from kemiskinan_domain.survey.changes import RefusalKind
from kemiskinan_domain.survey.entry import Entry
from kemiskinan_domain.survey.form import Form
from kemiskinan_domain.survey.items import Item
from kemiskinan_domain.survey.model import FormError, QuestionType
from kemiskinan_domain.survey.reading import read_raw
from kemiskinan_domain.survey.records import (
    ASIDE,
    REASON,
    Instances,
    JsonValue,
    UnplacedField,
    from_json_value,
    own_answers,
)


def new_entry(form: Form, now: datetime, language: str, zone: tzinfo) -> Entry:
    """With the form's defaults."""
    entry = Entry(form, now, language, zone)
    entry.start(entry.tree.root)
    entry.refresh()
    return entry


def open_records(
    form: Form,
    root: Mapping[str, JsonValue],
    instances: Mapping[str, Sequence[Instances]],
    *,
    now: datetime,
    language: str,
    zone: tzinfo,
) -> Entry:
    """With the fields of records; answers that the form has no question for are kept in `unplaced`."""
    entry = Entry(form, now, language, zone)
    _fill(entry, entry.tree.root, root)
    repeats = {group.name: group for group in form.repeats()}
    for name, members in instances.items():
        group = repeats.get(name)
        for instance_id, fields in members:
            if group is None:
                entry.unplaced += [UnplacedField(name, instance_id, key, value) for key, value in fields.items()]
                continue
            parent = entry.tree.find(group.path.rpartition("/")[0])
            assert parent is not None
            _fill(entry, entry.tree.add(parent, group.path, instance_id), fields)
    entry.refresh()
    return entry


def _fill(entry: Entry, anchor: Item, fields: Mapping[str, JsonValue]) -> None:
    own = {one.question.field: one for one in own_answers(anchor) if one.question is not None}
    begun = any(name.startswith("answers.") for name in fields)
    if begun:
        for item in own.values():
            item.node.set_text("")
    by_name = {f"answers.{one.name}": one for one in own.values()}
    repeats = anchor.group is not None and anchor.group.repeats
    for name, value in fields.items():
        if value is None:
            continue
        if name.endswith(REASON) and name.removesuffix(REASON) in by_name:
            by_name[name.removesuffix(REASON)].reason = str(value)
            continue
        place_of = by_name if name.endswith(ASIDE) else own
        found = place_of.get(name.removesuffix(ASIDE))
        if found is None and not name.startswith("answers."):
            continue
        if found is None or not _put(entry, found, value):
            place = (anchor.name, anchor.instance_id) if repeats else (None, None)
            entry.unplaced.append(UnplacedField(place[0], place[1], name, value))
    if not begun:
        entry.start_unanswered(anchor, fields)


def _put(entry: Entry, item: Item, value: object) -> bool:
    assert item.question is not None
    if item.question.type is QuestionType.NOTE:
        return False
    text = read_raw(item.question, from_json_value(value), entry.program.checks[item.template].choices)
    if isinstance(text, RefusalKind):
        return False
    item.node.set_text(text)
    return True


def open_saved(form: Form, saved: str, now: datetime, language: str, zone: tzinfo) -> Entry:
    """With what `Entry.to_json` wrote."""
    try:
        document = json.loads(saved)
        form_id, answers = document["form"], document["answers"]
    except (ValueError, KeyError, TypeError) as error:
        raise FormError("this text is no saved entry") from error
    if form_id != form.id or not isinstance(answers, dict):
        raise FormError(f"this entry belongs to the form {form_id!r}, not to {form.id!r}")
    entry = Entry(form, now, language, zone)
    for item in own_answers(entry.tree.root):
        item.node.set_text("")
    _restore(entry, entry.tree.root, answers)
    entry.unplaced += [UnplacedField(*line) for line in document.get("unplaced", [])]
    entry.refresh()
    return entry


def _restore(entry: Entry, item: Item, saved: Mapping[str, object]) -> None:
    below = {one.name: one for one in item.items}
    for name, value in saved.items():
        template = f"{item.template}/{name}"
        if template in entry.tree.patterns and isinstance(value, list):
            for one in value:
                instance = entry.tree.add(item, template, str(one.get("instance_id", "")))
                for own in own_answers(instance):
                    own.node.set_text("")
                _restore(entry, instance, one["answers"])
        elif name in below and isinstance(value, dict):
            _restore(entry, below[name], value)
        elif name.endswith(REASON) and name.removesuffix(REASON) in below:
            below[name.removesuffix(REASON)].reason = str(value)
        elif name not in below or below[name].question is None or not _put(entry, below[name], value):
            entry.unplaced.append(UnplacedField(None, None, f"{item.path}/{name}", value))
