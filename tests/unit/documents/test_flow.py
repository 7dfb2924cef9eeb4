"""Pages as paragraphs, headings, lists and tables: from PDFs made here, and from real papers."""

from __future__ import annotations

from uuid import UUID

import pymupdf
import pytest

from app.documents.reading import BlockKind
from app.documents.text.flow import plain_text
from app.documents.text.page_content import clean
from app.paper.fonts import find_serif
from tests.unit.documents.test_words import darkest

A = UUID(int=1)
LEFT, RIGHT = 85, 510
BODY = (
    "Căn cứ kết quả thảo luận của các đoàn đại biểu, Đại hội thống nhất đánh giá tình hình và nhất trí "
    "thông qua phương hướng, nhiệm vụ của nhiệm kỳ tới với những nội dung sau đây"
)


class Typewriter:
    """Sets lines on pages as a word processor does."""

    def __init__(self):
        self.document = pymupdf.open()
        self.page = None
        self._file = str(find_serif().files[0])
        self._font = pymupdf.Font(fontfile=self._file)
        self.new_page()

    def new_page(self):
        self.page = self.document.new_page()
        self.page.insert_font("body", fontfile=self._file)
        self.y = 90

    def at(self, x, y, text, size=12):
        self.page.insert_text((x, y), text, fontname="body", fontsize=size)

    def width(self, text, size=12):
        return self._font.text_length(text, size)

    def centred(self, middle, y, text, size=12):
        self.at(middle - self._font.text_length(text, size) / 2, y, text, size)

    def paragraph(self, text, indent=28, size=12):
        line = ""
        x = LEFT + indent
        for word in [*text.split(), None]:
            longer = f"{line} {word}".strip()
            if word is None or x + self._font.text_length(longer, size) > RIGHT:
                self.at(x, self.y, line, size)
                self.y += 18
                line, x = word or "", LEFT
            else:
                line = longer
        self.y += 6

    def bytes(self):
        return self.document.tobytes()


@pytest.fixture
def flow_of(renderer):
    def read(data, page_index=0):
        renderer.open(A, data)
        return renderer.flow(A, page_index)

    return read


def test_lines_are_joined_to_paragraphs(flow_of):
    writer = Typewriter()
    writer.paragraph(BODY + ".")
    writer.paragraph("Đại hội giao Ban Chấp hành tổ chức thực hiện.")
    writer.paragraph(BODY + ":")
    blocks = flow_of(writer.bytes())
    assert [block.text for block in blocks] == [
        BODY + ".",
        "Đại hội giao Ban Chấp hành tổ chức thực hiện.",
        BODY + ":",
    ]
    assert {block.kind for block in blocks} == {BlockKind.PARAGRAPH}


def test_first_line_indents_alone_part_paragraphs(flow_of):
    """Without more space between paragraphs, and with last lines that reach the margin."""
    writer = Typewriter()
    for _ in range(3):
        writer.paragraph(BODY + ".")
        writer.y -= 6
    assert [block.text for block in flow_of(writer.bytes())] == [BODY + "."] * 3


def test_list_items_and_bullets_of_symbol_fonts(flow_of):
    writer = Typewriter()
    for item in ("1. Về xây dựng Đảng:", "a) Công tác tư tưởng;", "- " + BODY + ";", "- Công tác tổ chức."):
        writer.paragraph(item)
    blocks = flow_of(writer.bytes())
    assert [block.kind for block in blocks] == [BlockKind.LIST_ITEM] * 4
    assert blocks[2].text == f"- {BODY};"
    assert clean("\uf0b7 Mục\u00ad tiêu\u200b \ue123") == "• Mục tiêu "


