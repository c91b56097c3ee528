"""What the district publishes for all villages, by file: an answer brings what was new when the district wrote it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec

from kemiskinan_desktop.storage import ChecksumMismatchError, ScopeState, Store, Unit
from kemiskinan_desktop.sync.scopes import notices_shown
from kemiskinan_domain.changes import Checksum
from kemiskinan_domain.wire.bundle_letters import ScopeLetter
from kemiskinan_domain.wire.scopes import ScopeName, decode_scope_line, followed_by


def scopes_kept(unit: Unit) -> dict[str, tuple[str, int]]:
    """For a bundle's letter: how far each scope is kept here, named even where nothing is."""
    states = [unit.scopes.state(name) for name in followed_by(unit.meta.enrolment().village)]
    return {state.name: (state.epoch, state.cursor) for state in states}


def take_scopes(store: Store, letters: Sequence[ScopeLetter], day: date) -> int:
    """Keep what an answer brings of the village's scopes; answers how many notices were not here before.

    What does not join on to what is here is left to the next exchange; a scope that does not give the district's
    checksum is read anew by it, from the beginning.
    """
    with store.view() as unit:
        village = unit.meta.enrolment().village
        before = notices_shown(unit, village, day)
    for letter in letters:
        if letter.scope in followed_by(village):
            _take_whole(store, letter)
    with store.view() as unit:
        return len(notices_shown(unit, village, day) - before)


def _take_whole(store: Store, letter: ScopeLetter) -> None:
    try:
        with store.unit() as unit:
            _take(unit, letter)
            unit.commit()
    except (ChecksumMismatchError, msgspec.MsgspecError, ValueError):
        with store.unit() as unit:
            unit.scopes.start_over(ScopeName(letter.scope))
            unit.commit()


def _take(unit: Unit, letter: ScopeLetter) -> None:
    state = unit.scopes.state(ScopeName(letter.scope))
    anew = state.epoch not in ("", letter.epoch)
    if anew and letter.since == 0:
        state = unit.scopes.start_over(state.name)
    if not _joins_on(state, letter):
        return
    lines = [bytes(line) for line in letter.lines if decode_scope_line(bytes(line)).rev > state.cursor]
    state = unit.scopes.stage(state, letter.epoch, lines, letter.cursor)
    unit.scopes.apply(state, Checksum.from_text(letter.count, letter.csum))


def _joins_on(state: ScopeState, letter: ScopeLetter) -> bool:
    same = state.epoch in ("", letter.epoch)
    return same and letter.since <= state.cursor and letter.cursor > state.applied
