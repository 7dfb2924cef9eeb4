"""A list of delegations, each with a bar: filled for those present, hatched for those who will not come."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath
from PySide6.QtWidgets import QStyleOptionViewItem

from app.ui.board.presenter import BarRow
from app.ui.theme.look import Look
from app.ui.widgets.rows import Row, RowList, RowPainter, RowRole

_BAR_PX = 14
_PAD_PX = 12
_FOOT_PX = _BAR_PX + 12


class _BarPainter(RowPainter):
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        hint = super().sizeHint(option, index)
        return QSize(hint.width(), hint.height() + _FOOT_PX)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        whole = QRect(option.rect)
        words = QStyleOptionViewItem(option)
        words.rect = whole.adjusted(0, 0, 0, -_FOOT_PX)
        self._whole = whole
        super().paint(painter, words, index)
        bar = QRectF(
            whole.left() + _PAD_PX,
            whole.bottom() - _FOOT_PX + 2,
            whole.width() - 2 * _PAD_PX,
            _BAR_PX,
        )
        self._paint_bar(painter, bar, index.data(RowRole))

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, line: Row) -> None:
        """Around the words and the bar together."""
        whole = QStyleOptionViewItem(option)
        whole.rect = self._whole
        super()._paint_ground(painter, whole, line)

    def _paint_bar(self, painter: QPainter, bar: QRectF, line: BarRow) -> None:
        palette = self._look.theme.palette
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        outline = QPainterPath()
        outline.addRoundedRect(bar, _BAR_PX / 2, _BAR_PX / 2)
        painter.fillPath(outline, QColor(palette.raised))
        painter.save()
        painter.setClipPath(outline)
        on_time = line.present - line.late
        parts = (
            (on_time, QBrush(QColor(palette.good))),
            (line.late, QBrush(QColor(palette.unsure))),
            (1.0 - line.present - line.away, QBrush()),
            (line.away, QBrush(QColor(palette.edge), Qt.BrushStyle.BDiagPattern)),
        )
        left = bar.left()
        for share, brush in parts:
            width = bar.width() * max(0.0, share)
            painter.fillRect(QRectF(left, bar.top(), width, bar.height()), brush)
            left += width
        painter.restore()
        painter.setPen(QColor(palette.edge))
        painter.drawPath(outline)
        painter.restore()


class BarList(RowList):
    """Tap a delegation to see its people."""

    def __init__(self, look: Look, name: str) -> None:
        super().__init__(look, name)
        self.setItemDelegate(_BarPainter(look, self, is_framed=True))