@pytest.mark.parametrize(
    ("html", "is_bold"),
    [
        ("<p><b>II. Nhiệm vụ và giải pháp</b></p>", True),  # "ệ" comes from a font that is not bold
        ("<p>“<b>Điều 9. Cơ quan thực hiện</b></p>", True),
        ("<p><b>Điều 11. Thay đổi</b><sup>13</sup></p>", True),
        ("<p><b>Điều 11.</b> Đại hội thông qua</p>", False),
        ("<p>a) Đại hội thông qua</p>", False),
    ],
)
def test_a_line_is_bold_though_a_letter_or_two_are_not(flow_of, html, is_bold):
    with pymupdf.open() as document:
        document.new_page().insert_htmlbox(pymupdf.Rect(70, 60, 540, 790), html)
        (block,) = flow_of(document.tobytes())
    assert block.is_bold is is_bold


def test_the_two_halves_of_a_head_are_not_mixed(flow_of):
    writer = Typewriter()
    for line, (left, right) in enumerate(
        [
            ("TỈNH ỦY ĐỒNG NAI", "ĐẢNG CỘNG SẢN VIỆT NAM"),
            ("ĐẢNG BỘ PHƯỜNG TRẢNG DÀI", ""),
            ("Số 12-BC/ĐU", "Đồng Nai, ngày 20 tháng 8 năm 2025"),
        ]
    ):
        writer.centred(180, 80 + 18 * line, left)
        writer.centred(410, 80 + 18 * line, right)
    writer.centred((LEFT + RIGHT) / 2, 160, "BÁO CÁO CHÍNH TRỊ", 15)
    writer.y = 190
    writer.paragraph(BODY + ".")
    blocks = flow_of(writer.bytes())
    assert [block.text for block in blocks] == [
        "TỈNH ỦY ĐỒNG NAI",
        "ĐẢNG BỘ PHƯỜNG TRẢNG DÀI",
        "Số 12-BC/ĐU",
        "ĐẢNG CỘNG SẢN VIỆT NAM",
        "Đồng Nai, ngày 20 tháng 8 năm 2025",
        "BÁO CÁO CHÍNH TRỊ",
        BODY + ".",
    ]
    assert (blocks[5].kind, blocks[5].level, blocks[5].is_centred) == (BlockKind.HEADING, 1, True)
    assert all(block.is_centred for block in blocks[:5])


def test_halves_of_a_head_that_nearly_touch_are_not_mixed(flow_of):
    """The longest line on the left leaves one em to the place and date; a typed rule stands below."""
    writer = Typewriter()
    left = ("THÀNH PHỐ HÀ TĨNH LẦN THỨ XXI,", "NHIỆM KỲ 2022 - 2027")
    date = "TP. Hà Tĩnh, ngày 5 tháng 6 năm 2022"
    writer.centred(180, 80, "ĐẠI HỘI ĐẠI BIỂU")
    writer.centred(420, 80, "ĐOÀN TNCS HỒ CHÍ MINH")
    writer.centred(180, 98, left[0])
    writer.at(192 + writer.width(left[0]) / 2, 98, date)
    writer.centred(180, 116, left[1])
    writer.centred((LEFT + RIGHT) / 2, 160, "BÁO CÁO", 15)
    blocks = flow_of(writer.bytes())
    assert [block.text for block in blocks] == [
        "ĐẠI HỘI ĐẠI BIỂU", " ".join(left), "ĐOÀN TNCS HỒ CHÍ MINH", date, "BÁO CÁO"
    ]  # fmt: skip


def test_recipients_and_signature_on_other_heights_are_not_mixed(flow_of):
    writer = Typewriter()
    writer.paragraph(BODY + ".")
    top = writer.y + 30
    for line, text in enumerate(
        ("Nơi nhận:", "- Ban Bí thư;", "- Các bộ, cơ quan", "thuộc Chính phủ;", "- Lưu VT.")
    ):
        writer.at(LEFT, top + 14 * line, text, 11)
    for y, text in ((-7, "TM. CHÍNH PHỦ"), (10, "THỦ TƯỚNG"), (52, "Nguyễn Văn An")):
        writer.centred(430, top + y, text, 14)
    blocks = flow_of(writer.bytes())
    assert [block.text for block in blocks] == [
        BODY + ".", "Nơi nhận:", "- Ban Bí thư;", "- Các bộ, cơ quan thuộc Chính phủ;", "- Lưu VT.",
        "TM. CHÍNH PHỦ", "THỦ TƯỚNG", "Nguyễn Văn An",
    ]  # fmt: skip
    assert all(block.is_centred for block in blocks[5:])


