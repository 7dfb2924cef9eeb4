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

    `quote` is the text under it, `before` and `after` some words around it: by these its place is found
    again in a corrected version.
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
