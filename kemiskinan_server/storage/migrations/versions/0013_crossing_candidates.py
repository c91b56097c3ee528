"""What finds people in two villages without reading them all: indexes, how far villages were compared, what met."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "CREATE FUNCTION alike(name text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT "
        r"regexp_replace(regexp_replace(lower(name), '[^b-df-gj-np-tv-xz]', '', 'g'), '(.)\1+', '\1', 'g') $$"
    )
    op.create_index("ix_member_nik", "member", ["nik"])
    op.create_index("ix_member_birth_date", "member", ["birth_date", sa.text("alike(name)")])
    op.create_index("ix_household_no_kk", "household", ["no_kk"])
    op.create_table(
        "crossing_scan",
        sa.Column("village", sa.Text(collation="C"), nullable=False),
        sa.Column("head", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("village", name=op.f("pk_crossing_scan")),
    )
    op.create_table(
        "crossing_candidate",
        sa.Column("kind", sa.Text(collation="C"), nullable=False),
        sa.Column("value", sa.Text(collation="C"), nullable=False),
        sa.PrimaryKeyConstraint("kind", "value", name=op.f("pk_crossing_candidate")),
    )


def downgrade() -> None:
    op.drop_table("crossing_candidate")
    op.drop_table("crossing_scan")
    op.drop_index("ix_household_no_kk", "household")
    op.drop_index("ix_member_birth_date", "member")
    op.drop_index("ix_member_nik", "member")
    op.execute("DROP FUNCTION alike(text)")
