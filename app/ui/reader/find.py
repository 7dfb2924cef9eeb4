"""Looking for words in one paper: where they stand, and going from one to the next."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.search_query import SearchQuery
from app.ui.context import Context
from app.ui.reader.lazy import LazyPages
from app.ui.reader.selection import hits_among
from app.ui.services import Box, SearchAnswer

_TYPING_REST_MS = 250
Hits = tuple[tuple[Box, ...], ...]
"""Of one page, in reading order; a box a line each."""
_MOST_PAGES = 2_000


@dataclass(frozen=True, slots=True)
class Found:
    """What there is to say: the number of the present page among those found, from 1; 0 for none yet."""

    query: str
    number: int
    pages_count: int
    is_searchable: bool = True


class Finder(QObject):
    """`told(Found)`: counts changed. `shown(page, box | None)`: the reader is to see this place.

    `marks_changed`: other words are to be tinted on the pages.
    """

    told = Signal(object)
    shown = Signal(int, object)
    marks_changed = Signal()

    def __init__(self, context: Context, document_id: UUID) -> None:
        super().__init__()
        self._context, self._document_id = context, document_id
        self._documents = context.session.documents
        self._query = ""
        self._pages: tuple[int, ...] = ()
        self._total = 0
        self._at = (-1, 0)
        """Which of the pages found, and which hit on it (-1: its last one, once they are known)."""
        self._is_waiting = False
        self._from_page = 0
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_TYPING_REST_MS)
        self._rest.timeout.connect(self._search)
        nothing: Hits = ()
        self.hits: LazyPages[Hits] = LazyPages(context.tasks, self._fetch, nothing)
        self.hits.changed.connect(self._hits_came)

    @property
    def query(self) -> str:
        return self._query

    @property
    def current(self) -> tuple[int, int] | None:
        """(page, number of the hit) where the reader stands."""
        number, hit = self._at
        return (self._pages[number], max(hit, 0)) if 0 <= number < len(self._pages) else None

    def hits_on(self, page: int) -> Hits:
        """For painting; asks for them when the page holds something."""
        return (self.hits.get(page) or ()) if page in self._pages else ()

    def set_query(self, query: str, from_page: int, *, at_once: bool = False) -> None:
        """Look for other words; the first place is the one at or after `from_page`."""
        if query.strip() == self._query:
            return
        self._from_page = from_page
        self._query = query.strip()
        self._rest.start(0 if at_once else _TYPING_REST_MS)

    def clear(self) -> None:
        self._rest.stop()
        self._query = ""
        self._take(SearchAnswer((), 0))

    def next(self) -> None:
        self._move(1)

    def previous(self) -> None:
        self._move(-1)

    def show_again(self) -> None:
        """The pages are on screen only now."""
        if self.current is not None:
            self._stand_at(*self._at)

    # --- inside ---

    def _search(self) -> None:
        documents, document_id, query = self._documents, self._document_id, self._query
        if not query:
            self._take(SearchAnswer((), 0))
            return
        work = self._context.tasks.do(lambda _job: documents.search(query, document_id, _MOST_PAGES))
        work.on_success(lambda answer: self._take(answer) if query == self._query else None).run()

    def _fetch(self, page: int) -> Hits:
        return hits_among(self._documents.words(self._document_id, page), SearchQuery.parse(self._query))

    def _take(self, answer: SearchAnswer) -> None:
        self._pages = tuple(sorted({hit.page_index for hit in answer.hits}))
        self._total = max(answer.pages_count, len(self._pages))
        self.hits.forget()
        self._at = (-1, 0)
        after = [number for number, page in enumerate(self._pages) if page >= self._from_page]
        if self._pages:
            self._stand_at(after[0] if after else 0, 0)
        self._tell()
        self.marks_changed.emit()

    def _move(self, by: int) -> None:
        if self._rest.isActive():
            self._rest.stop()
            self._search()
            return
        if not self._pages:
            return
        number, hit = self._at
        known = self.hits.get(self._pages[number]) or ()
        if 0 <= hit + by < len(known):
            self._stand_at(number, hit + by)
        else:
            self._stand_at((number + by) % len(self._pages), 0 if by > 0 else -1)
        self._tell()

    def _stand_at(self, number: int, hit: int) -> None:
        self._at = (number, hit)
        page = self._pages[number]
        known = self.hits.get(page)
        self._is_waiting = known is None
        if known is None:
            self.shown.emit(page, None)
        else:
            self._show_hit(page, known)

    def _show_hit(self, page: int, known: Hits) -> None:
        number, hit = self._at
        if known:
            self._at = (number, len(known) - 1 if hit < 0 else min(hit, len(known) - 1))
        self.shown.emit(page, known[self._at[1]][0] if known else None)
        self.marks_changed.emit()

    def _hits_came(self, page: int) -> None:
        if self._is_waiting and self.current and self.current[0] == page:
            self._is_waiting = False
            self._show_hit(page, self.hits.get(page) or ())
        self.marks_changed.emit()

    def _tell(self) -> None:
        is_searchable = self._documents.has_text(self._document_id)
        self.told.emit(Found(self._query, self._at[0] + 1, self._total, is_searchable))
