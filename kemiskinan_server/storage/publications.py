"""Questionnaires as the district published them, for all villages or some; a version's text never changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from kemiskinan_domain.people import WHOLE_DISTRICT, Area
from kemiskinan_server.storage.base import table_of
from kemiskinan_server.storage.tables import FormRow
from kemiskinan_server.storage.values import StoredForm

_form = table_of(FormRow)


@dataclass(frozen=True, slots=True)
class Release:
    """One published version and for whom."""

    id: str
    version: str
    digest: str
    area: Area
    published_at: datetime
    withdrawn_at: datetime | None


class Publications:
    """Reads and writes within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, form: StoredForm, now: datetime, area: Area = WHOLE_DISTRICT) -> None:
        """A new version."""
        self._connection.execute(
            insert(_form).values(
                id=form.id,
                version=form.version,
                compiled=form.compiled,
                digest=form.digest,
                signature=form.signature,
                published_at=now,
                area=str(area),
            )
        )

    def withdraw(self, form: str, version: str, now: datetime) -> None:
        """It is handed out no more; who has it keeps it for the answers that were given in it."""
        chosen = (_form.c.id == form, _form.c.version == version)
        self._connection.execute(update(_form).where(*chosen).values(withdrawn_at=now))

    def get(self, form: str, version: str) -> StoredForm | None:
        """One version."""
        statement = select(_form).where(_form.c.id == form, _form.c.version == version)
        row = self._connection.execute(statement).mappings().first()
        if row is None:
            return None
        return StoredForm(row["id"], row["version"], row["compiled"], row["digest"], row["signature"])

    def releases(self) -> list[Release]:
        """Every version, the latest first."""
        columns = (
            _form.c.id,
            _form.c.version,
            _form.c.digest,
            _form.c.area,
            _form.c.published_at,
            _form.c.withdrawn_at,
        )
        rows = self._connection.execute(select(*columns).order_by(_form.c.published_at.desc(), _form.c.version.desc()))
        return [
            Release(row.id, row.version, row.digest, _area(row.area), row.published_at, row.withdrawn_at)
            for row in rows
        ]

    def newest(self, village: str = "") -> list[tuple[str, str, str]]:
        """Id, version and digest of the version of every questionnaire that a village is to use, by id.

        Without a village: those that are for every village.
        """
        found: dict[str, tuple[str, str, str]] = {}
        for one in self.releases():
            if one.withdrawn_at is None and (not one.area.codes or (village and one.area.covers(village))):
                found.setdefault(one.id, (one.id, one.version, one.digest))
        return [found[form] for form in sorted(found)]


def _area(text: str) -> Area:
    return Area(tuple(code for code in text.split(",") if code))
