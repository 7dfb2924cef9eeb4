"""Time and chance, injected so that tests own them."""

from __future__ import annotations

import os
import time
from typing import Protocol


class Clock(Protocol):
    """What time it is."""

    def now_utc_ms(self) -> int:
        """Milliseconds since 1970-01-01T00:00:00Z."""

    def monotonic_s(self) -> float:
        """Seconds that only go forward, for intervals."""


class SystemClock:
    """The machine's own clock."""

    def now_utc_ms(self) -> int:
        return time.time_ns() // 1_000_000

    def monotonic_s(self) -> float:
        return time.monotonic()


class RandomBytes(Protocol):
    """A source of unpredictable bytes; `os.urandom` in the product."""

    def __call__(self, size: int, /) -> bytes: ...


system_random: RandomBytes = os.urandom
