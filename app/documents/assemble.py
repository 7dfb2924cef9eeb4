"""Making PDFs: from pictures, from what LibreOffice gave, unlocked, and with recognised text under a scan.

Runs in a child process (see `child`), because MuPDF reads pictures and PDFs that nobody has checked.
The same input gives the same bytes, so that a pack built again has no new versions of unchanged papers.
"""
# mypy: disallow-untyped-calls=False, warn-return-any=False
# (PyMuPDF is only partly typed.)

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from app.documents.lean_mupdf import pymupdf
from app.documents.pdf import unlock

MAX_PICTURE_PIXELS = 120_000_000
"""An A3 sheet scanned at 600 dpi has 70 million. More is a mistake or made to do harm."""
MAX_PICTURE_PAGES = 500

Work = Callable[..., bytes]


def pictures_to_pdf(data: bytes, file_type: str) -> bytes:
    """An A4 page for each picture in a PNG, JPEG or TIFF file, upright or lying as the picture is.

    Raises `ValueError` for a picture that is too large, and what MuPDF raises.
    """
    # Only the head is read here. (`pymupdf.image_profile` is broken in 2.0.)
    picture = pymupdf.mupdf.fz_new_image_from_buffer(pymupdf.mupdf.fz_new_buffer_from_copied_data(data))
    if picture.w() * picture.h() > MAX_PICTURE_PIXELS:
        raise ValueError("picture")
    with pymupdf.open(stream=data, filetype=file_type) as pictures, pymupdf.open() as paper:
        if pictures.page_count > MAX_PICTURE_PAGES:
            raise ValueError("pages")
        # By way of MuPDF's own conversion, because it turns photographs as their EXIF says.
        with pymupdf.open("pdf", pictures.convert_to_pdf()) as converted:
            for index in range(converted.page_count):
                rect = converted[index].rect
                is_lying = rect.width > rect.height
                page = paper.new_page(width=842 if is_lying else 595, height=595 if is_lying else 842)
                page.show_pdf_page(page.rect, converted, index)
            return _saved(paper)


def without_dates(data: bytes) -> bytes:
    """The same PDF without the date and the random id that a converter puts in."""
    with pymupdf.open(stream=data, filetype="pdf") as document:
        return _saved(document)


def unlocked(data: bytes, passwords: Sequence[str]) -> bytes:
    """The PDF without its lock; nothing where none of the passwords opens it."""
    with pymupdf.open(stream=data, filetype="pdf") as document:
        if not any(unlock(document, password) for password in passwords):
            return b""
        return _saved(document)


def turned(data: bytes, turns: Mapping[int, int]) -> bytes:
    """The PDF with pages (by index) shown turned by degrees clockwise. Their pictures stay as they are."""
    with pymupdf.open(stream=data, filetype="pdf") as document:
        for index, degrees in turns.items():
            page = document[index]
            page.set_rotation((page.rotation + degrees) % 360)
        return _saved(document)


def lay_text_under(data: bytes, recognised: Mapping[int, bytes]) -> bytes:
    """The PDF with invisible text on the pages named by their indexes, each a PDF of one page.

    What is seen stays as it is.
    """
    with pymupdf.open(stream=data, filetype="pdf") as document:
        for index, text_pdf in recognised.items():
            page = document[index]
            with pymupdf.open(stream=text_pdf, filetype="pdf") as text:
                area = page.rect * page.derotation_matrix
                page.show_pdf_page(area.normalize(), text, 0, rotate=page.rotation)
        return _saved(document)


def _saved(document: pymupdf.Document) -> bytes:
    document.set_metadata({})
    document.del_xml_metadata()
    document.xref_set_key(-1, "ID", "null")
    return document.tobytes(garbage=3, deflate=True, no_new_id=True)
