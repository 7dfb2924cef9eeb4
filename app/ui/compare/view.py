"""What changed between two versions of a paper: one place after the other, both texts in sight."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import QModelIndex, QTimer
from PySide6.QtGui import QColor, QKeySequence, QPalette, QResizeEvent, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView

from app.ui.compare.presenter import Fold
from app.ui.compare.rows import CompareModel, ComparePainter, is_stacked
from app.ui.context import Context, Screen
from app.ui.services import Comparison, Snapshot
from app.ui.theme.look import Look
from app.ui.theme.tokens import Type
from app.ui.translation import tr
from app.ui.widgets.basics import Button, Label, column, make_kinetic, row, wrap
from app.ui.widgets.rows import RowRole
from app.ui.words import clock_time

_BATCH = 60
"""Rows laid out in one turn of the event loop."""
_RETRY_MS = 20
_MARGIN_PX = 24


class CompareList(QListView):
    """Lays its rows out in batches, so that a paper of a thousand pages does not stop the screen."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setAccessibleName(tr("Những chỗ khác nhau"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(_BATCH)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setItemDelegate(ComparePainter(look, self))
        clear = self.palette()
        clear.setColor(QPalette.ColorRole.Base, QColor(0, 0, 0, 0))
        self.setPalette(clear)
        make_kinetic(self.viewport())
        self._sought = -1
        self._retry = QTimer(self)
        self._retry.setSingleShot(True)
        self._retry.setInterval(_RETRY_MS)
        self._retry.timeout.connect(self._seek)

    def seek(self, number: int) -> None:
        """Put this row into the view, as soon as it has been laid out."""
        self._sought = number
        self._seek()

    def _seek(self) -> None:
        index = self.model().index(self._sought, 0)
        if not index.isValid():
            return
        self.setCurrentIndex(index)
        if self.visualRect(index).isEmpty():
            self._retry.start()
        else:
            self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)


