"""In which order the pieces of a page are read: rows, and stretches of rows that stand in two columns.

The heads of Vietnamese official papers have the issuing body on the left and the national motto on the
right, and their ends the recipients and the signature: read row by row, each would be torn apart.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from operator import attrgetter

from app.documents.reading import Box
from app.documents.text.page_content import PageContent, Piece

_GUTTER_EM = 1.5
"""Justified lines have gaps of up to one em between words; columns stand farther apart."""
_GUTTER_MIN_PT = 12.0
_HALVES_MIN_PT = 2.0
_JOIN_EM = 0.12
_MIN_COLUMN_LETTERS = 3
_TIGHT_EM = 0.9
_SAME_PT = 3.0
_EDGE_SHARE = 0.1
_EDGE_ROWS = 2
_RIGHT_HALF = re.compile(
    r"CỘNG H(ÒA|OÀ) XÃ HỘI CHỦ NGHĨA|ĐẢNG CỘNG SẢN VIỆT NAM|Độc lập\s*[-–]\s*Tự do"
    r"|[^,;]{2,30},\s*ngày[^,;]*\bnăm[\s\d.…]*$"
)
"""Begins the right half of a head, however little room is left between them: mottoes, place and date."""
_RECIPIENTS = re.compile(r"Nơi nhận\s*:")
_LEAST_ENDING_ROWS = 3
RULE_TEXT = re.compile(r"[-–—_=*.\s]{3,}")
"""A rule that was typed."""
_NOT_LETTERS = re.compile(r"[\W\d_]+")
_PAGE_NUMBER = re.compile(r"(trang|page)?\W*\d{1,4}(\s*(/|\||of)\s*\d{1,4})?\W*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Strand:
    """Lines that are read from the first to the last, between the margins `left` and `right`.

    `is_column`: it stands beside another one.
    """

    lines: tuple[Piece, ...]
    left: float
    right: float
    is_column: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """What stands side by side, from the left."""

    pieces: tuple[Piece, ...]

    @property
    def top(self) -> float:
        return min(piece.box.y0 for piece in self.pieces)

    @property
    def bottom(self) -> float:
        return max(piece.box.y1 for piece in self.pieces)

    @property
    def text(self) -> str:
        return " ".join(piece.text for piece in self.pieces)


def rows_of(pieces: Sequence[Piece]) -> list[Row]:
    """Rows from the top; pieces of a row that stand next to each other are one."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=attrgetter("middle_y")):
        if rows and _is_beside(rows[-1][-1], piece):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    # Most rows are one line.
    return [
        Row(tuple(row if len(row) == 1 else _joined(sorted(row, key=lambda piece: piece.box.x0))))
        for row in rows
    ]


def _is_beside(one: Piece, other: Piece) -> bool:
    """Whether the middle of the smaller one is within the taller one's middle half."""
    height = max(one.box.y1 - one.box.y0, other.box.y1 - other.box.y0)
    return abs(one.middle_y - other.middle_y) < height * 0.35


def _joined(pieces: list[Piece]) -> list[Piece]:
    joined = pieces[:1]
    for piece in pieces[1:]:
        last = joined[-1]
        gap = piece.box.x0 - last.box.x1
        is_apart = gap > max(_GUTTER_MIN_PT, _GUTTER_EM * max(piece.size, last.size))
        if is_apart or (gap > 0 and _RIGHT_HALF.match(piece.text)):
            joined.append(piece)
            continue
        space = " " if gap > _JOIN_EM * last.size else ""
        joined[-1] = replace(
            last,
            text=f"{last.text}{space}{piece.text}",
            box=Box(
                last.box.x0, min(last.box.y0, piece.box.y0), piece.box.x1, max(last.box.y1, piece.box.y1)
            ),
            is_bold=last.is_bold and piece.is_bold,
            size=max(last.size, piece.size),
            words=last.words + piece.words,
        )
    return joined


def edge_rows(content: PageContent, rows: Sequence[Row]) -> tuple[tuple[str, Row], ...]:
    """The first and last rows that stand near an edge, each with its words: its numbers change by page."""
    top, bottom = content.height * _EDGE_SHARE, content.height * (1 - _EDGE_SHARE)
    edges = [row for row in rows[:_EDGE_ROWS] if row.bottom < top]
    edges += [row for row in rows[_EDGE_ROWS:][-_EDGE_ROWS:] if row.top > bottom]
    return tuple((_NOT_LETTERS.sub(" ", row.text).strip(), row) for row in edges)


def without_furniture(content: PageContent, rows: Sequence[Row], running: Sequence[str]) -> list[Row]:
    """Without page numbers, and without the `running` rows that neighbouring pages have as well."""
    furniture = {
        id(row)
        for words, row in edge_rows(content, rows)
        if (words and words in running) or _PAGE_NUMBER.fullmatch(row.text)
    }
    return [row for row in rows if id(row) not in furniture]