def test_a_typed_rule_beside_the_date_is_no_text(flow_of):
    writer = Typewriter()
    writer.centred(170, 80, "HỘI SINH VIÊN VIỆT NAM")
    writer.centred(170, 98, "___")
    writer.at(330, 98, "Hà Nội, ngày 5 tháng 10 năm 2025")
    writer.y = 150
    writer.paragraph(BODY + ".")
    texts = [block.text for block in flow_of(writer.bytes())]
    assert texts == ["HỘI SINH VIÊN VIỆT NAM", "Hà Nội, ngày 5 tháng 10 năm 2025", BODY + "."]


def test_page_numbers_and_running_heads_are_left_out(flow_of):
    writer = Typewriter()
    for number in range(1, 4):
        if number > 1:
            writer.new_page()
        writer.at(LEFT, 40, f"CÔNG BÁO/Số {number + 100}/Ngày 17-6-2025")
        writer.paragraph(f"{BODY} trong năm {number}.")
        writer.centred(300, 815, f"Trang {number}/3")
    for index in range(3):
        assert [block.text for block in flow_of(writer.bytes(), index)] == [f"{BODY} trong năm {index + 1}."]


def test_a_ruled_table_keeps_its_cells(flow_of):
    writer = Typewriter()
    writer.paragraph("Kết quả biểu quyết:")
    xs, ys = (LEFT, 120, 380, RIGHT), (130, 155, 180, 205)
    for x in xs[1:3]:
        writer.page.draw_line((x, ys[0]), (x, ys[2]))
    for x in (xs[0], xs[3]):
        writer.page.draw_line((x, ys[0]), (x, ys[3]))
    for y in ys:
        writer.page.draw_line((LEFT, y), (RIGHT, y))
    for row, texts in enumerate([("TT", "Nội dung", "Đồng ý"), ("1", "Báo cáo chính trị", "245/250")]):
        for x, text in zip(xs, texts, strict=False):
            writer.at(x + 5, ys[row] + 17, text)
    writer.at(LEFT + 5, ys[2] + 17, "Ghi chú chung của cả bảng, dài qua nhiều cột và không bị cắt")
    writer.y = 240
    writer.paragraph("Sau bảng là lời kết.")
    blocks = flow_of(writer.bytes())
    assert [block.kind for block in blocks] == [BlockKind.PARAGRAPH, BlockKind.TABLE, BlockKind.PARAGRAPH]
    assert blocks[1].cells == (
        ("TT", "Nội dung", "Đồng ý"),
        ("1", "Báo cáo chính trị", "245/250"),
        ("Ghi chú chung của cả bảng, dài qua nhiều cột và không bị cắt", "", ""),
    )
    assert blocks[1].spans == ((2, 0, 1, 3),)
    assert plain_text(blocks).split("\n")[1:3] == [
        "TT | Nội dung | Đồng ý",
        "1 | Báo cáo chính trị | 245/250",
    ]


def test_cells_that_reach_over_others_and_slivers_without_text(flow_of):
    """As in a count of votes: a header of two lines, and the empty column that a doubled frame makes."""
    writer = Typewriter()
    xs, ys = (LEFT, 250, 330, 410, 415), (100, 125, 150, 175)
    for x in (LEFT, 250, 410, 415):
        writer.page.draw_line((x, ys[0]), (x, ys[3]))
    writer.page.draw_line((330, ys[1]), (330, ys[3]))
    for y in (ys[0], ys[2], ys[3]):
        writer.page.draw_line((LEFT, y), (415, y))
    writer.page.draw_line((250, ys[1]), (415, ys[1]))
    for x, y, text in (
        (LEFT, 120, "Mục"), (250, 117, "Kết quả"), (250, 142, "Đồng ý"), (330, 142, "Khác"),
        (LEFT, 167, "Nhận định"), (250, 167, "245"), (330, 167, "5"),
    ):  # fmt: skip
        writer.at(x + 5, y, text)
    (table,) = flow_of(writer.bytes())
    assert len(xs) - 1 > len(table.cells[0]) == 3
    assert table.cells == (("Mục", "Kết quả", ""), ("", "Đồng ý", "Khác"), ("Nhận định", "245", "5"))
    assert set(table.spans) == {(0, 0, 2, 1), (0, 1, 1, 2)}


