"""The list of compared paragraphs: a model that unfolds, and the painter of both versions side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QTextCharFormat
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from app.ui.compare.presenter import (
    CompareRow,
    Fold,
    compare_rows,
    is_change,
    kind_words,
    pages_words,
    spoken,
)
from app.ui.services import ChangeKind, ComparedParagraph
from app.ui.theme.look import Look
from app.ui.theme.tokens import CORNER_PX, Type
from app.ui.translation import tr
from app.ui.widgets.marked_text import MarkedText
from app.ui.widgets.rows import RowRole, row_width

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_PAD = 16
_GAP = 32
_LEAST_COLUMN_EM = 22
"""Two columns narrower than this are set one under the other."""


class CompareModel(QAbstractListModel):
    """Rows of `compare_rows`; a fold that is opened becomes its paragraphs in place."""

    def __init__(self, paragraphs: Sequence[ComparedParagraph]) -> None:
        super().__init__()
        self._paragraphs = paragraphs
        self.rows = compare_rows(paragraphs, frozenset())

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        one = self.rows[index.row()]
        if role == RowRole:
            return one
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return spoken(one)
        return None

    def changes(self) -> list[int]:
        """Numbers of the rows that differ."""
        return [number for number, one in enumerate(self.rows) if is_change(one)]

    def unfold(self, number: int) -> None:
        fold = self.rows[number]
        if isinstance(fold, Fold):
            self.beginRemoveRows(_ROOT, number, number)
            del self.rows[number]
            self.endRemoveRows()
            self.beginInsertRows(_ROOT, number, number + fold.count - 1)
            self.rows[number:number] = self._paragraphs[fold.first : fold.end]
            self.endInsertRows()


def is_stacked(look: Look, width_px: int) -> bool:
    """Whether the new text stands under the old one instead of beside it."""
    return (width_px - 2 * _PAD - _GAP) / 2 < _LEAST_COLUMN_EM * look.theme.type_px(Type.BODY)


class ComparePainter(QStyledItemDelegate):
    """Left what was, struck where it went; right what is, underlined where it is new."""

    def __init__(self, look: Look, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._look = look
        self._view = view
        self._body = self._font(Type.BODY)
        self._small = self._font(Type.SMALL)
        palette = look.theme.palette
        self._gone = _style(palette.accent_text, palette.accent_soft)
        self._gone.setFontStrikeOut(True)
        self._new = _style(palette.good, palette.good_soft)
        self._new.setFontUnderline(True)

    def _font(self, kind: Type) -> QFont:
        font = QFont(self._look.family)
        font.setPixelSize(self._look.theme.type_px(kind))
        return font

    # --- what stands where ---

    def _head_px(self, one: CompareRow) -> int:
        return QFontMetrics(self._small).height() + 8 if is_change(one) else 0

    def _texts(self, one: ComparedParagraph, width: int) -> list[tuple[str, MarkedText, QPoint]]:
        """(label, text, place) of each side; places count from the text's corner of the row."""
        old_marked, new_marked = one.old_marked, one.new_marked
        if one.kind is ChangeKind.REMOVED:
            old_marked = ((0, len(one.old_text)),)
        if one.kind is ChangeKind.ADDED:
            new_marked = ((0, len(one.new_text)),)
        if not is_stacked(self._look, width):
            room = (width - 2 * _PAD - _GAP) // 2
            old = MarkedText(one.old_text, self._body, room, old_marked, self._gone)
            new = MarkedText(one.new_text, self._body, room, new_marked, self._new)
            return [("", old, QPoint(0, 0)), ("", new, QPoint(room + _GAP, 0))]
        room = width - 2 * _PAD
        new = MarkedText(one.new_text, self._body, room, new_marked, self._new)
        if one.kind is ChangeKind.SAME:
            return [("", new, QPoint(0, 0))]
        line, y = QFontMetrics(self._small).height() + 2, 0
        placed = []
        for label, text, marked, style in (
            (tr("Trước"), one.old_text, old_marked, self._gone),
            (tr("Nay"), one.new_text, new_marked, self._new),
        ):
            if text:
                laid = MarkedText(text, self._body, room, marked, style)
                placed.append((label, laid, QPoint(0, y + line)))
                y += line + laid.height_px + 8
        return placed

    def sizeHint(self, _option: QStyleOptionViewItem, index: _Index) -> QSize:
        one: CompareRow = index.data(RowRole)
        width = row_width(self._view)
        if isinstance(one, Fold):
            return QSize(width, self._look.theme.touch_px + 8)
        bottom = max((place.y() + text.height_px for _l, text, place in self._texts(one, width)), default=0)
        return QSize(width, self._head_px(one) + bottom + 2 * _PAD)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        one: CompareRow = index.data(RowRole)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_current = bool(option.state & QStyle.StateFlag.State_Selected)
        if isinstance(one, Fold):
            self._paint_fold(painter, option.rect, one, is_current)
        else:
            self._paint_paragraph(painter, option.rect, one, is_current)
        painter.restore()

    def _paint_fold(self, painter: QPainter, place: QRect, fold: Fold, is_current: bool) -> None:
        palette = self._look.theme.palette
        painter.setPen(QColor(palette.focus if is_current else palette.line))
        painter.setBrush(QColor(palette.raised))
        painter.drawRoundedRect(place.adjusted(1, 4, -1, -4), CORNER_PX, CORNER_PX)
        painter.setFont(self._small)
        painter.setPen(QColor(palette.ink_soft))
        words = f"{fold.words} · {tr('chạm để xem')}"
        painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), words)

    def _paint_paragraph(
        self, painter: QPainter, place: QRect, one: ComparedParagraph, is_current: bool
    ) -> None:
        palette = self._look.theme.palette
        changed = is_change(one)
        if changed:
            painter.setPen(QColor(palette.accent if is_current else palette.line))
            painter.setBrush(QColor(palette.surface))
            painter.drawRoundedRect(place.adjusted(1, 4, -1, -4), CORNER_PX, CORNER_PX)
            self._paint_head(painter, place, one)
        corner = place.topLeft() + QPoint(_PAD, _PAD + self._head_px(one))
        for label, text, at in self._texts(one, place.width()):
            painter.setPen(QColor(palette.ink_soft))
            if label:
                line = QFontMetrics(self._small).height()
                painter.setFont(self._small)
                painter.drawText(corner + at - QPoint(0, line // 4), label)
            painter.setPen(QColor(palette.ink if changed else palette.ink_soft))
            text.paint(painter, corner + at)

    def _paint_head(self, painter: QPainter, place: QRect, one: ComparedParagraph) -> None:
        """The sign and word for what happened, and the page."""
        palette = self._look.theme.palette
        icon, word = kind_words(one.kind)
        side = QFontMetrics(self._small).height()
        at = place.topLeft() + QPoint(_PAD, _PAD - 2)
        painter.drawPixmap(at, self._look.pixmap(icon, "ink_soft", side))
        painter.setFont(self._small)
        painter.setPen(QColor(palette.ink_soft))
        line = QRect(at, QSize(place.width() - 2 * _PAD, side))
        painter.drawText(line.adjusted(side + 8, 0, 0, 0), 0, word)
        painter.drawText(line, int(Qt.AlignmentFlag.AlignRight), pages_words(one))


def _style(ink: str, ground: str) -> QTextCharFormat:
    style = QTextCharFormat()
    style.setForeground(QColor(ink))
    style.setBackground(QColor(ground))
    return style
