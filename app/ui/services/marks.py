"""A reader's marks: highlights, underlines, ink, notes, bookmarks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from app.documents.marks.mark import MarkColor, MarkKind, Stroke
from app.documents.reading import Box
from app.domain.entities import Sharing
from app.ui.services.common import Unsubscribe


@dataclass(frozen=True, slots=True)
class NewMark:
    """What a reader has just drawn. `boxes`: the lines of a highlight or underline; a note's one box is where
    it sits; a bookmark has none. `quote` is the text under it."""

    document_id: UUID
    page_index: int
    kind: MarkKind
    color: MarkColor = MarkColor.YELLOW
    boxes: tuple[Box, ...] = ()
    strokes: tuple[Stroke, ...] = ()
    note: str = ""
    quote: str = ""
    sharing: Sharing = Sharing.PRIVATE


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark as this device can show it, placed on the present version of its paper.

    `page_index` is None when its text is no longer in the paper: then only `quote` and `note` remain.
    """

    id: UUID
    document_id: UUID
    page_index: int | None
    kind: MarkKind
    color: MarkColor
    boxes: tuple[Box, ...]
    strokes: tuple[Stroke, ...]
    note: str
    quote: str
    sharing: Sharing
    owner_id: UUID
    is_mine: bool
    has_moved: bool
    made_at_utc_ms: int


class MarkService(Protocol):
    """Marks of this reader, and those that their delegation shares with them."""

    def marks(self, document_id: UUID | None = None) -> tuple[Mark, ...]:
        """In reading order; of one paper or of all."""
        ...

    def subscribe(self, listener: Callable[[tuple[Mark, ...]], None]) -> Unsubscribe:
        """All marks, at once and after every change."""
        ...

    def make(self, mark: NewMark) -> UUID:
        """Blocking. Keep a new mark; its id. Raises `documents.mark_too_large` for endless ink."""
        ...

    def change(self, mark_id: UUID, *, note: str | None = None, color: MarkColor | None = None,
               sharing: Sharing | None = None) -> None:  # fmt: skip
        """Blocking. Change one of one's own marks."""
        ...

    def remove(self, mark_id: UUID) -> None:
        """Blocking. Rub one's own mark out."""
        ...

    def restore(self, mark: Mark) -> None:
        """Blocking. Bring a mark back that was removed or changed, as it was (undo)."""
        ...

    def place_now(self, document_id: UUID) -> None:
        """Blocking. Find the places of marks made on an earlier version; listeners are then told."""
        ...
