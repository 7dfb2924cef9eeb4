"""What fingers, mouse and pen mean on a page: tap, double tap, long press, drag, sweep."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent, QTabletEvent, QTouchEvent
from PySide6.QtWidgets import QApplication

LONG_PRESS_MS = 500
SLOP_PX = 12.0
"""How far a resting fingertip trembles (Android's touch slop is 8 dp; hands of seventy shake more)."""
_DOUBLE_TAP_REACH_PX = 40.0
_PRESSES = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick, QEvent.Type.TabletPress)


class Tool(StrEnum):
    """What touches the page."""

    FINGER = "finger"
    MOUSE = "mouse"
    PEN = "pen"


class Touches(QObject):
    """Turns the viewport's events into gestures. GUI thread.

    Scrolling itself is QScroller's. A drag belongs either to the scroller or to us: `grab()` (called while
    `held` or `pressed` is told) claims the present touch, and from then on `dragged` and `released` are told
    until it ends.
    """

    pressed = Signal(QPointF, str)
    tapped = Signal(QPointF)
    double_tapped = Signal(QPointF)
    held = Signal(QPointF)
    dragged = Signal(QPointF)
    released = Signal(QPointF)
    cancelled = Signal()
    """Instead of `released`: a second finger came down, or the scroller took over."""
    swept = Signal(float)
    """How far a finger that nobody grabbed has moved sideways, in pixels, while it moves."""
    sweep_ended = Signal(float)
    """The same, once it is lifted; 0 when the touch turned out to be something else."""

    def __init__(self, parent: QObject, *, has_double_taps: bool = True) -> None:
        """Without double taps a tap is told at once."""
        super().__init__(parent)
        self._has_double_taps = has_double_taps
        self._start: QPointF | None = None
        self._last = QPointF()
        self._tool = Tool.FINGER
        self._is_grabbed = False
        self._has_moved = False
        self._last_tap: QPointF | None = None
        self._hold = self._timer(LONG_PRESS_MS, self._hold_over)
        self._single = self._timer(QApplication.doubleClickInterval(), self._single_over)

    def _timer(self, interval_ms: int, slot: object) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval_ms)
        timer.timeout.connect(slot)
        return timer

    @property
    def is_grabbed(self) -> bool:
        return self._is_grabbed

    @property
    def has_moved(self) -> bool:
        """Whether the present touch is a drag."""
        return self._has_moved

    @property
    def tool(self) -> Tool:
        return self._tool

    def grab(self) -> None:
        """This touch is ours: no tap, no long press, no sweep comes of it."""
        self._is_grabbed = True
        self._hold.stop()

    def cancel(self) -> None:
        """The touch became a scroll or a pinch."""
        self._hold.stop()
        if self._is_grabbed:
            self.cancelled.emit()
        elif self._start is not None:
            self.sweep_ended.emit(0.0)
        self._start, self._is_grabbed = None, False

    def handle(self, event: QEvent) -> bool:
        """Whether the event was a touch, mouse button or pen and is dealt with."""
        if isinstance(event, QTouchEvent):
            self._touch(event)
        elif isinstance(event, QTabletEvent):
            self._pointer(event, Tool.PEN)
        elif isinstance(event, QMouseEvent):
            if event.button() not in (Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton):
                return False
            self._pointer(event, Tool.MOUSE)
        else:
            return False
        event.accept()
        return True

    def _touch(self, event: QTouchEvent) -> None:
        points = event.points()
        if event.type() == QEvent.Type.TouchCancel or len(points) > 1:
            self.cancel()
            return
        place = points[0].position()
        if event.type() == QEvent.Type.TouchBegin:
            self._begin(place, Tool.FINGER)
        elif event.type() == QEvent.Type.TouchUpdate:
            self._move(place)
        elif event.type() == QEvent.Type.TouchEnd:
            self._end(place)

    def _pointer(self, event: QMouseEvent | QTabletEvent, tool: Tool) -> None:
        kind, place = event.type(), event.position()
        if kind == QEvent.Type.MouseButtonDblClick and self._has_double_taps:
            self._start = self._last_tap = None
            self._single.stop()
            self.double_tapped.emit(place)
        elif kind in _PRESSES:
            self._begin(place, tool)
        elif kind in (QEvent.Type.MouseMove, QEvent.Type.TabletMove):
            self._move(place)
        elif kind in (QEvent.Type.MouseButtonRelease, QEvent.Type.TabletRelease):
            self._end(place)

    def _begin(self, place: QPointF, tool: Tool) -> None:
        self._start, self._last, self._tool = place, place, tool
        self._is_grabbed = self._has_moved = False
        self._hold.start()
        self.pressed.emit(place, tool.value)

    def _move(self, place: QPointF) -> None:
        if self._start is None:
            return
        self._last = place
        if self._is_grabbed:
            self.dragged.emit(place)
            return
        moved = place - self._start
        if not self._has_moved and moved.manhattanLength() > SLOP_PX:
            self._has_moved = True
            self._hold.stop()
            if self._tool is not Tool.FINGER:
                # A mouse or pen that is drawn over text selects it; fingers scroll.
                self.held.emit(self._start)
                self.dragged.emit(place)
                return
        if self._has_moved:
            self.swept.emit(moved.x() if abs(moved.x()) > abs(moved.y()) else 0.0)

    def _end(self, place: QPointF) -> None:
        start, self._start = self._start, None
        self._hold.stop()
        if start is None:
            return
        if self._is_grabbed:
            self._is_grabbed = False
            self.released.emit(place)
        elif self._has_moved:
            moved = place - start
            self.sweep_ended.emit(moved.x() if abs(moved.x()) > abs(moved.y()) else 0.0)
        else:
            self._tap(place)

    def _tap(self, place: QPointF) -> None:
        if not self._has_double_taps:
            self.tapped.emit(place)
            return
        before, self._last_tap = self._last_tap, place
        near = before is not None and (place - before).manhattanLength() <= _DOUBLE_TAP_REACH_PX
        if self._single.isActive() and near:
            self._single.stop()
            self._last_tap = None
            self.double_tapped.emit(place)
        else:
            self._single.start()

    def _single_over(self) -> None:
        if self._last_tap is not None:
            self.tapped.emit(self._last_tap)
            self._last_tap = None

    def _hold_over(self) -> None:
        if self._start is not None and not self._is_grabbed:
            self.held.emit(self._start)
