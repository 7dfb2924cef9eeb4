"""The report's drawings: bars of counts, drawn with MuPDF so that Vietnamese letters are always there."""
# mypy: disallow-untyped-calls=False, warn-return-any=False
# (PyMuPDF is only partly typed.)

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pymupdf

from app.paper.fonts import FontFamily

WIDTH_PT = 470.0
"""About as wide as the text of a paper, so that letters keep the size they are drawn with."""
_LABEL_PT, _NUMBER_PT, _ROW_PT, _BAR_PT, _HEAD_PT = 150.0, 70.0, 16.0, 10.0, 24.0
_SIZE = 10.0
_DPI = 200
_MAX_ROWS = 40
_PRESENT = (0.10, 0.36, 0.60)
_MISSING = (0.80, 0.84, 0.88)
"""Dark and light, also on a grey printer."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: `part` of `whole`."""

    label: str
    part: int
    whole: int


def draw_bars(title: str, bars: Sequence[Bar], fonts: FontFamily) -> bytes:
    """A PNG with a row for each bar (at most 40): `part` is dark, and the numbers stand beside it."""
    shown = bars[:_MAX_ROWS]
    height = _HEAD_PT + _ROW_PT * len(shown) + 6
    largest = max((bar.whole for bar in shown), default=0) or 1
    room = WIDTH_PT - _LABEL_PT - _NUMBER_PT
    regular, bold = (pymupdf.Font(fontfile=str(path)) for path in fonts.files[:2])
    with pymupdf.open() as document:
        page = document.new_page(width=WIDTH_PT, height=height)
        writer = pymupdf.TextWriter(page.rect)
        writer.append((0, 14), _fitted(title, bold, WIDTH_PT), bold, _SIZE + 1)
        for row, bar in enumerate(shown):
            top = _HEAD_PT + _ROW_PT * row
            whole, part = room * bar.whole / largest, room * bar.part / largest
            y = top + (_ROW_PT - _BAR_PT) / 2
            _box(page, y, whole, _MISSING)
            _box(page, y, part, _PRESENT)
            baseline = top + _ROW_PT / 2 + _SIZE * 0.35
            label = _fitted(bar.label, regular, _LABEL_PT - 8)
            x = _LABEL_PT - 6 - regular.text_length(label, _SIZE)
            writer.append((x, baseline), label, regular, _SIZE)
            writer.append((_LABEL_PT + whole + 5, baseline), f"{bar.part}/{bar.whole}", regular, _SIZE)
        writer.write_text(page)
        return bytes(page.get_pixmap(dpi=_DPI).tobytes("png"))


def _box(page: pymupdf.Page, top: float, width: float, colour: tuple[float, float, float]) -> None:
    if width > 0:
        page.draw_rect(
            pymupdf.Rect(_LABEL_PT, top, _LABEL_PT + width, top + _BAR_PT), color=None, fill=colour, width=0
        )


def _fitted(text: str, font: pymupdf.Font, room: float) -> str:
    """The text, cut with "…" where it is too long."""
    if font.text_length(text, _SIZE) <= room:
        return text
    while text and font.text_length(f"{text}…", _SIZE) > room:
        text = text[:-1]
    return f"{text}…"
