"""Questionnaires as the district published them, for all villages or some; a version's text never changes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ARRAY, Connection, Text, bindparam, func, insert, literal, null, select, union_all, update

from kemiskinan_domain.people import WHOLE_DISTRICT, Area
from kemiskinan_server.storage.base import table_of
from kemiskinan_server.storage.scope_tables import ScopeRow
from kemiskinan_server.storage.tables import FormRow
from kemiskinan_server.storage.values import StoredForm

_form = table_of(FormRow)
_scope = table_of(ScopeRow)
_both = union_all(
    select(
        literal("form").label("what"),
        (_form.c.id + "@" + _form.c.version).label("name"),
        _form.c.digest.label("word"),
        _form.c.area.label("text"),
        literal(0).label("number"),
        _form.c.published_at.label("at"),
        _form.c.version.label("version"),
    ).where(_form.c.withdrawn_at.is_(None)),
    select(literal("scope"), _scope.c.name, _scope.c.epoch, literal(""), _scope.c.head, null(), literal("")).where(
        _scope.c.name == func.any(bindparam("scopes", type_=ARRAY(Text))), _scope.c.head > 0
    ),
).subquery()
_ANNOUNCED = select(*(_both.c[name] for name in ("what", "name", "word", "text", "number"))).order_by(
    _both.c.at.desc(), _both.c.version.desc()
)


@dataclass(frozen=True, slots=True)
class Release:
    """One published version and for whom."""

    id: str
    version: str
    digest: str
    area: Area
    published_at: datetime
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True)
class Announced:
    """The questionnaires that a village is to use (id, version, digest), and where scopes stand (name, epoch, head)."""

    forms: tuple[tuple[str, str, str], ...]
    scopes: tuple[tuple[str, str, int], ...]


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
        return newest_of(((one.id, one.version, one.digest, one.area) for one in self._standing()), village)

    def _standing(self) -> Iterator[Release]:
        return (one for one in self.releases() if one.withdrawn_at is None)

    def announced(self, village: str, scopes: Collection[str]) -> Announced:
        """What a laptop is told at the end of every exchange, in one question to the database."""
        forms: list[tuple[str, str, str, Area]] = []
        found: list[tuple[str, str, int]] = []
        for what, name, word, text, number in self._connection.execute(_ANNOUNCED, {"scopes": list(scopes)}):
            if what == "form":
                form, _, version = name.partition("@")
                forms.append((form, version, word, _area(text)))
            else:
                found.append((name, word, number))
        return Announced(tuple(newest_of(forms, village)), tuple(found))


def newest_of(standing: Iterable[tuple[str, str, str, Area]], village: str) -> list[tuple[str, str, str]]:
    """Of each questionnaire the first that is for the village, by id; without a village, for every village."""
    found: dict[str, tuple[str, str, str]] = {}
    for form, version, digest, area in standing:
        if not area.codes or (village and area.covers(village)):
            found.setdefault(form, (form, version, digest))
    return [found[form] for form in sorted(found)]


def _area(text: str) -> Area:
    return Area(tuple(code for code in text.split(",") if code))
