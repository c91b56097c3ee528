"""The Musyawarah screen: the list of meetings, and one meeting with its five steps."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QStackedWidget, QTabWidget

from kemiskinan_desktop.services.deliberations import DecisionChoices, EditRefusal, SessionRow, SessionView
from kemiskinan_desktop.services.events import DeliberationsChanged
from kemiskinan_desktop.ui.deliberations.attendance_view import AttendanceView
from kemiskinan_desktop.ui.deliberations.concluding import Obstacle
from kemiskinan_desktop.ui.deliberations.contest_view import ContestStep
from kemiskinan_desktop.ui.deliberations.discussion import DiscussionState
from kemiskinan_desktop.ui.deliberations.discussion_view import DiscussionView
from kemiskinan_desktop.ui.deliberations.floor_proposals import FloorProposals
from kemiskinan_desktop.ui.deliberations.new_session import NewSessionDialog
from kemiskinan_desktop.ui.deliberations.ports import Ports
from kemiskinan_desktop.ui.deliberations.preparation_view import PreparationView
from kemiskinan_desktop.ui.deliberations.projection import slide_of
from kemiskinan_desktop.ui.deliberations.projector import ProjectorWindow
from kemiskinan_desktop.ui.deliberations.result_view import ResultView
from kemiskinan_desktop.ui.deliberations.session import SessionPresenter, Step
from kemiskinan_desktop.ui.deliberations.session_list import SessionList
from kemiskinan_desktop.ui.deliberations.sessions import SessionsPresenter
from kemiskinan_desktop.ui.deliberations.words import refusal_words, session_title
from kemiskinan_desktop.ui.kit.buttons import Kind, button
from kemiskinan_desktop.ui.kit.formats import day
from kemiskinan_desktop.ui.kit.icons import Icon
from kemiskinan_desktop.ui.kit.page import Navigator, Page, Screen
from kemiskinan_desktop.ui.kit.texts import text
from kemiskinan_desktop.ui.kit.theme import set_role, theme
from kemiskinan_desktop.ui.kit.tokens import Tone
from kemiskinan_desktop.ui.kit.words import tr
from kemiskinan_domain.records import RecordId

_STEPS = tuple(Step)
NARROW_CHARACTERS = 110


class DeliberationsPage(Page):
    """Shows and reports; opened with a session's id it goes straight into that meeting."""

    def __init__(self, navigator: Navigator, ports: Ports, village: str) -> None:
        super().__init__(tr("Musyawarah"), " ", scrolls=False)
        self._navigator = navigator
        self._ports = ports
        self._village = village
        self._state = DiscussionState()
        self._projector: ProjectorWindow | None = None
        self.list = SessionList(self.begin, self._on_row)
        self.sessions = SessionsPresenter(self, ports.lane, ports.meetings)
        self.presenter = SessionPresenter(self, ports.lane, ports.meetings.open)
        self.preparation = PreparationView(ports, self.presenter.write)
        self.attendance = AttendanceView(ports, self.presenter.write)
        self.discussion = DiscussionView(ports)
        self.result = ResultView(ports)
        self.board = ContestStep(ports)
        self.floor = FloorProposals(self, ports)
        self._tabs = QTabWidget()
        self._stack = QStackedWidget()
        self._build()
        self._connect()
        self._show_list()

    # The shell

    def shown(self, argument: object = None) -> None:
        """The page came to the front, perhaps for one meeting."""
        choices = self._ports.meetings.decision_choices
        self._ports.lane.submit(lambda: choices(self._ports.language), self._on_choices, _raised)
        if isinstance(argument, str):
            self.presenter.open(RecordId(argument))
        elif self.presenter.id is not None:
            self.presenter.reload()
        else:
            self.sessions.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Large text leaves the room to the meeting, not to its heading."""
        super().resizeEvent(event)
        self._adapt()

    # The list

    def show_sessions(self, rows: Sequence[SessionRow]) -> None:
        """Show these meetings."""
        self.list.show_rows(rows)

    def show_unreadable(self) -> None:
        """The list could not be read."""
        self.banner.say(Tone.DANGER, tr("Daftar musyawarah tidak dapat dibaca"), tr("Data aman. Buka lagi layar ini."))

    def show_not_begun(self) -> None:
        """The new meeting could not be written."""
        self.banner.say(
            Tone.DANGER,
            tr("Musyawarah belum tersimpan"),
            tr("Data yang lain aman. Periksa ruang penyimpanan laptop, lalu coba lagi."),
        )

    def open_session(self, session: RecordId) -> None:
        """Go into that meeting."""
        self.presenter.open(session)

    def begin(self) -> None:
        """Ask for the little that a new meeting needs."""
        NewSessionDialog(self, self.sessions.begin).open()

    # One meeting

    def show_session(self, session: SessionView) -> None:
        """Give the meeting to every step."""
        fields = session.fields
        self.title_label.setText(session_title(fields.title, fields.type))
        where = [day(fields.date) if fields.date else tr("Tanggal belum ditentukan"), fields.place]
        self.set_subtitle(" · ".join(part for part in where if part))
        self._stack.setCurrentWidget(self._tabs)
        self._show_actions(in_session=True)
        self._adapt()
        parts = (self.preparation, self.attendance.presenter, self.discussion, self.result.presenter, self.board)
        for step in parts:
            step.show_session(session)

    def show_step(self, step: Step) -> None:
        """Bring that step to the front."""
        self._tabs.setCurrentIndex(_STEPS.index(step))
        self._projecting.setVisible(step is Step.DISCUSSION)
        self._masking.setVisible(step is Step.DISCUSSION and self._projector is not None)
        if step is Step.DISCUSSION:
            self.discussion.focus_keys()
        if step is Step.RESULT:
            self.result.presenter.enter()
        else:
            self.result.presenter.left()

    def show_gone(self) -> None:
        """The meeting does not exist any more."""
        self._on_back()
        self.banner.say(Tone.WARNING, tr("Musyawarah itu sudah tidak ada"), tr("Mungkin dihapus di laptop lain."))

    def show_refused(self, refusal: EditRefusal) -> None:
        """An edit was not taken."""
        self.banner.say(Tone.WARNING, tr("Perubahan tidak disimpan"), refusal_words(refusal))

    def show_unsaved(self) -> None:
        """Something could not be written."""
        self.banner.say(
            Tone.DANGER,
            tr("Perubahan terakhir belum tersimpan"),
            tr("Yang sudah tersimpan tetap aman. Periksa ruang penyimpanan laptop, lalu ulangi perubahan terakhir."),
        )

    def show_saved(self) -> None:
        """Say quietly that it is written."""
        self._saved.setText(tr("✓ tersimpan"))

    def show_added(self, count: int) -> None:
        """Say how many families were put before the meeting."""
        added = tr("%n keluarga ditambahkan ke daftar", count)
        self._navigator.notify(added if count else tr("Tidak ada keluarga baru: semuanya sudah ada dalam daftar."))

    def show_proposed(self, household: RecordId) -> None:
        """The family stands in the list: bring it to the front."""
        self.discussion.presenter.go_when_there(household)
        self.presenter.reload()
        self._navigator.notify(tr("Usulan ditambahkan. Lengkapi pendataannya di Kuesioner."))
        self.discussion.focus_keys()

    def _build(self) -> None:
        self._new = button(
            tr("Musyawarah baru"), self.begin, kind=Kind.PRIMARY, meaning=Icon.ADD, key="Ctrl+N", name="session-new"
        )
        self._back = button(tr("Semua musyawarah"), self._on_back, meaning=Icon.BACK, name="session-back")
        self._projecting = button(
            tr("Layar proyektor"), self._on_project, meaning=Icon.PROJECTOR, key="F8", name="project"
        )
        self._masking = QCheckBox(tr("Samarkan nama"))
        self._masking.setObjectName("project-mask")
        self._masking.setChecked(True)
        self._saved = text("", "success", wrap=False, name="session-saved")
        for part in (self._saved, self._masking, self._projecting, self._back, self._new):
            self.action_row.addWidget(part)
        self._tabs.setObjectName("session-steps")
        self._tabs.setDocumentMode(True)
        self._tabs.tabBar().setDrawBase(False)
        self._tabs.tabBar().setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._tabs.addTab(self.preparation, tr("1  Persiapan"))
        self._tabs.addTab(self.attendance, tr("2  Kehadiran"))
        self._tabs.addTab(self.discussion, tr("3  Pembahasan"))
        self._tabs.addTab(self.result, tr("4  Hasil"))
        self._tabs.addTab(self.board, tr("5  Pengumuman"))
        self._stack.addWidget(self.list)
        self._stack.addWidget(self._tabs)
        self.add(self._stack, stretch=1)

    def _connect(self) -> None:
        self._tabs.currentChanged.connect(self._on_tab)
        self.discussion.decided.connect(self.presenter.decided)
        self.discussion.state_changed.connect(self._on_state)
        self.discussion.proposing.connect(self._on_proposing)
        self.result.changed.connect(self.presenter.reload)
        self.board.changed.connect(self.presenter.reload)
        self.board.meeting_wanted.connect(self._on_addendum)
        self.result.obstacle_chosen.connect(self._on_obstacle)
        self._masking.toggled.connect(self._show_slide)
        stop = self._ports.events.subscribe(DeliberationsChanged, self._on_changed)
        self.destroyed.connect(stop)

    def _adapt(self) -> None:
        narrow = self.width() < theme().characters(NARROW_CHARACTERS)
        in_session = self._stack.currentWidget() is self._tabs
        self._back.setText(tr("Semua") if narrow else tr("Semua musyawarah"))
        self._projecting.setText(tr("Proyektor") if narrow else tr("Layar proyektor"))
        self.subtitle_label.setVisible(not (narrow and in_session))
        set_role(self.title_label, role="lead" if narrow and in_session else "title")

    def _show_list(self) -> None:
        self.title_label.setText(tr("Musyawarah"))
        self.set_subtitle(tr("Setiap keputusan tentang keluarga miskin diambil dalam musyawarah desa."))
        self._stack.setCurrentWidget(self.list)
        self._show_actions(in_session=False)
        self._adapt()

    def _show_actions(self, *, in_session: bool) -> None:
        self._new.setVisible(not in_session)
        self._back.setVisible(in_session)
        if not in_session:
            self._projecting.hide()
            self._masking.hide()
            self._saved.setText("")

    def _on_changed(self, event: DeliberationsChanged) -> None:
        self.presenter.on_changed(event)
        if self.presenter.id is None:
            self.sessions.start()

    def _on_choices(self, choices: DecisionChoices) -> None:
        self.discussion.show_choices(choices)
        self.attendance.show_elements(choices.element)
        if self.presenter.current is not None:
            self.discussion.show_session(self.presenter.current)

    def _on_row(self, row: SessionRow) -> None:
        self.presenter.open(row.id)

    def _on_back(self) -> None:
        self.presenter.close()
        self._show_list()
        self.sessions.start()

    def _on_tab(self, at: int) -> None:
        self._saved.setText("")
        self.presenter.choose(_STEPS[at])

    def _on_obstacle(self, obstacle: Obstacle) -> None:
        self.presenter.choose(obstacle.step)
        if obstacle.step is Step.DISCUSSION and obstacle.household is not None:
            self.discussion.presenter.go(obstacle.household)

    def _on_proposing(self) -> None:
        session = self.presenter.current
        if session is not None and not session.locked:
            self.floor.ask(session.id)

    def _on_addendum(self, session: RecordId) -> None:
        self.presenter.open(session, Step.PREPARATION)

    def _on_state(self, state: DiscussionState) -> None:
        self._state = state
        self._show_slide()

    def _on_project(self) -> None:
        if self._projector is None:
            self._projector = ProjectorWindow(self._village)
            self._projector.closed.connect(self._on_projector_closed)
        self._masking.show()
        self._show_slide()
        self._projector.show()
        self.discussion.focus_keys()

    def _on_projector_closed(self) -> None:
        self._projector = None
        self._masking.hide()

    def _show_slide(self, _checked: bool = False) -> None:
        if self._projector is not None:
            self._projector.show_slide(slide_of(self._state, masked=self._masking.isChecked()))


def _raised(fault: Exception) -> None:
    raise fault


def deliberations_screen(ports: Ports, village: str) -> Screen:
    """What app.py registers: `village` is the name that the wall shows."""
    return Screen(
        key="musyawarah",
        title=tr("Musyawarah"),
        icon=Icon.DELIBERATION,
        factory=lambda navigator: DeliberationsPage(navigator, ports, village),
        help_text=tr(
            "Lima langkah: isi Persiapan, catat Kehadiran, putuskan keluarga satu per satu dalam Pembahasan, kunci "
            "Hasil dan cetak Berita Acara, lalu tempel Pengumuman dan catat sanggahan.\n\nDalam Pembahasan: 1–4 "
            "keberadaan, L layak, T tidak layak, P ditunda, A alasan (dua angka), N keluarga berikutnya, S lewati, "
            "B kembali, K keberatan, V suara, U usulan baru, I dasar indikator, Ctrl+Z urungkan. Setiap keputusan "
            "langsung tersimpan."
            "\n\nF8 membuka layar proyektor: nama dan nomor disamarkan, tanpa data kesehatan atau penghasilan."
        ),
    )
