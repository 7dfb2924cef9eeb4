"""What this device may open: its reader's marks, those of their delegation, the congress's packs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from sqlalchemy import Connection

from app.domain.wire import KeysAnswer
from app.storage.device_store import DeviceStore

_KEYS = "sync.reader_keys"


@dataclass(frozen=True, slots=True, repr=False)
class ReaderKeys:
    """Keys of 32 bytes that the hall gives this device. They live in the encrypted store; never log them.

    `delegation` is None where the device's person belongs to none.
    """

    own: bytes
    delegation: bytes | None
    pack: bytes

    def __repr__(self) -> str:
        return f"ReaderKeys(delegation={'yes' if self.delegation else 'no'})"

    @classmethod
    def of(cls, answer: KeysAnswer) -> Self:
        """The keys as the hall has just said them."""
        return cls(answer.own, answer.delegation, answer.pack)

    def save(self, store: DeviceStore, tx: Connection) -> None:
        """Keep them in place of those before: whoever left a delegation reads its marks no more."""
        delegation = self.delegation.hex() if self.delegation else None
        saved = {"own": self.own.hex(), "delegation": delegation, "pack": self.pack.hex()}
        store.settings.set(tx, _KEYS, saved)


def load_reader_keys(store: DeviceStore) -> ReaderKeys | None:
    """The keys that the hall last gave this device; None before it gave any."""
    with store.database.read() as tx:
        saved = store.settings.get(tx, _KEYS)
    if saved is None:
        return None
    delegation = bytes.fromhex(saved["delegation"]) if saved["delegation"] else None
    return ReaderKeys(bytes.fromhex(saved["own"]), delegation, bytes.fromhex(saved["pack"]))
