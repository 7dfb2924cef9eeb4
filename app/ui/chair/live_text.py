"""The middle column: text as it settles, painted like the editor's page; tap a paragraph to correct it.

Only the end of the transcript stands here: it is what is being listened to, and a list of a whole day would
have to be measured paragraph by paragraph. All of it is one tap away, in the editor.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
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

from app.domain.state import CongressState
from app.domain.transcript import Segment
from app.ui.captions.live_timer import LIVE_STAYS_MS, live_timer
from app.ui.editor.page import Line, Page
from app.ui.editor.paragraph import Ink, Paragraph
from app.ui.services import LiveText
from app.ui.theme.look import Look
from app.ui.theme.tokens import Type
from app.ui.translation import tr
from app.ui.widgets.basics import Button, Card, Label, column, make_kinetic, row
from app.ui.widgets.rows import row_width
from app.ui.words import clock_time

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
LineRole = Qt.ItemDataRole.UserRole
SHOWN_LINES = 200


class LinesModel(QAbstractListModel):
    """The last lines. New ones are appended and old ones go at the top; a changed one changes in place, so
    that the view does not jump."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: tuple[Line, ...] = ()

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if role == LineRole:
            return line
        if role == Qt.ItemDataRole.ToolTipRole:
            return clock_time(line.at_utc_ms)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            is_named = line.begins_turn and line.speaker.name
            return f"{line.speaker.name}: {line.segment.text}" if is_named else line.segment.text
        return None

    def set_lines(self, lines: Sequence[Line]) -> None:
        fresh = tuple(lines)
        gone = self._rows_gone(fresh)
        if gone is None:
            self.beginResetModel()
            self._lines = fresh
            self.endResetModel()
            return
        if gone:
            self.beginRemoveRows(_ROOT, 0, gone - 1)
            self._lines = self._lines[gone:]
            self.endRemoveRows()
        old = self._lines
        if len(fresh) > len(old):
            self.beginInsertRows(_ROOT, len(old), len(fresh) - 1)
            self._lines = fresh
            self.endInsertRows()
        self._lines = fresh
        for number, line in enumerate(old):
            if line is not fresh[number]:
                self.dataChanged.emit(self.index(number), self.index(number))

    def _rows_gone(self, fresh: tuple[Line, ...]) -> int | None:
        """How many rows at the top are shown no more; None where more than that has changed."""
        old = [line.segment.id for line in self._lines]
        first = fresh[0].segment.id if fresh else None
        gone = old.index(first) if first in old else 0
        kept = old[gone:]
        same = [line.segment.id for line in fresh[: len(kept)]]
        return gone if kept == same else None


class _LinePainter(QStyledItemDelegate):
    """The editor's paragraphs, measured once as long as they stay the same."""

    def __init__(self, look: Look, parent: QAbstractItemView) -> None:
        super().__init__(parent)
        self._ink = Ink(look)
        self._view = parent
        self._known: OrderedDict[UUID, tuple[Line, int, Paragraph]] = OrderedDict()

    def _paragraph(self, line: Line) -> Paragraph:
        width = row_width(self._view)
        known = self._known.get(line.segment.id)
        if known is None or known[0] is not line or known[1] != width:
            known = (line, width, Paragraph(self._ink, line, width))
            self._known[line.segment.id] = known
            while len(self._known) > 2 * SHOWN_LINES:
                self._known.popitem(last=False)
        return known[2]

    def sizeHint(self, _option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(row_width(self._view), self._paragraph(index.data(LineRole)).height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        paragraph = self._paragraph(index.data(LineRole))
        top_left, height = option.rect.topLeft(), option.rect.height()
        is_current = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paragraph.paint_ground(painter, top_left, height, is_current=is_current)
        paragraph.paint_margin(painter, top_left, time=is_current)
        paragraph.paint(painter, top_left, ())
        painter.restore()


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

    def set_lines(self, lines: Sequence[Line]) -> None:
        bar = self.verticalScrollBar()
        at_end = bar.value() >= bar.maximum() - 8
        self.lines.set_lines(lines)
        if at_end:
            self.scrollToBottom()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The end stays in view: at another width everything is as high as it was not before."""
        bar = self.verticalScrollBar()
        at_end = bar.value() >= bar.maximum() - 8
        super().resizeEvent(event)
        if at_end:
            QTimer.singleShot(0, self, self.scrollToBottom)

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
    """The segment as it was when it was opened, its text and whether it is struck out."""
    editor_asked = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(margin_px=16, gap_px=8)
        self._editing: Segment | None = None
        self._page = Page()
        self._live_timer = live_timer(self, lambda: self._partial.set_text(""))
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
        all_of_it = Button(look, tr("Sửa lời ghi"), "pencil-line", on_click=self.editor_asked.emit)
        pair = column if look.theme.scale > 1 else row
        head = pair(Label(tr("Lời ghi"), Type.TITLE), all_of_it)
        head.setStretch(0, 1)
        self.column.addLayout(head)
        self.column.addWidget(self._empty)
        self.column.addWidget(self.list, 1)
        self.column.addWidget(self._partial)
        self.column.addWidget(self._box)
        self._partial.hide()

    def show_state(self, state: CongressState) -> None:
        if self._page.update(state) is not None:
            self._empty.setVisible(not self._page.lines)
            self.list.set_lines(self._page.lines[-SHOWN_LINES:])

    def show_partial(self, live: LiveText) -> None:
        self._partial.set_text(f"{live.text}…" if live.text else "")
        self._live_timer.start(LIVE_STAYS_MS)

    def edit(self, line: Line) -> None:
        segment = line.segment
        self._editing = segment
        self._editor.setPlainText(segment.text)
        self._strike.set_text(tr("Khôi phục") if segment.struck else tr("Bỏ đoạn này"))
        self._box.show()
        self._editor.setFocus()

    def close_editor(self) -> None:
        self._editing = None
        self._box.hide()
        self.list.setFocus()

    def _commit(self) -> None:
        if self._editing and self._editor.toPlainText().strip():
            self.corrected.emit(self._editing, self._editor.toPlainText().strip(), self._editing.struck)
        self.close_editor()

    def _toggle_struck(self) -> None:
        if self._editing:
            self.corrected.emit(self._editing, self._editor.toPlainText().strip(), not self._editing.struck)
        self.close_editor()
