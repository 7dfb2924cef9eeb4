"""The hall as a running process: TLS, socket, signals of the system, neighbours on PostgreSQL."""

from __future__ import annotations

import contextlib
import errno
import logging
import signal
import socket
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import uvicorn

from app.domain.clock import Clock, RandomBytes
from app.hall.advertise import Advertisement
from app.hall.certificates import server_context
from app.hall.context import HallContext
from app.hall.errors import BadAddress, PortTaken
from app.hall.init import HallIdentity
from app.hall.live import Live
from app.hall.neighbours import Neighbours
from app.hall.server import create_app
from app.storage.device_store import DeviceStore
from app.storage.keys import KeyFile

SHUTDOWN_S = 5
_BACKLOG = 512
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Serving:
    """Where a hall listens, told to `ready` when it does."""

    host: str
    port: int
    hosts: tuple[str, ...]
    congress_title: str


class HallServer(uvicorn.Server):
    """Ends open streams before it waits for connections, and leaves by returning.

    Uvicorn would raise the signal again once it has stopped, and the store would never be closed.
    """

    def __init__(self, config: uvicorn.Config, live: Live, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._live = live
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._live.close()
        await super().shutdown(sockets)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        def stop(_number: int, _frame: FrameType | None) -> None:
            self.should_exit = True

        names = [name for name in ("SIGTERM", "SIGINT", "SIGBREAK") if hasattr(signal, name)]
        before = {name: signal.signal(getattr(signal, name), stop) for name in names}
        try:
            yield
        finally:
            for name, handler in before.items():
                signal.signal(getattr(signal, name), handler)


def serve(
    folder: Path,
    key_file: KeyFile,
    *,
    clock: Clock,
    random_bytes: RandomBytes,
    host: str = "0.0.0.0",  # noqa: S104 - a hall is there to be reached
    port: int | None = None,
    addresses: Sequence[str] = (),
    pin: str | None = None,
    database_url: str | None = None,
    advertise: bool = True,
    ready: Callable[[Serving], None] = lambda _serving: None,
) -> None:
    """Run the hall until SIGTERM or SIGINT. Blocks; call it in the main thread.

    `port` 0 takes any free one; None the one from the founding. `addresses` are added to those that
    provisioning files name. Raises `NotFounded`, `PortTaken`, `BadAddress` and the store's errors.
    """
    store = DeviceStore.open(folder, key_file.open(pin), random_bytes, database_url)
    with ExitStack() as stack:
        stack.callback(store.close)
        saved = HallIdentity.load(store)
        listener = _listen(host, saved.port if port is None else port)
        stack.callback(listener.close)
        bound_port = listener.getsockname()[1]
        identity = saved.for_hosts(addresses, bound_port, clock.now_utc_ms())
        with store.database.write() as tx:
            identity.save(store, tx)
        hall = HallContext.build(store, identity, clock, random_bytes)
        if database_url:
            stack.enter_context(Neighbours(database_url, hall.live.wake))
        if advertise:
            stack.enter_context(Advertisement(identity, bound_port))
        serving = Serving(host, bound_port, identity.hosts, identity.congress_title)
        config = _config(hall, server_context(identity.server, folder, random_bytes))
        HallServer(config, hall.live, lambda: ready(serving)).run(sockets=[listener])


def _config(hall: HallContext, context: ssl.SSLContext) -> uvicorn.Config:
    return uvicorn.Config(
        create_app(hall),
        ssl_context_factory=lambda _config, _default: context,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        ws="none",
        timeout_graceful_shutdown=SHUTDOWN_S,
        # Tablets keep their connection between requests: a TLS handshake costs more than an open socket.
        timeout_keep_alive=75,
    )


def _listen(host: str, port: int) -> socket.socket:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, kind, protocol, _, address = found[0]
        listener = socket.socket(family, kind, protocol)
    except OSError as error:
        raise BadAddress(address=host[:100]) from error
    try:
        if hasattr(socket, "SO_REUSEADDR") and not hasattr(socket, "SO_EXCLUSIVEADDRUSE"):
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise PortTaken(port=port) from error
        raise BadAddress(address=host[:100]) from error
    listener.setblocking(False)
    return listener
