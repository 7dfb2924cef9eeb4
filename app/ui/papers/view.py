"""Papers in the hall: who has opened each, and calling them back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from PySide6.QtWidgets import QButtonGroup, QProgressBar, QWidget

from app.domain.entities import Document
from app.domain.payloads import DocumentWithdrawn
from app.domain.state import CongressState
from app.ui.context import Context, Screen
from app.ui.papers.presenter import (
    Overview,
    PaperDetail,
    Reach,
    detail,
    overview,
    reader_rows,
    withdrawal_words,
)
from app.ui.papers.recall import recall_sheet
from app.ui.services import Snapshot
from app.ui.shell.sheet import Sheet
from app.ui.theme.tokens import Type
from app.ui.translation import tr
from app.ui.widgets.basics import Button, Card, Label, column, row, wrap
from app.ui.widgets.rows import RowList

_ROOMY_SCALE = 1.3
"""Above it the list and one paper's page take turns."""


class PapersScreen(Screen):
    """The papers on the left; on the right the one that was tapped."""

    def __init__(self, context: Context, document_id: UUID | None = None) -> None:
        super().__init__(context)
        self._papers = context
        self._selected = document_id
        self._overview = Overview((), ())
        self._is_counting = self._is_stale = False
        self._is_roomy = context.look.theme.scale <= _ROOMY_SCALE
        self._list_pane = self._make_list()
        self._page = PaperPage(context, self._call_back, self._show_list if not self._is_roomy else None)
        body = row(self._list_pane, self._page, gap_px=20)
        body.setStretch(0, 11)
        body.setStretch(1, 10)
        body.setContentsMargins(24, 20, 24, 12)
        self.setLayout(body)
        self._show_panes()
        context.listen(context.session.congress.subscribe, self._changed)

    def _make_list(self) -> QWidget:
        look = self._papers.look
        self._all_back = Button(look, "", "timer", on_click=self.ask_all_back)
        self._all_back.hide()
        self._empty = Label(tr("Chưa có văn bản nào trong hội trường."), tone="ink_soft")
        self._empty.hide()
        self._list = RowList(look, tr("Văn bản trong hội trường"))
        self._list.chosen.connect(self._choose)
        title = Label(tr("Văn bản trong hội trường"), Type.HEADING)
        pane = column(title, self._all_back, self._empty, self._list, gap_px=12)
        pane.setStretch(3, 1)
        return wrap(pane)

    # --- news: counted in the background, for a large congress has many readings ---

    def _changed(self, _snapshot: Snapshot) -> None:
        if self._is_counting:
            self._is_stale = True
            return
        self._is_counting, self._is_stale = True, False
        state, selected = self._state, self._selected

        def count(_job: object) -> tuple[Overview, PaperDetail | None]:
            return overview(state, selected), detail(state, selected) if selected else None

        self._papers.tasks.do(count).on_success(self._counted).run()

    def _counted(self, found: tuple[Overview, PaperDetail | None]) -> None:
        self._is_counting = False
        self._overview, paper = found
        self._list.set_rows(self._overview.rows)
        self._empty.setVisible(not self._overview.rows)
        handed_out = len(self._overview.handed_out)
        self._all_back.set_text(tr("Thu hồi tất cả văn bản phát cho phiên này ({count})", count=handed_out))
        self._all_back.setVisible(handed_out > 0)
        self._page.show_paper(paper, self._state)
        if self._is_stale:
            self._changed(self._papers.session.congress.snapshot())

    @property
    def _state(self) -> CongressState:
        return self._papers.session.congress.snapshot().state

    # --- panes ---

    def _choose(self, document_id: UUID) -> None:
        self._selected = document_id
        self._show_panes()
        self._changed(self._papers.session.congress.snapshot())

    def _show_list(self) -> None:
        self._selected = None
        self._show_panes()
        self._changed(self._papers.session.congress.snapshot())

    def _show_panes(self) -> None:
        self._list_pane.setVisible(self._is_roomy or self._selected is None)
        self._page.setVisible(self._is_roomy or self._selected is not None)

    # --- calling back ---

    def ask_all_back(self) -> Sheet:
        """Everything that was handed out for this sitting, in one tap and one confirmation."""
        documents = self._overview.handed_out
        return recall_sheet(
            self._papers.look, self, documents, lambda reason: self._withdraw(documents, reason)
        )

    def _call_back(self, document: Document) -> None:
        recall_sheet(self._papers.look, self, (document,), lambda reason: self._withdraw((document,), reason))

    def _withdraw(self, documents: Sequence[Document], reason: str) -> None:
        done = tr("Đã thu hồi {n} văn bản.", n=len(documents))
        for document in documents:
            words = done if document is documents[-1] else ""
            self._papers.say(DocumentWithdrawn(document_id=document.id, reason=reason), words)


