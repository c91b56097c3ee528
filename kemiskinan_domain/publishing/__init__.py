"""What a district publishes for all its villages at once: notices, and lists of codes."""

from kemiskinan_domain.publishing.code_list import CODE_LIMITS, CodeChoice, CodeList, code_list_id, in_force
from kemiskinan_domain.publishing.code_list_file import (
    LARGEST_FILE,
    CodeListFinding,
    CodeListRead,
    FindingKind,
    read_code_list,
)
from kemiskinan_domain.publishing.notice import (
    NOTICE_LIMITS,
    Notice,
    NoticeProblem,
    Urgency,
    problems_of,
    reading_id,
)

__all__ = [
    "CODE_LIMITS",
    "LARGEST_FILE",
    "NOTICE_LIMITS",
    "CodeChoice",
    "CodeList",
    "CodeListFinding",
    "CodeListRead",
    "FindingKind",
    "Notice",
    "NoticeProblem",
    "Urgency",
    "code_list_id",
    "in_force",
    "problems_of",
    "read_code_list",
    "reading_id",
]
