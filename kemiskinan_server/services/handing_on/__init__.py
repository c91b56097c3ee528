"""Lists and a read API for offices and systems outside: what they get, by which right, and that it is written down."""

from kemiskinan_server.services.handing_on.grants import (
    Grant,
    NewGrant,
    ReadField,
    check_token,
    grants,
    make_grant,
    revoke_grant,
)
from kemiskinan_server.services.handing_on.lists import ListKind, Wanted, rows_of
from kemiskinan_server.services.handing_on.spreadsheets import csv_chunks, xlsx_chunks

__all__ = [
    "Grant",
    "ListKind",
    "NewGrant",
    "ReadField",
    "Wanted",
    "check_token",
    "csv_chunks",
    "grants",
    "make_grant",
    "revoke_grant",
    "rows_of",
    "xlsx_chunks",
]
