"""The step Kehadiran on screen: a line to type in, the list, the counts and the quorum in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QLineEdit, QProgressBar, QWidget

from kemiskinan_desktop.services.deliberations import AttendeeFields, AttendeeRow, Choice
from kemiskinan_desktop.ui.deliberations.attending import AttendancePresenter, LineFault, Presences
from kemiskinan_desktop.ui.deliberations.choice_box import ChoiceBox
from kemiskinan_desktop.ui.deliberations.entries import EntryFault, clock_text, read_clock
from kemiskinan_desktop.ui.deliberations.ports import Ports
from kemiskinan_desktop.ui.deliberations.words import entry_fault_words, mark_badge, mark_choices, mark_words
from kemiskinan_desktop.ui.kit.buttons import Kind, button
from kemiskinan_desktop.ui.kit.cards import Card, EmptyState
from kemiskinan_desktop.ui.kit.fields import FieldRow, key_hint
from kemiskinan_desktop.ui.kit.formats import number
from kemiskinan_desktop.ui.kit.icons import Icon
from kemiskinan_desktop.ui.kit.layout import box, clear, column, flow_box, row, scrolled
from kemiskinan_desktop.ui.kit.table import Align, Column, TableModel
from kemiskinan_desktop.ui.kit.table_view import TableView
from kemiskinan_desktop.ui.kit.texts import text
from kemiskinan_desktop.ui.kit.theme import set_role, theme
from kemiskinan_desktop.ui.kit.tokens import Space, Tone
from kemiskinan_desktop.ui.kit.words import tr
from kemiskinan_domain.deliberation import AttendanceMark, QuorumResult, Sex

_MARK_KEYS = {
    "H": AttendanceMark.SIGNED,
    "W": AttendanceMark.REPRESENTED,
    "M": AttendanceMark.REFUSED,
    "B": AttendanceMark.NOT_YET,
}

WIDE_CHARACTERS = 110


class AttendanceView(QWidget):
    """Shows and reports. Unsur stays as it was for the next line: people arrive in groups."""

    def __init__(self, ports: Ports, write: Callable[[Callable[[], object]], None]) -> None:
        super().__init__()
        self._editable = True
        self._name = QLineEdit()
        self._name.setObjectName("attendee-name")
        self._element = ChoiceBox([("", tr("Pilih unsur"))], "attendee-element")
        self._elements: dict[str, str] = {}
        self._sex = ChoiceBox([("", "–"), (Sex.MALE.value, "L"), (Sex.FEMALE.value, "P")], "attendee-sex")
        self._mark = ChoiceBox(mark_choices(), "attendee-mark")
        self._arrived = QLineEdit()
        self._arrived.setObjectName("attendee-arrived")
        self._arrived.setPlaceholderText("20.05")
        self._signed_by = QLineEdit()
        self._signed_by.setObjectName("attendee-signed-by")
        self._mark.currentIndexChanged.connect(self._on_mark_changed)
        self.summary = AttendanceSummary()
        self._model: TableModel[AttendeeRow] = TableModel(_columns(self._element_words), key=lambda one: one.id)
        self.table = self._make_table()
        self._line = self._make_line()
        self._keys = flow_box(
            key_hint("H", tr("Hadir")),
            key_hint("W", tr("Diwakili")),
            key_hint("M", tr("Menolak tanda tangan")),
            key_hint("B", tr("Belum hadir")),
            key_hint("T", tr("Tiba sekarang")),
            key_hint("Enter", tr("Ubah")),
            key_hint("Del", tr("Hapus")),
            gap=Space.MEDIUM,
        )
        left = column(self._line, self.table, self._keys, gap=Space.MEDIUM)
        left.setStretch(1, 1)
        lay = row(left, scrolled(self.summary), gap=Space.LARGE)
        lay.setStretch(0, 3)
        lay.setStretch(1, 1)
        lay.setContentsMargins(0, Space.MEDIUM, 0, 0)
        self.setLayout(lay)
        self.presenter = AttendancePresenter(self, ports.meetings, write)
        self.table.opened.connect(self._on_opened)
        self._on_mark_changed()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Large text needs the room of the key hints; F1 tells the keys too."""
        super().resizeEvent(event)
        self._adapt()

    def show_elements(self, elements: Sequence[Choice]) -> None:
        """The elements of the community, as the meeting form has them."""
        self._elements = {one.code: one.label for one in elements}
        self._element.replace([("", tr("Pilih unsur")), *self._elements.items()])

    def show_attendance(self, rows: Sequence[AttendeeRow], counts: Presences, quorum: QuorumResult) -> None:
        """Show the list, the counts and the quorum."""
        self._model.replace(rows)
        self.summary.show_counts(counts, quorum, self._element_words)

    def show_editable(self, editable: bool) -> None:
        """A locked meeting is read only."""
        self._line.setVisible(editable)
        self._editable = editable
        self._adapt()

    def show_faults(self, faults: Sequence[LineFault]) -> None:
        """Say at the fields what is missing."""
        name = {
            LineFault.NAME_MISSING: tr("Tulis namanya."),
            LineFault.NAME_THERE: tr("Nama ini sudah ada untuk unsur itu."),
        }
        self._name_row.show_error(next((name[fault] for fault in faults if fault in name), ""))
        self._element_row.show_error(tr("Pilih unsurnya.") if LineFault.ELEMENT_MISSING in faults else "")
        self._sex_row.show_error(tr("Pilih L atau P.") if LineFault.SEX_MISSING in faults else "")
        lacks = LineFault.SUBSTITUTE_MISSING in faults
        self._signed_row.show_error(tr("Tulis siapa yang menandatangani.") if lacks else "")
        if faults == (LineFault.SUBSTITUTE_MISSING,) or list(faults) == [LineFault.SUBSTITUTE_MISSING]:
            self._signed_by.setFocus()
        elif faults:
            self._name.setFocus() if any(fault in name for fault in faults) else self._element.setFocus()

    def clear_line(self) -> None:
        """Ready for the next name."""
        self._name.clear()
        self._signed_by.clear()
        self._arrived.clear()
        self._mark.select(AttendanceMark.SIGNED.value)
        self._add.setText(tr("Catat"))
        self._name.setFocus()

    def fill_line(self, fields: AttendeeFields) -> None:
        """Put an attendee into the line."""
        self._name.setText(fields.name)
        self._element.select(fields.element)
        self._sex.select(fields.sex)
        self._mark.select(fields.mark or AttendanceMark.NOT_YET.value)
        self._signed_by.setText(fields.signed_by)
        self._arrived.setText(clock_text(fields.arrived))
        self._add.setText(tr("Simpan"))
        self._name.setFocus()
        self._name.selectAll()

    def _adapt(self) -> None:
        wide = self.width() >= theme().characters(WIDE_CHARACTERS)
        self._keys.setVisible(self._editable and wide)
        self._arrived_row.setVisible(wide)

    def _make_line(self) -> QWidget:
        self._name_row = FieldRow(tr("Nama"), self._name)
        self._element_row = FieldRow(tr("Unsur"), self._element)
        self._sex_row = FieldRow(tr("L/P"), self._sex)
        self._mark_row = FieldRow(tr("Tanda"), self._mark)
        self._arrived_row = FieldRow(tr("Tiba"), self._arrived)
        self._signed_row = FieldRow(tr("Wakil atau penanda tangan"), self._signed_by)
        self._add = button(tr("Catat"), self._on_submit, kind=Kind.PRIMARY, meaning=Icon.ADD, name="attendee-add")
        for line in (self._name, self._arrived, self._signed_by):
            line.returnPressed.connect(self._on_submit)
        add = box(column(text(" ", "label"), self._add, None, gap=Space.TIGHT))
        parts = (self._name_row, self._element_row, self._sex_row, self._mark_row, self._arrived_row)
        fields = row(*parts, add, gap=Space.MEDIUM)
        for part, share in zip(parts, (6, 5, 0, 5, 0), strict=True):
            fields.setStretchFactor(part, share)
            fields.setAlignment(part, Qt.AlignmentFlag.AlignTop)
        self._sex.setMinimumContentsLength(3)
        self._arrived.setFixedWidth(theme().characters(9))
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self._on_escape)
        return Card("", fields, self._signed_row)

    def _make_table(self) -> TableView[AttendeeRow]:
        empty = EmptyState(
            tr("Belum ada yang tercatat"),
            tr("Tulis nama di atas, pilih unsur dan L/P, lalu Enter. Unsur diingat untuk nama berikutnya."),
            Icon.PERSON,
        )
        table = TableView(self._model, empty, name="attendance", label=tr("Daftar hadir"))
        for key, mark in _MARK_KEYS.items():
            self._on_key(table, key, mark)
        late = QShortcut(QKeySequence("T"), table)
        late.setContext(Qt.ShortcutContext.WidgetShortcut)
        late.activated.connect(self._on_late)
        remove = QShortcut(QKeySequence(Qt.Key.Key_Delete), table)
        remove.setContext(Qt.ShortcutContext.WidgetShortcut)
        remove.activated.connect(self._on_remove)
        return table

    def _on_key(self, table: TableView[AttendeeRow], key: str, mark: AttendanceMark) -> None:
        def pressed() -> None:
            chosen = table.selected_row()
            if chosen is not None and self._editable:
                self.presenter.mark(chosen, mark)

        shortcut = QShortcut(QKeySequence(key), table)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(pressed)

    def _on_opened(self, chosen: AttendeeRow) -> None:
        if self._editable:
            self.presenter.edit(chosen)

    def _on_late(self) -> None:
        chosen = self.table.selected_row()
        if chosen is not None and self._editable:
            self.presenter.arrived(chosen)

    def _on_remove(self) -> None:
        chosen = self.table.selected_row()
        if chosen is not None and self._editable:
            self.presenter.remove(chosen)

    def _on_escape(self) -> None:
        self.presenter.stop_editing()

    def _on_submit(self) -> None:
        arrived = read_clock(self._arrived.text())
        self._arrived_row.show_error(entry_fault_words(arrived) if isinstance(arrived, EntryFault) else "")
        if isinstance(arrived, EntryFault):
            self._arrived.setFocus()
            return
        self.presenter.submit(
            AttendeeFields(
                name=self._name.text(),
                element=self._element.code(),
                sex=self._sex.code(),
                mark=self._mark.code(),
                signed_by=self._signed_by.text() if self._signed_row.isVisibleTo(self) else "",
                arrived=arrived,
            )
        )

    def _element_words(self, code: str) -> str:
        """An element that the form does not have any more is shown by its code."""
        return self._elements.get(code, code)

    def _on_mark_changed(self, _at: int = 0) -> None:
        needed = self._mark.code() in (AttendanceMark.REPRESENTED.value, AttendanceMark.REFUSED.value)
        self._signed_row.setVisible(needed)


