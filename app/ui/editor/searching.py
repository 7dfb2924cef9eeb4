"""Between the find bar and the page: matches, the one stood at, and writing others in their place."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import QObject, QTimer

from app.domain.state import CongressState
from app.ui.editor import editing
from app.ui.editor.canvas import PageCanvas
from app.ui.editor.desk import EditDesk
from app.ui.editor.editing import Step
from app.ui.editor.find_bar import FindBar
from app.ui.editor.finding import Finder, Match, Query, replaced
from app.ui.editor.page import Page

_PAGE_REST_MS = 250


class Searching(QObject):
    """GUI thread. Looking through 10,000 paragraphs again is a matter of milliseconds: texts stay folded."""

    def __init__(self, page: Page, bar: FindBar, canvas: PageCanvas, desk: EditDesk) -> None:
        super().__init__()
        self._page, self._bar, self._canvas, self._desk = page, bar, canvas, desk
        self._finder = Finder()
        self._matches: list[Match] = []
        self._at = -1
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_PAGE_REST_MS)
        self._rest.timeout.connect(self._again)
        bar.sought.connect(self._seek)
        bar.moved.connect(self._move)
        bar.replace_asked.connect(self._replace)
        bar.replace_all_asked.connect(self._replace_all)
        bar.closed.connect(self._close)

    def page_changed(self) -> None:
        if self._bar.isVisible():
            self._rest.start()

    # --- inside ---

    def _seek(self, query: Query) -> None:
        self._canvas.close_writer()
        self._matches = self._finder.find(self._page.lines, query)
        here = self._canvas.current_row or 0
        rows = (self._page.row_of(match.segment_id) or 0 for match in self._matches)
        self._at = next((number for number, at in enumerate(rows) if at >= here), 0 if self._matches else -1)
        self._show(scrolls=True)

    def _again(self) -> None:
        """The page has changed: the matches are others, the place stays as near as it can."""
        before = self._matches[self._at] if 0 <= self._at < len(self._matches) else None
        self._matches = self._finder.find(self._page.lines, self._bar.query)
        self._at = min(self._at, len(self._matches) - 1)
        if before in self._matches:
            self._at = self._matches.index(before)
        self._show(scrolls=False)

    def _move(self, by: int) -> None:
        if self._matches:
            self._at = (self._at + by) % len(self._matches)
            self._show(scrolls=True)

    def _show(self, *, scrolls: bool) -> None:
        found: dict[UUID, list[tuple[int, int]]] = {}
        for match in self._matches:
            found.setdefault(match.segment_id, []).append((match.start, match.end))
        current = self._matches[self._at] if 0 <= self._at < len(self._matches) else None
        self._canvas.set_found(found, (current.segment_id, current.start) if current else None)
        self._bar.show_count(self._at, len(self._matches))
        if current is not None and scrolls:
            self._canvas.set_current(current.segment_id, current.start)
            at = self._page.row_of(current.segment_id)
            if at is not None:
                self._canvas.show_row(at)

    def _replace(self, by: str) -> None:
        match = self._matches[self._at] if 0 <= self._at < len(self._matches) else None
        if match is None:
            return
        query = self._bar.query

        def think(state: CongressState) -> Step | None:
            segment = state.segments.get(match.segment_id)
            at = self._page.row_of(match.segment_id)
            # Only where it still stands: somebody may have written there meanwhile.
            if segment is None or at is None or match not in self._finder.find([self._page.lines[at]], query):
                return None
            return editing.rewrite(segment, replaced(segment.text, [(match.start, match.end)], by))

        self._desk.do(think)

    def _replace_all(self, by: str) -> None:
        query = self._bar.query

        def think(state: CongressState) -> Step | None:
            return editing.replace_all(state, self._finder.find(self._page.lines, query), by)

        self._desk.do(think)

    def _close(self) -> None:
        self._rest.stop()
        self._matches, self._at = [], -1
        self._canvas.set_found({}, None)
        self._canvas.setFocus()
