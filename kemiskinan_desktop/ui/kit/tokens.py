"""Design tokens: the only place where a colour, a distance or a step of text size is chosen. No Qt.

Text and icons keep a contrast of at least 4.5:1, borders of inputs and the focus ring 3:1 (WCAG 2.2, 1.4.3, 1.4.11).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, IntEnum


class Space(IntEnum):
    """Distances in device-independent pixels, a scale of four."""

    HAIR = 2
    TIGHT = 4
    SMALL = 8
    MEDIUM = 12
    LARGE = 16
    WIDE = 24
    HUGE = 32


class Radius(IntEnum):
    """Rounding of corners in device-independent pixels."""

    SMALL = 4
    CONTROL = 6
    CARD = 10


class Step(Enum):
    """Steps of text size, as factors of the body text."""

    CAPTION = 0.88
    BODY = 1.0
    LEAD = 1.15
    TITLE = 1.5
    DISPLAY = 2.0


class Tone(Enum):
    """What a mark, banner or badge says about a state; always beside words, never colour alone."""

    NEUTRAL = "neutral"
    INFO = "info"
    SUCCESS = "success"
    WARNING = "warning"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Ink:
    """The colours of one appearance, as `#rrggbb`."""

    name: str
    canvas: str
    surface: str
    sunken: str
    hover: str
    line: str
    line_strong: str
    text: str
    muted: str
    accent: str
    accent_hover: str
    on_accent: str
    accent_soft: str
    success: str
    success_soft: str
    warning: str
    warning_soft: str
    danger: str
    danger_soft: str
    rail: str
    rail_text: str
    rail_active: str
    rail_active_text: str
    training: str
    on_training: str

    def tone(self, tone: Tone) -> tuple[str, str]:
        """Foreground and soft background of a tone."""
        match tone:
            case Tone.NEUTRAL:
                return self.muted, self.sunken
            case Tone.INFO:
                return self.accent, self.accent_soft
            case Tone.SUCCESS:
                return self.success, self.success_soft
            case Tone.WARNING:
                return self.warning, self.warning_soft
            case Tone.DANGER:
                return self.danger, self.danger_soft


LIGHT = Ink(
    name="light",
    canvas="#f3f5f9",
    surface="#ffffff",
    sunken="#eaeef4",
    hover="#f0f4fb",
    line="#d9e0ea",
    line_strong="#7f8da3",
    text="#17212f",
    muted="#506074",
    accent="#1f56c0",
    accent_hover="#18459c",
    on_accent="#ffffff",
    accent_soft="#e4edfc",
    success="#17683a",
    success_soft="#e0f3e7",
    warning="#854d00",
    warning_soft="#fdf0d8",
    danger="#b02318",
    danger_soft="#fce7e5",
    rail="#14233d",
    rail_text="#c3cfe3",
    rail_active="#2a4677",
    rail_active_text="#ffffff",
    training="#c2410c",
    on_training="#ffffff",
)

DARK = Ink(
    name="dark",
    canvas="#10161f",
    surface="#19222e",
    sunken="#232e3c",
    hover="#212c3a",
    line="#2e3a4a",
    line_strong="#7488a3",
    text="#e8edf4",
    muted="#a6b3c4",
    accent="#86b4ff",
    accent_hover="#a8caff",
    on_accent="#0a1a35",
    accent_soft="#1e3253",
    success="#7ad6a0",
    success_soft="#163524",
    warning="#f3bc66",
    warning_soft="#3a2b10",
    danger="#ff9f97",
    danger_soft="#451f1d",
    rail="#0b1019",
    rail_text="#a9b7cb",
    rail_active="#223757",
    rail_active_text="#ffffff",
    training="#f6a04d",
    on_training="#2a1500",
)


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours (WCAG 2.2), from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def text_pairs(ink: Ink) -> list[tuple[str, str]]:
    """Every pair of text and background that the kit paints, for the proof of contrast."""
    plain = [
        (front, back) for front in (ink.text, ink.muted) for back in (ink.canvas, ink.surface, ink.sunken, ink.hover)
    ]
    tones = [ink.tone(tone) for tone in Tone]
    states = [(front, ink.surface) for front in (ink.accent, ink.success, ink.warning, ink.danger)]
    return [
        *plain,
        *tones,
        *states,
        (ink.accent, ink.canvas),
        (ink.text, ink.accent_soft),
        (ink.muted, ink.accent_soft),
        *((ink.text, back) for _, back in tones),
        (ink.on_accent, ink.accent),
        (ink.on_accent, ink.accent_hover),
        (ink.rail_text, ink.rail),
        (ink.rail_active_text, ink.rail_active),
        (ink.on_training, ink.training),
    ]


def border_pairs(ink: Ink) -> list[tuple[str, str]]:
    """Every pair of a border or ring that carries meaning and what it lies on."""
    return [(front, back) for front in (ink.line_strong, ink.accent) for back in (ink.surface, ink.canvas)]
