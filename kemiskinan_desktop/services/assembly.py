"""Builds the services of an opened village file: the one place that knows them all."""

from __future__ import annotations

from pathlib import Path

from kemiskinan_desktop.services.admission import PersonName, VillageNames
from kemiskinan_desktop.services.attachments import AttachmentService
from kemiskinan_desktop.services.backups import BackupService
from kemiskinan_desktop.services.bundles import BundleService
from kemiskinan_desktop.services.dashboard import DashboardService
from kemiskinan_desktop.services.deliberations import DeliberationService, LegalBases, MeetingPapers, ObjectionService
from kemiskinan_desktop.services.desk import Desk
from kemiskinan_desktop.services.diagnostics import DiagnosticService
from kemiskinan_desktop.services.exchange import ByItself, ExchangeService, ReadmissionService
from kemiskinan_desktop.services.forms import FormShelf
from kemiskinan_desktop.services.households import HouseholdService
from kemiskinan_desktop.services.keying_report import KeyingReports
from kemiskinan_desktop.services.laptop import Laptop
from kemiskinan_desktop.services.notices import NoticeService
from kemiskinan_desktop.services.people import PeopleService
from kemiskinan_desktop.services.preferences import PreferencesService
from kemiskinan_desktop.services.remarks import RemarkService
from kemiskinan_desktop.services.reports import ReportService
from kemiskinan_desktop.services.scoring import ScoringService
from kemiskinan_desktop.services.survey_desk import survey_desk
from kemiskinan_desktop.services.village import AppServices
from kemiskinan_desktop.services.waiting import WaitingReasons
from kemiskinan_desktop.services.workers import BookShelf, EnrolmentService, WorkerService
from kemiskinan_desktop.storage import Store
from kemiskinan_desktop.storage.keys import Vault
from kemiskinan_desktop.sync import SyncEngine
from kemiskinan_desktop.sync.blobs import BlobExchange
from kemiskinan_desktop.sync.mail import CarryingEngine, MailLine
from kemiskinan_desktop.sync.measured_line import MeasuredLine


class Assembly:
    """Call it with what unlocking gave; it has what stays the same from one unlock to the next."""

    def __init__(self, preferences: PreferencesService, app_version: str, server_url: str = "") -> None:
        """`server_url` takes the place of the address that enrolment wrote down: the district has moved."""
        self._preferences = preferences
        self._app_version = app_version
        self._server_url = server_url

    def __call__(self, laptop: Laptop, store: Store, vault: Vault, person: PersonName) -> AppServices:
        """The services of this file for this person. Raises what storage names."""
        places, preferences = laptop.places, self._preferences
        with store.view() as view:
            known = view.meta.enrolment()
        village = VillageNames(
            known.village, known.village_name, known.subdistrict_name, known.district_name, known.training
        )
        desk = Desk(store, person, village, laptop.clock, laptop.events, laptop.device)
        shelf = FormShelf(store, places.resources / "questionnaires", laptop.clock)
        address = self._server_url or known.server_url
        line = MeasuredLine(address, self._app_version)
        engine, blobs = SyncEngine(store, line, laptop.clock), BlobExchange(store, line, laptop.clock)
        posting = CarryingEngine(store, engine, MailLine(address, self._app_version), laptop.clock)

        by_itself = ByItself(preferences, laptop.clock)

        def backup_folder() -> Path:
            chosen = preferences.load().backup_folder
            return Path(chosen) if chosen else places.backups

        questionnaires = survey_desk(desk, shelf, preferences)
        attachments = AttachmentService(desk)
        workers = WorkerService(desk, BookShelf(places.resources / "social_security"), attachments, RemarkService(desk))
        backups = BackupService(desk, places.keys, backup_folder, attachments.tidy)
        return AppServices(
            households=HouseholdService(desk),
            survey=questionnaires.survey,
            survey_desk=questionnaires,
            deliberations=DeliberationService(desk, shelf),
            papers=MeetingPapers(desk, shelf, places.data / "templat", workers.annex),
            objections=ObjectionService(desk),
            legal_bases=LegalBases(desk, places.resources / "documents"),
            exchange=ExchangeService(desk, posting, shelf, by_itself.allowed, blobs),
            readmission=ReadmissionService(desk, line, self._app_version),
            bundles=BundleService(desk, self._app_version),
            waiting=WaitingReasons(desk, by_itself.allowed),
            by_itself=by_itself,
            diagnostics=DiagnosticService(desk, places, self._app_version),
            line_speed=line.speed,
            dashboard=DashboardService(desk, backups),
            people=PeopleService(desk, vault),
            preferences=preferences,
            backups=backups,
            reports=ReportService(desk),
            keying=KeyingReports(desk, shelf),
            notices=NoticeService(desk),
            scoring=ScoringService(desk, shelf, places.resources / "scoring"),
            attachments=attachments,
            workers=workers,
            enrolments=EnrolmentService(desk, attachments),
            events=laptop.events,
            person=person,
            village=village,
        )
