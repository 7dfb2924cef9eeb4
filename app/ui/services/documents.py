"""Papers: open, draw, read, search, compare, and remember where one stopped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from uuid import UUID

from app.documents.pages import Canvas, Drawing
from app.documents.reading import Comparison, FlowBlock, PageWord, SearchAnswer
from app.ui.services.common import IsCancelled, ProgressCallback, Unsubscribe


@dataclass(frozen=True, slots=True)
class OutlineItem:
    """One heading. `level` counts from 1, `page_index` from 0."""

    level: int
    title: str
    page_index: int


@dataclass(frozen=True, slots=True)
class OpenedDocument:
    """A document that is ready to be rendered. Sizes are (width, height) in points, one a page."""

    document_id: UUID
    page_sizes_pt: tuple[tuple[float, float], ...]
    outline: tuple[OutlineItem, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadingView:
    """How a paper was looked at. `zoom` 1 fills the width, and counts where `fit` is "free"; `turns` are
    quarters clockwise."""

    fit: str = "width"
    zoom: float = 1.0
    is_paged: bool = False
    turns: int = 0
    is_large: bool = False


@dataclass(frozen=True, slots=True)
class ReadingPlace:
    """Where this device stopped reading. `offset` is the share of the page above the view's top, 0..1."""

    document_id: UUID
    page_index: int
    offset: float
    read_at_utc_ms: int
    view: ReadingView = ReadingView()


class DocumentService(Protocol):
    """Papers of the congress, decrypted in memory only.

    Pages that cannot be drawn or read raise a documents.* error for that page alone.
    """

    def is_here(self, document_id: UUID) -> bool:
        """Whether all of its bytes are on this device."""
        ...

    def open(self, document_id: UUID) -> OpenedDocument:
        """Blocking. Raises documents.* errors; harmless when it is open already."""
        ...

    def render(self, document_id: UUID, drawing: Drawing, canvas: Canvas) -> None:
        """Blocking. A page, or a part of one, into what `canvas` gives."""
        ...

    def words(self, document_id: UUID, page_index: int) -> tuple[PageWord, ...]:
        """Blocking. The text layer in Unicode (legacy fonts mapped back), empty for a picture of a page."""
        ...

    def flow(self, document_id: UUID, page_index: int) -> tuple[FlowBlock, ...]:
        """Blocking. The page's text to be set at any size."""
        ...

    def close(self, document_id: UUID) -> None:
        """Let go of its memory. Returns at once."""
        ...

    def search(self, query: str, document_id: UUID | None = None, limit: int = 50) -> SearchAnswer:
        """Blocking, fast. In one paper or in all on this device: every word, the last by its beginning;
        "in quotes" as a phrase; with or without Vietnamese marks and đ. An empty query finds nothing."""
        ...

    def has_text(self, document_id: UUID) -> bool:
        """Whether the paper can be searched and set large."""
        ...

    def can_compare(self, document_id: UUID) -> bool:
        """Whether the version before this one is here to compare with."""
        ...

    def compare(self, document_id: UUID) -> Comparison:
        """Blocking. The paper beside the version before it."""
        ...

    def note_read(self, document_id: UUID, pages: frozenset[int]) -> None:
        """Blocking. Tell the secretariat which pages were before the reader's eyes, if it asked for that."""
        ...

    def export_annotated(
        self, document_id: UUID, path: Path, progress: ProgressCallback, is_cancelled: IsCancelled
    ) -> None:
        """Blocking. Write a PDF with this reader's marks as annotations. Raises where the congress does not
        allow it. Cancelled: nothing is left at `path`."""
        ...

    def places(self) -> tuple[ReadingPlace, ...]:
        """Last places, latest first."""
        ...

    def remember_place(self, place: ReadingPlace) -> None:
        """Blocking."""
        ...


@dataclass(frozen=True, slots=True)
class PresentedPage:
    """The page that the presidium shows now, and who shows it."""

    document_id: UUID
    page_index: int
    device_id: UUID


class PresentationService(Protocol):
    """Following the page that the presidium shows. Nothing of it is kept."""

    def presented(self) -> PresentedPage | None:
        """None when nothing is shown, or when nothing has been heard of it for a while."""
        ...

    def subscribe(self, listener: Callable[[PresentedPage | None], None]) -> Unsubscribe: ...

    def present(self, document_id: UUID, page_index: int) -> None:
        """Show this page to everybody who follows (chair only). Returns at once; it is repeated until `stop`,
        so that whoever comes late sees it too."""
        ...

    def stop(self) -> None:
        """Show nothing any more."""
        ...
