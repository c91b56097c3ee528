"""An entry as text: JSON to keep it, XML as ODK takes a submission."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

from kemiskinan_domain.survey.expression.tree import ATTRIBUTE, Node
from kemiskinan_domain.survey.items import Item
from kemiskinan_domain.survey.model import QuestionType
from kemiskinan_domain.survey.preload import stamp_of
from kemiskinan_domain.survey.records import REASON
from kemiskinan_domain.survey.session import Session

_XFORMS = "http://www.w3.org/2002/xforms"
_OPENROSA = "http://openrosa.org/xforms"
_WITHOUT_SECONDS = len("10:20")


def session_to_json(session: Session) -> str:
    """All answers, those kept aside too, with reasons and unplaced fields; `Form.open_entry` reads it."""
    document = {
        "form": session.parts.form_id,
        "version": session.parts.version,
        "instance_id": session.instance_id,
        "answers": _answers(session.tree.root),
        "unplaced": [[one.repeat, one.instance_id, one.field, one.value] for one in session.unplaced_fields],
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
        elif below.question.kept and below.question.type is not QuestionType.NOTE:
            if below.value:
                found[below.name] = below.value
            if below.reason:
                found[below.name + REASON] = below.reason
    return found


def session_to_xml(session: Session, instance_id: str, now: datetime | None) -> str:
    """A submission: only what is asked, with the entry's id in `meta` and the end of the work where the form asks."""
    writer = _Writer(session, instance_id or session.instance_id, now or session.around.now)
    return f"<?xml version='1.0' encoding='UTF-8'?>\n{writer.root()}"


class _Writer:
    def __init__(self, session: Session, instance_id: str, ended: datetime) -> None:
        self.session = session
        self.instance_id = instance_id
        self.id_item = session.id_item
        self.ended = stamp_of(ended, session.around.zone)

    def root(self) -> str:
        root, parts = self.session.tree.root, self.session.parts
        addresses = {**parts.prefixes, "orx": _OPENROSA}
        own = parts.root.declared.get("", _XFORMS)
        named = {"id": parts.form_id, "version": parts.version}
        head = "" if own == _XFORMS else f" xmlns={quoteattr(own)}"
        head += "".join(f" xmlns:{prefix}={quoteattr(addresses[prefix])}" for prefix in sorted(self._prefixes(root)))
        head += "".join(f" {name}={quoteattr(text)}" for name, text in named.items() if text)
        head += _attributes(node for node in root.node.attributes if node.qualified_name() not in named)
        inside = "".join(self._element(below) for below in root.items if below.visible)
        if self.id_item is None:
            inside += f"<orx:meta><orx:instanceID>{escape(self.instance_id)}</orx:instanceID></orx:meta>"
        return f"<{root.name}{head}>{inside}</{root.name}>"

    def _prefixes(self, root: Item) -> set[str]:
        nodes = [node for item in root.under() for node in (item.node, *item.node.attributes)]
        known = {"orx", *self.session.parts.prefixes} - {"", "xml"}
        return {"orx", *(node.prefix for node in nodes if node.prefix in known)}

    def _element(self, item: Item) -> str:
        if item.node.kind == ATTRIBUTE:
            return ""
        head = f"{item.name}{_attributes(item.node.attributes)}"
        if item.question is not None:
            text = self._text(item)
            return f"<{head}>{escape(text)}</{item.name}>" if text else f"<{head}/>"
        inside = "".join(self._element(below) for below in item.items if below.visible)
        return f"<{head}>{inside}</{item.name}>"

    def _text(self, item: Item) -> str:
        assert item.question is not None
        if item is self.id_item:
            return self.instance_id
        bind = item.question.bind
        ends = bind.preload == "timestamp" and bind.preload_parameter == "end"
        if ends:
            return self.ended
        # An XML Schema time has seconds; a person's clock on the wall has not.
        short = item.question.type is QuestionType.TIME and len(item.value) == _WITHOUT_SECONDS
        return f"{item.value}:00" if short else item.value


def _attributes(nodes: Iterator[Node] | list[Node]) -> str:
    return "".join(f" {node.qualified_name()}={quoteattr(node.text)}" for node in nodes)
