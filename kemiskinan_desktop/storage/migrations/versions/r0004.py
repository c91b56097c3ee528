"""What the district publishes for all villages: notices and lists of codes."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "scope",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("name", "epoch")),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("cursor", "applied")),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("total", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_scope"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "scope_record",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("scope", "id", "kind")),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("line", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "id", name="pk_scope_record"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "scope_stage",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("lines", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_scope_stage"),
    )


def downgrade() -> None:
    for table in ("scope_stage", "scope_record", "scope"):
        op.drop_table(table)
