"""Migrations make exactly the tables of the models, up and down and up again."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from kemiskinan_server.storage import projections, schema, tables
from kemiskinan_server.storage.base import server_registry
from kemiskinan_server.storage.database import Database
from kemiskinan_server.storage.indexing import projected


def test_the_migrated_tables_are_those_of_the_models(database: Database) -> None:
    assert tables.VillageRow
    assert projections.PROJECTIONS

    with database.engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), server_registry.metadata)

    assert differences == []


def test_the_schema_goes_down_and_up_again(database: Database) -> None:
    schema.downgrade(database.engine, "base")
    emptied = set(inspect(database.engine).get_table_names())
    schema.upgrade(database.engine)

    assert emptied == {"alembic_version"}
    assert {"village", "record", "history"} <= set(inspect(database.engine).get_table_names())


def test_upgrading_twice_changes_nothing(database: Database) -> None:
    schema.upgrade(database.engine)

    assert "village" in inspect(database.engine).get_table_names()


def test_values_that_fit_no_column_stay_in_the_document() -> None:
    table = server_registry.metadata.tables["household"]
    row = dict(
        zip(table.columns.keys(), projected(table, "v", "r", {"desil": 2**70, "head_name": "a\x00b"}), strict=True)
    )

    assert (row["desil"], row["head_name"]) == (None, "ab")
