"""The district's lists of codes on this laptop: which count for new families, and which an older family began with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Final

from kemiskinan_domain.publishing import CodeList, in_force
from kemiskinan_domain.publishing.code_list import NATIONAL_MARK
from kemiskinan_domain.survey.replaced_lists import ReplacingList
from kemiskinan_domain.wire.scopes import NATIONAL, ScopeKind, ScopeName

if TYPE_CHECKING:
    from kemiskinan_desktop.storage import Store


_DISTRICT: Final = ScopeName("")
"""Any scope but the nation's."""


class CodeListShelf:
    """Reads lists; what does not change is read once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[tuple[str, str], ReplacingList] = {}
        self._today: tuple[object, dict[str, ReplacingList]] = ((), {})
        """What counts, and the day and the state of the scopes that it was read for."""

    def current(self, names: frozenset[str], day: date) -> dict[str, ReplacingList]:
        """Of these lists the versions that new families begin with; a list of the district goes before the nation's."""
        with self._store.view() as view:
            state = (day, view.scopes.tags())
        if self._today[0] != state:
            self._today = (state, self._in_force(day))
        return {name: one for name, one in self._today[1].items() if name in names}

    def _in_force(self, day: date) -> dict[str, ReplacingList]:
        lists = list(self._read())
        nation = in_force((codes for scope, codes in lists if scope == NATIONAL), day)
        district = in_force((codes for scope, codes in lists if scope != NATIONAL), day)
        found = {name: _replacing(NATIONAL, codes) for name, codes in nation.items()}
        return found | {name: _replacing(_DISTRICT, codes) for name, codes in district.items()}

    def named(self, versions: Mapping[str, str]) -> dict[str, ReplacingList] | None:
        """Exactly these versions; None where one of them never came to this laptop."""
        wanted = set(versions.items())
        if not wanted <= self._known.keys():
            for scope, codes in self._read():
                replacing = _replacing(scope, codes)
                if (codes.name, replacing.version) in wanted:
                    self._known[codes.name, replacing.version] = replacing
        if not wanted <= self._known.keys():
            return None
        return {name: self._known[name, version] for name, version in versions.items()}

    def _read(self) -> Iterator[tuple[ScopeName, CodeList]]:
        with self._store.view() as view:
            documents = list(view.scopes.documents(ScopeKind.CODE_LIST))
        for one in documents:
            codes = CodeList.from_document(one.document)
            if codes is not None:
                yield one.scope, codes


def _replacing(scope: ScopeName, codes: CodeList) -> ReplacingList:
    version = f"{NATIONAL_MARK}{codes.version}" if scope == NATIONAL else codes.version
    return ReplacingList(version, codes.rows())
