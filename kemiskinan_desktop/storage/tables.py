"""All tables of the laptop's file as plain SQLAlchemy tables, for statements.

Importing this module defines every row.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Table

from kemiskinan_desktop.storage import (
    bundle_tables,
    exchange_tables,
    keying_tables,
    local_tables,
    scope_tables,
    working_tables,
)
from kemiskinan_desktop.storage.base import DesktopTable, metadata

WORKING: Final = working_tables.WORKING_TABLES


def _table(row: type[DesktopTable]) -> Table:
    return metadata.tables[str(row.__tablename__)]


base: Final = _table(exchange_tables.BaseRow)
working: Final = _table(exchange_tables.WorkingRow)
change_body: Final = _table(exchange_tables.ChangeBodyRow)
outbox: Final = _table(exchange_tables.OutboxRow)
archive: Final = _table(exchange_tables.ArchiveRow)
refused: Final = _table(exchange_tables.RefusedRow)
stage: Final = _table(exchange_tables.StageRow)
meta: Final = _table(exchange_tables.MetaRow)
receipt: Final = _table(exchange_tables.ReceiptRow)
receipt_entry: Final = _table(exchange_tables.ReceiptEntryRow)
exchange_log: Final = _table(exchange_tables.ExchangeLogRow)
written_bundle: Final = _table(bundle_tables.WrittenBundleRow)
village_device: Final = _table(bundle_tables.VillageDeviceRow)
carried_bundle: Final = _table(bundle_tables.CarriedBundleRow)
carried_change: Final = _table(bundle_tables.CarriedChangeRow)
scope: Final = _table(scope_tables.ScopeRow)
scope_record: Final = _table(scope_tables.ScopeRecordRow)
scope_stage: Final = _table(scope_tables.ScopeStageRow)
person: Final = _table(local_tables.PersonRow)
resume: Final = _table(local_tables.ResumeRow)
form: Final = _table(local_tables.FormRow)
preference: Final = _table(local_tables.PreferenceRow)
fault: Final = _table(local_tables.FaultRow)
audit: Final = _table(local_tables.AuditRow)
double_entry: Final = _table(keying_tables.DoubleEntryRow)
double_value: Final = _table(keying_tables.DoubleValueRow)
paradata: Final = _table(keying_tables.ParadataRow)
household: Final = _table(working_tables.HouseholdIndex)
member: Final = _table(working_tables.MemberIndex)
deliberation: Final = _table(working_tables.DeliberationIndex)
decision: Final = _table(working_tables.DecisionIndex)
attendance: Final = _table(working_tables.AttendanceIndex)
conflict: Final = _table(working_tables.ConflictIndex)
remark: Final = _table(working_tables.RemarkIndex)
