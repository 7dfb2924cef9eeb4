"""Bounds on what a client may ask of the hall in size and in rate."""

from __future__ import annotations

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.domain.clock import Clock
from app.domain.wire import MAX_JSON_BYTES, Refusal
from app.hall.errors import TooLarge, TooMany

_KEYS_KEPT = 10_000


class BodyLimit:
    """ASGI middleware: a body larger than any honest one is refused before it is held in memory."""

    def __init__(self, app: ASGIApp, limit_bytes: int = MAX_JSON_BYTES) -> None:
        self._app = app
        self._limit_bytes = limit_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        received = 0

        async def counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > self._limit_bytes:
                raise TooLarge(limit_bytes=self._limit_bytes)
            return message

        async def unless_too_large(message: Message) -> None:
            # FastAPI calls anything that goes wrong while it reads a body a bad request.
            if received <= self._limit_bytes:
                await send(message)

        await self._app(scope, counted, unless_too_large)
        if received > self._limit_bytes:
            refusal = Refusal(code=TooLarge.code, params={"limit_bytes": self._limit_bytes})
            await JSONResponse(refusal.model_dump(), status_code=TooLarge.status)(scope, receive, send)


class RateLimit:
    """A token bucket for each key: `burst` at once, then `per_second`. For one thread (the loop's)."""

    def __init__(self, clock: Clock, per_second: float, burst: int) -> None:
        self._clock = clock
        self._per_second = per_second
        self._burst = burst
        self._buckets: dict[str, tuple[float, float]] = {}

    def check(self, key: str) -> None:
        """Raise `TooMany` when this key's bucket is empty. Takes nothing from it."""
        if self._level(key) < 1:
            raise TooMany()

    def take(self, key: str) -> None:
        """Count one. Raises `TooMany`."""
        self.check(key)
        if len(self._buckets) >= _KEYS_KEPT:
            self._forget_full()
        self._buckets[key] = (self._level(key) - 1, self._clock.monotonic_s())

    def _level(self, key: str) -> float:
        level, at_s = self._buckets.get(key, (float(self._burst), 0.0))
        return min(self._burst, level + (self._clock.monotonic_s() - at_s) * self._per_second)

    def _forget_full(self) -> None:
        """A full bucket is as good as none."""
        self._buckets = {key: kept for key, kept in self._buckets.items() if self._level(key) < self._burst}
