"""The list at the left: sections, how much of each is filled, and what is wrong there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy

from kemiskinan_desktop.ui.kit.buttons import call_on_click
from kemiskinan_desktop.ui.kit.icons import Colour, Icon
from kemiskinan_desktop.ui.kit.layout import column, row
from kemiskinan_desktop.ui.kit.texts import IconLabel, text
from kemiskinan_desktop.ui.kit.theme import set_role, theme
from kemiskinan_desktop.ui.kit.tokens import Space
from kemiskinan_desktop.ui.questionnaire.states import CHECK, PageKey, PageKind, PageLine

_CHARACTERS = 27


class SectionButton(QPushButton):
    """One section: its mark, its title, and `8 dari 12 · 1 kesalahan`."""

    def __init__(self, pressed: Callable[[], object]) -> None:
        super().__init__()
        set_role(self, kind="row")
        self.setCheckable(True)
        self.setAutoExclusive(False)
        self._mark = IconLabel(Icon.NOT_STARTED, Colour.MUTED)
        self._title = text("", name="section-title")
        self._note = text("", "caption", name="section-note")
        line = row(self._mark, column(self._title, self._note, gap=0), gap=Space.SMALL, margin=Space.SMALL)
        line.setStretch(1, 1)
        self.setLayout(line)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        call_on_click(self, pressed)

    def show_line(self, title: str, note: str, mark: tuple[Icon, Colour], *, chosen: bool) -> None:
        """Show where that section stands."""
        if self._title.text() != title:
            self._title.setText(title)
        if self._note.text() != note:
            self._note.setText(note)
        self._note.setVisible(bool(note))
        self._mark.show_icon(*mark)
        self.setChecked(chosen)
        self.setAccessibleName(f"{title}. {note}")
        layout = self.layout()
        if layout is not None:
            self.setMinimumHeight(layout.totalHeightForWidth(max(self.width(), theme().characters(_CHARACTERS))))


class SectionList(QFrame):
    """All sections and the final check."""

    def __init__(self, chosen: Callable[[PageKey], object]) -> None:
        super().__init__()
        self.setObjectName("sections")
        self.setAccessibleName(self.tr("Bagian kuesioner"))
        self._chosen = chosen
        self._buttons: dict[PageKey, SectionButton] = {}
        self._shown: tuple[tuple[PageLine, ...], PageKey] | None = None
        self._lay = column(gap=Space.HAIR)
        self._lay.addStretch(1)
        self.setLayout(self._lay)
        self._measure()
        theme().changed.connect(self._measure)

    def show_lines(self, lines: Sequence[PageLine], current: PageKey) -> None:
        """Show these sections; those that stay keep their place."""
        shown = (tuple(lines), current)
        if shown == self._shown:
            return
        self._shown = shown
        wanted = [*(line.key for line in lines), CHECK]
        for key in [key for key in self._buttons if key not in wanted]:
            self._buttons.pop(key).deleteLater()
        for at, key in enumerate(wanted):
            if key not in self._buttons:
                self._buttons[key] = SectionButton(partial(self._chosen, key))
                self._buttons[key].setObjectName(f"section-{key.section.rpartition('/')[2] or 'check'}")
                self._lay.insertWidget(at, self._buttons[key])
        for line in lines:
            chosen = line.key.section == current.section and current.kind is not PageKind.CHECK
            self._buttons[line.key].show_line(line.title, self._note(line), _mark(line), chosen=chosen)
        problems = sum(line.errors + line.warnings for line in lines) + sum(_missing(line) for line in lines)
        mark = (Icon.FLAG, Colour.MUTED) if problems else (Icon.SUCCESS, Colour.SUCCESS)
        self._buttons[CHECK].show_line(self.tr("Pemeriksaan akhir"), "", mark, chosen=current.kind is PageKind.CHECK)

    def _note(self, line: PageLine) -> str:
        parts = [self.tr("{0} dari {1}").format(line.answered, line.asked)] if line.asked else []
        if line.errors:
            parts.append(self.tr("%n kesalahan", "", line.errors))
        if line.warnings:
            parts.append(self.tr("%n peringatan", "", line.warnings))
        if line.remarks:
            parts.append(self.tr("%n catatan", "", line.remarks))
        return " · ".join(parts)

    def _measure(self) -> None:
        self.setFixedWidth(min(theme().characters(_CHARACTERS), 380))


def _missing(line: PageLine) -> int:
    return max(0, line.asked - line.answered)


def _mark(line: PageLine) -> tuple[Icon, Colour]:
    if line.errors:
        return Icon.ERROR, Colour.DANGER
    if line.warnings:
        return Icon.WARNING, Colour.WARNING
    if line.asked and line.answered == line.asked:
        return Icon.SUCCESS, Colour.SUCCESS
    return (Icon.DRAFT, Colour.ACCENT) if line.answered else (Icon.NOT_STARTED, Colour.MUTED)
