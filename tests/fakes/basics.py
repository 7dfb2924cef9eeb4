"""What all in-memory services share: fixed ids, a clock that stands, listeners."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar
from uuid import UUID, uuid5

T = TypeVar("T")
SPACE = UUID("0192f0c1-7c3b-7d52-9f0e-6d6f6e676869")
START_MS = 1_782_873_660_000  # 2026-07-01 09:41 in Vietnam


def fixed_id(name: str) -> UUID:
    return uuid5(SPACE, name)


class FakeClock:
    def __init__(self, now_utc_ms: int = START_MS) -> None:
        self.now = now_utc_ms

    def now_utc_ms(self) -> int:
        return self.now

    def monotonic_s(self) -> float:
        return self.now / 1000


class Told(Generic[T]):
    """Listeners of one kind of value, with the promise that a new one is told the present value."""

    def __init__(self, present: Callable[[], T] | None = None) -> None:
        self._present = present
        self._listeners: list[Callable[[T], None]] = []

    def subscribe(self, listener: Callable[[T], None]) -> Callable[[], None]:
        self._listeners.append(listener)
        if self._present:
            listener(self._present())
        return lambda: self._listeners.remove(listener) if listener in self._listeners else None

    def tell(self, value: T) -> None:
        for listener in tuple(self._listeners):
            listener(value)

    @property
    def count(self) -> int:
        return len(self._listeners)