def strands_of(rows: Sequence[Row]) -> list[Strand]:
    """The rows as strands, in the order in which they are read."""
    if not rows:
        return []
    left = -_margin([-row.pieces[0].box.x0 for row in rows])
    right = _margin([row.pieces[-1].box.x1 for row in rows])
    strands: list[Strand] = []
    single: list[Piece] = []
    at = 0
    while at < len(rows):
        middle_x = (left + right) / 2
        ending = _ending(rows, at, middle_x)
        band = ending or _band(rows, at, middle_x)
        if band is None:
            single += _as_line(rows[at])
            at += 1
            continue
        beside: list[Row] = []
        while ending and single and single[-1].box.x0 > ending.start_x:
            beside.insert(0, Row((single.pop(),)))
        if single:
            strands.append(Strand(tuple(single), left, right))
            single = []
        strands += band.columns([*beside, *rows[at : band.end]])
        at = band.end
    if single:
        strands.append(Strand(tuple(single), left, right))
    return strands


def _margin(ends: Sequence[float]) -> float:
    """Where lines end: the farthest place that two of them share, for a stamp may stand outside."""
    ordered = sorted(ends, reverse=True)
    return next((one for one, other in pairwise(ordered) if one - other < _SAME_PT), ordered[0])


def _as_line(row: Row) -> list[Piece]:
    """A row that is no part of columns is one line, whatever gaps are in it."""
    row = Row(tuple(piece for piece in row.pieces if not RULE_TEXT.fullmatch(piece.text)) or row.pieces[:1])
    if len(row.pieces) == 1:
        return list(row.pieces)
    first, last = row.pieces[0], row.pieces[-1]
    box = Box(first.box.x0, row.top, last.box.x1, row.bottom)
    words = tuple(word for piece in row.pieces for word in piece.words)
    return [
        replace(first, text=row.text, box=box, words=words, is_bold=all(one.is_bold for one in row.pieces))
    ]


@dataclass(frozen=True, slots=True)
class _Band:
    """Rows up to `end` that leave a gutter free from `start_x` to `end_x`."""

    end: int
    start_x: float
    end_x: float

    def columns(self, rows: Sequence[Row]) -> list[Strand]:
        middle = (self.start_x + self.end_x) / 2
        left = [piece for row in rows for piece in row.pieces if piece.box.x1 <= middle]
        right = [piece for row in rows for piece in row.pieces if piece.box.x1 > middle]
        return [
            Strand(tuple(side), min(one.box.x0 for one in side), max(one.box.x1 for one in side), True)
            for side in (left, right)
            if side
        ]


def _ending(rows: Sequence[Row], start: int, middle_x: float) -> _Band | None:
    """Recipients on the left and the signature on the right, whose lines need not share their heights."""
    if not _RECIPIENTS.match(rows[start].text):
        return None
    end, last_left, first_right = start, 0.0, float("inf")
    for row in rows[start:]:
        is_left = [piece.box.x0 + piece.box.x1 <= 2 * middle_x for piece in row.pieces]
        sides = list(zip(row.pieces, is_left, strict=True))
        left = max((piece.box.x1 for piece, is_one in sides if is_one), default=last_left)
        right = min((piece.box.x0 for piece, is_one in sides if not is_one), default=first_right)
        if max(left, last_left) >= min(right, first_right):
            break
        end, last_left, first_right = end + 1, max(left, last_left), min(right, first_right)
    is_ending = end - start >= _LEAST_ENDING_ROWS and first_right < float("inf")
    return _Band(end, last_left, first_right) if is_ending else None


def _band(rows: Sequence[Row], start: int, middle_x: float) -> _Band | None:
    """The columns that begin at a row, or None where it is a line of its own. A title ends them."""
    first = rows[start]
    if len(first.pieces) != 2 or any(_letters(piece) < _MIN_COLUMN_LETTERS for piece in first.pieces):
        return None
    gutter = (first.pieces[0].box.x1, first.pieces[1].box.x0)
    end, last_left = start + 1, first.pieces[0]
    ends_at_right = end
    while end < len(rows):
        row = rows[end]
        narrowed = _narrowed(gutter, row)
        if narrowed is None or _is_title(row, middle_x):
            break
        middle = sum(narrowed) / 2
        left = [piece for piece in row.pieces if piece.box.x1 <= middle]
        has_right = len(left) < len(row.pieces)
        if not has_right and left[0].box.y0 - last_left.box.y1 > _TIGHT_EM * left[0].size:
            break
        gutter, end = narrowed, end + 1
        last_left = left[-1] if left else last_left
        ends_at_right = end if has_right else ends_at_right
    if ends_at_right == start + 1 and end > start + 2:
        end = ends_at_right  # a line with a gap above an ordinary paragraph that is narrow
    return _Band(end, *gutter)


def _is_title(row: Row, middle_x: float) -> bool:
    piece = row.pieces[0]
    return len(row.pieces) == 1 and abs((piece.box.x0 + piece.box.x1) / 2 - middle_x) < 2 * piece.size


def _narrowed(gutter: tuple[float, float], row: Row) -> tuple[float, float] | None:
    """What this row leaves free of the gutter; None when that is too little."""
    start, end = gutter
    for piece in row.pieces:
        if piece.box.x0 + piece.box.x1 <= start + end:
            start = max(start, piece.box.x1)
        else:
            end = min(end, piece.box.x0)
    size = max(piece.size for piece in row.pieces)
    is_half = _RIGHT_HALF.match(row.pieces[-1].text)
    least = _HALVES_MIN_PT if is_half else max(_GUTTER_MIN_PT, _GUTTER_EM * size) / 2
    return (start, end) if end - start >= least else None


def _letters(piece: Piece) -> int:
    return sum(map(str.isalpha, piece.text))