class CompareScreen(Screen):
    """The paper beside the version before it. Loads in the background."""

    def __init__(self, context: Context, document_id: UUID) -> None:
        super().__init__(context)
        self._papers = context
        self._document_id = document_id
        self._model: CompareModel | None = None
        self._changes: list[int] = []
        self._at = -1
        look = context.look
        known = context.session.congress.snapshot().state.documents.get(document_id)
        self._title = Label(known.title if known else tr("Tài liệu"), Type.TITLE)
        self._state = Label(tr("Đang so sánh hai bản…"), tone="ink_soft")
        self._retry = Button(look, tr("Thử lại"), "arrow-clockwise", "primary", self._load)
        self._old = Label(kind=Type.STRONG, tone="ink_soft")
        self._new = Label(kind=Type.STRONG, tone="ink_soft")
        heads = row(self._old, self._new, gap_px=32)
        heads.setStretch(0, 1)
        heads.setStretch(1, 1)
        self._heads = wrap(heads)
        self.list = CompareList(look)
        self.list.clicked.connect(self._tapped)
        self.list.activated.connect(self._tapped)
        self._not_ready = wrap(column(self._state, row(self._retry, 1), 1, gap_px=16))
        body = column(self._title, self._not_ready, self._heads, self.list, gap_px=12)
        body.setStretch(1, 1)
        body.setStretch(3, 1)
        body.setContentsMargins(_MARGIN_PX, 16, _MARGIN_PX, 0)
        self._bar = self._foot(look)
        layout = column(body, self._bar, gap_px=0)
        layout.setStretch(0, 1)
        self.setLayout(layout)
        for keys, action in (
            ("F3", self.show_next),
            ("Shift+F3", self.show_previous),
            ("Ctrl+Down", self.show_next),
            ("Ctrl+Up", self.show_previous),
            ("Escape", context.back),
        ):
            QShortcut(QKeySequence(keys), self, action)
        self._sha256 = known.sha256 if known else ""
        context.listen(context.session.congress.subscribe, self._heard)
        self._load()

    def _heard(self, snapshot: Snapshot) -> None:
        """The paper was called back, or replaced once more."""
        state = snapshot.state
        if self._document_id in state.withdrawn:
            self._model, self._changes = None, []
            self.list.setModel(None)
            time = clock_time(state.withdrawn[self._document_id].at_utc_ms)
            self._show_state(tr("Tài liệu này đã được thu hồi lúc {time}.", time=time))
            return
        known = state.documents.get(self._document_id)
        if known is not None and known.sha256 != self._sha256:
            self._sha256 = known.sha256
            self._load()

    def _foot(self, look: Look) -> QFrame:
        bar = QFrame()
        bar.setProperty("kind", "footer")
        self._previous = Button(look, tr("Chỗ trước"), "caret-up", on_click=self.show_previous)
        self._where = Label(kind=Type.STRONG, wraps=False)
        self._next = Button(look, tr("Chỗ sau"), "caret-down", on_click=self.show_next)
        self._page = Button(look, tr("Mở trang này"), "book-open", on_click=self._open_page)
        layout = row(self._previous, self._where, self._next, 1, self._page, gap_px=16)
        layout.setContentsMargins(24, 8, 24, 8)
        bar.setLayout(layout)
        return bar

    def _load(self) -> None:
        self._show_state(tr("Đang so sánh hai bản…"))
        documents, document_id = self._papers.session.documents, self._document_id
        work = self._papers.tasks.do(lambda _job: documents.compare(document_id))
        work.on_success(self._show).on_failure(self._show_failure).run()

    def _show_state(self, words: str, *, can_retry: bool = False) -> None:
        self._state.setText(words)
        self._not_ready.setVisible(bool(words))
        self._retry.setVisible(can_retry)
        for part in (self._heads, self.list, self._bar):
            part.setVisible(not words)

    def _show_failure(self, error: Exception) -> None:
        self._show_state(self._papers.notices.messages.of(error).text, can_retry=True)

    def _show(self, comparison: Comparison) -> None:
        if self._document_id in self._papers.session.congress.snapshot().state.withdrawn:
            return  # called back while it was being compared
        time = clock_time(comparison.replaced_at_utc_ms)
        if not comparison.changes_count:
            self._show_state(tr("Bản thay lúc {time} không khác bản trước một chữ nào.", time=time))
            return
        self._show_state("")
        self._old.setText(tr("Bản trước"))
        self._new.setText(tr("Bản thay lúc {time}", time=time))
        self._model = CompareModel(comparison.paragraphs)
        self.list.setModel(self._model)
        self._fit()
        self._changes = self._model.changes()
        self._go_to(0)
        self.list.setFocus()

    def _fit(self) -> None:
        bar = self.list.verticalScrollBar().sizeHint().width()
        stacked = is_stacked(self._papers.look, self.width() - 2 * _MARGIN_PX - bar)
        self._heads.setVisible(self._model is not None and not stacked)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    # --- from change to change ---

    def _go_to(self, number: int) -> None:
        self._at = min(max(number, 0), len(self._changes) - 1)
        count = len(self._changes)
        self._where.setText(tr("Chỗ khác {number} / {count}", number=self._at + 1, count=count))
        self._previous.setEnabled(self._at > 0)
        self._next.setEnabled(self._at < count - 1)
        self.list.seek(self._changes[self._at])

    def show_next(self) -> None:
        if self._changes:
            self._go_to(self._at + 1)

    def show_previous(self) -> None:
        if self._changes:
            self._go_to(self._at - 1)

    def _tapped(self, index: QModelIndex) -> None:
        if self._model is None:
            return
        if isinstance(index.data(RowRole), Fold):
            self._model.unfold(index.row())
            self._changes = self._model.changes()
        elif index.row() in self._changes:
            self._go_to(self._changes.index(index.row()))

    def _open_page(self) -> None:
        """The page of the change that is shown; of one that was taken out, where it stood."""
        if self._model is None:
            return
        one = self._model.rows[self._changes[self._at]]
        page = None if isinstance(one, Fold) else one.new_page_index
        if page is None and not isinstance(one, Fold):
            page = one.old_page_index
        self._papers.go("reader", document_id=self._document_id, page_index=page)
