"""Looking for halls on the local network. Multicast is often blocked: a typed address never depends on it."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass
from uuid import UUID

from zeroconf import InterfaceChoice, IPVersion, ServiceBrowser, ServiceInfo, ServiceListener, Zeroconf

from app.domain.wire import SERVICE_TYPE
from app.sync.addresses import HallAddress

_log = logging.getLogger(__name__)
_ASK_MS = 1_000

Interfaces = InterfaceChoice | list[str | int | tuple[tuple[str, int, int], int]]
"""All of the machine's, or the addresses of some, as zeroconf spells them."""


@dataclass(frozen=True, slots=True)
class FoundHall:
    """A hall that says it is there. Nothing about it is verified yet."""

    name: str
    root_id: UUID
    address: HallAddress


def read_service(info: ServiceInfo) -> list[FoundHall]:
    """What an announcement says; nothing where it makes no sense, for anybody may announce anything."""
    try:
        properties = info.decoded_properties
        root_id = UUID(properties["root"] or "")
        name = (properties.get("name") or "")[:200]
    except (KeyError, ValueError, UnicodeDecodeError):
        return []
    if not info.port:
        return []
    addresses = info.parsed_addresses(IPVersion.V4Only)
    return [FoundHall(name, root_id, HallAddress(host, info.port)) for host in addresses]


class _Listener(ServiceListener):
    """Collects halls, in zeroconf's thread."""

    def __init__(self, wanted: UUID | None) -> None:
        self.found: dict[HallAddress, FoundHall] = {}
        self.enough = threading.Event()
        self._wanted = wanted

    def add_service(self, zc: Zeroconf, type_: str, name: str) -> None:
        info = zc.get_service_info(type_, name, _ASK_MS)
        for hall in read_service(info) if info else ():
            self.found[hall.address] = hall
            if hall.root_id == self._wanted:
                self.enough.set()

    update_service = add_service

    def remove_service(self, zc: Zeroconf, type_: str, name: str) -> None:
        """A hall that is going away may come back; the address is tried either way."""


def browse(
    timeout_s: float, root_id: UUID | None = None, interfaces: Interfaces = InterfaceChoice.All
) -> list[FoundHall]:
    """Halls that answer within the time; returns early once one of congress `root_id` has. Blocks.

    Never raises: no network, no multicast and no permission all mean that nothing was found.
    """
    listener = _Listener(root_id)
    try:
        zeroconf = Zeroconf(interfaces=interfaces, ip_version=IPVersion.V4Only)
        try:
            ServiceBrowser(zeroconf, SERVICE_TYPE, listener)
            listener.enough.wait(timeout_s)
        finally:
            zeroconf.close()
    except Exception as error:  # zeroconf raises many kinds, and none may stop a device
        _log.info("discovery failed: %s", type(error).__name__)
    halls = list(listener.found.values())
    return [hall for hall in halls if root_id is None or hall.root_id == root_id]


def find_halls(root_id: UUID) -> list[HallAddress]:
    """For `SyncEngine`: where halls of this congress answer."""
    return [hall.address for hall in browse(2.0, root_id)]
