"""The HTTP library's connections to a hall: always TLS, read in large pieces.

The library's own asynchronous backend hands every TLS record (16 KiB) up by itself, which costs more
than decrypting it, and leaves the socket open where a handshake is cancelled half-way, as happens
whenever a session ends. asyncio's streams do neither.
"""

from __future__ import annotations

import asyncio
import ssl
from typing import Any

import httpcore2
import httpx2

_READ_BYTES = 1 << 20


class HallTransport(httpx2.AsyncHTTPTransport):
    """HTTP/1.1 over TLS with this context. Raises `OSError` and `ssl.SSLError` besides the library's own."""

    def __init__(self, context: ssl.SSLContext, limits: httpx2.Limits) -> None:
        super().__init__(verify=context, limits=limits, trust_env=False)
        self._pool = httpcore2.AsyncConnectionPool(
            ssl_context=context,
            max_connections=limits.max_connections,
            max_keepalive_connections=limits.max_keepalive_connections,
            keepalive_expiry=limits.keepalive_expiry,
            network_backend=_Backend(),
        )


class _Backend(httpcore2.AsyncNetworkBackend):
    async def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, *_args: Any, **_options: Any
    ) -> httpcore2.AsyncNetworkStream:
        return _NotYet(host, port, timeout)


class _NotYet(httpcore2.AsyncNetworkStream):
    """An address. asyncio connects and shakes hands in one step, so both happen in `start_tls`."""

    def __init__(self, host: str, port: int, timeout_s: float | None) -> None:
        self._host = host
        self._port = port
        self._timeout_s = timeout_s

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.AsyncNetworkStream:
        loop = asyncio.get_running_loop()
        reader = asyncio.StreamReader(limit=_READ_BYTES, loop=loop)
        connection = _Connection(reader, loop=loop)
        try:
            async with asyncio.timeout(self._timeout_s or timeout):
                transport, _ = await loop.create_connection(
                    lambda: connection,
                    self._host,
                    self._port,
                    ssl=ssl_context,
                    server_hostname=server_hostname or self._host,
                )
        except BaseException:
            connection.abort()
            raise
        return _TlsStream(reader, asyncio.StreamWriter(transport, connection, reader, loop))

    async def aclose(self) -> None:
        """There is nothing to close."""


class _Connection(asyncio.StreamReaderProtocol):
    """Remembers its transport. Cancelled in the moment when the handshake ends, asyncio says a polite
    farewell that takes longer than a session that is being closed has; `abort` does not.
    """

    _made: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        assert isinstance(transport, asyncio.Transport)
        self._made = transport

    def abort(self) -> None:
        if self._made:
            self._made.abort()


class _TlsStream(httpcore2.AsyncNetworkStream):
    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        async with asyncio.timeout(timeout):
            return await self._reader.read(max(max_bytes, _READ_BYTES))

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        if buffer:
            async with asyncio.timeout(timeout):
                self._writer.write(buffer)
                await self._writer.drain()

    async def aclose(self) -> None:
        # HTTP says where a message ends; waiting for the other side's farewell could take half a minute.
        self._writer.transport.abort()
        await asyncio.sleep(0)

    def get_extra_info(self, info: str) -> Any:
        if info == "is_readable":  # "has the hall closed it meanwhile?"
            return self._reader.at_eof()
        return self._writer.get_extra_info(info)
