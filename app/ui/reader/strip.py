"""The strip at the edge: the whole paper in small pictures, for the thumb to fly through."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractSlider, QWidget

from app.ui.reader.layout import Sizes
from app.ui.reader.pages import PageLoader
from app.ui.reader.paper import text_font
from app.ui.theme.look import Look
from app.ui.theme.tokens import CORNER_PX, GRID_PX, Type
from app.ui.translation import tr

WIDTH_PX = 72
_THUMB_PX = 48
_NOW_PX = 60
_GAP_PX = 6


class PageStrip(QAbstractSlider):
    """A slider whose value is the page. `flown(page)` while the thumb moves, `landed(page)` when it lifts."""

    flown = Signal(int)
    landed = Signal(int)

    def __init__(self, look: Look, loader: PageLoader, over: QWidget) -> None:
        """`over`: what the page number appears over."""
        super().__init__()
        self._look, self._loader, self._over = look, loader, over
        self._sizes: Sizes = ()
        self._bubble: PageBubble | None = None
        self.setOrientation(Qt.Orientation.Vertical)
        self.setAccessibleName(tr("Dải trang"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFixedWidth(WIDTH_PX)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        loader.changed.connect(self._picture_came)

    def show_document(self, sizes_pt: Sizes) -> None:
        self._sizes = sizes_pt
        self.setRange(0, max(0, len(sizes_pt) - 1))
        self._ask()

    def show_page(self, page: int) -> None:
        self.setValue(page)
        said = tr("Trang {page} trên {pages}", page=page + 1, pages=len(self._sizes))
        self.setAccessibleDescription(said)
        self._ask()
        self.update()

    def _samples(self) -> list[int]:
        """Pages that have a picture on the strip: evenly through the paper, as many as there is room for."""
        if not self._sizes:
            return []
        room = self._middle_of(len(self._sizes) - 1) - self._middle_of(0)
        count, last = max(2, room // (self._step_px() + _GAP_PX) + 1), len(self._sizes) - 1
        if last < count:
            return list(range(last + 1))
        return sorted({round(n * last / (count - 1)) for n in range(count)})

    def _step_px(self) -> int:
        return round(_THUMB_PX * 1.42)

    def _ask(self) -> None:
        self._loader.want_thumbs([self.value(), *self._samples()] if self._sizes else [])

    def _picture_came(self, page: int) -> None:
        if page == self.value() or page in self._samples():
            self.update()

    def _middle_of(self, page: int) -> int:
        """The height at which a page's picture stands. Short papers stand at the top, close together."""
        half = round(_NOW_PX * 1.42) // 2 + _GAP_PX
        count = len(self._sizes)
        room = self.height() - 2 * half
        step = min(room / max(count - 1, 1), self._step_px() + _GAP_PX)
        return round(half + page * step)

    def _page_at(self, y: float) -> int:
        first, last = self._middle_of(0), self._middle_of(len(self._sizes) - 1)
        share = (y - first) / max(last - first, 1)
        return min(max(round(share * (len(self._sizes) - 1)), 0), len(self._sizes) - 1)

    # --- the thumb ---

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._fly(event.position().y())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._fly(event.position().y())

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        if self._bubble is not None:
            self._bubble.deleteLater()
            self._bubble = None
            self.landed.emit(self.value())

    def _fly(self, y: float) -> None:
        if not self._sizes:
            return
        page = self._page_at(y)
        if self._bubble is None:
            self._bubble = PageBubble(self._look, self._loader, self._over)
        self._bubble.show_page(page, len(self._sizes), self.mapTo(self._over, QPoint(0, round(y))))
        if page != self.value():
            self.show_page(page)
            self.flown.emit(page)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._ask()

    # --- painting ---

    def paintEvent(self, event: QPaintEvent) -> None:
        palette = self._look.theme.palette
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(palette.raised))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        samples = self._samples()
        for number, page in enumerate(samples):
            share = number / max(len(samples) - 1, 1)
            first, last = self._middle_of(0), self._middle_of(len(self._sizes) - 1)
            self._paint_thumb(painter, page, _THUMB_PX, round(first + share * (last - first)))
        if self._sizes:
            place = self._paint_thumb(painter, self.value(), _NOW_PX, self._middle_of(self.value()))
            painter.setPen(QPen(QColor(palette.accent), 3))
            painter.drawRect(place.adjusted(-2, -2, 1, 1))

    def _paint_thumb(self, painter: QPainter, page: int, width: int, middle: int) -> QRect:
        palette = self._look.theme.palette
        image = self._loader.thumb(page)
        shape = (image.width(), image.height()) if image else self._sizes[page]
        height = min(round(width * shape[1] / shape[0]), 2 * width)
        place = QRect((self.width() - width) // 2, middle - height // 2, width, height)
        if image:
            painter.drawImage(place, image)
        else:
            painter.fillRect(place, QColor(palette.surface))
        painter.setPen(QColor(palette.edge))
        painter.drawRect(place.adjusted(0, 0, -1, -1))
        return place


class PageBubble(QWidget):
    """The page under the thumb: its number, big, and its picture."""

    def __init__(self, look: Look, loader: PageLoader, parent: QWidget) -> None:
        super().__init__(parent)
        self._look, self._loader, self._over = look, loader, parent
        self._page = self._count = 0
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        scale = look.theme.scale
        self.resize(round(280 * min(scale, 1.25)), round(300 * min(scale, 1.25)))
        loader.changed.connect(self._picture_came)

    @property
    def text(self) -> str:
        return f"{self._page + 1} / {self._count}"

    def show_page(self, page: int, count: int, thumb: QPoint) -> None:
        self._page, self._count = page, count
        y = min(max(thumb.y() - self.height() // 2, 8), self._over.height() - self.height() - 8)
        self.move(thumb.x() - self.width() - 16, y)
        self.show()
        self.raise_()
        self.update()

    def _picture_came(self, page: int) -> None:
        if page == self._page:
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        palette = self._look.theme.palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(QColor(palette.edge))
        painter.setBrush(QColor(palette.surface))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), CORNER_PX, CORNER_PX)
        words = text_font(self._look, Type.HEADING)
        painter.setFont(words)
        painter.setPen(QColor(palette.ink))
        line = round(words.pixelSize() * 1.6)
        head = QRect(0, GRID_PX, self.width(), line)
        painter.drawText(head, Qt.AlignmentFlag.AlignCenter, self.text)
        if image := self._loader.thumb(self._page):
            room = self.rect().adjusted(16, line + 2 * GRID_PX, -16, -16)
            size = image.size().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
            place = QRect(QPoint(0, 0), size)
            place.moveCenter(room.center())
            painter.drawImage(place, image)
