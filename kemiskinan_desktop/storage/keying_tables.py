"""Tables about the keying itself: a second, blind entry while it is under way, and paradata. They stay here."""

from sqlmodel import Field

from kemiskinan_desktop.storage.base import CLUSTERED, DesktopTable


class DoubleEntryRow(DesktopTable, table=True):
    """A second person has begun to key a family again; the counts are those of the first comparison."""

    __tablename__ = "double_entry"
    __table_args__ = CLUSTERED

    household: str = Field(primary_key=True)
    by: str
    started_at: str
    first_by: str | None = None
    compared: int | None = None
    differed: int | None = None


class DoubleValueRow(DesktopTable, table=True):
    """What the second person keyed at one question; `instance` is the member's id, empty for the family's own."""

    __tablename__ = "double_value"
    __table_args__ = CLUSTERED

    household: str = Field(primary_key=True)
    instance: str = Field(primary_key=True)
    question: str = Field(primary_key=True)
    value: str


class ParadataRow(DesktopTable, table=True):
    """How one person worked on one section of one family on one day; numbers only, no answer."""

    __tablename__ = "paradata"
    __table_args__ = CLUSTERED

    household: str = Field(primary_key=True)
    section: str = Field(primary_key=True)
    person: str = Field(primary_key=True)
    day: str = Field(primary_key=True)
    seconds: int
    keys: int
    answers: int
    corrections: int
