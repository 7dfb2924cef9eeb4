"""Painting one page: its picture or what there is of it, what lies over it, or why it cannot be shown."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter

from app.ui.reader.detail import Detail
from app.ui.reader.layout import PageView
from app.ui.reader.pages import PageLoader
from app.ui.reader.watermark import Watermark
from app.ui.services import Box
from app.ui.theme.look import Look
from app.ui.theme.tokens import CORNER_PX, Type

_ROUNDED_PX = 2.0
"""A page is rounded when it is laid out, its picture when it is drawn, and a part of it once more."""
Layer = Callable[[QPainter, PageView], None]
"""Something drawn over a page: found words, marks, the selection, wet ink."""


class PagePainter:
    """Paints pages with what `PageLoader` has, and never waits. GUI thread."""

    def __init__(
        self, look: Look, loader: PageLoader, words: Callable[[Exception], str], watermark: Watermark
    ) -> None:
        self._look, self._loader, self._words, self._watermark = look, loader, words, watermark
        palette = look.theme.palette
        self._paper = QColor("#000000" if look.theme.is_dark else palette.paper_tint)
        self.layers: list[Layer] = []

    def paint(self, painter: QPainter, view: PageView, window: QRect) -> None:
        place = view.rect.toRect()
        image = self._loader.image(view.index)
        if image is not None:
            _draw(painter, QRectF(place), image)
        else:
            painter.fillRect(place, self._paper)
        if enlarged := self._loader.detail(view.index):
            self._paint_detail(painter, view, *enlarged)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for layer in self.layers:
            painter.save()
            layer(painter, view)
            painter.restore()
        self._watermark.paint(painter, view.rect)
        if problem := self._loader.problem(view.index):
            self._paint_problem(painter, place.intersected(window), self._words(problem))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QColor(self._look.theme.palette.line))
        painter.drawRect(place.adjusted(0, 0, -1, -1))

    @staticmethod
    def _paint_detail(painter: QPainter, view: PageView, image: QImage, detail: Detail) -> None:
        clip = detail.drawn
        place = view.box_rect(Box(clip.x0, clip.y0, clip.x1, clip.y1))
        _draw(painter, place, image)

    def _paint_problem(self, painter: QPainter, seen: QRect, text: str) -> None:
        palette = self._look.theme.palette
        painter.setFont(text_font(self._look, Type.BODY))
        flags = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
        room = QRect(0, 0, max(200, min(640, seen.width() - 96)), 10_000)
        box = painter.boundingRect(room, flags, text).adjusted(-24, -20, 24, 20)
        box.moveCenter(seen.center())
        painter.setPen(QColor(palette.accent_text))
        painter.setBrush(QColor(palette.accent_soft))
        painter.drawRoundedRect(QRectF(box), CORNER_PX, CORNER_PX)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QColor(palette.ink))
        painter.drawText(box, flags, text)


def _draw(painter: QPainter, place: QRectF, image: QImage) -> None:
    """Dot by dot where the image is as large as its place: in a fifth of the time, and nothing is blurred."""
    size = image.deviceIndependentSize()
    off = max(abs(place.width() - size.width()), abs(place.height() - size.height()))
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, off >= _ROUNDED_PX)
    if off < _ROUNDED_PX:
        seen = QRectF(QPointF(), place.size() * image.devicePixelRatio()).toRect()
        painter.drawImage(place.topLeft().toPoint(), image, seen)
    else:
        painter.drawImage(place, image)


def text_font(look: Look, kind: Type) -> QFont:
    """A font for what is painted by hand."""
    font = QFont(look.family)
    font.setPixelSize(look.theme.type_px(kind))
    font.setWeight(QFont.Weight(kind.weight))
    return font
