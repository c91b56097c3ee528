"""An entry as text: JSON to keep it, XML as ODK takes a submission."""

from __future__ import annotations

import json
from xml.sax.saxutils import escape, quoteattr

from kemiskinan_domain.survey.entry import Entry
from kemiskinan_domain.survey.items import Item
from kemiskinan_domain.survey.model import QuestionType
from kemiskinan_domain.survey.records import REASON


def entry_to_json(entry: Entry) -> str:
    """All answers, those kept aside too, with reasons and unplaced fields; `Form.open_entry` reads it."""
    document = {
        "form": entry.form.id,
        "version": entry.form.version,
        "answers": _answers(entry.tree.root),
        "unplaced": [[one.repeat, one.instance_id, one.field, one.value] for one in entry.unplaced],
    }
    return json.dumps(document, ensure_ascii=False)


def _answers(item: Item) -> dict[str, object]:
    found: dict[str, object] = {}
    for below in item.items:
        if below.group is not None and below.group.repeats:
            instances = found.setdefault(below.name, [])
            assert isinstance(instances, list)
            instances.append({"instance_id": below.instance_id, "answers": _answers(below)})
        elif below.question is None:
            found[below.name] = _answers(below)
        elif not below.question.calculated and below.question.type is not QuestionType.NOTE:
            if below.value:
                found[below.name] = below.value
            if below.reason:
                found[below.name + REASON] = below.reason
    return found


def entry_to_xml(entry: Entry, instance_id: str) -> str:
    """A submission: only what is asked, with the instance's id in `meta`."""
    root = entry.tree.root
    head = f" id={quoteattr(entry.form.id)} version={quoteattr(entry.form.version)}"
    return f"<?xml version='1.0' encoding='UTF-8'?>\n{_element(root, head, instance_id)}"


def _element(item: Item, attributes: str, instance_id: str) -> str:
    if item.question is not None:
        text = instance_id if item.name == "instanceID" and "/meta/" in item.path else item.value
        return f"<{item.name}>{escape(text)}</{item.name}>" if text else f"<{item.name}/>"
    inside = "".join(_element(below, "", instance_id) for below in item.items if below.visible)
    return f"<{item.name}{attributes}>{inside}</{item.name}>"
