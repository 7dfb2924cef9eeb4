"""Papers: open, draw, remember where one stopped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID


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
class PageBitmap:
    """A rendered page: 8 bit RGB, `stride` bytes a row."""

    width_px: int
    height_px: int
    stride: int
    rgb: bytes


@dataclass(frozen=True, slots=True)
class ReadingPlace:
    """Where this device stopped reading. `offset` is the share of the page above the view's top, 0..1."""

    document_id: UUID
    page_index: int
    offset: float
    read_at_utc_ms: int


class DocumentService(Protocol):
    """Papers of the congress, decrypted in memory only."""

    def is_here(self, document_id: UUID) -> bool:
        """Whether all of its bytes are on this device."""
        ...

    def open(self, document_id: UUID) -> OpenedDocument:
        """Blocking. Raises documents.* errors; harmless when it is open already."""
        ...

    def render(self, document_id: UUID, page_index: int, width_px: int) -> PageBitmap:
        """Blocking. One page as wide as `width_px`. Raises a documents.* error for that page alone."""
        ...

    def close(self, document_id: UUID) -> None:
        """Let go of its memory. Returns at once."""
        ...

    def places(self) -> tuple[ReadingPlace, ...]:
        """Last places, latest first."""
        ...

    def remember_place(self, place: ReadingPlace) -> None:
        """Blocking."""
        ...
