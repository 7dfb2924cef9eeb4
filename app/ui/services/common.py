"""What every service shares: subscriptions, progress, cancelling."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Unsubscribe = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a long operation is. `total` is None while unknown; both count the same unit.

    `item`: what is being worked on now, such as a file's name.
    """

    stage: str
    done: int
    total: int | None = None
    item: str = ""


ProgressCallback = Callable[[Progress], None]
"""Called from the operation's own thread, at most some tens of times a second."""

IsCancelled = Callable[[], bool]
"""Asked between steps; when it answers True the operation ends by raising `Cancelled`-like errors of its own
or returning early, leaving everything as it was or resumable."""
