"""One page of a paper set as text: paragraphs, headings, lists, tables, in any size and colour."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetricsF,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextLength,
    QTextTableFormat,
)

from app.domain.search_query import SearchQuery
from app.ui.reader.large_text_found import mark_found
from app.ui.reader.large_text_table import TableText
from app.ui.services import BlockKind, FlowBlock
from app.ui.theme.tokens import CORNER_PX, Palette

LINE_PERCENT = 118
"""Of the font's own line (1.27 em in Be Vietnam Pro): 1.5 times the size of the text (WCAG 2.2, 1.4.12)."""
COLUMN_CHARACTERS = 70
"""Longer lines are lost on the way back to their beginning (WCAG 2.2, 1.4.8 allows 80)."""
_HEADING_SCALES = (1.4, 1.22, 1.1)
_CELL_PADDING_PX = 8
_SAMPLE = "Đảng bộ phường lãnh đạo thực hiện các chỉ tiêu phát triển kinh tế - xã hội"
_ITEM_MARK = re.compile(r"^(\S{1,5})\s+(?=\S)")
_LEAST_CELL_EM = 4
TextPlace = tuple[int, int, int]
F = TypeVar("F", bound=QTextFrameFormat)


@dataclass(frozen=True, slots=True)
class TypeSetting:
    """How text is set: family, size and the width of its column in pixels, and the ground's colours."""

    family: str
    size_px: int
    width_px: int
    palette: Palette

    def font(self, scale: float = 1.0, *, is_bold: bool = False) -> QFont:
        font = QFont(self.family)
        font.setPixelSize(round(self.size_px * scale))
        font.setBold(is_bold)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        return font


def column_width_px(family: str, size_px: int, room_px: int) -> int:
    """Room for about `COLUMN_CHARACTERS` characters, or all there is."""
    font = QFont(family)
    font.setPixelSize(size_px)
    wide = QFontMetricsF(font).horizontalAdvance(_SAMPLE) / len(_SAMPLE) * COLUMN_CHARACTERS
    return max(120, min(round(wide), room_px))


def set_page(blocks: Sequence[FlowBlock], setting: TypeSetting, query: SearchQuery) -> PageText:
    """GUI thread. The page's text, laid out as wide as the column; words that `query` finds are tinted."""
    return _Setter(setting, query.on_page(spoken(blocks))).set(blocks)


def table_fits(table: TableText, setting: TypeSetting) -> bool:
    """Whether each column can be wide enough to be read without breaking words."""
    metrics = QFontMetricsF(setting.font(is_bold=True))
    return table.fits(metrics, setting.width_px, _LEAST_CELL_EM * setting.size_px, _CELL_PADDING_PX)


def spoken(blocks: Sequence[FlowBlock]) -> str:
    """The page as a screen reader says it."""
    lines = []
    for block in blocks:
        if block.kind is BlockKind.TABLE:
            lines += [", ".join(filter(None, line)) for line in block.cells]
        else:
            lines.append(block.text)
    return "\n".join(lines)


class PageText(QTextDocument):
    """A page that has been set. `starts`: the character at which a text of its blocks begins.

    Texts are told by (block, row, column), the last two 0 outside tables.
    """

    def __init__(self) -> None:
        super().__init__()
        self.starts: dict[TextPlace, int] = {}


