"""Numbered migrations: each runs in one transaction together with the record that it ran.

The version lives in `user_version` on SQLCipher and in a table of one row on PostgreSQL. A store from
a newer program is refused, never guessed at.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection, text

from app.storage.database import Database
from app.storage.errors import StoreTooNew
from app.storage.migrations import m0001_first, m0002_search

MIGRATIONS: tuple[Callable[[Connection], None], ...] = (m0001_first.up, m0002_search.up)
LATEST = len(MIGRATIONS)


def migrate(database: Database, name: str) -> None:
    """Bring the store to `LATEST`. Raises `StoreTooNew`; a failed step leaves the version before it."""
    if database.is_postgres:
        with database.write() as connection:
            connection.execute(text("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)"))
    for number, up in enumerate(MIGRATIONS, start=1):
        with database.write() as connection:
            version = read_version(connection)
            if version > LATEST:
                raise StoreTooNew(name=name, found=version, known=LATEST)
            if version < number:
                up(connection)
                _write_version(connection, number)


def read_version(connection: Connection) -> int:
    """The number of the last migration that ran; 0 for an empty store."""
    if connection.dialect.name == "sqlite":
        return int(connection.execute(text("PRAGMA user_version")).scalar_one())
    found = connection.execute(text("SELECT max(version) FROM schema_version")).scalar_one_or_none()
    return int(found or 0)


def _write_version(connection: Connection, number: int) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA user_version = {number:d}")
    else:
        connection.execute(text("INSERT INTO schema_version VALUES (:number)"), {"number": number})
