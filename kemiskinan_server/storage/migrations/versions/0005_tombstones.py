"""Up to which revision the tombstones of a village were forgotten."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("village", sa.Column("floor", sa.BigInteger(), server_default="0", nullable=False))


def downgrade() -> None:
    op.drop_column("village", "floor")
