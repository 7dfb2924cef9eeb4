"""Small named values of this device: identity, hall address, reading positions."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from app.storage.schema import settings
from app.storage.sealing import Sealer


class SettingsTable:
    """JSON values by name. Methods take their transaction.

    `sealer` encrypts values where the database itself does not (PostgreSQL); None on SQLCipher.
    """

    def __init__(self, sealer: Sealer | None = None) -> None:
        self._sealer = sealer

    def get(self, tx: Connection, name: str, default: Any = None) -> Any:
        """The value, or `default` where there is none."""
        stored = tx.execute(select(settings.c.value).where(settings.c.name == name)).scalar_one_or_none()
        if stored is None:
            return default
        data = bytes(stored)
        return json.loads(self._sealer.open(data, name.encode()) if self._sealer else data)

    def set(self, tx: Connection, name: str, value: Any) -> None:
        """Keep a JSON-like value under a name."""
        data = json.dumps(value, ensure_ascii=False).encode()
        if self._sealer:
            data = self._sealer.seal(data, name.encode())
        known = update(settings).where(settings.c.name == name).values(value=data)
        if tx.execute(known).rowcount == 0:
            tx.execute(insert(settings).values(name=name, value=data))

    def forget(self, tx: Connection, name: str) -> None:
        """Remove a value; nothing happens where there is none."""
        tx.execute(delete(settings).where(settings.c.name == name))
