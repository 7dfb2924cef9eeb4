"""Scans through the real Tesseract, and the judgement of texts."""

from __future__ import annotations

import json
from dataclasses import replace
from uuid import UUID

import pymupdf
import pytest

from app.documents.errors import Cancelled, RecognizerMissing
from app.documents.intake import assemble
from app.documents.intake.checks import letters_are_lost
from app.documents.intake.convert import Office
from app.documents.intake.examine import Intake
from app.documents.intake.folder import PaperFile, SourceType
from app.documents.intake.recognise import Recogniser, _turn_in
from app.documents.intake.workshop import Workshop
from app.documents.text.markings import Marking
from app.documents.text.reading_text import ReadingText
from tests.fakes.clock import seeded_random

needs_tesseract = pytest.mark.skipif(
    Recogniser.find().program is None, reason="Tesseract with Vietnamese is not installed"
)


def ignore(_done, _total):
    """Nobody watches."""


WORDS = "Đại hội đại biểu Đảng bộ phường An Bình thông qua báo cáo chính trị"


def scan(*, rotation: int = 0, head: str = "") -> bytes:
    """A page of print as a picture only, then a blank page."""
    html = f"<p style='font-size:22pt'>{head}</p><p style='font-size:20pt'>{WORDS}</p><p>Số 12 ngày 14</p>"
    with pymupdf.open() as text, pymupdf.open() as paper:
        text.new_page().insert_htmlbox((60, 40, 540, 500), html)
        picture = text[0].get_pixmap(dpi=200).tobytes("png")
        page = paper.new_page()
        page.insert_image(page.rect, stream=picture)
        page.set_rotation(rotation)
        paper.new_page()
        return paper.tobytes()


def examine(tmp_path, renderer, data, recogniser):
    path = tmp_path / "scan.pdf"
    path.write_bytes(data)
    with Workshop(seeded_random()) as workshop:
        intake = Intake(workshop, renderer, Office(None), recogniser)
        found = intake.examine([PaperFile(path, "scan.pdf", SourceType.PDF, None)])["scan.pdf"]
        reading = found.checked.reading
        text = ReadingText.from_bytes(reading.read()).pages[0] if reading else ""
        return found, text, found.checked.content.read()


@needs_tesseract
def test_a_scan_becomes_searchable_under_its_unchanged_picture(tmp_path, renderer):
    data = scan()
    found, text, made = examine(tmp_path, renderer, data, Recogniser.find())
    assert "phường" in text
    assert (found.remarks[0].code, found.remarks[0].params) == ("documents.scan_recognised", {"pages": 1})
    with pymupdf.open(stream=data) as before, pymupdf.open(stream=made) as after:
        assert after[0].get_pixmap(dpi=50).samples == before[0].get_pixmap(dpi=50).samples
        assert after[1].get_text() == ""


@needs_tesseract
def test_a_page_that_lies_on_its_side_has_its_words_where_they_are_seen(tmp_path, renderer):
    # Drawn on its side and turned upright by its rotation, as scanners do it.
    with pymupdf.open(stream=scan()) as upright, pymupdf.open() as turned:
        page = turned.new_page(width=842, height=595)
        page.show_pdf_page(page.rect, upright, 0, rotate=90)
        page.set_rotation(90)
        data = turned.tobytes()
    _, text, made = examine(tmp_path, renderer, data, Recogniser.find())
    assert "phường" in text
    with pymupdf.open(stream=made) as paper:
        page = paper[0]
        (box,) = page.search_for("phường")[:1]
        seen = pymupdf.Rect(box) * page.rotation_matrix
        assert 0 < seen.y0 < page.rect.height / 2, (
            "the text stands in the upper half of the page as it is seen"
        )


needs_orientation = pytest.mark.skipif(
    not Recogniser.find().can_turn, reason="Tesseract with Vietnamese and orientation (osd) is not installed"
)


