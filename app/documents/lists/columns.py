"""Finding the header of a list and what each column means, whatever stands above it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from app.documents.errors import ColumnsMissing, TableEmpty
from app.documents.lists.tables import Row, Sheet
from app.domain.folding import fold_key

_HEADER_SEARCH_ROWS = 40
_MAX_HEADER_ROWS = 3
_SAMPLES = 4


@dataclass(frozen=True, slots=True)
class Field:
    """A column we know: its name for messages, and names people give it (folded, best first)."""

    key: str
    title: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """One row by field; fields without a column, or without text, are ''."""

    row: int
    values: Mapping[str, str]

    def __getitem__(self, key: str) -> str:
        return self.values.get(key, "")


@dataclass(frozen=True, slots=True)
class Band:
    """A row that holds one text only: the title of the rows below it, or a total."""

    row: int
    text: str


@dataclass(frozen=True, slots=True)
class ListPart:
    """The list in one sheet: which fields have a column, and its rows."""

    sheet: str
    fields: frozenset[str]
    rows: tuple[Record | Band, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column as the user sees it, the field it was taken for ("" for none), and some of its values."""

    index: int
    header: str
    field: str
    samples: tuple[str, ...]


def find_columns(
    sheets: Sequence[Sheet], fields: Sequence[Field], chosen: Mapping[int, str] | None
) -> tuple[Column, ...]:
    """The columns of the first sheet, to be shown and corrected."""
    rows = next((sheet.rows for sheet in sheets if sheet.rows), ())
    if not rows:
        return ()
    end, found, labels = _find_header(rows, fields)
    field_of = {index: key for key, index in (_as_columns(chosen) or found).items()}
    least = min(2, len(field_of))  # a row of one text is the title of those below it, where there are columns
    below = [
        row for row in rows[end:] if len(set(row.cells) - {""}) >= least and not _is_column_numbers(row.cells)
    ]
    columns = []
    for index in range(max(len(row.cells) for row in rows)):
        values = (row.cells[index] for row in below if index < len(row.cells) and row.cells[index])
        header = labels[index] if index < len(labels) else ""
        samples = tuple(islice(dict.fromkeys(values), _SAMPLES))
        if header or samples:
            columns.append(Column(index, header, field_of.get(index, ""), samples))
    return tuple(columns)


def _as_columns(chosen: Mapping[int, str] | None) -> dict[str, int] | None:
    return {key: index for index, key in chosen.items() if key} if chosen is not None else None


def find_list(
    sheets: Sequence[Sheet],
    fields: Sequence[Field],
    required: Sequence[str],
    file: str,
    chosen: Mapping[int, str] | None = None,
) -> list[ListPart]:
    """Read every sheet that has the required columns. `chosen` (index -> field) is for the first one.

    Raises `ColumnsMissing` naming what the most promising sheet lacks, `TableEmpty` for no rows at all.
    """
    titles = {field.key: field.title for field in fields}
    parts: list[ListPart] = []
    lacking: list[set[str]] = []
    for sheet in sheets:
        if not sheet.rows:
            continue
        end, columns, _ = _find_header(sheet.rows, fields)
        columns, chosen = _as_columns(chosen) or columns, None
        missing = set(required) - set(columns)
        if missing:
            lacking.append(missing)
            continue
        rows = tuple(_records(sheet.rows[end:], columns, {columns[key] for key in required}))
        parts.append(ListPart(sheet.name, frozenset(columns), rows))
    if not parts:
        fewest = min(lacking, key=len, default=set(required))
        raise ColumnsMissing(file=file, columns=", ".join(titles[key] for key in required if key in fewest))
    if not any(isinstance(row, Record) for part in parts for row in part.rows):
        raise TableEmpty(file=file)
    return parts


def _find_header(rows: Sequence[Row], fields: Sequence[Field]) -> tuple[int, dict[str, int], tuple[str, ...]]:
    """Where the rows below the header begin, field -> column, and the header's texts.

    Best match of the first rows wins.
    """
    best: tuple[int, dict[str, int], tuple[str, ...]] = (1, {}, _texts(rows[:1]))
    for start in range(min(len(rows), _HEADER_SEARCH_ROWS)):
        end = start + 1
        while end - start < _MAX_HEADER_ROWS and end < len(rows) and _continues(rows[start], rows[end]):
            end += 1
        columns = _match(rows[start:end], fields)
        if len(columns) > len(best[1]):
            best = (end, columns, _texts(rows[start:end]))
    return best


def _continues(first: Row, below: Row) -> bool:
    """A second row of a header repeats, by vertical merging, what the first says in some column."""
    pairs = list(zip(first.cells, below.cells, strict=False))
    repeats = sum(1 for above, cell in pairs if cell and above == cell)
    return repeats >= 2 and len(set(below.cells) - {""}) > 1


def _match(header: Sequence[Row], fields: Sequence[Field]) -> dict[str, int]:
    labels = [fold_key(text) for text in _texts(header)]
    found: dict[str, int] = {}
    for field in fields:
        free = {text: i for i, text in reversed(list(enumerate(labels))) if i not in found.values()}
        name = next((name for name in field.names if name in free), None)
        if name is not None:
            found[field.key] = free[name]
    return found


def _texts(header: Sequence[Row]) -> tuple[str, ...]:
    """The header's text of each column; what two of its rows repeat by merging is said once."""
    texts = []
    for column in range(max(len(row.cells) for row in header)):
        cells = [row.cells[column] for row in header if column < len(row.cells)]
        texts.append(" ".join(dict.fromkeys(text for text in cells if text)))
    return tuple(texts)


def _records(rows: Sequence[Row], columns: Mapping[str, int], required: set[int]) -> Iterator[Record | Band]:
    for row in rows:
        if _is_column_numbers(row.cells):
            continue
        filled = [column for column, cell in enumerate(row.cells) if cell]
        [text, *others] = {row.cells[column] for column in filled}
        is_one_text = not others and not text.isdigit()
        if is_one_text and len(columns) > 1 and (len(filled) > 1 or filled[0] not in required):
            yield Band(row.number, row.cells[filled[0]])
            continue
        values = {key: row.cells[i] for key, i in columns.items() if i < len(row.cells)}
        yield Record(row.number, values)


def _is_column_numbers(cells: Sequence[str]) -> bool:
    """The row (1) (2) (3) … below many official headers."""
    digits = [re.sub(r"[()\s]", "", cell) for cell in cells if cell]
    return len(digits) > 2 and digits == [str(number) for number in range(1, len(digits) + 1)]
