"""The exchange by files: bundles written and carried, and the village's laptops."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "written_bundle",
        sa.Column("client", sa.String(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("seq", "first_mid", "last_mid", "size")),
        sa.Column("written_at", sa.String(), nullable=False),
        sa.Column("answered_at", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("client", "seq", name="pk_written_bundle"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "village_device",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("client", "name", "public_key")),
        sa.PrimaryKeyConstraint("client", name="pk_village_device"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "carried_bundle",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("digest", "client")),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("seq", "first_mid", "last_mid")),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("carried_at", sa.String(), nullable=False),
        sa.Column("handed_at", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("digest", name="pk_carried_bundle"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "carried_change",
        sa.Column("client", sa.String(), nullable=False),
        sa.Column("mid", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("record", "kind")),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("base_rev", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("client", "mid", name="pk_carried_change"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_carried_change_record", "carried_change", ["record"])


def downgrade() -> None:
    op.drop_index("ix_carried_change_record", table_name="carried_change")
    for table in ("carried_change", "carried_bundle", "village_device", "written_bundle"):
        op.drop_table(table)
