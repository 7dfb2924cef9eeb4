"""What this device may open: its reader's marks, those of their delegation, papers in packs."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Self

from sqlalchemy import Connection

from app.domain.wire import KeysAnswer
from app.storage.device_store import DeviceStore

_KEYS = "sync.reader_keys"
_CIRCLES = "circles"


@dataclass(frozen=True, slots=True, repr=False)
class ReaderKeys:
    """Keys of 32 bytes that the hall gives this device. They live in the encrypted store; never log them.

    `delegation` is None where the device's person belongs to none, `board` on all but gates and the chair.
    """

    own: bytes
    delegation: bytes | None
    pack: bytes
    board: bytes | None = None
    circles: tuple[bytes, ...] = ()

    def __repr__(self) -> str:
        return f"ReaderKeys(delegation={'yes' if self.delegation else 'no'})"

    @classmethod
    def of(cls, answer: KeysAnswer) -> Self:
        """The keys as the hall has just said them."""
        return cls(answer.own, answer.delegation, answer.pack, answer.board, answer.circles)

    def save(self, store: DeviceStore, tx: Connection) -> None:
        """Keep them in place of those before: whoever left a delegation reads its marks no more."""
        single = (field.name for field in fields(self) if field.name != _CIRCLES)
        saved: dict[str, str | list[str] | None] = {name: _hex(getattr(self, name)) for name in single}
        saved[_CIRCLES] = [key.hex() for key in self.circles]
        store.settings.set(tx, _KEYS, saved)


def load_reader_keys(store: DeviceStore) -> ReaderKeys | None:
    """The keys that the hall last gave this device; None before it gave any."""
    with store.database.read() as tx:
        saved = store.settings.get(tx, _KEYS)
    if saved is None:
        return None
    own, delegation, pack, board, circles = (saved.get(field.name) for field in fields(ReaderKeys))
    return ReaderKeys(
        bytes.fromhex(own),
        _bytes(delegation),
        bytes.fromhex(pack),
        _bytes(board),
        tuple(map(bytes.fromhex, circles or ())),
    )


def _hex(key: bytes | None) -> str | None:
    return key.hex() if key else None


def _bytes(text: str | None) -> bytes | None:
    return bytes.fromhex(text) if text else None
