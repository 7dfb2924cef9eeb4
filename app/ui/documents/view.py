"""The shelves: choose a kind of paper, type a word, tap a title."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup

from app.domain.entities import DocumentKind
from app.ui.context import Context, Screen
from app.ui.documents.presenter import document_rows, replaced_unread_at
from app.ui.services import Snapshot
from app.ui.shell.sheet import Sheet
from app.ui.theme.tokens import Type
from app.ui.translation import tr
from app.ui.widgets.basics import Button, Field, Label, column, row
from app.ui.widgets.rows import RowList
from app.ui.words import SHELVES, clock_time, shelf_name

_QUOTED = 30
"""Characters of what was typed that a button repeats."""


class DocumentsScreen(Screen):
    """All papers, one shelf of them, or those of one agenda item."""

    def __init__(
        self,
        context: Context,
        shelf: DocumentKind | None = None,
        item_id: UUID | None = None,
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
        self._inside = Button(look, "", "magnifying-glass", on_click=self._search_inside)
        head = row(self._title, self._find, gap_px=24)
        head.setStretch(0, 1)
        head.setStretch(1, 1)
        body = column(head, shelves, self._inside, self._empty, self._list, gap_px=12)
        body.setStretch(4, 1)
        body.setAlignment(self._inside, Qt.AlignmentFlag.AlignLeft)
        body.setContentsMargins(24, 20, 24, 12)
        self.setLayout(body)
        self._refresh()
        context.listen(context.session.congress.subscribe, self._changed)
        context.listen(context.session.sync.subscribe, lambda _status: self._refresh())

    def _changed(self, _snapshot: Snapshot) -> None:
        self._refresh()

    def _choose_shelf(self, kind: DocumentKind | None) -> None:
        self._shelf, self._item_id = kind, None
        self._papers.remember(shelf=kind, item_id=None)
        self._refresh()

    def _refresh(self) -> None:
        session, wanted = self._papers.session, self._find.text().strip()
        snapshot = session.congress.snapshot()
        rows = document_rows(snapshot, session.documents, self._shelf, self._item_id, wanted)
        self._list.set_rows(rows)
        self._inside.set_text(tr("Tìm “{text}” trong nội dung", text=_shortened(wanted)) if wanted else "")
        self._inside.setVisible(bool(wanted))
        if rows:
            self._empty.set_text("")
        elif wanted:
            self._empty.set_text(tr("Không có tài liệu nào tên như “{text}”.", text=wanted))
        else:
            self._empty.set_text(tr("Chưa có tài liệu. Tài liệu sẽ tự về khi máy nối được với hội trường."))

    def _search_inside(self) -> None:
        self._papers.go("search", query=self._find.text())

    def _open(self, document_id: UUID) -> None:
        documents = self._papers.session.documents
        state = self._papers.session.congress.snapshot().state
        place = next((one for one in documents.places() if one.document_id == document_id), None)
        replaced = replaced_unread_at(state, document_id, place)
        if not documents.is_here(document_id):
            self._papers.notices.done(tr("Tài liệu này đang được tải về."), tr("Anh/chị mở lại sau ít phút."))
        elif replaced is not None and documents.can_compare(document_id):
            self.open_choice(document_id, replaced)
        else:
            self._papers.go("reader", document_id=document_id)

    def open_choice(self, document_id: UUID, replaced_at_utc_ms: int) -> Sheet:
        """A paper that was replaced since it was read here: read it, or see what differs."""
        look, go = self._papers.look, self._papers.go
        sheet = Sheet(look, self, tr("Tài liệu đã được thay"))
        title = self._papers.session.congress.snapshot().state.documents[document_id].title
        time = clock_time(replaced_at_utc_ms)
        sheet.content.addWidget(Label(title, Type.STRONG))
        sheet.content.addWidget(Label(tr("Bản mới có từ {time}.", time=time), tone="ink_soft"))
        for word, icon, kind, route in (
            (tr("Mở bản mới"), "book-open", "primary", "reader"),
            (tr("Xem chỗ khác"), "columns", "", "compare"),
        ):
            sheet.content.addWidget(
                Button(look, word, icon, kind, partial(go, route, document_id=document_id))
            )
        sheet.open_sheet()
        return sheet


def _shortened(text: str) -> str:
    return text if len(text) <= _QUOTED else f"{text[:_QUOTED].rstrip()}…"
