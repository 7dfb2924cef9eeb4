"""Words with where they stand: in reading order, in Unicode, on the picture of the page."""

from __future__ import annotations

from itertools import pairwise
from uuid import UUID

import pytest

from app.documents.errors import DocumentNotOpen, PageBroken
from app.documents.worker.answers import read_blocks, read_look, read_words
from tests.fakes.papers import make_pdf

A = UUID(int=1)


def darkest(image, scale, box):
    """The darkest value inside a word's box on a drawn page."""
    x0, x1 = int(box.x0 * scale), max(int(box.x1 * scale), int(box.x0 * scale) + 1)
    rows = range(int(box.y0 * scale), int(box.y1 * scale))
    return min(min(image.rgb[y * image.stride + 3 * x0 : y * image.stride + 3 * x1]) for y in rows)


def test_words_stand_where_their_ink_is(renderer):
    renderer.open(A, make_pdf(1, "Nghị quyết"))
    words = renderer.words(A, 0)
    assert [word.text for word in words][:2] == ["Nghị", "quyết"]
    image = renderer.render(A, 0, 1190)
    assert all(darkest(image, 2.0, word.box) < 128 for word in words)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("tcvn3_chuong1", "CHƯƠNG 1. GIỚI THIỆU CHUNG 1.1 Trình tự xử lý thông tin của máy tính"),
        ("vni_bai_tap_36", "Bài tập thiết kế CSDL BÀI TẬP THIẾT KẾ CƠ SỞ DỮ LIỆU Yêu cầu chung:"),
        ("luat_51_qh15", "QUỐC HỘI CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    ],
)
def test_words_of_real_papers(renderer, shared_data, name, text):
    renderer.open(A, (shared_data / "docs" / "real" / f"{name}.pdf").read_bytes())
    words = renderer.words(A, 0)
    assert text in " ".join(word.text for word in words)
    lines = [word.line for word in words]
    assert lines == sorted(lines)
    assert {after - before for before, after in pairwise(lines)} == {0, 1}


def test_words_need_an_open_document_and_a_page_that_is_there(renderer):
    renderer.open(A, make_pdf(1))
    with pytest.raises(PageBroken):
        renderer.words(A, 5)
    with pytest.raises(PageBroken):
        renderer.flow(A, -1)
    renderer.close(A)
    with pytest.raises(DocumentNotOpen):
        renderer.flow(A, 0)


@pytest.mark.parametrize(
    ("read", "answer"),
    [
        (read_words, {}),
        (read_words, {"words": [["a", 0, 0, 1]]}),
        (read_words, {"words": [["a", 0, 0, float("nan"), 1, 0]]}),
        (read_words, {"words": [["\ud800", 0, 0, 1, 1, 0]]}),
        (read_words, {"words": 7}),
        (read_blocks, {"blocks": [["code", "", 0, False, False, []]]}),
        (read_blocks, {"blocks": [["paragraph"]]}),
        (read_look, {"edge_rows": None}),
    ],
)
def test_nonsense_from_a_worker_costs_a_page(read, answer):
    with pytest.raises(PageBroken):
        read(answer, 3)
