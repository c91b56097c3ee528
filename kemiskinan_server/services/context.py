"""What stands behind every route and page, built once by the application."""

from __future__ import annotations

from dataclasses import dataclass

from kemiskinan_domain.clock import Clock
from kemiskinan_server.services.keys import ServerKeys
from kemiskinan_server.settings import Settings
from kemiskinan_server.storage.database import Database


@dataclass(frozen=True, slots=True)
class ServerContext:
    """The parts of a running server."""

    settings: Settings
    database: Database
    keys: ServerKeys
    clock: Clock
