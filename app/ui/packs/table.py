"""The table of files: big rows that a finger hits, drawn only where they are seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from app.ui.packs.presenter import (
    GRAVITY_LOOKS,
    audience_words,
    file_words,
    gravity_of,
    item_words,
    kind_words,
    lacks_item,
)
from app.ui.services import PackPlan, PlannedDocument
from app.ui.theme.look import Look
from app.ui.theme.tokens import Type
from app.ui.translation import tr
from app.ui.widgets.basics import make_kinetic

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_PAD = 10
_COLUMNS = ((1, 116, 0.0), (2, 190, 0.16), (3, 84, 0.0), (4, 140, 0.10), (5, 230, 0.22))
"""Section, least width at normal text, share of the table; the title takes what is left."""
CellRole = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Cell:
    """What one field of the table shows: up to two lines, a softer one below, an icon before."""

    text: str
    soft: str = ""
    icon: str = ""
    tone: str = "ink"


def cells_of(document: PlannedDocument, plan: PackPlan, titles: dict[UUID, str]) -> tuple[Cell, ...]:
    """One row: title, kind, agenda item, order, readers, findings."""
    muted = "ink_soft" if document.is_left_out else "ink"
    replaced = titles.get(document.replaces, "") if document.replaces else ""
    item = item_words(plan, document.agenda_position)
    return (
        Cell(document.title, file_words(document, replaced), tone=muted),
        Cell(kind_words(document), tone=muted if document.kind else "unsure"),
        Cell(item, tone="unsure" if lacks_item(document) else muted),
        Cell(str(document.position) if document.position else "–", tone=muted),
        Cell(audience_words(document), tone=muted),
        _finding_cell(document),
    )


def _finding_cell(document: PlannedDocument) -> Cell:
    if document.is_left_out:
        return Cell(tr("Không đưa vào gói"), icon="minus-circle", tone="ink_soft")
    gravity = gravity_of(document)
    if gravity is None:
        return Cell(tr("Tốt"), icon="check-circle", tone="good")
    icon, tone, _card = GRAVITY_LOOKS[gravity]
    first = next(one for one in document.findings if one.gravity is gravity)
    more = len(document.findings) - 1
    return Cell(first.what, tr("và {n} điều nữa", n=more) if more else "", icon, tone)


class DocumentsModel(QAbstractTableModel):
    """Files in the presenter's order. A corrected file that stays in its place keeps the view still."""

    def __init__(self) -> None:
        super().__init__()
        self._documents: tuple[PlannedDocument, ...] = ()
        self._cells: list[tuple[Cell, ...]] = []
        self._headers = (
            tr("Văn bản"),
            tr("Loại"),
            tr("Mục"),
            tr("Thứ tự"),
            tr("Người đọc"),
            tr("Cần xem"),
        )

    @property
    def documents(self) -> tuple[PlannedDocument, ...]:
        return self._documents

    def show_documents(
        self, documents: Sequence[PlannedDocument], plan: PackPlan, titles: dict[UUID, str]
    ) -> None:
        fresh = [cells_of(one, plan, titles) for one in documents]
        stays = [one.file for one in documents] == [one.file for one in self._documents]
        if stays:
            old, self._cells, self._documents = self._cells, fresh, tuple(documents)
            for number, (before, after) in enumerate(zip(old, fresh, strict=True)):
                if before != after:
                    self.dataChanged.emit(self.index(number, 0), self.index(number, len(self._headers) - 1))
            return
        self.beginResetModel()
        self._cells, self._documents = fresh, tuple(documents)
        self.endResetModel()

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._cells)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._headers)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        cell = self._cells[index.row()][index.column()]
        if role == CellRole:
            return cell
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (self._headers[index.column()], cell.text, cell.soft) if part)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._headers[section]
        return None