class _Setter:
    """Writes blocks into one text document."""

    def __init__(self, setting: TypeSetting, query: SearchQuery) -> None:
        self._setting = setting
        self._query = query
        self._page = PageText()
        self._number = 0
        self._page.setDocumentMargin(0)
        self._page.setUndoRedoEnabled(False)
        self._page.setDefaultFont(setting.font())
        self._cursor = QTextCursor(self._page)
        self._is_empty = True
        self._is_fresh = True
        self._was_centred = False

    def set(self, blocks: Sequence[FlowBlock]) -> PageText:
        self._cursor.beginEditBlock()
        for self._number, block in enumerate(blocks):
            if block.kind is BlockKind.TABLE:
                self._table(block)
            elif block.kind is BlockKind.HEADING:
                self._heading(block)
            else:
                self._paragraph(block)
            self._was_centred = block.is_centred and block.kind is BlockKind.PARAGRAPH
        if self._is_fresh:
            self._flatten()
        self._cursor.endEditBlock()
        self._page.setTextWidth(self._setting.width_px)
        return self._page

    def _block(self, above_em: float, *, is_centred: bool = False) -> QTextBlockFormat:
        style = QTextBlockFormat()
        style.setLineHeight(LINE_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        style.setTopMargin(0 if self._is_empty else round(above_em * self._setting.size_px))
        style.setAlignment(Qt.AlignmentFlag.AlignHCenter if is_centred else Qt.AlignmentFlag.AlignLeft)
        return style

    def _begin(self, style: QTextBlockFormat) -> None:
        """A new block. Qt has an unused one at the beginning and below each table."""
        if self._is_fresh:
            self._cursor.setBlockFormat(style)
        else:
            self._cursor.insertBlock(style)
        self._is_empty = self._is_fresh = False

    def _flatten(self) -> None:
        """Take the height out of a block that Qt keeps beside a table."""
        style = QTextBlockFormat()
        style.setLineHeight(1, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        self._cursor.setBlockFormat(style)

    def _heading(self, block: FlowBlock) -> None:
        level = max(1, block.level)
        scale = _HEADING_SCALES[level - 1] if level <= len(_HEADING_SCALES) else 1.0
        style = self._block(1.1 if level <= 2 else 0.8, is_centred=block.is_centred)
        style.setHeadingLevel(min(level, 6))
        style.setLineHeight(105, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        self._begin(style)
        self._write(block.text, self._setting.font(scale, is_bold=True))

    def _paragraph(self, block: FlowBlock) -> None:
        is_item = block.kind is BlockKind.LIST_ITEM
        # The lines of a head and of a signature belong together.
        is_next = block.is_centred and self._was_centred
        style = self._block(0.35 if is_item else 0.1 if is_next else 0.65, is_centred=block.is_centred)
        font = self._setting.font(is_bold=block.is_bold)
        if is_item and (mark := _ITEM_MARK.match(block.text)):
            hang = QFontMetricsF(font).horizontalAdvance(mark[1] + " ")
            style.setLeftMargin(hang + self._setting.size_px * 0.5)
            style.setTextIndent(-hang)
        self._begin(style)
        self._write(block.text, font)

    def _write(self, text: str, font: QFont, row: int = 0, column: int = 0, named: int = 0) -> None:
        """Of a table the cell's text, behind `named` characters that say which column it is of."""
        self._page.starts[self._number, row, column] = self._cursor.position() + named
        palette = self._setting.palette
        plain = QTextCharFormat()
        plain.setFont(font)
        plain.setForeground(QColor(palette.ink))
        found = QTextCharFormat(plain)
        found.setBackground(QColor(palette.found))
        found.setFontUnderline(True)
        mark_found(found)
        end = 0
        for start, stop in self._query.spans(text) if self._query.terms else ():
            self._cursor.insertText(text[end:start], plain)
            self._cursor.insertText(text[start:stop], found)
            end = stop
        self._cursor.insertText(text[end:], plain)

    # --- tables ---

    def _table(self, block: FlowBlock) -> None:
        table = TableText(block)
        if table.columns == 0:
            return
        if self._is_fresh:
            self._flatten()
        if table_fits(table, self._setting):
            self._grid(table)
        else:
            self._cards(table)
        self._cursor.movePosition(QTextCursor.MoveOperation.End)
        self._is_empty, self._is_fresh = False, True

    def _grid(self, table: TableText) -> None:
        palette, count = self._setting.palette, len(table.rows)
        style = self._frame(QTextTableFormat())
        style.setBorderCollapse(True)
        style.setCellPadding(_CELL_PADDING_PX)
        style.setCellSpacing(0)
        style.setHeaderRowCount(table.header_rows)
        style.setTopMargin(0 if self._is_empty else round(0.65 * self._setting.size_px))
        style.setBottomMargin(round(0.65 * self._setting.size_px))
        style.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        grid = self._cursor.insertTable(count, table.columns, style)
        for span in table.spans:
            grid.mergeCells(*span)
        for row_number, line in enumerate(table.rows):
            is_header = row_number < table.header_rows
            for column_number, text in enumerate(line):
                cell = grid.cellAt(row_number, column_number)
                if (cell.row(), cell.column()) != (row_number, column_number):
                    continue  # another cell reaches over it
                if is_header:
                    ground = cell.format()
                    ground.setBackground(QColor(palette.raised))
                    cell.setFormat(ground)
                self._cursor = cell.firstCursorPosition()
                is_bold = is_header or table.is_title(row_number)
                self._write(text, self._setting.font(is_bold=is_bold), row_number, column_number)

    def _cards(self, table: TableText) -> None:
        """Each row by itself: what it is about, then "header: value" a line."""
        size = self._setting.size_px
        frame = self._frame(QTextFrameFormat())
        frame.setBackground(QColor(self._setting.palette.raised))
        frame.setPadding(CORNER_PX)
        frame.setTopMargin(round(0.4 * size))
        for row_number, line in enumerate(table.rows[table.header_rows :], table.header_rows):
            if self._is_fresh:
                self._flatten()
            self._cursor.insertFrame(frame)
            self._is_fresh = True
            is_first = True
            for column_number, (name, text) in enumerate(zip(table.names, line, strict=True)):
                if not text:
                    continue
                if not is_first:
                    self._cursor.insertBlock(self._block(0.2))
                before = f"{name}: " if name and not is_first else ""
                font = self._setting.font(is_bold=is_first)
                self._write(before + text, font, row_number, column_number, len(before))
                is_first = False
            self._cursor.movePosition(QTextCursor.MoveOperation.End)

    def _frame(self, style: F) -> F:
        style.setBorder(1)
        style.setBorderBrush(QBrush(QColor(self._setting.palette.edge)))
        style.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        return style
