"""Where one's seat is: the hall small, the own seat large, the stage above."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.domain.entities import Seat
from app.ui.theme.look import Look
from app.ui.theme.tokens import Type
from app.ui.translation import tr

_STAGE_SHARE = 0.18
_LEAST_SPOT_PX = 20.0


class SeatSpot(QWidget):
    """Hides itself where the hall's plan has no such seat."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._seats: tuple[Seat, ...] = ()
        self._own: Seat | None = None
        scale = min(look.theme.scale, 1.25)
        self.setFixedSize(QSize(round(280 * scale), round(190 * scale)))
        self.hide()

    def show_seat(self, seats: Sequence[Seat], own: Seat | None) -> None:
        self._seats, self._own = tuple(seats), own
        self.setVisible(own is not None)
        if own is not None:
            self.setAccessibleName(
                tr("Chỗ ngồi {seat}, hàng {row} từ sân khấu", seat=own.name, row=own.row + 1)
            )
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._own is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self._look.theme.palette
        font = QFont(self._look.family)
        font.setPixelSize(self._look.theme.type_px(Type.SMALL))
        painter.setFont(font)
        room = QRectF(self.rect())
        stage = QRectF(room.width() * 0.2, 0, room.width() * 0.6, room.height() * _STAGE_SHARE)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.surface))
        painter.drawRoundedRect(stage, 6, 6)
        painter.setPen(QColor(palette.ink))
        painter.drawText(stage, Qt.AlignmentFlag.AlignCenter, tr("Sân khấu"))
        hall = room.adjusted(12, stage.height() + 12, -12, -12)
        rows = max(seat.row for seat in self._seats) + 1
        columns = max(seat.column for seat in self._seats) + 1
        cell = min(hall.width() / columns, hall.height() / rows, 28.0)
        corner = QPointF(hall.center().x() - cell * columns / 2, hall.top())

        def middle(seat: Seat) -> QPointF:
            return corner + QPointF((seat.column + 0.5) * cell, (seat.row + 0.5) * cell)

        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.edge))
        for seat in self._seats:
            painter.drawEllipse(middle(seat), cell * 0.28, cell * 0.28)
        side = max(cell, _LEAST_SPOT_PX)
        spot = middle(self._own)
        painter.setPen(QPen(QColor(palette.surface), 3))
        painter.setBrush(QColor(palette.accent))
        painter.drawRoundedRect(QRectF(spot.x() - side / 2, spot.y() - side / 2, side, side), 5, 5)
