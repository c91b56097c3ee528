"""The least that can be done: take a POST of records and upsert them. What the exchange costs is told against it.

No merge, no ledger, no chain, no receipt, no second table, nothing on a laptop's disk. `python -m benchmarks.bare URL`
serves it over a PostgreSQL and says where it listens; `records_per_second` asks it, in requests as large as a push's.
"""

from __future__ import annotations

import gzip
import sys
import time
import zlib
from collections.abc import Callable, Sequence

import fastapi
import msgspec
import psycopg
import requests
import uvicorn
from fastapi.concurrency import run_in_threadpool
from sqlalchemy import URL

from benchmarks.district import process_that_listens
from kemiskinan_domain.records import Document, RecordId, RecordKind

_PER_REQUEST = 2_500
_TABLE = "CREATE TABLE IF NOT EXISTS bare (village text, id text, line text, PRIMARY KEY (village, id))"
_UPSERT = "INSERT INTO bare VALUES ('v', %s, %s) ON CONFLICT (village, id) DO UPDATE SET line = excluded.line"


class _Bare(uvicorn.Server):
    async def startup(self, sockets: list[object] | None = None) -> None:  # type: ignore[override]
        await super().startup(sockets)  # type: ignore[arg-type]
        host, port = self.servers[0].sockets[0].getsockname()[:2]
        print(f"LISTENING http://{host}:{port}", flush=True)


def records_per_second(database: URL, village: Sequence[tuple[RecordKind, RecordId, Document]]) -> float:
    """How many records of that village such a server takes in each second, from one client that waits for it."""
    with process_that_listens("benchmarks.bare", _plain(database)) as address, requests.Session() as session:
        session.trust_env = False
        session.post(address, data=_packed([]), timeout=60).raise_for_status()
        started = time.perf_counter()
        for at in range(0, len(village), _PER_REQUEST):
            packed = _packed(village[at : at + _PER_REQUEST])
            session.post(address, data=packed, timeout=60).raise_for_status()
        return len(village) / (time.perf_counter() - started)


def _packed(village: Sequence[tuple[RecordKind, RecordId, Document]]) -> bytes:
    return gzip.compress(msgspec.json.encode([(record, document) for _, record, document in village]), 6)


def _plain(database: URL) -> str:
    return database.set(drivername="postgresql").render_as_string(hide_password=False)


def _app(url: str) -> fastapi.FastAPI:
    connection = psycopg.connect(url, autocommit=True)
    connection.execute(_TABLE)
    app = fastapi.FastAPI()

    def store(body: bytes) -> None:
        found = msgspec.json.decode(zlib.decompress(body, 31), type=list[tuple[str, msgspec.Raw]])
        with connection.transaction(), connection.cursor() as cursor:
            cursor.executemany(_UPSERT, [(record, bytes(line).decode()) for record, line in found])

    @app.post("/")
    async def take(request: fastapi.Request) -> dict[str, bool]:
        await run_in_threadpool(store, await request.body())
        return {"ok": True}

    return app


def main(serve: Callable[[uvicorn.Config], _Bare] = _Bare) -> None:
    """Serve until terminated."""
    serve(uvicorn.Config(_app(sys.argv[1]), port=0, log_level="warning", access_log=False)).run()


if __name__ == "__main__":
    main()
