"""Telling the local network where the hall is (DNS-SD over multicast), as far as the network allows."""

from __future__ import annotations

import ipaddress
import logging
from typing import Self

from zeroconf import InterfaceChoice, IPVersion, ServiceInfo, Zeroconf

from app.domain.wire import API_VERSION, SERVICE_TYPE
from app.hall.init import HallIdentity, own_hosts

_log = logging.getLogger(__name__)

Interfaces = InterfaceChoice | list[str | int | tuple[tuple[str, int, int], int]]
"""All of the machine's, or the addresses of some, as zeroconf spells them."""


class Advertisement:
    """Advertises while it is entered. Where multicast is blocked it says so in the log and does nothing."""

    def __init__(
        self, identity: HallIdentity, port: int, interfaces: Interfaces = InterfaceChoice.All
    ) -> None:
        self._identity = identity
        self._port = port
        self._interfaces = interfaces
        self._zeroconf: Zeroconf | None = None

    def __enter__(self) -> Self:
        try:
            self._zeroconf = Zeroconf(interfaces=self._interfaces, ip_version=IPVersion.V4Only)
            self._zeroconf.register_service(self._service(), allow_name_change=True)
        except Exception as error:  # zeroconf raises many kinds, and none may stop the hall
            _log.warning("not advertised on this network: %s", type(error).__name__)
        return self

    def __exit__(self, *_exc: object) -> None:
        if self._zeroconf is not None:
            self._zeroconf.close()

    def _service(self) -> ServiceInfo:
        root = self._identity.root_id
        addresses = [ip.packed for host in own_hosts() if (ip := _ipv4(host))]
        return ServiceInfo(
            SERVICE_TYPE,
            f"{root.hex}.{SERVICE_TYPE}",
            port=self._port,
            addresses=addresses,
            properties={"v": str(API_VERSION), "root": str(root), "name": self._identity.hall_name},
            server=f"{root.hex}.local.",
        )


def _ipv4(host: str) -> ipaddress.IPv4Address | None:
    try:
        return ipaddress.IPv4Address(host)
    except ValueError:
        return None
