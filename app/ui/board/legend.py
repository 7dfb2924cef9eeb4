"""What the signs of the seat map mean, drawn by the same hand."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from app.credentials.attendance import Standing
from app.ui.board.seat_shapes import paint_seat
from app.ui.board.standing import STANDING_LOOKS, standing_word
from app.ui.theme.look import Look
from app.ui.theme.tokens import Type
from app.ui.translation import tr
from app.ui.widgets.basics import Label, row, wrap


class Legend(QWidget):
    """A few signs with their words, in as many lines as they need."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        standings: tuple[Standing | None, ...] = (*STANDING_LOOKS, None)
        columns = 4 if look.theme.scale < 1.2 else 3 if look.theme.scale < 1.4 else 2
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        for number, standing in enumerate(standings):
            word = standing_word(standing) if standing else tr("Ghế trống")
            sign = QLabel()
            sign.setPixmap(_sign(look, standing))
            entry = wrap(row(sign, Label(word, Type.SMALL, wraps=False), 1))
            grid.addWidget(entry, number // columns, number % columns)
        self.setLayout(grid)


def _sign(look: Look, standing: Standing | None) -> QPixmap:
    side = look.theme.icon_px
    canvas = QPixmap(QSize(side, side))
    canvas.fill(Qt.GlobalColor.transparent)
    painter = QPainter(canvas)
    paint_seat(painter, look.theme.palette, QRectF(1, 1, side - 2, side - 2), standing)
    painter.end()
    return canvas
