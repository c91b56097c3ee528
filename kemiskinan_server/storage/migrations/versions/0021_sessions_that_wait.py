"""Where a session's review stands, so that the queue finds what waits; decisions counted from their index alone."""

import sqlalchemy as sa
from alembic import op

from kemiskinan_domain.changes import decode_line
from kemiskinan_domain.changes.lines import document_of

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("deliberation", sa.Column("review", sa.Text(collation="C"), nullable=True))
    op.create_index("ix_deliberation_review_date", "deliberation", ["review", "date"])
    op.drop_index("ix_decision_village_parent", "decision")
    op.create_index("ix_decision_village_parent", "decision", ["village", "parent"], postgresql_include=["decision"])
    connection = op.get_bind()
    held = sa.text("SELECT r.village, r.id, r.line FROM deliberation d JOIN record r USING (village, id)")
    reviewed = []
    for village, record, line in connection.execute(held):
        # Read here: PostgreSQL's own JSON takes no NUL.
        review = document_of(decode_line(line)).get("review")
        if isinstance(review, str):
            reviewed.append({"village": village, "id": record, "review": review.replace("\x00", "")})
    if reviewed:
        write = sa.text("UPDATE deliberation SET review = :review WHERE village = :village AND id = :id")
        connection.execute(write, reviewed)


def downgrade() -> None:
    op.drop_index("ix_decision_village_parent", "decision")
    op.create_index("ix_decision_village_parent", "decision", ["village", "parent"])
    op.drop_index("ix_deliberation_review_date", "deliberation")
    op.drop_column("deliberation", "review")
