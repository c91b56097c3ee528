"""Notices and lists of codes that a district of the tests puts into a laptop's file, as an exchange would."""

from __future__ import annotations

from kemiskinan_desktop.storage import Store
from kemiskinan_domain.changes import EMPTY_CHECKSUM, Checksum
from kemiskinan_domain.publishing import CodeList, Notice, code_list_id
from kemiskinan_domain.records import Document, RecordId, new_record_id
from kemiskinan_domain.wire.scopes import ScopeKind, ScopeName, district_scope, encode_scope_line

HERE = district_scope("32.03.01.2001")


def announce(store: Store, notice: Notice, record: RecordId | None = None, scope: ScopeName = HERE) -> RecordId:
    """A notice came, or a corrected edition of one."""
    record = record or new_record_id()
    _bring(store, scope, ScopeKind.NOTICE, record, notice.to_document())
    return record


def bring_codes(store: Store, codes: CodeList, scope: ScopeName = HERE) -> None:
    """A version of a list came."""
    _bring(store, scope, ScopeKind.CODE_LIST, code_list_id(codes.name, codes.version), codes.to_document())


def take_back(store: Store, kind: ScopeKind, record: RecordId, scope: ScopeName = HERE) -> None:
    """The district withdrew it."""
    _bring(store, scope, kind, record, None)


def _bring(store: Store, scope: ScopeName, kind: ScopeKind, record: RecordId, document: Document | None) -> None:
    with store.unit() as unit:
        state = unit.scopes.state(scope)
        before = Checksum.from_text(state.count, state.total) if state.epoch else EMPTY_CHECKSUM
        known = unit._connection.exec_driver_sql(
            "SELECT line FROM scope_record WHERE scope = ? AND id = ? AND deleted = 0", (scope, record)
        ).first()
        before = before if known is None else before.minus(bytes(known[0]))
        line = encode_scope_line(state.cursor + 1, kind, record, document)
        expected = before if document is None else before.plus(line)
        state = unit.scopes.stage(state, "e1", [line], state.cursor + 1)
        unit.scopes.apply(state, expected)
        unit.commit()
