"""People as they are compared between villages: how the name sounds, the birth date, the parents' names.

Pairs of people take the place of names that met. Nothing is filled in here: with nothing compared yet, the next
`compare-villages` (or page) reads every village once.
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "crossing_person",
        sa.Column("village", sa.Text(collation="C"), nullable=False),
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("birth_date", sa.Text(collation="C"), nullable=False),
        sa.Column("sound", sa.Text(collation="C"), nullable=False),
        sa.Column("parents", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("village", "id", name=op.f("pk_crossing_person")),
    )
    op.create_index("ix_crossing_person_birth_date", "crossing_person", ["birth_date", "sound", "village"])
    op.drop_index("ix_member_birth_date", "member")
    op.execute("DELETE FROM crossing_candidate WHERE kind = 'nama'")
    op.execute("DELETE FROM crossing_scan")


def downgrade() -> None:
    op.execute("DELETE FROM crossing_candidate WHERE kind = 'nama'")
    op.execute("DELETE FROM crossing_scan")
    op.create_index("ix_member_birth_date", "member", ["birth_date", sa.text("alike(name)")])
    op.drop_table("crossing_person")
