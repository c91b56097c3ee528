"""Why an enrolment code did not help, from what the exchange says: at the first start and when a laptop asks again."""

from __future__ import annotations

from typing import Final

from kemiskinan_desktop.services.admission import EnrolmentRefusal
from kemiskinan_desktop.sync import CodeRefusal, DistrictProblemError, NotTheDistrictError, OfflineError, SyncError
from kemiskinan_domain.wire import ProblemType

_CODES: Final = {
    CodeRefusal.UNKNOWN: EnrolmentRefusal.CODE_UNKNOWN,
    CodeRefusal.EXPIRED: EnrolmentRefusal.CODE_EXPIRED,
    CodeRefusal.USED: EnrolmentRefusal.CODE_USED,
    CodeRefusal.OTHER_VILLAGE: EnrolmentRefusal.OTHER_VILLAGE,
}
_PROBLEMS: Final = {
    ProblemType.MALFORMED: EnrolmentRefusal.CODE_UNKNOWN,
    ProblemType.NOT_FOUND: EnrolmentRefusal.NOT_THE_DISTRICT,
}


def refusal_of(trouble: CodeRefusal | SyncError) -> EnrolmentRefusal:
    """What a person is told; a fault that enrolling cannot have rises again."""
    match trouble:
        case CodeRefusal():
            return _CODES[trouble]
        case OfflineError():
            return EnrolmentRefusal.NO_SERVER
        case NotTheDistrictError():
            return EnrolmentRefusal.NOT_THE_DISTRICT
        case DistrictProblemError(type=ProblemType() as problem):
            return _PROBLEMS.get(problem, EnrolmentRefusal.SERVER_BUSY)
        case DistrictProblemError():
            return EnrolmentRefusal.SERVER_BUSY
    raise trouble
