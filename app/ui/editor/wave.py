"""A minute of sound around what is being heard: loudness, borders of segments, the present place."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.services import Waveform
from app.ui.theme.look import Look
from app.ui.theme.tokens import CORNER_PX, Type
from app.ui.translation import tr
from app.ui.words import duration

SHOWN_MS = 60_000
_BAR_PX = 3
_AHEAD_ALPHA = 0.6
_STEP_MS = 5_000


class WaveView(QWidget):
    """`sought(at_ms)`: the secretary has put the finger (or the arrow keys) there."""

    sought = Signal(int)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._waveform: Waveform | None = None
        self._borders: Sequence[tuple[int, int]] = ()
        self._current: tuple[int, int] | None = None
        self._position_ms = 0
        self._dragged_ms: int | None = None
        self._start_ms = 0
        self._message = ""
        self.setAccessibleName(tr("Sóng âm thanh"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(320, round(96 * min(self._look.theme.scale, 1.25)))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.sizeHint().height())

    def show_sound(self, waveform: Waveform | None, message: str = "") -> None:
        """None: nothing to draw, for the reason in `message`."""
        self._waveform, self._message = waveform, message
        self.update()

    def show_segments(self, borders: Sequence[tuple[int, int]], current: tuple[int, int] | None) -> None:
        """Stretches near the place, and that of the current paragraph."""
        self._borders, self._current = borders, current
        self.update()

    def show_position(self, at_ms: int) -> None:
        self._position_ms = at_ms
        if self._dragged_ms is None:
            self._start_ms = self._start_for(at_ms)
        self.setAccessibleDescription(duration(at_ms))
        self.update()

    @property
    def shown_ms(self) -> tuple[int, int]:
        return self._start_ms, self._start_ms + SHOWN_MS

    def _start_for(self, at_ms: int) -> int:
        """The place stands in the middle, except at the ends of the recording."""
        length = len(self._waveform.peaks) * self._waveform.step_ms if self._waveform else 0
        return max(0, min(at_ms - SHOWN_MS // 2, length - SHOWN_MS))

    def _x(self, at_ms: int) -> float:
        return (at_ms - self._start_ms) * self.width() / SHOWN_MS

    def _ms(self, x: float) -> int:
        return max(0, self._start_ms + round(x * SHOWN_MS / max(1, self.width())))

    # --- painting ---

    def paintEvent(self, _event: QPaintEvent) -> None:
        palette = self._look.theme.palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(palette.focus if self.hasFocus() else palette.line), 1))
        painter.setBrush(QColor(palette.raised))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), CORNER_PX, CORNER_PX)
        font = QFont(self._look.family)
        font.setPixelSize(self._look.theme.type_px(Type.SMALL))
        painter.setFont(font)
        if self._waveform is None:
            painter.setPen(QColor(palette.ink_soft))
            box = self.rect().adjusted(12, 4, -12, -4)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._message)
            return
        if self._current is not None:
            left, right = (min(max(self._x(ms), 2.0), self.width() - 2.0) for ms in self._current)
            painter.fillRect(QRectF(left, 2, right - left, self.height() - 4), QColor(palette.accent_soft))
        self._paint_peaks(painter, self._waveform)
        self._paint_borders(painter)
        self._paint_place(painter)

    def _paint_peaks(self, painter: QPainter, waveform: Waveform) -> None:
        palette, middle = self._look.theme.palette, self.height() / 2
        played = QColor(palette.ink_soft)
        ahead = QColor(palette.edge)
        ahead.setAlphaF(_AHEAD_ALPHA)
        here = self._x(self._position_ms)
        for x in range(4, self.width() - 4, _BAR_PX + 1):
            first = self._ms(x) // waveform.step_ms
            last = max(first + 1, self._ms(x + _BAR_PX + 1) // waveform.step_ms)
            peak = max(waveform.peaks[first:last], default=0)
            half = max(1.0, peak / 255 * (middle - 8))
            painter.fillRect(QRectF(x, middle - half, _BAR_PX, 2 * half), played if x <= here else ahead)

    def _paint_borders(self, painter: QPainter) -> None:
        painter.setPen(QPen(QColor(self._look.theme.palette.edge), 1, Qt.PenStyle.DashLine))
        for start_ms, _end_ms in self._borders:
            x = self._x(start_ms)
            if 2 < x < self.width() - 2:
                painter.drawLine(QPointF(x, 4), QPointF(x, self.height() - 4))

    def _paint_place(self, painter: QPainter) -> None:
        palette = self._look.theme.palette
        at_ms = self._position_ms if self._dragged_ms is None else self._dragged_ms
        x = self._x(at_ms)
        painter.setPen(QPen(QColor(palette.focus), 3))
        painter.drawLine(QPointF(x, 2), QPointF(x, self.height() - 2))
        text = duration(at_ms)
        width = painter.fontMetrics().horizontalAdvance(text) + 12
        left = x + 6 if x + width + 8 < self.width() else x - width - 6
        box = QRect(round(left), 6, width, painter.fontMetrics().height())
        painter.fillRect(box, QColor(palette.focus))
        painter.setPen(QColor(palette.surface))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    # --- finger and keys ---

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._drag_to(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._drag_to(event)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        if self._dragged_ms is not None:
            at_ms, self._dragged_ms = self._dragged_ms, None
            self.sought.emit(at_ms)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            by_ms = _STEP_MS if event.key() == Qt.Key.Key_Right else -_STEP_MS
            self.sought.emit(max(0, self._position_ms + by_ms))
        else:
            super().keyPressEvent(event)

    def _drag_to(self, event: QMouseEvent) -> None:
        if self._waveform is not None and event.buttons() & Qt.MouseButton.LeftButton:
            self._dragged_ms = self._ms(min(max(event.position().x(), 0.0), float(self.width())))
            self.update()
