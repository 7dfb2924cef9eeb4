from __future__ import annotations

import io
import unicodedata
from dataclasses import replace
from uuid import UUID

import pytest
from openpyxl import Workbook

from app.documents.errors import TableDamaged, TableEmpty, TableError, TableNotSupported
from app.documents.lists.roster import person_id, read_roster
from app.documents.lists.tables import read_table
from app.domain.entities import PersonKind
from tests.fakes.papers import ROSTER

CONGRESS = UUID(int=9)


def read(text: str, encoding: str = "utf-8", name: str = "roster.csv"):
    return roster_of(text.encode(encoding), name)


def roster_of(data: bytes, name: str = "roster.csv", chosen=None):
    return read_roster(read_table(data, name), name, CONGRESS, chosen)


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
    assert roster_of(decomposed.encode("cp1258")) == read(ROSTER)


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
    assert roster_of(twice) == read(ROSTER)


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
    persons = roster_of(xlsx(rows, merged)).persons
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
    persons = roster_of(buffer.getvalue()).persons
    assert [(p.number, p.kind) for p in persons] == [
        (1, PersonKind.OFFICIAL),
        (2, PersonKind.OFFICIAL),
        (3, PersonKind.GUEST),
    ]


def test_missing_columns_are_named():
    roster = read("STT,Đơn vị\n1,Tổ 1\n")
    assert roster.missing.params == {"file": "roster.csv", "columns": "Họ và tên"}
    assert [(column.header, column.field) for column in roster.columns] == [
        ("STT", "order"),
        ("Đơn vị", "delegation"),
    ], "the columns are shown all the same, to be said by hand"


def test_columns_with_names_nobody_knows_are_said_by_hand():
    text = "Mã,Ông/Bà,Thuộc\n7,Nguyễn Văn An,Tổ 1\n9,Trần Thị Bình,Tổ 2\n"
    assert read(text).missing
    roster = roster_of(text.encode(), chosen={0: "number", 1: "name", 2: "delegation"})
    assert [(p.number, p.full_name, p.delegation) for p in roster.persons] == [
        (7, "Nguyễn Văn An", "Tổ 1"),
        (9, "Trần Thị Bình", "Tổ 2"),
    ]
    assert [column.samples for column in roster.columns][1] == ("Nguyễn Văn An", "Trần Thị Bình")


def test_without_numbers_the_order_counts_and_is_said():
    roster = read("Họ và tên,Đơn vị\nAn,Tổ 1\nBình,Tổ 2\n")
    assert [(p.number, p.full_name) for p in roster.persons] == [(1, "An"), (2, "Bình")]
    assert roster.were_numbered
    assert not read(ROSTER).were_numbered


def test_a_list_typed_in_tcvn3_is_read_as_unicode():
    legacy = "TT,Hä vµ tªn,§¬n vÞ\n1,NguyÔn V¨n Hïng,Tæ d©n phè sè 1\n2,TrÇn ThÞ B×nh,Chi bé 2\n"
    persons = roster_of(legacy.encode()).persons
    assert [(p.full_name, p.delegation) for p in persons] == [
        ("Nguyễn Văn Hùng", "Tổ dân phố số 1"),
        ("Trần Thị Bình", "Chi bộ 2"),
    ]


def test_a_web_page_named_xls_with_spanning_cells():
    page = (
        "<html><table><tr><td colspan=3>DANH SÁCH</td></tr><tr><th rowspan=2>TT<th rowspan=2>Họ và tên"
        "<th colspan=2>Năm sinh</tr><tr><th>Nam<th>Nữ</tr><tr><td>1<td>An &amp; Ba<td>1970<td></tr></table>"
    )
    (person,) = roster_of(page.encode()).persons
    assert (person.number, person.full_name, person.gender, person.birth_year) == (1, "An & Ba", "Nam", 1970)


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
    roster = read(text)
    found = {(problem.row, problem.code.removeprefix("documents.row_")) for problem in roster.problems}
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
    assert "Bình" not in str(roster.problems)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", TableEmpty),
        (b"STT,H\xe1\xbb\x8d v\xc3\xa0 t\xc3\xaan\n", TableEmpty),
        (b"\xd0\xcf\x11\xe0 old excel", TableNotSupported),
        (b"<html><table></table></html>", TableEmpty),
        (b"PK\x03\x04 cut off", TableDamaged),
        (b"\x00\x01\x02\x00binary", TableNotSupported),
    ],
)
def test_what_is_no_list_has_its_own_code(data, error):
    with pytest.raises(error):
        roster_of(data)


