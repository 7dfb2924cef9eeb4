"""The pages one under another: fling, pinch, double tap. It paints what there is and never waits."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QApplication,
    QFrame,
    QGestureEvent,
    QPinchGesture,
    QScroller,
)

from app.ui.reader.pages import PageLoader
from app.ui.theme.look import Look
from app.ui.theme.tokens import CORNER_PX, Type
from app.ui.widgets.basics import make_kinetic

MIN_ZOOM, MAX_ZOOM = 0.4, 4.0
_MARGIN_PX = 16
_GAP_PX = 16


@dataclass(frozen=True, slots=True)
class PageLayout:
    """Where pages lie at one zoom, in content pixels. `tops` has one more entry: the end."""

    sizes_px: tuple[tuple[int, int], ...]
    tops: tuple[int, ...]
    width_px: int

    @classmethod
    def of(cls, sizes_pt: tuple[tuple[float, float], ...], viewport_px: int, zoom: float) -> PageLayout:
        """At zoom 1 the widest page fills the viewport between its margins."""
        widest = max((width for width, _height in sizes_pt), default=1.0)
        scale = max(0.01, (viewport_px - 2 * _MARGIN_PX) / widest) * zoom
        sizes = tuple((max(1, round(w * scale)), max(1, round(h * scale))) for w, h in sizes_pt)
        tops = accumulate((height + _GAP_PX for _width, height in sizes), initial=_MARGIN_PX)
        return cls(sizes, tuple(tops), max((w for w, _h in sizes), default=0) + 2 * _MARGIN_PX)

    @property
    def height_px(self) -> int:
        return self.tops[-1]

    def page_at(self, y: float) -> int:
        return min(max(bisect_right(self.tops, y) - 1, 0), len(self.sizes_px) - 1)

    def pages_between(self, top: int, bottom: int) -> range:
        return range(self.page_at(top), self.page_at(max(top, bottom - 1)) + 1)


class PageCanvas(QAbstractScrollArea):
    """Scrolls in content pixels. `page_changed` tells the page at the middle of the view."""

    page_changed = Signal(int)
    place_changed = Signal()
    tapped = Signal()

    def __init__(self, look: Look, loader: PageLoader, words: Callable[[Exception], str]) -> None:
        super().__init__()
        self._look, self._loader, self._words = look, loader, words
        self._sizes: tuple[tuple[float, float], ...] = ()
        self._layout = PageLayout((), (0,), 0)
        self._zoom = 1.0
        self._page = -1
        self._pressed_at: QPoint | None = None
        self._single_tap = QTimer(self)
        self._single_tap.setSingleShot(True)
        self._single_tap.setInterval(QApplication.doubleClickInterval())
        self._single_tap.timeout.connect(self.tapped)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.verticalScrollBar().setProperty("kind", "strip")
        self.verticalScrollBar().setSingleStep(48)
        self.horizontalScrollBar().setSingleStep(48)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.viewport().grabGesture(Qt.GestureType.PinchGesture)
        make_kinetic(self.viewport())
        loader.changed.connect(self._page_arrived)

    # --- what is shown ---

    def show_document(self, sizes_pt: tuple[tuple[float, float], ...]) -> None:
        self._sizes = sizes_pt
        self._relayout()

    @property
    def page_index(self) -> int:
        return max(self._page, 0)

    @property
    def zoom(self) -> float:
        return self._zoom

    def place(self) -> tuple[int, float]:
        """The page at the top and the share of it that is above the view."""
        top = self.verticalScrollBar().value()
        page = self._layout.page_at(top)
        height = self._layout.sizes_px[page][1] if self._layout.sizes_px else 1
        return page, min(max((top - self._layout.tops[page]) / height, 0.0), 1.0)

    def go_to(self, page_index: int, offset: float = 0.0) -> None:
        """Put this page at the top, `offset` of it above the view."""
        if not self._layout.sizes_px:
            return
        page = min(max(page_index, 0), len(self._layout.sizes_px) - 1)
        top = self._layout.tops[page] + round(offset * self._layout.sizes_px[page][1])
        QScroller.scroller(self.viewport()).stop()
        self.verticalScrollBar().setValue(top - (_MARGIN_PX if offset == 0 else 0))

    def set_zoom(self, zoom: float, about: QPointF | None = None) -> None:
        """Zoom so that the point under the fingers (the view's middle by default) stays there."""
        zoom = min(max(zoom, MIN_ZOOM), MAX_ZOOM)
        if zoom == self._zoom or not self._sizes:
            return
        point = about or QPointF(self.viewport().width() / 2, self.viewport().height() / 2)
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        ratio = zoom / self._zoom
        x = (across.value() + point.x()) * ratio - point.x()
        page = self._layout.page_at(down.value() + point.y())
        inside = (down.value() + point.y() - self._layout.tops[page]) * ratio
        self._zoom = zoom
        self._relayout()
        across.setValue(round(x))
        down.setValue(round(self._layout.tops[page] + inside - point.y()))

    def _relayout(self) -> None:
        view = self.viewport().size()
        self._layout = PageLayout.of(self._sizes, view.width(), self._zoom)
        down, across = self.verticalScrollBar(), self.horizontalScrollBar()
        down.setPageStep(view.height())
        down.setRange(0, max(0, self._layout.height_px - view.height()))
        across.setPageStep(view.width())
        across.setRange(0, max(0, self._layout.width_px - view.width()))
        self._ask()

    def _visible(self) -> range:
        top = self.verticalScrollBar().value()
        return self._layout.pages_between(top, top + self.viewport().height())

    def _ask(self) -> None:
        """Want the pages in view and one on either side; tell which page is read."""
        if not self._layout.sizes_px:
            return
        visible = self._visible()
        last = len(self._layout.sizes_px) - 1
        near = [page for page in (visible.stop, visible.start - 1) if 0 <= page <= last]
        ratio = self.devicePixelRatioF()
        self._loader.want(visible, near, lambda page: round(self._layout.sizes_px[page][0] * ratio))
        middle = self._layout.page_at(self.verticalScrollBar().value() + self.viewport().height() / 2)
        if middle != self._page:
            self._page = middle
            self.page_changed.emit(middle)
        self.place_changed.emit()
        self.viewport().update()

    def _page_arrived(self, page_index: int) -> None:
        if page_index in self._visible():
            self.viewport().update()

    def _rect_of(self, page: int) -> QRect:
        width, height = self._layout.sizes_px[page]
        room = max(self.viewport().width(), self._layout.width_px)
        left = (room - width) // 2 - self.horizontalScrollBar().value()
        return QRect(left, self._layout.tops[page] - self.verticalScrollBar().value(), width, height)

    # --- Qt ---

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        self._ask()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._layout.sizes_px:
            page, offset = self.place()
            self._relayout()
            self.go_to(page, offset)
        else:
            self._relayout()

    def paintEvent(self, event: QPaintEvent) -> None:
        palette = self._look.theme.palette
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), QColor(palette.ground))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        paper = QColor("#000000" if self._look.theme.is_dark else palette.paper_tint)
        for page in self._visible() if self._layout.sizes_px else ():
            place = self._rect_of(page)
            if image := self._loader.image(page):
                painter.drawImage(place, image)
            else:
                painter.fillRect(place, paper)
            if problem := self._loader.problem(page):
                self._paint_problem(painter, place, self._words(problem))
            painter.setPen(QColor(palette.line))
            painter.drawRect(place.adjusted(0, 0, -1, -1))

    def _paint_problem(self, painter: QPainter, place: QRect, text: str) -> None:
        palette = self._look.theme.palette
        font = QFont(self._look.family)
        font.setPixelSize(self._look.theme.type_px(Type.BODY))
        painter.setFont(font)
        seen = place.intersected(self.viewport().rect())
        flags = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
        room = QRect(0, 0, max(200, min(640, seen.width() - 96)), 10_000)
        box = painter.boundingRect(room, flags, text).adjusted(-24, -20, 24, 20)
        box.moveCenter(seen.center())
        painter.setPen(QColor(palette.accent_text))
        painter.setBrush(QColor(palette.accent_soft))
        painter.drawRoundedRect(box, CORNER_PX, CORNER_PX)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QColor(palette.ink))
        painter.drawText(box, flags, text)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QGestureEvent):
            pinch = event.gesture(Qt.GestureType.PinchGesture)
            if isinstance(pinch, QPinchGesture):
                centre = QPointF(self.viewport().mapFromGlobal(pinch.centerPoint().toPoint()))
                self.set_zoom(self._zoom * pinch.scaleFactor(), centre)
                event.accept()
                return True
        if (
            isinstance(event, QNativeGestureEvent)
            and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture
        ):
            self.set_zoom(self._zoom * (1 + event.value()), event.position())
            return True
        return super().viewportEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed_at = event.position().toPoint()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        start, self._pressed_at = self._pressed_at, None
        moved = (event.position().toPoint() - start).manhattanLength() if start else 99
        if moved > QApplication.startDragDistance():
            return
        page = self._layout.page_at(self.verticalScrollBar().value() + event.position().y())
        if self._loader.problem(page):
            self._loader.retry(page)
            self.viewport().update()
        else:
            self._single_tap.start()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._single_tap.stop()
        self._pressed_at = None
        self.set_zoom(1.0 if abs(self._zoom - 1.0) > 0.01 else 2.0, event.position())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        down = self.verticalScrollBar()
        moves: dict[int, int] = {
            Qt.Key.Key_PageDown: self.viewport().height() - 48,
            Qt.Key.Key_Space: self.viewport().height() - 48,
            Qt.Key.Key_PageUp: 48 - self.viewport().height(),
            Qt.Key.Key_Down: 64,
            Qt.Key.Key_Up: -64,
        }
        if event.key() in moves:
            down.setValue(down.value() + moves[event.key()])
        elif event.key() == Qt.Key.Key_Home:
            self.go_to(0)
        elif event.key() == Qt.Key.Key_End:
            self.go_to(len(self._layout.sizes_px) - 1)
        else:
            super().keyPressEvent(event)