def test_rows_of_a_table_that_goes_on_over_the_page_s_edges(flow_of):
    """The upright lines run on beyond the last level ones: those rows used to be torn out of the table."""
    writer = Typewriter()
    for x in (LEFT, 150, 330, RIGHT):
        writer.page.draw_line((x, 90), (x, 240))
    for y in (140, 190):
        writer.page.draw_line((LEFT, y), (RIGHT, y))
    for y, texts in ((110, ("2", "Cán bộ được", "Hoàn")), (125, ("", "quán triệt", "thành")),
                     (160, ("3", "Tập huấn", "Vượt")), (210, ("4", "Giới thiệu", "Đạt"))):  # fmt: skip
        for x, text in zip((LEFT, 150, 330), texts, strict=True):
            writer.at(x + 5, y, text)
    (table,) = flow_of(writer.bytes())
    assert table.cells == (
        ("2", "Cán bộ được quán triệt", "Hoàn thành"),
        ("3", "Tập huấn", "Vượt"),
        ("4", "Giới thiệu", "Đạt"),
    )


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_a_turned_page_is_read_as_well(renderer, rotation):
    writer = Typewriter()
    writer.paragraph(BODY + ".")
    writer.page.set_rotation(rotation)
    renderer.open(A, writer.bytes())
    assert [block.text for block in renderer.flow(A, 0)] == [BODY + "."]
    words = renderer.words(A, 0)
    assert " ".join(word.text for word in words) == BODY + "."
    scale = 842 / renderer.open(A, writer.bytes()).page_sizes_pt[0][0]
    image = renderer.render(A, 0, 842)
    assert all(darkest(image, scale, word.box) < 128 for word in words)


def test_a_frame_and_a_drawing_are_no_tables(flow_of):
    writer = Typewriter()
    writer.paragraph(BODY + ".")
    writer.page.draw_rect((40, 40, 560, 800))
    for step in range(50):
        writer.page.draw_line((100 + step, 400), (100 + step, 600))
    assert [block.kind for block in flow_of(writer.bytes())] == [BlockKind.PARAGRAPH]


REAL = {
    "luat_51_qh15": [
        "QUỐC HỘI",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Luật số: 51/2024/QH15",
        "LUẬT",
        "SỬA ĐỔI, BỔ SUNG MỘT SỐ ĐIỀU CỦA LUẬT BẢO HIỂM Y TẾ",
    ],
    "qd_798_ttg": [
        "THỦ TƯỚNG CHÍNH PHỦ",
        "Số: 798/QĐ-TTg",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Hà Nội, ngày 05 tháng 5 năm 2026",
        "QUYẾT ĐỊNH",
    ],
    "hd06_tw_letter": [
        "BAN CHẤP HÀNH TRUNG ƯƠNG",
        "*",
        "Số 06-HD/TW",
        "ĐẢNG CỘNG SẢN VIỆT NAM",
        "Hà Nội, ngày 09 tháng 6 năm 2025",
        "HƯỚNG DẪN",
    ],
    "tcvn3_chuong1": ["CHƯƠNG 1. GIỚI THIỆU CHUNG"],
    "vni_bai_tap_36": ["BÀI TẬP THIẾT KẾ CƠ SỞ DỮ LIỆU", "Yêu cầu chung:"],
}


@pytest.mark.parametrize("name", REAL)
def test_heads_of_real_papers(flow_of, shared_data, name):
    blocks = flow_of((shared_data / "docs" / "real" / f"{name}.pdf").read_bytes())
    assert [block.text for block in blocks[: len(REAL[name])]] == REAL[name]
