"""What was said as a list in large type: grey while it is being heard, black when it is settled."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPalette, QTextLayout, QTextOption
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from app.ui.captions.presenter import Said
from app.ui.theme.look import Look
from app.ui.theme.tokens import Type
from app.ui.translation import tr
from app.ui.widgets.basics import make_kinetic
from app.ui.widgets.rows import Row, RowRole, RowsModel, row_width

_PAD_X, _PAD_Y, _ABOVE_NAME = 24, 6, 18
_NEAR_END_PX = 8
_KEPT_HEIGHTS = 2_000


class SaidList(QListView):
    """Follows the end while new words come, unless the reader has scrolled up."""

    follows = Signal(bool)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setAccessibleName(tr("Lời phát biểu"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.rows = RowsModel()
        self.setModel(self.rows)
        self.setItemDelegate(_SaidPainter(look, self))
        clear = self.palette()
        clear.setColor(QPalette.ColorRole.Base, QColor(0, 0, 0, 0))
        self.setPalette(clear)
        make_kinetic(self.viewport())
        self._is_following = True
        self._is_showing = False
        bar = self.verticalScrollBar()
        bar.valueChanged.connect(self._scrolled)
        bar.rangeChanged.connect(self._grown)

    @property
    def is_following(self) -> bool:
        return self._is_following

    def show_lines(self, lines: Sequence[Said]) -> None:
        """What is at the top stays there when something above it has become longer."""
        rows = [Row(one.key, one.text, detail=one.speaker, is_muted=not one.is_settled) for one in lines]
        if tuple(rows) == self.rows.rows:
            return
        top = self.indexAt(QPoint(1, 1))
        key, before_px = (top.data(RowRole).key, self.visualRect(top).top()) if top.isValid() else (None, 0)
        self._is_showing = True
        self.rows.set_rows(rows)
        self.doItemsLayout()
        bar = self.verticalScrollBar()
        if self._is_following:
            bar.setValue(bar.maximum())
        else:
            number = next((number for number, row in enumerate(rows) if row.key == key), None)
            if number is not None:
                bar.setValue(bar.value() + self.visualRect(self.rows.index(number)).top() - before_px)
        self._is_showing = False

    def go_to_end(self) -> None:
        self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())

    def _scrolled(self, value: int) -> None:
        if not self._is_showing:
            self._set_following(value >= self.verticalScrollBar().maximum() - _NEAR_END_PX)

    def _grown(self, _least: int, most: int) -> None:
        """Also when the window changes its size."""
        if self._is_following:
            self.verticalScrollBar().setValue(most)

    def _set_following(self, is_following: bool) -> None:
        if is_following != self._is_following:
            self._is_following = is_following
            self.follows.emit(is_following)


class _SaidPainter(QStyledItemDelegate):
    """The speaker's name above their first words."""

    def __init__(self, look: Look, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view
        self._palette = look.theme.palette
        self._words = QFont(look.family)
        self._words.setPixelSize(look.theme.type_px(Type.HEADING))
        self._name = QFont(look.family)
        self._name.setPixelSize(look.theme.type_px(Type.TITLE))
        self._name.setWeight(QFont.Weight.DemiBold)
        self._heights: dict[tuple[str, str, int], int] = {}

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        line: Row = index.data(RowRole)
        width = row_width(self._view)
        key = (line.title, line.detail, width)
        if key not in self._heights:
            if len(self._heights) > _KEPT_HEIGHTS:
                self._heights.clear()  # words being heard leave many lengths behind
            height = self._lay_out(self._words, line.title, width).boundingRect().height() + 2 * _PAD_Y
            if line.detail:
                height += self._lay_out(self._name, line.detail, width).boundingRect().height() + _ABOVE_NAME
            self._heights[key] = ceil(height)
        return QSize(width, self._heights[key])

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        line: Row = index.data(RowRole)
        place: QRect = option.rect
        top = float(place.top() + _PAD_Y)
        painter.save()
        if line.detail:
            name = self._lay_out(self._name, line.detail, place.width())
            painter.setPen(QColor(self._palette.accent_text))
            name.draw(painter, QPointF(place.left() + _PAD_X, top + _ABOVE_NAME))
            top += name.boundingRect().height() + _ABOVE_NAME
        painter.setPen(QColor(self._palette.ink_soft if line.is_muted else self._palette.ink))
        self._lay_out(self._words, line.title, place.width()).draw(
            painter, QPointF(place.left() + _PAD_X, top)
        )
        painter.restore()

    @staticmethod
    def _lay_out(font: QFont, text: str, width: int) -> QTextLayout:
        layout = QTextLayout(text, font)
        layout.setTextOption(QTextOption(Qt.AlignmentFlag.AlignLeft))
        layout.beginLayout()
        height = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(100, width - 2 * _PAD_X))
            line.setPosition(QPointF(0, height))
            height += line.height()
        layout.endLayout()
        return layout
