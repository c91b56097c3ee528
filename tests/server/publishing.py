"""Notices and lists of codes as tests of both sides publish them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from kemiskinan_domain.people import WHOLE_DISTRICT
from kemiskinan_domain.publishing import CodeChoice, CodeList, Notice
from kemiskinan_domain.records import RecordId, new_record_id
from kemiskinan_domain.wire.scopes import ScopeName, district_scope
from kemiskinan_server.services.code_lists import publish_code_list
from kemiskinan_server.services.notices import Publisher, correct_notice, publish_notice, withdraw_notice
from kemiskinan_server.storage.database import Database
from tests.server.conftest import VILLAGE

HERE = district_scope(VILLAGE)
NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)
WHO = Publisher("dewi", WHOLE_DISTRICT)


def a_notice(title: str = "Rapat koordinasi", **more: Any) -> Notice:
    given = {"text": "Hari Senin pukul 09.00 di aula DPMD.", "starts": date(2026, 11, 1), "until": date(2031, 1, 1)}
    return Notice(**{"title": title, **given, **more})


def publish(
    database: Database, notice: Notice | None = None, scope: ScopeName = HERE, who: Publisher = WHO
) -> RecordId:
    record = new_record_id()
    with database.unit_of_work() as unit:
        assert publish_notice(unit, scope, record, notice or a_notice(), who=who, now=NOW) == record
        unit.commit()
    return record


def correct(database: Database, record: RecordId, notice: Notice, seen: int = 1) -> None:
    with database.unit_of_work() as unit:
        assert correct_notice(unit, record, notice, seen, who=WHO, now=NOW) == record
        unit.commit()


def withdraw(database: Database, record: RecordId) -> None:
    with database.unit_of_work() as unit:
        assert withdraw_notice(unit, record, who=WHO, now=NOW) is None
        unit.commit()


def a_code_list(version: str = "20261101", *labels: str, name: str = "pekerjaan", **more: Any) -> CodeList:
    words = labels or ("Petani", "Buruh harian lepas")
    choices = tuple(CodeChoice(str(number), word) for number, word in enumerate(words, 1))
    return CodeList(
        **{
            "name": name,
            "version": version,
            "title": "Pekerjaan",
            "choices": choices,
            "starts": date(2026, 11, 1),
            **more,
        }
    )


def publish_codes(database: Database, codes: CodeList, scope: ScopeName = HERE) -> None:
    with database.unit_of_work() as unit:
        assert publish_code_list(unit, scope, codes, by="dewi", now=NOW) is None
        unit.commit()
