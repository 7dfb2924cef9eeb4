"""Text of a whole paper scrolling under the finger. It sets only the pages that are about to be seen."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QScrollPrepareEvent,
    QTextDocument,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QScroller

from app.domain.search_query import SearchQuery
from app.ui.reader.large_text_flow import FlowLoader
from app.ui.reader.large_text_found import found_runs, run_rects
from app.ui.reader.large_text_page import PageText, TypeSetting, column_width_px, set_page, spoken
from app.ui.reader.large_text_place import FlowColumn
from app.ui.reader.large_text_words import LargePage, WordMap, WordPlaces
from app.ui.reader.touch import Touches
from app.ui.reader.watermark import Watermark
from app.ui.theme.look import Look
from app.ui.theme.style import above_ascent_px
from app.ui.theme.tokens import GRID_PX, Type
from app.ui.translation import tr
from app.ui.widgets.basics import make_kinetic

_MARGIN_PX = 32
_SIGNS_EM = 4.5
"""Room beside the text for the signs of marks: a given name in small letters."""
_PAGES_SET = 12
"""Laid out pages kept: those in view and a few on either side."""
_SPOKEN_CHARACTERS = 4_000
_CENTRE = int(Qt.AlignmentFlag.AlignHCenter) | int(Qt.TextFlag.TextWordWrap)


class LargeTextArea(QAbstractScrollArea):
    """`page_changed` tells the page whose text is at the top of the view.

    Scrolling moves the place by what the finger moved, never to a pixel of the whole column, so text does
    not jump when heights above it become known. The bar follows once the finger rests.
    """

    page_changed = Signal(int)
    place_changed = Signal()
    tapped = Signal(QPointF)
    picture_tapped = Signal(int)

    def __init__(
        self, look: Look, loader: FlowLoader, words: Callable[[Exception], str], watermark: Watermark
    ) -> None:
        super().__init__()
        self._watermark = watermark
        self._look, self._loader, self._words = look, loader, words
        self._size_px = look.theme.type_px(Type.BODY)
        self._query = SearchQuery(())
        self._column = FlowColumn(0, 600.0)
        self._set: OrderedDict[int, PageText] = OrderedDict()
        self._page = -1
        self._is_following_bar = False
        self._hit: tuple[int, int] | None = None
        """(page, number of the place found on it) where the reader stands."""
        self._is_seeking = False
        self._maps: dict[int, WordMap] = {}
        self._place = (-1, 0.0)
        self.places: WordPlaces | None = None
        self.layers: list[Callable[[QPainter, LargePage], None]] = []
        self.claims: Callable[[QPointF], bool] = lambda _point: False
        self.touches = Touches(self, has_double_taps=False)
        self.touches.tapped.connect(self._tap)
        self._small = QFont(look.family)
        self._small.setPixelSize(look.theme.type_px(Type.SMALL))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.verticalScrollBar().setProperty("kind", "strip")
        self.verticalScrollBar().setSingleStep(48)
        self.verticalScrollBar().sliderReleased.connect(self._settle_bar)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        make_kinetic(self.viewport())
        QScroller.scroller(self.viewport()).stateChanged.connect(self._scroller_changed)
        self._bar_timer = QTimer(self)
        self._bar_timer.setSingleShot(True)
        self._bar_timer.timeout.connect(self._settle_bar)
        loader.changed.connect(self._arrived)

    # --- what is shown ---

    def show_pages(self, count: int, page_index: int) -> None:
        self._column = FlowColumn(count, self.viewport().height() * 1.5)
        self._column.view_px = self.viewport().height()
        self._set.clear()
        self.go_to(page_index)

    @property
    def page_index(self) -> int:
        return max(self._page, 0)

    @property
    def size_px(self) -> int:
        return self._size_px

    def set_size(self, size_px: int) -> None:
        self._size_px = size_px
        self._reset()

    def set_query(self, query: SearchQuery) -> None:
        if query != self._query:
            self._query = query
            self._set.clear()
            if not query.terms:
                self._hit = None
            self._moved()
            self._seek()

    def show_hit(self, page_index: int, number: int) -> None:
        """Bring one of the found places of a page into view, and frame it."""
        self._hit, self._is_seeking = (page_index, number), True
        if self._column.count and not any(page == page_index for page, _y in self._visible()):
            self.go_to(page_index)
        self._seek()

    def _seek(self) -> None:
        """Once its page is there. Without moving when it is seen already."""
        if not self._is_seeking or self._hit is None or self._document(page := self._hit[0]) is None:
            return
        self.viewport().update()
        rects = self._hit_rects(page)
        if not rects:
            return
        self._is_seeking = False
        tops = dict(self._visible())
        top = tops.get(page, float("-inf")) + self._head_px + rects[0].top()
        if not 0 <= top <= self.viewport().height() - 2 * rects[0].height():
            self._column.go_to(page)
            self.scroll_by(self._head_px + rects[0].top() - self.viewport().height() / 3)

    def _hit_rects(self, page: int) -> list[QRectF]:
        document = self._document(page)
        if document is None or self._hit is None or self._hit[0] != page:
            return []
        runs = found_runs(document)
        # A running head is found on the printed page, and is not part of the text.
        return list(run_rects(document, runs[min(self._hit[1], len(runs) - 1)])) if runs else []

    def go_to(self, page_index: int) -> None:
        """Put this page's first line at the top."""
        self.hold_still()
        self._column.go_to(page_index)
        self._moved()
        self._settle_bar()

    def hold_still(self) -> None:
        """A tool took the finger that the scroller was watching."""
        QScroller.scroller(self.viewport()).stop()

    def scroll_by(self, pixels: float) -> None:
        self.hold_still()
        self._column.move(pixels)
        self._moved()
        self._settle_bar()

    def _reset(self) -> None:
        self._set.clear()
        self._column.forget()
        self._place = (-1, 0.0)  # words stand elsewhere, whatever is at the top
        self._moved()
        self._settle_bar()

    # --- pages ---

    @property
    def _setting(self) -> TypeSetting:
        room = self.viewport().width() - _MARGIN_PX - self._signs_px
        width = column_width_px(self._look.family, self._size_px, room)
        return TypeSetting(self._look.family, self._size_px, width, self._look.theme.palette)

    @property
    def _signs_px(self) -> int:
        """The margin on the right."""
        return round(_SIGNS_EM * self._small.pixelSize()) if self.places else _MARGIN_PX

    def _left_px(self, width: int) -> int:
        """Of the column: in the middle, unless the signs beside it need the room."""
        room = self.viewport().width()
        return min((room - width) // 2, room - self._signs_px - width)

    @property
    def _head_px(self) -> int:
        """Height of the line that parts the pages."""
        return QFontMetrics(self._small).height() + 40

    def _document(self, page: int) -> PageText | None:
        found = self._set.get(page)
        if found is None:
            blocks = self._loader.blocks(page)
            if not blocks:
                return None
            found = set_page(blocks, self._setting, self._query)
            self._set[page] = found
            while len(self._set) > _PAGES_SET:
                self._set.popitem(last=False)
        self._set.move_to_end(page)
        return found

    # --- its words are those of the printed page ---

    def view_of(self, page: int) -> LargePage:
        top = round(self._column.top_of(page) - self._column.position)
        width, room = self._setting.width_px, self.viewport().width()
        corner = QPointF(self._left_px(width), top + self._head_px)
        rect = QRectF(0, top, room, self._column.height(page))
        return LargePage(page, rect, corner, self._size_px, lambda: self._words_of(page))

    def view_at(self, point: QPointF) -> LargePage | None:
        touched = [page for page, y in self._visible() if y <= point.y()]
        return self.view_of(touched[-1]) if touched and self._loader.blocks(touched[-1]) else None

    def show_spot(self, page_index: int, x: float, y: float) -> None:
        """Bring the word at a point of the printed page into view, without moving when it is seen already."""
        place = self.view_of(page_index).to_view(x, y).y()
        if not 0 <= place <= self.viewport().height() - 2 * self._size_px:
            self.scroll_by(place - self.viewport().height() / 3)

    def _words_of(self, page: int) -> WordMap | None:
        document, placed = self._document(page), self.places.placed(page) if self.places else None
        if document is None or placed is None:
            return None
        known = self._maps.get(page)
        if known is None or not known.belongs_to(document, placed):
            self._maps = {one: words for one, words in self._maps.items() if one in self._set}
            known = self._maps[page] = WordMap(document, placed)
        return known

    def _learn(self, page: int) -> None:
        """Set a page that has come, and tell the column how high it is."""
        if self._column.is_known(page):
            return
        if document := self._document(page):
            self._column.learn(page, self._head_px + document.size().height() + self._size_px)
        elif self._loader.blocks(page) is not None or self._loader.problem(page):
            self._column.learn(page, self._head_px + 6.0 * self._size_px)

    def _visible(self) -> Iterator[tuple[int, float]]:
        """Pages in view with the y of their top."""
        page, y = self._column.page, -self._column.above_px
        while page < self._column.count and y < self.viewport().height():
            yield page, y
            y += self._column.height(page)
            page += 1

    def _moved(self) -> None:
        """Want what is in view and what comes next; tell which page is read."""
        if not self._column.count:
            return
        # Each page that is learnt may push the next ones out of view, or let more of them in.
        seen = -1
        while (pages := [page for page, _y in self._visible()]) and pages[-1] != seen:
            seen = pages[-1]
            for page in pages:
                self._learn(page)
        first, last = pages[0], pages[-1]
        near = [page for page in (last + 1, first - 1, last + 2) if 0 <= page < self._column.count]
        self._loader.want([*pages, *near])
        self.viewport().update()
        place = (self._column.page, self._column.above_px)
        if place != self._place:
            self._place = place
            self.place_changed.emit()
        if first != self._page:
            self._page = first
            self._speak()
            self.page_changed.emit(first)

    def _speak(self) -> None:
        text = spoken(self._loader.blocks(self._page) or ())
        page = tr("Trang {page} trên {pages}", page=self._page + 1, pages=self._column.count)
        self.setAccessibleDescription(f"{page}\n{text}"[:_SPOKEN_CHARACTERS])

    def _arrived(self, page: int) -> None:
        if any(page == one for one, _y in self._visible()):
            self._moved()
            if page == self._page:
                self._speak()
            self._bar_timer.start(0)
        self._seek()

    # --- the bar, and what moves it ---

    def _settle_bar(self) -> None:
        """Put the bar where the text is, unless a finger or the thumb holds it."""
        moving = QScroller.scroller(self.viewport()).state() is not QScroller.State.Inactive
        bar = self.verticalScrollBar()
        if moving or bar.isSliderDown() or not self._column.count:
            return
        self._is_following_bar = True
        bar.setPageStep(self.viewport().height())
        bar.setRange(0, round(self._column.length_px))
        bar.setValue(round(self._column.position))
        self._is_following_bar = False

    def scrollContentsBy(self, _dx: int, dy: int) -> None:
        if not self._is_following_bar:
            self._is_seeking = False
            bar = self.verticalScrollBar()
            if bar.isSliderDown() and bar.value() in (bar.minimum(), bar.maximum()):
                # The thumb is at the end: so is the text, however high the pages between will prove to be.
                self._column.go_to(0 if bar.value() == bar.minimum() else self._column.count - 1)
            else:
                self._column.move(-dy)
            self._moved()
            self._bar_timer.start(0)

    # --- Qt ---

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._column.view_px = self.viewport().height()
        if event.size().width() != event.oldSize().width():
            self._reset()
        else:
            self._moved()

    def minimumSizeHint(self) -> QSize:
        return QSize(320, 240)

    def paintEvent(self, event: QPaintEvent) -> None:
        palette = self._look.theme.palette
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), QColor(palette.surface))
        width = self._setting.width_px
        left = self._left_px(width)
        for page, y in self._visible():
            self._paint_head(painter, page, QRect(left, round(y), width, self._head_px))
            whole = QRectF(0, round(y), self.viewport().width(), self._column.height(page))
            self._watermark.paint(painter, whole)
            inside = QRectF(left, round(y) + self._head_px, width, self._column.height(page))
            if document := self._document(page):
                self._paint_text(painter, document, inside)
                self._paint_hit(painter, page, inside.topLeft())
                self._paint_layers(painter, page)
            else:
                self._paint_note(painter, page, inside.toRect())

    def _paint_head(self, painter: QPainter, page: int, place: QRect) -> None:
        palette = self._look.theme.palette
        text = tr("Trang {page}", page=page + 1)
        metrics = QFontMetrics(self._small)
        middle = place.top() + 16 + metrics.height() // 2
        half = metrics.horizontalAdvance(text) // 2 + 16
        painter.setPen(QColor(palette.line))
        painter.drawLine(place.left(), middle, place.center().x() - half, middle)
        painter.drawLine(place.center().x() + half, middle, place.right(), middle)
        painter.setFont(self._small)
        painter.setPen(QColor(palette.ink_soft))
        painter.drawText(place.adjusted(0, 16, 0, 0), int(Qt.AlignmentFlag.AlignHCenter), text)

    def _paint_text(self, painter: QPainter, document: QTextDocument, inside: QRectF) -> None:
        painter.save()
        painter.translate(inside.topLeft())
        context = QAbstractTextDocumentLayout.PaintContext()
        context.clip = QRectF(0, -inside.top(), inside.width(), self.viewport().height())
        document.documentLayout().draw(painter, context)
        painter.restore()

    def _paint_hit(self, painter: QPainter, page: int, corner: QPointF) -> None:
        painter.setPen(QPen(QColor(self._look.theme.palette.accent_text), 3))
        for rect in self._hit_rects(page):
            painter.drawRoundedRect(rect.translated(corner).adjusted(-3, -1, 3, 1), GRID_PX, GRID_PX)

    def _paint_layers(self, painter: QPainter, page: int) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for layer in self.layers:
            painter.save()
            layer(painter, self.view_of(page))
            painter.restore()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _paint_note(self, painter: QPainter, page: int, inside: QRect) -> None:
        """A page that is still coming, has no text, or could not be read."""
        if problem := self._loader.problem(page):
            text = f"{self._words(problem)}\n{tr('Chạm vào trang để thử lại.')}"
        elif self._loader.blocks(page) is not None:
            text = tr("Trang này không có chữ, chỉ có hình. Chạm để xem trang in.")
        else:
            return
        font = QFont(self._look.family)
        font.setPixelSize(self._look.theme.type_px(Type.BODY))
        painter.setFont(font)
        painter.setPen(QColor(self._look.theme.palette.ink_soft))
        painter.drawText(inside.adjusted(0, above_ascent_px(font.pixelSize()), 0, 0), _CENTRE, text)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QScrollPrepareEvent) and self.claims(event.startPos()):
            event.ignore()
            return True
        return self.touches.handle(event) or super().viewportEvent(event)

    def _scroller_changed(self, state: QScroller.State) -> None:
        if state is QScroller.State.Dragging:
            self.touches.cancel()
        self._settle_bar()

    def _tap(self, point: QPointF) -> None:
        touched = [page for page, y in self._visible() if y <= point.y()]
        page = touched[-1] if touched else self.page_index
        if self._loader.problem(page):
            self._column.unlearn(page)
            self._loader.retry(page)
        elif self._loader.blocks(page) == ():
            self.picture_tapped.emit(page)
        else:
            self.tapped.emit(point)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        view = self.viewport().height() - 2 * self._size_px
        moves: dict[int, float] = {
            Qt.Key.Key_PageDown: view,
            Qt.Key.Key_Space: view,
            Qt.Key.Key_PageUp: -view,
            Qt.Key.Key_Down: 2.0 * self._size_px,
            Qt.Key.Key_Up: -2.0 * self._size_px,
        }
        if event.key() in moves:
            self.scroll_by(moves[event.key()])
        elif event.key() == Qt.Key.Key_Home:
            self.go_to(0)
        elif event.key() == Qt.Key.Key_End:
            self.go_to(self._column.count - 1)
        else:
            super().keyPressEvent(event)
