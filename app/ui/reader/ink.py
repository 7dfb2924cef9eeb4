"""Drawing by hand. A pen draws at once; a finger draws in ink mode, and scrolls while a pen is in use."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import QObject, QPointF, QTimer, Signal
from PySide6.QtGui import QPainter

from app.domain.clock import Clock
from app.ui.reader.canvas import PageCanvas
from app.ui.reader.desk import MarkDesk
from app.ui.reader.layout import PageView
from app.ui.reader.overlay import ink_path, ink_pen, mark_tone
from app.ui.reader.touch import Tool
from app.ui.services import MarkKind, NewMark
from app.ui.theme.look import Look

PEN_REMEMBERED_S = 60.0
"""So long after a pen's last touch a finger scrolls instead of drawing (palms rest on the glass)."""
REST_MS = 1_200
"""Pulls of the pen that follow each other sooner are one mark: a word written by hand is undone as a word."""
_LEAST_STEP_PT = 0.7
_MOST_POINTS = 4_000
_MEANT_PX = 48.0
"""A stroke longer than that, cut off by a palm on the glass, is kept."""


class InkTool(QObject):
    """Collects strokes on one page and keeps them as one mark when the hand rests.

    `changed`: ink mode went on or off, or there is something wet to take back.
    """

    changed = Signal()

    def __init__(
        self, look: Look, canvas: PageCanvas, desk: MarkDesk, document_id: UUID, clock: Clock
    ) -> None:
        super().__init__(canvas)
        self._look, self._canvas, self._desk = look, canvas, desk
        self._document_id, self._clock = document_id, clock
        self._is_on = False
        self._pen_seen_s: float | None = None
        self._page = -1
        self._strokes: list[list[tuple[float, float]]] = []
        self._is_drawing = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self.keep)
        canvas.touches.pressed.connect(self._press)
        canvas.touches.dragged.connect(self._drag)
        canvas.touches.released.connect(self._release)
        canvas.touches.cancelled.connect(self._cancel)

    @property
    def is_on(self) -> bool:
        return self._is_on

    @property
    def is_wet(self) -> bool:
        """Whether there are strokes that have not become a mark yet."""
        return bool(self._strokes)

    def set_on(self, is_on: bool) -> None:
        if is_on != self._is_on:
            self.keep()
            self._is_on = is_on
            self.changed.emit()

    def claims(self, _point: QPointF) -> bool:
        return self._is_on and not self._pen_is_near()

    def undo_stroke(self) -> bool:
        """Take back the last wet stroke; whether there was one."""
        if not self._strokes:
            return False
        self._strokes.pop()
        self._canvas.viewport().update()
        self.changed.emit()
        return True

    def keep(self) -> None:
        """The hand rests: what is wet becomes a mark."""
        self._rest.stop()
        strokes, self._strokes = self._strokes, []
        if strokes and self._desk.can_mark:
            drawn = tuple(tuple(stroke) for stroke in strokes)
            self._desk.make(
                NewMark(self._document_id, self._page, MarkKind.INK, self._desk.color, strokes=drawn)
            )

    def paint(self, painter: QPainter, view: PageView) -> None:
        if self._strokes and view.index == self._page:
            painter.setPen(ink_pen(view, mark_tone(self._look, self._desk.color).line))
            painter.drawPath(ink_path(view, tuple(tuple(stroke) for stroke in self._strokes)))

    def _pen_is_near(self) -> bool:
        seen = self._pen_seen_s
        return seen is not None and self._clock.monotonic_s() - seen < PEN_REMEMBERED_S

    def _press(self, point: QPointF, tool: str) -> None:
        self._is_drawing = False
        is_pen = tool == Tool.PEN
        if is_pen:
            self._pen_seen_s = self._clock.monotonic_s()
        may_draw = is_pen or (self._is_on and (tool == Tool.MOUSE or not self._pen_is_near()))
        view = self._canvas.view_at(point)
        if not may_draw or view is None or not self._desk.can_mark or self._canvas.touches.is_grabbed:
            return
        if view.index != self._page:
            self.keep()
        self._rest.stop()
        self._page, self._is_drawing = view.index, True
        self._canvas.touches.grab()
        self._strokes.append([view.to_page(point)])

    def _drag(self, point: QPointF) -> None:
        if not self._is_drawing:
            return
        x, y = self._canvas.view_of(self._page).to_page(point)
        last_x, last_y = self._strokes[-1][-1]
        if abs(x - last_x) + abs(y - last_y) >= _LEAST_STEP_PT:
            self._strokes[-1].append((round(x, 2), round(y, 2)))
            self._canvas.viewport().update()

    def _cancel(self) -> None:
        """Two fingers zoom and move the page: what the first of them drew meanwhile was not meant."""
        if not self._is_drawing:
            return
        bounds = ink_path(self._canvas.view_of(self._page), (tuple(self._strokes[-1]),)).boundingRect()
        if max(bounds.width(), bounds.height()) < _MEANT_PX:
            self._is_drawing = False
            self._strokes.pop()
            self._canvas.viewport().update()
            self.changed.emit()
            if self._strokes:
                self._rest.start()
        else:
            self._release(self._canvas.view_of(self._page).to_view(*self._strokes[-1][-1]))

    def _release(self, point: QPointF) -> None:
        if not self._is_drawing:
            return
        self._is_drawing = False
        if not self._is_on and len(self._strokes[-1]) < 2:
            self._strokes.pop()  # a pen that only touched is a finger
            self._canvas.tapped.emit(point)
            return
        self._is_on = True  # a pen that drew: now the bar with undo and "done" is there
        if sum(map(len, self._strokes)) > _MOST_POINTS:
            self.keep()
        else:
            self._rest.start()
        self._canvas.viewport().update()
        self.changed.emit()
