"""All that a screen may ask for once the file is open."""

from __future__ import annotations

from dataclasses import dataclass

from kemiskinan_desktop.services.admission import PersonName, VillageNames
from kemiskinan_desktop.services.attachments import AttachmentService
from kemiskinan_desktop.services.backups import BackupService
from kemiskinan_desktop.services.bundles import BundleService
from kemiskinan_desktop.services.dashboard import DashboardService
from kemiskinan_desktop.services.deliberations import DeliberationService, LegalBases, MeetingPapers, ObjectionService
from kemiskinan_desktop.services.diagnostics import DiagnosticService
from kemiskinan_desktop.services.events import Events
from kemiskinan_desktop.services.exchange import ByItself, ExchangeService, ReadmissionService
from kemiskinan_desktop.services.households import HouseholdService
from kemiskinan_desktop.services.keying_report import KeyingReports
from kemiskinan_desktop.services.notices import NoticeService
from kemiskinan_desktop.services.people import PeopleService
from kemiskinan_desktop.services.preferences import PreferencesService
from kemiskinan_desktop.services.reports import ReportService
from kemiskinan_desktop.services.scoring import ScoringService
from kemiskinan_desktop.services.survey import SurveyService
from kemiskinan_desktop.services.survey_desk import SurveyDesk
from kemiskinan_desktop.services.waiting import WaitingReasons
from kemiskinan_desktop.services.workers import EnrolmentService, WorkerService
from kemiskinan_desktop.sync.measured_line import LineSpeed


@dataclass(frozen=True, slots=True)
class AppServices:
    """The services of one open village file and the person who opened it."""

    households: HouseholdService
    survey: SurveyService
    survey_desk: SurveyDesk
    deliberations: DeliberationService
    papers: MeetingPapers
    objections: ObjectionService
    legal_bases: LegalBases
    exchange: ExchangeService
    readmission: ReadmissionService
    bundles: BundleService
    waiting: WaitingReasons
    by_itself: ByItself
    diagnostics: DiagnosticService
    line_speed: LineSpeed
    dashboard: DashboardService
    people: PeopleService
    preferences: PreferencesService
    backups: BackupService
    reports: ReportService
    keying: KeyingReports
    notices: NoticeService
    scoring: ScoringService
    attachments: AttachmentService
    workers: WorkerService
    enrolments: EnrolmentService
    events: Events
    person: PersonName
    village: VillageNames
