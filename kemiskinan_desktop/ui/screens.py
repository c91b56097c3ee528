"""All screens of the main window, in the order of the rail: the one list that knows them all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from kemiskinan_desktop.services.bundles import OfficeExchange
from kemiskinan_desktop.services.households import SearchHit, SearchTarget
from kemiskinan_desktop.services.lanes import Dispatcher, Lanes
from kemiskinan_desktop.services.village import AppServices
from kemiskinan_desktop.ui.conflicts.view import ConflictPorts, conflicts_screen
from kemiskinan_desktop.ui.deliberations.ports import Ports
from kemiskinan_desktop.ui.deliberations.view import deliberations_screen
from kemiskinan_desktop.ui.exchange.presenter import ExchangeLanes, ExchangePorts, Insight
from kemiskinan_desktop.ui.exchange.view import exchange_screen
from kemiskinan_desktop.ui.home.view import home_screen
from kemiskinan_desktop.ui.households.screen import screen as households_screen
from kemiskinan_desktop.ui.households.view import Advice
from kemiskinan_desktop.ui.kit.dialogs import Dialogs
from kemiskinan_desktop.ui.kit.page import Navigator, Screen
from kemiskinan_desktop.ui.kit.words import Language
from kemiskinan_desktop.ui.notices.view import NoticePorts, notices_screen
from kemiskinan_desktop.ui.questionnaire.opening import Sources
from kemiskinan_desktop.ui.questionnaire.printing import Printing
from kemiskinan_desktop.ui.questionnaire.screen import double_entry_screen
from kemiskinan_desktop.ui.questionnaire.screen import screen as questionnaire_screen
from kemiskinan_desktop.ui.reports.view import ReportPorts, reports_screen
from kemiskinan_desktop.ui.settings.presenter import SettingsDoors
from kemiskinan_desktop.ui.settings.view import settings_screen
from kemiskinan_desktop.ui.shell.presenter import Hit
from kemiskinan_desktop.ui.workers.ports import WorkerPorts
from kemiskinan_desktop.ui.workers.view import workers_screen
from kemiskinan_domain.clock import Clock
from kemiskinan_domain.records import RecordId


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What every screen stands in."""

    lanes: Lanes
    clock: Clock
    dialogs: Dialogs
    dispatcher: Dispatcher
    language: Language
    facts: tuple[tuple[str, str], ...]


def screens_of(services: AppServices, around: Surroundings) -> list[Screen]:
    """The screens over the services of one open file."""
    lane, dialogs, clock, events = around.lanes.storage, around.dialogs, around.clock, services.events
    language = around.language.value
    meeting = Ports(
        lane,
        services.deliberations,
        services.households,
        services.papers,
        services.objections,
        services.legal_bases,
        services.attachments,
        dialogs,
        events,
        open_file,
        partial(services.scoring.of, language=language),
        language,
    )
    exchange = ExchangePorts(
        ExchangeLanes(lane, around.lanes.network, around.dispatcher),
        services.exchange,
        services.bundles,
        OfficeExchange(services.bundles),
        Insight(services.waiting.of_all, services.line_speed.seconds_for, services.diagnostics.collect),
        services.by_itself,
        services.readmission,
        events,
        clock,
    )
    settings = SettingsDoors(services.people, services.preferences, services.backups, services.person)
    workers = WorkerPorts(
        lane, services.workers, services.enrolments, services.survey_desk.remarks, dialogs, events, language
    )
    sources = Sources(services.survey_desk, language, open_file)

    def print_visits(navigator: Navigator, households: Sequence[RecordId]) -> None:
        Printing(lane, sources, navigator, dialogs).visits(households)

    score = partial(services.scoring.of, language=language)
    advice = Advice(score, services.workers.of_family, language, print_visits)
    return [
        home_screen(lane, services.dashboard.overview, events, clock),
        households_screen(lane, services.households, events, advice),
        questionnaire_screen(lane, services.survey_desk, open_file, language),
        double_entry_screen(lane, services.survey_desk, language),
        deliberations_screen(meeting, services.village.village),
        workers_screen(workers),
        exchange_screen(exchange, dialogs),
        notices_screen(NoticePorts(lane, services.notices, events)),
        conflicts_screen(ConflictPorts(lane, services.exchange, events, clock), dialogs),
        reports_screen(
            ReportPorts(lane, services.reports, partial(services.keying.report, language), events, clock, open_file),
            dialogs,
            services.village.village,
        ),
        settings_screen(lambda: dialogs, lane, settings, around.facts),
    ]


def hit_of(found: SearchHit) -> Hit:
    """Where something that the search found is opened."""
    if found.target is SearchTarget.SESSION:
        return Hit(found.title, found.place, "musyawarah", found.id)
    return Hit(found.title, found.place, "kuesioner", found.household or found.id)


def open_file(path: Path) -> object:
    """Show a file in the program that the system has for it."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
