"""Drives questionnaires in tests: opens, answers, and reads what would be sent."""

from __future__ import annotations

from kemiskinan_desktop.services.survey import (
    FinishProblem,
    NotYet,
    Recorded,
    SurveyService,
    SurveySession,
)
from kemiskinan_desktop.storage import Store
from kemiskinan_domain.changes import Delete, Put, decode_change
from kemiskinan_domain.records import RecordId
from tests.desktop.services.village import Village

DUSUN = "/data/identitas/dusun"
NAME = "/data/anggota[{}]/nama"
NIK = "3203011503850001"


def opened(village: Village, household: RecordId) -> SurveySession:
    session = SurveyService(village.desk, village.shelf).open(household)
    assert session is not None
    return session


def answered(session: SurveySession, path: str, raw: str) -> Recorded:
    recorded = session.answer(path, raw)
    assert isinstance(recorded, Recorded), recorded
    session.commit(recorded.save)
    return recorded


def complete(session: SurveySession) -> None:
    """The family refused: with that outcome nothing but identity and address is asked."""
    answered(session, "/data/identitas/r205", "4")
    answered(session, "/data/identitas/status_kk", "belum_ada")


def sent(store: Store) -> list[Put | Delete]:
    with store.unit() as unit:
        unit.exchange.sending.freeze()
        batch = unit.exchange.sending.batch(10_000, 10_000_000)
    changes = [decode_change(body) for body in (batch.bodies if batch else ())]
    return [change for change in changes if isinstance(change, Put | Delete)]


def limit_pages(store: Store, beyond: int) -> None:
    with store.unit() as unit:
        connection = unit.records._connection
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + beyond}")


def problems_of(session: SurveySession) -> list[FinishProblem]:
    told = session.finish()
    return [one.problem for one in told.problems] if isinstance(told, NotYet) else []


def problems_at(session: SurveySession, path: str) -> list[FinishProblem]:
    told = session.finish()
    return [one.problem for one in told.problems if one.path == path] if isinstance(told, NotYet) else []
