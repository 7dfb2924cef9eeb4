"""A paper with a reader's marks as real PDF annotations. Runs in the worker process (see `serving`)."""
# mypy: disallow-untyped-calls=False, warn-return-any=False
# (PyMuPDF is only partly typed.)

from __future__ import annotations

import html
from collections.abc import Iterable
from typing import Any

from app.documents.errors import PdfDamaged
from app.documents.marks.mark import MarkColor, MarkKind, PageMark
from app.documents.reading import Box
from app.documents.worker.lean_mupdf import pymupdf
from app.documents.worker.pdf import LIBRARY_ERRORS

_COLORS = {
    MarkColor.YELLOW: (1.0, 0.83, 0.2),
    MarkColor.GREEN: (0.45, 0.78, 0.4),
    MarkColor.BLUE: (0.35, 0.62, 0.95),
    MarkColor.RED: (0.86, 0.25, 0.22),
}
_INK_WIDTH_PT = 1.5
_STAMP_SIZE_PT = (480.0, 60.0)
_STAMP_OPACITY = 0.18
_STAMP_DEGREES = 45.0
_CORNER_PT = 18.0


def annotate(document: pymupdf.Document, marks: Iterable[PageMark], watermark: str) -> bytes:
    """Write the marks and the watermark ("" for none) into the document, which is changed, and give it back
    as bytes. A mark that its page does not take is left out. Raises `PdfDamaged`.
    """
    for mark in marks:
        if 0 <= mark.page_index < document.page_count:
            try:
                _add(document.load_page(mark.page_index), mark)
            except LIBRARY_ERRORS:
                continue
    try:
        if watermark:
            _stamp(document, watermark)
        return document.tobytes(deflate=True)
    except LIBRARY_ERRORS as error:
        raise PdfDamaged from error


def read_mark(raw: dict[str, Any]) -> PageMark:
    """A mark as it came over the pipe (`dataclasses.asdict`)."""
    return PageMark(
        **{
            **raw,
            "kind": MarkKind(raw["kind"]),
            "color": MarkColor(raw["color"]),
            "boxes": tuple(Box(**box) for box in raw["boxes"]),
            "strokes": tuple(tuple((x, y) for x, y in stroke) for stroke in raw["strokes"]),
        }
    )


def _add(page: pymupdf.Page, mark: PageMark) -> None:
    # Annotations live on the unturned page; marks were made on it as it is shown.
    matrix = page.derotation_matrix
    if mark.kind in (MarkKind.HIGHLIGHT, MarkKind.UNDERLINE):
        add = page.add_highlight_annot if mark.kind is MarkKind.HIGHLIGHT else page.add_underline_annot
        annotation = add(quads=[(_rect(box) * matrix).quad for box in mark.boxes])
    elif mark.kind is MarkKind.INK:
        strokes = [[pymupdf.Point(x, y) * matrix for x, y in stroke] for stroke in mark.strokes]
        annotation = page.add_ink_annot([[(point.x, point.y) for point in stroke] for stroke in strokes])
        annotation.set_border(width=_INK_WIDTH_PT)
    else:
        is_note = mark.kind is MarkKind.NOTE
        corner = mark.boxes[0] if mark.boxes else Box(_CORNER_PT, _CORNER_PT, 0, 0)
        at = pymupdf.Point(corner.x0, corner.y0) * matrix
        annotation = page.add_text_annot(at, mark.note or mark.quote, icon="Note" if is_note else "Paragraph")
    annotation.set_colors(stroke=_COLORS[mark.color])
    words = mark.note or (mark.quote if mark.kind is MarkKind.BOOKMARK else "")
    annotation.set_info(title=mark.author, content=words)
    annotation.update()


def _stamp(document: pymupdf.Document, text: str) -> None:
    """The text across every page, faint; the page below stays readable and its text can still be searched."""
    width, height = _STAMP_SIZE_PT
    with pymupdf.open() as stamp:
        words = html.escape(text)
        style = "text-align:center;font-family:sans-serif;font-size:26px;color:#404040"
        stamp.new_page(width=width, height=height).insert_htmlbox(
            pymupdf.Rect(0, 0, width, height), f'<p style="{style}">{words}</p>', opacity=_STAMP_OPACITY
        )
        for index in range(document.page_count):
            page = document.load_page(index)
            middle = page.rect * page.derotation_matrix
            side = min(middle.width, middle.height) * 0.8
            x, y = (middle.x0 + middle.x1) / 2, (middle.y0 + middle.y1) / 2
            area = pymupdf.Rect(x - side / 2, y - side / 2, x + side / 2, y + side / 2)
            page.show_pdf_page(area, stamp, 0, rotate=_STAMP_DEGREES, keep_proportion=True)


def _rect(box: Box) -> pymupdf.Rect:
    return pymupdf.Rect(box.x0, box.y0, box.x1, box.y1)
