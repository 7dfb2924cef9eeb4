"""Text of pages, fetched in the background when it is about to be read."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from app.runtime.tasks import Job, Scope
from app.ui.services import DocumentService, FlowBlock

_AT_ONCE = 2
_KEPT = 48
"""Pages; a dense one holds some ten kilobytes."""


class FlowLoader(QObject):
    """Lives in the GUI thread. `changed(page_index)`: its text or its problem is new."""

    changed = Signal(int)

    def __init__(self, document_id: UUID, documents: DocumentService, tasks: Scope) -> None:
        super().__init__()
        self._document_id = document_id
        self._documents = documents
        self._tasks = tasks
        self._pages: OrderedDict[int, tuple[FlowBlock, ...]] = OrderedDict()
        self._problems: dict[int, Exception] = {}
        self._in_flight: set[int] = set()
        self._wanted: list[int] = []

    def want(self, pages: Iterable[int]) -> None:
        """Most urgent first; replaces what was wanted before."""
        self._wanted = [page for page in pages if page not in self._pages and page not in self._problems]
        self._ask()

    def blocks(self, page_index: int) -> tuple[FlowBlock, ...] | None:
        """None while it is not there."""
        found = self._pages.get(page_index)
        if found is not None:
            self._pages.move_to_end(page_index)
        return found

    def problem(self, page_index: int) -> Exception | None:
        return self._problems.get(page_index)

    def retry(self, page_index: int) -> None:
        self._problems.pop(page_index, None)
        self._wanted.insert(0, page_index)
        self._ask()

    def _ask(self) -> None:
        while self._wanted and len(self._in_flight) < _AT_ONCE:
            page = self._wanted.pop(0)
            if page not in self._in_flight:
                self._fetch(page)

    def _fetch(self, page: int) -> None:
        documents, document_id = self._documents, self._document_id
        self._in_flight.add(page)

        def fetch(_job: Job) -> tuple[FlowBlock, ...]:
            return documents.flow(document_id, page)

        def arrived(blocks: tuple[FlowBlock, ...]) -> None:
            self._pages[page] = blocks
            while len(self._pages) > _KEPT:
                self._pages.popitem(last=False)
            done()

        def failed(error: Exception) -> None:
            self._problems[page] = error
            done()

        def done() -> None:
            self._in_flight.discard(page)
            self.changed.emit(page)
            self._ask()

        self._tasks.do(fetch).on_success(arrived).on_failure(failed).run()
