"""Which pages were really before the reader's eyes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from app.domain.clock import Clock
from app.ui.reader.layout import PageView

SEEN_AFTER_S = 2.0
TELL_EVERY_S = 60.0
_TICK_MS = 500


def read_pages(views: list[PageView], width_px: int, height_px: int) -> frozenset[int]:
    """Pages of which half is in the window, or which fill half of it (zoomed in)."""
    found = set()
    for view in views:
        seen = max(0.0, min(view.rect.bottom(), height_px) - max(view.rect.top(), 0.0))
        if seen * 2 >= min(view.rect.height(), height_px):
            found.add(view.index)
    return frozenset(found) if width_px > 0 else frozenset()


class ReadPages(QObject):
    """Counts the time that pages are looked at; `tell(pages)` gets those that are new, once a minute at most.

    `looked_at()` says what is before the eyes now. GUI thread.
    """

    def __init__(
        self,
        clock: Clock,
        looked_at: Callable[[], frozenset[int]],
        tell: Callable[[frozenset[int]], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._clock, self._looked_at, self._tell = clock, looked_at, tell
        self._since_s: dict[int, float] = {}
        self._fresh: set[int] = set()
        self._told: set[int] = set()
        self._told_at_s = clock.monotonic_s()
        timer = QTimer(self)
        timer.setInterval(_TICK_MS)
        timer.timeout.connect(self.tick)
        timer.start()

    def tick(self) -> None:
        """Look once."""
        now = self._clock.monotonic_s()
        pages = self._looked_at()
        self._since_s = {page: self._since_s.get(page, now) for page in pages}
        self._fresh |= {p for p in pages if now - self._since_s[p] >= SEEN_AFTER_S} - self._told
        if self._fresh and now - self._told_at_s >= TELL_EVERY_S:
            self._tell(self.take())

    def take(self) -> frozenset[int]:
        """Pages read that nobody has been told of; they count as told now."""
        fresh, self._fresh = frozenset(self._fresh), set()
        self._told |= fresh
        self._told_at_s = self._clock.monotonic_s()
        return fresh
