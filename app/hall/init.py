"""Founding a congress: its signing key, its certificate authority, its log's first event."""

from __future__ import annotations

import socket
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection

from app.domain.clock import Clock, RandomBytes
from app.domain.entities import Device, Role
from app.domain.events import EventSigner
from app.domain.payloads import DeviceEnrolled
from app.domain.wire import DEFAULT_PORT, device_id_of, server_name_of
from app.hall.certificates import (
    KeyPair,
    certificate_hosts,
    expires_soon,
    fingerprint,
    is_host_name,
    make_authority,
    make_server_certificate,
    plain_host,
)
from app.hall.errors import AlreadyFounded, NotFounded
from app.storage.device_store import DeviceStore
from app.storage.keys import KeyFile

_SETTING = "hall.identity"
_LOCAL_HOSTS = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True, repr=False)
class HallIdentity:
    """Who this hall is, and the keys that prove it. Lives in the encrypted store; never log it."""

    congress_title: str
    hall_name: str
    root_key: Ed25519PrivateKey
    authority: KeyPair
    server: KeyPair
    hosts: tuple[str, ...]
    port: int

    @property
    def root_public_key(self) -> bytes:
        return self.root_key.public_key().public_bytes_raw()

    @property
    def root_id(self) -> UUID:
        return device_id_of(self.root_public_key)

    @property
    def ca_fingerprint(self) -> bytes:
        return fingerprint(self.authority.certificate_pem)

    def signer(self, clock: Clock, random_bytes: RandomBytes) -> EventSigner:
        """Writes events in the congress's own name."""
        return EventSigner(self.root_id, self.root_key, clock, random_bytes)

    def for_hosts(self, hosts: Sequence[str], port: int, now_utc_ms: int) -> HallIdentity:
        """This identity reachable at `hosts`, with a new certificate where the old one will not do.

        Raises `BadAddress`.
        """
        wanted = _plain([*hosts, *self.hosts])
        covered = {*wanted, *_LOCAL_HOSTS, server_name_of(self.root_id)}
        pem = self.server.certificate_pem
        if covered <= certificate_hosts(pem) and not expires_soon(pem, now_utc_ms):
            return replace(self, hosts=wanted, port=port)
        server = _server_pair(self.authority, self.hall_name, self.root_id, wanted, now_utc_ms)
        return replace(self, hosts=wanted, port=port, server=server)

    def save(self, store: DeviceStore, tx: Connection) -> None:
        """Keep the identity in the store."""
        store.settings.set(tx, _SETTING, self._to_json())

    @classmethod
    def load(cls, store: DeviceStore) -> Self:
        """Read the identity. Raises `NotFounded`."""
        with store.database.read() as tx:
            saved = store.settings.get(tx, _SETTING)
        if saved is None:
            raise NotFounded()
        return cls(
            congress_title=saved["congress_title"],
            hall_name=saved["hall_name"],
            root_key=Ed25519PrivateKey.from_private_bytes(bytes.fromhex(saved["root_key"])),
            authority=KeyPair(**saved["authority"]),
            server=KeyPair(**saved["server"]),
            hosts=tuple(saved["hosts"]),
            port=saved["port"],
        )

    def _to_json(self) -> dict[str, Any]:
        return {
            "congress_title": self.congress_title,
            "hall_name": self.hall_name,
            "root_key": self.root_key.private_bytes_raw().hex(),
            "authority": _pair_json(self.authority),
            "server": _pair_json(self.server),
            "hosts": list(self.hosts),
            "port": self.port,
        }


def found(
    store: DeviceStore,
    *,
    congress_title: str,
    hall_name: str,
    hosts: Sequence[str],
    port: int,
    clock: Clock,
    random_bytes: RandomBytes,
) -> HallIdentity:
    """Make the congress's keys and write the log's first event: the root enrols itself.

    With it every replica can check every signer from the log alone, given only the root's public key.
    Raises `AlreadyFounded` and `BadAddress`.
    """
    now_ms = clock.now_utc_ms()
    root_key = Ed25519PrivateKey.from_private_bytes(random_bytes(32))
    root_id = device_id_of(root_key.public_key().public_bytes_raw())
    authority = make_authority(congress_title, now_ms)
    identity = HallIdentity(
        congress_title=congress_title,
        hall_name=hall_name,
        root_key=root_key,
        authority=authority,
        server=_server_pair(authority, hall_name, root_id, hosts, now_ms),
        hosts=_plain(hosts),
        port=port,
    )
    root = Device(id=root_id, name=hall_name, role=Role.CONGRESS, public_key=identity.root_public_key.hex())
    genesis = identity.signer(clock, random_bytes).sign(DeviceEnrolled(device=root))
    with store.database.write() as tx:
        if store.settings.get(tx, _SETTING) is not None:
            raise AlreadyFounded()
        identity.save(store, tx)
        store.events.confirm(tx, genesis, now_ms)
    return identity


def init_hall(
    folder: Path,
    key_file: KeyFile,
    *,
    congress_title: str,
    hall_name: str,
    clock: Clock,
    random_bytes: RandomBytes,
    hosts: Sequence[str] = (),
    port: int = DEFAULT_PORT,
    pin: str | None = None,
    database_url: str | None = None,
) -> HallIdentity:
    """Found a congress in `folder`, making its store and key file where they are missing.

    Raises `AlreadyFounded`, `BadAddress` and the errors of `DeviceStore.open` and `KeyFile`.
    """
    master = key_file.open(pin) if key_file.exists else key_file.create(pin)
    store = DeviceStore.open(folder, master, random_bytes, database_url)
    try:
        return found(
            store,
            congress_title=congress_title,
            hall_name=hall_name,
            hosts=hosts or own_hosts(),
            port=port,
            clock=clock,
            random_bytes=random_bytes,
        )
    finally:
        store.close()


def own_hosts() -> tuple[str, ...]:
    """This machine's name and the address by which others on its network reach it, if it has one.

    Connecting a datagram socket sends nothing; it only asks the routing table.
    """
    hosts = []
    for family, beyond in ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")):
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as probe:
                probe.connect((beyond, 9))
                hosts.append(probe.getsockname()[0].partition("%")[0])
        except OSError:
            continue
    name = socket.gethostname()
    return (*hosts, name) if is_host_name(name) else tuple(hosts)


def _server_pair(
    authority: KeyPair, name: str, root_id: UUID, hosts: Sequence[str], now_utc_ms: int
) -> KeyPair:
    everything = (server_name_of(root_id), *_LOCAL_HOSTS, *hosts)
    return make_server_certificate(authority, name, everything, now_utc_ms)


def _plain(hosts: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(plain_host, hosts)))


def _pair_json(pair: KeyPair) -> dict[str, str]:
    return {"certificate_pem": pair.certificate_pem, "key_pem": pair.key_pem}
