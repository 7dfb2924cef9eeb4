"""Opening databases through SQLAlchemy Core: SQLCipher on every device, PostgreSQL for a large hall.

Recipe for SQLCipher under SQLAlchemy (style.md): the driver's own transactions off, `BEGIN IMMEDIATE`
from an event, the raw key in hexadecimal, SQLCipher's log silenced (it would name pages on stderr).
"""

from __future__ import annotations

import errno
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.pool import QueuePool

from app.storage.errors import (
    CorruptStore,
    DiskFull,
    StorageError,
    StoreBusy,
    StoreUnreachable,
    WrongKey,
)

BUSY_TIMEOUT_MS = 10_000
_READ_ONLY = "nghisu_read_only"
_HALL_LOCK = 0x6E676869  # "nghi": the advisory lock that serialises writers on PostgreSQL


class Database:
    """An opened database. `write` serialises; `read` runs beside it. Safe from any thread."""

    def __init__(self, engine: Engine, name: str) -> None:
        self._engine = engine
        self._name = name
        self._writer = threading.RLock()
        self._closed = False

    @property
    def is_postgres(self) -> bool:
        return self._engine.dialect.name == "postgresql"

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction that commits as a whole at the end of the block, or leaves no trace."""
        with self._writer, translate_errors(self._name), self._engine.begin() as connection:
            if self.is_postgres:
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _HALL_LOCK})
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A consistent snapshot; never waits for a writer."""
        reader = self._engine.execution_options(**{_READ_ONLY: True})
        with translate_errors(self._name), reader.begin() as connection:
            yield connection

    def scrub(self) -> None:
        """Build the file anew without what was deleted, and empty the write-ahead log, which may hold it.

        Takes seconds, and room for a second copy of the file meanwhile. Raises `StoreBusy` when a reader
        kept the log alive: ask again.
        """
        with self._writer, translate_errors(self._name), self._engine.connect() as connection:
            driver: Any = connection.connection.driver_connection
            if self.is_postgres:
                connection.rollback()
                driver.autocommit = True
                driver.execute("VACUUM")
                driver.autocommit = False
                return
            driver.execute("VACUUM")
            is_busy, _, _ = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            if is_busy:
                raise StoreBusy(name=self._name)

    def close(self) -> None:
        """Fold the write-ahead log back into the file and let go of it. Twice is harmless."""
        if self._closed:
            return
        self._closed = True
        if not self.is_postgres:
            with translate_errors(self._name), self._engine.connect() as connection:
                driver: Any = connection.connection.driver_connection
                driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._engine.dispose()


def open_sqlcipher(path: Path, key: bytes) -> Database:
    """Open or make the encrypted file. `key` is 32 bytes. Raises the errors of `translate_errors`."""

    def connect() -> Any:
        connection = sqlcipher.connect(str(path), isolation_level=None, check_same_thread=False)
        try:
            connection.execute("PRAGMA cipher_log_level = NONE")
            connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
            connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA temp_store = MEMORY")
            # What was called back shall not linger in pages that nothing uses any more.
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
        except BaseException:
            connection.close()
            raise
        return connection

    engine = create_engine(
        "sqlite+pysqlite://",
        module=sqlcipher,
        creator=connect,
        poolclass=QueuePool,
        pool_size=4,
        max_overflow=8,
        hide_parameters=True,
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        read_only = connection.get_execution_options().get(_READ_ONLY)
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")

    existed = path.exists() and path.stat().st_size > 0
    with translate_errors(path.name, opening=existed), engine.connect() as connection:
        connection.execute(text("SELECT count(*) FROM sqlite_master"))
    return Database(engine, path.name)


def open_postgres(url: str) -> Database:
    """Connect to PostgreSQL 13 or newer with psycopg 3. The name in errors leaves the password out."""
    engine = create_engine(
        url.replace("postgresql://", "postgresql+psycopg://", 1),
        pool_size=4,
        max_overflow=8,
        pool_pre_ping=True,
        hide_parameters=True,
    )
    name = engine.url.render_as_string(hide_password=True)
    with translate_errors(name), engine.connect() as connection:
        connection.execute(text("SELECT 1"))
    return Database(engine, name)


@contextmanager
def translate_errors(name: str, *, opening: bool = False) -> Iterator[None]:
    """Turn the drivers' errors into this package's. A bug in our SQL stays what it is."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull(name=name) from error
        raise StoreUnreachable(name=name) from error
    except (DBAPIError, sqlcipher.Error) as error:
        problem = _classify(error, name, opening=opening)
        if problem is None:
            raise
        raise problem from error


_PHRASES: tuple[tuple[str, type[StorageError]], ...] = (
    ("file is not a database", CorruptStore),
    ("hmac check failed", CorruptStore),
    ("malformed", CorruptStore),
    ("disk i/o error", CorruptStore),
    ("disk is full", DiskFull),
    ("disk full", DiskFull),
    ("no space left", DiskFull),
    ("is locked", StoreBusy),
    ("unable to open", StoreUnreachable),
    ("readonly", StoreUnreachable),
)
"""SQLite and PostgreSQL tell these apart only in words."""


def _classify(error: Exception, name: str, *, opening: bool) -> StorageError | None:
    origin = error.orig if isinstance(error, DBAPIError) else error
    words = str(origin).lower()
    found = next((kind for phrase, kind in _PHRASES if phrase in words), None)
    if found is CorruptStore and opening:
        return WrongKey(name=name)
    if found is not None:
        return found(name=name)
    if isinstance(error, OperationalError) and not isinstance(origin, sqlcipher.Error):
        return StoreUnreachable(name=name)
    return None
