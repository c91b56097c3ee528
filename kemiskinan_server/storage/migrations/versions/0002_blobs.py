"""Bytes of attachments: what is there of each."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "blob",
        sa.Column("village", sa.Text(collation="C"), nullable=False),
        sa.Column("sha256", sa.Text(collation="C"), nullable=False),
        sa.Column("have", sa.BigInteger(), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("loose_since", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("village", "sha256", name=op.f("pk_blob")),
    )


def downgrade() -> None:
    op.drop_table("blob")
