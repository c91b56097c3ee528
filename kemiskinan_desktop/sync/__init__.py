"""The exchange with the district: enrolment, rounds of push and pull, questionnaires. The only part that knows HTTP."""

from kemiskinan_desktop.sync.engine import SyncEngine
from kemiskinan_desktop.sync.enrolment import CodeRefusal, DeviceKey, enrol, new_device_key
from kemiskinan_desktop.sync.errors import (
    BadSignatureError,
    CancelledError,
    DistrictProblemError,
    NotTheDistrictError,
    OfflineError,
    SyncError,
)
from kemiskinan_desktop.sync.forms import fetch_forms
from kemiskinan_desktop.sync.missing import Hindrance, Published
from kemiskinan_desktop.sync.readmission import Readmission, ask_again
from kemiskinan_desktop.sync.report import SyncProblem, SyncProgress, SyncReport, SyncStep
from kemiskinan_desktop.sync.transport import District, read_server_address

__all__ = [
    "BadSignatureError",
    "CancelledError",
    "CodeRefusal",
    "DeviceKey",
    "District",
    "DistrictProblemError",
    "Hindrance",
    "NotTheDistrictError",
    "OfflineError",
    "Published",
    "Readmission",
    "SyncEngine",
    "SyncError",
    "SyncProblem",
    "SyncProgress",
    "SyncReport",
    "SyncStep",
    "ask_again",
    "enrol",
    "fetch_forms",
    "new_device_key",
    "read_server_address",
]
