"""Short answers, questions and offers of the questionnaire's screen, in words."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kemiskinan_desktop.services.attachments import AttachmentRefusal
from kemiskinan_desktop.services.remarks import RemarkRefusal
from kemiskinan_desktop.ui.kit.buttons import Kind, button
from kemiskinan_desktop.ui.kit.dialogs import Choice, Dialogs, FileKind, Question
from kemiskinan_desktop.ui.kit.messages import Banner
from kemiskinan_desktop.ui.kit.page import Navigator, Page
from kemiskinan_desktop.ui.kit.qt_dialogs import QtDialogs
from kemiskinan_desktop.ui.kit.tokens import Tone
from kemiskinan_desktop.ui.kit.words import tr
from kemiskinan_desktop.ui.questionnaire.presenter import QuestionnairePresenter
from kemiskinan_desktop.ui.questionnaire.states import NewerForm, ProblemState
from kemiskinan_desktop.ui.questionnaire.wording import (
    attachment_refusal_words,
    newer_form_words,
    problem_words,
    remark_refusal_words,
)

MOST_LABELS = 3


class TellingPage(Page):
    """The part of the page that speaks; what it shows stands in `QuestionnairePage`."""

    presenter: QuestionnairePresenter

    def __init__(self, navigator: Navigator, dialogs: Dialogs | None) -> None:
        super().__init__(tr("Kuesioner"), " ", scrolls=False)
        self._navigator = navigator
        self._dialogs: Dialogs = dialogs or QtDialogs(self)
        self._newer: NewerForm | None = None
        compare = button(self.tr("Lihat perubahan"), self._on_newer, name="newer-compare")
        self.newer = Banner(compare, name="newer-banner")

    def focus(self, path: str) -> None:
        """Go to that question."""
        raise AssertionError(path)

    # Questions

    def ask_remark(self, path: str) -> None:
        """Ask for a remark on that question."""

        def on_entered(words: str | None) -> None:
            if words is not None:
                self.presenter.add_remark(path, words)
            self.focus(path)

        self._dialogs.enter(self.tr("Catatan"), self.tr("Tulis catatan untuk isian ini:"), on_entered)

    def ask_reason(self, path: str, problem: ProblemState) -> None:
        """Ask why the warning is right as it stands."""

        def on_entered(words: str | None) -> None:
            if words is not None:
                self.presenter.give_reason(path, words)
            self.focus(path)

        self._dialogs.enter(self.tr("Alasan"), problem_words(problem), on_entered, initial=problem.reason)

    def acknowledge_words(self) -> str:
        """What stands beside the box of an acknowledgement."""
        return self.tr("Ya, sudah")

    def tell_no_problem(self) -> None:
        """F7 found nothing open."""
        self._navigator.notify(self.tr("Tidak ada kesalahan. Tekan Ctrl+Enter untuk menyelesaikan."))

    def tell_no_warning(self) -> None:
        """F2, where there is no warning."""
        self._navigator.notify(self.tr("Isian ini tidak memerlukan alasan."))

    def tell_nothing_to_undo(self) -> None:
        """Ctrl+Z at the beginning."""
        self._navigator.notify(self.tr("Belum ada isian yang dapat dibatalkan."))

    def tell_nothing_to_redo(self) -> None:
        """Ctrl+Y with nothing undone."""
        self._navigator.notify(self.tr("Tidak ada isian yang dapat diulangi."))

    def tell_remark_refused(self, why: RemarkRefusal) -> None:
        """The remark was not written."""
        self._navigator.notify(remark_refusal_words(why))

    def tell_remark_failed(self) -> None:
        """The file did not take the remark."""
        self._navigator.notify(self.tr("Catatan belum tersimpan. Coba tulis lagi."))

    def tell_arrived(self, labels: Sequence[str]) -> None:
        """These questions have other answers now, from elsewhere."""
        if labels:
            words = self.tr("%n isian diperbarui dari kabupaten atau laptop lain:", "", len(labels))
            named = ", ".join(labels[:MOST_LABELS]) + (" …" if len(labels) > MOST_LABELS else "")
            self._navigator.notify(f"{words} {named}")

    def show_refused_finish(self, problems: int) -> None:
        """So many things stand against it."""
        self.banner.say(
            Tone.WARNING,
            self.tr("Kuesioner belum dapat diselesaikan"),
            self.tr("Masih ada %n hal yang perlu diperbaiki di bawah ini. Isian Anda tetap tersimpan.", "", problems),
        )

    # Photos and papers

    def ask_file(self, path: str) -> None:
        """Ask for a photo or paper."""

        def on_chosen(file: Path | None) -> None:
            if file is not None:
                self.presenter.attach(path, file)
            self.focus(path)

        kinds = [FileKind(self.tr("Foto atau PDF"), ("jpg", "jpeg", "png", "pdf"))]
        self._dialogs.choose_file(self.tr("Pilih foto atau berkas"), kinds, on_chosen)

    def ask_position(self, path: str, label: str, answer: str) -> None:
        """Ask whether a photo's place answers that question."""
        question = Question(
            self.tr("Pakai letak dari foto?"),
            self.tr("Foto ini mencatat tempat pengambilannya. Pakai untuk isian: {0}?").format(label),
            [Choice("use", self.tr("Pakai letak ini"), Kind.PRIMARY), Choice("skip", self.tr("Jangan dipakai"))],
        )

        def on_answered(choice: str | None) -> None:
            if choice == "use":
                self.presenter.commit(path, answer)

        self._dialogs.ask(question, on_answered)

    def tell_file_refused(self, path: str, why: AttachmentRefusal | None) -> None:
        """The photo or paper was not taken."""
        self.banner.say(Tone.WARNING, self.tr("Berkas ini tidak dapat dipakai"), attachment_refusal_words(why))

    # A newer form

    def show_newer_form(self, newer: NewerForm | None) -> None:
        """The district has a newer version of the form than this family began with."""
        self._newer = newer
        if newer is None:
            self.newer.hide()
            return
        self.newer.say(
            Tone.INFO,
            self.tr("Ada kuesioner versi baru"),
            self.tr("Keluarga ini dimulai dengan versi yang lama, dan dapat diteruskan dengan itu."),
        )

    def _on_newer(self) -> None:
        if self._newer is None:
            return
        question = Question(
            self.tr("Pindah ke kuesioner versi {0}?").format(self._newer.version),
            newer_form_words(self._newer),
            [
                Choice("stay", self.tr("Tetap versi lama"), Kind.PRIMARY),
                Choice("move", self.tr("Pindah ke versi baru")),
            ],
        )

        def on_answered(choice: str | None) -> None:
            if choice == "move":
                self.presenter.take_newer_form()

        self._dialogs.ask(question, on_answered)
