"""Fills a session that was just begun: with defaults, with what was saved, or with records."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from kemiskinan_domain.survey.changes import RefusalKind
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
from kemiskinan_domain.survey.session import Session


def fill_with_defaults(session: Session) -> None:
    """The form's defaults."""
    session.start(session.tree.root)
    session.refresh()


def fill_from_records(
    session: Session, root: Mapping[str, JsonValue], instances: Mapping[str, Sequence[Instances]]
) -> None:
    """The fields of records; answers that the form has no question for are kept in `unplaced`."""
    _fill(session, session.tree.root, root)
    repeats = {group.name: group for group in session.parts.groups.values() if group.repeats}
    for name, members in instances.items():
        group = repeats.get(name)
        for instance_id, fields in members:
            if group is None:
                session.unplaced_fields += [
                    UnplacedField(name, instance_id, key, value) for key, value in fields.items()
                ]
                continue
            parent = session.tree.find(group.path.rpartition("/")[0])
            assert parent is not None
            _fill(session, session.tree.add(parent, group.path, instance_id), fields)
    session.refresh()


def _fill(session: Session, anchor: Item, fields: Mapping[str, JsonValue]) -> None:
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
        if found is None or not _put(session, found, value):
            place = (anchor.name, anchor.instance_id) if repeats else (None, None)
            session.unplaced_fields.append(UnplacedField(place[0], place[1], name, value))
    if begun:
        session.start_meta(anchor)
    else:
        session.start_unanswered(anchor, fields)


def _put(session: Session, item: Item, value: object) -> bool:
    assert item.question is not None
    if item.question.type is QuestionType.NOTE:
        return False
    text = read_raw(item.question, from_json_value(value), session.program.checks[item.template].choices)
    if isinstance(text, RefusalKind):
        return False
    item.node.set_text(text)
    return True


def fill_from_saved(session: Session, saved: str) -> None:
    """What `Entry.to_json` wrote; raises FormError for another text, or another form's."""
    document = _document(saved)
    own_id, form_id, answers = session.parts.form_id, document.get("form"), document.get("answers")
    if form_id != own_id:
        raise FormError(f"this entry belongs to the form {form_id!r}, not to {own_id!r}")
    if not isinstance(answers, dict):
        raise FormError("this text is no saved entry")
    for item in own_answers(session.tree.root):
        item.node.set_text("")
    _restore(session, session.tree.root, answers)
    session.unplaced_fields += unplaced_of(document)
    if isinstance(document.get("instance_id"), str):
        session.name_instance(str(document["instance_id"]))
    session.saved_version = str(document.get("version", ""))
    session.loaded()
    session.refresh()


def _document(saved: str) -> dict[str, object]:
    try:
        document = json.loads(saved)
    except (ValueError, TypeError, RecursionError) as error:
        raise FormError("this text is no saved entry") from error
    if not isinstance(document, dict):
        raise FormError("this text is no saved entry")
    return document


def unplaced_of(document: Mapping[str, object]) -> list[UnplacedField]:
    """The answers without a question that a saved entry carries on; raises FormError where they are no such list."""
    lines = document.get("unplaced", [])
    if not isinstance(lines, list) or any(not isinstance(line, list) or len(line) != 4 for line in lines):
        raise FormError("this text is no saved entry")
    return [UnplacedField(*line) for line in lines]


def _restore(session: Session, item: Item, saved: Mapping[str, object]) -> None:
    below = {one.name: one for one in item.items}
    for name, value in saved.items():
        template = f"{item.template}/{name}"
        if template in session.tree.patterns and isinstance(value, list):
            for one in value:
                _restore_instance(session, item, template, one)
        elif name in below and isinstance(value, dict) and below[name].question is None:
            _restore(session, below[name], value)
        elif name.endswith(REASON) and name.removesuffix(REASON) in below:
            below[name.removesuffix(REASON)].reason = str(value)
        elif name not in below or below[name].question is None or not _put(session, below[name], value):
            session.unplaced_fields.append(UnplacedField(None, None, f"{item.path}/{name}", value))


def _restore_instance(session: Session, item: Item, template: str, saved: object) -> None:
    if not isinstance(saved, dict) or not isinstance(saved.get("answers"), dict):
        raise FormError("this text is no saved entry", f"{item.path}/{template.rpartition('/')[2]}")
    instance = session.tree.add(item, template, str(saved.get("instance_id", "")))
    for own in own_answers(instance):
        own.node.set_text("")
    _restore(session, instance, saved["answers"])
