from __future__ import annotations

import io
import unicodedata
from uuid import UUID

import pytest
from openpyxl import Workbook

from app.documents.errors import (
    ColumnsMissing,
    RowsInvalid,
    TableDamaged,
    TableEmpty,
    TableError,
    TableNotSupported,
)
from app.documents.roster import person_id, read_roster
from app.domain.entities import PersonKind
from tests.fakes.papers import ROSTER

CONGRESS = UUID(int=9)


def read(text: str, encoding: str = "utf-8", name: str = "roster.csv"):
    return read_roster(text.encode(encoding), name, CONGRESS)


def xlsx(rows, merged=(), title="Danh sách") -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    for area in merged:
        sheet.merge_cells(area)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_a_plain_list_becomes_persons_and_written_consents_only():
    roster = read(ROSTER)
    assert [person.kind for person in roster.persons] == [
        PersonKind.EX_OFFICIO,
        PersonKind.OFFICIAL,
        PersonKind.OFFICIAL,
        PersonKind.GUEST,
    ]
    assert roster.persons[2].full_name == "Lê Đức Cường"
    ids = [person_id(CONGRESS, number) for number in range(1, 5)]
    assert [person.id for person in roster.persons] == ids
    assert roster.consents == {ids[0]: True, ids[1]: False, ids[3]: True}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_every_encoding_and_separator_says_the_same(encoding, separator):
    assert read(ROSTER.replace(",", separator), encoding) == read(ROSTER)


def test_windows_1258_is_composed_after_decoding():
    # Windows-1258 has no stacked letters: vowel with hat, then the tone as a mark of its own.
    decomposed = "".join(_cp1258_spelling(letter) for letter in ROSTER)
    assert read_roster(decomposed.encode("cp1258"), "roster.csv", CONGRESS) == read(ROSTER)


def _cp1258_spelling(letter: str) -> str:
    try:
        letter.encode("cp1258")
    except UnicodeEncodeError:
        base, tone = unicodedata.normalize("NFD", letter)[0], unicodedata.normalize("NFD", letter)[1:]
        tones = [mark for mark in tone if mark in "\u0300\u0301\u0303\u0309\u0323"]
        hats = [mark for mark in tone if mark not in tones]
        return unicodedata.normalize("NFC", base + "".join(hats)) + "".join(tones)
    return letter


def test_text_encoded_twice_is_put_right():
    twice = ROSTER.encode().decode("latin-1").encode()
    assert read_roster(twice, "roster.csv", CONGRESS) == read(ROSTER)


def test_a_line_naming_the_separator_is_not_a_row():
    assert read("sep=;\n" + ROSTER.replace(",", ";")) == read(ROSTER)


def test_titles_above_merged_headers_bands_and_totals_are_understood():
    rows = [
        ["ĐẢNG BỘ PHƯỜNG"],
        ["DANH SÁCH ĐẠI BIỂU"],
        [],
        ["TT", "Họ và tên", "Ngày sinh", None, "Số ghế"],
        [None, None, "Nam", "Nữ", None],
        ["(1)", 2, 3, 4, 5],
        ["I. Đoàn khu phố 1"],
        [1, "Nguyễn Văn An", "02/03/1970", None, "A1"],
        [2, "Trần Thị Bình", None, 1985, "A2"],
        ["II. Đoàn khu phố 2"],
        [3, "Công Tằng Tôn Nữ Hoa", None, "1990", "A3"],
        ["Tổng cộng: 3 đại biểu", None, None, None, "x"],
    ]
    merged = ["C4:D4", "A4:A5", "B4:B5", "E4:E5", "A7:E7", "A10:E10"]
    persons = read_roster(xlsx(rows, merged), "roster.xlsx", CONGRESS).persons
    assert [(p.number, p.delegation, p.gender, p.birth_year, p.seat) for p in persons] == [
        (1, "Đoàn khu phố 1", "Nam", 1970, "A1"),
        (2, "Đoàn khu phố 1", "Nữ", 1985, "A2"),
        (3, "Đoàn khu phố 2", "Nữ", 1990, "A3"),
    ]


