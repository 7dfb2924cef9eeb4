"""Type a word, see every page that holds it, tap one to read it there."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QAbstractItemView

from app.runtime.tasks import Handle, Job
from app.ui.context import Context, Screen
from app.ui.search.presenter import Place, found, not_searched
from app.ui.services import SearchAnswer
from app.ui.theme.tokens import Type
from app.ui.translation import tr
from app.ui.widgets.basics import Button, Field, Label, column, row
from app.ui.widgets.rows import RowList

_PAUSE_MS = 120
"""A search begins when the typing pauses this long: less than a beat, more than between two fast letters."""
_HITS_SHOWN = 200


class SearchScreen(Screen):
    """`query` and `place` bring back the results one left, at the row that was opened."""

    def __init__(self, context: Context, query: str = "", place: Place | None = None) -> None:
        super().__init__(context)
        self._search = context
        self._place = place
        self._running: Handle | None = None
        look, session = context.look, context.session
        self._field = Field(tr("Tìm trong tài liệu"), tr("Gõ từ cần tìm…"))
        self._clear = Button(look, tr("Xóa chữ"), "x", on_click=self._start_over)
        self._said = Label(kind=Type.STRONG)
        self._results = RowList(look, tr("Những trang tìm thấy"), is_framed=False)
        self._results.chosen.connect(self._open)
        self._not_searched = Label(kind=Type.SMALL, tone="ink_soft")
        self._not_searched.set_text(
            not_searched(
                session.congress.snapshot().papers(), session.documents.is_here, session.documents.has_text
            )
        )
        head = row(Label(tr("Tìm trong tài liệu"), Type.HEADING), self._field, self._clear, gap_px=16)
        head.setStretch(1, 1)
        body = column(head, self._said, self._results, self._not_searched, gap_px=12)
        body.setStretch(2, 1)
        body.addStretch(0)  # takes the room of the list while there are no results
        body.setContentsMargins(24, 20, 24, 12)
        self.setLayout(body)
        self.setFocusProxy(self._field)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        self._field.setText(query)
        self._field.textChanged.connect(self._typed)
        self._field.returnPressed.connect(self._first_result)
        QShortcut(QKeySequence("Escape"), self, context.back)
        self._papers = self._shelf()
        context.listen(session.congress.subscribe, lambda _snapshot: self._heard())
        self._ask()

    def _shelf(self) -> list[tuple[UUID, str]]:
        papers = self._search.session.congress.snapshot().papers()
        return [(document.id, document.sha256) for document in papers]

    def _heard(self) -> None:
        """Nothing of a paper that was called back stays in sight, nor what a new version no longer says."""
        papers = self._shelf()
        if papers != self._papers:
            self._papers = papers
            self._ask()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QGuiApplication.inputMethod().show()

    def _typed(self, _text: str) -> None:
        self._place = None
        self._pause.start()

    def _start_over(self) -> None:
        self._field.clear()
        self._field.setFocus()

    def _ask(self) -> None:
        """Search for what the field says now; an answer to an earlier question is not waited for."""
        if self._running:
            self._running.cancel()
            self._running = None
        query = self._field.text()
        self._search.remember(query=query, place=self._place)
        self._clear.setEnabled(bool(query))
        if not query.strip():
            hint = tr("Gõ có dấu hoặc không dấu. Đặt cụm từ trong ngoặc kép để tìm đúng cả cụm.")
            self._show(SearchAnswer((), 0), hint)
            return
        documents = self._search.session.documents

        def look(_job: Job) -> SearchAnswer:
            return documents.search(query, limit=_HITS_SHOWN)

        self._running = self._search.tasks.do(look).on_success(self._show).run()

    def _show(self, answer: SearchAnswer, hint: str = "") -> None:
        result = found(self._field.text(), answer, self._search.session.congress.snapshot().papers())
        self._results.set_rows(result.rows)
        self._results.setVisible(bool(result.rows))
        self._said.set_text(hint or result.said)
        self._said.set_tone("ink_soft" if hint else "ink")
        keys = [line.key for line in result.rows]
        if self._place in keys:
            index = self._results.rows.index(keys.index(self._place))
            self._results.setCurrentIndex(index)
            self._results.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)
            self._results.setFocus()
        else:
            self._results.scrollToTop()

    def _first_result(self) -> None:
        """Enter in the field goes down to the results; Enter there opens one."""
        if len(self._results.rows.rows) > 1:
            self._results.setCurrentIndex(self._results.rows.index(1))
            self._results.setFocus()

    def _open(self, place: Place) -> None:
        document_id, page_index = place
        query = self._field.text()
        self._search.remember(query=query, place=place)
        self._search.go("reader", document_id=document_id, page_index=page_index, find=query)
