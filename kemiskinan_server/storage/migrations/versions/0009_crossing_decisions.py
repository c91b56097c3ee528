"""What the district found out about people who stand in two villages."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "crossing_decision",
        sa.Column("key", sa.Text(collation="C"), nullable=False),
        sa.Column("stays_in", sa.Text(collation="C"), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_crossing_decision")),
    )


def downgrade() -> None:
    op.drop_table("crossing_decision")
