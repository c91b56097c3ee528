"""How long a full database takes to come to this version: `python -m benchmarks.upgrade [--families 100000]`.

Seeds a district in today's tables, takes the later migrations back, and times each on its way up again: JSON lines.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from pathlib import Path

from alembic.script import ScriptDirectory
from sqlalchemy import text

from benchmarks.district_seed import seed
from kemiskinan_domain.clock import system_clock, village_day
from kemiskinan_server.storage import schema
from kemiskinan_server.storage.database import Database, engine_for
from kemiskinan_server.storage.embedded import EmbeddedPostgres

BEFORE = "0011"
"""The version that is gone back to: the last one before sums were kept."""


def main() -> None:
    """Seed, go back, come up."""
    options = argparse.ArgumentParser(prog="benchmarks.upgrade")
    options.add_argument("--families", type=int, default=20_000)
    families = options.parse_args().families
    with tempfile.TemporaryDirectory(prefix="kemiskinan-bench-") as name:
        Path(name).chmod(0o755)
        with EmbeddedPostgres(Path(name) / "pg") as postgres:
            database, now = Database(engine_for(postgres.url)), system_clock()
            database.migrate()
            records = seed(database, families, village_day(now), now)
            with database.engine.connect() as connection:
                size = connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one()
                scripts = ScriptDirectory.from_config(schema.config_for(connection))
            _say("seeded", families=families, records=records, database_bytes=size)
            schema.downgrade(database.engine, BEFORE)
            for revision in [one.revision for one in scripts.iterate_revisions("head", BEFORE)][::-1]:
                begun = time.perf_counter()
                schema.upgrade(database.engine, revision)
                _say("step", revision=revision, seconds=round(time.perf_counter() - begun, 3))
            database.close()


def _say(name: str, **figures: float | str) -> None:
    print(json.dumps({"benchmark": f"upgrade.{name}", **figures}), flush=True)


if __name__ == "__main__":
    main()
