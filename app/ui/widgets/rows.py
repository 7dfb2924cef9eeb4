"""Lists: a Qt model of rows and the painter that every list of the program shares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPalette,
    QShowEvent,
    QTextCharFormat,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.ui.theme.look import Look
from app.ui.theme.tokens import CORNER_PX, TOUCH_GAP_PX, Type
from app.ui.widgets.basics import make_kinetic
from app.ui.widgets.marked_text import MarkedText

_Index = QModelIndex | QPersistentModelIndex
_PAD = 12
_GAP = 12
_SWATCH = 18
_WRAP = int(Qt.TextFlag.TextWordWrap)
_ROOT = QModelIndex()


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list. `key` is what the presenter gets back when it is tapped.

    `marked`: (start, end) in the title of words to make stand out. `swatch`: a colour shown as a dot (what it
    means stands in words as well). A heading parts the list and cannot be chosen.
    """

    key: Any
    title: str
    detail: str = ""
    leading: str = ""
    trailing: str = ""
    icon: str = ""
    tone: str = "ink"
    is_current: bool = False
    is_muted: bool = False
    indent: int = 0
    marked: tuple[tuple[int, int], ...] = ()
    swatch: str = ""
    is_heading: bool = False

    @property
    def spoken(self) -> str:
        """What a screen reader says."""
        return ", ".join(part for part in (self.leading, self.title, self.detail, self.trailing) if part)


RowRole = Qt.ItemDataRole.UserRole


class RowsModel(QAbstractListModel):
    """Rows in order. Equal keys keep their place (and the view its scroll and selection)."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[Row, ...] = ()

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self._rows[index.row()]
        if role == RowRole:
            return line
        if role == Qt.ItemDataRole.DisplayRole:
            return line.title
        return line.spoken if role == Qt.ItemDataRole.AccessibleTextRole else None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Headings are passed over by the keyboard."""
        is_heading = index.isValid() and self._rows[index.row()].is_heading
        return Qt.ItemFlag.NoItemFlags if is_heading else super().flags(index)

    @property
    def rows(self) -> tuple[Row, ...]:
        return self._rows

    def set_rows(self, rows: Sequence[Row]) -> None:
        fresh, old = tuple(rows), self._rows
        if fresh == old:
            return
        kept = len(old) <= len(fresh) and all(a.key == b.key for a, b in zip(old, fresh, strict=False))
        if not kept:
            self.beginResetModel()
            self._rows = fresh
            self.endResetModel()
            return
        changed = [number for number, line in enumerate(old) if line != fresh[number]]
        if len(fresh) > len(old):
            self.beginInsertRows(_ROOT, len(old), len(fresh) - 1)
            self._rows = fresh
            self.endInsertRows()
        self._rows = fresh
        for number in changed:
            self.dataChanged.emit(self.index(number), self.index(number))


def row_width(view: QAbstractItemView) -> int:
    """Room for a row beside the scroll bar, whether it is shown or not: heights must not depend on it."""
    return max(60, view.width() - view.verticalScrollBar().sizeHint().width())