class PaperPage(Card):
    """One paper: its facts, who has opened it, and what can be done."""

    def __init__(
        self,
        context: Context,
        call_back: Callable[[Document], None],
        to_list: Callable[[], None] | None,
    ) -> None:
        super().__init__(margin_px=20, gap_px=10)
        self._context = context
        self._paper: PaperDetail | None = None
        self._shown: Reach | None = None
        self._call_back = call_back
        look = context.look
        self._hint = Label(tr("Chạm vào một văn bản để xem ai đã đọc và để thu hồi."), tone="ink_soft")
        self._title = Label(kind=Type.TITLE)
        self._facts = Label(tone="ink_soft")
        self._count = Label(kind=Type.STRONG)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(tr("Phần đại biểu đã mở"))
        self._note = Label(kind=Type.SMALL, tone="ink_soft")
        self._readers = RowList(look, tr("Ai đã đọc"), is_framed=False)
        self._compare = Button(look, tr("Xem chỗ khác"), "git-diff", on_click=self._go_compare)
        self._open = Button(look, tr("Mở đọc"), "book-open", on_click=self._go_reader)
        self._recall = Button(look, tr("Thu hồi"), "prohibit", on_click=self._ask_back)
        actions = row(self._open, self._compare, self._recall, 1)
        if to_list:
            actions.insertWidget(0, Button(look, tr("Danh sách"), "arrow-left", on_click=to_list))
        self._filters = self._make_filters()
        parts = (self._title, self._facts, actions, self._count, self._bar, self._note, self._filters)
        body = column(*parts, self._readers, gap_px=10)
        body.setStretch(len(parts), 1)
        self._body = wrap(body)
        self.column.addWidget(self._hint)
        self.column.addWidget(self._body, 1)
        self.column.addStretch(0)
        self._body.hide()

    def _make_filters(self) -> QWidget:
        self._group = QButtonGroup(self)
        line = row()
        for reach, word in (
            (None, tr("Tất cả")),
            (Reach.UNOPENED, tr("Chưa mở")),
            (Reach.BEGUN, tr("Đọc dở")),
            (Reach.WHOLE, tr("Đọc hết")),
        ):
            button = Button(self._context.look, word)
            button.setCheckable(True)
            button.setChecked(reach is None)
            button.clicked.connect(lambda _checked=False, reach=reach: self._filter(reach))
            self._group.addButton(button)
            line.addWidget(button)
        line.addStretch(1)
        return wrap(line)

    def _filter(self, reach: Reach | None) -> None:
        self._shown = reach
        self._show_readers()

    def show_paper(self, paper: PaperDetail | None, state: CongressState) -> None:
        self._paper = paper
        self._hint.setVisible(paper is None)
        self._body.setVisible(paper is not None)
        if paper is None:
            return
        self._title.setText(paper.document.title)
        self._facts.setText("\n".join(paper.facts))
        counts = state.settings.read_receipts and not paper.is_withdrawn
        words = paper.count.words
        self._count.set_text(words[0].upper() + words[1:] if counts else "")
        self._bar.setVisible(counts)
        self._bar.setValue(paper.count.percent)
        self._note.set_text(self._note_words(paper, state))
        self._filters.setVisible(counts)
        self._readers.setVisible(counts)
        can_read = self._context.session.documents.is_here(paper.document.id) and not paper.is_withdrawn
        self._open.setVisible(can_read)
        self._compare.setVisible(can_read and self._context.session.documents.can_compare(paper.document.id))
        self._recall.setVisible(not paper.is_withdrawn)
        self._show_readers()

    @staticmethod
    def _note_words(paper: PaperDetail, state: CongressState) -> str:
        if paper.is_withdrawn:
            words = withdrawal_words(state, paper.document.id)
            return words[0].upper() + words[1:]
        if not state.settings.read_receipts:
            return tr("Đại hội này không ghi lại ai đã đọc.")
        if paper.others:
            return tr("Ngoài ra {n} máy dùng chung đã mở.", n=paper.others)
        return ""

    def _show_readers(self) -> None:
        if self._paper is not None:
            self._readers.set_rows(reader_rows(self._paper.readers, self._shown))

    def _go_compare(self) -> None:
        if self._paper is not None:
            self._context.go("compare", document_id=self._paper.document.id)

    def _go_reader(self) -> None:
        if self._paper is not None:
            self._context.go("reader", document_id=self._paper.document.id)

    def _ask_back(self) -> None:
        if self._paper is not None:
            self._call_back(self._paper.document)
