"""The pages, one under another or one at a time: fling, pinch, double tap, turn. It never waits."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRectF, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QScrollPrepareEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QScroller

from app.ui.reader.detail import Detail, detail_of
from app.ui.reader.layout import MARGIN_PX, Fit, PageLayout, PageView, Sizes, turned_sizes, whole_page_zoom
from app.ui.reader.pages import PageLoader
from app.ui.reader.paper import PagePainter
from app.ui.reader.sweep import PageSweep
from app.ui.reader.touch import Touches
from app.ui.services import ReadingView
from app.ui.theme.look import Look
from app.ui.widgets.basics import make_kinetic

MIN_ZOOM, MAX_ZOOM = 0.2, 4.0
_DOUBLE_TAP_ZOOM = 2.0
_SETTLE_MS = 90
"""After the last movement of a fling or pinch, before sharp pages are asked for."""


class PageCanvas(QAbstractScrollArea):
    """Scrolls in content pixels. `page_changed` tells the page that is read: the one at the view's middle, or
    the one that was asked for while it is in sight.

    `moved_by_hand`: the reader scrolled or turned by themselves. `claims`: whether a finger put there
    belongs to a tool (ink, a handle of the selection) instead of the scroller.
    """

    page_changed = Signal(int)
    place_changed = Signal()
    tapped = Signal(QPointF)
    moved_by_hand = Signal()

    def __init__(self, look: Look, loader: PageLoader, painter: PagePainter) -> None:
        super().__init__()
        self._look, self._loader, self._painter = look, loader, painter
        self._sizes: Sizes = ()
        self._layout = PageLayout((), (0,), 0)
        self._turns = 0
        self._zoom, self._fit = 1.0, Fit.WIDTH
        self._fit_before = Fit.WIDTH
        self._is_paged = False
        self._page = self._slot = 0
        self._told_page = self._asked_page = -1
        self._is_moving = False
        self.claims: Callable[[QPointF], bool] = lambda _point: False
        self.touches = Touches(self)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self._settled)
        self._sweep = PageSweep(
            self, look.theme.motion_ms, self._has_page, self.turn_page, self.viewport().update
        )
        self._prepare_view()
        self._connect()

    def _prepare_view(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().setSingleStep(48)
        self.horizontalScrollBar().setSingleStep(48)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        make_kinetic(self.viewport())

    def _connect(self) -> None:
        self._loader.changed.connect(self._page_arrived)
        QScroller.scroller(self.viewport()).stateChanged.connect(self._scroller_changed)
        self.touches.tapped.connect(self._tap)
        self.touches.double_tapped.connect(self._double_tap)
        self.touches.swept.connect(self._swept)
        self.touches.sweep_ended.connect(lambda px: self._sweep.let_go(px, self.viewport().width()))

    # --- what is shown ---

    def show_document(self, sizes_pt: Sizes) -> None:
        self._sizes = sizes_pt
        self._relayout()

    @property
    def page_index(self) -> int:
        return self._page

    @property
    def page_count(self) -> int:
        return len(self._sizes)

    @property
    def zoom(self) -> float:
        """Of the page that is read; 1 fills the width."""
        if self._fit is Fit.PAGE and self._sizes:
            sizes = turned_sizes(self._sizes, self._turns)
            return whole_page_zoom(sizes, self._page, self.viewport().size().toTuple())
        return self._zoom

    @property
    def fit(self) -> Fit:
        return self._fit

    @property
    def is_paged(self) -> bool:
        return self._is_paged

    def place(self) -> tuple[int, float]:
        """The page at the top and the share of it that is above the view."""
        if not self._sizes:
            return 0, 0.0
        top = self.verticalScrollBar().value()
        page = self._layout.page_at(top)
        share = (top - self._layout.tops[page]) / self._layout.sizes_px[page][1]
        if share >= 1.0 and page + 1 < len(self._sizes):
            return page + 1, 0.0  # only the gap above it is left
        return page, min(max(share, 0.0), 1.0)

    def view_kept(self) -> ReadingView:
        """How the pages are looked at, to be taken up again."""
        return ReadingView(self._fit.value, self._zoom, self._is_paged, self._turns)

    def take_up(self, view: ReadingView) -> None:
        """Look at the pages as before."""
        self._turns, self._is_paged = view.turns % 4, view.is_paged
        self._fit, self._zoom = Fit(view.fit), min(max(view.zoom, MIN_ZOOM), MAX_ZOOM)
        self._loader.turn(self._turns)
        self._relayout()

    def go_to(self, page_index: int, offset: float = 0.0) -> None:
        """Put this page at the top, `offset` of it above the view."""
        if not self._sizes:
            return
        page = min(max(page_index, 0), len(self._sizes) - 1)
        self._put(page, offset)
        if offset == 0:
            self._asked_page = page
            self._ask()

    def _put(self, page: int, offset: float) -> None:
        QScroller.scroller(self.viewport()).stop()
        self._sweep.stop()
        self._asked_page = -1
        self._slot = page
        self._set_ranges()
        top = self._layout.tops[page] + round(offset * self._layout.sizes_px[page][1])
        self.verticalScrollBar().setValue(top - (MARGIN_PX if offset == 0 else 0))
        self._ask()

    def show_spot(self, page_index: int, x: float, y: float) -> None:
        """Bring a point of a page (in points) into view, without moving when it is seen already."""
        view = next((one for one in self.views() if one.index == page_index), None)
        margin = min(120, self.viewport().height() // 4)
        seen = QRectF(self.viewport().rect()).adjusted(0, margin, 0, -margin)
        if view is None or not seen.contains(view.to_view(x, y)):
            self.go_to(page_index)
            view = self.view_of(page_index)
            bar, across = self.verticalScrollBar(), self.horizontalScrollBar()
            point = view.to_view(x, y)
            bar.setValue(bar.value() + round(point.y() - self.viewport().height() / 3))
            across.setValue(across.value() + round(point.x() - self.viewport().width() / 2))
        self._asked_page = page_index
        self._ask()

    def scroll_by(self, pixels: int) -> None:
        """Move on by hand: from now on the page at the middle is the one that is read."""
        self._asked_page = -1
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + pixels)

    def hold_still(self) -> None:
        """A tool took the finger that the scroller was watching."""
        QScroller.scroller(self.viewport()).stop()

    def turn_page(self, by: int) -> None:
        """The next or the previous page, as the reader asked."""
        self.moved_by_hand.emit()
        self.go_to(self._page + by)

    def fly_to(self, page_index: int) -> None:
        """While a thumb flies over the strip: previews only, sharp when it rests."""
        self.begin_moving()
        self.moved_by_hand.emit()
        self.go_to(page_index)

    def set_paged(self, is_paged: bool) -> None:
        """One page at a time, or all of them on one long sheet."""
        if is_paged != self._is_paged:
            self._is_paged, self._slot = is_paged, self._page
            self._fit = Fit.PAGE if is_paged else Fit.WIDTH
            page = self._page
            self._relayout()
            self.go_to(page)

    def set_fit(self, fit: Fit) -> None:
        page = self._page
        if fit is Fit.FREE:
            self._zoom = self.zoom
        self._fit = fit
        self._relayout()
        self.go_to(page)

    def turn(self) -> int:
        """A quarter turn clockwise; how many there are now."""
        page = self._page
        self._turns = (self._turns + 1) % 4
        self._loader.turn(self._turns)
        self._relayout()
        self.go_to(page)
        return self._turns

    def set_zoom(self, zoom: float, about: QPointF | None = None, to: QPointF | None = None) -> None:
        """Zoom so that what is at `about` (the view's middle by default) comes to be at `to`, or stays."""
        if not self._sizes:
            return
        zoom = min(max(zoom, MIN_ZOOM), MAX_ZOOM)
        point = about or QPointF(self.viewport().rect().center())
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        if zoom == self.zoom:
            wandered = point - (to or point)
            across.setValue(across.value() + round(wandered.x()))
            self.scroll_by(round(wandered.y()))
            return
        page = self._layout.page_at(down.value() + point.y())
        here = self.view_of(page).rect
        x, y = (point.x() - here.left()) / here.width(), (point.y() - here.top()) / here.height()
        if self._fit is not Fit.FREE:
            self._fit_before = self._fit
        if about is not None:
            self._asked_page = -1
        self._fit, self._zoom, self._slot = Fit.FREE, zoom, page
        self._relayout()
        there = self.view_of(page).rect
        moved = there.topLeft() + QPointF(x * there.width(), y * there.height()) - (to or point)
        across.setValue(across.value() + round(moved.x()))
        down.setValue(down.value() + round(moved.y()))

    def _relayout(self) -> None:
        sizes = turned_sizes(self._sizes, self._turns)
        if self._fit is Fit.WIDTH:
            self._zoom = 1.0
        zoom = None if self._fit is Fit.PAGE else self._zoom
        view = self.viewport().size().toTuple()
        self._layout = PageLayout.of(sizes, view, zoom, is_paged=self._is_paged)
        self._set_ranges()
        self._ask()

    def _set_ranges(self) -> None:
        if not self._sizes:
            return
        width, height = self.viewport().size().toTuple()
        down, across = self.verticalScrollBar(), self.horizontalScrollBar()
        low, high = self._layout.bounds_of(min(self._slot, len(self._sizes) - 1))
        down.setPageStep(height)
        down.setRange(low, max(low, high - height))
        across.setPageStep(width)
        across.setRange(0, max(0, self._layout.width_px - width))

    # --- pages in view ---

    def visible(self) -> range:
        if not self._sizes:
            return range(0)
        top = self.verticalScrollBar().value()
        return self._layout.pages_between(top, top + self.viewport().height())

    def view_of(self, page: int) -> PageView:
        width, height = self._layout.sizes_px[page]
        room = max(self.viewport().width(), self._layout.width_px)
        left = (room - width) // 2 - self.horizontalScrollBar().value()
        corner = QPointF(left, self._layout.tops[page] - self.verticalScrollBar().value())
        return PageView(page, QRectF(corner, QSizeF(width, height)), self._sizes[page], self._turns)

    def views(self) -> list[PageView]:
        return [self.view_of(page) for page in self.visible()]

    def view_at(self, point: QPointF) -> PageView | None:
        return next((view for view in self.views() if view.rect.contains(point)), None)

    def _ask(self) -> None:
        """Want the pages in view and those beside them; tell which page is read."""
        if not self._sizes:
            return
        visible, last = self.visible(), len(self._sizes) - 1
        near = [p for p in (visible.stop, visible.start - 1, visible.stop + 1) if 0 <= p <= last]
        ratio = self.devicePixelRatioF()

        def size_of(page: int) -> tuple[int, int]:
            width, height = self._layout.sizes_px[page]
            return round(width * ratio), round(height * ratio)

        def detail(page: int) -> Detail | None:
            return detail_of(self.view_of(page), QRectF(self.viewport().rect()), ratio)

        self._loader.want(visible, near, size_of, detail_of=detail, is_moving=self._is_moving, ratio=ratio)
        self._page = self._page_read(visible)
        if self._page != self._told_page:
            self._told_page = self._page
            self.page_changed.emit(self._page)
        self.place_changed.emit()
        self.viewport().update()

    def _page_read(self, visible: range) -> int:
        """A short last page never reaches the middle, and several short ones share the view."""
        bar = self.verticalScrollBar()
        if self._asked_page in visible:
            return self._asked_page
        if bar.minimum() < bar.maximum() and bar.value() in (bar.minimum(), bar.maximum()):
            return visible[0 if bar.value() == bar.minimum() else -1]
        return self._layout.page_at(bar.value() + self.viewport().height() / 2)

    def _has_page(self, by: int) -> bool:
        return 0 <= self._page + by < len(self._sizes)

    def _page_arrived(self, page_index: int) -> None:
        if page_index in self.visible() or self._sweep.px:
            self.viewport().update()

    # --- moving ---

    def begin_moving(self) -> None:
        """Previews only, until the pages rest."""
        self._is_moving = True
        self._settle.start()

    def _settled(self) -> None:
        self._is_moving = False
        self._ask()

    def _scroller_changed(self, state: QScroller.State) -> None:
        if state is QScroller.State.Dragging:
            self.touches.cancel()
            self.moved_by_hand.emit()

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        state = QScroller.scroller(self.viewport()).state()
        if state is not QScroller.State.Inactive:
            self._asked_page = -1
        if state is QScroller.State.Scrolling:
            self.begin_moving()
        self._ask()

    def _tap(self, point: QPointF) -> None:
        view = self.view_at(point)
        if view and self._loader.problem(view.index):
            self._loader.retry(view.index)
            self.viewport().update()
        else:
            self.tapped.emit(point)

    def _double_tap(self, point: QPointF) -> None:
        """Closer to what was tapped, and back to how the page was fitted before."""
        fit = self._fit_before
        if self._fit is Fit.FREE:
            page = self._layout.page_at(self.verticalScrollBar().value() + point.y())
            sizes, view = turned_sizes(self._sizes, self._turns), self.viewport().size().toTuple()
            self.set_zoom(1.0 if fit is Fit.WIDTH else whole_page_zoom(sizes, page, view), point)
            self._fit = fit
            self._relayout()
        else:
            self.set_zoom(self.zoom * _DOUBLE_TAP_ZOOM, point)

    def _swept(self, moved_px: float) -> None:
        if self._is_paged and not self.horizontalScrollBar().maximum() and (moved_px or self._sweep.px):
            self.hold_still()  # a tall page would be scrolled as well
            self._sweep.follow(moved_px)

    def _scrolls(self) -> bool:
        """Whether there is anything to scroll in the present page's slot."""
        down, across = self.verticalScrollBar(), self.horizontalScrollBar()
        return bool(down.maximum() > down.minimum() or across.maximum())

    def is_at_end(self, by: int) -> bool:
        """One page at a time: whether the next movement that way turns the page."""
        bar = self.verticalScrollBar()
        return self._is_paged and bar.value() == (bar.maximum() if by > 0 else bar.minimum())

    # --- Qt ---

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        page, offset = self.place()
        asked = self._asked_page
        self._relayout()
        if self._sizes:
            self._put(page, offset)
            self._asked_page = asked
            self._ask()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), QColor(self._look.theme.palette.ground))
        window = self.viewport().rect()
        swept_px = self._sweep.px
        if swept_px:
            painter.translate(swept_px, 0)
        for view in self.views():
            self._painter.paint(painter, view, window)
        beside = self._page + (1 if swept_px < 0 else -1)
        if swept_px and 0 <= beside < len(self._sizes):
            view = self.view_of(beside)
            drop = window.center().y() - view.rect.center().y()
            painter.translate(window.width() * (beside - self._page), round(drop))
            self._painter.paint(painter, view, view.rect.toRect())

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QScrollPrepareEvent):
            if self.claims(event.startPos()) or (self._is_paged and not self._scrolls()):
                event.ignore()
                return True
            return super().viewportEvent(event)
        return self.touches.handle(event) or super().viewportEvent(event)