@needs_orientation
@pytest.mark.slow
@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_real_scans_on_their_side_or_head_are_turned_and_the_others_left(
    tmp_path, renderer, shared_data, degrees
):
    """The second page was put into the scanner in another way than the first."""
    with (
        pymupdf.open(shared_data / "docs" / "real" / "qd_46_scan_10tr.pdf") as whole,
        pymupdf.open() as paper,
    ):
        paper.insert_pdf(whole, from_page=0, to_page=1)
        upright = [page.get_pixmap(dpi=40).samples for page in paper]
        paper[1].set_rotation(degrees)
        data = paper.tobytes()
    found, _, made = examine(tmp_path, renderer, data, Recogniser.find())
    assert [(one.code, one.params["pages"]) for one in found.remarks] == [
        ("documents.scan_turned", 1),
        ("documents.scan_recognised", 2),
    ]
    with pymupdf.open(stream=made) as paper:
        assert [page.rotation for page in paper] == [0, 0]
        assert [page.get_pixmap(dpi=40).samples for page in paper] == upright
        assert all("hành chính" in page.get_text() for page in paper)


def askew(degrees: float, *, lines: int = 12, x: float = 90) -> bytes:
    """What a recogniser gives of a page whose lines fall by so much."""
    with pymupdf.open() as paper:
        page = paper.new_page()
        turn = (pymupdf.Point(297, 421), pymupdf.Matrix(-degrees))
        for number in range(lines):
            page.insert_text((x, 200 + 30 * number), "The congress adopts the resolution", morph=turn)
        return paper.tobytes()


@pytest.mark.parametrize(
    ("recognised", "found"),
    [
        (askew(3), {"0": 3.0}),
        (askew(-8.5), {"0": -8.5}),
        (askew(0.3), {}),  # nobody sees it
        (askew(14), {}),  # drawn so
        (askew(3, lines=3), {}),  # a stamp or a caption
    ],
)
def test_a_slant_is_told_by_lines_that_agree(recognised, found):
    assert json.loads(assemble.slants({0: recognised})) == pytest.approx(found, abs=0.05)


def test_a_page_that_would_lose_a_line_at_its_edge_stays_as_it_is():
    with pymupdf.open(stream=askew(6)) as paper:
        paper[0].insert_text((20, 838), "a number at the very edge")
        assert json.loads(assemble.slants({0: paper.tobytes()})) == {}


@pytest.mark.parametrize("rotation", [0, 90])
def test_a_page_set_straight_has_level_lines_and_is_made_the_same_every_time(rotation):
    with pymupdf.open(stream=askew(5)) as paper:
        paper[0].set_rotation(rotation)
        data = paper.tobytes()
    made = assemble.straightened(data, {0: 5.0})
    assert made == assemble.straightened(data, {0: 5.0})
    with pymupdf.open(stream=made) as paper:
        lines = [line for block in paper[0].get_text("dict")["blocks"] for line in block["lines"]]
        assert len(lines) == 12
        assert all(abs(line["dir"][1]) < 0.001 for line in lines)


@needs_tesseract
@pytest.mark.slow
def test_a_real_scan_that_slants_is_set_straight(tmp_path, renderer, shared_data):
    with (
        pymupdf.open(shared_data / "docs" / "real" / "qd_46_scan_10tr.pdf") as whole,
        pymupdf.open() as paper,
    ):
        picture = whole[0].get_pixmap(matrix=pymupdf.Matrix(200 / 72, 200 / 72).prerotate(-3))
        page = paper.new_page(width=picture.width * 0.36, height=picture.height * 0.36)
        page.insert_image(page.rect, pixmap=picture)
        data = paper.tobytes()
    found, text, made = examine(tmp_path, renderer, data, Recogniser.find())
    assert {"documents.scan_straightened", "documents.scan_recognised"} == {one.code for one in found.remarks}
    assert "cải cách hành chính" in text
    with pymupdf.open(stream=made) as paper:
        lines = [line for block in paper[0].get_text("dict")["blocks"] for line in block.get("lines", ())]
        assert sum(abs(line["dir"][1]) < 0.01 for line in lines) > 0.8 * len(lines)


@needs_tesseract
def test_without_the_data_for_it_no_page_is_turned(tmp_path, renderer):
    blind = replace(Recogniser.find(), can_turn=False)
    found, _, made = examine(tmp_path, renderer, scan(rotation=180), blind)
    assert "documents.scan_turned" not in {remark.code for remark in found.remarks}
    with pymupdf.open(stream=made) as paper:
        assert paper[0].rotation == 180


