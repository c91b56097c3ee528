"""Questionnaires as the district published them; a version never changes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, insert, select
from sqlalchemy.dialects.postgresql import distinct_on

from kemiskinan_server.storage.base import table_of
from kemiskinan_server.storage.tables import FormRow
from kemiskinan_server.storage.values import StoredForm

_form = table_of(FormRow)


class Publications:
    """Reads and writes within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, form: StoredForm, now: datetime) -> None:
        """A new version."""
        self._connection.execute(
            insert(_form).values(
                id=form.id,
                version=form.version,
                compiled=form.compiled,
                digest=form.digest,
                signature=form.signature,
                published_at=now,
            )
        )

    def get(self, form: str, version: str) -> StoredForm | None:
        """One version."""
        statement = select(_form).where(_form.c.id == form, _form.c.version == version)
        row = self._connection.execute(statement).mappings().first()
        if row is None:
            return None
        return StoredForm(row["id"], row["version"], row["compiled"], row["digest"], row["signature"])

    def newest(self) -> list[tuple[str, str, str]]:
        """Id, version and digest of the last published version of every questionnaire."""
        rows = self._connection.execute(
            select(_form.c.id, _form.c.version, _form.c.digest)
            .ext(distinct_on(_form.c.id))
            .order_by(_form.c.id, _form.c.published_at.desc())
        )
        return [(row[0], row[1], row[2]) for row in rows]