class AttendanceSummary(QWidget):
    """Quorum and counts beside the list."""

    def __init__(self) -> None:
        super().__init__()
        self._verdict = text("", "label", name="quorum-verdict")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._detail = text("", "muted", name="quorum-detail")
        self._total = text("", "lead", name="attendance-total")
        self._sexes = text("", "muted", name="attendance-sexes")
        self._elements = column(gap=Space.TIGHT)
        quorum = Card(tr("Kuorum"), self._verdict, self._bar, self._detail)
        counts = Card(tr("Yang hadir"), column(self._total, self._sexes, gap=0), self._elements)
        lay = column(quorum, counts, None, gap=Space.LARGE)
        lay.setContentsMargins(0, 0, Space.SMALL, 0)
        self.setLayout(lay)
        self.setMinimumWidth(theme().characters(17))

    def show_counts(self, counts: Presences, quorum: QuorumResult, words_of: Callable[[str], str]) -> None:
        """Show the counts and say whether it is a quorum."""
        self._bar.setRange(0, max(quorum.needed, 1))
        self._bar.setValue(min(quorum.present, max(quorum.needed, 1)))
        tone = Tone.SUCCESS if quorum.reached else Tone.WARNING
        self._verdict.setText(_verdict(quorum))
        set_role(self._verdict, tone=tone.value)
        self._detail.setText(_quorum_detail(quorum))
        self._bar.setAccessibleName(f"{self._verdict.text()} {self._detail.text()}")
        self._total.setText(tr("%n orang hadir", counts.men + counts.women))
        awaited = tr("{0} belum hadir").format(number(counts.awaited)) if counts.awaited else ""
        sexes = tr("{0} laki-laki · {1} perempuan").format(number(counts.men), number(counts.women))
        self._sexes.setText(" · ".join(part for part in (sexes, awaited) if part))
        clear(self._elements)
        for one in counts.elements:
            numbers = text(tr("L {0} · P {1}").format(one.men, one.women), "muted", wrap=False)
            line = row(text(words_of(one.element)), numbers)
            line.setStretch(0, 1)
            self._elements.addLayout(line)


