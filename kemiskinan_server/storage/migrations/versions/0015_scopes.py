"""What a district publishes for all villages: notices and lists of codes."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def _key(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(collation="C"), nullable=False)


def upgrade() -> None:
    op.create_table(
        "scope",
        _key("name"),
        _key("epoch"),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("head", "live_count")),
        _key("csum"),
        sa.Column("floor", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_scope")),
    )
    op.create_table(
        "scope_record",
        *(_key(name) for name in ("scope", "id", "kind")),
        sa.Column("rev", sa.BigInteger(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("last_document", sa.Text(), nullable=True),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("scope", "id", name=op.f("pk_scope_record")),
        sa.UniqueConstraint("scope", "rev", name=op.f("uq_scope_record_scope_rev")),
    )
    op.create_table(
        "scope_history",
        _key("scope"),
        sa.Column("rev", sa.BigInteger(), autoincrement=False, nullable=False),
        _key("record"),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "rev", name=op.f("pk_scope_history")),
    )
    op.create_table(
        "scope_reader",
        *(_key(name) for name in ("village", "client", "scope", "epoch")),
        sa.Column("cursor", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("village", "client", "scope", name=op.f("pk_scope_reader")),
    )
    op.create_index("ix_scope_reader_scope_village", "scope_reader", ["scope", "village"])


def downgrade() -> None:
    for table in ("scope_reader", "scope_history", "scope_record", "scope"):
        op.drop_table(table)
