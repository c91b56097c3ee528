"""ODK XForm XML into the parts of a form: instances, binds, texts and controls."""

from __future__ import annotations

from kemiskinan_domain.survey.expression.errors import TreeError
from kemiskinan_domain.survey.expression.tree import Node
from kemiskinan_domain.survey.expression.xml_reader import parse_xml
from kemiskinan_domain.survey.model import Assignment, Bind, FormError, Group, Question, QuestionType, Wording
from kemiskinan_domain.survey.parts import FormParts
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


def read_xform(text: str) -> FormParts:
    """What the XML describes; raises FormError where it is no form."""
    try:
        document = parse_xml(text)
    except TreeError as error:
        raise FormError(str(error)) from error
    html = next((node for node in document.elements()), None)
    head = find_child(html, "head")
    model = find_child(head, "model")
    body = find_child(html, "body")
    if model is None or body is None:
        raise FormError("this XML is no XForm: it has no model or no body")
    return _XFormReader(text, model, body, find_child(head, "title")).parts()


class _XFormReader:
    def __init__(self, text: str, model: Node, body: Node, title: Node | None) -> None:
        self.text = text
        self.model = model
        self.texts = Texts(model)
        self.instances = [node for node in model.elements() if node.name == "instance"]
        if not self.instances or not self.instances[0].elements():
            raise FormError("the form has no primary instance")
        self.root = self.instances[0].elements()[0]
        self.secondary = {node.attribute("id") or "": node for node in self.instances[1:]}
        self.title = "" if title is None else title.string_value()
        self.prefixes = model.namespaces_in_scope()
        self.binds, self.types = self._binds()
        self.body = BodyReader(body, self.texts, self.secondary)

    def parts(self) -> FormParts:
        questions: dict[str, Question] = {}
        groups: dict[str, Group] = {}
        self._walk(self.root, "", None, questions, groups)
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
            instances=self.secondary,
            prefixes=self.prefixes,
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
        path = f"{above}/{node.name}"
        bind = self.binds.get(path, Bind())
        children = node.elements()
        if path in self.body.repeats:
            repeat = path
        if children or path in self.body.repeats or path in self.body.groups or not above:
            shown = self.body.groups.get(path)
            groups[path] = Group(
                path=path,
                name=node.name,
                bind=bind,
                labels={} if shown is None else shown.labels,
                hints={} if shown is None else shown.hints,
                repeats=path in self.body.repeats,
                count=self.body.repeats.get(path, ""),
                appearance="" if shown is None else shown.appearance,
                shown=shown is not None,
            )
            seen: set[str] = set()
            for child in children:
                if child.name not in seen:
                    seen.add(child.name)
                    self._walk(child, path, repeat, questions, groups)
            return
        questions[path] = self._question(path, node, bind, repeat)

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
            name=node.name,
            type=kind,
            bind=bind,
            repeat=None if repeat is None else repeat.rpartition("/")[2],
            repeat_path=repeat,
            labels=empty if control is None else control.labels,
            hints=empty if control is None else control.hints,
            guidance=empty if control is None else control.guidance,
            choice_list=None if control is None else control.choice_list,
            appearance="" if control is None else control.appearance,
            limits={} if control is None else control.limits,
            shown=control is not None,
            media="" if control is None else control.media,
        )


def is_xform(text: str) -> bool:
    """Whether a text looks like XForm XML rather than a Markdown form."""
    start = text.lstrip("\ufeff \t\r\n")[:200]
    return start.startswith("<")
