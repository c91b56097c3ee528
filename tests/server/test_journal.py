"""A line of the log says where it failed and never what somebody wrote."""

from __future__ import annotations

import json
import logging

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from kemiskinan_server.api.journal import Lines
from kemiskinan_server.storage.database import Database

SECRET = "Siti 3203014309749002"


def line_of(error: BaseException) -> dict[str, object]:
    record = logging.LogRecord("kemiskinan_server", logging.ERROR, "x.py", 1, "failed", None, (None, error, None))  # type: ignore[arg-type]
    told: dict[str, object] = json.loads(Lines().format(record))
    return told


def test_an_error_is_told_by_its_type_and_its_way_alone(database: Database) -> None:
    with database.engine.connect() as connection, pytest.raises(DBAPIError) as raised:
        connection.execute(text("SELECT CAST(:name AS integer)"), {"name": SECRET})

    told = line_of(raised.value)

    assert told["error"] == ["sqlalchemy.exc.DataError", "psycopg.errors.InvalidTextRepresentation"]
    assert any("test_an_error_is_told" in str(one) for one in told["way"])  # type: ignore[attr-defined]
    assert SECRET not in json.dumps(told)
    assert "parameters" not in str(raised.value) or "hidden" in str(raised.value)


def test_what_went_wrong_before_is_named_too() -> None:
    try:
        try:
            raise ValueError(SECRET)
        except ValueError as cause:
            raise RuntimeError(SECRET) from cause
    except RuntimeError as error:
        told = line_of(error)

    assert told["error"] == ["builtins.RuntimeError", "builtins.ValueError"]
    assert SECRET not in json.dumps(told)
    assert (told["level"], told["message"]) == ("error", "failed")
