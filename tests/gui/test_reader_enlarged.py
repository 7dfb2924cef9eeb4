"""Pages that are larger than the memory for pictures: none is drawn twice, and enlarged ones are sharp."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QImage, QPainter

from app.documents.pages import PLAIN, Clip, Drawing
from app.ui.page_picture import PagePicture
from app.ui.reader.detail import detail_of
from app.ui.reader.layout import PageView
from app.ui.reader.pages import MAX_PAGE_PIXELS, PageLoader
from app.ui.screenshots import settle
from tests.gui.conftest import OpenShell
from tests.gui.reading import LONG, read


def test_pages_in_view_stay_though_they_are_larger_than_the_bound(open_house: OpenShell) -> None:
    house, shell = open_house()
    house.documents.open(LONG)
    scope = shell.tasks.scope()
    loader = PageLoader(LONG, house.documents, scope, PLAIN, cache_bytes=1 << 20)
    loader.want([3, 4], [5, 2], lambda _page: (1_000, 1_415))
    assert settle(shell)
    assert loader.is_sharp(3)
    assert loader.is_sharp(4)
    drawn = [page for page, width in house.documents.rendered if width == 1_000]
    assert sorted(drawn) == [3, 4, 5], "and the next, so that turning the page shows it at once"
    loader.want([9], [], lambda _page: (200, 283))
    assert settle(shell)
    assert loader.used_bytes <= 1 << 20
    scope.close()


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_an_enlarged_page_is_as_sharp_as_it_is_large(open_house: OpenShell, turns: int) -> None:
    house, shell, screen = read(open_house)
    canvas, loader = screen.canvas, screen.pane.loader
    for _ in range(turns):
        screen.pane.turn()
    canvas.go_to(0)
    canvas.set_zoom(4.0)
    assert settle(shell, lambda: loader.detail(0) is not None)
    view = canvas.view_of(0)
    assert view.rect.width() * view.rect.height() > MAX_PAGE_PIXELS
    picture, detail = loader.detail(0) or pytest.fail("gone")
    # The same part of the whole page, drawn at that size at once and turned by Qt.
    page = PagePicture()
    house.documents.render(LONG, Drawing(0, detail.width_px, detail.drawn), page.room)
    seen = canvas.viewport().grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    corner = view.to_view(detail.drawn.x0, detail.drawn.y0)
    other = view.to_view(detail.drawn.x1, detail.drawn.y1)
    place = QRectF(corner, other).normalized()
    corner_px = place.topLeft().toPoint()
    assert abs(place.width() - picture.width()) < 2
    assert abs(place.height() - picture.height()) < 2
    differing = sum(
        picture.pixelColor(x, y).lightness() != seen.pixelColor(sx, sy).lightness()
        for x in range(0, picture.width(), 7)
        for y in range(0, picture.height(), 7)
        if seen.rect().contains(sx := corner_px.x() + x, sy := corner_px.y() + y)
    )
    assert differing <= 20  # the frame around the page
    # What lies beneath is no larger than it must be.
    assert loader.used_bytes < 24 << 20


def test_scrolling_a_little_finds_it_drawn_and_scrolling_far_draws_on(open_house: OpenShell) -> None:
    house, shell, screen = read(open_house)
    canvas, loader = screen.canvas, screen.pane.loader
    canvas.set_zoom(3.0)
    assert settle(shell, lambda: loader.detail(0) is not None)
    drawn = len(house.documents.rendered)
    bar = canvas.verticalScrollBar()
    bar.setValue(bar.value() + canvas.viewport().height() // 12)
    assert settle(shell)
    assert len(house.documents.rendered) == drawn
    first = loader.detail(0)
    bar.setValue(bar.value() + canvas.viewport().height())
    assert settle(shell, lambda: loader.detail(0) != first)
    canvas.set_zoom(1.0)
    assert settle(shell)
    assert loader.detail(0) is None


@pytest.mark.parametrize("ratio", [1.0, 1.5])
def test_dots_are_drawn_one_by_one(open_house: OpenShell, ratio: float) -> None:
    """Also on a tablet whose system enlarges everything by half, and where the layout has rounded the page's
    height down and the picture up: no dot is mixed with its neighbour."""
    house, shell, screen = read(open_house)
    loader = screen.pane.loader
    loader.want([0], [], lambda _page: (900, 1_274), ratio=ratio)
    assert settle(
        shell,
        lambda: (image := loader.image(0)) and (image.width(), image.devicePixelRatio()) == (900, ratio),
    )
    paper = QImage(900, 1_274, QImage.Format.Format_RGB888)
    paper.setDevicePixelRatio(ratio)
    painter = QPainter(paper)
    view = PageView(0, QRectF(0, 0, 900 / ratio, 1_273 / ratio), (595.0, 842.0), 0)
    screen.canvas._painter.paint(painter, view, view.rect.toAlignedRect())
    painter.end()
    page = PagePicture()
    house.documents.render(LONG, Drawing(0, 900), page.room)
    inside = paper.rect().adjusted(4, 4, -4, -4)
    assert paper.copy(inside) == page.image.copy(inside)


@given(
    left=st.floats(-4_000, 1_000),
    top=st.floats(-6_000, 700),
    scale=st.floats(0.5, 8),
    turns=st.integers(0, 3),
)
def test_what_is_drawn_covers_what_is_seen_and_is_on_the_page(
    left: float, top: float, scale: float, turns: int
) -> None:
    size = (595.0, 842.0)
    shown = QSizeF(*(size if turns % 2 == 0 else size[::-1])) * scale
    view = PageView(0, QRectF(QPointF(left, top), shown), size, turns)
    detail = detail_of(view, QRectF(0, 0, 1280, 700), 1.0)
    if detail is None:
        assert view.rect.intersected(QRectF(0, 0, 1280, 700)).isEmpty()
        return
    assert detail.shows(detail)
    assert 0 <= detail.drawn.x0 < detail.drawn.x1 <= size[0]
    assert 0 <= detail.drawn.y0 < detail.drawn.y1 <= size[1]
    elsewhere = Clip(detail.seen.x0, detail.seen.y0, detail.seen.x1 + 700 / scale, detail.seen.y1)
    assert elsewhere.x1 > detail.seen.x1
