"""An entry as text: JSON to keep it, XML as ODK takes a submission."""

from __future__ import annotations

import json
from xml.sax.saxutils import escape, quoteattr

from kemiskinan_domain.survey.items import Item
from kemiskinan_domain.survey.model import QuestionType
from kemiskinan_domain.survey.records import REASON
from kemiskinan_domain.survey.session import Session


def session_to_json(session: Session) -> str:
    """All answers, those kept aside too, with reasons and unplaced fields; `Form.open_entry` reads it."""
    document = {
        "form": session.parts.form_id,
        "version": session.parts.version,
        "answers": _answers(session.tree.root),
        "unplaced": [[one.repeat, one.instance_id, one.field, one.value] for one in session.unplaced],
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


def session_to_xml(session: Session, instance_id: str) -> str:
    """A submission: only what is asked, with the instance's id in `meta`."""
    root = session.tree.root
    head = f" id={quoteattr(session.parts.form_id)} version={quoteattr(session.parts.version)}"
    return f"<?xml version='1.0' encoding='UTF-8'?>\n{_element(root, head, instance_id)}"


def _element(item: Item, attributes: str, instance_id: str) -> str:
    if item.question is not None:
        text = instance_id if item.name == "instanceID" and "/meta/" in item.path else item.value
        return f"<{item.name}>{escape(text)}</{item.name}>" if text else f"<{item.name}/>"
    inside = "".join(_element(below, "", instance_id) for below in item.items if below.visible)
    return f"<{item.name}{attributes}>{inside}</{item.name}>"
