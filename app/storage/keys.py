"""The key hierarchy: a random master key, wrapped by the keystore's secret and, where set, by a PIN.

    PIN --Argon2id--+
                    +--HKDF--> wrapping key --AES-256-GCM--> master key --HKDF--> one key a purpose
    keystore secret-+

The wrapped master lies in `keys.json`. Destroying the keystore's secret or that file wipes the device:
everything else on it is sealed under the master key.
"""

from __future__ import annotations

import base64
import binascii
import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from argon2.low_level import Type, hash_secret_raw

from app.domain.clock import Clock, RandomBytes
from app.storage.errors import (
    KeyGone,
    PinLocked,
    PinRequired,
    PinTooShort,
    PinTooSoon,
    PinWrong,
    WrongKey,
)
from app.storage.files import private_folder, write_atomic
from app.storage.keystore import Keystore
from app.storage.sealing import KEY_BYTES, Sealer, derive_key

PIN_LEAST_DIGITS = 6
PIN_TRIES = 10
_FREE_TRIES = 3
_LONGEST_WAIT_S = 300


@dataclass(frozen=True, slots=True)
class PinCost:
    """Argon2id's cost. The default is RFC 9106's second choice: 64 MiB, three passes, four lanes."""

    passes: int = 3
    memory_kib: int = 64 * 1024
    lanes: int = 4


@dataclass(frozen=True, slots=True)
class PinState:
    """How the next try stands. `tries_left` is None where no PIN is set."""

    tries_left: int | None = None
    wait_s: int = 0


class KeyFile:
    """`keys.json` in a device's data folder."""

    def __init__(self, folder: Path, keystore: Keystore, clock: Clock, random_bytes: RandomBytes) -> None:
        self._path = folder / "keys.json"
        self._keystore = keystore
        self._clock = clock
        self._random_bytes = random_bytes

    @property
    def exists(self) -> bool:
        return self._path.exists()

    @property
    def needs_pin(self) -> bool:
        """Whether opening asks for a PIN."""
        return self.exists and self._load()["pin"] is not None

    @property
    def pin_state(self) -> PinState:
        """How many tries are left, and how long to wait before the next."""
        pin = self._load()["pin"] if self.exists else None
        if pin is None:
            return PinState()
        return PinState(max(0, PIN_TRIES - pin["tries"]), self._wait_s(pin))

    def create(self, pin: str | None = None, cost: PinCost | None = None) -> bytes:
        """Make a master key, wrap it, keep the file. Returns the 32 bytes."""
        private_folder(self._path.parent)
        name = f"device-{uuid4()}"
        self._keystore.set(name, self._random_bytes(KEY_BYTES))
        master = self._random_bytes(KEY_BYTES)
        self._wrap({"version": 1, "name": name}, master, pin, cost or PinCost())
        return master

    def open(self, pin: str | None = None) -> bytes:
        """The master key. Raises the errors of `app.storage.errors` below `KeyProblem`."""
        record = self._load()
        if record["pin"] is None:
            return self._unwrap(record, None)
        if pin is None:
            raise PinRequired()
        self._refuse_too_soon(record)
        # The try is counted before it is made: pulling the plug must not give it back.
        record["pin"]["tries"] += 1
        record["pin"]["last_utc_ms"] = self._clock.now_utc_ms()
        self._store(record)
        try:
            master = self._unwrap(record, pin)
        except WrongKey as error:
            left = PIN_TRIES - record["pin"]["tries"]
            raise (PinWrong(tries_left=left) if left > 0 else PinLocked()) from error
        record["pin"]["tries"] = 0
        self._store(record)
        return master

    def change_pin(self, master: bytes, pin: str | None, cost: PinCost | None = None) -> None:
        """Wrap the master key anew, with another PIN or with none."""
        self._wrap(self._load(), master, pin, cost or PinCost())

    def destroy(self) -> None:
        """Wipe: without the keystore's secret and this file nothing on the device can be read again."""
        if self.exists:
            self._keystore.delete(self._load()["name"])
            self._path.write_bytes(self._random_bytes(self._path.stat().st_size))
            self._path.unlink()

    def _refuse_too_soon(self, record: dict[str, Any]) -> None:
        if record["pin"]["tries"] >= PIN_TRIES:
            raise PinLocked()
        if wait_s := self._wait_s(record["pin"]):
            raise PinTooSoon(wait_s=wait_s)

    def _wait_s(self, pin: dict[str, Any]) -> int:
        tries = pin["tries"]
        wait_s = 0 if tries < _FREE_TRIES else min(_LONGEST_WAIT_S, 2 ** (tries - _FREE_TRIES) * 5)
        passed_s = (self._clock.now_utc_ms() - pin["last_utc_ms"]) / 1000
        # A clock set back must not lock the owner out for longer than the wait itself.
        return math.ceil(wait_s - passed_s) if 0 <= passed_s < wait_s else 0

    def _wrap(self, record: dict[str, Any], master: bytes, pin: str | None, cost: PinCost) -> None:
        record["pin"] = None
        if pin is not None:
            if len(pin) < PIN_LEAST_DIGITS:
                raise PinTooShort(least=PIN_LEAST_DIGITS)
            record["pin"] = {
                "salt": _to_text(self._random_bytes(16)),
                "passes": cost.passes,
                "memory_kib": cost.memory_kib,
                "lanes": cost.lanes,
                "tries": 0,
                "last_utc_ms": 0,
            }
        sealer = Sealer(self._wrapping_key(record, pin), self._random_bytes)
        record["wrapped"] = _to_text(sealer.seal(master, record["name"].encode()))
        self._store(record)

    def _unwrap(self, record: dict[str, Any], pin: str | None) -> bytes:
        sealer = Sealer(self._wrapping_key(record, pin), self._random_bytes)
        try:
            return sealer.open(base64.b64decode(record["wrapped"]), record["name"].encode())
        except WrongKey:
            if pin is None:
                raise KeyGone(name=self._path.name) from None
            raise

    def _wrapping_key(self, record: dict[str, Any], pin: str | None) -> bytes:
        secret = self._keystore.get(record["name"])
        if secret is None:
            raise KeyGone(name=self._path.name)
        if pin is not None:
            settings = record["pin"]
            secret += hash_secret_raw(
                pin.encode(),
                base64.b64decode(settings["salt"]),
                time_cost=settings["passes"],
                memory_cost=settings["memory_kib"],
                parallelism=settings["lanes"],
                hash_len=KEY_BYTES,
                type=Type.ID,
            )
        return derive_key(secret, "wrap")

    def _load(self) -> dict[str, Any]:
        try:
            record: dict[str, Any] = json.loads(self._path.read_bytes())
            if record["version"] != 1 or not {"name", "pin", "wrapped"} <= set(record):
                raise KeyGone(name=self._path.name)
            return record
        except (OSError, ValueError, TypeError, KeyError, binascii.Error) as error:
            raise KeyGone(name=self._path.name) from error

    def _store(self, record: dict[str, Any]) -> None:
        write_atomic(self._path, json.dumps(record).encode())


def _to_text(data: bytes) -> str:
    return base64.b64encode(data).decode()
