"""Where pages lie, and where a point of a page is seen: geometry only."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF

from app.ui.reader.selection import Words, nearest_word, word_at
from app.ui.services import Box

MARGIN_PX = 16
GAP_PX = 16
_MOST_ENLARGED = 2.0
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


def width_scales(sizes_pt: Sizes, view_width_px: int) -> tuple[float, ...]:
    """Pixels a point at zoom 1: each page fills the view between its margins.

    One page laid across does not make the others small; a slip of paper grows no more than
    `_MOST_ENLARGED` times beyond the widest page.
    """
    room = max(1.0, view_width_px - 2 * MARGIN_PX)
    widest = max((width for width, _height in sizes_pt), default=1.0)
    return tuple(_width_scale(width, room, widest) for width, _height in sizes_pt)


def whole_page_zoom(sizes_pt: Sizes, page: int, view_px: tuple[int, int]) -> float:
    """The zoom at which the whole of a page is seen, and never wider than the view."""
    room = max(1.0, view_px[0] - 2 * MARGIN_PX)
    scale = _width_scale(sizes_pt[page][0], room, max(width for width, _height in sizes_pt))
    return _whole(sizes_pt[page][1] * scale, view_px[1])


def _width_scale(width_pt: float, room_px: float, widest_pt: float) -> float:
    return min(room_px / max(width_pt, 0.01), _MOST_ENLARGED * room_px / max(widest_pt, 0.01))


def _whole(height_px: float, view_height_px: int) -> float:
    # One pixel less than there is: rounded up, the page would have something to scroll.
    return min(1.0, max(1.0, view_height_px - 2 * MARGIN_PX - 1) / max(height_px, 0.01))


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
        cls, sizes_pt: Sizes, view_px: tuple[int, int], zoom: float | None, *, is_paged: bool = False
    ) -> PageLayout:
        """At zoom 1 each page fills the view between its margins; without a zoom all of it is seen."""
        scaled = zip(sizes_pt, width_scales(sizes_pt, view_px[0]), strict=True)
        sizes = tuple(_size_px(size, scale, zoom, view_px[1]) for size, scale in scaled)
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
        """Pages of which something is seen; one of which only the gap below it is left is not."""
        first, last = self.page_at(top), self.page_at(max(top, bottom - 1))
        is_over = not self.slots and self.tops[first] + self.sizes_px[first][1] <= top
        return range(min(first + is_over, last), last + 1)

    def bounds_of(self, page: int) -> tuple[int, int]:
        """Between which content pixels the view may move while this page is read."""
        return (self.slots[page], self.slots[page + 1]) if self.slots else (0, self.height_px)


def _size_px(
    size_pt: tuple[float, float], scale: float, zoom: float | None, view_height_px: int
) -> tuple[int, int]:
    width, height = size_pt[0] * scale, size_pt[1] * scale
    zoom = _whole(height, view_height_px) if zoom is None else zoom
    return max(1, round(width * zoom)), max(1, round(height * zoom))


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

    def word_at(self, words: Words, point: QPointF) -> int | None:
        """The word under a fingertip."""
        return word_at(words, *self.to_page(point))

    def nearest_word(self, words: Words, point: QPointF) -> int | None:
        """The word that a dragged handle means."""
        return nearest_word(words, *self.to_page(point))
