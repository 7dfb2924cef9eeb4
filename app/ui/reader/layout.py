"""Where pages lie, and where a point of a page is seen: geometry only."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF

from app.ui.services import Box

MARGIN_PX = 16
GAP_PX = 16
Sizes = tuple[tuple[float, float], ...]
"""(width, height) of each page in points."""


class Fit(StrEnum):
    """What the zoom follows when the view changes its size."""

    WIDTH = "width"
    PAGE = "page"
    FREE = "free"


def turned_sizes(sizes_pt: Sizes, turns: int) -> Sizes:
    """Sizes after `turns` quarter turns clockwise."""
    return tuple((height, width) for width, height in sizes_pt) if turns % 2 else sizes_pt


def fit_page_zoom(sizes_pt: Sizes, view_px: tuple[int, int]) -> float:
    """The zoom at which the whole of the tallest page is seen, and never wider than the view."""
    widest = max((width for width, _height in sizes_pt), default=1.0)
    tallest = max((height for _width, height in sizes_pt), default=1.0)
    at_one = max(1.0, view_px[0] - 2 * MARGIN_PX) / widest
    # One pixel less than there is: rounded up, the page would have something to scroll.
    return min(1.0, max(1.0, view_px[1] - 2 * MARGIN_PX - 1) / tallest / at_one)


@dataclass(frozen=True, slots=True)
class PageLayout:
    """Where pages lie at one zoom, in content pixels. `tops` has one more entry: the end.

    One page at a time: each page has a slot at least as high as the view and stands in its middle;
    `slots` are the slots' tops. Continuous: `slots` is empty.
    """

    sizes_px: tuple[tuple[int, int], ...]
    tops: tuple[int, ...]
    width_px: int
    slots: tuple[int, ...] = ()

    @classmethod
    def of(
        cls, sizes_pt: Sizes, view_px: tuple[int, int], zoom: float, *, is_paged: bool = False
    ) -> PageLayout:
        """At zoom 1 the widest page fills the view between its margins."""
        widest = max((width for width, _height in sizes_pt), default=1.0)
        scale = max(0.01, (view_px[0] - 2 * MARGIN_PX) / widest) * zoom
        sizes = tuple((max(1, round(w * scale)), max(1, round(h * scale))) for w, h in sizes_pt)
        width = max((w for w, _h in sizes), default=0) + 2 * MARGIN_PX
        tops, slots, end = [], [], 0 if is_paged else MARGIN_PX
        for _width, height in sizes:
            slot = max(height + 2 * MARGIN_PX, view_px[1])
            tops.append(end + (slot - height) // 2 if is_paged else end)
            slots.append(end)
            end += slot if is_paged else height + GAP_PX
        return cls(sizes, (*tops, end), width, (*slots, end) if is_paged else ())

    @property
    def height_px(self) -> int:
        return self.tops[-1]

    def page_at(self, y: float) -> int:
        starts = self.slots or self.tops
        return min(max(bisect_right(starts, y) - 1, 0), len(self.sizes_px) - 1)

    def pages_between(self, top: int, bottom: int) -> range:
        return range(self.page_at(top), self.page_at(max(top, bottom - 1)) + 1)

    def bounds_of(self, page: int) -> tuple[int, int]:
        """Between which content pixels the view may move while this page is read."""
        return (self.slots[page], self.slots[page + 1]) if self.slots else (0, self.height_px)


@dataclass(frozen=True, slots=True)
class PageView:
    """One page on screen: its rectangle in the viewport, its size in points and its quarter turns.

    Boxes and points of the page are those of the unturned page, in points from its top left corner.
    """

    index: int
    rect: QRectF
    size_pt: tuple[float, float]
    turns: int

    @property
    def scale(self) -> float:
        """Pixels a point."""
        shown_width = self.size_pt[1] if self.turns % 2 else self.size_pt[0]
        return self.rect.width() / max(shown_width, 0.01)

    def to_view(self, x: float, y: float) -> QPointF:
        width, height = self.size_pt
        turned = ((x, y), (height - y, x), (width - x, height - y), (y, width - x))[self.turns]
        return self.rect.topLeft() + QPointF(*turned) * self.scale

    def to_page(self, point: QPointF) -> tuple[float, float]:
        width, height = self.size_pt
        x, y = ((point - self.rect.topLeft()) / self.scale).toTuple()
        return ((x, y), (y, height - x), (width - x, height - y), (width - y, x))[self.turns]

    def box_rect(self, box: Box) -> QRectF:
        return QRectF(self.to_view(box.x0, box.y0), self.to_view(box.x1, box.y1)).normalized()

    def rects(self, boxes: tuple[Box, ...]) -> Iterator[QRectF]:
        return (self.box_rect(box) for box in boxes)
