"""The part of an enlarged page that is in view, drawn on its own: the whole would be too large a picture."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor

from PySide6.QtCore import QRectF

from app.documents.pages import Clip
from app.ui.reader.layout import PageView

_MARGIN_SHARE = 0.125
"""Of the view, drawn on each side beyond it, so that a little scrolling finds it there."""


@dataclass(frozen=True, slots=True)
class Detail:
    """`drawn` (in points of the unturned page) at the scale at which the whole page is `width_px` wide;
    `seen` of it is in view."""

    page_index: int
    width_px: int
    seen: Clip
    drawn: Clip

    def shows(self, other: Detail) -> bool:
        """Whether this picture serves where `other` is wanted."""
        return self.width_px == other.width_px and _contains(self.drawn, other.seen)


def detail_of(view: PageView, window: QRectF, ratio: float) -> Detail | None:
    """What of `view` is inside `window`, at `ratio` device pixels a pixel; None when nothing is."""
    seen = view.rect.intersected(window)
    if seen.isEmpty():
        return None
    across, down = window.width() * _MARGIN_SHARE, window.height() * _MARGIN_SHARE
    wide = view.rect.intersected(window.adjusted(-across, -down, across, down))
    width_px = round(view.size_pt[0] * view.scale * ratio)
    scale, drawn = width_px / view.size_pt[0], _clip(view, wide)
    # Whole pixels of the page at this scale: the picture then lies exactly over the page it is part of.
    low = (floor(drawn.x0 * scale) / scale, floor(drawn.y0 * scale) / scale)
    high = (ceil(drawn.x1 * scale) / scale, ceil(drawn.y1 * scale) / scale)
    return Detail(view.index, width_px, _clip(view, seen), _within(Clip(*low, *high), view))


def _clip(view: PageView, rect: QRectF) -> Clip:
    """A rectangle on screen as a part of the page."""
    (ax, ay), (bx, by) = view.to_page(rect.topLeft()), view.to_page(rect.bottomRight())
    return Clip(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))


def _within(clip: Clip, view: PageView) -> Clip:
    width, height = view.size_pt
    return Clip(max(clip.x0, 0.0), max(clip.y0, 0.0), min(clip.x1, width), min(clip.y1, height))


def _contains(outer: Clip, inner: Clip) -> bool:
    slack = 0.5  # points; what rounding costs
    return (
        outer.x0 <= inner.x0 + slack
        and outer.y0 <= inner.y0 + slack
        and outer.x1 >= inner.x1 - slack
        and outer.y1 >= inner.y1 - slack
    )
