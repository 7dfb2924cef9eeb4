"""What is known of a page besides its picture (words, hits), fetched when the page comes near."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Signal

from app.runtime.tasks import Scope

T = TypeVar("T")
_KEPT_PAGES = 24


class LazyPages(QObject, Generic[T]):
    """`get(page)` answers at once: the value, or None while it is fetched. GUI thread.

    `changed(page)`: its value has come. A page whose fetching failed counts as having nothing to tell.
    """

    changed = Signal(int)

    def __init__(self, tasks: Scope, fetch: Callable[[int], T], nothing: T) -> None:
        super().__init__()
        self._tasks, self._fetch, self._nothing = tasks, fetch, nothing
        self._known: OrderedDict[int, T] = OrderedDict()
        self._asked: set[int] = set()
        self._age = 0

    def get(self, page: int) -> T | None:
        if page in self._known:
            self._known.move_to_end(page)
            return self._known[page]
        self._ask(page)
        return None

    def want(self, pages: Iterable[int]) -> None:
        for page in pages:
            self.get(page)

    def forget(self) -> None:
        """What was asked for is not true any more; answers on their way are dropped."""
        self._age += 1
        self._known.clear()
        self._asked.clear()

    def _ask(self, page: int) -> None:
        if page in self._asked:
            return
        self._asked.add(page)
        fetch, age = self._fetch, self._age
        work = self._tasks.do(lambda _job: fetch(page))
        work.on_success(lambda value: self._keep(age, page, value))
        work.on_failure(lambda _error: self._keep(age, page, self._nothing)).run()

    def _keep(self, age: int, page: int, value: T) -> None:
        if age != self._age:
            return
        self._asked.discard(page)
        self._known[page] = value
        while len(self._known) > _KEPT_PAGES:
            self._known.popitem(last=False)
        self.changed.emit(page)
