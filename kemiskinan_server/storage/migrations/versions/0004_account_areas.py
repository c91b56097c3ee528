"""What part of the district somebody may see, and the second factor of signing in."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("account", sa.Column("area", sa.Text(), server_default="", nullable=False))
    op.add_column("account", sa.Column("disabled", sa.Boolean(), server_default="false", nullable=False))
    op.add_column("account", sa.Column("totp_secret", sa.Text(), nullable=True))
    op.add_column("account", sa.Column("totp_step", sa.BigInteger(), server_default="0", nullable=False))


def downgrade() -> None:
    for column in ("totp_step", "totp_secret", "disabled", "area"):
        op.drop_column("account", column)
