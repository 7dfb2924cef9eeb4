"""The HTTP library's connections, closed also where a TLS handshake is cancelled half-way.

`httpcore2` 2.16 closes the TCP connection when a handshake fails but not when it is cancelled, which
happens whenever a session ends while chunks are being fetched. Tablets run for days.
"""

from __future__ import annotations

import ssl
from typing import Any

import httpcore2
import httpx2


class HallTransport(httpx2.AsyncHTTPTransport):
    """HTTP/1.1 over TLS with this context."""

    def __init__(self, context: ssl.SSLContext, limits: httpx2.Limits) -> None:
        super().__init__(verify=context, limits=limits, trust_env=False)
        self._pool = httpcore2.AsyncConnectionPool(
            ssl_context=context,
            max_connections=limits.max_connections,
            max_keepalive_connections=limits.max_keepalive_connections,
            keepalive_expiry=limits.keepalive_expiry,
            network_backend=_Backend(),
        )


class _Backend(httpcore2.AnyIOBackend):
    async def connect_tcp(self, *args: Any, **options: Any) -> httpcore2.AsyncNetworkStream:
        return _TcpStream(await super().connect_tcp(*args, **options))


class _TcpStream(httpcore2.AsyncNetworkStream):
    """A connection before TLS; `start_tls` is all that happens to it."""

    def __init__(self, inner: httpcore2.AsyncNetworkStream) -> None:
        self._inner = inner

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return await self._inner.read(max_bytes, timeout)

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        await self._inner.write(buffer, timeout)

    async def aclose(self) -> None:
        await self._inner.aclose()

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.AsyncNetworkStream:
        try:
            return await self._inner.start_tls(ssl_context, server_hostname, timeout)
        except BaseException:
            await self._inner.aclose()
            raise

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)
