"""A full disk, by one name, whoever meets it: a file that is written, or PostgreSQL."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import psycopg
from sqlalchemy.exc import DBAPIError

_NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT})
_DISK_FULL: Final = "53100"
"""PostgreSQL's own word for it (SQLSTATE)."""


class DiskFullError(Exception):
    """No room for what was to be kept; what was there before stands."""


def has_no_room(error: BaseException) -> bool:
    """Whether that is the system's or the database's way of saying that the disk is full."""
    said = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(said, psycopg.Error):
        return said.sqlstate == _DISK_FULL
    return isinstance(error, OSError) and error.errno in _NO_ROOM


@contextmanager
def naming_full_disk() -> Iterator[None]:
    """Give the system's word for a full disk the name that services know. Raises `DiskFullError`."""
    try:
        yield
    except OSError as error:
        if has_no_room(error):
            raise DiskFullError from error
        raise
