"""The keying itself: second entries that are under way, and paradata."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "double_entry",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("household", "by", "started_at")),
        sa.Column("first_by", sa.String(), nullable=True),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in ("compared", "differed")),
        sa.PrimaryKeyConstraint("household", name="pk_double_entry"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "double_value",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("household", "instance", "question", "value")),
        sa.PrimaryKeyConstraint("household", "instance", "question", name="pk_double_value"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "paradata",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("household", "section", "person", "day")),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("seconds", "keys", "answers", "corrections")),
        sa.PrimaryKeyConstraint("household", "section", "person", "day", name="pk_paradata"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    for table in ("paradata", "double_value", "double_entry"):
        op.drop_table(table)
