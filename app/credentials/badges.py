"""Badges for printing: A4 sheets of eight, each with its QR code, to be cut along the crop marks."""
# mypy: disallow-untyped-calls=False
# (PyMuPDF is only partly typed.)

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import pymupdf
import segno

from app.credentials.report import KINDS
from app.domain.entities import Person
from app.paper.fonts import FontFamily
from app.paper.pdf import MM
from app.paper.text import typeset

COLUMNS, ROWS = 2, 4
BADGE_MM = (90.0, 62.0)
"""Wide and high: a usual plastic sleeve for a lanyard is 95 x 65 mm inside."""
_SHEET_MM = (210.0, 297.0)
_QR_MM = 36.0
_QUIET_MODULES = 4
_MODULE_PIXELS = 12
_CROP_MM = 4.0
_INSET_MM = 4.0
_SMALLEST_PT = 4.0
_GREY = (0.55, 0.55, 0.55)


@dataclass(frozen=True, slots=True, repr=False)
class Badge:
    """One person's badge. `code` is the text of the QR, signed by the congress: never log it."""

    person: Person
    code: str


def draw_badges(congress_title: str, badges: Sequence[Badge], fonts: FontFamily) -> bytes:
    """The sheets as PDF, in the order given, filled row by row."""
    pen = _Pen(*(pymupdf.Font(fontfile=str(path)) for path in fonts.files[:2]))
    with pymupdf.open() as document:
        for start in range(0, len(badges), COLUMNS * ROWS):
            page = document.new_page(width=_SHEET_MM[0] * MM, height=_SHEET_MM[1] * MM)
            for place, badge in enumerate(badges[start : start + COLUMNS * ROWS]):
                area = _area(*divmod(place, COLUMNS))
                _crop_marks(page, area)
                _draw(page, area, congress_title, badge, pen)
        document.set_metadata({"title": typeset(congress_title)})
        document.subset_fonts()
        return bytes(document.tobytes(garbage=3, deflate=True))


@dataclass(frozen=True, slots=True)
class _Pen:
    regular: pymupdf.Font
    bold: pymupdf.Font


def _area(row: int, column: int) -> pymupdf.Rect:
    """Where a badge lies, the sheet's margins being equal; neighbours share their edges and so their cuts."""
    left = (_SHEET_MM[0] - COLUMNS * BADGE_MM[0]) / 2 + column * BADGE_MM[0]
    top = (_SHEET_MM[1] - ROWS * BADGE_MM[1]) / 2 + row * BADGE_MM[1]
    return pymupdf.Rect(left * MM, top * MM, (left + BADGE_MM[0]) * MM, (top + BADGE_MM[1]) * MM)


def _crop_marks(page: pymupdf.Page, area: pymupdf.Rect) -> None:
    """A small cross at each corner."""
    arm = _CROP_MM * MM / 2
    for corner in (area.tl, area.tr, area.bl, area.br):
        for reach in (pymupdf.Point(arm, 0), pymupdf.Point(0, arm)):
            page.draw_line(corner - reach, corner + reach, color=_GREY, width=0.4)


def _draw(page: pymupdf.Page, area: pymupdf.Rect, title: str, badge: Badge, pen: _Pen) -> None:
    person = badge.person
    inset = _INSET_MM * MM
    inside = pymupdf.Rect(area.x0 + inset, area.y0 + inset, area.x1 - inset, area.y1 - inset)
    heading = pymupdf.Rect(inside.x0, inside.y0, inside.x1, inside.y0 + 26)
    _fill(page, heading, title.upper(), pen.bold, 9, align=pymupdf.TEXT_ALIGN_CENTER)
    qr_size = _QR_MM * MM
    code = pymupdf.Rect(inside.x1 - qr_size, inside.y1 - qr_size, inside.x1, inside.y1)
    _draw_code(page, code, badge.code)
    words = pymupdf.Rect(inside.x0, heading.y1 + 4, code.x0 - 6, inside.y1)
    name = pymupdf.Rect(words.x0, words.y0, words.x1, words.y0 + 54)
    _fill(page, name, person.full_name, pen.bold, 17)
    rest = pymupdf.Rect(words.x0, name.y1, words.x1, words.y1)
    lines = [KINDS[person.kind], person.delegation, f"Ghế {person.seat}" if person.seat else ""]
    _fill(page, rest, "\n".join([f"Số {person.number:03}", *filter(None, lines)]), pen.regular, 11)


def _fill(
    page: pymupdf.Page, area: pymupdf.Rect, text: str, font: pymupdf.Font, size: float, *, align: int = 0
) -> None:
    """Text in its place, smaller where it is long: the longest name must be readable, not cut."""
    content = typeset(text)
    while True:
        writer = pymupdf.TextWriter(page.rect)
        try:
            fits = not writer.fill_textbox(area, content, font=font, fontsize=size, align=align)
        except ValueError:  # a word that is wider than the area
            fits = False
        if fits or size <= _SMALLEST_PT:
            writer.write_text(page)
            return
        size -= 0.5


def _draw_code(page: pymupdf.Page, area: pymupdf.Rect, code: str) -> None:
    """The QR with its quiet zone, error correction M; as one picture: single squares leave fine seams."""
    picture = io.BytesIO()
    segno.make(code, error="m", micro=False).save(
        picture, kind="png", scale=_MODULE_PIXELS, border=_QUIET_MODULES
    )
    page.insert_image(area, stream=picture.getvalue())
