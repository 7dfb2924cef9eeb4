"""Closing in the right order, with a deadline: threads first, the database last."""

from __future__ import annotations

import logging
from collections.abc import Callable

from app.domain.clock import Clock

_log = logging.getLogger(__name__)

CloseStep = Callable[[float], None]
"""Closes one thing within the seconds given. May raise; the rest is closed all the same."""


class Shutdown:
    """Runs registered steps once, last registered first, within one deadline for all of them."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._steps: list[tuple[str, CloseStep]] = []

    def add(self, name: str, step: CloseStep) -> None:
        self._steps.append((name, step))

    def run(self, deadline_s: float) -> list[str]:
        """Close everything. The names of steps that failed, in order. A second call does nothing."""
        ends_at = self._clock.monotonic_s() + deadline_s
        failed: list[str] = []
        while self._steps:
            name, step = self._steps.pop()
            try:
                # Even when time is up each step gets a moment: closing the database matters most, last.
                step(max(0.2, ends_at - self._clock.monotonic_s()))
            except Exception:
                _log.exception("closing failed: %s", name)
                failed.append(name)
        return failed
