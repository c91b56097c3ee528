"""ODK XForm XML into the parts of a form: instances, binds, texts and controls."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kemiskinan_domain.survey.expression.errors import TreeError
from kemiskinan_domain.survey.expression.tree import Node
from kemiskinan_domain.survey.model import Assignment, Bind, Entity, FormError, Group, Question, QuestionType, Wording
from kemiskinan_domain.survey.parts import FormParts
from kemiskinan_domain.survey.tables import Table, Tables, read_form_xml
from kemiskinan_domain.survey.xform_body import BodyReader
from kemiskinan_domain.survey.xform_texts import Texts, find_child

_PLAIN_TYPES = {
    "string": QuestionType.TEXT,
    "int": QuestionType.INTEGER,
    "integer": QuestionType.INTEGER,
    "decimal": QuestionType.DECIMAL,
    "date": QuestionType.DATE,
    "time": QuestionType.TIME,
    "dateTime": QuestionType.DATE_TIME,
    "geopoint": QuestionType.GEOPOINT,
    "geotrace": QuestionType.GEOTRACE,
    "geoshape": QuestionType.GEOSHAPE,
    "binary": QuestionType.ATTACHMENT,
    "barcode": QuestionType.TEXT,
    "boolean": QuestionType.TEXT,
}
_BIND_LIMITS = ("max-pixels", "quality", "allow-mock-accuracy", "capture-accuracy", "warning-accuracy")


def read_xform(text: str) -> FormParts:
    """What the XML describes; raises FormError where it is no form."""
    try:
        document, tables = read_form_xml(text)
    except TreeError as error:
        raise FormError(str(error)) from error
    html = next((node for node in document.elements()), None)
    head = find_child(html, "head")
    model = find_child(head, "model")
    body = find_child(html, "body")
    if model is None or body is None:
        raise FormError("this XML is no XForm: it has no model or no body")
    return _XFormReader(text, (model, body, find_child(head, "title")), tables).parts()


class _XFormReader:
    def __init__(self, text: str, nodes: tuple[Node, Node, Node | None], tables: Mapping[str, Table]) -> None:
        model, body, title = nodes
        self.text = text
        self.model = model
        self.texts = Texts(model)
        self.instances = [node for node in model.elements() if node.name == "instance"]
        if not self.instances or not self.instances[0].elements():
            raise FormError("the form has no primary instance")
        self.root = self.instances[0].elements()[0]
        self.tables = tables
        self.title = "" if title is None else title.string_value()
        self.prefixes = model.namespaces_in_scope()
        self.limits: dict[str, dict[str, str]] = {}
        self.binds, self.types = self._binds()
        self.body = BodyReader(body, self.texts, tables)
        self.targets = {one.target for one in self._assignments()}

    def parts(self) -> FormParts:
        questions: dict[str, Question] = {}
        groups: dict[str, Group] = {}
        self._walk(self.root, "", None, questions, groups)
        self.root.parent = None
        missing = [path for path in self.binds if path not in questions and path not in groups]
        if missing:
            raise FormError("a rule for a node that the form does not have", missing[0])
        return FormParts(
            form_id=self.root.attribute("id") or self.root.name,
            version=self.root.attribute("version") or "",
            titles=dict.fromkeys(self.texts.languages, (self.title,)),
            languages=self.texts.languages,
            questions=questions,
            groups=groups,
            order=tuple(self.body.order),
            assignments=tuple(self._assignments()),
            root=self.root,
            instances=Tables(self.tables),
            prefixes=self.prefixes,
            entities=tuple(self._entities(self.root, "", questions)),
            text=self.text,
        )

    def _binds(self) -> tuple[dict[str, Bind], dict[str, str]]:
        binds: dict[str, Bind] = {}
        types: dict[str, str] = {}
        for node in self.model.elements():
            if node.name == "bind":
                path = (node.attribute("nodeset") or "").strip()
                binds[path] = self.texts.bind(node)
                types[path] = (node.attribute("type") or "string").rpartition(":")[2]
                self.limits[path] = {one: written for one in _BIND_LIMITS for written in [_any(node, one)] if written}
        return binds, types

    def _assignments(self) -> list[Assignment]:
        setters = [node for node in self.model.elements() if node.name == "setvalue"]
        return [*self.body.assignments, *(self.body.assignment(node, "") for node in setters)]

    def _walk(
        self,
        node: Node,
        above: str,
        repeat: str | None,
        questions: dict[str, Question],
        groups: dict[str, Group],
    ) -> None:
        path = f"{above}/{node.qualified_name()}"
        bind = self.binds.get(path, Bind())
        children = node.elements()
        if path in self.body.repeats:
            repeat = path
        filled = [one for one in node.attributes if self._is_filled(f"{path}/@{one.qualified_name()}")]
        if children or filled or path in self.body.repeats or path in self.body.groups or not above:
            shown = self.body.groups.get(path)
            groups[path] = Group(
                path=path,
                name=node.qualified_name(),
                bind=bind,
                labels={} if shown is None else shown.labels,
                hints={} if shown is None else shown.hints,
                repeats=path in self.body.repeats,
                count=self.body.repeats.get(path, ""),
                appearance="" if shown is None else shown.appearance,
                shown=shown is not None,
            )
            for one in filled:
                place = f"{path}/@{one.qualified_name()}"
                questions[place] = self._question(place, one, self.binds.get(place, Bind()), repeat)
            seen: set[str] = set()
            for child in children:
                if child.qualified_name() not in seen:
                    seen.add(child.qualified_name())
                    self._walk(child, path, repeat, questions, groups)
            return
        questions[path] = self._question(path, node, bind, repeat)

    def _entities(self, node: Node, above: str, questions: Mapping[str, Question]) -> Iterator[Entity]:
        """`meta/entity` of the form or of a repeat, with the questions of that place that fill its properties."""
        path = f"{above}/{node.qualified_name()}"
        dataset = node.attribute("dataset")
        if node.name == "entity" and dataset is not None:
            around = path.rpartition("/")[0].rpartition("/")[0]
            repeat = around if around in self.body.repeats else None
            filled = {
                one.bind.save_to: one.path
                for one in questions.values()
                if one.bind.save_to and one.repeat_path == repeat
            }
            creates, updates = (node.attribute(name) is not None for name in ("create", "update"))
            yield Entity(dataset, path, creates, updates, filled)
        for child in node.elements():
            yield from self._entities(child, path, questions)

    def _is_filled(self, path: str) -> bool:
        """Whether a rule or an event writes that attribute, as with the id of an entity."""
        return path in self.binds or path in self.targets

    def _question(self, path: str, node: Node, bind: Bind, repeat: str | None) -> Question:
        control = self.body.controls.get(path)
        kind = _PLAIN_TYPES.get(self.types.get(path, "string"), QuestionType.TEXT)
        empty: Wording = {}
        if control is not None and control.type is not None:
            kind = control.type
        elif control is None:
            kind = kind if bind.calculate or kind is not QuestionType.TEXT else QuestionType.HIDDEN
        if kind is QuestionType.TEXT and control is not None and control.only_shows(bind):
            kind = QuestionType.NOTE
        return Question(
            path=path,
            name=path.rpartition("/")[2],
            type=kind,
            bind=bind,
            repeat=None if repeat is None else repeat.rpartition("/")[2],
            repeat_path=repeat,
            labels=empty if control is None else control.labels,
            hints=empty if control is None else control.hints,
            guidance=empty if control is None else control.guidance,
            choice_list=None if control is None else control.choice_list,
            appearance="" if control is None else control.appearance,
            limits={**self.limits.get(path, {}), **({} if control is None else control.limits)},
            shown=control is not None,
            media="" if control is None else control.media,
            pictures={} if control is None else control.pictures,
            control="" if control is None else control.name,
        )


def _any(node: Node, name: str) -> str:
    """An attribute by its local name, whatever its namespace."""
    return next((one.text for one in node.attributes if one.name == name), "")


def is_xform(text: str) -> bool:
    """Whether a text looks like XForm XML rather than a Markdown form."""
    start = text.lstrip("\ufeff \t\r\n")[:200]
    return start.startswith("<")
