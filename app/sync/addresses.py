"""Addresses of halls as people type them."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from typing import Self

from app.domain.wire import DEFAULT_PORT
from app.sync.errors import BadAddress

_NAME = re.compile(r"[a-z0-9]([a-z0-9._-]{0,251}[a-z0-9])?")
_DIGITS_AND_DOTS = re.compile(r"[\d.]+")


@dataclass(frozen=True, slots=True)
class HallAddress:
    """A host (name, IPv4 or IPv6 without brackets) and a TCP port."""

    host: str
    port: int = DEFAULT_PORT

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"

    @property
    def url(self) -> str:
        return f"https://{self}"

    @classmethod
    def parse(cls, typed: str) -> Self:
        """Read "192.168.1.5", "hall:8443", "[::1]:8443", or a whole "https://…". Raises `BadAddress`."""
        text = typed.strip().removeprefix("https://").rstrip("/").lower()
        host, port = _split(text)
        if not _is_host(host) or not 1 <= port <= 65_535:
            raise BadAddress(address=typed.strip()[:100])
        return cls(host, port)


def _split(text: str) -> tuple[str, int]:
    if text.startswith("["):
        host, bracket, rest = text[1:].partition("]")
        if not bracket or (rest and not rest.startswith(":")):
            return "", 0
        return host, _port(rest[1:]) if rest else DEFAULT_PORT
    if text.count(":") > 1:
        return text, DEFAULT_PORT  # IPv6 without brackets
    host, colon, port = text.partition(":")
    return host, _port(port) if colon else DEFAULT_PORT


def _port(text: str) -> int:
    return int(text) if re.fullmatch(r"[0-9]{1,5}", text) else 0


def _is_host(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        # "192.168.1" is a mistyped number, not a name.
        return _NAME.fullmatch(host) is not None and _DIGITS_AND_DOTS.fullmatch(host) is None
    return True
