"""Questionnaires for some villages, withdrawn ones, and columns of a pre-list that somebody chose."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("form", sa.Column("area", sa.Text(), server_default="", nullable=False))
    op.add_column("form", sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("prelist_upload", sa.Column("columns", sa.Text(), server_default="", nullable=False))


def downgrade() -> None:
    op.drop_column("prelist_upload", "columns")
    op.drop_column("form", "withdrawn_at")
    op.drop_column("form", "area")
