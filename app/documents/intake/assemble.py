"""Making PDFs: from pictures, from what LibreOffice gave, unlocked, and with recognised text under a scan.

Runs in a child process (see `worker.child`), because MuPDF reads pictures and PDFs that nobody has checked.
The same input gives the same bytes, so that a pack built again has no new versions of unchanged papers.
"""
# mypy: disallow-untyped-calls=False, warn-return-any=False
# (PyMuPDF is only partly typed.)

from __future__ import annotations

import json
import math
import statistics
from collections.abc import Callable, Mapping, Sequence

from app.documents.worker.lean_mupdf import pymupdf
from app.documents.worker.pdf import unlock

MAX_PICTURE_PIXELS = 120_000_000
"""An A3 sheet scanned at 600 dpi has 70 million. More is a mistake or made to do harm."""
MAX_PICTURE_PAGES = 500
_LONG_LINE = 20
_MIN_LINES = 5
_LEAST_SLANT, _MOST_SLANT = 0.7, 10.0
"""In degrees: less is not seen, and more is a page that somebody drew so."""
_AGREED = 1.0
"""Degrees within which half of a page's lines fall; Tesseract's own are a tenth to a half off."""

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


def slants(recognised: Mapping[int, bytes]) -> bytes:
    """By how many degrees clockwise the lines of scanned pages fall, from the text recognised on each.

    JSON, {page index: degrees}. Of pages whose lines agree, and none of which is lost when they are straight.
    """
    found = {}
    for index, text_pdf in recognised.items():
        with pymupdf.open(stream=text_pdf, filetype="pdf") as text:
            area = text[0].rect
            blocks = text[0].get_text("dict")["blocks"]
        lines = [line for block in blocks for line in block.get("lines", ())]
        angles = [
            math.degrees(math.atan2(line["dir"][1], line["dir"][0]))
            for line in lines
            if sum(len(span["text"]) for span in line["spans"]) >= _LONG_LINE
        ]
        if len(angles) < _MIN_LINES:
            continue
        degrees = round(statistics.median(angles), 2)
        low, _, high = statistics.quantiles(angles, n=4)
        if not _LEAST_SLANT <= abs(degrees) <= _MOST_SLANT or high - low > _AGREED:
            continue
        straight = _around(area.width / 2, area.height / 2, -degrees)
        places = [pymupdf.Point(span["origin"]) for line in lines for span in line["spans"]]
        if all(place * straight in area for place in places):
            found[index] = degrees
    return json.dumps(found).encode()


def straightened(data: bytes, falls: Mapping[int, float]) -> bytes:
    """The PDF with pages (by index) turned back by the degrees that `slants` has found.

    What is on the page is drawn askew the other way; the pictures in the file stay as they are.
    """
    with pymupdf.open(stream=data, filetype="pdf") as document:
        for index, degrees in falls.items():
            page = document[index]
            box = page.mediabox
            page.wrap_contents()
            turn = _around((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2, degrees)  # y grows upwards here
            begin = "q " + " ".join(f"{turn[place]:.6f}" for place in range(6)) + " cm\n"
            pymupdf.TOOLS._insert_contents(page, begin.encode(), False)
            pymupdf.TOOLS._insert_contents(page, b"\nQ", True)
        return _saved(document)


def _around(x: float, y: float, degrees: float) -> pymupdf.Matrix:
    """A turn around a point, by degrees from the first axis to the second."""
    cosine, sine = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    turn = pymupdf.Matrix(cosine, sine, -sine, cosine, 0, 0)
    return pymupdf.Matrix(1, 0, 0, 1, -x, -y) * turn * pymupdf.Matrix(1, 0, 0, 1, x, y)


def _saved(document: pymupdf.Document) -> bytes:
    document.set_metadata({})
    document.del_xml_metadata()
    document.xref_set_key(-1, "ID", "null")
    return document.tobytes(garbage=3, deflate=True, no_new_id=True)