@pytest.mark.parametrize(
    ("answer", "degrees"),
    [
        ("Rotate: 90\nOrientation confidence: 5.2\n", 90),
        ("Rotate: 180\nOrientation confidence: 2.9\n", 0),
        ("Rotate: 0\nOrientation confidence: 17.0\n", 0),
        ("Rotate: 45\nOrientation confidence: 17.0\n", 0),
        ("Too few characters. Skipping this page\n", 0),
        ("Rotate: x\nOrientation confidence: y\n", 0),
    ],
)
def test_a_page_is_turned_only_when_it_is_sure(answer, degrees):
    assert _turn_in(answer) == degrees


@needs_tesseract
def test_a_marking_on_a_scan_is_found(tmp_path, renderer):
    found, _, _ = examine(tmp_path, renderer, scan(head="TUYỆT MẬT"), Recogniser.find())
    assert found.checked.marking == Marking("TUYỆT MẬT", 0)


def test_a_scan_that_is_not_recognised_says_so(tmp_path, renderer):
    for recogniser in (None, Recogniser(None)):
        found, text, _ = examine(tmp_path, renderer, scan(), recogniser)
        assert [remark.code for remark in found.remarks] == ["documents.scan_not_searchable"]
        assert (text, found.checked.reading) == ("", None)


def test_without_the_program_nothing_is_recognised(renderer):
    info = renderer.open(UUID(int=5), scan())
    with pytest.raises(RecognizerMissing):
        Recogniser(None).recognise(renderer, UUID(int=5), info, [0], progress=ignore, cancel=lambda: False)
    renderer.close(UUID(int=5))


@needs_tesseract
def test_cancelling_stops_between_pages(renderer):
    info = renderer.open(UUID(int=5), scan())
    with pytest.raises(Cancelled):
        Recogniser.find().recognise(renderer, UUID(int=5), info, [0], progress=ignore, cancel=lambda: True)
    renderer.close(UUID(int=5))


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_text_is_laid_where_it_is_seen_however_the_page_is_turned(rotation):
    is_lying = rotation % 180 == 90
    with pymupdf.open() as paper, pymupdf.open() as words:
        page = paper.new_page(width=842 if is_lying else 595, height=595 if is_lying else 842)
        page.set_rotation(rotation)
        words.new_page(width=595, height=842).insert_text((60, 100), "hello", render_mode=3)
        made = assemble.lay_text_under(paper.tobytes(), {0: words.tobytes()})
    with pymupdf.open(stream=made) as paper:
        page = paper[0]
        seen = page.search_for("hello")[0] * page.rotation_matrix
        assert (round(seen.x0), 85 < seen.y0 < 90) == (60, True)


def test_the_same_input_gives_the_same_bytes():
    assert assemble.without_dates(scan()) == assemble.without_dates(scan())
    assert assemble.turned(scan(), {0: 90}) == assemble.turned(scan(), {0: 90})


def test_lost_letters_are_noticed_in_the_one_real_paper_that_lost_them(shared_data):
    lost = []
    for path in sorted((shared_data / "docs" / "real").glob("*.pdf")):
        with pymupdf.open(path) as paper:
            text = "\n".join(page.get_text() for page in paper.pages(0, min(20, paper.page_count)))
        if letters_are_lost(text):
            lost.append(path.name)
    assert lost == ["nd_47_mat_chu_H.pdf"]


def test_fonts_from_before_unicode_are_noticed(tmp_path, renderer, shared_data):
    noticed = {}
    for name in ("tcvn3_dap_an.pdf", "vni_bai_tap_36.pdf", "nq_113_cp.pdf"):
        data = (shared_data / "docs" / "real" / name).read_bytes()
        found, _, _ = examine(tmp_path, renderer, data, None)
        noticed[name] = "documents.legacy_fonts" in {remark.code for remark in found.remarks}
    assert noticed == {"tcvn3_dap_an.pdf": True, "vni_bai_tap_36.pdf": True, "nq_113_cp.pdf": False}


def test_fonts_named_in_compressed_objects_are_noticed_too(tmp_path, renderer, shared_data):
    """As Word and printer drivers save: the font's name cannot be seen in the bytes of the file."""
    with pymupdf.open(shared_data / "docs" / "real" / "tcvn3_dap_an.pdf") as paper:
        data = paper.tobytes(use_objstms=1, deflate=True, garbage=3)
    assert b".VnTime" not in data
    found, _, _ = examine(tmp_path, renderer, data, None)
    assert "documents.legacy_fonts" in {remark.code for remark in found.remarks}
