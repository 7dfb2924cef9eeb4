"""The paper as it comes out: where the ink is, in mm, in the Word file (set by LibreOffice) and the PDF."""

from __future__ import annotations

import re
import shutil
import subprocess

import numpy as np
import pymupdf
import pytest

from app.minutes.builder import build_draft
from app.minutes.export import minutes_paper, to_docx, to_pdf
from app.paper.fonts import find_serif
from app.paper.layout import load_profiles
from tests.unit.minutes.congress import small_congress

POINTS_IN_MM = 72 / 25.4
DPI = 100
NAMES = ("HD05", "HD36", "ND30")


@pytest.fixture(scope="module")
def profiles(project_root):
    return load_profiles(project_root / "assets" / "minutes" / "profiles.toml")


@pytest.fixture(scope="module")
def papers(profiles):
    draft = build_draft(*small_congress())
    return {name: minutes_paper(draft, profiles[name], is_approved=False) for name in NAMES}


@pytest.fixture(scope="module")
def from_word(profiles, papers, tmp_path_factory):
    """Each profile's Word file as LibreOffice sets it."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    folder = tmp_path_factory.mktemp("word")
    for name in NAMES:
        (folder / f"{name}.docx").write_bytes(to_docx(papers[name], profiles[name]))
    command = [office, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf"]
    files = [str(folder / f"{name}.docx") for name in NAMES]
    subprocess.run([*command, "--outdir", str(folder), *files], check=True, capture_output=True, timeout=120)
    return {name: (folder / f"{name}.pdf").read_bytes() for name in NAMES}


@pytest.fixture(scope="module")
def own_pdf(profiles, papers):
    return {name: to_pdf(papers[name], profiles[name], find_serif()) for name in NAMES}


@pytest.fixture(params=["from_word", "own_pdf"])
def printed(request):
    return request.getfixturevalue(request.param)


def place_mm(page: pymupdf.Page, text: str, *, whole: bool = False) -> tuple[float, float, float]:
    """Left edge, centre and top of the first line that begins with this text, or is it."""
    for block in page.get_text("dict")["blocks"]:
        for line in block.get("lines", ()):
            words = "".join(span["text"] for span in line["spans"]).strip()
            words = words.replace("\N{NO-BREAK SPACE}", " ")
            if words == text or (words.startswith(text) and not whole):
                x0, y0, x1, _ = (side / POINTS_IN_MM for side in line["bbox"])
                return x0, (x0 + x1) / 2, y0
    raise AssertionError(f"{text!r} is not on the page")


def ink_mm(page: pymupdf.Page, top_mm: float = 0) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of everything that is not white below `top_mm`, from the page's pixels."""
    picture = page.get_pixmap(dpi=DPI, colorspace=pymupdf.csGRAY)
    pixels = np.frombuffer(picture.samples, np.uint8).reshape(picture.height, picture.stride)
    first_row = round(top_mm / 25.4 * DPI)
    rows, columns = np.nonzero(pixels[first_row:, : picture.width] < 160)
    edges = columns.min(), rows.min() + first_row, columns.max(), rows.max() + first_row
    return tuple(edge / DPI * 25.4 for edge in edges)


def rules_mm(page: pymupdf.Page) -> list[float]:
    """Widths of the horizontal lines on the upper half of a page."""
    found = []
    for drawing in page.get_drawings():
        box = drawing["rect"]
        if box.height < 3 and box.width > 20 and box.y1 < page.rect.height / 2:
            found.append(box.width / POINTS_IN_MM)
    return found


