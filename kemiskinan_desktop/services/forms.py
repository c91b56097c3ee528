"""Questionnaires by version: what the district published goes before what the program ships."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kemiskinan_desktop.services.code_lists import CodeListShelf
from kemiskinan_desktop.storage import StoredForm
from kemiskinan_domain.clock import Clock, system_clock, village_day
from kemiskinan_domain.survey import Form
from kemiskinan_domain.survey.replaced_lists import (
    ReplacingList,
    files_named,
    form_with_lists,
    lists_named,
    named_with,
)

if TYPE_CHECKING:
    from kemiskinan_desktop.storage import Store

HOUSEHOLD_FORM: Final = "keluarga"
DECISION_FORM: Final = "keputusan"
SESSION_FORM: Final = "musyawarah"

_SHIPPED_AT: Final = datetime(1970, 1, 1, tzinfo=UTC)
"""A shipped form counts as received before any that the district sent."""


class FormShelf:
    """Opens forms once and keeps them; forms never change, so they are shared by all entries.

    A shipped form is compiled at most once for each of its texts: pyxform is slow to load, the compiled text is not.
    """

    def __init__(self, store: Store, questionnaires: Path, clock: Clock = system_clock) -> None:
        self._store = store
        self._clock = clock
        self._code_lists = CodeListShelf(store)
        self._files: dict[tuple[str, str], frozenset[str]] = {}
        self._folder = questionnaires
        self._lock = threading.Lock()
        self._open: dict[tuple[str, str], Form] = {}

    def current(self, form_id: str) -> Form:
        """The version that new questionnaires begin with, with the district's lists of codes of today in it.

        Raises FormError where no form of that id can be had.
        """
        with self._lock:
            self._ensure_shipped(form_id)
            with self._store.view() as view:
                newest = view.forms.newest(form_id)
            assert newest is not None
            lists = self._lists_for(newest)
            return self._with_lists(newest, lists) if lists else self._opened(newest)

    def _lists_for(self, stored: StoredForm) -> dict[str, ReplacingList]:
        key = (stored.id, stored.version)
        if key not in self._files:
            self._files[key] = files_named(stored.text)
        files = self._files[key]
        return self._code_lists.current(files, village_day(self._clock())) if files else {}

    def named(self, name: str) -> Form | None:
        """The form `id@version` of a record; None where this laptop has not got that version."""
        form_id, _, version = name.partition("@")
        with self._lock:
            known = self._open.get((form_id, version))
            if known is not None:
                return known
            if form_id in {HOUSEHOLD_FORM, DECISION_FORM, SESSION_FORM}:
                self._ensure_shipped(form_id)
            own, versions = lists_named(version)
            with self._store.view() as view:
                stored = view.forms.get(form_id, version)
                beside = view.forms.get(form_id, own) if stored is None and versions else None
            if stored is not None:
                return self._opened(stored)
            lists = None if beside is None else self._code_lists.named(versions)
            return None if beside is None or lists is None else self._with_lists(beside, lists)

    def _with_lists(self, stored: StoredForm, lists: Mapping[str, ReplacingList]) -> Form:
        key = (stored.id, named_with({name: one.version for name, one in lists.items()}, stored.version))
        if key not in self._open:
            self._open[key] = form_with_lists(stored.text, lists)
        return self._open[key]

    def _opened(self, stored: StoredForm) -> Form:
        key = (stored.id, stored.version)
        if key not in self._open:
            self._open[key] = Form.from_xml(stored.text)
        return self._open[key]

    def _ensure_shipped(self, form_id: str) -> None:
        source = (self._folder / f"{form_id}.md").read_text(encoding="utf-8")
        digest = hashlib.sha256(source.encode()).hexdigest()
        mark = f"shipped-form.{form_id}"
        with self._store.view() as view:
            if view.preferences.get(mark) == digest:
                return
        from kemiskinan_domain.survey import load_form

        form = load_form(source)
        text_digest = hashlib.sha256(form.xml.encode()).hexdigest()
        with self._store.unit() as unit:
            unit.forms.add(StoredForm(form.id, form.version, form.xml, text_digest), _SHIPPED_AT)
            unit.preferences.put(mark, digest)
            unit.commit()
        self._open[form.id, form.version] = form


def form_name(form: Form) -> str:
    """How a record names the form that it was filled with."""
    return f"{form.id}@{form.version}"
