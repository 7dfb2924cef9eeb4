"""One seat, drawn: its state is told by shape as well as by colour."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from app.credentials.attendance import Standing
from app.ui.theme.tokens import Palette


def paint_seat(painter: QPainter, palette: Palette, box: QRectF, standing: Standing | None) -> None:
    """Fill `box` with a seat; None: nobody was given it.

    Here: filled, with a tick. Late: a filled diamond with a clock's hands. Not arrived: hollow. With leave: a
    bar in it; without leave: a cross. Gone: dotted, with an arrow. Nobody's: a dot.
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    side = box.width()
    if standing is None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.line))
        painter.drawEllipse(box.center(), side * 0.16, side * 0.16)
    elif standing.is_here:
        is_late = standing is Standing.LATE
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.unsure if is_late else palette.good))
        if is_late:
            painter.drawPolygon(_diamond(box))
        else:
            painter.drawRoundedRect(box, side * 0.24, side * 0.24)
        _stroke(painter, box, QColor(palette.surface), _HANDS if is_late else _TICK)
    else:
        is_missing = standing is Standing.ABSENT_WITHOUT_LEAVE
        ink = QColor(palette.accent_text if is_missing else palette.edge)
        pen = QPen(ink, max(1.5, side * 0.07))
        if standing is Standing.LEFT:
            pen.setStyle(Qt.PenStyle.DotLine)
        painter.setPen(pen)
        painter.setBrush(QColor(palette.surface))
        inset = side * 0.05
        painter.drawRoundedRect(box.adjusted(inset, inset, -inset, -inset), side * 0.24, side * 0.24)
        for line in _LINES.get(standing, ()):
            _stroke(painter, box, ink, line)
    painter.restore()


_Line = tuple[tuple[float, float], ...]
_TICK: _Line = ((0.27, 0.52), (0.44, 0.69), (0.74, 0.34))
_HANDS: _Line = ((0.5, 0.27), (0.5, 0.54), (0.68, 0.54))
_LINES: dict[Standing, tuple[_Line, ...]] = {
    Standing.ABSENT_WITH_LEAVE: (((0.28, 0.5), (0.72, 0.5)),),
    Standing.ABSENT_WITHOUT_LEAVE: (((0.3, 0.3), (0.7, 0.7)), ((0.7, 0.3), (0.3, 0.7))),
    Standing.LEFT: (((0.28, 0.5), (0.72, 0.5)), ((0.56, 0.34), (0.72, 0.5), (0.56, 0.66))),
}


def _stroke(painter: QPainter, box: QRectF, ink: QColor, line: _Line) -> None:
    pen = QPen(ink, max(1.5, box.width() * 0.1))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.drawPolyline(
        QPolygonF([QPointF(box.left() + x * box.width(), box.top() + y * box.height()) for x, y in line])
    )


def _diamond(box: QRectF) -> QPolygonF:
    middle = box.center()
    return QPolygonF(
        [
            QPointF(middle.x(), box.top()),
            QPointF(box.right(), middle.y()),
            QPointF(middle.x(), box.bottom()),
            QPointF(box.left(), middle.y()),
        ]
    )