FIRST = "Lê Thị Mỹ Bình"
LAST = (120, "Mai Thị Vĩnh Tuấn", "Đảng ủy các cơ quan Đảng tỉnh", "F20", 1989)
GUEST = (325, "Ngô Đức Vĩnh Chính", "", "M25", None)
EXPECTED = {
    "ds_cp1258.csv": (120, 0, FIRST, LAST),
    "ds_csv_gia_xlsx.xlsx": (120, 0, FIRST, LAST),
    "ds_mojibake_2lan.csv": (120, 0, FIRST, LAST),
    "ds_utf16le_tab.txt": (120, 0, FIRST, LAST),
    "ds_utf8.csv": (120, 0, FIRST, LAST),
    "ds_utf8_bom.csv": (120, 0, FIRST, LAST),
    "ds_utf8_bom_champhay.csv": (120, 0, FIRST, LAST),
    "ds_utf8_sep.csv": (120, 0, FIRST, LAST),
    "ds_html_gia_xls.xls": (39, 0, FIRST, None),
    "ds_dai_bieu_300_dau_de_gop.xlsx": (325, 25, FIRST, GUEST),
    "doan_ten_donvi_580.xlsx": (350, 0, "Trần Văn Hằng", None),
    "ds_chi_tieu_de.csv": TableEmpty,
    "ds_rong.csv": TableEmpty,
    "thong_ke_tham_du_mau.xls": TableNotSupported,
}
"""File -> (persons, guests among them, the first one's name, the last one) or why there are none. The .xls is
an empty form in an old format: without LibreOffice's spreadsheet nothing can be said of it."""


def test_rosters_as_people_send_them(shared_data):
    """Every file of the folder gives what a person reads in it, or the error that names what to do."""
    found = {}
    for path in (shared_data / "docs" / "rosters").iterdir():
        try:
            roster = roster_of(path.read_bytes(), path.name)
        except TableError as error:
            found[path.name] = type(error)
            continue
        assert roster.problems == (), path.name
        last = roster.persons[-1]
        said = (last.number, last.full_name, last.delegation, last.seat, last.birth_year)
        expected = EXPECTED[path.name]
        guests = sum(person.kind is PersonKind.GUEST for person in roster.persons)
        is_named = isinstance(expected, tuple) and expected[3] is not None
        found[path.name] = (
            len(roster.persons), guests, roster.persons[0].full_name, said if is_named else None,
        )  # fmt: skip
    assert found == EXPECTED


def test_encodings_of_the_same_real_list_give_the_same_people(shared_data):
    folder = shared_data / "docs" / "rosters"
    same = ["ds_utf8.csv", "ds_utf8_bom.csv", "ds_utf16le_tab.txt", "ds_mojibake_2lan.csv", "ds_utf8_sep.csv"]
    rosters = [roster_of((folder / name).read_bytes(), name) for name in same]
    assert all(replace(roster, doubts=()) == replace(rosters[0], doubts=()) for roster in rosters)
    assert {len(roster.doubts) for roster in rosters} == {10}


def test_values_shown_of_a_column_are_persons_and_no_titles_of_rows(shared_data):
    data = (shared_data / "docs" / "rosters" / "ds_dai_bieu_300_dau_de_gop.xlsx").read_bytes()
    columns = {column.header: column.samples for column in roster_of(data, "danh-sach.xlsx").columns}
    assert columns["TT"] == ("1", "2", "3", "4")
    assert columns["Họ và tên"][0] == "Lê Thị Mỹ Bình"
    one = roster_of("Họ và tên\nNguyễn An\nTrần Bình\n".encode(), "a.csv").columns
    assert one[0].samples == ("Nguyễn An", "Trần Bình")
