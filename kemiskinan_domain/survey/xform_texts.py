"""Words of an XForm: translations, labels with answers in them, messages."""

from __future__ import annotations

import re

from kemiskinan_domain.survey.expression.tree import ELEMENT, TEXT, Node
from kemiskinan_domain.survey.model import NAMESPACE, Bind, FormError, Media, Output, RecordRule, Wording

JAVAROSA = "http://openrosa.org/javarosa"
_ITEXT = re.compile(r"\s*jr:itext\(\s*'([^']*)'\s*\)\s*\Z")
_MEDIA = ("image", "big-image", "audio", "video")
_NO_RULE = frozenset({"", "false()"})
_YES_OR_NO = {"yes": True, "true()": True, "no": False, "false()": False, "": False}
_XFORMS_ENTITIES = "http://www.opendatakit.org/xforms/entities"


def find_child(node: Node | None, name: str) -> Node | None:
    """The first child element of that local name."""
    if node is None:
        return None
    return next((child for child in node.elements() if child.name == name), None)


class Texts:
    """The translations of a form and the reading of what refers to them."""

    def __init__(self, model: Node) -> None:
        self.forms: dict[str, dict[str, dict[str, tuple[str | Output, ...]]]] = {}
        self.languages: tuple[str, ...] = ()
        self.with_answers: set[str] = set()
        itext = find_child(model, "itext")
        if itext is not None:
            self._read(itext)
        if not self.languages:
            self.languages = ("default",)

    def _read(self, itext: Node) -> None:
        translations = [node for node in itext.elements() if node.name == "translation"]
        translations.sort(key=lambda node: node.attribute("default") is None)
        self.languages = tuple(node.attribute("lang") or "default" for node in translations)
        for translation, language in zip(translations, self.languages, strict=True):
            for text in translation.elements():
                entry = self.forms.setdefault(text.attribute("id") or "", {})
                for value in text.elements():
                    form = value.attribute("form") or ""
                    parts = parts_of(value)
                    entry.setdefault(form, {})[language] = parts
                    if any(isinstance(part, Output) for part in parts):
                        self.with_answers.add(text.attribute("id") or "")

    def by_id(self, name: str, form: str = "") -> Wording:
        """The wording under an itext id; `form` is empty, `guidance`, `image` …"""
        return self.forms.get(name, {}).get(form, {})

    def of_element(self, node: Node | None, form: str = "") -> Wording:
        """The wording of a label or hint element, by reference or written out."""
        if node is None:
            return {}
        found = _ITEXT.match(node.attribute("ref") or "")
        if found is not None:
            return self.by_id(found[1], form)
        parts = parts_of(node)
        return {self.languages[0]: parts} if parts and not form else {}

    def media_of(self, node: Node | None) -> Media:
        """The files beside a label that refers to a translation."""
        found = None if node is None else _ITEXT.match(node.attribute("ref") or "")
        return {} if found is None else self.media(found[1])

    def media(self, name: str) -> Media:
        """The files under an itext id."""
        forms = self.forms.get(name, {})
        return {form: forms[form] for form in _MEDIA if form in forms}

    def of_attribute(self, written: str | None) -> Wording:
        """The wording of a message attribute."""
        if not written:
            return {}
        found = _ITEXT.match(written)
        return self.by_id(found[1]) if found is not None else {self.languages[0]: (written,)}

    def bind(self, node: Node) -> Bind:
        """The rules of a bind element."""
        required = node.attribute("required") or ""
        readonly = node.attribute("readonly") or ""
        saved = node.attribute("save_to", NAMESPACE) or node.attribute("saveto", _XFORMS_ENTITIES) or ""
        return Bind(
            relevant=_rule(node, "relevant"),
            required="" if required.strip() in _NO_RULE else required.strip(),
            readonly="" if readonly.strip() in _NO_RULE else readonly.strip(),
            constraint=_rule(node, "constraint"),
            calculate=_rule(node, "calculate"),
            warning=(node.attribute("warning", NAMESPACE) or "").strip(),
            preload=node.attribute("preload", JAVAROSA) or "",
            preload_parameter=node.attribute("preloadParams", JAVAROSA) or "",
            constraint_message=self.of_attribute(node.attribute("constraintMsg", JAVAROSA)),
            required_message=self.of_attribute(node.attribute("requiredMsg", JAVAROSA)),
            warning_message=self._own_message(node),
            save_to=saved,
            record_rule=_record_rule(node),
            double_entry=_double_entry(node),
        )

    def _own_message(self, node: Node) -> Wording:
        """`warning_message` is the first language's; `warning_message_en` that of the language with `(en)`."""
        found: dict[str, tuple[str | Output, ...]] = {}
        for language in self.languages:
            code = language.rpartition("(")[2].rstrip(")")
            written = node.attribute(f"warning_message_{code}", NAMESPACE)
            if written is None and language == self.languages[0]:
                written = node.attribute("warning_message", NAMESPACE)
            if written:
                found[language] = (written,)
        return found


def _record_rule(node: Node) -> RecordRule | None:
    written = node.attribute("rule", NAMESPACE)
    if not written:
        return None
    try:
        return RecordRule(written)
    except ValueError as error:
        place = node.attribute("nodeset") or ""
        raise FormError(f"a rule is 'hard' or 'soft', not {written!r}", place) from error


def _double_entry(node: Node) -> bool:
    written = (node.attribute("double_entry", NAMESPACE) or "no").strip().lower()
    if written not in _YES_OR_NO:
        place = node.attribute("nodeset") or ""
        raise FormError(f"double_entry is 'yes' or 'no', not {written!r}", place)
    return _YES_OR_NO[written]


def _rule(node: Node, name: str) -> str:
    written = (node.attribute(name) or "").strip()
    return "" if name == "relevant" and written == "true()" else written


def parts_of(node: Node) -> tuple[str | Output, ...]:
    """Text and the answers inside it, in order."""
    parts: list[str | Output] = []
    for child in node.children:
        if child.kind == TEXT:
            parts.append(child.text)
        elif child.kind == ELEMENT and child.name == "output":
            parts.append(Output((child.attribute("value") or child.attribute("ref") or "").strip()))
    if parts and isinstance(parts[0], str):
        parts[0] = parts[0].lstrip()
    if parts and isinstance(parts[-1], str):
        parts[-1] = parts[-1].rstrip()
    return tuple(part for part in parts if part != "")
