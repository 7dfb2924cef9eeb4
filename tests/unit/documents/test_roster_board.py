"""What only the credentials board may know: read from any list, and never part of a person."""

from __future__ import annotations

from uuid import UUID

from app.documents.lists.roster import read_roster
from app.documents.lists.tables import read_table

CONGRESS = UUID(int=7)
LIST = """DANH SÁCH ĐẠI BIỂU
STT,Dân tộc,Họ và tên,Ngày vào Đảng,Ngày sinh,Lý luận chính trị,Trình độ học vấn,Tuổi Đảng,Đoàn
1,Kinh,Nguyễn Thị Ánh,19/5/1999,02/09/1970,Cao cấp,ThS. Luật,,Đoàn 1
2,Tày,Trần Văn Đức,2010,1981,Trung cấp,Đại học,15,Đoàn 2
3,,Lê Hoàng Yến,,1990,,,,Đoàn 2
"""


def roster_of(text: str):
    return read_roster(read_table(text.encode(), "roster.csv"), "roster.csv", CONGRESS)


def test_columns_in_any_order_are_found_and_kept_apart():
    roster = roster_of(LIST)
    assert roster.problems == ()
    first, second, third = roster.persons
    assert roster.board[first.id] == {
        "ethnicity": "Kinh", "party_joined": "19/5/1999", "birth": "02/09/1970",
        "political_theory": "Cao cấp", "education": "ThS. Luật",
    }  # fmt: skip
    assert roster.board[second.id]["party_years"] == "15"
    assert "birth" not in roster.board[second.id], "the year alone is the roster's"
    assert third.id not in roster.board


def test_a_person_says_nothing_of_it():
    said = "".join(person.model_dump_json() for person in roster_of(LIST).persons)
    assert not any(word in said for word in ("Kinh", "Tày", "Luật", "Cao cấp", "1999", "02/09"))
    assert "Tày" not in repr(roster_of(LIST))


def test_a_header_in_two_rows():
    text = (
        "STT,Họ và tên,Trình độ,Trình độ,Ngày vào Đảng,Ngày vào Đảng\n"
        "STT,Họ và tên,Chuyên môn,Lý luận chính trị,Dự bị,Chính thức\n"
        "1,Nguyễn Thị Ánh,Đại học,Cao cấp,19/5/1998,19/5/1999\n"
    )
    roster = roster_of(text)
    assert roster.board[roster.persons[0].id] == {
        "education": "Đại học", "political_theory": "Cao cấp", "party_joined": "19/5/1999",
    }  # fmt: skip
