"""Photos in files: how many came and which are asked for; and bytes that are to follow a family that moved."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("bundle", sa.Column("photos", sa.BigInteger(), server_default="0", nullable=False))
    op.add_column("bundle", sa.Column("wanted", sa.Text(), server_default="", nullable=False))
    op.create_table(
        "awaited_blob",
        sa.Column("village", sa.Text(collation="C"), nullable=False),
        sa.Column("sha256", sa.Text(collation="C"), nullable=False),
        sa.Column("target", sa.Text(collation="C"), nullable=False),
        sa.PrimaryKeyConstraint("village", "sha256", "target", name=op.f("pk_awaited_blob")),
    )


def downgrade() -> None:
    op.drop_table("awaited_blob")
    op.drop_column("bundle", "wanted")
    op.drop_column("bundle", "photos")
