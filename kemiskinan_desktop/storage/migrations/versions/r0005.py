"""Bodies of own changes apart from how far those changes are, and no chain values that follow from the bodies."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from kemiskinan_domain.changes import GENESIS, ChainValue, next_link

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_OUTBOX = ("mid", "record", "kind", "root", "barrier", "saved_at", "replay", "prev", "acked", "rev", "verdict")
_ARCHIVE = ("client", "mid", "record", "kind", "root", "saved_at", "prev", "rev")


def upgrade() -> None:
    op.create_table(
        "change_body",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_change_body"),
    )
    op.execute("INSERT INTO change_body (seq, body) SELECT row_number() OVER (ORDER BY mid), body FROM outbox")
    op.execute(
        "INSERT INTO change_body (seq, body)"
        " SELECT (SELECT count(*) FROM outbox) + row_number() OVER (ORDER BY client, mid), body FROM archive"
    )
    _drop_indexes()
    op.rename_table("outbox", "outbox_0004")
    op.rename_table("archive", "archive_0004")
    _make_outbox([sa.Column("body_seq", sa.Integer(), nullable=False)], [])
    _make_archive(
        [sa.Column("body_seq", sa.Integer(), nullable=False)], [sa.Column("prev", sa.String(), nullable=True)]
    )
    names = ", ".join(_OUTBOX)
    op.execute(
        f"INSERT INTO outbox ({names}, body_seq) SELECT {names}, row_number() OVER (ORDER BY mid) FROM outbox_0004"
    )
    names = ", ".join(_ARCHIVE)
    op.execute(
        f"INSERT INTO archive ({names}, body_seq) SELECT {names}, (SELECT count(*) FROM outbox)"
        " + row_number() OVER (ORDER BY client, mid) FROM archive_0004"
    )
    op.execute("DELETE FROM meta WHERE name = 'frozen_chain'")
    _drop_old("0004")


def downgrade() -> None:
    _drop_indexes()
    op.rename_table("outbox", "outbox_0005")
    op.rename_table("archive", "archive_0005")
    _make_outbox(
        [sa.Column("body", sa.LargeBinary(), nullable=False)],
        [sa.Column("frozen", sa.Boolean(), nullable=False), sa.Column("chain", sa.String(), nullable=True)],
    )
    _make_archive(
        [sa.Column("body", sa.LargeBinary(), nullable=False)],
        [sa.Column(name, sa.String(), nullable=False) for name in ("prev", "chain")],
    )
    frozen = "mid <= coalesce((SELECT CAST(value AS INTEGER) FROM meta WHERE name = 'frozen_mid'), 0)"
    names = ", ".join(_OUTBOX)
    op.execute(
        f"INSERT INTO outbox ({names}, body, frozen) SELECT {names}, body, {frozen}"
        " FROM outbox_0005 JOIN change_body ON seq = body_seq"
    )
    names = ", ".join(name for name in _ARCHIVE if name != "prev")
    op.execute(
        f"INSERT INTO archive ({names}, prev, body, chain) SELECT {names}, coalesce(prev, ''), body, ''"
        " FROM archive_0005 JOIN change_body ON seq = body_seq"
    )
    _write_chain()
    _drop_old("0005")
    op.drop_table("change_body")


def _write_chain() -> None:
    """Every value again, and that of the last frozen change, which the exchange goes on from."""
    connection = op.get_bind()
    state = {row[0]: row[1] for row in connection.exec_driver_sql("SELECT name, value FROM meta")}
    client, acked = state.get("client", '""').strip('"'), int(state.get("acked_mid", 0))
    known = {0: GENESIS, acked: ChainValue(state.get("acked_chain", GENESIS).strip('"'))}
    rows = connection.exec_driver_sql(
        "SELECT 'outbox', mid, prev, body FROM outbox WHERE frozen AND mid > 0 UNION ALL"
        " SELECT 'archive', mid, nullif(prev, ''), body FROM archive WHERE client = ? AND mid > 0 ORDER BY 2",
        (client,),
    ).all()
    for table, mid, prev, body in rows:
        before = ChainValue(prev or known.get(mid - 1, GENESIS))
        known[mid] = next_link(before, body)
        where = "mid = ?" if table == "outbox" else "client = ? AND mid = ?"
        key = (mid,) if table == "outbox" else (client, mid)
        connection.exec_driver_sql(f"UPDATE {table} SET prev = ?, chain = ? WHERE {where}", (before, known[mid], *key))
    last = known.get(int(state.get("frozen_mid", 0)), GENESIS)
    connection.exec_driver_sql("INSERT OR REPLACE INTO meta (name, value) VALUES ('frozen_chain', ?)", (f'"{last}"',))


def _drop_indexes() -> None:
    for name in ("ix_outbox_acked_rev", "ix_outbox_record", "ix_outbox_root", "ix_archive_record", "ix_archive_rev"):
        op.drop_index(name)


def _drop_old(suffix: str) -> None:
    for table in ("outbox", "archive"):
        op.drop_table(f"{table}_{suffix}")


def _make_outbox(body: list[sa.Column[Any]], more: list[sa.Column[Any]]) -> None:
    op.create_table(
        "outbox",
        sa.Column("mid", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("record", "kind", "root")),
        *body,
        sa.Column("barrier", sa.Boolean(), nullable=False),
        sa.Column("saved_at", sa.String(), nullable=False),
        sa.Column("replay", sa.Boolean(), nullable=False),
        *more[:1],
        sa.Column("prev", sa.String(), nullable=True),
        *more[1:],
        sa.Column("acked", sa.Boolean(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=True),
        sa.Column("verdict", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("mid", name="pk_outbox"),
    )
    op.create_index("ix_outbox_acked_rev", "outbox", ["acked", "rev"])
    op.create_index("ix_outbox_record", "outbox", ["record"])
    op.create_index("ix_outbox_root", "outbox", ["root"])


def _make_archive(body: list[sa.Column[Any]], chain: list[sa.Column[Any]]) -> None:
    op.create_table(
        "archive",
        sa.Column("client", sa.String(), nullable=False),
        sa.Column("mid", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("record", "kind", "root")),
        *body,
        sa.Column("saved_at", sa.String(), nullable=False),
        *chain,
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("client", "mid", name="pk_archive"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_archive_record", "archive", ["record"])
    op.create_index("ix_archive_rev", "archive", ["rev"])
