"""Telling several listeners about a value, from whatever thread it changes in."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Listeners(Generic[T]):
    """Keeps listeners and calls them outside its own lock. Safe from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._listeners: list[Callable[[T], None]] = []

    def add(self, listener: Callable[[T], None]) -> Callable[[], None]:
        """Begin to tell `listener`; the function returned ends it, also when called twice."""
        with self._lock:
            self._listeners.append(listener)

        def remove() -> None:
            with self._lock:
                if listener in self._listeners:
                    self._listeners.remove(listener)

        return remove

    def tell(self, value: T) -> None:
        """Call every listener, in the caller's thread."""
        with self._lock:
            listeners = tuple(self._listeners)
        for listener in listeners:
            listener(value)


class Observable(Generic[T]):
    """A value that others watch. Safe from any thread."""

    def __init__(self, value: T) -> None:
        self._lock = threading.RLock()
        self._value = value
        self._listeners: Listeners[T] = Listeners()

    @property
    def value(self) -> T:
        return self._value

    def set(self, value: T) -> None:
        """Change the value and tell everybody."""
        self._value = value
        self._listeners.tell(value)

    def update(self, change: Callable[[T], T]) -> None:
        """Change part of the value where several threads do: none undoes another's, all are told in order.

        Listeners must not wait for another thread that changes it too.
        """
        with self._lock:
            self.set(change(self._value))

    def subscribe(self, listener: Callable[[T], None]) -> Callable[[], None]:
        """Tell `listener` the present value at once, and every change after it."""
        remove = self._listeners.add(listener)
        listener(self._value)
        return remove
