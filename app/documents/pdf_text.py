"""What stands on a page of an open PDF. Runs in the worker process, like everything in `pdf`."""
# mypy: disallow-untyped-calls=False
# (PyMuPDF is only partly typed.)

from __future__ import annotations

from app.documents.errors import PageBroken
from app.documents.lean_mupdf import pymupdf
from app.documents.page_content import PageContent, content_of, runs_over
from app.documents.pdf import LIBRARY_ERRORS
from app.documents.ruled_tables import find_tables

_FLAGS = (
    pymupdf.TEXT_PRESERVE_WHITESPACE
    | pymupdf.TEXT_MEDIABOX_CLIP
    | pymupdf.TEXT_USE_CID_FOR_UNKNOWN_UNICODE
    | pymupdf.TEXT_COLLECT_VECTORS
)
"""Ligatures are taken apart, so that "fi" is found; lines that rule tables come with the text for nothing."""


def page_content(document: pymupdf.Document, index: int, *, with_words: bool = False) -> PageContent:
    """The text and the rules of a page, in points as it is shown. Raises `PageBroken`.

    Words cost half as much again; without `with_words` only a page has them that needs them for its tables.
    """
    mupdf = pymupdf.mupdf
    try:
        # As in `pdf._page_size`, without the binding's Page: a third of the time. Its text page would also
        # undo the page's rotation, and points would not be those of the picture.
        page = mupdf.fz_load_page(document.this, index)
        rect = mupdf.fz_bound_page(page)
        text_page = pymupdf.TextPage(mupdf.FzStextPage(page, mupdf.FzStextOptions(_FLAGS)))
        raw = text_page.extractDICT()
        words = text_page.extractWORDS() if with_words else ()
    except LIBRARY_ERRORS as error:
        raise PageBroken(page=index + 1) from error
    width, height = rect.x1 - rect.x0, rect.y1 - rect.y0
    content = content_of(raw, width, height, words)
    if with_words or not _needs_words(content):
        return content
    return content_of(raw, width, height, text_page.extractWORDS())


def picture_share(document: pymupdf.Document, index: int) -> float:
    """How much of a page its pictures take, 0 to 1, as far as that can be told. Raises `PageBroken`."""
    try:
        page = document.load_page(index)
        boxes = [pymupdf.Rect(info["bbox"]) & page.rect for info in page.get_image_info()]
    except LIBRARY_ERRORS as error:
        raise PageBroken(page=index + 1) from error
    taken = sum(float(abs(box)) for box in boxes if not box.is_empty)
    return min(1.0, taken / (float(abs(page.rect)) or 1.0))


def _needs_words(content: PageContent) -> bool:
    """Whether a line runs through several cells of a table and must be cut."""
    return any(
        runs_over(piece, table.xs)
        for table in find_tables(content.rules)
        for piece in content.pieces
        if table.holds(piece)
    )
