"""How many of the asked things are done: filled dots with a tick, and hollow ones."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.ui.theme.look import Look
from app.ui.translation import tr

_DOT_PX = 26
_GAP_PX = 12


class StepDots(QWidget):
    """Hides itself when nothing is asked."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._done = self._total = 0
        self.hide()

    def show_steps(self, done: int, total: int) -> None:
        if (done, total) != (self._done, self._total):
            self._done, self._total = done, total
            self.setAccessibleName(tr("{done} trên {total} việc", done=done, total=total))
            self.setVisible(total > 0)
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        wide = self._total * _DOT_PX + max(0, self._total - 1) * _GAP_PX
        return QSize(wide + 4, _DOT_PX + 4)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette, radius = self._look.theme.palette, _DOT_PX / 2
        for number in range(self._total):
            left = 2 + number * (_DOT_PX + _GAP_PX)
            middle = QPointF(left + radius, self.height() / 2)
            is_done = number < self._done
            painter.setPen(QPen(QColor(palette.good if is_done else palette.edge), 3))
            painter.setBrush(QColor(palette.good) if is_done else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(middle, radius - 2, radius - 2)
            if is_done:
                painter.setPen(QPen(QColor(palette.surface), 3))
                x, y = middle.x(), middle.y()
                painter.drawPolyline([QPointF(x - 6, y), QPointF(x - 1, y + 5), QPointF(x + 6, y - 5)])
