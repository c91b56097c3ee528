"""Which assertions of devices were used up: one server of a district did not know what another had taken."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "spent_assertion",
        sa.Column("village", sa.Text(collation="C"), nullable=False),
        sa.Column("client", sa.Text(collation="C"), nullable=False),
        sa.Column("said", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("village", "client", "said", name=op.f("pk_spent_assertion")),
    )


def downgrade() -> None:
    op.drop_table("spent_assertion")
