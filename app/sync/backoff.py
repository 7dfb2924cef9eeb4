"""How long to wait before the next try."""

from __future__ import annotations

from app.domain.clock import RandomBytes


class Backoff:
    """Doubling waits with jitter, so that 130 tablets do not come back in the same instant.

    Each wait lies evenly between half and the whole of the current step ("equal jitter").
    """

    def __init__(self, random_bytes: RandomBytes, first_ms: int = 500, ceiling_ms: int = 20_000) -> None:
        self._random_bytes = random_bytes
        self._first_ms = first_ms
        self._ceiling_ms = ceiling_ms
        self._step_ms = first_ms

    def next_ms(self) -> int:
        """The wait before the next try, in milliseconds; the one after that will be longer."""
        half = self._step_ms // 2
        share = int.from_bytes(self._random_bytes(4)) / (1 << 32)
        self._step_ms = min(self._ceiling_ms, self._step_ms * 2)
        return half + int(share * half)

    def reset(self) -> None:
        """A try succeeded."""
        self._step_ms = self._first_ms
