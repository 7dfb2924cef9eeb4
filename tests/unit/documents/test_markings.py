"""State-secret markings, as secretariats type and stamp them; and texts that only speak about secrets."""

from __future__ import annotations

from uuid import UUID

import pymupdf
import pytest

from app.documents.text.markings import find_marking
from app.paper.fonts import find_serif

A = UUID(int=9)
BODY = "Đại hội nhất trí thông qua phương hướng, mục tiêu và nhiệm vụ của nhiệm kỳ tới với sự đồng thuận cao"


@pytest.mark.parametrize(
    ("text", "marking"),
    [
        ("ĐẢNG BỘ TỈNH\nMẬT\nSố 01", "MẬT"),
        ("TUYỆT  MẬT", "TUYỆT MẬT"),
        ("T Ố I   M Ậ T", "TỐI MẬT"),
        ("M Ậ T", "MẬT"),
        ("TUYỆT-MẬT", "TUYỆT MẬT"),
        ("[TỐI MẬT]", "TỐI MẬT"),
        ("MẬT\nTỐI MẬT", "TỐI MẬT"),
        ("To\u0302\u0301i ma\u0323\u0302t".upper(), "TỐI MẬT"),
        ("TỐI MẬT - Bản số: 05", "TỐI MẬT"),
        ("(Độ mật: MẬT)", "MẬT"),
        ("ĐỘ MẬT: Tối mật", "TỐI MẬT"),
        ("Độ mật ......: Tối mật", "TỐI MẬT"),
        ("Mức độ mật: Tuyệt mật", "TUYỆT MẬT"),
        ("Dấu mật: MẬT", "MẬT"),
        ("Dấu chỉ độ mật: MẬT", "MẬT"),
        ("Tối mật", "TỐI MẬT"),
        ("(Mật)", "MẬT"),
        ("QUY CHẾ BẢO MẬT", None),
        ("BÍ MẬT NHÀ NƯỚC", None),
        ("Bí mật nhà nước", None),
        ("MẬT ONG RỪNG", None),
        ("mật ong", None),
        ("MẬT ĐỘ DÂN SỐ", None),
        ("THÂN MẬT", None),
        ("Độ mật:", None),
        ("Độ mật: Không", None),
        ("Danh mục tài liệu Mật, Tối mật, Tuyệt mật", None),
        ("Điều 5. Độ mật\n1. Tuyệt mật;\n2. Tối mật;\n3. Mật.", None),
        ("- Mật\n- Tối mật", None),
        ("Tuyệt mật\nTối mật\nMật", None),
        ("MAT", None),
    ],
)
def test_markings_stand_alone_on_their_line(text, marking):
    assert find_marking(text.split("\n")) == marking


def test_what_a_machine_read_may_have_lost_its_marks():
    for line, marking in (
        ("TOI MAT", "TỐI MẬT"),
        ("T O I M Â T", "TỐI MẬT"),
        ("DO MAT: TUYET MAT", "TUYỆT MẬT"),
    ):
        assert find_marking([line], was_recognised=True) == marking
        assert find_marking([line]) is None
    assert find_marking(["mat"], was_recognised=True) is None


def test_small_letters_mark_only_where_a_paper_may_begin():
    assert find_marking(["Tối mật"], is_front=False) is None
    assert find_marking(["TỐI MẬT"], is_front=False) == "TỐI MẬT"


def head_of(renderer, draw, page_count: int = 1) -> dict[int, str | None]:
    """The marking of each page of a paper whose first (or last) page `draw` has drawn on."""
    font = str(find_serif().files[0])
    with pymupdf.open() as paper:
        for _ in range(page_count):
            page = paper.new_page()
            page.insert_font("F", fontfile=font)
            page.insert_text((70, 400), BODY, fontname="F", fontsize=9)
        draw(lambda x, y, text, **how: page.insert_text((x, y), text, fontname="F", fontsize=13, **how))
        renderer.open(A, paper.tobytes())
    return {index: find_marking(renderer.look(A, index).head_lines) for index in range(page_count)}


def test_a_marking_below_the_left_half_of_a_head_is_beside_a_date(renderer):
    def draw(write):
        write(60, 60, "TỈNH ỦY SÔNG LAM")
        write(330, 60, "ĐẢNG CỘNG SẢN VIỆT NAM")
        write(60, 80, "TỐI MẬT")
        write(330, 80, "An Bình, ngày 1 tháng 8 năm 2025")

    assert head_of(renderer, draw) == {0: "TỐI MẬT"}


def test_a_marking_pushed_aside_by_spaces(renderer):
    assert head_of(renderer, lambda write: write(60, 60, "ĐẢNG BỘ TỈNH          MẬT")) == {0: "MẬT"}


def test_a_stamp_that_stands_askew_and_a_watermark_across_the_page(renderer):
    for y in (90, 500):
        turned = (pymupdf.Point(60, y), pymupdf.Matrix(30))
        assert head_of(
            renderer, lambda write, y=y, turned=turned: write(60, y, "TUYỆT MẬT", morph=turned)
        ) == {0: "TUYỆT MẬT"}


def test_letters_set_wide(renderer):
    def draw(write):
        for number, letter in enumerate("TỐI MẬT"):
            write(60 + 40 * number, 60, letter)

    assert head_of(renderer, draw) == {0: "TỐI MẬT"}


def test_the_foot_of_a_page_is_no_head_and_every_page_has_one(renderer):
    assert head_of(renderer, lambda write: write(60, 800, "MẬT")) == {0: None}
    assert head_of(renderer, lambda write: write(60, 60, "MẬT"), 4) == {0: None, 1: None, 2: None, 3: "MẬT"}


def test_no_real_paper_is_taken_for_a_secret(renderer, shared_data):
    marked = {}
    for path in sorted((shared_data / "docs" / "real").glob("*.pdf")):
        info = renderer.open(A, path.read_bytes())
        found = {i: find_marking(renderer.look(A, i).head_lines) for i in range(min(40, info.page_count))}
        marked[path.name] = {page: level for page, level in found.items() if level}
    assert {name: pages for name, pages in marked.items() if pages} == {}
