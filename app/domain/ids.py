"""UUIDv7: ids that sort by the time they were made (RFC 9562, section 5.7)."""

from __future__ import annotations

from uuid import UUID

from app.domain.clock import Clock, RandomBytes


def uuid7(unix_ms: int, random_10: bytes) -> UUID:
    """Build a version 7 UUID from milliseconds since the epoch and ten random bytes.

    The standard library has this from Python 3.14 on, which is newer than the versions we support.
    """
    if not 0 <= unix_ms < 1 << 48:
        raise ValueError(f"time out of range for a UUIDv7: {unix_ms}")
    if len(random_10) != 10:
        raise ValueError("a UUIDv7 takes ten random bytes")
    value = (unix_ms << 80) | int.from_bytes(random_10)
    value = value & ~(0xF << 76) | (7 << 76)
    value = value & ~(0x3 << 62) | (2 << 62)
    return UUID(int=value)


class IdSource:
    """Makes ids from an injected clock and random source. Safe to call from any thread."""

    def __init__(self, clock: Clock, random_bytes: RandomBytes) -> None:
        self._clock = clock
        self._random_bytes = random_bytes

    def __call__(self) -> UUID:
        return uuid7(self._clock.now_utc_ms(), self._random_bytes(10))
