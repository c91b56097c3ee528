"""A change that a device proposes, what the district makes of it, and the proofs that bind the two."""

from kemiskinan_domain.changes.chain import GENESIS, ChainValue, chain_over, next_link
from kemiskinan_domain.changes.change import (
    Act,
    Change,
    Delete,
    FieldEdit,
    Put,
    decode_change,
    decode_foreign_change,
    encode_change,
)
from kemiskinan_domain.changes.checksum import EMPTY_CHECKSUM, Checksum, line_digest
from kemiskinan_domain.changes.conflict import ConflictReason, ConflictState, append_rejected, settle
from kemiskinan_domain.changes.lines import FeedLine, decode_line, encode_line
from kemiskinan_domain.changes.merge import (
    Applied,
    Clash,
    FieldMerge,
    Merged,
    RecordState,
    Rejected,
    Unchanged,
    merge_change,
    merge_field,
)
from kemiskinan_domain.changes.names import has_name_twice
from kemiskinan_domain.changes.overlay import overlay
from kemiskinan_domain.changes.receipt import (
    Receipt,
    ReceiptEntry,
    receipt_code,
    sign_receipt,
    verify_receipt,
)
from kemiskinan_domain.changes.review import REVIEW_TRANSITIONS, may_transition
from kemiskinan_domain.changes.verdict import Verdict, VerdictStatus

__all__ = [
    "EMPTY_CHECKSUM",
    "GENESIS",
    "REVIEW_TRANSITIONS",
    "Act",
    "Applied",
    "ChainValue",
    "Change",
    "Checksum",
    "Clash",
    "ConflictReason",
    "ConflictState",
    "Delete",
    "FeedLine",
    "FieldEdit",
    "FieldMerge",
    "Merged",
    "Put",
    "Receipt",
    "ReceiptEntry",
    "RecordState",
    "Rejected",
    "Unchanged",
    "Verdict",
    "VerdictStatus",
    "append_rejected",
    "chain_over",
    "decode_change",
    "decode_foreign_change",
    "decode_line",
    "encode_change",
    "encode_line",
    "has_name_twice",
    "line_digest",
    "may_transition",
    "merge_change",
    "merge_field",
    "next_link",
    "overlay",
    "receipt_code",
    "settle",
    "sign_receipt",
    "verify_receipt",
]
