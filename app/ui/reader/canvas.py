"""The pages, one under another or one at a time: fling, pinch, double tap, turn. It never waits."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRectF, QSizeF, Qt, QTimer, QVariantAnimation, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QScrollPrepareEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QGestureEvent, QPinchGesture, QScroller

from app.ui.reader.detail import Detail, detail_of
from app.ui.reader.layout import MARGIN_PX, Fit, PageLayout, PageView, Sizes, fit_page_zoom, turned_sizes
from app.ui.reader.pages import PageLoader
from app.ui.reader.paper import PagePainter
from app.ui.reader.touch import Touches
from app.ui.theme.look import Look
from app.ui.widgets.basics import make_kinetic

MIN_ZOOM, MAX_ZOOM = 0.2, 4.0
_DOUBLE_TAP_ZOOM = 2.0
_SETTLE_MS = 90
"""After the last movement of a fling or pinch, before sharp pages are asked for."""
_TURN_SHARE = 0.15
"""Of the view's width: a sweep that long turns the page."""
_KEY_STEP_PX = 64


class PageCanvas(QAbstractScrollArea):
    """Scrolls in content pixels. `page_changed` tells the page at the middle of the view.

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
        self._is_paged = False
        self._page = self._slot = 0
        self._told_page = -1
        self._sweep_px = 0.0
        self._is_moving = False
        self.claims: Callable[[QPointF], bool] = lambda _point: False
        self.touches = Touches(self)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self._settled)
        self._slide = QVariantAnimation(self)
        self._slide.valueChanged.connect(self._show_sweep)
        self._slide.finished.connect(self._sweep_over)
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
        self.viewport().grabGesture(Qt.GestureType.PinchGesture)
        make_kinetic(self.viewport())

    def _connect(self) -> None:
        self._loader.changed.connect(self._page_arrived)
        QScroller.scroller(self.viewport()).stateChanged.connect(self._scroller_changed)
        self.touches.tapped.connect(self._tap)
        self.touches.double_tapped.connect(self._double_tap)
        self.touches.swept.connect(self._sweep)
        self.touches.sweep_ended.connect(self._end_sweep)

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
        return page, min(max(share, 0.0), 1.0)

    def go_to(self, page_index: int, offset: float = 0.0) -> None:
        """Put this page at the top, `offset` of it above the view."""
        if not self._sizes:
            return
        page = min(max(page_index, 0), len(self._sizes) - 1)
        QScroller.scroller(self.viewport()).stop()
        self._slide.stop()
        self._sweep_px = 0.0
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

    def hold_still(self) -> None:
        """A tool took the finger that the scroller was watching."""
        QScroller.scroller(self.viewport()).stop()

    def turn_page(self, by: int) -> None:
        """The next or the previous page, as the reader asked."""
        self.moved_by_hand.emit()
        self.go_to(self._page + by)

    def fly_to(self, page_index: int) -> None:
        """While a thumb flies over the strip: previews only, sharp when it rests."""
        self._begin_moving()
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

    def set_zoom(self, zoom: float, about: QPointF | None = None) -> None:
        """Zoom so that the point under the fingers (the view's middle by default) stays there."""
        zoom = min(max(zoom, MIN_ZOOM), MAX_ZOOM)
        if zoom == self._zoom or not self._sizes:
            return
        point = about or QPointF(self.viewport().rect().center())
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        page = self._layout.page_at(down.value() + point.y())
        here, ratio = self.view_of(page).rect, zoom / self._zoom
        inside = (point - here.topLeft()) * ratio
        self._fit = Fit.FREE
        self._zoom, self._slot = zoom, page
        self._relayout()
        there = self.view_of(page).rect.topLeft() + inside - point
        across.setValue(across.value() + round(there.x()))
        down.setValue(down.value() + round(there.y()))

    def _relayout(self) -> None:
        sizes = turned_sizes(self._sizes, self._turns)
        view = self.viewport().size().toTuple()
        if self._fit is not Fit.FREE:
            self._zoom = 1.0 if self._fit is Fit.WIDTH else fit_page_zoom(sizes, view)
        self._layout = PageLayout.of(sizes, view, self._zoom, is_paged=self._is_paged)
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
        middle = self._layout.page_at(self.verticalScrollBar().value() + self.viewport().height() / 2)
        self._page = middle
        if middle != self._told_page:
            self._told_page = middle
            self.page_changed.emit(middle)
        self.place_changed.emit()
        self.viewport().update()

    def _page_arrived(self, page_index: int) -> None:
        if page_index in self.visible() or self._sweep_px:
            self.viewport().update()

    # --- moving ---

    def _begin_moving(self) -> None:
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
        if QScroller.scroller(self.viewport()).state() is QScroller.State.Scrolling:
            self._begin_moving()
        self._ask()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._begin_moving()
            self.set_zoom(self._zoom * 1.0015 ** event.angleDelta().y(), event.position())
            return
        self.moved_by_hand.emit()
        bar, down = self.verticalScrollBar(), event.angleDelta().y() < 0
        if self._is_paged and bar.value() == (bar.maximum() if down else bar.minimum()):
            self.turn_page(1 if down else -1)
        else:
            super().wheelEvent(event)

    def _tap(self, point: QPointF) -> None:
        view = self.view_at(point)
        if view and self._loader.problem(view.index):
            self._loader.retry(view.index)
            self.viewport().update()
        else:
            self.tapped.emit(point)

    def _double_tap(self, point: QPointF) -> None:
        if self._fit is Fit.FREE:
            self._fit = Fit.PAGE if self._is_paged else Fit.WIDTH
            self.set_zoom(self._fitted_zoom(), point)
            self._fit = Fit.PAGE if self._is_paged else Fit.WIDTH
        else:
            self.set_zoom(self._zoom * _DOUBLE_TAP_ZOOM, point)

    def _fitted_zoom(self) -> float:
        if self._fit is Fit.PAGE:
            return fit_page_zoom(turned_sizes(self._sizes, self._turns), self.viewport().size().toTuple())
        return 1.0

    def _sweep(self, moved_px: float) -> None:
        if self._is_paged and not self._scrolls():
            self._slide.stop()
            self._show_sweep(moved_px)

    def _end_sweep(self, moved_px: float) -> None:
        if not (self._is_paged and self._sweep_px):
            return
        width = self.viewport().width()
        by = -1 if moved_px > 0 else 1
        turns = abs(moved_px) > width * _TURN_SHARE and 0 <= self._page + by < len(self._sizes)
        self._slide.setStartValue(float(self._sweep_px))
        self._slide.setEndValue(float(-by * width if turns else 0.0))
        self._slide.setDuration(self._look.theme.motion_ms)
        self._slide.start()

    def _show_sweep(self, moved_px: float) -> None:
        self._sweep_px = moved_px
        self.viewport().update()

    def _sweep_over(self) -> None:
        moved, self._sweep_px = self._sweep_px, 0.0
        if moved:
            self.turn_page(-1 if moved > 0 else 1)
        self.viewport().update()

    def _scrolls(self) -> bool:
        """Whether there is anything to scroll in the present page's slot."""
        down, across = self.verticalScrollBar(), self.horizontalScrollBar()
        return bool(down.maximum() > down.minimum() or across.maximum())

    # --- Qt ---

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        page, offset = self.place()
        self._relayout()
        self.go_to(page, offset)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), QColor(self._look.theme.palette.ground))
        window = self.viewport().rect()
        if self._sweep_px:
            painter.translate(self._sweep_px, 0)
        for view in self.views():
            self._painter.paint(painter, view, window)
        beside = self._page + (1 if self._sweep_px < 0 else -1)
        if self._sweep_px and 0 <= beside < len(self._sizes):
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
        if isinstance(event, QGestureEvent):
            pinch = event.gesture(Qt.GestureType.PinchGesture)
            if isinstance(pinch, QPinchGesture):
                self.touches.cancel()
                self._begin_moving()
                centre = QPointF(self.viewport().mapFromGlobal(pinch.centerPoint().toPoint()))
                self.set_zoom(self._zoom * pinch.scaleFactor(), centre)
                event.accept()
                return True
        if (
            isinstance(event, QNativeGestureEvent)
            and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture
        ):
            self._begin_moving()
            self.set_zoom(self._zoom * (1 + event.value()), event.position())
            return True
        return self.touches.handle(event) or super().viewportEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        view = self.viewport().height()
        moves = {
            Qt.Key.Key_PageDown: view - 48,
            Qt.Key.Key_Space: view - 48,
            Qt.Key.Key_PageUp: 48 - view,
            Qt.Key.Key_Down: _KEY_STEP_PX,
            Qt.Key.Key_Up: -_KEY_STEP_PX,
        }
        aside = {Qt.Key.Key_Right: _KEY_STEP_PX, Qt.Key.Key_Left: -_KEY_STEP_PX}
        across = self.horizontalScrollBar()
        key = Qt.Key(event.key())
        if key in moves:
            self._move_by(moves[key])
        elif key in aside and across.maximum():
            across.setValue(across.value() + aside[key])
        elif key in aside:
            self.turn_page(1 if aside[key] > 0 else -1)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.moved_by_hand.emit()
            self.go_to(0 if key is Qt.Key.Key_Home else len(self._sizes) - 1)
        else:
            super().keyPressEvent(event)

    def _move_by(self, pixels: int) -> None:
        """Scroll; one page at a time, its end leads to the next page."""
        bar = self.verticalScrollBar()
        self.moved_by_hand.emit()
        if self._is_paged and bar.value() == (bar.maximum() if pixels > 0 else bar.minimum()):
            self.turn_page(1 if pixels > 0 else -1)
        else:
            bar.setValue(bar.value() + pixels)
