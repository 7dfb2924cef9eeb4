"""Lists as people keep them: CSV in any encoding, XLSX with titles and merged cells, as plain rows of text.

Nothing is guessed about meaning here; `columns` finds the header.
"""

from __future__ import annotations

import csv
import io
import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from app.documents.errors import TableDamaged, TableEmpty, TableNotSupported
from app.documents.lists.html_table import html_rows
from app.documents.text.legacy_text import from_tcvn3
from app.domain.folding import fold_text

MAX_FILE_BYTES = 32 << 20
MAX_UNPACKED_BYTES = 256 << 20
MAX_ROWS = 20_000
MAX_COLUMNS = 200

_OLE_MAGIC = b"\xd0\xcf\x11\xe0"
_DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_ROWS = 200
_FOLDED = frozenset("abcdefghijklmnopqrstuvwxyz")
_FOREIGN = frozenset("äëïöüåçñßøæœÿÄËÏÖÜÅÇÑØÆŒ")
_TYPOGRAPHY = frozenset("–—‘’“”…•§°\u00a0\u200b")

Modernise = Callable[[bytes], bytes]


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `number` is what the user's program shows beside it (the line's number in a CSV)."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A named table; rows without any text are left out. Merged cells repeat their text."""

    name: str
    rows: tuple[Row, ...]


def read_table(data: bytes, file: str, modernise: Modernise | None = None) -> tuple[Sheet, ...]:
    """Read a CSV, an XLSX, or a web page's table named .xls; told apart by content and not by name.

    `modernise` makes an XLSX of an old .xls, where there is a program that can. Raises
    `TableNotSupported`, `TableDamaged`, `TableEmpty`, and what `modernise` raises.
    """
    if len(data) > MAX_FILE_BYTES:
        raise TableNotSupported(file=file)
    if data.startswith(_OLE_MAGIC) and modernise is not None:
        data = modernise(data)
    if data.startswith(b"PK\x03\x04"):
        sheets = _read_xlsx(data, file)
    elif data.startswith(_OLE_MAGIC):
        raise TableNotSupported(file=file)
    elif data.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"<":
        sheets = (Sheet("", _numbered(html_rows(decode_text(data, file), MAX_ROWS, MAX_COLUMNS))),)
    else:
        sheets = (_read_csv(data, file),)
    if not any(sheet.rows for sheet in sheets):
        raise TableEmpty(file=file)
    return tuple(_in_unicode(sheet) for sheet in sheets)


def _in_unicode(sheet: Sheet) -> Sheet:
    """A list typed in a TCVN3 font reads "Hä vµ tªn": put right where that makes more Vietnamese of it."""
    text = "\n".join(cell for row in sheet.rows[:_SAMPLE_ROWS] for cell in row.cells)
    if strange_letters(from_tcvn3(text)) >= strange_letters(text):
        return sheet
    rows = (Row(row.number, tuple(_tidy(from_tcvn3(cell)) for cell in row.cells)) for row in sheet.rows)
    return Sheet(from_tcvn3(sheet.name), tuple(rows))


def strange_letters(text: str) -> int:
    """How many signs are in no Vietnamese text: other languages' letters, and signs beside letters."""
    return sum(
        ord(sign) > 0x7F and sign not in _TYPOGRAPHY and (sign in _FOREIGN or fold_text(sign) not in _FOLDED)
        for sign in text
    )


def decode_text(data: bytes, file: str) -> str:
    """Text from UTF-8, UTF-16 or Windows-1258, NFC; text that was encoded twice is put right."""
    is_utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    encodings = ["utf-16"] if is_utf16 else ["utf-8-sig", "cp1258"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        # Windows-1258 keeps tones as separate letters, so only NFC makes names comparable.
        return unicodedata.normalize("NFC", _undo_double_encoding(text))
    raise TableNotSupported(file=file)


def _undo_double_encoding(text: str) -> str:
    """Vietnamese needs letters outside Latin-1: text inside it that is also UTF-8 was encoded twice."""
    if text.isascii():
        return text
    try:
        return text.encode("latin-1").decode("utf-8-sig")
    except UnicodeError:
        return text


def _read_csv(data: bytes, file: str) -> Sheet:
    text = decode_text(data, file)
    first, _, rest = text.partition("\n")
    skipped = 0
    delimiter = ""
    if first.lower().startswith("sep="):
        delimiter, text, skipped = first[4:5], rest, 1
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter or _guess_delimiter(text))
    rows = []
    line = 1 + skipped
    try:
        for cells in reader:
            rows.append((line, tuple(_tidy(cell) for cell in cells[:MAX_COLUMNS])))
            line = reader.line_num + 1 + skipped
            if len(rows) > MAX_ROWS:
                raise TableNotSupported(file=file)
    except csv.Error as error:
        raise TableDamaged(file=file) from error
    return Sheet("", tuple(Row(number, cells) for number, cells in rows if any(cells)))


def _numbered(grid: list[list[str]]) -> tuple[Row, ...]:
    rows = (Row(number, tuple(map(_tidy, cells))) for number, cells in enumerate(grid, start=1))
    return tuple(row for row in rows if any(row.cells))


def _guess_delimiter(text: str) -> str:
    """The separator that cuts the first rows into the most equal number of cells, outside of quotes."""
    sample = text[:20_000]

    def score(delimiter: str) -> tuple[int, int]:
        widths = [len(row) for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)][:20]
        usual = max(
            set(widths), key=lambda width: (widths.count(width) if width > 1 else 0, width), default=0
        )
        return (widths.count(usual) if usual > 1 else 0, usual)

    return max(_DELIMITERS, key=score)


def _read_xlsx(data: bytes, file: str) -> tuple[Sheet, ...]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(member.file_size for member in archive.infolist()) > MAX_UNPACKED_BYTES:
                raise TableNotSupported(file=file)
        book = load_workbook(io.BytesIO(data), data_only=True)
    except (
        zipfile.BadZipFile,
        InvalidFileException,
        KeyError,
        ValueError,
        OSError,
        SyntaxError,
        TypeError,
    ) as error:
        raise TableDamaged(file=file) from error
    visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    return tuple(_sheet_of(sheet, file) for sheet in visible)


def _sheet_of(sheet: Worksheet, file: str) -> Sheet:
    if sheet.max_row > MAX_ROWS or sheet.max_column > MAX_COLUMNS:
        raise TableNotSupported(file=file)
    grid = [[_cell_text(value) for value in row] for row in sheet.iter_rows(values_only=True)]
    for merged in sheet.merged_cells.ranges:
        text = grid[merged.min_row - 1][merged.min_col - 1] if merged.min_row <= len(grid) else ""
        for row in grid[merged.min_row - 1 : merged.max_row]:
            row[merged.min_col - 1 : merged.max_col] = [text] * len(row[merged.min_col - 1 : merged.max_col])
    rows = (Row(number, tuple(cells)) for number, cells in enumerate(grid, start=1))
    return Sheet(_tidy(sheet.title), tuple(row for row in rows if any(row.cells)))


def _cell_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, (datetime, date)):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return _tidy(str(value))


def _tidy(text: str) -> str:
    """NFC, and single spaces: line breaks inside a cell are layout, not content."""
    return " ".join(unicodedata.normalize("NFC", text).replace("\ufeff", "").split())
