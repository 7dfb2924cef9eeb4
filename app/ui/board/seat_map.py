"""The hall from above, every seat by its state. Drag to move, pinch or wheel to zoom, tap for the person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QGestureEvent, QPinchGesture, QWidget

from app.credentials.attendance import Standing, seating, standing_of
from app.domain.state import CongressState
from app.ui.board.seat_shapes import paint_seat
from app.ui.board.standing import standing_word
from app.ui.theme.look import Look
from app.ui.theme.tokens import Type
from app.ui.translation import tr

_CELL_PX = 44.0
"""One seat with its gap at zoom 1."""
_SEAT_SHARE = 0.8
_MOST_ZOOM = 4.0
_STEP = 1.3
_SLOP_PX = 12.0
_LEAST_NAMED_PX = 46.0
"""From this size of a seat on, its name is written under its sign."""
_STAGE_PX = 44.0
_MARGIN_PX = 16.0


@dataclass(frozen=True, slots=True)
class SeatModel:
    """One seat of the plan. `standing` None: nobody was given it."""

    name: str
    row: int
    column: int
    person_id: UUID | None = None
    person_name: str = ""
    standing: Standing | None = None

    @property
    def spoken(self) -> str:
        if self.standing is None:
            return tr("Ghế {seat}, không có ai", seat=self.name)
        return f"{self.name}, {self.person_name}, {standing_word(self.standing)}"


def seat_models(state: CongressState) -> tuple[SeatModel, ...]:
    return tuple(
        SeatModel(
            seat.name,
            seat.row,
            seat.column,
            person.id if person else None,
            person.full_name if person else "",
            standing_of(state, person.id) if person else None,
        )
        for seat, person in seating(state)
    )


class SeatMap(QWidget):
    """Paints only the seats that are seen. `chosen(person_id)`; `moved_to(words)` as the keys walk."""

    chosen = Signal(object)
    moved_to = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._seats: tuple[SeatModel, ...] = ()
        self._zoom, self._fit_zoom = 1.0, 1.0
        self._offset = QPointF()
        self._drag_from: QPointF | None = None
        self._has_dragged = False
        self._cursor: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(240, 150)
        self.setAccessibleName(tr("Sơ đồ chỗ ngồi"))
        self.grabGesture(Qt.GestureType.PinchGesture)

    def sizeHint(self) -> QSize:
        # Small: what stands above takes a panel's wish for its least height. The rest comes by stretch.
        return QSize(320, 150)

    def show_seats(self, seats: Sequence[SeatModel]) -> None:
        """The same plan keeps its zoom and place; another one is fitted into the window."""
        fresh = tuple(seats)
        same_plan = [(one.row, one.column) for one in fresh] == [(one.row, one.column) for one in self._seats]
        self._seats = fresh
        if not same_plan:
            self._cursor = None
            self.fit()
        self.update()

    # --- zoom and place ---

    @property
    def zoom(self) -> float:
        return self._zoom

    def fit(self) -> None:
        """The whole hall in the window."""
        size = self._hall()
        if size.isEmpty():
            return
        room = self.rect().adjusted(0, 0, -round(2 * _MARGIN_PX), -round(2 * _MARGIN_PX + _STAGE_PX))
        self._fit_zoom = max(0.05, min(room.width() / size.width(), room.height() / size.height(), 1.6))
        self._zoom = self._fit_zoom
        self._offset = QPointF(
            (self.width() - size.width() * self._zoom) / 2,
            _MARGIN_PX + _STAGE_PX + (room.height() - size.height() * self._zoom) / 2,
        )
        self.update()

    def zoom_in(self) -> None:
        self._zoom_at(QPointF(self.rect().center()), _STEP)

    def zoom_out(self) -> None:
        self._zoom_at(QPointF(self.rect().center()), 1 / _STEP)

    def _zoom_at(self, point: QPointF, factor: float) -> None:
        zoom = min(max(self._zoom * factor, self._fit_zoom), _MOST_ZOOM)
        self._offset = point - (point - self._offset) * (zoom / self._zoom)
        self._zoom = zoom
        if zoom == self._fit_zoom:
            self.fit()
        self._keep_in_sight()

    def _keep_in_sight(self) -> None:
        """At least a few seats stay in the window, wherever it is dragged."""
        size, edge = self._hall(), 120.0
        wide, high = size.width() * self._zoom, size.height() * self._zoom
        x = min(max(self._offset.x(), edge - wide), self.width() - edge)
        y = min(max(self._offset.y(), edge - high), self.height() - edge)
        self._offset = QPointF(x, y)
        self.update()

    def _hall(self) -> QRectF:
        """The plan in pixels at zoom 1."""
        if not self._seats:
            return QRectF()
        rows = max(seat.row for seat in self._seats) + 1
        columns = max(seat.column for seat in self._seats) + 1
        return QRectF(0, 0, columns * _CELL_PX, rows * _CELL_PX)

    def place_of(self, seat: SeatModel) -> QRectF:
        """The seat in the window."""
        cell = _CELL_PX * self._zoom
        side = cell * _SEAT_SHARE
        gap = (cell - side) / 2
        left = self._offset.x() + seat.column * cell + gap
        return QRectF(left, self._offset.y() + seat.row * cell + gap, side, side)

    def seat_at(self, point: QPointF) -> SeatModel | None:
        """The seat whose cell holds the point: gaps belong to the seat beside them, fingers are wide."""
        cell = _CELL_PX * self._zoom
        at = (point - self._offset) / cell
        row, column = int(at.y() // 1), int(at.x() // 1)
        return next((one for one in self._seats if (one.row, one.column) == (row, column)), None)

    # --- drawing ---

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        palette, window = self._look.theme.palette, QRectF(self.rect())
        painter.setClipRect(window)
        self._paint_stage(painter)
        names = QFont(self._look.family)
        names.setPixelSize(max(16, round(_CELL_PX * self._zoom * 0.2)))
        painter.setFont(names)
        for number, seat in enumerate(self._seats):
            box = self.place_of(seat)
            if not window.intersects(box):
                continue
            is_named = box.width() >= _LEAST_NAMED_PX
            sign = _upper(box, names.pixelSize()) if is_named else box
            paint_seat(painter, palette, sign, seat.standing)
            if is_named:
                painter.setPen(QColor(palette.ink_soft))
                below = QRectF(
                    box.left() - 6, sign.bottom(), box.width() + 12, box.bottom() - sign.bottom() + 4
                )
                painter.drawText(below, Qt.AlignmentFlag.AlignCenter, seat.name)
            if number == self._cursor and self.hasFocus():
                painter.setPen(QPen(QColor(palette.focus), 3))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(box.adjusted(-3, -3, 3, 3), 8, 8)
        if self.hasFocus():
            painter.setPen(QPen(QColor(palette.focus), 3))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(window.adjusted(2, 2, -2, -2), 10, 10)

    def _paint_stage(self, painter: QPainter) -> None:
        """Where the presidium sits: without it nobody knows which way the hall faces."""
        if not self._seats:
            return
        palette, hall = self._look.theme.palette, self._hall()
        width = hall.width() * self._zoom
        box = QRectF(self._offset.x() + width * 0.15, self._offset.y() - _STAGE_PX, width * 0.7, 34)
        font = QFont(self._look.family)
        font.setPixelSize(self._look.theme.type_px(Type.SMALL))
        painter.setFont(font)
        word = tr("Sân khấu")
        least = painter.fontMetrics().horizontalAdvance(word) + 24
        if box.width() < least:
            box.adjust((box.width() - least) / 2, 0, (least - box.width()) / 2, 0)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.accent_soft))
        painter.drawRoundedRect(box, 8, 8)
        painter.setPen(QColor(palette.ink))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, word)

    # --- fingers, mouse, keys ---

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._zoom == self._fit_zoom:
            self.fit()
        else:
            self._keep_in_sight()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._drag_from, self._has_dragged = event.position(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag_from is None:
            return
        step = event.position() - self._drag_from
        if self._has_dragged or step.manhattanLength() > _SLOP_PX:
            self._has_dragged = True
            self._drag_from = event.position()
            self._offset += step
            self._keep_in_sight()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._drag_from = self._drag_from, None
        if pressed is None or self._has_dragged:
            return
        seat = self.seat_at(event.position())
        if seat is not None:
            self._cursor = self._seats.index(seat)
            self._tell(seat)
            if seat.person_id:
                self.chosen.emit(seat.person_id)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._zoom_at(event.position(), _STEP ** (event.angleDelta().y() / 240))

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QGestureEvent):
            pinch = event.gesture(Qt.GestureType.PinchGesture)
            if isinstance(pinch, QPinchGesture):
                self._has_dragged = True
                self._zoom_at(QPointF(self.mapFromGlobal(pinch.centerPoint())), pinch.scaleFactor())
                return True
        zooms = Qt.NativeGestureType.ZoomNativeGesture
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == zooms:
            self._zoom_at(event.position(), 1 + event.value())
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: (0, -1),
            Qt.Key.Key_Right: (0, 1),
            Qt.Key.Key_Up: (-1, 0),
            Qt.Key.Key_Down: (1, 0),
        }
        key = Qt.Key(event.key())
        if key in steps:
            self._walk(*steps[key])
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_in()
        elif key == Qt.Key.Key_Minus:
            self.zoom_out()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._cursor is not None:
            if person_id := self._seats[self._cursor].person_id:
                self.chosen.emit(person_id)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._cursor is None and self._seats and event.reason() != Qt.FocusReason.MouseFocusReason:
            self._cursor = 0
        self.update()

    def _walk(self, rows: int, columns: int) -> None:
        """To the next seat in that direction, over aisles."""
        if not self._seats:
            return
        here = self._seats[self._cursor or 0]

        def ahead(seat: SeatModel) -> bool:
            step = (seat.row - here.row) * rows + (seat.column - here.column) * columns
            return step > 0 and (seat.row == here.row if columns else True)

        def distance(seat: SeatModel) -> tuple[int, int]:
            across = abs(seat.column - here.column) if rows else abs(seat.row - here.row)
            along = abs(seat.row - here.row) if rows else abs(seat.column - here.column)
            return (along, across)

        found = min(filter(ahead, self._seats), key=distance, default=None)
        if found is not None:
            self._cursor = self._seats.index(found)
            self._tell(found)
            self._bring_into_view(found)

    def _bring_into_view(self, seat: SeatModel) -> None:
        box, room = self.place_of(seat), QRectF(self.rect()).adjusted(24, 24, -24, -24)
        if not room.contains(box):
            self._offset += room.center() - box.center()
        self._keep_in_sight()

    def _tell(self, seat: SeatModel) -> None:
        self.setAccessibleDescription(seat.spoken)
        self.moved_to.emit(seat.spoken)
        self.update()


def _upper(box: QRectF, text_px: int) -> QRectF:
    """The sign above a seat's name."""
    side = box.height() - text_px * 1.1
    return QRectF(box.center().x() - side / 2, box.top(), side, side)