def test_a_sheet_of_guests_counts_on_and_makes_guests():
    book = Workbook()
    book.active.title = "Chính thức"
    for row in (["TT", "Họ và tên"], [1, "An"], [2, "Bình"]):
        book.active.append(row)
    guests = book.create_sheet("Khách mời")
    for row in (["TT", "Họ và tên"], [1, "Cường"]):
        guests.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    persons = read_roster(buffer.getvalue(), "roster.xlsx", CONGRESS).persons
    assert [(p.number, p.kind) for p in persons] == [
        (1, PersonKind.OFFICIAL),
        (2, PersonKind.OFFICIAL),
        (3, PersonKind.GUEST),
    ]


def test_missing_columns_are_named():
    with pytest.raises(ColumnsMissing) as caught:
        read("Họ và tên,Đơn vị\nAn,Tổ 1\n")
    assert caught.value.params == {"file": "roster.csv", "columns": "Số thứ tự"}
    with pytest.raises(ColumnsMissing) as caught:
        read("STT,Đơn vị\n1,Tổ 1\n")
    assert caught.value.params["columns"] == "Họ và tên"


def test_all_wrong_rows_are_listed_at_once_without_personal_data():
    text = (
        "STT,Họ và tên,Loại,Năm sinh,Đồng ý\n"
        "1,An,Chính thức,1970,Có\n"
        "x,Bình,Chính thức,1970,\n"
        "3,,Chính thức,1970,\n"
        "4,Dung,Ông bà,1970,\n"
        "5,Em,Chính thức,bảy mươi,\n"
        "6,Giang,Chính thức,1970,có lẽ\n"
        "1,Hà,Chính thức,1970,\n"
        f"8,{'H' * 300},Chính thức,1970,\n"
    )
    with pytest.raises(RowsInvalid) as caught:
        read(text)
    found = {(problem.row, problem.code.removeprefix("documents.row_")) for problem in caught.value.problems}
    assert found == {
        (2, "duplicate"),
        (3, "number"),
        (4, "name"),
        (5, "kind"),
        (6, "birth"),
        (7, "consent"),
        (8, "duplicate"),
        (9, "too_long"),
    }
    assert "Bình" not in str(caught.value)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", TableEmpty),
        (b"STT,H\xe1\xbb\x8d v\xc3\xa0 t\xc3\xaan\n", TableEmpty),
        (b"\xd0\xcf\x11\xe0 old excel", TableNotSupported),
        (b"<html><table></table></html>", TableNotSupported),
        (b"PK\x03\x04 cut off", TableDamaged),
        (b"\x00\x01\x02\x00binary", TableNotSupported),
    ],
)
def test_what_is_no_list_has_its_own_code(data, error):
    with pytest.raises(error):
        read_roster(data, "roster.csv", CONGRESS)


EXPECTED = {
    "ds_cp1258.csv": 120,
    "ds_csv_gia_xlsx.xlsx": 120,
    "ds_mojibake_2lan.csv": 120,
    "ds_utf16le_tab.txt": 120,
    "ds_utf8.csv": 120,
    "ds_utf8_bom.csv": 120,
    "ds_utf8_bom_champhay.csv": 120,
    "ds_utf8_sep.csv": 120,
    "ds_dai_bieu_300_dau_de_gop.xlsx": 325,
    "doan_ten_donvi_580.xlsx": ColumnsMissing,
    "ds_chi_tieu_de.csv": TableEmpty,
    "ds_rong.csv": TableEmpty,
    "ds_html_gia_xls.xls": TableNotSupported,
    "thong_ke_tham_du_mau.xls": TableNotSupported,
}


def test_rosters_as_people_send_them(shared_data):
    """Every file of the folder: a list of the right length, or the error that names what to do."""
    found = {}
    for path in (shared_data / "docs" / "rosters").iterdir():
        try:
            found[path.name] = len(read_roster(path.read_bytes(), path.name, CONGRESS).persons)
        except TableError as error:
            found[path.name] = type(error)
    assert found == EXPECTED


def test_encodings_of_the_same_real_list_give_the_same_people(shared_data):
    folder = shared_data / "docs" / "rosters"
    same = ["ds_utf8.csv", "ds_utf8_bom.csv", "ds_utf16le_tab.txt", "ds_mojibake_2lan.csv", "ds_utf8_sep.csv"]
    rosters = [read_roster((folder / name).read_bytes(), name, CONGRESS) for name in same]
    assert all(roster == rosters[0] for roster in rosters)