class RowPainter(QStyledItemDelegate):
    """Paints a `Row`: leading text or icon, a title that wraps, a softer detail, something trailing."""

    def __init__(self, look: Look, parent: QWidget, is_framed: bool) -> None:
        super().__init__(parent)
        self._look = look
        self._is_framed = is_framed
        self._title = self._font(Type.BODY)
        self._strong = self._font(Type.STRONG)
        self._detail = self._font(Type.SMALL)

    def _font(self, kind: Type) -> QFont:
        font = QFont(self._look.family)
        font.setPixelSize(self._look.theme.type_px(kind))
        font.setWeight(QFont.Weight(kind.weight))
        return font

    def _parts(self, line: Row, bounds: QRect, option: QStyleOptionViewItem) -> dict[str, QRect]:
        """Where everything goes, in the row's coordinates; heights are what the text needs."""
        inner = bounds.adjusted(_PAD + line.indent * 24, _PAD, -_PAD, -_PAD)
        metrics = option.fontMetrics
        left, right = inner.left(), inner.right()
        parts: dict[str, QRect] = {}
        if line.icon:
            side = self._look.theme.icon_px
            parts["icon"] = QRect(left, inner.top(), side, side)
            left += side + _GAP
        if line.leading:
            width = max(self._width(self._strong, line.leading), self._look.theme.icon_px)
            parts["leading"] = QRect(left, inner.top(), width, metrics.height())
            left += width + _GAP
        if line.swatch:
            parts["swatch"] = QRect(left, inner.top() + (metrics.height() - _SWATCH) // 2, _SWATCH, _SWATCH)
            left += _SWATCH + _GAP
        if line.trailing:
            width = self._width(self._detail, line.trailing)
            parts["trailing"] = QRect(right - width, inner.top(), width + 1, metrics.height())
            right -= width + _GAP
        place = QRect(left, inner.top(), right - left, 0)
        if line.marked:
            parts["title"] = QRect(place.topLeft(), QSize(place.width(), 0))
            parts["title"].setHeight(self._marked(line, place.width()).height_px)
        else:
            parts["title"] = self._wrapped(self._title_font(line), line.title, place)
        if line.detail:
            below = QRect(left, parts["title"].bottom() + 5, right - left, 0)
            parts["detail"] = self._wrapped(self._detail, line.detail, below)
        return parts

    def _title_font(self, line: Row) -> QFont:
        return self._strong if line.is_current or line.is_heading else self._title

    def _marked(self, line: Row, width: int) -> MarkedText:
        style = QTextCharFormat()
        style.setFontWeight(QFont.Weight.Bold)
        style.setBackground(QColor(self._look.theme.palette.found))
        return MarkedText(line.title, self._title, max(width, 60), line.marked, style)

    @staticmethod
    def _width(font: QFont, text: str) -> int:
        return QFontMetrics(font).horizontalAdvance(text) + 2

    @staticmethod
    def _wrapped(font: QFont, text: str, place: QRect) -> QRect:
        room = QRect(0, 0, max(place.width(), 60), 10_000)
        needed = QFontMetrics(font).boundingRect(room, _WRAP, text)
        return QRect(place.left(), place.top(), room.width(), needed.height())

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        line: Row = index.data(RowRole)
        view = self.parent()
        width = row_width(view) if isinstance(view, QAbstractItemView) else option.rect.width()
        parts = self._parts(line, QRect(0, 0, width, 0), option)
        bottom = max(part.bottom() for part in parts.values())
        return QSize(width, max(bottom + _PAD + 1, self._look.theme.touch_px + _PAD))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        line: Row = index.data(RowRole)
        palette = self._look.theme.palette
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, option, line)
        parts = self._parts(line, option.rect, option)
        content = max(part.bottom() for part in parts.values()) - min(part.top() for part in parts.values())
        drop = max(0, (option.rect.height() - 2 * _PAD - content) // 2)
        ink = QColor(palette.ink_soft if line.is_muted else getattr(palette, line.tone))
        soft = QColor(palette.ink_soft)
        if line.icon:
            tone = "ink_soft" if line.is_muted else line.tone
            painter.drawPixmap(
                parts["icon"].translated(0, drop).topLeft(), self._look.pixmap(line.icon, tone)
            )
        if "swatch" in parts:
            painter.setPen(QColor(palette.edge))
            painter.setBrush(QColor(line.swatch))
            painter.drawEllipse(parts["swatch"].translated(0, drop))
        if line.marked:
            painter.setPen(ink)
            place = parts.pop("title")
            self._marked(line, place.width()).paint(painter, place.translated(0, drop).topLeft())
        for name, font, color, text in (
            ("leading", self._strong, ink, line.leading),
            ("title", self._title_font(line), ink, line.title),
            ("detail", self._detail, soft, line.detail),
            ("trailing", self._detail, soft, line.trailing),
        ):
            if name in parts:
                painter.setFont(font)
                painter.setPen(color)
                painter.drawText(parts[name].translated(0, drop), _WRAP, text)
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, line: Row) -> None:
        palette = self._look.theme.palette
        bounds = option.rect.adjusted(1, TOUCH_GAP_PX // 2, -1, -TOUCH_GAP_PX // 2)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        if line.is_heading:
            fill, edge = "", palette.edge
        elif line.is_current:
            fill, edge = palette.accent_soft, palette.accent
        elif selected:
            fill, edge = palette.raised, palette.edge
        elif self._is_framed:
            fill, edge = palette.surface, palette.line
        else:
            fill, edge = "", palette.line
        painter.setPen(QColor(palette.focus if focused else edge))
        if fill:
            painter.setBrush(QColor(fill))
            painter.drawRoundedRect(bounds, CORNER_PX, CORNER_PX)
        else:
            painter.drawLine(bounds.left(), option.rect.bottom(), bounds.right(), option.rect.bottom())


class RowList(QListView):
    """A list of `Row`s: tap or Enter chooses one, a finger flings it."""

    chosen = Signal(object)

    def __init__(self, look: Look, name: str, *, is_framed: bool = True) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setUniformItemSizes(False)
        self.rows = RowsModel()
        self.setModel(self.rows)
        self.setItemDelegate(RowPainter(look, self, is_framed))
        clear = self.palette()
        clear.setColor(QPalette.ColorRole.Base, QColor(0, 0, 0, 0))
        self.setPalette(clear)
        make_kinetic(self.viewport())
        self.clicked.connect(self._choose)

    def set_rows(self, rows: Sequence[Row]) -> None:
        before = next((line.key for line in self.rows.rows if line.is_current), None)
        self.rows.set_rows(rows)
        now = next((line.key for line in self.rows.rows if line.is_current), None)
        if now is not None and now != before:
            self._show_current()

    def selected(self) -> Any:
        """The key of the row that was tapped last, else None."""
        index = self.currentIndex()
        return index.data(RowRole).key if index.isValid() else None

    def _show_current(self) -> None:
        for number, line in enumerate(self.rows.rows):
            if line.is_current:
                self.scrollTo(self.rows.index(number), QAbstractItemView.ScrollHint.PositionAtCenter)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # Only now is the height known that "in the middle" needs.
        QTimer.singleShot(0, self, self._show_current)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._choose(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _choose(self, index: QModelIndex) -> None:
        if index.isValid() and not index.data(RowRole).is_heading:
            self.chosen.emit(index.data(RowRole).key)
