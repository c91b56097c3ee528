"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_exchange()
    _create_exchange_state()
    _create_local()
    _create_families()
    _create_belongings()
    _create_sessions()


def _create_exchange() -> None:
    op.create_table(
        "base",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("id", "kind")),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("line", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_base"),
    )
    op.create_index("ix_base_kind", "base", ["kind"])
    op.create_table(
        "working",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("id", "kind")),
        sa.Column("document", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_working"),
    )
    op.create_index("ix_working_kind", "working", ["kind"])
    op.create_table(
        "outbox",
        sa.Column("mid", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("record", "kind", "root")),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("barrier", sa.Boolean(), nullable=False),
        sa.Column("saved_at", sa.String(), nullable=False),
        *(sa.Column(name, sa.Boolean(), nullable=False) for name in ("replay", "frozen")),
        *(sa.Column(name, sa.String(), nullable=True) for name in ("prev", "chain")),
        sa.Column("acked", sa.Boolean(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=True),
        sa.Column("verdict", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("mid", name="pk_outbox"),
    )
    op.create_index("ix_outbox_acked_rev", "outbox", ["acked", "rev"])
    op.create_index("ix_outbox_record", "outbox", ["record"])
    op.create_index("ix_outbox_root", "outbox", ["root"])
    op.create_table(
        "archive",
        sa.Column("client", sa.String(), nullable=False),
        sa.Column("mid", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("record", "kind", "root")),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("saved_at", "prev", "chain")),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("client", "mid", name="pk_archive"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_archive_record", "archive", ["record"])
    op.create_index("ix_archive_rev", "archive", ["rev"])
    op.create_table(
        "refused",
        sa.Column("client", sa.String(), nullable=False),
        sa.Column("mid", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("record", "kind", "verdict")),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("client", "mid", name="pk_refused"),
        sqlite_with_rowid=False,
    )


def _create_exchange_state() -> None:
    op.create_table(
        "stage",
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("seq", "first_rev", "last_rev")),
        sa.Column("lines", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_stage"),
    )
    op.create_table(
        "meta",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("name", "value")),
        sa.PrimaryKeyConstraint("name", name="pk_meta"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "receipt",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("code", "client")),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("first_mid", "last_mid", "rev", "records")),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("time", "received_at")),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_receipt"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "receipt_entry",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("digest", "receipt")),
        sa.PrimaryKeyConstraint("id", name="pk_receipt_entry"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "exchange_log",
        sa.Column("seq", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("at", "report")),
        sa.PrimaryKeyConstraint("seq", name="pk_exchange_log"),
    )


def _create_local() -> None:
    op.create_table(
        "person",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("id", "name", "role")),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "resume",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("household", "field", "at")),
        sa.PrimaryKeyConstraint("household", name="pk_resume"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "form",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("id", "version", "text", "digest", "received_at")),
        sa.PrimaryKeyConstraint("id", "version", name="pk_form"),
    )
    op.create_table(
        "preference",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("name", "value")),
        sa.PrimaryKeyConstraint("name", name="pk_preference"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "fault",
        sa.Column("household", sa.String(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("errors", "warnings")),
        sa.PrimaryKeyConstraint("household", name="pk_fault"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "audit",
        sa.Column("seq", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("at", "by", "action", "subject", "detail", "hash")),
        sa.PrimaryKeyConstraint("seq", name="pk_audit"),
    )


def _create_families() -> None:
    op.create_table(
        "household",
        sa.Column("id", sa.String(), nullable=False),
        *(
            sa.Column(name, sa.String(), nullable=True)
            for name in ("no_kk", "no_kk_state", "head_name", "dusun", "rt", "rw", "address", "origin")
        ),
        sa.Column("desil", sa.Integer(), nullable=True),
        *(sa.Column(name, sa.String(), nullable=True) for name in ("survey_state", "review", "form")),
        sa.Column("search", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_household"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_household_no_kk", "household", ["no_kk"])
    op.create_table(
        "member",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("parent", sa.String(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=True),
        *(
            sa.Column(name, sa.String(), nullable=True)
            for name in ("name", "nik", "nik_state", "sex", "birth_date", "relation", "presence")
        ),
        sa.Column("search", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_member"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_member_nik", "member", ["nik"])
    op.create_index("ix_member_parent_search", "member", ["parent", "search"])


def _create_belongings() -> None:
    op.create_table(
        "prelist_entry",
        sa.Column("id", sa.String(), nullable=False),
        *(
            sa.Column(name, sa.String(), nullable=True)
            for name in ("parent", "batch", "source", "period", "received", "source_id")
        ),
        sa.Column("desil", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_prelist_entry"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_prelist_entry_parent", "prelist_entry", ["parent"])
    op.create_table(
        "enrolment",
        sa.Column("id", sa.String(), nullable=False),
        *(
            sa.Column(name, sa.String(), nullable=True)
            for name in ("parent", "programme", "segment", "kpj", "payer", "start_date", "end_date")
        ),
        sa.PrimaryKeyConstraint("id", name="pk_enrolment"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_enrolment_parent", "enrolment", ["parent"])
    op.create_table(
        "attachment",
        sa.Column("id", sa.String(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=True) for name in ("parent", "purpose", "sha256")),
        sa.Column("size", sa.Integer(), nullable=True),
        *(sa.Column(name, sa.String(), nullable=True) for name in ("mime", "file_name")),
        sa.PrimaryKeyConstraint("id", name="pk_attachment"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_attachment_parent", "attachment", ["parent"])
    op.create_table(
        "remark",
        sa.Column("id", sa.String(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=True) for name in ("parent", "field", "text", "by", "at", "state")),
        sa.PrimaryKeyConstraint("id", name="pk_remark"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_remark_parent", "remark", ["parent"])
    op.create_table(
        "conflict",
        sa.Column("id", sa.String(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=True) for name in ("parent", "parent_kind", "field", "why", "state")),
        sa.PrimaryKeyConstraint("id", name="pk_conflict"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_conflict_parent", "conflict", ["parent"])


def _create_sessions() -> None:
    op.create_table(
        "deliberation",
        sa.Column("id", sa.String(), nullable=False),
        *(
            sa.Column(name, sa.String(), nullable=True)
            for name in (
                "type",
                "purpose",
                "number",
                "title",
                "date",
                "start_time",
                "end_time",
                "place",
                "chair_name",
                "chair_position",
                "secretary_name",
                "village_head_name",
                "agenda",
                "legal_basis",
                "method",
            )
        ),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in ("invited", "quorum_percent")),
        *(sa.Column(name, sa.String(), nullable=True) for name in ("state", "lock_hash", "lock_code", "locked_at")),
        sa.PrimaryKeyConstraint("id", name="pk_deliberation"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "attendance",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("parent", sa.String(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=True),
        *(sa.Column(name, sa.String(), nullable=True) for name in ("name", "element", "sex", "mark", "signed_by")),
        sa.PrimaryKeyConstraint("id", name="pk_attendance"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_attendance_parent", "attendance", ["parent"])
    op.create_table(
        "decision",
        sa.Column("id", sa.String(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=True) for name in ("parent", "household")),
        sa.Column("position", sa.Integer(), nullable=True),
        *(
            sa.Column(name, sa.String(), nullable=True)
            for name in ("presence", "decision", "reasons", "reason_other", "dissent")
        ),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in ("vote_yes", "vote_no", "household_rev")),
        sa.Column("exception", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_decision"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_decision_household", "decision", ["household"])
    op.create_index("ix_decision_parent", "decision", ["parent"])
    op.create_table(
        "objection",
        sa.Column("id", sa.String(), nullable=False),
        *(
            sa.Column(name, sa.String(), nullable=True)
            for name in ("parent", "household", "objector", "text", "outcome", "date")
        ),
        sa.PrimaryKeyConstraint("id", name="pk_objection"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_objection_parent", "objection", ["parent"])


_TABLES = (
    "archive",
    "attachment",
    "attendance",
    "audit",
    "base",
    "conflict",
    "decision",
    "deliberation",
    "enrolment",
    "exchange_log",
    "fault",
    "form",
    "household",
    "member",
    "meta",
    "objection",
    "outbox",
    "person",
    "preference",
    "prelist_entry",
    "receipt",
    "receipt_entry",
    "refused",
    "remark",
    "resume",
    "stage",
    "working",
)


def downgrade() -> None:
    for table in _TABLES:
        op.drop_table(table)
