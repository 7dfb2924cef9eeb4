"""The shelves: choose a kind of paper, type a word, tap a title."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtWidgets import QButtonGroup

from app.domain.entities import DocumentKind
from app.ui.context import Context, Screen
from app.ui.documents.presenter import document_rows
from app.ui.services import Snapshot
from app.ui.theme.tokens import Type
from app.ui.translation import tr
from app.ui.widgets.basics import Button, Field, Label, column, row
from app.ui.widgets.rows import RowList
from app.ui.words import SHELVES, shelf_name


class DocumentsScreen(Screen):
    """All papers, one shelf of them, or those of one agenda item."""

    def __init__(
        self,
        context: Context,
        shelf: DocumentKind | None = None,
        item_id: UUID | None = None,
        find: bool = False,
    ) -> None:
        super().__init__(context)
        self._papers = context
        self._shelf, self._item_id = shelf, item_id
        look = context.look
        self._title = Label(tr("Tài liệu"), Type.HEADING)
        self._find = Field(tr("Tìm tài liệu theo tên"), tr("Tìm tài liệu theo tên…"))
        self._find.setClearButtonEnabled(False)
        self._find.textChanged.connect(lambda _text: self._refresh())
        shelves = row(gap_px=8)
        self._group = QButtonGroup(self)
        for kind in (None, *SHELVES):
            button = Button(look, shelf_name(kind) if kind else tr("Tất cả"))
            button.setCheckable(True)
            button.setChecked(kind is shelf)
            button.clicked.connect(lambda _checked=False, kind=kind: self._choose_shelf(kind))
            self._group.addButton(button)
            shelves.addWidget(button)
        shelves.addStretch(1)
        self._list = RowList(look, tr("Danh sách tài liệu"))
        self._list.chosen.connect(self._open)
        self._empty = Label(tone="ink_soft")
        head = row(self._title, self._find, gap_px=24)
        head.setStretch(0, 1)
        head.setStretch(1, 1)
        body = column(head, shelves, self._empty, self._list, gap_px=12)
        body.setStretch(3, 1)
        body.setContentsMargins(24, 20, 24, 12)
        self.setLayout(body)
        self._refresh()
        context.listen(context.session.congress.subscribe, self._changed)
        context.listen(context.session.sync.subscribe, lambda _status: self._refresh())
        if find:
            self.setFocusProxy(self._find)

    def _changed(self, _snapshot: Snapshot) -> None:
        self._refresh()

    def _choose_shelf(self, kind: DocumentKind | None) -> None:
        self._shelf, self._item_id = kind, None
        self._refresh()

    def _refresh(self) -> None:
        state = self._papers.session.congress.snapshot().state
        rows = document_rows(
            state,
            self._papers.session.documents.is_here,
            self._shelf,
            self._item_id,
            self._find.text(),
        )
        self._list.set_rows(rows)
        wanted = self._find.text().strip()
        if rows:
            self._empty.set_text("")
        elif wanted:
            self._empty.set_text(tr("Không có tài liệu nào tên như “{text}”.", text=wanted))
        else:
            self._empty.set_text(tr("Chưa có tài liệu. Tài liệu sẽ tự về khi máy nối được với hội trường."))

    def _open(self, document_id: UUID) -> None:
        if self._papers.session.documents.is_here(document_id):
            self._papers.go("reader", document_id=document_id)
        else:
            self._papers.notices.done(tr("Tài liệu này đang được tải về."), tr("Anh/chị mở lại sau ít phút."))
