"""What a reader's mark says, before it is sealed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.documents.reading import Box


class MarkKind(StrEnum):
    """The five ways of marking a page."""

    HIGHLIGHT = "highlight"
    UNDERLINE = "underline"
    INK = "ink"
    NOTE = "note"
    BOOKMARK = "bookmark"


class MarkColor(StrEnum):
    """Named, because each ground (day, sepia, night) shows them in tones of its own."""

    YELLOW = "yellow"
    GREEN = "green"
    BLUE = "blue"
    RED = "red"


Stroke = tuple[tuple[float, float], ...]
"""Points of one pull of the pen, in points of the unrotated page."""


@dataclass(frozen=True, slots=True)
class MarkContent:
    """A mark as it was drawn: on version `sha256` of its paper, page `page_index`.

    By the words that follow its place is found again in a corrected version (`app.documents.marks.anchors`):
    `quote` is the text under it, or for ink, notes and bookmarks the line that stands nearest, which stood
    at `anchor`. `before` and `after` are the letters and digits around the quote, `share` those of the paper
    that come before it (0..1, None: not known); `is_unique`: the quote stood there once. `page_size` is
    (width, height) in points, (0, 0) unknown.
    """

    sha256: str
    page_index: int
    kind: MarkKind
    color: MarkColor
    boxes: tuple[Box, ...] = ()
    strokes: tuple[Stroke, ...] = ()
    note: str = ""
    quote: str = ""
    before: str = ""
    after: str = ""
    made_at_utc_ms: int = 0
    anchor: Box | None = None
    is_unique: bool = False
    share: float | None = None
    page_size: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True, slots=True)
class PageMark:
    """A mark to be written into a PDF: where it stands now, and by whom it is ("" for unsaid)."""

    page_index: int
    kind: MarkKind
    color: MarkColor
    boxes: tuple[Box, ...] = ()
    strokes: tuple[Stroke, ...] = ()
    note: str = ""
    quote: str = ""
    author: str = ""
    made_at_utc_ms: int = 0
