"""Who this device is, and the clock it agreed on with the hall."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any, Self
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection

from app.domain.clock import Clock, RandomBytes
from app.domain.entities import Device
from app.domain.events import EventSigner
from app.domain.wire import device_id_of
from app.storage.device_store import DeviceStore
from app.sync.addresses import HallAddress
from app.sync.errors import NotEnrolled

_IDENTITY = "sync.identity"
_ADDRESSES = "sync.addresses"
_OFFSET = "sync.clock_offset_ms"
_ADDRESSES_KEPT = 8
_WORTH_CORRECTING_MS = 2_000
"""Less than this may be the network's own delay."""


@dataclass(frozen=True, slots=True, repr=False)
class Identity:
    """An enrolled device: its key, and what it trusts. Lives in the encrypted store."""

    device: Device
    key: Ed25519PrivateKey
    ca_pem: str
    root_public_key: bytes
    congress_title: str
    hall_name: str

    def __repr__(self) -> str:
        return f"Identity({self.device.id})"

    @property
    def root_id(self) -> UUID:
        return device_id_of(self.root_public_key)

    def signer(self, clock: Clock, random_bytes: RandomBytes) -> EventSigner:
        """Writes events in this device's name. Give it the `CorrectedClock`."""
        return EventSigner(self.device.id, self.key, clock, random_bytes)

    def save(self, store: DeviceStore, tx: Connection) -> None:
        """Keep the identity in the store."""
        saved = {
            "device": self.device.model_dump(mode="json"),
            "key": self.key.private_bytes_raw().hex(),
            "ca_pem": self.ca_pem,
            "root_public_key": self.root_public_key.hex(),
            "congress_title": self.congress_title,
            "hall_name": self.hall_name,
        }
        store.settings.set(tx, _IDENTITY, saved)

    @classmethod
    def load(cls, store: DeviceStore) -> Self:
        """Read the identity. Raises `NotEnrolled`."""
        with store.database.read() as tx:
            saved: dict[str, Any] | None = store.settings.get(tx, _IDENTITY)
        if saved is None:
            raise NotEnrolled()
        return cls(
            device=Device.model_validate(saved["device"]),
            key=Ed25519PrivateKey.from_private_bytes(bytes.fromhex(saved["key"])),
            ca_pem=saved["ca_pem"],
            root_public_key=bytes.fromhex(saved["root_public_key"]),
            congress_title=saved["congress_title"],
            hall_name=saved["hall_name"],
        )


def load_addresses(store: DeviceStore) -> tuple[HallAddress, ...]:
    """Where the hall was or may be, best first."""
    with store.database.read() as tx:
        saved = store.settings.get(tx, _ADDRESSES, [])
    return tuple(HallAddress(host, port) for host, port in saved)


def remember_addresses(store: DeviceStore, tx: Connection, *first: HallAddress) -> None:
    """Put addresses at the front of the list."""
    saved = [HallAddress(host, port) for host, port in store.settings.get(tx, _ADDRESSES, [])]
    addresses = list(dict.fromkeys([*first, *saved]))[:_ADDRESSES_KEPT]
    store.settings.set(tx, _ADDRESSES, [[one.host, one.port] for one in addresses])


class CorrectedClock:
    """The device's clock, set right by the hall's. Safe to call from any thread.

    A tablet whose battery ran flat may be hours off: its requests would be refused and its check-ins
    would lie about their time. The correction is kept, for the next start without a network.
    """

    def __init__(self, clock: Clock, offset_ms: int = 0) -> None:
        self._clock = clock
        self._offset_ms = offset_ms
        self._lock = threading.Lock()

    @property
    def offset_ms(self) -> int:
        """Hall's time minus the device's."""
        return self._offset_ms

    def now_utc_ms(self) -> int:
        return self._clock.now_utc_ms() + self._offset_ms

    def monotonic_s(self) -> float:
        return self._clock.monotonic_s()

    def learn(self, hall_utc_ms: int) -> bool:
        """Take over the hall's time where it differs noticeably. Returns whether it did."""
        with self._lock:
            offset_ms = hall_utc_ms - self._clock.now_utc_ms()
            if abs(offset_ms - self._offset_ms) < _WORTH_CORRECTING_MS:
                return False
            self._offset_ms = offset_ms
            return True

    def save(self, store: DeviceStore, tx: Connection) -> None:
        """Keep the correction for the next start."""
        store.settings.set(tx, _OFFSET, self._offset_ms)

    @classmethod
    def load(cls, store: DeviceStore, clock: Clock) -> Self:
        """The clock with the correction of the last session."""
        with store.database.read() as tx:
            return cls(clock, store.settings.get(tx, _OFFSET, 0))
