from __future__ import annotations

from uuid import UUID

import pytest

from app.documents.errors import ColumnsMissing, RowsInvalid
from app.documents.lists.agenda import read_agenda
from app.documents.lists.tables import read_table
from tests.fakes.papers import AGENDA

CONGRESS = UUID(int=9)


def read(text: str):
    return read_agenda(read_table(text.encode(), "agenda.csv"), "agenda.csv", CONGRESS)


def test_times_and_lengths():
    first, second, _ = read(AGENDA)
    assert (first.position, first.sitting, first.planned_start, first.planned_ms) == (
        1,
        "Trù bị",
        "14:00",
        600_000,
    )
    assert second.planned_start == "07:30"


@pytest.mark.parametrize(
    ("time", "start", "minutes"),
    [
        ("7h30", "07:30", None),
        ("7 giờ 30", "07:30", None),
        ("8h", "08:00", None),
        ("7h30 - 8h15", "07:30", 45),
        ("", None, None),
    ],
)
def test_times_as_people_write_them(time, start, minutes):
    (item,) = read(f"Thời gian,Nội dung\n{time},Khai mạc\n")
    assert (item.planned_start, item.planned_ms) == (start, minutes and minutes * 60_000)


def test_rows_of_one_text_name_the_sitting():
    items = read(
        "TT,Thời gian,Nội dung\nPHIÊN TRÙ BỊ,,\n1,14:00,Chào cờ\nPHIÊN CHÍNH THỨC,,\n1,07:30,Chào cờ\n"
    )
    assert [(item.position, item.sitting) for item in items] == [(1, "PHIÊN TRÙ BỊ"), (2, "PHIÊN CHÍNH THỨC")]
    assert items[0].id != items[1].id


def test_adding_an_item_before_leaves_the_others_ids():
    before = {item.title: item.id for item in read(AGENDA)}
    after = read(
        AGENDA.replace("1,Trù bị,14:00,Chào cờ", "9,Trù bị,13:00,Đón tiếp,10\n1,Trù bị,14:00,Chào cờ")
    )
    assert {item.title: item.id for item in after if item.title in before} == before


def test_wrong_rows_are_listed_at_once():
    with pytest.raises(RowsInvalid) as caught:
        read("TT,Thời gian,Nội dung,Thời lượng\n1,25:00,Khai mạc,20\n2,08:00,,20\n3,08:00,Bế mạc,lâu\n")
    assert [problem.row for problem in caught.value.problems] == [2, 3, 4]


def test_an_agenda_needs_titles():
    with pytest.raises(ColumnsMissing):
        read("TT,Thời gian\n1,07:30\n")
