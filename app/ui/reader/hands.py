"""Keys, wheel and two fingers on the pages. (What one finger means is in `touch`.)"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QNativeGestureEvent, QWheelEvent
from PySide6.QtWidgets import QGestureEvent, QPinchGesture

from app.ui.reader.canvas import PageCanvas

_KEY_STEP_PX = 64
_KEPT_IN_SIGHT_PX = 48
"""Of the text when a whole view is scrolled on."""


class Hands(QObject):
    """Listens to a canvas and moves it. GUI thread."""

    def __init__(self, canvas: PageCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        canvas.viewport().grabGesture(Qt.GestureType.PinchGesture)
        # Qt's own two-finger scrolling would move the page a second time.
        canvas.viewport().ungrabGesture(Qt.GestureType.PanGesture)
        canvas.viewport().installEventFilter(self)
        canvas.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._canvas:
            return isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self._key(event)
        if isinstance(event, QWheelEvent):
            return self._wheel(event)
        if isinstance(event, QGestureEvent):
            pinch = event.gesture(Qt.GestureType.PinchGesture)
            if isinstance(pinch, QPinchGesture):
                self._pinch(pinch)
                event.accept()
                return True
        if isinstance(event, QNativeGestureEvent):
            is_zoom = event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture
            if is_zoom:
                self._canvas.begin_moving()
                self._canvas.set_zoom(self._canvas.zoom * (1 + event.value()), event.position())
            return is_zoom
        return False

    def _pinch(self, pinch: QPinchGesture) -> None:
        """What lies under two fingers stays under them while they part, close and wander."""
        if pinch.state() not in (Qt.GestureState.GestureStarted, Qt.GestureState.GestureUpdated):
            return  # Qt tells the last movement once more
        canvas = self._canvas
        canvas.touches.cancel()
        canvas.hold_still()  # the finger that stays down last would drag from where it began
        canvas.begin_moving()
        before, now = (
            QPointF(canvas.viewport().mapFromGlobal(point.toPoint()))
            for point in (pinch.lastCenterPoint(), pinch.centerPoint())
        )
        canvas.set_zoom(canvas.zoom * pinch.scaleFactor(), before, now)

    def _wheel(self, event: QWheelEvent) -> bool:
        canvas, turned = self._canvas, event.angleDelta().y()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            canvas.begin_moving()
            canvas.set_zoom(canvas.zoom * 1.0015**turned, event.position())
            return True
        canvas.moved_by_hand.emit()
        by = 1 if turned < 0 else -1
        if turned and canvas.is_at_end(by):
            canvas.turn_page(by)
            return True
        canvas.scroll_by(0)
        return False

    def _key(self, event: QKeyEvent) -> bool:
        canvas, key = self._canvas, Qt.Key(event.key())
        screenful = canvas.viewport().height() - _KEPT_IN_SIGHT_PX
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        down = {
            Qt.Key.Key_PageDown: screenful,
            Qt.Key.Key_Space: -screenful if shift else screenful,
            Qt.Key.Key_PageUp: -screenful,
            Qt.Key.Key_Down: _KEY_STEP_PX,
            Qt.Key.Key_Up: -_KEY_STEP_PX,
        }.get(key)
        aside = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(key)
        across = canvas.horizontalScrollBar()
        if down is not None:
            self._move_by(down)
        elif aside and across.maximum():
            across.setValue(across.value() + aside * _KEY_STEP_PX)
        elif aside:
            canvas.turn_page(aside)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            canvas.moved_by_hand.emit()
            canvas.go_to(0 if key is Qt.Key.Key_Home else canvas.page_count - 1)
        else:
            return False
        return True

    def _move_by(self, pixels: int) -> None:
        """Scroll; one page at a time, its end leads to the next page."""
        by = 1 if pixels > 0 else -1
        self._canvas.moved_by_hand.emit()
        if self._canvas.is_at_end(by):
            self._canvas.turn_page(by)
        else:
            self._canvas.scroll_by(pixels)
