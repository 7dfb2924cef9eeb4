"""The minutes as one reads them: a model of paragraphs, and their painter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPen, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from app.ui.services import LineKind, MinutesLine
from app.ui.theme.look import Look
from app.ui.theme.tokens import CORNER_PX, Type
from app.ui.translation import tr
from app.ui.widgets.basics import make_kinetic
from app.ui.widgets.rows import row_width

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_LineRole = Qt.ItemDataRole.UserRole
_PAD_X, _PAD_Y = 20, 10
_KEPT_HEIGHTS = 5_000
_TAPPABLE = (LineKind.SPEECH, LineKind.VOTE, LineKind.ITEM, LineKind.OUTCOME)


def spoken(line: MinutesLine) -> str:
    """What a screen reader says, and what a search in the list finds."""
    said = f"{line.lead} {line.text}".strip()
    return f"{said} ({tr('máy đề xuất')})" if line.is_proposed else said


class MinutesModel(QAbstractListModel):
    """The paragraphs. What stays the same stays where it is, so that the view does not jump."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: tuple[MinutesLine, ...] = ()

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if role == _LineRole:
            return line
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return spoken(line)
        return None

    def set_lines(self, lines: Sequence[MinutesLine]) -> None:
        fresh, old = tuple(lines), self._lines
        first = _same_count(old, fresh)
        last = _same_count(old[first:][::-1], fresh[first:][::-1])
        gone, come = len(old) - first - last, len(fresh) - first - last
        changed = min(gone, come)
        if gone > come:
            self.beginRemoveRows(_ROOT, first + changed, first + gone - 1)
            self._lines = fresh
            self.endRemoveRows()
        elif come > gone:
            self.beginInsertRows(_ROOT, first + changed, first + come - 1)
            self._lines = fresh
            self.endInsertRows()
        self._lines = fresh
        if changed:
            self.dataChanged.emit(self.index(first), self.index(first + changed - 1))


def _same_count(old: Sequence[MinutesLine], fresh: Sequence[MinutesLine]) -> int:
    """How many lines at the beginning are the same."""
    pairs = zip(old, fresh, strict=False)
    return next((at for at, (one, other) in enumerate(pairs) if one != other), min(len(old), len(fresh)))


class _LinePainter(QStyledItemDelegate):
    """Paragraphs set as in the paper; what the machine proposed lies on a tint and says so."""

    def __init__(self, look: Look, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._look = look
        self._view = view
        self._body = self._font(Type.BODY)
        self._small = self._font(Type.SMALL)
        self._heights: dict[tuple[LineKind, str, str, int], int] = {}

    def _font(self, kind: Type) -> QFont:
        font = QFont(self._look.family)
        font.setPixelSize(self._look.theme.type_px(kind))
        return font

    def _lay_out(self, line: MinutesLine, room: int) -> QTextLayout:
        lead = f"{line.lead} " if line.lead and line.text else line.lead
        font = QFont(self._body)
        if line.kind in (LineKind.SITTING, LineKind.ITEM):
            font.setWeight(QFont.Weight.DemiBold)
        layout = QTextLayout(lead + line.text, font)
        bold = QTextCharFormat()
        bold.setFontWeight(QFont.Weight.DemiBold)
        part = QTextLayout.FormatRange()
        part.start, part.length, part.format = 0, len(lead), bold
        layout.setFormats([part])
        layout.beginLayout()
        height = 0.0
        while (one := layout.createLine()).isValid():
            one.setLineWidth(room)
            one.setPosition(QPointF(0, height))
            height += one.height()
        layout.endLayout()
        return layout

    def _text_px(self, line: MinutesLine, room: int) -> int:
        """Measured once: with every change the view asks for the heights of all lines."""
        key = (line.kind, line.lead, line.text, room)
        if key not in self._heights:
            if len(self._heights) > _KEPT_HEIGHTS:
                self._heights.clear()
            self._heights[key] = round(self._lay_out(line, room).boundingRect().height())
        return self._heights[key]

    def _note_px(self, line: MinutesLine) -> int:
        return QFontMetrics(self._small).height() + 4 if line.is_proposed else 0

    def sizeHint(self, _option: QStyleOptionViewItem, index: _Index) -> QSize:
        line: MinutesLine = index.data(_LineRole)
        width = row_width(self._view)
        height = self._text_px(line, width - 2 * _PAD_X) + self._note_px(line) + 2 * _PAD_Y
        least = self._look.theme.touch_px if line.kind in _TAPPABLE else 0
        return QSize(width, max(height, least) + 4)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        line: MinutesLine = index.data(_LineRole)
        palette = self._look.theme.palette
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = option.rect.adjusted(4, 2, -4, -2)
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        if line.is_proposed or focused:
            painter.setPen(QPen(QColor(palette.focus), 2) if focused else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(palette.unsure_soft if line.is_proposed else palette.surface))
            painter.drawRoundedRect(box, CORNER_PX, CORNER_PX)
        top = option.rect.top() + _PAD_Y + 2
        if line.is_proposed:
            painter.setFont(self._small)
            painter.setPen(QColor(palette.unsure))
            baseline = top + QFontMetrics(self._small).ascent()
            painter.drawText(option.rect.left() + _PAD_X, baseline, tr("Máy đề xuất, chạm để sửa"))
            top += self._note_px(line)
        painter.setPen(QColor(palette.accent_text if line.kind is LineKind.SITTING else palette.ink))
        layout = self._lay_out(line, option.rect.width() - 2 * _PAD_X)
        layout.draw(painter, QPointF(option.rect.left() + _PAD_X, top))
        painter.restore()


class MinutesList(QListView):
    """Tap or Enter on a speech, a vote or an item opens what stands behind it."""

    chosen = Signal(object)

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.lines = MinutesModel()
        self.setModel(self.lines)
        self.setItemDelegate(_LinePainter(look, self))
        make_kinetic(self.viewport())
        self.clicked.connect(self._choose)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _choose(self, index: QModelIndex) -> None:
        line = index.data(_LineRole) if index.isValid() else None
        if line is not None and line.anchor_id is not None and line.kind in _TAPPABLE:
            self.chosen.emit(line)
