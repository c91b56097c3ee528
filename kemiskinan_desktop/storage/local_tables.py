"""Tables that stay on this laptop: people, questionnaires, preferences, the audit log."""

from sqlmodel import Field

from kemiskinan_desktop.storage.base import CLUSTERED, DesktopTable


class PersonRow(DesktopTable, table=True):
    """Somebody who works on this laptop."""

    __tablename__ = "person"
    __table_args__ = CLUSTERED

    id: str = Field(primary_key=True)
    name: str
    role: str


class ResumeRow(DesktopTable, table=True):
    """The field that a person left a family at."""

    __tablename__ = "resume"
    __table_args__ = CLUSTERED

    household: str = Field(primary_key=True)
    field: str
    at: str


class FormRow(DesktopTable, table=True):
    """One version of a questionnaire; immutable."""

    __tablename__ = "form"

    id: str = Field(primary_key=True)
    version: str = Field(primary_key=True)
    text: str
    digest: str
    received_at: str


class PreferenceRow(DesktopTable, table=True):
    """One choice of how the program looks and works."""

    __tablename__ = "preference"
    __table_args__ = CLUSTERED

    name: str = Field(primary_key=True)
    value: str


class FaultRow(DesktopTable, table=True):
    """What is wrong or odd in a family, as the services counted it; derived, so never sent."""

    __tablename__ = "fault"
    __table_args__ = CLUSTERED

    household: str = Field(primary_key=True)
    errors: int
    warnings: int


class AuditRow(DesktopTable, table=True):
    """One line of the append-only log; `hash` covers the line and the hash before it."""

    __tablename__ = "audit"

    seq: int = Field(primary_key=True)
    at: str
    by: str
    action: str
    subject: str
    detail: str
    hash: str
