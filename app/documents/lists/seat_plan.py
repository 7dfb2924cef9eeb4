"""The plan of the hall's seats as drawn in a spreadsheet: a cell is a seat, an empty one an aisle."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from app.documents.lists.tables import Row, Sheet
from app.domain.entities import Seat

MAX_ROWS = MAX_COLUMNS = 500
_MAX_NAME_CHARS = 200
_BETWEEN_SHEETS = 2
"""Empty rows between the ground floor and the gallery, each on a sheet of its own."""


@dataclass(frozen=True, slots=True)
class SeatPlan:
    """Seats in the order of the plan; `repeated` are names that stand on it twice, and so name no place."""

    seats: tuple[Seat, ...]
    repeated: tuple[str, ...]


def read_seat_plan(sheets: Sequence[Sheet]) -> SeatPlan:
    """Read every sheet, one behind the other. Row 0 is the first row that has anything in it.

    A banner ("SÂN KHẤU") over several merged cells is no seat. What lies beyond the largest hall is left out.
    """
    found: list[Seat] = []
    offset = 0
    for sheet in sheets:
        if not sheet.rows:
            continue
        first = sheet.rows[0].number
        for row in sheet.rows:
            at = row.number - first + offset
            if at < MAX_ROWS:
                found += [Seat(name=name, row=at, column=column) for column, name in _cells(row)]
        offset += sheet.rows[-1].number - first + 1 + _BETWEEN_SHEETS
    counts = Counter(seat.name for seat in found)
    return SeatPlan(
        tuple(seat for seat in found if counts[seat.name] == 1),
        tuple(name for name, count in counts.items() if count > 1),
    )


def _cells(row: Row) -> Iterator[tuple[int, str]]:
    """Column and text of each seat; a text that merging repeats side by side is a banner."""
    for name, group in groupby(enumerate(row.cells[:MAX_COLUMNS]), key=lambda cell: cell[1]):
        columns = [column for column, _ in group]
        if name and len(columns) == 1 and len(name) <= _MAX_NAME_CHARS:
            yield columns[0], name
