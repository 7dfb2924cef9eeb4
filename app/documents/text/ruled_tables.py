"""Tables with ruled lines, found by the lines alone.

PyMuPDF's `find_tables` takes 100 ms a page (300 ms at most, 33 real papers); this takes under one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.documents.reading import Box
from app.documents.text.page_content import Piece, split_at

_SNAP_PT = 3.0
"""Lines nearer than this are one: both edges of a thick rule, cells whose frames touch."""
_MIN_RULE_PT = 8.0
_MAX_LINES = 400
"""Rows or columns of one page; more is a drawing."""


@dataclass(frozen=True, slots=True)
class TableCells:
    """By row. A cell that spans several places has its text in the first; `spans` are (row, column, rows,
    columns) of those."""

    texts: tuple[tuple[str, ...], ...]
    spans: tuple[tuple[int, int, int, int], ...]

    def __bool__(self) -> bool:
        return bool(self.texts)


@dataclass(frozen=True, slots=True)
class RuledTable:
    """Cells between upright lines at `xs` and level lines at `ys`.

    `cell_of[row][column]` is the number of a cell; one that spans several places has the same number there.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cell_of: tuple[tuple[int, ...], ...]

    @property
    def box(self) -> Box:
        return Box(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    def holds(self, piece: Piece) -> bool:
        middle_x = (piece.box.x0 + piece.box.x1) / 2
        return self.xs[0] < middle_x < self.xs[-1] and self.ys[0] < piece.middle_y < self.ys[-1]

    def cells(self, pieces: Sequence[Piece]) -> TableCells:
        """What stands in each cell, without rows and columns in which nothing does."""
        texts: dict[int, list[Piece]] = defaultdict(list)
        for piece in (part for whole in pieces for part in split_at(whole, self.xs)):
            row = _place(self.ys, piece.middle_y)
            column = _place(self.xs, (piece.box.x0 + piece.box.x1) / 2)
            texts[self.cell_of[row][column]].append(piece)
        first: dict[int, tuple[int, int]] = {}
        for row, numbers in enumerate(self.cell_of):
            for column, number in enumerate(numbers):
                first.setdefault(number, (row, column))
        filled = {place: _cell_text(texts[number]) for number, place in first.items() if texts[number]}
        rows = sorted({row for row, _ in filled})
        columns = sorted({column for _, column in filled})
        shown = tuple(tuple(filled.get((row, column), "") for column in columns) for row in rows)
        return TableCells(shown, tuple(_spans([[self.cell_of[r][c] for c in columns] for r in rows])))


def _spans(numbers: Sequence[Sequence[int]]) -> Iterator[tuple[int, int, int, int]]:
    """Cells that stand in several places, where these are a rectangle."""
    places: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for row, line in enumerate(numbers):
        for column, number in enumerate(line):
            places[number].append((row, column))
    for found in places.values():
        (row, column), (last_row, last_column) = found[0], found[-1]
        rows, columns = last_row - row + 1, last_column - column + 1
        if len(found) > 1 and len(found) == rows * columns:
            yield row, column, rows, columns


def _cell_text(pieces: Sequence[Piece]) -> str:
    ordered = sorted(pieces, key=lambda piece: (round(piece.middle_y / (piece.size or 1)), piece.box.x0))
    return " ".join(piece.text for piece in ordered)


def _place(lines: Sequence[float], at: float) -> int:
    return min(len(lines) - 2, max(0, sum(line < at for line in lines) - 1))


def find_tables(rules: Sequence[Box]) -> tuple[RuledTable, ...]:
    """The tables that these lines and frames draw, from the top of the page."""
    level, upright = _segments(rules)
    if len(level) < 2 or len(upright) < 2:
        return ()
    groups = _connected(level, upright)
    tables = (_table([level[i] for i in own_level], [upright[i] for i in own_upright])
              for own_level, own_upright in groups)  # fmt: skip
    return tuple(sorted((table for table in tables if table), key=lambda table: table.ys[0]))


_Segment = tuple[float, float, float]
"""Where a line stands across its direction, and from where to where along it."""


def _segments(rules: Sequence[Box]) -> tuple[list[_Segment], list[_Segment]]:
    level, upright = [], []
    for box in rules:
        width, height = box.x1 - box.x0, box.y1 - box.y0
        if height <= _SNAP_PT < width:
            level.append(((box.y0 + box.y1) / 2, box.x0, box.x1))
        elif width <= _SNAP_PT < height:
            upright.append(((box.x0 + box.x1) / 2, box.y0, box.y1))
        elif width > _SNAP_PT:
            level += [(box.y0, box.x0, box.x1), (box.y1, box.x0, box.x1)]
            upright += [(box.x0, box.y0, box.y1), (box.x1, box.y0, box.y1)]
    return _joined(level), _joined(upright)


def _joined(segments: list[_Segment]) -> list[_Segment]:
    """Snapped to common positions; what touches along a line is one. Crumbs are dropped."""
    snapped: dict[float, list[tuple[float, float]]] = defaultdict(list)
    at = float("-inf")
    for position, start, end in sorted(segments):
        if position - at > _SNAP_PT:
            at = position
        snapped[at].append((start, end))
    joined = []
    for position, spans in snapped.items():
        current_start, current_end = float("inf"), float("-inf")
        for start, end in sorted(spans):
            if start > current_end + _SNAP_PT:
                joined.append((position, current_start, current_end))
                current_start, current_end = start, end
            current_end = max(current_end, end)
        joined.append((position, current_start, current_end))
    return [segment for segment in joined if segment[2] - segment[1] >= _MIN_RULE_PT]


def _connected(level: list[_Segment], upright: list[_Segment]) -> list[tuple[list[int], list[int]]]:
    """Groups of lines that cross or touch each other."""
    leader = list(range(len(level) + len(upright)))

    def find(item: int) -> int:
        while leader[item] != item:
            leader[item] = leader[leader[item]]
            item = leader[item]
        return item

    if len(level) > _MAX_LINES or len(upright) > _MAX_LINES:
        return []
    for i, (y, x0, x1) in enumerate(level):
        for j, (x, y0, y1) in enumerate(upright):
            if x0 - _SNAP_PT <= x <= x1 + _SNAP_PT and y0 - _SNAP_PT <= y <= y1 + _SNAP_PT:
                leader[find(i)] = find(len(level) + j)
    groups: dict[int, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for i in range(len(level)):
        groups[find(i)][0].append(i)
    for j in range(len(upright)):
        groups[find(len(level) + j)][1].append(j)
    return list(groups.values())


def _table(level: list[_Segment], upright: list[_Segment]) -> RuledTable | None:
    """None for what is no table: a line, a frame around something, a drawing."""
    if level and upright:
        level = [*level, *_open_edges(level, upright)]
    ys, xs = _positions(level), _positions(upright)
    if len(xs) < 2 or len(ys) < 2 or (len(xs) - 1) * (len(ys) - 1) < 2:
        return None
    rows, columns = len(ys) - 1, len(xs) - 1
    cell_of = [[row * columns + column for column in range(columns)] for row in range(rows)]
    for row, (top, bottom) in enumerate(pairwise(ys)):
        for column, (left, right) in enumerate(pairwise(xs)):
            if column and not _covers(upright, left, top, bottom):
                cell_of[row][column] = cell_of[row][column - 1]
            elif row and not _covers(level, top, left, right):
                cell_of[row][column] = cell_of[row - 1][column]
    if len({number for numbers in cell_of for number in numbers}) < 2:
        return None
    return RuledTable(tuple(xs), tuple(ys), tuple(map(tuple, cell_of)))


def _open_edges(level: list[_Segment], upright: list[_Segment]) -> Iterator[_Segment]:
    """Where a table goes on from the page before, or on the next one: its upright lines run farther than the
    last level one, and end together."""
    left, right = min(x for x, _, _ in upright), max(x for x, _, _ in upright)
    first, last = min(y for y, _, _ in level), max(y for y, _, _ in level)
    least = max(2, len(_positions(upright)) / 2)
    top = min(start for _, start, _ in upright)
    bottom = max(end for _, _, end in upright)
    if first - top > _MIN_RULE_PT and sum(start - top <= _SNAP_PT for _, start, _ in upright) >= least:
        yield top, left, right
    if bottom - last > _MIN_RULE_PT and sum(bottom - end <= _SNAP_PT for _, _, end in upright) >= least:
        yield bottom, left, right


def _positions(segments: list[_Segment]) -> list[float]:
    return sorted({position for position, _, _ in segments})


def _covers(segments: list[_Segment], at: float, start: float, end: float) -> bool:
    middle = (start + end) / 2
    return any(abs(position - at) <= _SNAP_PT and s <= middle <= e for position, s, e in segments)
