"""What a reader is given of a page besides its picture: words, text to reflow, hits, comparisons.

Plain records without a PDF library, so that the UI starts quickly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page as it is shown unrotated, in points from its top left corner."""

    x0: float
    y0: float
    x1: float
    y1: float


def around(boxes: Sequence[Box]) -> Box:
    """The smallest box around all of them."""
    return Box(
        min(box.x0 for box in boxes),
        min(box.y0 for box in boxes),
        max(box.x1 for box in boxes),
        max(box.y1 for box in boxes),
    )


@dataclass(frozen=True, slots=True)
class PageWord:
    """One word of a page's text layer, in reading order. `line` grows by one with every line."""

    text: str
    box: Box
    line: int


class BlockKind(StrEnum):
    """What a stretch of reflowed text is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class FlowBlock:
    """A stretch of a page's text for the large-text view.

    `text` is one line without breaks; `level` is a heading's, from 1. A table has `cells` instead, by row,
    and `spans`: (row, column, rows, columns) of each cell that reaches over its neighbours.
    """

    kind: BlockKind
    text: str = ""
    level: int = 0
    is_bold: bool = False
    is_centred: bool = False
    cells: tuple[tuple[str, ...], ...] = ()
    spans: tuple[tuple[int, int, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class PageLook:
    """What is told of a page besides its text.

    `edge_rows` are its first and last rows, by which running heads are told; `head_lines` those that may be a
    state-secret marking. `was_converted`: some of it is typed in a font from before Unicode. `is_picture`:
    but for a page number or a watermark it is one picture, or drawn. `is_empty`: nothing is on it.
    """

    edge_rows: tuple[str, ...]
    head_lines: tuple[str, ...] = ()
    was_converted: bool = False
    is_picture: bool = False
    is_empty: bool = False


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A page that holds what was sought. `marked` are (start, end) of the found words inside `snippet`."""

    document_id: UUID
    page_index: int
    snippet: str
    marked: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """The first hits, the best papers first and page by page within each, and how many pages hit in all."""

    hits: tuple[SearchHit, ...]
    pages_count: int


class ChangeKind(StrEnum):
    """What happened to a paragraph between two versions."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class ComparedParagraph:
    """A row of the comparison: the same place in both versions; a side that has nothing there is empty.

    `old_marked` and `new_marked` are (start, end) of the words that differ, inside each text.
    """

    kind: ChangeKind
    old_text: str
    new_text: str
    old_page_index: int | None
    new_page_index: int | None
    old_marked: tuple[tuple[int, int], ...] = ()
    new_marked: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """A paper beside the version before it."""

    paragraphs: tuple[ComparedParagraph, ...]
    replaced_at_utc_ms: int

    @property
    def changes_count(self) -> int:
        return sum(one.kind is not ChangeKind.SAME for one in self.paragraphs)
