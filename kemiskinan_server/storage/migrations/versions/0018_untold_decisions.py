"""What villages still have to be told about a decision: each in a transaction of its own."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("crossing_decision", sa.Column("untold", sa.Text(), server_default="[]", nullable=False))


def downgrade() -> None:
    op.drop_column("crossing_decision", "untold")
