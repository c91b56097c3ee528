"""How many changes a laptop says it still has to send."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("client", sa.Column("waiting", sa.BigInteger(), server_default="0", nullable=False))


def downgrade() -> None:
    op.drop_column("client", "waiting")
