"""The middle column: text as it settles, like a page of minutes; tap a paragraph to correct it."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Any
from uuid import UUID

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPen, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QPlainTextEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.ui.chair.presenter import LiveLine
from app.ui.services import LiveText
from app.ui.theme.look import Look
from app.ui.theme.tokens import CORNER_PX, TOUCH_PX, Type
from app.ui.translation import tr
from app.ui.widgets.basics import Button, Card, Label, column, make_kinetic, row
from app.ui.widgets.rows import row_width

_Index = QModelIndex | QPersistentModelIndex
_WRAP = int(Qt.TextFlag.TextWordWrap)
_ROOT = QModelIndex()
LineRole = Qt.ItemDataRole.UserRole
_PAD_X, _PAD_Y, _GAP = 12, 8, 16


class LinesModel(QAbstractListModel):
    """Settled lines. New ones are appended; a changed one changes in place, so the view does not jump."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: tuple[LiveLine, ...] = ()

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if role == LineRole:
            return line
        if role == Qt.ItemDataRole.ToolTipRole:
            return line.time
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{line.speaker}: {line.text}" if line.speaker else line.text
        return None

    def set_lines(self, lines: Sequence[LiveLine]) -> None:
        fresh, old = tuple(lines), self._lines
        if fresh == old:
            return
        same = len(old) <= len(fresh) and all(
            a.segment_id == b.segment_id for a, b in zip(old, fresh, strict=False)
        )
        if not same:
            self.beginResetModel()
            self._lines = fresh
            self.endResetModel()
            return
        if len(fresh) > len(old):
            self.beginInsertRows(_ROOT, len(old), len(fresh) - 1)
            self._lines = fresh
            self.endInsertRows()
        self._lines = fresh
        for number, line in enumerate(old):
            if line != fresh[number]:
                self.dataChanged.emit(self.index(number), self.index(number))


