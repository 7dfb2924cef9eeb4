"""A clock that stands still until it is told to move, and chance that can be repeated."""

from __future__ import annotations

import random
import threading


class FakeClock:
    def __init__(self, utc_ms: int = 1_795_300_000_000) -> None:
        self.utc_ms = utc_ms
        self._lock = threading.Lock()

    def now_utc_ms(self) -> int:
        with self._lock:
            self.utc_ms += 1
            return self.utc_ms

    def monotonic_s(self) -> float:
        return self.utc_ms / 1000

    def advance_ms(self, by_ms: int) -> None:
        with self._lock:
            self.utc_ms += by_ms


def seeded_random(seed: int = 1):
    return random.Random(seed).randbytes
