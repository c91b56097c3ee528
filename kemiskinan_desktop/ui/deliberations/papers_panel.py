"""A meeting's papers to choose from: saved as PDF or Word, from the shipped template or the village's own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kemiskinan_desktop.documents import Paper, TemplateFault
from kemiskinan_desktop.services.deliberations import SessionView
from kemiskinan_desktop.ui.deliberations.choice_box import ChoiceBox
from kemiskinan_desktop.ui.deliberations.paper_words import fault_words, paper_words
from kemiskinan_desktop.ui.deliberations.papering import PapersPresenter
from kemiskinan_desktop.ui.deliberations.ports import Ports
from kemiskinan_desktop.ui.deliberations.words import session_title
from kemiskinan_desktop.ui.kit.buttons import Kind, button
from kemiskinan_desktop.ui.kit.dialogs import Choice, FileKind, Question, Trouble
from kemiskinan_desktop.ui.kit.fields import FieldRow
from kemiskinan_desktop.ui.kit.formats import day
from kemiskinan_desktop.ui.kit.icons import Icon
from kemiskinan_desktop.ui.kit.layout import column, flow_box
from kemiskinan_desktop.ui.kit.messages import Banner
from kemiskinan_desktop.ui.kit.texts import text
from kemiskinan_desktop.ui.kit.tokens import Space, Tone
from kemiskinan_desktop.ui.kit.words import tr


class PapersPanel(QWidget):
    """`chosen` carries the paper that is wanted now; `name` begins the names of its parts."""

    chosen = Signal(object)

    def __init__(self, ports: Ports, papers: Sequence[Paper], name: str) -> None:
        super().__init__()
        self._ports = ports
        self._session: SessionView | None = None
        self._written: Path | None = None
        self.presenter = PapersPresenter(self, ports.lane, ports.papers, papers[0])
        self._choice = ChoiceBox([(paper.value, paper_words(paper)) for paper in papers], f"{name}-paper")
        self._choice.chosen.connect(self._on_chosen)
        self._pdf = button(tr("Simpan PDF"), self._on_pdf, meaning=Icon.DOCUMENT, name=f"{name}-save")
        word = button(tr("Simpan Word"), self._on_word, meaning=Icon.EDIT, name=f"{name}-word")
        edit = button(tr("Ubah templat"), self._on_edit, kind=Kind.QUIET, name=f"{name}-template")
        self._drop = button(tr("Pakai templat bawaan"), self._on_drop, kind=Kind.QUIET, name=f"{name}-template-drop")
        self._open = button(tr("Buka berkas"), self._on_open, meaning=Icon.FOLDER, name=f"{name}-open")
        self._own = text("", "muted", name=f"{name}-own")
        self.message = Banner(name=f"{name}-banner")
        for hidden in (self._open, self._drop, self._own):
            hidden.hide()
        row = FieldRow(tr("Dokumen"), self._choice)
        row.setVisible(len(papers) > 1)
        actions = flow_box(self._pdf, word, self._open, edit, self._drop)
        self.setLayout(column(self.message, row, actions, self._own, gap=Space.SMALL))

    def show_session(self, session: SessionView) -> None:
        """The meeting was read."""
        self._session = session
        self.presenter.show_session(session)

    def show_written(self, path: Path) -> None:
        """The file is there."""
        self._written = path
        self._open.show()
        saved = tr("{0} disimpan").format(paper_words(self.presenter.paper))
        self.message.say(Tone.SUCCESS, saved, str(path))

    def show_not_written(self) -> None:
        """The file could not be written."""
        self._ports.dialogs.trouble(
            Trouble(
                tr("Berkas tidak dapat disimpan di tempat itu."),
                tr("Data musyawarah aman."),
                tr("Tutup berkas itu bila sedang terbuka, atau pilih folder lain."),
            )
        )

    def show_not_set(self) -> None:
        """The paper could not be laid out."""
        self._ports.dialogs.trouble(
            Trouble(
                tr("Dokumen tidak dapat disusun."),
                tr("Data musyawarah aman."),
                tr("Coba simpan sebagai Word, atau buka lagi musyawarah ini."),
            )
        )

    def show_broken(self, fault: TemplateFault, with_shipped: Callable[[], None], edit: Callable[[], None]) -> None:
        """Say what is wrong with the village's template, and offer both ways out."""
        title = tr("Templat {0} desa ini rusak").format(paper_words(fault.paper))
        words = fault_words(fault) + "\n\n" + tr("Data musyawarah aman. Templat Anda tidak dihapus.")
        choices = [
            Choice("shipped", tr("Pakai templat bawaan"), Kind.PRIMARY),
            Choice("edit", tr("Buka templat")),
            Choice("cancel", tr("Batal")),
        ]
        acts = {"shipped": with_shipped, "edit": edit}
        self._ports.dialogs.ask(Question(title, words, choices), lambda key: acts.get(key or "", _nothing)())

    def show_own(self, own: bool) -> None:
        """Say whose template it is."""
        self._own.setText(tr("Berkas Word memakai templat desa ini."))
        self._own.setVisible(own)
        self._drop.setVisible(own)

    def open_template(self, path: Path) -> None:
        """Open it, and say what its braces mean."""
        self.message.say(
            Tone.INFO,
            tr("Templat dibuka di pengolah kata"),
            tr("Ubah kata-katanya sesuka Anda; isian dalam kurung kurawal diganti data. Simpan lalu tutup: {0}").format(
                path
            ),
        )
        self._show_file(path)

    def show_dropped(self, aside: Path | None) -> None:
        """The shipped template is in force."""
        kept = tr("Templat desa disimpan sebagai {0}").format(aside.name) if aside else ""
        self.message.say(Tone.SUCCESS, tr("Templat bawaan dipakai lagi"), kept)

    def _on_chosen(self, code: str) -> None:
        self.presenter.choose(Paper(code))
        self.chosen.emit(self.presenter.paper)

    def _on_pdf(self) -> None:
        self._ask_place(FileKind(tr("Dokumen PDF"), ("pdf",)), self.presenter.save_pdf)

    def _on_word(self) -> None:
        self._ask_place(FileKind(tr("Dokumen Word"), ("docx",)), self.presenter.save_word)

    def _ask_place(self, kind: FileKind, save: Callable[[Path], None]) -> None:
        if self._session is not None:
            suggested = file_name(self._session, self.presenter.paper, kind.endings[0])
            self._ports.dialogs.save_file(
                tr("Simpan {0}").format(paper_words(self.presenter.paper)),
                suggested,
                [kind],
                lambda path: save(path) if path is not None else None,
            )

    def _on_edit(self) -> None:
        self.presenter.edit_template()

    def _on_drop(self) -> None:
        self.presenter.drop_template()

    def _on_open(self) -> None:
        if self._written is not None:
            self._show_file(self._written)

    def _show_file(self, path: Path) -> None:
        if self._ports.open_file(path) is False:
            self.message.say(
                Tone.WARNING,
                tr("Tidak ada program untuk membuka berkas ini"),
                tr("Berkasnya aman di {0}. Salin ke komputer lain untuk dibuka atau dicetak.").format(path),
            )


def file_name(session: SessionView, paper: Paper, ending: str) -> str:
    """`Berita Acara 23 November 2026 (draf).pdf`."""
    held_on = day(session.fields.date) if session.fields.date else session_title("", session.fields.type)
    before = paper in (Paper.INVITATION, Paper.ATTENDANCE, Paper.PROPOSALS)
    draft = "" if session.locked or before else tr(" (draf)")
    return f"{paper_words(paper)} {held_on}{draft}.{ending}"


def _nothing() -> None:
    return None
