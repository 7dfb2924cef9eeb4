"""Text with stretches that stand out (words found, words that differ): measured and painted in one way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QPoint, QPointF
from PySide6.QtGui import QFont, QPainter, QTextCharFormat, QTextLayout, QTextOption

Spans = Sequence[tuple[int, int]]


class MarkedText:
    """A paragraph laid out at a width. Cheap enough to be made anew for every painting of a row."""

    def __init__(self, text: str, font: QFont, width_px: int, spans: Spans, style: QTextCharFormat) -> None:
        self._layout = QTextLayout(text, font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._layout.setTextOption(option)
        self._layout.setFormats(list(_ranges(text, spans, style)))
        self._layout.beginLayout()
        height = 0.0
        while (line := self._layout.createLine()).isValid():
            line.setLineWidth(max(width_px, 1))
            line.setPosition(QPointF(0, height))
            height += line.height()
        self._layout.endLayout()
        self.height_px = round(height + 0.5)

    def paint(self, painter: QPainter, at: QPoint) -> None:
        """In the painter's pen."""
        self._layout.draw(painter, QPointF(at))


def _ranges(text: str, spans: Spans, style: QTextCharFormat) -> Iterable[QTextLayout.FormatRange]:
    """Qt counts in UTF-16 units; Python in characters."""
    units = [0]
    for character in text:
        units.append(units[-1] + (2 if ord(character) > 0xFFFF else 1))
    for first, last in spans:
        start, end = max(0, min(first, len(text))), max(0, min(last, len(text)))
        if start < end:
            part = QTextLayout.FormatRange()
            part.start, part.length, part.format = units[start], units[end] - units[start], style
            yield part
