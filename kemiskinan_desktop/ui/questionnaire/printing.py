"""Lainnya > Cetak: the questionnaire on paper, filled or blank, as a PDF that is shown at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from kemiskinan_desktop.documents import TypesettingError
from kemiskinan_desktop.services.lanes import Work
from kemiskinan_desktop.services.survey.printing import MOST_SHEETS
from kemiskinan_desktop.storage.errors import StorageError
from kemiskinan_desktop.storage.whole_files import write_whole
from kemiskinan_desktop.ui.kit.buttons import Kind
from kemiskinan_desktop.ui.kit.dialogs import Choice, Dialogs, FileKind, Question, Trouble
from kemiskinan_desktop.ui.kit.icons import Icon
from kemiskinan_desktop.ui.kit.page import Navigator
from kemiskinan_desktop.ui.kit.words import tr
from kemiskinan_desktop.ui.questionnaire.opening import Sources
from kemiskinan_desktop.ui.questionnaire.tool_menu import Tool
from kemiskinan_domain.records import RecordId


class Printing:
    """Asks where the file goes, makes it on the lane, and opens it; what is being typed is saved before."""

    def __init__(self, lane: Work, sources: Sources, navigator: Navigator, dialogs: Dialogs) -> None:
        self._lane = lane
        self._printer = sources.desk.printer
        self._open_file = sources.open_file
        self._language = sources.language
        self._navigator = navigator
        self._dialogs = dialogs

    def tools(self, household: Callable[[], RecordId | None], before: Callable[[], object]) -> list[Tool]:
        """The lines of the menu; `household` is the family that is open, `before` hands over what is being typed."""

        def filled() -> None:
            before()
            family = household()
            if family is not None:
                self._ask("kuesioner.pdf", partial(self._printer.filled, family, self._language))

        def blank() -> None:
            family = household()
            if family is not None:
                self._ask("lembar-kunjungan.pdf", partial(self._printer.blank, [family], self._language))

        def nobody() -> None:
            self._ask("kuesioner-kosong.pdf", partial(self._printer.blank, [], self._language))

        return [
            Tool("print-filled", tr("Cetak isian keluarga ini"), Icon.PRINT, filled, "Ctrl+P"),
            Tool("print-visit", tr("Cetak lembar kunjungan keluarga ini"), Icon.PRINT, blank),
            Tool("print-blank", tr("Cetak kuesioner kosong"), Icon.PRINT, nobody),
        ]

    def visits(self, households: Sequence[RecordId]) -> None:
        """Sheets for the visit of these families, in one file, after the person has seen how many they are."""
        words = tr("Kepala keluarga, No. KK, dan alamat dari daftar sudah tercetak; yang lain ditulis tangan.")
        if len(households) > MOST_SHEETS:
            limit = tr("Sekali cetak paling banyak {0} keluarga: hanya yang teratas dalam daftar yang dicetak.")
            words = f"{limit.format(MOST_SHEETS)} {words}"
        question = Question(
            tr("Cetak lembar kunjungan untuk %n keluarga?", min(len(households), MOST_SHEETS)),
            words,
            [Choice("print", tr("Cetak"), Kind.PRIMARY), Choice("cancel", tr("Batal"))],
        )

        def on_answered(answer: str | None) -> None:
            if answer == "print":
                made = partial(self._printer.blank, list(households), self._language)
                self._ask("lembar-kunjungan.pdf", made)

        self._dialogs.ask(question, on_answered)

    def _ask(self, name: str, made: Callable[[], bytes | None]) -> None:
        def on_place(path: Path | None) -> None:
            if path is not None:
                self._navigator.notify(tr("Menyiapkan cetakan…"))
                self._lane.submit(partial(_write, path, made), self._written, self._failed)

        self._dialogs.save_file(tr("Simpan cetakan"), name, [FileKind("PDF", ("pdf",))], on_place)

    def _written(self, path: Path | None) -> None:
        if path is None:
            self._navigator.notify(tr("Keluarga ini tidak ada lagi dalam daftar."))
            return
        self._navigator.notify(tr("Tersimpan: {0}").format(path.name))
        self._open_file(path)

    def _failed(self, fault: Exception) -> None:
        if not isinstance(fault, OSError | StorageError | TypesettingError):
            raise fault
        self._dialogs.trouble(
            Trouble(
                tr("Cetakan tidak dapat dibuat"),
                tr("Isian keluarga ini tidak berubah."),
                tr("Pilih tempat lain, atau tutup berkas itu di program lain, lalu coba lagi."),
                str(fault),
            )
        )


def _write(path: Path, made: Callable[[], bytes | None]) -> Path | None:
    content = made()
    if content is None:
        return None
    write_whole(path, content)
    return path
