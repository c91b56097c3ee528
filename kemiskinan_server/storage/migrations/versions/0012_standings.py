"""How many families of each village stand where, counted once from what is there."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_STANDING = """
SELECT h.village, h.id,
       CASE WHEN h.desil BETWEEN 1 AND 10 THEN h.desil ELSE -1 END AS desil,
       CASE WHEN h.survey_state IN ('draft', 'complete') THEN h.survey_state ELSE 'not_started' END AS survey,
       CASE WHEN h.review IN ('submitted', 'under_review', 'approved', 'returned') THEN h.review ELSE 'draft' END
           AS review,
       CASE WHEN EXISTS (SELECT 1 FROM decision x WHERE x.village = h.village AND x.household = h.id
                         AND x.decision IS NOT NULL) THEN 'y' ELSE '' END AS decided,
       CASE WHEN d.decision IN ('L', 'T', 'P') THEN d.decision ELSE '' END AS ruling,
       CASE WHEN d.decision <> 'L' AND h.desil IS NOT NULL THEN d.reasons END AS reasons
FROM household h
LEFT JOIN LATERAL (
    SELECT x.decision, x.reasons FROM decision x
    JOIN deliberation s ON s.village = x.village AND s.id = x.parent AND s.state = 'locked'
    WHERE x.village = h.village AND x.household = h.id AND x.decision IS NOT NULL
    ORDER BY s.date DESC NULLS LAST, x.id DESC LIMIT 1) d ON true
"""


def upgrade() -> None:
    op.create_index("ix_decision_village_parent", "decision", ["village", "parent"])
    op.create_table(
        "family_count",
        sa.Column("village", sa.Text(collation="C"), nullable=False),
        sa.Column("desil", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("survey", sa.Text(collation="C"), nullable=False),
        sa.Column("review", sa.Text(collation="C"), nullable=False),
        sa.Column("decided", sa.Text(collation="C"), nullable=False),
        sa.Column("ruling", sa.Text(collation="C"), nullable=False),
        sa.Column("families", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "village", "desil", "survey", "review", "decided", "ruling", name=op.f("pk_family_count")
        ),
    )
    op.create_table(
        "reason_count",
        sa.Column("village", sa.Text(collation="C"), nullable=False),
        sa.Column("reason", sa.Text(collation="C"), nullable=False),
        sa.Column("families", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("village", "reason", name=op.f("pk_reason_count")),
    )
    op.create_table(
        "village_figures",
        sa.Column("village", sa.Text(collation="C"), nullable=False),
        sa.Column("people", sa.BigInteger(), nullable=False),
        sa.Column("open_conflicts", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("held", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("refused", sa.BigInteger(), nullable=False, server_default="0"),
        sa.PrimaryKeyConstraint("village", name=op.f("pk_village_figures")),
    )
    op.execute(f"CREATE TEMPORARY TABLE standing ON COMMIT DROP AS {_STANDING}")
    op.execute(
        "INSERT INTO family_count SELECT village, desil, survey, review, decided, ruling, count(*) FROM standing "
        "GROUP BY village, desil, survey, review, decided, ruling"
    )
    op.execute(
        "INSERT INTO reason_count SELECT village, reason, count(*) FROM (SELECT DISTINCT s.village, s.id, r.reason "
        "FROM standing s, jsonb_array_elements_text(s.reasons::jsonb) r(reason) "
        "WHERE s.reasons LIKE '[%' AND strpos(s.reasons, '\\u0000') = 0) g "
        "GROUP BY village, reason"
    )
    op.execute(
        "INSERT INTO village_figures SELECT v.code, (SELECT count(*) FROM member m WHERE m.village = v.code), "
        "count(c.id), count(c.id) FILTER (WHERE c.why = 'locked'), "
        "count(c.id) FILTER (WHERE c.why IN ('invalid', 'forbidden')) "
        "FROM village v LEFT JOIN conflict c ON c.village = v.code AND c.state = 'open' GROUP BY v.code"
    )


def downgrade() -> None:
    op.drop_table("village_figures")
    op.drop_table("reason_count")
    op.drop_table("family_count")
    op.drop_index("ix_decision_village_parent", "decision")
