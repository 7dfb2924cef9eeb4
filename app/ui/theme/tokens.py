"""Every size and colour of the screens, once. Nothing else in `ui` may name a colour or a type size.

Contrast of each pair in `READABLE_PAIRS` is tested to be 4.5:1 or more (WCAG 2.2, 1.4.3).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

GRID_PX = 4
TOUCH_PX = 48
"""Least side of anything to tap (WCAG 2.2, 2.5.5 asks for 44)."""
TOUCH_GAP_PX = 8
CORNER_PX = 12
MOTION_MS = 180
TEXT_SCALES = (1.0, 1.25, 1.6)


class Type(StrEnum):
    """Kinds of text; the number is pixels at normal size."""

    SMALL = "small"
    BODY = "body"
    STRONG = "strong"
    TITLE = "title"
    HEADING = "heading"
    DISPLAY = "display"

    @property
    def px(self) -> int:
        return _TYPE_PX[self]

    @property
    def weight(self) -> int:
        return 400 if self in (Type.SMALL, Type.BODY) else 600


_TYPE_PX = {
    Type.SMALL: 16,
    Type.BODY: 18,
    Type.STRONG: 18,
    Type.TITLE: 22,
    Type.HEADING: 32,
    Type.DISPLAY: 56,
}


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one ground, as #RRGGBB. `..._soft` are tints for backgrounds of that meaning."""

    ground: str
    surface: str
    raised: str
    line: str
    edge: str
    """Outline of fields and buttons: 3:1 against the surface (WCAG 2.2, 1.4.11)."""
    ink: str
    ink_soft: str
    accent: str
    """Fills; text on it is `on_accent`."""
    on_accent: str
    accent_text: str
    accent_soft: str
    gold: str
    good: str
    good_soft: str
    unsure: str
    unsure_soft: str
    absent: str
    focus: str
    paper_tint: str
    found: str
    """Behind words that were sought; they are underlined too."""


DAY = Palette(
    ground="#F5F3EF",
    surface="#FFFFFF",
    raised="#FBFAF8",
    line="#DDD8D0",
    edge="#8A837A",
    ink="#1D1B19",
    ink_soft="#57524C",
    accent="#B3261E",
    on_accent="#FFFFFF",
    accent_text="#A6221B",
    accent_soft="#FAE9E7",
    gold="#C9A227",
    good="#1A6737",
    good_soft="#E2F1E6",
    unsure="#7F4D00",
    unsure_soft="#FCF0DA",
    absent="#57524C",
    focus="#1D5FBF",
    paper_tint="#FFFFFF",
    found="#FFE08A",
)
SEPIA = Palette(
    ground="#EFE6D2",
    surface="#F9F2E2",
    raised="#F4EBD7",
    line="#D8CAAC",
    edge="#877655",
    ink="#33281A",
    ink_soft="#5E4F39",
    accent="#9E211A",
    on_accent="#FFFFFF",
    accent_text="#94201A",
    accent_soft="#F3DFD0",
    gold="#A8851B",
    good="#1F5C30",
    good_soft="#E0E8CC",
    unsure="#714400",
    unsure_soft="#F5E2B9",
    absent="#5E4F39",
    focus="#1B55A8",
    paper_tint="#F6EBD2",
    found="#F0CC6A",
)
NIGHT = Palette(
    ground="#131416",
    surface="#1D1F22",
    raised="#26292D",
    line="#3A3E44",
    edge="#7D838C",
    ink="#EDEBE7",
    ink_soft="#B9B5AE",
    accent="#C0352B",
    on_accent="#FFFFFF",
    accent_text="#FFA198",
    accent_soft="#3B2220",
    gold="#C9A227",
    good="#7FD69A",
    good_soft="#1B3324",
    unsure="#F2BE6B",
    unsure_soft="#3A2D15",
    absent="#B9B5AE",
    focus="#7DB2FF",
    paper_tint="#000000",
    found="#5E4A12",
)
PALETTES = {"day": DAY, "sepia": SEPIA, "night": NIGHT}

MIRROR_GROUND = "#16181A"
MIRROR_LINE = "#FFFFFF"
MIRROR_HOLD = "#7FD69A"
"""The gate's mirror is the same on every ground: its colours lie over a picture."""

WATERMARK_OPACITY = 0.10
"""Read when one looks for it, overlooked while reading."""


@dataclass(frozen=True, slots=True)
class MarkTone:
    """One colour of a reader's marks on one ground: `fill` is laid into the paper, `line` is drawn on it."""

    fill: str
    line: str


_LIGHT_MARKS = {
    "yellow": MarkTone("#FFE37A", "#9A7400"),
    "green": MarkTone("#B5E8B0", "#1E7B34"),
    "blue": MarkTone("#B3D7FF", "#1D5FBF"),
    "red": MarkTone("#FFC2BB", "#C0271E"),
}
_DARK_MARKS = {
    "yellow": MarkTone("#5C4A00", "#F2CE4B"),
    "green": MarkTone("#14512A", "#7FD69A"),
    "blue": MarkTone("#173F73", "#86B9FF"),
    "red": MarkTone("#6B221C", "#FF9A90"),
}
MARK_TONES = {"day": _LIGHT_MARKS, "sepia": _LIGHT_MARKS, "night": _DARK_MARKS}
"""By ground, then by the mark's colour. On paper the fill darkens it, at night it lights up the black."""


READABLE_PAIRS = (
    ("ink", "ground"),
    ("ink", "surface"),
    ("ink", "raised"),
    ("ink", "accent_soft"),
    ("ink", "good_soft"),
    ("ink", "unsure_soft"),
    ("ink_soft", "ground"),
    ("ink_soft", "surface"),
    ("ink_soft", "raised"),
    ("ink_soft", "accent_soft"),
    ("on_accent", "accent"),
    ("accent_text", "ground"),
    ("accent_text", "surface"),
    ("accent_text", "accent_soft"),
    ("good", "surface"),
    ("good", "ground"),
    ("good", "good_soft"),
    ("unsure", "surface"),
    ("unsure", "ground"),
    ("unsure", "unsure_soft"),
    ("absent", "surface"),
    ("absent", "ground"),
    ("ink", "found"),
)


@dataclass(frozen=True, slots=True)
class Theme:
    """A palette at a text size. `dark` themes show pages of documents inverted."""

    name: str
    palette: Palette
    scale: float
    reduced_motion: bool

    @classmethod
    def of(cls, name: str, scale: float, reduced_motion: bool) -> Theme:
        """Unknown names and sizes (an older or damaged settings file) become the defaults."""
        known = name if name in PALETTES else "day"
        return cls(known, PALETTES[known], scale if scale in TEXT_SCALES else 1.0, reduced_motion)

    @property
    def is_dark(self) -> bool:
        return self.name == "night"

    @property
    def motion_ms(self) -> int:
        return 0 if self.reduced_motion else MOTION_MS

    def type_px(self, kind: Type) -> int:
        """Text size in pixels. The gate's names stop growing: at 56 px they are read across a room."""
        scale = min(self.scale, 1.25) if kind is Type.DISPLAY else self.scale
        return round(kind.px * scale)

    @property
    def icon_px(self) -> int:
        return round(22 * self.scale)

    @property
    def touch_px(self) -> int:
        """Height of something to tap: it grows with the text in it."""
        return max(TOUCH_PX, 4 * round((self.type_px(Type.BODY) * 1.3 + 22) / 4))
