"""Builds the services of an opened village file: the one place that knows them all."""

from __future__ import annotations

from pathlib import Path

from kemiskinan_desktop.services.admission import PersonName, VillageNames
from kemiskinan_desktop.services.attachments import AttachmentService
from kemiskinan_desktop.services.backups import BackupService
from kemiskinan_desktop.services.dashboard import DashboardService
from kemiskinan_desktop.services.deliberations import DeliberationService, LegalBases, MeetingPapers, ObjectionService
from kemiskinan_desktop.services.desk import Desk
from kemiskinan_desktop.services.exchange import ExchangeService
from kemiskinan_desktop.services.forms import FormShelf
from kemiskinan_desktop.services.households import HouseholdService
from kemiskinan_desktop.services.laptop import Laptop
from kemiskinan_desktop.services.people import PeopleService
from kemiskinan_desktop.services.preferences import PreferencesService
from kemiskinan_desktop.services.reports import ReportService
from kemiskinan_desktop.services.scoring import ScoringService
from kemiskinan_desktop.services.survey_desk import survey_desk
from kemiskinan_desktop.services.village import AppServices
from kemiskinan_desktop.storage import Store
from kemiskinan_desktop.storage.keys import Vault
from kemiskinan_desktop.sync import District, SyncEngine


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
        shelf = FormShelf(store, places.resources / "questionnaires")
        engine = SyncEngine(store, District(self._server_url or known.server_url, self._app_version), laptop.clock)

        def backup_folder() -> Path:
            chosen = preferences.load().backup_folder
            return Path(chosen) if chosen else places.backups

        questionnaires = survey_desk(desk, shelf, preferences)
        backups = BackupService(desk, places.keys, backup_folder)
        return AppServices(
            households=HouseholdService(desk),
            survey=questionnaires.survey,
            survey_desk=questionnaires,
            deliberations=DeliberationService(desk, shelf),
            papers=MeetingPapers(desk, shelf, places.data / "templat"),
            objections=ObjectionService(desk),
            legal_bases=LegalBases(desk, places.resources / "documents"),
            exchange=ExchangeService(desk, engine, shelf, lambda: preferences.load().exchange_automatically),
            dashboard=DashboardService(desk, backups),
            people=PeopleService(desk, vault),
            preferences=preferences,
            backups=backups,
            reports=ReportService(desk),
            scoring=ScoringService(desk, shelf, places.resources / "scoring"),
            attachments=AttachmentService(desk),
            events=laptop.events,
            person=person,
            village=village,
        )
