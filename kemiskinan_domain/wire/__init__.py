"""What laptop and district say to each other: messages, endpoint paths, problem types, the protocol's number."""

from kemiskinan_domain.wire.enrolment import (
    EnrolmentReply,
    EnrolmentRequest,
    FormNotice,
    LedgerEntry,
    LedgerReply,
    TokenReply,
    TokenRequest,
    device_of,
    forms_digest,
    incarnation_of,
    token_assertion,
)
from kemiskinan_domain.wire.paths import Paths
from kemiskinan_domain.wire.problems import PROBLEM_BASE, Problem, ProblemType, status_of
from kemiskinan_domain.wire.sync import (
    LIMITS,
    PROTOCOL,
    Acknowledgement,
    Capability,
    Limits,
    ReplyHead,
    ReplyTail,
    SyncRequest,
    decode_reply_line,
    encode_message,
)

__all__ = [
    "LIMITS",
    "PROBLEM_BASE",
    "PROTOCOL",
    "Acknowledgement",
    "Capability",
    "EnrolmentReply",
    "EnrolmentRequest",
    "FormNotice",
    "LedgerEntry",
    "LedgerReply",
    "Limits",
    "Paths",
    "Problem",
    "ProblemType",
    "ReplyHead",
    "ReplyTail",
    "SyncRequest",
    "TokenReply",
    "TokenRequest",
    "decode_reply_line",
    "device_of",
    "encode_message",
    "forms_digest",
    "incarnation_of",
    "status_of",
    "token_assertion",
]
