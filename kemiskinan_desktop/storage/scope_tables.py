"""Tables of what the district publishes for all villages; never mixed with the village's own records."""

from sqlmodel import Field

from kemiskinan_desktop.storage.base import CLUSTERED, DesktopTable


class ScopeRow(DesktopTable, table=True):
    """Where one scope stands here: `cursor` is received, `applied` is what is shown."""

    __tablename__ = "scope"
    __table_args__ = CLUSTERED

    name: str = Field(primary_key=True)
    epoch: str
    cursor: int
    applied: int
    whole: bool
    """The stage will hold the whole scope: what it does not name is gone."""
    count: int
    total: str


class ScopeRecordRow(DesktopTable, table=True):
    """One record of a scope exactly as the district sent it."""

    __tablename__ = "scope_record"
    __table_args__ = CLUSTERED

    scope: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    kind: str
    rev: int
    deleted: bool
    line: bytes


class ScopeStageRow(DesktopTable, table=True):
    """Lines of a scope that were received and not applied yet, as they came."""

    __tablename__ = "scope_stage"

    seq: int | None = Field(default=None, primary_key=True)
    scope: str
    lines: bytes
