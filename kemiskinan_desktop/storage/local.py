"""What stays on this laptop: questionnaires, people, where a family was left, preferences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from kemiskinan_desktop.storage.tables import form, person, preference, resume
from kemiskinan_domain.people import Role
from kemiskinan_domain.records import RecordId


@dataclass(frozen=True, slots=True)
class StoredForm:
    """One version of a questionnaire; `digest` is SHA-256 of the compiled text (hexadecimal)."""

    id: str
    version: str
    text: str
    digest: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who works on this laptop."""

    id: str
    name: str
    role: Role


class Forms:
    """`unit.forms`: versions never change, so a version that is there is never written again."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, form_id: str, version: str) -> StoredForm | None:
        """One version; None where it was not received."""
        row = self._connection.execute(
            select(form.c.id, form.c.version, form.c.text, form.c.digest).where(
                form.c.id == form_id, form.c.version == version
            )
        ).first()
        return None if row is None else StoredForm(*row)

    def newest(self, form_id: str) -> StoredForm | None:
        """The version that was received last."""
        row = self._connection.execute(
            select(form.c.id, form.c.version, form.c.text, form.c.digest)
            .where(form.c.id == form_id)
            .order_by(form.c.received_at.desc(), form.c.version.desc())
            .limit(1)
        ).first()
        return None if row is None else StoredForm(*row)

    def known(self) -> tuple[tuple[str, str, str], ...]:
        """Id, version and digest of every questionnaire that is here."""
        rows = self._connection.execute(select(form.c.id, form.c.version, form.c.digest).order_by(form.c.id))
        return tuple((row.id, row.version, row.digest) for row in rows)

    def add(self, new: StoredForm, at: datetime) -> None:
        """Keep a version; one that is there already stays as it is."""
        self._connection.execute(
            insert(form)
            .prefix_with("OR IGNORE")
            .values(id=new.id, version=new.version, text=new.text, digest=new.digest, received_at=at.isoformat())
        )

    def prefer(self, form_id: str, version: str, at: datetime) -> None:
        """The district names that version again, though a later one came: it withdrew the later one."""
        newest = self.newest(form_id)
        if newest is not None and newest.version != version:
            chosen = (form.c.id == form_id, form.c.version == version)
            self._connection.execute(update(form).where(*chosen).values(received_at=at.isoformat()))


class People:
    """`unit.people`: names for the `by` of changes; who may unlock stands in the key slots."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def all(self) -> tuple[Person, ...]:
        """Everybody, in the order of their ids: as they were added."""
        rows = self._connection.execute(select(person.c.id, person.c.name, person.c.role).order_by(person.c.id))
        return tuple(Person(row.id, row.name, Role(row.role)) for row in rows)

    def get(self, person_id: str) -> Person | None:
        """One person; None for a stranger (somebody who works on another laptop or for the district)."""
        return next((known for known in self.all() if known.id == person_id), None)

    def put(self, known: Person) -> None:
        """Add somebody, or give them another name or role."""
        self._connection.execute(
            insert(person).prefix_with("OR REPLACE").values(id=known.id, name=known.name, role=known.role.value)
        )


class ResumePoints:
    """`unit.resume`: the field that a family was left at."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, household: RecordId) -> str | None:
        """The path of the field; None where nobody left one."""
        return self._connection.execute(select(resume.c.field).where(resume.c.household == household)).scalar()

    def put(self, household: RecordId, field: str, at: datetime) -> None:
        """Remember the field."""
        self._connection.execute(
            insert(resume).prefix_with("OR REPLACE").values(household=household, field=field, at=at.isoformat())
        )

    def forget(self, household: RecordId) -> None:
        """The family is complete."""
        self._connection.execute(delete(resume).where(resume.c.household == household))

    def latest(self) -> tuple[RecordId, str] | None:
        """The family that was worked on last, with its field."""
        row = self._connection.execute(
            select(resume.c.household, resume.c.field).order_by(resume.c.at.desc()).limit(1)
        ).first()
        return None if row is None else (RecordId(row.household), row.field)


class Preferences:
    """`unit.preferences`: names and texts; what they mean is typed in the services."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, name: str) -> str | None:
        """One choice; None where nobody made it."""
        return self._connection.execute(select(preference.c.value).where(preference.c.name == name)).scalar()

    def put(self, name: str, value: str) -> None:
        """Remember a choice."""
        self._connection.execute(insert(preference).prefix_with("OR REPLACE").values(name=name, value=value))

    def all(self) -> dict[str, str]:
        """Every choice."""
        return {row.name: row.value for row in self._connection.execute(select(preference))}
