"""How high each row is, and where it stands, for pages too long to measure at once. No Qt."""

from __future__ import annotations

from collections.abc import Sequence

_BLOCK = 128


class Heights:
    """Heights in pixels. Finding a row by its place looks at the sums of blocks first."""

    def __init__(self) -> None:
        self._rows: list[int] = []
        self._blocks: list[int] = []
        self.total = 0

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, row: int) -> int:
        return self._rows[row]

    def splice(self, at: int, removed: int, fresh: Sequence[int]) -> None:
        """Put `fresh` in the place of `removed` rows."""
        self._rows[at : at + removed] = fresh
        first = at // _BLOCK
        self._blocks[first:] = [
            sum(self._rows[start : start + _BLOCK])
            for start in range(first * _BLOCK, len(self._rows), _BLOCK)
        ]
        self.total = sum(self._blocks)

    def set(self, row: int, height: int) -> None:
        more = height - self._rows[row]
        self._rows[row] = height
        self._blocks[row // _BLOCK] += more
        self.total += more

    def top_of(self, row: int) -> int:
        """Where a row begins; the end of the page for the row behind the last."""
        block = row // _BLOCK
        return sum(self._blocks[:block]) + sum(self._rows[block * _BLOCK : row])

    def row_at(self, y: int) -> int:
        """The row that covers this place, the nearest one outside the page; -1 on an empty page."""
        if not self._rows:
            return -1
        block = 0
        while block < len(self._blocks) - 1 and y >= self._blocks[block]:
            y -= self._blocks[block]
            block += 1
        row = block * _BLOCK
        while row < len(self._rows) - 1 and y >= self._rows[row]:
            y -= self._rows[row]
            row += 1
        return row