class _CellPainter(QStyledItemDelegate):
    """Paints a `Cell`; every row is as high as two lines and a softer one."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._font = self._make_font(Type.BODY)
        self._soft = self._make_font(Type.SMALL)
        self._metrics = QFontMetrics(self._font)
        self._soft_metrics = QFontMetrics(self._soft)

    def _make_font(self, kind: Type) -> QFont:
        font = QFont(self._look.family)
        font.setPixelSize(self._look.theme.type_px(kind))
        return font

    @property
    def row_px(self) -> int:
        return 2 * self._metrics.height() + self._soft_metrics.height() + 2 * _PAD

    def sizeHint(self, option: QStyleOptionViewItem, _index: _Index) -> QSize:
        return QSize(option.rect.width(), self.row_px)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        cell: Cell = index.data(CellRole)
        palette = self._look.theme.palette
        painter.save()
        bounds = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(bounds, QColor(palette.accent_soft))
        painter.setPen(QColor(palette.line))
        painter.drawLine(bounds.bottomLeft(), bounds.bottomRight())
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QColor(palette.focus))
            painter.drawRect(bounds.adjusted(1, 1, -2, -2))
        inner = bounds.adjusted(_PAD, _PAD, -_PAD, -_PAD)
        if cell.icon:
            side = self._look.theme.icon_px
            painter.drawPixmap(inner.topLeft(), self._look.pixmap(cell.icon, cell.tone))
            inner.setLeft(inner.left() + side + _PAD)
        self._write(painter, inner, cell)
        painter.restore()

    def _write(self, painter: QPainter, inner: QRect, cell: Cell) -> None:
        palette = self._look.theme.palette
        painter.setFont(self._font)
        painter.setPen(QColor(getattr(palette, cell.tone)))
        top = inner.top()
        for line in two_lines(self._metrics, cell.text, inner.width()):
            painter.drawText(QRect(inner.left(), top, inner.width(), self._metrics.height()), 0, line)
            top += self._metrics.height()
        if cell.soft:
            painter.setFont(self._soft)
            painter.setPen(QColor(palette.ink_soft))
            soft = self._soft_metrics.elidedText(cell.soft, Qt.TextElideMode.ElideRight, inner.width())
            place = QRect(inner.left(), top, inner.width(), self._soft_metrics.height())
            painter.drawText(place, 0, soft)


def two_lines(metrics: QFontMetrics, text: str, width_px: int) -> tuple[str, ...]:
    """`text` in one line, or in two with the rest elided."""
    if metrics.horizontalAdvance(text) <= width_px:
        return (text,)
    words = text.split()
    first = words.pop(0)
    while words and metrics.horizontalAdvance(f"{first} {words[0]}") <= width_px:
        first = f"{first} {words.pop(0)}"
    elide = Qt.TextElideMode.ElideRight
    lines = (first, " ".join(words)) if words else (first,)
    return tuple(metrics.elidedText(line, elide, width_px) for line in lines)


class DocumentTable(QTableView):
    """`chosen(file)` when a row is tapped or Enter is pressed on it."""

    chosen = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._scale = look.theme.scale
        self.files = DocumentsModel()
        self.setModel(self.files)
        self.setAccessibleName(tr("Văn bản trong thư mục"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        painter = _CellPainter(look, self)
        self.setItemDelegate(painter)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(painter.row_px)
        self._dress(look)
        make_kinetic(self.viewport())
        self.clicked.connect(self._choose)

    def _dress(self, look: Look) -> None:
        p, scale = look.theme.palette, look.theme.scale
        header = self.horizontalHeader()
        header.setAccessibleName(tr("Tên các cột"))
        header.setSectionsClickable(False)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        # Large text keeps what one acts on; the sheet behind each row has the rest.
        for section in (1, 3, 4) if scale > 1.3 else ():
            self.setColumnHidden(section, True)
        self.setStyleSheet(
            f"QTableView {{ background: {p.surface}; border: none; }}"
            f"QHeaderView, QTableCornerButton::section {{ background: {p.raised}; }}"
            f"QHeaderView::section {{ background: {p.raised}; color: {p.ink_soft}; border: none;"
            f" padding: 8px {_PAD}px; font-size: {look.theme.type_px(Type.SMALL)}px; }}"
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.viewport().width()
        for section, least_px, share in _COLUMNS:
            self.setColumnWidth(section, max(round(least_px * min(self._scale, 1.25)), round(wide * share)))

    def select_file(self, file: str) -> None:
        """Bring the file's row into view."""
        for number, document in enumerate(self.files.documents):
            if document.file == file:
                self.setCurrentIndex(self.files.index(number, 0))
                self.scrollTo(self.files.index(number, 0))

    def neighbour(self, file: str, by: int) -> str | None:
        """The file before or after this one, as the table stands now."""
        names = [document.file for document in self.files.documents]
        at = names.index(file) + by if file in names else -1
        return names[at] if 0 <= at < len(names) else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._choose(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _choose(self, index: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(self.files.documents[index.row()].file)
