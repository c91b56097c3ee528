"""How many workers of each village stood where when it was last counted."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "worker_count",
        sa.Column("village", sa.Text(collation="C"), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("head", sa.BigInteger(), nullable=False),
        sa.Column("book", sa.Text(), nullable=False),
        sa.Column("groups", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("village", name=op.f("pk_worker_count")),
    )


def downgrade() -> None:
    op.drop_table("worker_count")
