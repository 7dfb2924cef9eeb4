"""The board's papers: their words and figures, and the files that are made of them."""

from __future__ import annotations

import io
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import docx
import openpyxl
import pymupdf
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.camera.qr import QrReader
from app.credentials.attendance import Freshness
from app.credentials.badges import Badge, draw_badges
from app.credentials.composition import composition
from app.credentials.errors import NoCongress
from app.credentials.export import to_docx, to_pdf, to_xlsx
from app.credentials.report import ReportDetails, attendance_list, credentials_report
from app.domain.badge import make_badge
from app.domain.fold import fold
from app.domain.state import CongressState
from app.paper.fonts import find_serif
from app.paper.layout import load_profiles
from app.paper.text import Signature
from tests.unit.credentials.congress import CONGRESS, FRESHNESS, KNOWN, ROSTER, WRITTEN_UTC_MS, the_congress

REFERENCE = Path(__file__).with_name("reference_report.txt")
DETAILS = ReportDetails(
    town="An Bình", signed_by=Signature("T/M BAN THẨM TRA TƯ CÁCH ĐẠI BIỂU", "TRƯỞNG BAN", "Vũ Thu Hà")
)


@pytest.fixture(scope="module")
def layout(project_root):
    return load_profiles(project_root / "assets" / "minutes" / "profiles.toml")["HD05"]


@pytest.fixture(scope="module")
def fonts():
    try:
        return find_serif()
    except FileNotFoundError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="module")
def report():
    return credentials_report(the_congress(), KNOWN, FRESHNESS, WRITTEN_UTC_MS, DETAILS)


@pytest.fixture(scope="module")
def attendance():
    return attendance_list(the_congress(), FRESHNESS, WRITTEN_UTC_MS, DETAILS)


def outline(data: bytes) -> str:
    """Every paragraph, cell and drawing, in order, as a reader meets them."""
    document = docx.Document(io.BytesIO(data))
    tables = iter(document.tables)
    lines = []
    for block in document.element.body.iterchildren():
        if block.tag.endswith("}tbl"):
            for row in next(tables).rows:
                cells = ("¶".join(p.text for p in cell.paragraphs if p.text) for cell in row.cells)
                lines.append("| " + " | ".join(cells))
        elif block.tag.endswith("}p"):
            drawn = "[drawing]" if block.xpath(".//pic:pic") else ""
            lines.append(f"{docx.text.paragraph.Paragraph(block, document).text}{drawn}")
    return "\n".join(lines).replace("\N{NO-BREAK SPACE}", "~") + "\n"


def test_the_report_is_as_it_was_when_somebody_last_looked_at_it(report, layout, fonts):
    assert outline(to_docx(report, layout, fonts)) == REFERENCE.read_text(encoding="utf-8")


def test_every_breakdown_adds_up(report):
    people, counts = report.people, report.attendance
    for parts in (people.origin, people.gender, people.ethnicity, people.education, people.political_theory,
                  people.seniority, people.ages):  # fmt: skip
        assert sum(part.convened for part in parts) == counts.delegates.listed == 12
        assert sum(part.present for part in parts) == counts.delegates.present == 9


def test_labels_are_understood(report):
    people = report.people
    found = {name: {part.label: part.convened for part in getattr(people, name)}
             for name in ("ethnicity", "education", "political_theory", "seniority")}  # fmt: skip
    assert found["ethnicity"] == {"Kinh": 3, "Tày": 1, "Nùng": 1, "": 7}
    assert found["education"] == {"Tiến sĩ": 1, "Thạc sĩ": 1, "Đại học": 2, "Trung học phổ thông": 1, "": 7}
    assert found["political_theory"] == {"Cử nhân": 1, "Cao cấp": 2, "Trung cấp": 1, "": 8}
    assert found["seniority"] == {
        "Dưới 10": 1,
        "Từ 10 đến 19": 1,
        "Từ 30 đến 39": 1,
        "Từ 40 trở lên": 1,
        "": 8,
    }
    assert people.minority.convened == 2


def test_ages_are_whole_years_on_the_first_day(report):
    people = report.people
    assert (people.oldest.person, people.oldest.years) == (ROSTER[0], 65), "66 on the day after"
    assert (people.youngest.person, people.youngest.years) == (ROSTER[9], 39)
    assert people.average_years == Fraction(65 + sum(2026 - 1960 - 3 * n for n in (*range(1, 8), 9)), 9)


def test_without_the_boards_data_the_report_says_so_and_claims_nothing():
    paper = credentials_report(the_congress(), {}, FRESHNESS, WRITTEN_UTC_MS)
    words = " ".join(getattr(block, "text", "") for block in paper.blocks)
    assert "không có khóa của Ban" in words
    assert "không ghi nhận trường hợp" not in words
    assert not paper.people.has_details


def test_what_is_not_confirmed_yet_is_said():
    fresh = replace(FRESHNESS, pending_count=3)
    paper = credentials_report(the_congress(), KNOWN, fresh, WRITTEN_UTC_MS)
    assert any("03 việc" in getattr(block, "text", "") for block in paper.blocks)


def test_a_log_without_a_congress_has_no_papers():
    for make in (lambda: credentials_report(fold([]), {}, Freshness(0, None), 0),
                 lambda: attendance_list(CongressState(), Freshness(0, None), 0)):  # fmt: skip
        with pytest.raises(NoCongress):
            make()


