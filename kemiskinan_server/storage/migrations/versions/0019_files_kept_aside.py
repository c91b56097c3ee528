"""Files of laptops that were shut out: how large, how many photos are inside, and what somebody decided about them."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("bundle", sa.Column("size", sa.BigInteger(), server_default="0", nullable=False))
    op.add_column("bundle", sa.Column("inside", sa.BigInteger(), server_default="0", nullable=False))
    op.add_column("bundle", sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("bundle", sa.Column("decided_by", sa.Text(), server_default="", nullable=False))
    op.add_column("bundle", sa.Column("reason", sa.Text(), server_default="", nullable=False))
    op.execute("UPDATE bundle SET size = octet_length(content) WHERE content IS NOT NULL")


def downgrade() -> None:
    for column in ("reason", "decided_by", "decided_at", "inside", "size"):
        op.drop_column("bundle", column)
