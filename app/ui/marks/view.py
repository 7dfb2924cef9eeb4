"""All of a reader's marks: choose a kind, tap one to read on there, remove with a way back."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout

from app.ui.context import Context, Screen
from app.ui.marks.presenter import MarkFilter, filter_name, mark_rows, nothing_here
from app.ui.services import Mark, Snapshot
from app.ui.theme.look import Look
from app.ui.theme.tokens import Type
from app.ui.translation import tr
from app.ui.widgets.basics import Button, Label, column, row
from app.ui.widgets.rows import RowList


class MarksScreen(Screen):
    """`chosen` brings back the filter one left."""

    def __init__(self, context: Context, chosen: MarkFilter = MarkFilter.ALL) -> None:
        super().__init__(context)
        self._mine = context
        self._chosen = chosen
        self._marks: tuple[Mark, ...] = ()
        look = context.look
        self._remove = Button(look, tr("Xóa bớt"), "trash", on_click=self._refresh)
        self._remove.setCheckable(True)
        head = row(Label(tr("Ghi chú của tôi"), Type.HEADING), self._remove, gap_px=16)
        head.setStretch(0, 1)
        self._hint = Label(tone="ink_soft")
        self._list = RowList(look, tr("Danh sách ghi chú"), is_framed=False)
        self._list.chosen.connect(self._choose)
        body = column(head, self._filters(look), self._hint, self._list, gap_px=12)
        body.setStretch(3, 1)
        body.setContentsMargins(24, 20, 24, 12)
        self.setLayout(body)
        delete = QShortcut(QKeySequence(Qt.Key.Key_Delete), self, self._remove_selected)
        delete.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        context.listen(context.session.congress.subscribe, self._changed)
        if context.session.marks is not None:
            self._marks = context.session.marks.marks()
            context.listen(context.session.marks.subscribe, self._show)
        self._refresh()

    def _filters(self, look: Look) -> QHBoxLayout:
        filters = row(gap_px=8)
        self._group = QButtonGroup(self)
        for one in MarkFilter:
            button = Button(look, filter_name(one), on_click=partial(self._choose_filter, one))
            button.setCheckable(True)
            button.setChecked(one is self._chosen)
            self._group.addButton(button)
            filters.addWidget(button)
        filters.addStretch(1)
        return filters

    def _choose_filter(self, chosen: MarkFilter) -> None:
        self._chosen = chosen
        self._mine.remember(chosen=chosen)
        self._refresh()

    def _changed(self, _snapshot: Snapshot) -> None:
        self._refresh()

    def _show(self, marks: tuple[Mark, ...]) -> None:
        self._marks = marks
        self._refresh()

    def _refresh(self) -> None:
        snapshot = self._mine.session.congress.snapshot()
        removing = self._remove.isChecked()
        rows = mark_rows(
            self._marks, snapshot, self._chosen, self._mine.look.theme.name, is_removing=removing
        )
        self._list.set_rows(rows)
        self._list.setVisible(bool(rows))
        self._remove.setEnabled(bool(rows) or removing)
        if not rows:
            self._hint.set_text(nothing_here(self._chosen))
        else:
            self._hint.set_text(tr("Chạm vào ghi chú để xóa. Xóa nhầm thì bấm Hoàn tác.") if removing else "")

    def _by_id(self, mark_id: UUID) -> Mark | None:
        return next((mark for mark in self._marks if mark.id == mark_id), None)

    def _choose(self, mark_id: UUID) -> None:
        mark = self._by_id(mark_id)
        if mark is None:
            return
        if self._remove.isChecked():
            self._rub_out(mark)
        elif mark.page_index is None:
            self._mine.go("reader", document_id=mark.document_id)
        else:
            self._mine.go("reader", document_id=mark.document_id, page_index=mark.page_index)

    def _remove_selected(self) -> None:
        mark = self._by_id(self._list.selected())
        if mark is not None:
            self._rub_out(mark)

    def _rub_out(self, mark: Mark) -> None:
        marks = self._mine.session.marks
        if marks is None or not mark.is_mine:
            self._mine.notices.done(tr("Ghi chú này của người khác, chỉ người ấy xóa được."))
            return
        notices, after_leaving = self._mine.notices, self._mine.after_leaving

        def bring_back() -> None:
            # The bar outlives this screen, so what it starts must as well.
            after_leaving(partial(marks.restore, mark))

        def removed(_result: None) -> None:
            notices.done(tr("Đã xóa ghi chú."), action=tr("Hoàn tác"), on_action=bring_back)

        work = self._mine.tasks.do(lambda _job: marks.remove(mark.id))
        work.on_database().to_the_end().on_success(removed).run()
