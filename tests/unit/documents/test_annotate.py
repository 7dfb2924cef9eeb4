"""Papers with marks as PDF annotations, reopened with PyMuPDF as any other reader would."""

from __future__ import annotations

from uuid import UUID

import pymupdf
import pytest

from app.documents.errors import DocumentNotOpen
from app.documents.marks.mark import MarkColor, MarkKind, PageMark
from app.documents.reading import Box
from app.documents.worker.renderer import PageRenderer
from tests.fakes.papers import make_pdf

PAPER = UUID(int=5)


@pytest.fixture(scope="module")
def renderer():
    renderer = PageRenderer(page_deadline_s=30.0)
    yield renderer
    renderer.shutdown(5.0)


def box_of(renderer, word, page_index=0):
    return next(one.box for one in renderer.words(PAPER, page_index) if one.text == word)


def around(rect, box, by=6.0):
    return abs(rect.x0 - box.x0) < by and abs(rect.y1 - box.y1) < by and abs(rect.x1 - box.x1) < by


def written(renderer, marks, watermark=""):
    return pymupdf.open(stream=renderer.annotated(PAPER, marks, watermark))


def test_every_kind_of_mark_is_an_annotation(renderer):
    renderer.open(PAPER, make_pdf(2, "Nghị quyết"))
    box = box_of(renderer, "quyết")
    common = {"page_index": 0, "color": MarkColor.GREEN, "author": "Trần Văn Đức"}
    marks = [
        PageMark(kind=MarkKind.HIGHLIGHT, boxes=(box,), note="Xem lại", **common),
        PageMark(kind=MarkKind.UNDERLINE, boxes=(box,), **common),
        PageMark(kind=MarkKind.INK, strokes=(((100.0, 400.0), (150.0, 420.0), (200.0, 400.0)),), **common),
        PageMark(kind=MarkKind.NOTE, boxes=(Box(500, 100, 520, 120),), note="Đề nghị bổ sung", **common),
        PageMark(kind=MarkKind.BOOKMARK, quote="Nghị quyết 1", **common),
    ]
    with written(renderer, marks) as document:
        page = document[0]
        found = list(page.annots())
        assert [one.type[1] for one in found] == ["Highlight", "Underline", "Ink", "Text", "Text"]
        assert around(found[0].rect, box)
        assert around(found[1].rect, box)
        assert around(found[2].rect, Box(100, 400, 200, 420), by=9)
        assert (found[3].rect.x0, found[3].rect.y0) == (500, 100)
        assert [one.info["content"] for one in found] == [
            "Xem lại",
            "",
            "",
            "Đề nghị bổ sung",
            "Nghị quyết 1",
        ]
        assert {one.info["title"] for one in found} == {"Trần Văn Đức"}
        assert list(document[1].annots()) == []


def test_the_open_paper_itself_stays_as_it_was(renderer):
    renderer.open(PAPER, make_pdf(1))
    before = renderer.render(PAPER, 0, 300).rgb
    mark = PageMark(0, MarkKind.HIGHLIGHT, MarkColor.RED, boxes=(Box(0, 0, 500, 500),))
    written(renderer, [mark]).close()
    assert renderer.render(PAPER, 0, 300).rgb == before


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_marks_of_a_turned_page_stand_on_their_words(renderer, rotation):
    with pymupdf.open(stream=make_pdf(1, "Nghị quyết")) as document:
        document[0].set_rotation(rotation)
        renderer.open(PAPER, document.tobytes())
    box = box_of(renderer, "quyết")
    with written(renderer, [PageMark(0, MarkKind.HIGHLIGHT, MarkColor.YELLOW, boxes=(box,))]) as document:
        page = document[0]
        (annotation,) = page.annots()
        assert "quyết" in page.get_textbox(annotation.rect)
        shown = annotation.rect * page.rotation_matrix
        assert around(shown, box)


def test_a_watermark_lies_over_every_page_and_the_text_is_still_there(renderer):
    renderer.open(PAPER, make_pdf(3, "Nghị quyết"))
    with written(renderer, [], "Nguyễn Thị Ánh & Đoàn 1 – 027") as document:
        for page in document:
            text = page.get_text()
            assert "Nguyễn Thị Ánh & Đoàn 1 – 027" in " ".join(text.split())
            assert "Nghị quyết" in text


def test_marks_that_make_no_sense_are_left_out(renderer):
    renderer.open(PAPER, make_pdf(1))
    marks = [
        PageMark(7, MarkKind.HIGHLIGHT, MarkColor.RED, boxes=(Box(0, 0, 9, 9),)),
        PageMark(0, MarkKind.HIGHLIGHT, MarkColor.RED),
        PageMark(0, MarkKind.INK, MarkColor.RED, strokes=((),)),
        PageMark(0, MarkKind.NOTE, MarkColor.BLUE, boxes=(Box(50, 50, 60, 60),), note="còn lại"),
    ]
    with written(renderer, marks) as document:
        page = document[0]
        assert [one.info["content"] for one in page.annots() if one.type[1] == "Text"] == ["còn lại"]


def test_a_paper_that_is_closed_cannot_be_written(renderer):
    renderer.open(PAPER, make_pdf(1))
    renderer.close(PAPER)
    with pytest.raises(DocumentNotOpen):
        renderer.annotated(PAPER, [])
    with pytest.raises(DocumentNotOpen):
        renderer.page_size(PAPER, 0)