class _LinePainter(QStyledItemDelegate):
    """Speaker in the margin, text beside it: dotted where doubtful, tinted where a person corrected it."""

    def __init__(self, look: Look, parent: QAbstractItemView) -> None:
        super().__init__(parent)
        self._look = look
        self._view = parent
        self._heights: dict[tuple[str, str, int], int] = {}
        self._body = QFont(look.family)
        self._body.setPixelSize(look.theme.type_px(Type.BODY))
        self._name = QFont(look.family)
        self._name.setPixelSize(look.theme.type_px(Type.SMALL))
        self._name.setWeight(QFont.Weight.DemiBold)

    def _columns(self, width: int) -> tuple[int, int]:
        margin = min(round(120 * self._look.theme.scale), width // 4)
        return margin, max(80, width - margin - 2 * _PAD_X - _GAP)

    def _lay_out(self, line: LiveLine, room: int) -> QTextLayout:
        """The paragraph in lines; each doubtful word gets its dots."""
        font = QFont(self._body)
        font.setStrikeOut(line.is_struck)
        layout = QTextLayout(line.text, font)
        layout.setFormats([self._dots(at, size) for at, size in _places_of(line.doubtful, line.text)])
        layout.beginLayout()
        height = 0.0
        while (part := layout.createLine()).isValid():
            part.setLineWidth(room)
            part.setPosition(QPointF(0, height))
            height += part.height()
        layout.endLayout()
        return layout

    def _dots(self, at: int, size: int) -> QTextLayout.FormatRange:
        look = QTextCharFormat()
        look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
        look.setUnderlineColor(QColor(self._look.theme.palette.unsure))
        look.setForeground(QColor(self._look.theme.palette.unsure))
        place = QTextLayout.FormatRange()
        place.start, place.length, place.format = at, size, look
        return place

    def sizeHint(self, _option: QStyleOptionViewItem, index: _Index) -> QSize:
        line: LiveLine = index.data(LineRole)
        width = row_width(self._view)
        key = (line.speaker, line.text, width)
        if key not in self._heights:
            margin, room = self._columns(width)
            text = ceil(self._lay_out(line, room).boundingRect().height())
            name = QFontMetrics(self._name).boundingRect(QRect(0, 0, margin, 10_000), _WRAP, line.speaker)
            self._heights[key] = max(text, name.height()) + 2 * _PAD_Y
        return QSize(width, max(self._heights[key], TOUCH_PX))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        line: LiveLine = index.data(LineRole)
        palette = self._look.theme.palette
        margin, room = self._columns(option.rect.width())
        left, top = option.rect.left() + _PAD_X, option.rect.top() + _PAD_Y
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRect(left + margin + _GAP - 8, option.rect.top() + 2, room + 14, option.rect.height() - 4)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected or line.is_edited:
            painter.setPen(QPen(QColor(palette.focus), 2) if selected else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(palette.raised))
            painter.drawRoundedRect(box, CORNER_PX // 2, CORNER_PX // 2)
        painter.setPen(QColor(palette.accent_text))
        painter.setFont(self._name)
        painter.drawText(QRect(left, top + 2, margin, option.rect.height()), _WRAP, line.speaker)
        painter.setPen(QColor(palette.ink_soft if line.is_struck else palette.ink))
        self._lay_out(line, room).draw(painter, QPointF(left + margin + _GAP, top))
        painter.restore()


def _places_of(words: tuple[str, ...], text: str) -> list[tuple[int, int]]:
    """Where these words stand in the text, each the first time after the one before."""
    places, start, folded = [], 0, text.casefold()
    for word in words:
        at = folded.find(word.casefold(), start)
        if word and at >= 0:
            places.append((at, len(word)))
            start = at + len(word)
    return places


class LiveTextList(QListView):
    """Stays at the end while new text comes, unless the reader has scrolled up."""

    chosen = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setAccessibleName(tr("Lời ghi"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.lines = LinesModel()
        self.setModel(self.lines)
        self.setItemDelegate(_LinePainter(look, self))
        make_kinetic(self.viewport())
        self.clicked.connect(self._choose)

    def set_lines(self, lines: Sequence[LiveLine]) -> None:
        bar = self.verticalScrollBar()
        at_end = bar.value() >= bar.maximum() - 8
        self.lines.set_lines(lines)
        if at_end:
            self.scrollToBottom()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _choose(self, index: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(index.data(LineRole))


class LiveTextPanel(Card):
    """List, the line being spoken, and the editor that opens below."""

    corrected = Signal(object, str, bool)
    """segment_id, text, struck"""

    def __init__(self, look: Look) -> None:
        super().__init__(margin_px=16, gap_px=8)
        self._editing: UUID | None = None
        self._was_struck = False
        self._empty = Label(tr("Lời phát biểu sẽ hiện ở đây khi ghi âm."), tone="ink_soft")
        self.list = LiveTextList(look)
        self.list.chosen.connect(self.edit)
        self._partial = Label(tone="ink_soft")
        self._editor = QPlainTextEdit()
        self._editor.setAccessibleName(tr("Sửa lời ghi"))
        self._editor.setMinimumHeight(round(84 * look.theme.scale))
        self._editor.setMaximumHeight(round(140 * look.theme.scale))
        self._save = Button(look, tr("Lưu"), "check", "primary", self._commit)
        self._strike = Button(look, tr("Bỏ đoạn này"), "trash", on_click=self._toggle_struck)
        self._cancel = Button(look, tr("Thôi"), "x", on_click=self.close_editor)
        if look.theme.scale > 1:
            buttons = column(row(self._save, self._cancel), self._strike)
        else:
            buttons = column(row(self._save, self._cancel, 1, self._strike))
        self._box = QWidget()
        self._box.setLayout(column(self._editor, buttons))
        self._box.hide()
        self.column.addWidget(Label(tr("Lời ghi"), Type.TITLE))
        self.column.addWidget(self._empty)
        self.column.addWidget(self.list, 1)
        self.column.addWidget(self._partial)
        self.column.addWidget(self._box)
        self._partial.hide()

    def show_lines(self, lines: Sequence[LiveLine]) -> None:
        self._empty.setVisible(not lines)
        self.list.set_lines(lines)

    def show_partial(self, live: LiveText) -> None:
        self._partial.set_text(f"{live.text}…" if live.text else "")

    def edit(self, line: LiveLine) -> None:
        self._editing, self._was_struck = line.segment_id, line.is_struck
        self._editor.setPlainText(line.text)
        self._strike.set_text(tr("Khôi phục") if line.is_struck else tr("Bỏ đoạn này"))
        self._box.show()
        self._editor.setFocus()

    def close_editor(self) -> None:
        self._editing = None
        self._box.hide()
        self.list.setFocus()

    def _commit(self) -> None:
        if self._editing and self._editor.toPlainText().strip():
            self.corrected.emit(self._editing, self._editor.toPlainText().strip(), self._was_struck)
        self.close_editor()

    def _toggle_struck(self) -> None:
        if self._editing:
            self.corrected.emit(self._editing, self._editor.toPlainText().strip(), not self._was_struck)
        self.close_editor()
