from __future__ import annotations

import io

from openpyxl import Workbook

from app.documents.lists.seat_plan import read_seat_plan
from app.documents.lists.tables import read_table
from app.domain.seating import seat_key


def test_a_cell_is_a_seat_and_an_empty_one_an_aisle():
    plan = read_seat_plan(read_table(b"A1,A2,,A3\n\n,B1,,B2\n", "seats.csv"))
    assert [(seat.name, seat.row, seat.column) for seat in plan.seats] == [
        ("A1", 0, 0), ("A2", 0, 1), ("A3", 0, 3), ("B1", 2, 1), ("B2", 2, 3),
    ]  # fmt: skip
    assert plan.repeated == ()


def test_a_banner_is_no_seat_and_a_gallery_lies_behind():
    book = Workbook()
    ground = book.active
    ground.append(["SÂN KHẤU"])
    ground.merge_cells("A1:C1")
    ground.append(["A1", None, "A2"])
    book.create_sheet("Tầng 2").append(["G1", "G2"])
    out = io.BytesIO()
    book.save(out)
    plan = read_seat_plan(read_table(out.getvalue(), "so-do.xlsx"))
    assert [(seat.name, seat.row, seat.column) for seat in plan.seats] == [
        ("A1", 1, 0), ("A2", 1, 2), ("G1", 4, 0), ("G2", 4, 1),
    ]  # fmt: skip


def test_a_name_that_stands_twice_names_no_place():
    plan = read_seat_plan(read_table(b"A1,A2\nA1,A3\n", "seats.csv"))
    assert [seat.name for seat in plan.seats] == ["A2", "A3"]
    assert plan.repeated == ("A1",)


def test_one_seat_however_it_is_written():
    assert seat_key("A 01") == seat_key("a-1") == seat_key("A1")
    assert len({seat_key(name) for name in ("A1", "A10", "B1", "1A", "0")}) == 5
