"""A number between two ends: typed, or set with a slider."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSlider

from kemiskinan_desktop.ui.kit.theme import theme
from kemiskinan_desktop.ui.questionnaire.editing import Desk, EnterGuard
from kemiskinan_desktop.ui.questionnaire.line_editor import LineEditor
from kemiskinan_desktop.ui.questionnaire.states import Keyed, Limits, QuestionState

_MOST_STEPS = 10_000
"""A finer slider cannot be set by hand; the number can still be typed."""


class RangeEditor(LineEditor):
    """The line is the answer; the slider beside it shows where it lies and sets it in steps."""

    def __init__(self, desk: Desk, guard: EnterGuard) -> None:
        super().__init__(desk, guard, Keyed.RANGE)
        self._limits = Limits("0", "1")
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setObjectName("answer-slider")
        self.slider.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.slider.setMinimumWidth(theme().characters(24))
        self.slider.sliderMoved.connect(self._on_moved)
        self.slider.sliderReleased.connect(self._on_released)
        lay = self.layout()
        assert isinstance(lay, QHBoxLayout)
        lay.insertWidget(1, self.slider, 1)

    def show_state(self, state: QuestionState, *, locked: bool) -> None:
        """Show that answer."""
        super().show_state(state, locked=locked)
        self._limits = state.limits or self._limits
        self.slider.setEnabled(not locked)
        self.slider.setAccessibleName(state.label)
        self.slider.setMaximum(self._steps())
        self.slider.setValue(self._place(state.value))

    def _on_moved(self, place: int) -> None:
        start, step = _number(self._limits.start), _number(self._limits.step) or Decimal(1)
        self.line.setText(format(start + step * place, "f").replace(".", ","))

    def _on_released(self) -> None:
        self.commit()

    def _steps(self) -> int:
        start, end, step = (_number(one) for one in (self._limits.start, self._limits.end, self._limits.step))
        return min(_MOST_STEPS, int(abs(end - start) / abs(step))) if step else 1

    def _place(self, value: str) -> int:
        start, step = _number(self._limits.start), _number(self._limits.step)
        return int((_number(value) - start) / step) if value and step else 0


def _number(written: str) -> Decimal:
    try:
        return Decimal(written)
    except InvalidOperation:
        return Decimal(0)
