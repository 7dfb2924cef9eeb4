"""What the reader is given: pages, sizes, outlines. No PDF library here, so that the UI starts quickly."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.documents.errors import PageError

MAX_BITMAP_PIXELS = 32_000_000
"""One page was seen to ask for 815 MB; 32 MP is 96 MB and sharper than any tablet."""

MAX_PDF_BYTES = 256 << 20
"""A document lives in memory as a whole, on tablets of 4 GB."""

Canvas = Callable[[int, int], memoryview]
"""Makes room for a picture of (width, height) pixels: gives `row_bytes(width) * height` bytes to write to."""


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """A heading one can go to. `level` counts from 1, `page_index` from 0."""

    level: int
    title: str
    page_index: int


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """A document as it opened. Sizes are (width, height) in points, as the page is shown (rotated)."""

    page_count: int
    page_sizes_pt: tuple[tuple[float, float], ...]
    outline: tuple[OutlineEntry, ...]
    was_repaired: bool


@dataclass(frozen=True, slots=True)
class Clip:
    """A part of a page, in points from its top left corner."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Tint:
    """How paper looks on the reader's ground: `paper_rgb` (0xRRGGBB) where it is white, or light turned to
    dark, each colour staying the colour that it is (`is_night`)."""

    paper_rgb: int = 0xFFFFFF
    is_night: bool = False


PLAIN = Tint()


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is to be drawn: a page of which the whole would be `width_px` wide, or only `clip` of it."""

    page_index: int
    width_px: int
    clip: Clip | None = None
    tint: Tint = PLAIN


@dataclass(frozen=True, slots=True)
class PageImage:
    """A drawn page or part of one: RGB888 in rows of `stride` bytes, top row first."""

    page_index: int
    width: int
    height: int
    rgb: bytes

    @property
    def stride(self) -> int:
        return row_bytes(self.width)


@dataclass(frozen=True, slots=True)
class PageFailure:
    """The page cannot be shown; `error` says why, in place of the page."""

    page_index: int
    error: PageError


def row_bytes(width: int) -> int:
    """Bytes of a row of RGB888: rows begin at multiples of four, where Qt wants them."""
    return (width * 3 + 3) & ~3


def clamp_scale(width_pt: float, height_pt: float, scale: float) -> float:
    """The largest scale, not above `scale`, at which the area stays within `MAX_BITMAP_PIXELS`."""
    pixels = width_pt * height_pt * scale * scale
    return scale if pixels <= MAX_BITMAP_PIXELS else scale * (MAX_BITMAP_PIXELS / pixels) ** 0.5
