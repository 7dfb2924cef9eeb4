"""What stands on a page of an open PDF. Runs in the worker process, like everything in `worker.pdf`."""
# mypy: disallow-untyped-calls=False
# (PyMuPDF is only partly typed.)

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.documents.errors import PageBroken
from app.documents.text.flow import Layout, lay_out
from app.documents.text.page_content import PageContent, content_of, runs_over
from app.documents.worker.lean_mupdf import pymupdf
from app.documents.worker.pdf import LIBRARY_ERRORS

_FLAGS = (
    pymupdf.TEXT_PRESERVE_WHITESPACE
    | pymupdf.TEXT_MEDIABOX_CLIP
    | pymupdf.TEXT_USE_CID_FOR_UNKNOWN_UNICODE
    | pymupdf.TEXT_COLLECT_VECTORS
)
"""Ligatures are taken apart, so that "fi" is found; lines that rule tables come with the text for nothing."""


def page_content(document: pymupdf.Document, index: int) -> PageContent:
    """The text, its words and the rules of a page, in points as it is shown. Raises `PageBroken`."""
    raw, text_page, width, height = _read(document, index)
    return content_of(raw, width, height, _words(text_page, index))


def page_layout(document: pymupdf.Document, index: int) -> Layout:
    """A page taken apart, without its words. Raises `PageBroken`.

    Words cost half as much again: only a page has them that needs them, to cut lines which run through
    several cells of a table.
    """
    raw, text_page, width, height = _read(document, index)
    layout = lay_out(content_of(raw, width, height))
    cells = zip(layout.tables, layout.inside, strict=True)
    if not any(runs_over(piece, table.xs) for table, pieces in cells for piece in pieces):
        return layout
    return lay_out(content_of(raw, width, height, _words(text_page, index)))


def _read(document: pymupdf.Document, index: int) -> tuple[dict[str, Any], pymupdf.TextPage, float, float]:
    """MuPDF's structures of a page, and its width and height. Raises `PageBroken`."""
    mupdf = pymupdf.mupdf
    try:
        # As in `pdf._page_size`, without the binding's Page: a third of the time. Its text page would also
        # undo the page's rotation, and points would not be those of the picture.
        page = mupdf.fz_load_page(document.this, index)
        rect = mupdf.fz_bound_page(page)
        text_page = pymupdf.TextPage(mupdf.FzStextPage(page, mupdf.FzStextOptions(_FLAGS)))
        raw: dict[str, Any] = text_page.extractDICT()
    except LIBRARY_ERRORS as error:
        raise PageBroken(page=index + 1) from error
    return raw, text_page, float(rect.x1 - rect.x0), float(rect.y1 - rect.y0)


def _words(text_page: pymupdf.TextPage, index: int) -> Sequence[tuple[Any, ...]]:
    try:
        words: Sequence[tuple[Any, ...]] = text_page.extractWORDS()
    except LIBRARY_ERRORS as error:
        raise PageBroken(page=index + 1) from error
    return words


def picture_share(document: pymupdf.Document, index: int) -> float:
    """How much of a page its pictures take, 0 to 1, as far as that can be told. Raises `PageBroken`."""
    try:
        page = document.load_page(index)
        boxes = [pymupdf.Rect(info["bbox"]) & page.rect for info in page.get_image_info()]
    except LIBRARY_ERRORS as error:
        raise PageBroken(page=index + 1) from error
    taken = sum(float(abs(box)) for box in boxes if not box.is_empty)
    return min(1.0, taken / (float(abs(page.rect)) or 1.0))
