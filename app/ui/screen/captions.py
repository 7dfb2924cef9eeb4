"""Words as they are said: always the last lines, whole lines only; grey until they are settled."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QTextCharFormat,
    QTextLayout,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.captions.presenter import Said
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
        self._marks: list[QTextLayout.FormatRange] = []
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

    def show_lines(self, lines: Sequence[Said]) -> None:
        """A speaker begins a line, with their name."""
        text, marks = "", []
        for said in lines:
            for part, tone, is_name in (
                (f"{said.speaker}:" if said.speaker else "", "accent_text", True),
                (said.text, "ink" if said.is_settled else "ink_soft", False),
            ):
                if part:
                    text += ("\u2028" if is_name else " ") if text else ""
                    marks.append(self._mark(len(text), len(part), tone, is_name=is_name))
                    text += part
        cut = max(0, len(text) - _LONGEST)
        for mark in marks:
            mark.start, mark.length = max(0, mark.start - cut), mark.length - max(0, cut - mark.start)
        marks = [mark for mark in marks if mark.length > 0]
        text = text[cut:]
        if (text, marks) != (self._text, self._marks):
            self._text, self._marks = text, marks
            self.setAccessibleName(f"{tr('Lời phát biểu')}: {text}")
            self.update()

    def _mark(self, start: int, length: int, tone: str, *, is_name: bool) -> QTextLayout.FormatRange:
        mark, style = QTextLayout.FormatRange(), QTextCharFormat()
        style.setForeground(QColor(getattr(self._look.theme.palette, tone)))
        if is_name:
            style.setFontWeight(QFont.Weight.Bold)
        mark.start, mark.length, mark.format = start, length, style
        return mark

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        layout = QTextLayout(self._text, self._font)
        layout.setFormats(self._marks)
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
