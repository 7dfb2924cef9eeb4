"""A table of a paper before it is set large: which cells reach over others, what each column is called."""

from __future__ import annotations

from functools import cached_property

from PySide6.QtGui import QFontMetricsF

from app.ui.services import FlowBlock

_MOST_HEADER_ROWS = 3
Span = tuple[int, int, int, int]


class TableText:
    """Cells by row, all rows equally long. `spans` are (row, column, rows, columns)."""

    def __init__(self, block: FlowBlock) -> None:
        self.columns = max(map(len, block.cells), default=0)
        self.rows = [(*line, *[""] * (self.columns - len(line))) for line in block.cells]
        self.spans = block.spans

    @cached_property
    def header_rows(self) -> int:
        """Titles and the header, as far as its tallest cell reaches down; none in a table of one row.

        What reaches down farther is no header: the table goes on from the page before.
        """
        first = self._titles
        tallest = max((rows for row, _column, rows, _columns in self.spans if row == first), default=1)
        return min(first + tallest, len(self.rows) - 1) if tallest <= _MOST_HEADER_ROWS else first

    @property
    def _titles(self) -> int:
        """Rows above the header that are one cell each."""
        return next((row for row in range(len(self.rows)) if not self.is_title(row)), 0)

    @cached_property
    def names(self) -> list[str]:
        """What each column is called, the upper line of the header first."""
        filled = [list(line) for line in self.rows]
        for row, column, rows, columns in self.spans:
            for at in range(row, row + rows):
                filled[at][column : column + columns] = [self.rows[row][column]] * columns
        header = filled[self._titles : self.header_rows] or [[""] * self.columns]
        return [", ".join(dict.fromkeys(filter(None, words))) for words in zip(*header, strict=True)]

    def is_title(self, row: int) -> bool:
        """Whether one cell is the whole row: the title of those below it."""
        return any(span[:2] == (row, 0) and span[3] == self.columns for span in self.spans)

    def fits(self, metrics: QFontMetricsF, width_px: int, least_px: float, padding_px: int) -> bool:
        """Whether each column can be wide enough to be read without breaking words."""
        wide = {(row, column) for row, column, _rows, columns in self.spans if columns > 1}
        needed = 0.0
        for column in range(self.columns):
            texts = [line[column] for row, line in enumerate(self.rows) if (row, column) not in wide]
            longest = max(
                (metrics.horizontalAdvance(word) for text in texts for word in text.split()), default=0
            )
            whole = max((metrics.horizontalAdvance(text) for text in texts), default=0)
            needed += max(longest, min(whole, least_px)) + 2 * padding_px + 2
        return needed <= width_px
