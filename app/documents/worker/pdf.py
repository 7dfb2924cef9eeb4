"""Reading PDFs with MuPDF, from memory only. Runs in the worker process (see `renderer`).

MuPDF holds the GIL while it draws, hangs on some files for good and takes any amount of memory, so
nothing here is called where a user waits. It never follows a link and never opens a file.
"""
# mypy: disallow-untyped-calls=False, warn-return-any=False
# (PyMuPDF is only partly typed.)

from __future__ import annotations

import unicodedata
from typing import Any

from app.documents.errors import NotAPdf, PageBroken, PdfDamaged, PdfEncrypted, PdfNoPages
from app.documents.pages import PLAIN, DocumentInfo, Drawing, OutlineEntry, Tint, clamp_scale, row_bytes
from app.documents.worker.lean_mupdf import pymupdf

mupdf = pymupdf.mupdf

MAX_OUTLINE_ENTRIES = 5_000
MAX_OUTLINE_LEVEL = 8
MAX_TITLE_CHARS = 200
_RGB = mupdf.FzColorspace(mupdf.FzColorspace.Fixed_RGB)
_EVERYWHERE = mupdf.FzRect(mupdf.FzRect.Fixed_INFINITE)
_HEADER_WINDOW = 1024  # ISO 32000-1, annex H: readers accept %PDF- within the first 1024 bytes

LIBRARY_ERRORS = (RuntimeError, ValueError, TypeError, IndexError, KeyError, AttributeError, RecursionError,
                  MemoryError, AssertionError, mupdf.FzErrorBase)  # fmt: skip
"""What MuPDF's binding raises for broken content, in all its variety. Bugs of ours would be caught too, which
is why the blocks that catch them hold library calls only."""


def be_quiet() -> None:
    """Keep MuPDF's complaints about broken files off the terminal."""
    pymupdf.TOOLS.mupdf_display_errors(False)
    pymupdf.TOOLS.mupdf_display_warnings(False)


def open_pdf(data: bytes | memoryview, password: str | None = None) -> pymupdf.Document:
    """Open a PDF that is wholly in memory; `data` must outlive the result.

    Raises `NotAPdf`, `PdfDamaged`, `PdfEncrypted`, `PdfNoPages`.
    """
    if b"%PDF-" not in bytes(data[:_HEADER_WINDOW]):
        raise NotAPdf
    try:
        document = pymupdf.open(stream=data, filetype="pdf")
        is_pdf, locked = document.is_pdf, document.needs_pass
    except LIBRARY_ERRORS as error:
        raise PdfDamaged from error
    if not is_pdf:
        raise NotAPdf
    if locked and not (password is not None and unlock(document, password)):
        raise PdfEncrypted
    try:
        page_count = document.page_count
    except LIBRARY_ERRORS as error:
        raise PdfDamaged from error
    if page_count < 1:
        raise PdfNoPages
    return document


def unlock(document: pymupdf.Document, password: str) -> bool:
    """Try a password in both spellings of its marks: programs that encrypt do not agree on one."""
    return any(document.authenticate(unicodedata.normalize(form, password)) for form in ("NFC", "NFD"))


def describe(document: pymupdf.Document) -> DocumentInfo:
    """Number and sizes of pages and the document's own outline. A page that is broken counts as A4."""
    sizes = tuple(_page_size(document, index) for index in range(document.page_count))
    return DocumentInfo(len(sizes), sizes, _outline(document), bool(document.is_repaired))


def _page_size(document: pymupdf.Document, index: int) -> tuple[float, float]:
    try:
        # Straight from MuPDF: a Page object of the binding for each of 200 pages costs four times as much.
        rect = mupdf.fz_bound_page(mupdf.fz_load_page(document.this, index))
        width, height = float(rect.x1 - rect.x0), float(rect.y1 - rect.y0)
    except LIBRARY_ERRORS:
        return 595.0, 842.0
    return (width, height) if width > 0 and height > 0 else (595.0, 842.0)


def _outline(document: pymupdf.Document) -> tuple[OutlineEntry, ...]:
    """The bookmarks, bounded. Over 900 levels `get_toc` raises RecursionError: then there are none."""
    try:
        raw = document.get_toc(simple=True)
    except LIBRARY_ERRORS:
        return ()
    entries = (
        OutlineEntry(min(level, MAX_OUTLINE_LEVEL), " ".join(title.split())[:MAX_TITLE_CHARS], page - 1)
        for level, title, page, *_ in raw[:MAX_OUTLINE_ENTRIES]
    )
    return tuple(entry for entry in entries if entry.title and 0 <= entry.page_index < document.page_count)


def draw(document: pymupdf.Document, drawing: Drawing, canvas: memoryview) -> tuple[int, int]:
    """Draw a page, or a part of one, straight into `canvas` from its first byte, as `PageImage` says.

    A bitmap of MuPDF's own costs more to take from the system and to copy than to draw on. Returns (width,
    height) in pixels. The picture is smaller where it would pass `MAX_BITMAP_PIXELS`. Raises `PageBroken`.
    """
    broken, clip = PageBroken(page=drawing.page_index + 1), drawing.clip
    try:
        page = document.load_page(drawing.page_index)
        rect = page.rect
        area = rect if clip is None else pymupdf.Rect(clip.x0, clip.y0, clip.x1, clip.y1) & rect
        scale = clamp_scale(area.width, area.height, max(1, drawing.width_px) / rect.width)
        place = (area * scale).round()
        width, height, stride = place.width, place.height, row_bytes(place.width)
        if width < 1 or height < 1 or stride * height > len(canvas):
            raise broken
        memory = mupdf.python_mutable_buffer_data(canvas)
        pixmap = mupdf.fz_new_pixmap_with_data(_RGB, width, height, mupdf.FzSeparations(), 0, stride, memory)
        mupdf.fz_clear_pixmap_with_value(pixmap, 0xFF)
        device = mupdf.fz_new_draw_device(mupdf.FzMatrix(), pixmap)
        matrix = mupdf.FzMatrix(scale, 0, 0, scale, -place.x0, -place.y0)
        # By way of a list: scans are drawn a fifth quicker than straight from the page.
        steps = page.get_displaylist()
        mupdf.fz_run_display_list(steps.this, device, matrix, _EVERYWHERE, mupdf.FzCookie())
        mupdf.fz_close_device(device)
        put_on(pixmap, drawing.tint)
    except (*LIBRARY_ERRORS, ZeroDivisionError) as error:
        raise broken from error
    return width, height


def put_on(pixmap: Any, tint: Tint) -> None:
    """Lay a drawn page (MuPDF's own `FzPixmap`) on the reader's ground."""
    if tint.is_night:
        mupdf.fz_invert_pixmap_luminance(pixmap)
    elif tint.paper_rgb != PLAIN.paper_rgb:
        mupdf.fz_tint_pixmap(pixmap, 0x000000, tint.paper_rgb)


def empty_cache() -> None:
    """Let go of MuPDF's cache of pictures and fonts, which by itself grows to 256 MB as one reads on."""
    pymupdf.TOOLS.store_shrink(100)


def close_pdf(document: pymupdf.Document) -> None:
    """Let go of a document and of the memory it was opened from."""
    document.close()