@pytest.mark.parametrize("name", NAMES)
def test_head_body_and_signatures_stand_where_the_profile_says(printed, profiles, name):
    layout = profiles[name]
    page, header = layout.page, layout.header
    with pymupdf.open(stream=printed[name], filetype="pdf") as document:
        first = document[0]
        left = page.left_mm + (page.text_width_mm - header.left_mm - header.right_mm) / 2
        right_column = left + header.left_mm + header.right_mm / 2
        _, centre, top = place_mm(first, layout.national[0].text)
        assert centre == pytest.approx(right_column, abs=2)
        assert top == pytest.approx(page.top_mm, abs=3)
        assert place_mm(first, "An Bình, ngày")[1] == pytest.approx(right_column, abs=2)
        left_column = left + header.left_mm / 2
        assert place_mm(first, layout.number.format.split("{", maxsplit=1)[0].strip())[1] == pytest.approx(
            left_column, abs=2
        )
        assert place_mm(first, "DỰ THẢO")[1] == pytest.approx(left_column, abs=2)
        middle = page.left_mm + page.text_width_mm / 2
        assert place_mm(first, "BIÊN BẢN")[1] == pytest.approx(middle, abs=1.5)
        begins = place_mm(first, "Địa điểm:")[0]
        assert begins == pytest.approx(page.left_mm + layout.body.first_line_mm, abs=1)

        signed = next(one for one in document if one.search_for("ĐOÀN CHỦ TỊCH"))
        on_behalf = layout.signature.on_behalf
        quarter = page.text_width_mm / 4
        wrote = place_mm(signed, f"{on_behalf} ĐOÀN THƯ KÝ")
        presided = place_mm(signed, f"{on_behalf} ĐOÀN CHỦ TỊCH")
        assert wrote[1] == pytest.approx(page.left_mm + quarter, abs=2)
        assert presided[1] == pytest.approx(page.left_mm + 3 * quarter, abs=2)
        assert wrote[2] == pytest.approx(presided[2], abs=0.5)
        names = place_mm(signed, "Vũ Thu Hà"), place_mm(signed, "Nguyễn Thị Ánh")
        assert names[0][2] == pytest.approx(names[1][2], abs=0.5), "both names at one height"
        assert bool(signed.search_for("Nơi nhận:")) is layout.recipients


def test_the_recipients_heading_has_a_face_of_its_own_where_it_is_bold_and_italic(printed, profiles):
    style = profiles["ND30"].recipients_heading
    assert (style.bold, style.italic) == (True, True)
    with pymupdf.open(stream=printed["ND30"], filetype="pdf") as document:
        spans = [
            span
            for page in document
            for block in page.get_text("dict")["blocks"]
            for line in block.get("lines", ())
            for span in line["spans"]
        ]
    (heading,) = (span for span in spans if span["text"].startswith("Nơi nhận"))
    assert re.search(r"(?i)bold.?it", heading["font"])


@pytest.mark.parametrize("name", NAMES)
def test_no_ink_in_the_margins_but_the_page_number(printed, profiles, name):
    layout = profiles[name]
    page = layout.page
    with pymupdf.open(stream=printed[name], filetype="pdf") as document:
        assert document.page_count >= 2
        for index, sheet in enumerate(document):
            assert sheet.rect.width / POINTS_IN_MM == pytest.approx(page.width_mm, abs=0.5)
            assert sheet.rect.height / POINTS_IN_MM == pytest.approx(page.height_mm, abs=0.5)
            left, top, right, bottom = ink_mm(sheet, page.top_mm - 2 if index else 0)
            assert left >= page.left_mm - 0.5
            assert top >= page.top_mm - 0.5
            assert right <= page.width_mm - page.right_mm + 0.5
            assert bottom <= page.height_mm - page.bottom_mm + 0.5
            if index:
                _, centre, at = place_mm(sheet, str(index + 1), whole=True)
                assert abs(centre - page.width_mm / 2) < 8, "in the middle of the sheet or of the text"
                assert at == pytest.approx(layout.page_number.from_edge_mm, abs=3)
        assert ink_mm(document[0])[1] == pytest.approx(page.top_mm, abs=3)
        full = ink_mm(document[0])
        assert full[2] == pytest.approx(page.width_mm - page.right_mm, abs=1), "justified to the margin"


@pytest.mark.parametrize("name", NAMES)
def test_rules_are_as_long_as_the_profile_says(printed, profiles, name):
    layout = profiles[name]
    wanted = [line.rule_mm for line in (*layout.national, layout.issuer, layout.abstract) if line.rule_mm]
    with pymupdf.open(stream=printed[name], filetype="pdf") as document:
        found = rules_mm(document[0])
    for width_mm in wanted:
        assert any(abs(width_mm - one) < 1.5 for one in found), (width_mm, found)