def _verdict(quorum: QuorumResult) -> str:
    if quorum.invited == 0:
        return tr("Jumlah undangan belum diisi")
    if quorum.reached:
        return tr("Kuorum tercapai")
    return tr("Kurang %n orang lagi", quorum.needed - quorum.present)


def _quorum_detail(quorum: QuorumResult) -> str:
    if quorum.invited == 0:
        return tr("Isi di Persiapan, agar kuorum dapat dihitung.")
    words = tr("{0} hadir dari {1} undangan; perlu {2}.")
    return words.format(number(quorum.present), number(quorum.invited), number(quorum.needed))


def _columns(element_words: Callable[[str], str]) -> list[Column[AttendeeRow]]:
    return [
        Column(tr("No."), lambda one: number(one.position), width=5, align=Align.RIGHT, sort=lambda one: one.position),
        Column(tr("Nama"), lambda one: one.fields.name, stretches=True, tooltip=lambda one: one.fields.name),
        Column(tr("Unsur"), lambda one: element_words(one.fields.element), width=20),
        Column(tr("L/P"), lambda one: one.fields.sex, width=5, align=Align.CENTRE),
        Column(
            tr("Tanda"),
            lambda one: mark_words(one.fields.mark),
            width=25,
            badge=lambda one: mark_badge(one.fields),
            tooltip=lambda one: one.fields.signed_by,
        ),
        Column(tr("Tiba"), lambda one: clock_text(one.fields.arrived), width=7, align=Align.CENTRE),
        Column(tr("Wakil"), lambda one: one.fields.signed_by, width=16),
    ]