def test_an_empty_roster_has_a_report_all_the_same(layout, fonts):
    state = the_congress()
    state.persons = {}
    state.presences = {}
    paper = credentials_report(state, {}, FRESHNESS, WRITTEN_UTC_MS)
    assert "chưa đủ điều kiện" in outline(to_docx(paper, layout, fonts))
    assert to_pdf(paper, layout, fonts).startswith(b"%PDF")
    assert to_xlsx(paper)


def test_the_pdf_says_the_same_and_numbers_its_pages(report, layout, fonts):
    with pymupdf.open(stream=to_pdf(report, layout, fonts), filetype="pdf") as document:
        words = [" ".join(page.get_text().split()) for page in document]
        tops = [page.get_text("words", clip=pymupdf.Rect(0, 0, page.rect.width, 50)) for page in document]
        page = document[0].rect
    everything = " ".join(words).replace("\N{NO-BREAK SPACE}", " ")
    for said in ("BÁO CÁO", "12 đồng chí", "Bảng 3. Cơ cấu đại biểu", "T/M BAN THẨM TRA TƯ CÁCH", "Vũ Thu Hà",
                 "Đang trong thời gian thi hành kỷ luật", "Từ 61 tuổi trở lên"):  # fmt: skip
        assert said in everything
    assert [[word[4] for word in top] for top in tops] == [[], *([str(n)] for n in range(2, len(tops) + 1))]
    assert (round(page.width), round(page.height)) == (595, 842)


@pytest.mark.parametrize("rows", range(60, 76))
def test_no_row_and_no_signature_is_lost_wherever_a_page_ends(attendance, layout, fonts, rows):
    (table,) = attendance.tables
    many = replace(table, rows=tuple((f"#{n}", *table.rows[n % 9][1:]) for n in range(rows)))
    paper = replace(attendance, blocks=(*attendance.blocks[:-1], many))
    with pymupdf.open(stream=to_pdf(paper, layout, fonts), filetype="pdf") as document:
        words = [word[4] for page in document for word in page.get_text("words", clip=page.rect)]
        bottom = max(word[3] for page in document for word in page.get_text("words"))
        limit = document[0].rect.height
    assert [word for word in words if word.startswith("#")] == [f"#{n}" for n in range(rows)]
    assert "T/M" in words
    assert bottom < limit - 50, "nothing runs into the lower margin"


def test_the_workbook_holds_numbers_and_no_formulas(report, attendance):
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(report)))
    first = book["Bảng 1"]
    rows = {row[0]: row[1:3] for row in first.iter_rows(min_row=5, values_only=True)}
    assert rows["Tổng cộng"] == (12, 9)
    assert len(first._charts) == 1
    trick = replace(attendance.tables[0], rows=(("=1+1", "01", *attendance.tables[0].rows[0][2:]),))
    tricky = openpyxl.load_workbook(io.BytesIO(to_xlsx(replace(attendance, blocks=(trick,)))))
    assert tricky["Bảng 1"]["A5"].data_type == "s"
    assert tricky["Bảng 1"]["B5"].value == "01", "a seat keeps its nought"


def test_everybody_is_on_the_list_once(attendance):
    (table,) = attendance.tables
    assert [row[1] for row in table.rows] == [str(person.number) for person in ROSTER]
    by_number = {row[1]: row[5:] for row in table.rows}
    assert by_number["1"] == ("Có mặt", "08:40", "Nhận diện khuôn mặt")
    assert by_number["9"] == ("Đã rời hội trường", "", "")
    assert by_number["10"] == ("Có mặt (đến muộn)", "09:08", "Ghi tay có lý do")
    assert by_number["11"] == ("Vắng có lý do", "", "")


def test_badges_are_read_by_the_gates_own_reader_and_the_longest_name_fits(fonts):
    long = ROSTER[1].model_copy(update={"full_name": "Nguyễn Phúc Tôn Nữ Thị Huyền Trang Đài " * 3,
                                        "delegation": "Đoàn đại biểu " * 12})  # fmt: skip
    key = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    codes = [make_badge(person.id, CONGRESS.id, key) for person in ROSTER[:10]]
    badges = [Badge(long if n == 1 else ROSTER[n], code) for n, code in enumerate(codes)]
    data = draw_badges("Đại hội đại biểu Đảng bộ phường An Bình lần thứ I", badges, fonts)
    read = []
    with pymupdf.open(stream=data, filetype="pdf") as document:
        assert document.page_count == 2
        words = " ".join(document[0].get_text().split())
        for page in document:
            for row in range(4):
                for column in range(2):
                    read.append(_code_in(page, row, column))
    assert [code for code in read if code] == codes
    assert "Nguyễn Thị Ánh" in words
    assert words.count("Trang Đài") == 3


def _code_in(page, row: int, column: int) -> str | None:
    import numpy as np

    mm = 72 / 25.4
    clip = pymupdf.Rect(
        (15 + 90 * column) * mm, (24.5 + 62 * row) * mm, (105 + 90 * column) * mm, (86.5 + 62 * row) * mm
    )
    picture = page.get_pixmap(dpi=200, clip=clip)
    image = np.frombuffer(picture.samples, np.uint8).reshape(picture.height, picture.width, 3)
    return QrReader().read(np.ascontiguousarray(image)) or None


def test_nothing_is_told_by_a_badges_repr():
    assert "NGHISU1" not in repr(Badge(ROSTER[0], "NGHISU1:SECRET"))


def test_composition_of_nobody():
    people = composition(CongressState(), {})
    assert (people.youngest, people.average_years, people.origin) == (None, None, ())
