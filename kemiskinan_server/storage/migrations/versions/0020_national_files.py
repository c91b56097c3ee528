"""Files with what is published for the whole nation: looked at first, then taken in."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "national_file",
        sa.Column("digest", sa.Text(collation="C"), nullable=False),
        sa.Column("publisher", sa.Text(), nullable=False),
        sa.Column("public_key", sa.Text(), nullable=False),
        sa.Column("epoch", sa.Text(collation="C"), nullable=False),
        sa.Column("head", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.Column("brought_by", sa.Text(), nullable=False),
        sa.Column("brought_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_by", sa.Text(), nullable=False),
        sa.Column("changes", sa.BigInteger(), nullable=False),
        sa.Column("named", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_national_file")),
    )
    op.create_index(op.f("ix_national_file_taken_at"), "national_file", ["taken_at"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_national_file_taken_at"), table_name="national_file")
    op.drop_table("national_file")
