"""The tables of the file: the steps lead to what the rows say, forth and back, with data in them."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from kemiskinan_desktop.storage import DatabaseKey, DatabaseNewerError, Store, schema
from kemiskinan_desktop.storage.base import metadata
from kemiskinan_desktop.storage.cipher import make_engine
from kemiskinan_desktop.storage.tables import WORKING
from kemiskinan_domain.records import TYPED_FIELDS, RecordKind, new_record_id
from tests.desktop.storage.empty_file import EmptyFile
from tests.desktop.storage.saving import get, new

pytestmark = pytest.mark.usefixtures("every_step")


def test_the_steps_make_exactly_the_tables_of_the_rows(store: Store) -> None:
    engine = make_engine(store.path, store.key)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})

        differences = compare_metadata(context, metadata)
    engine.dispose()

    assert differences == []


def test_the_file_that_other_tests_begin_with_is_the_one_that_the_steps_make(
    store: Store, key: DatabaseKey, tmp_path: Path
) -> None:
    stepped, quick = make_engine(store.path, key), make_engine(tmp_path / "cepat.db", key)
    filled = EmptyFile(schema.upgrade).fill(quick)
    again = EmptyFile(schema.upgrade).fill(quick)

    made = []
    for engine in (stepped, quick):
        with engine.connect() as connection:
            made.append(set(connection.execute(text("SELECT type, name, tbl_name, sql FROM sqlite_master")).all()))
        engine.dispose()

    assert (filled, again) == (True, False)
    assert made[0] == made[1]


def test_the_known_head_is_the_newest_step(store: Store) -> None:
    engine = make_engine(store.path, store.key)
    with engine.connect() as connection:
        heads = ScriptDirectory.from_config(schema.config_for(connection)).get_heads()
    engine.dispose()

    assert heads == [schema.HEAD]


def test_up_down_and_up_again_leaves_working_tables(store: Store, key: DatabaseKey) -> None:
    new(store, new_record_id(), head_name="Siti")
    store.close()
    engine = make_engine(store.path, key)

    schema.downgrade(engine, "base")
    left = set(inspect(engine).get_table_names()) - {"alembic_version"}
    schema.upgrade(engine)
    engine.dispose()

    family = new_record_id()
    again = Store.open(store.path, key)
    new(again, family, head_name="Ujang")
    assert left == set()
    assert get(again, family) is not None
    again.close()


def test_a_file_of_a_newer_program_is_refused_and_left_as_it_is(store: Store, key: DatabaseKey) -> None:
    family = new_record_id()
    new(store, family, head_name="Siti")
    store.close()
    _set_revision(store.path, key, "9999")

    with pytest.raises(DatabaseNewerError):
        Store.open(store.path, key)

    _set_revision(store.path, key, schema.HEAD)
    again = Store.open(store.path, key)
    assert get(again, family) is not None
    again.close()


def test_every_kind_has_a_column_for_each_typed_field() -> None:
    assert set(WORKING) == set(RecordKind)
    for kind, fields in TYPED_FIELDS.items():
        assert set(fields) <= set(WORKING[kind].c.keys())


def _set_revision(path: Path, key: DatabaseKey, revision: str) -> None:
    engine = make_engine(path, key)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision})
    engine.dispose()
