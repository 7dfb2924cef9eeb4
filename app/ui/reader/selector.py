"""Selecting words on the canvas: long press and handles, mouse, or Shift with the arrow keys."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter

from app.ui.reader.faces import MarkedArea, PageFace
from app.ui.reader.large_text_words import WordPlaces
from app.ui.reader.lazy import LazyPages
from app.ui.reader.overlay import HANDLE_RADIUS_PX, paint_selection
from app.ui.reader.selection import Selection, Words, step
from app.ui.services import Box
from app.ui.theme.look import Look
from app.ui.theme.tokens import TOUCH_PX
from app.ui.widgets.spoken import announce

_EDGE_PX = 56
_EDGE_TICK_MS = 30
_ARROWS = {
    Qt.Key.Key_Left: {"by": -1},
    Qt.Key.Key_Right: {"by": 1},
    Qt.Key.Key_Up: {"lines": -1},
    Qt.Key.Key_Down: {"lines": 1},
}


class Selector(QObject):
    """Holds the present selection. `chosen`: the reader let go, offer what to do; `confirmed`: by Enter.

    `spot` is where a press was held away from all words: (page, x, y) in points, None with words selected.
    """

    changed = Signal()
    chosen = Signal()
    confirmed = Signal()

    def __init__(self, look: Look, canvas: MarkedArea, words: LazyPages[Words] | WordPlaces) -> None:
        super().__init__(canvas)
        self._look, self._canvas, self._words = look, canvas, words
        self.selection: Selection | None = None
        self.spot: tuple[int, float, float] | None = None
        self._dragged_end: str = ""
        self._waiting: tuple[PageFace, QPointF] | None = None
        self.held_at = QPointF()
        self._is_down = False
        self._key_waits = False
        canvas.touches.held.connect(self._hold)
        canvas.touches.pressed.connect(self._press)
        canvas.touches.dragged.connect(self._drag)
        canvas.touches.released.connect(self._release)
        canvas.touches.cancelled.connect(self._let_go)
        self._edge = QTimer(self)
        self._edge.setInterval(_EDGE_TICK_MS)
        self._edge.timeout.connect(self._scroll_at_edge)
        self._finger = QPointF()
        words.changed.connect(self._words_came)
        canvas.installEventFilter(self)

    # --- what is selected ---

    @property
    def is_empty(self) -> bool:
        return self.selection is None and self.spot is None

    @property
    def is_held(self) -> bool:
        """Whether a finger is still at it."""
        return self._is_down

    @property
    def text(self) -> str:
        return self.selection.text(self._known()) if self.selection else ""

    @property
    def boxes(self) -> tuple[Box, ...]:
        """Lines of the selected words, or a small box at the spot."""
        if self.selection:
            return self.selection.boxes(self._known())
        if self.spot:
            _page, x, y = self.spot
            return (Box(x, y, x + 12, y + 12),)
        return ()

    @property
    def page_index(self) -> int | None:
        if self.selection:
            return self.selection.page_index
        return self.spot[0] if self.spot else None

    def rects(self) -> list[QRectF]:
        """Where it is on screen."""
        if self.page_index is None:
            return []
        return list(self._canvas.view_of(self.page_index).rects(self.boxes))

    def clear(self) -> None:
        if not self.is_empty:
            self.selection = self.spot = None
            self.changed.emit()

    def _known(self) -> Words:
        return self._words.get(self.selection.page_index) or () if self.selection else ()

    def _become(self, selection: Selection | None) -> None:
        self.selection, self.spot = selection, None
        self.changed.emit()
        self._canvas.viewport().update()

    # --- painting ---

    def paint(self, painter: QPainter, view: PageFace) -> None:
        if self.page_index == view.index:
            paint_selection(painter, self._look, list(view.rects(self.boxes)), self._handles(view))

    def _handles(self, view: PageFace) -> tuple[QPointF, ...]:
        if self.selection is None or not (rects := list(view.rects(self.boxes))):
            return ()
        drop = QPointF(0, HANDLE_RADIUS_PX)
        return rects[0].bottomLeft() + drop, rects[-1].bottomRight() + drop

    # --- finger, pen, mouse ---

    def claims(self, point: QPointF) -> bool:
        """Whether a handle lies under the finger."""
        return bool(self._end_at(point))

    def _end_at(self, point: QPointF) -> str:
        if self.selection is None:
            return ""
        handles = self._handles(self._canvas.view_of(self.selection.page_index))
        ends = zip(handles, ("first", "last"), strict=False)
        near = [((point - handle).manhattanLength(), end) for handle, end in ends]
        distance, end = min(near, default=(1e9, ""))
        return end if distance <= TOUCH_PX * 0.75 else ""

    def _press(self, point: QPointF, _tool: str) -> None:
        self._is_down = False
        self._dragged_end = self._end_at(point)
        if self._dragged_end and not self._canvas.touches.is_grabbed:
            self._canvas.touches.grab()
            self._is_down = True

    def _hold(self, point: QPointF) -> None:
        view = self._canvas.view_at(point)
        touches = self._canvas.touches
        if view is None or touches.is_grabbed:
            return
        touches.grab()
        self._canvas.hold_still()
        self._is_down = True
        self._waiting, self.held_at = (view, point), point
        if (words := self._words.get(view.index)) is not None:
            self._begin(words)

    def _words_came(self, page: int) -> None:
        if self._waiting and self._waiting[0].index == page:
            self._begin(self._words.get(page) or ())
            if not self._is_down and not self.is_empty:
                self.chosen.emit()
        elif self._key_waits:
            self._start_by_key()
        elif self.selection is not None and self.selection.page_index == page:
            self._canvas.viewport().update()

    def _begin(self, words: Words) -> None:
        if self._waiting is None:
            return
        (view, point), self._waiting = self._waiting, None
        word = view.word_at(words, point)
        self._dragged_end = ""
        if word is not None:
            self._become(Selection(view.index, word, word))
        elif self._canvas.touches.has_moved:
            self._become(None)  # a mouse drawn over empty paper
        else:
            self.selection, self.spot = None, (view.index, *view.to_page(point))
            self.changed.emit()
            self._canvas.viewport().update()

    def _drag(self, point: QPointF) -> None:
        if not self._is_down or self.selection is None:
            return
        self._finger = point
        has_begun = self.selection.first != self.selection.last
        if has_begun and self._beyond_edge() and not self._edge.isActive():
            self._edge.start()
        self._take_up_to(point)

    def _beyond_edge(self) -> int:
        """How far the finger is inside the strip at the view's upper (negative) or lower edge, in pixels."""
        y, height = self._finger.y(), self._canvas.viewport().height()
        return round(min(0.0, y - _EDGE_PX) or max(0.0, y - (height - _EDGE_PX)))

    def _scroll_at_edge(self) -> None:
        """A passage that goes on below the view can be selected in one pull."""
        beyond = self._beyond_edge()
        if not self._is_down or not beyond or self.selection is None:
            self._edge.stop()
            return
        self._canvas.scroll_by(beyond // 4 or (1 if beyond > 0 else -1))
        self._take_up_to(self._finger)

    def _take_up_to(self, point: QPointF) -> None:
        if self.selection is None:
            return
        view = self._canvas.view_of(self.selection.page_index)
        # The finger is on the handle, which hangs below its word.
        lift = QPointF(0, HANDLE_RADIUS_PX if self._canvas.touches.tool == "finger" else 0)
        word = view.nearest_word(self._known(), point - lift)
        if word is None:
            return
        if self._dragged_end:
            self._become(self.selection.with_end(is_first=self._dragged_end == "first", word=word))
            self._dragged_end = ""  # from here on the head is what moves
        elif word != self.selection.head:
            self._become(self.selection.with_head(word))

    def _release(self, _point: QPointF) -> None:
        was_down = self._is_down
        self._let_go()
        if was_down and not self.is_empty:
            self.chosen.emit()

    def _let_go(self) -> None:
        self._is_down = False
        self._edge.stop()

    # --- keyboard ---

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        arrow = _ARROWS.get(Qt.Key(event.key()))
        if arrow and shift:
            return self._extend(arrow, moves_all=False)
        if arrow and ctrl and self.selection:
            return self._extend(arrow, moves_all=True)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self.is_empty:
            self.confirmed.emit()
            return True
        return False

    def _extend(self, arrow: dict[str, int], *, moves_all: bool) -> bool:
        """Shift: the end moves. Ctrl: the selection becomes the word there."""
        if self.selection is None:
            self._start_by_key()
            return True
        words = self._known()
        if words:
            head = step(words, self.selection.head, **arrow)
            anchor = head if moves_all else self.selection.anchor
            self._become(Selection(self.selection.page_index, anchor, head))
            announce(self._canvas, words[head].text)
            box = words[head].box
            self._canvas.show_spot(self.selection.page_index, box.x0, box.y0)
        return True

    def _start_by_key(self) -> None:
        """The first word that is seen of the page being read."""
        view = self._canvas.view_of(self._canvas.page_index)
        words = self._words.get(view.index)
        self._key_waits = words is None
        if words:
            window = QRectF(self._canvas.viewport().rect())
            seen = (n for n, word in enumerate(words) if window.contains(view.box_rect(word.box)))
            first = next(seen, None)
            if first is not None:
                self._become(Selection(view.index, first, first))
                announce(self._canvas, words[first].text)
