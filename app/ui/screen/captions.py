"""Words as they are said: always the last lines, whole lines only."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QTextLayout
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.theme.look import Look
from app.ui.theme.style import above_ascent_px
from app.ui.theme.tokens import Type
from app.ui.translation import tr

_LONGEST = 600
"""Characters laid out at most: more than the lines ever hold."""


class Captions(QWidget):
    """As high as its lines; what was said earlier goes out at the top."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._text = ""
        self._font = QFont(look.family)
        self._font.setPixelSize(look.theme.type_px(Type.HEADING))
        self._lines = 1
        self._above_px = above_ascent_px(self._font.pixelSize())
        self._font.setWeight(QFont.Weight.Medium)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_lines(self, count: int) -> None:
        self._lines = count
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, self._lines * QFontMetrics(self._font).lineSpacing() + self._above_px + 4)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def show_text(self, text: str) -> None:
        if text != self._text:
            self._text = text
            self.setAccessibleName(f"{tr('Lời phát biểu')}: {text[-_LONGEST:]}")
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QColor(self._look.theme.palette.ink))
        layout = QTextLayout(self._text[-_LONGEST:], self._font)
        layout.beginLayout()
        tops: list[float] = []
        height = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(self.width())
            line.setPosition(QPointF(0, height))
            tops.append(height)
            height += line.height()
        layout.endLayout()
        first = max(0, len(tops) - self._lines)
        for number in range(first, len(tops)):
            layout.lineAt(number).draw(painter, QPointF(0, self._above_px - tops[first]))
