"""Everything a device keeps, opened as one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from app.domain.clock import RandomBytes
from app.domain.events import EventSigner, SignedEvent
from app.domain.payloads import Payload
from app.storage.blobs import BlobStore
from app.storage.database import Database, open_postgres, open_sqlcipher
from app.storage.errors import CorruptStore, WrongKey
from app.storage.event_log import EventLog
from app.storage.files import private_folder
from app.storage.migrations import migrate
from app.storage.projection import Projection
from app.storage.sealing import Sealer, derive_key
from app.storage.settings import SettingsTable
from app.storage.templates import TemplateTable

_FILE_NAME = "nghisu.db"


@dataclass(frozen=True)
class DeviceStore:
    """One device's data folder: database, blobs, and the tables' readers and writers."""

    folder: Path
    database: Database
    events: EventLog
    blobs: BlobStore
    settings: SettingsTable
    templates: TemplateTable
    projection: Projection
    spool_key: bytes

    def __repr__(self) -> str:
        return f"DeviceStore({self.folder.name!r})"

    @classmethod
    def open(
        cls, folder: Path, master_key: bytes, random_bytes: RandomBytes, database_url: str | None = None
    ) -> DeviceStore:
        """Open or make the store. `database_url` puts a hall's events on PostgreSQL.

        Raises `CorruptStore` (the key file vouches for the key, so an unreadable file is damage),
        `StoreTooNew`, `StoreBusy`, `DiskFull`, `StoreUnreachable`.
        """
        private_folder(folder)
        if database_url:
            database = open_postgres(database_url)
            sealer: Sealer | None = Sealer(derive_key(master_key, "values"), random_bytes)
        else:
            try:
                database = open_sqlcipher(folder / _FILE_NAME, derive_key(master_key, "database"))
            except WrongKey as error:
                raise CorruptStore(name=_FILE_NAME) from error
            sealer = None
        migrate(database, _FILE_NAME)
        log = EventLog(sealer)
        return cls(
            folder=folder,
            database=database,
            events=log,
            blobs=BlobStore(database, folder / "blobs", derive_key(master_key, "blobs"), random_bytes),
            settings=SettingsTable(sealer),
            templates=TemplateTable(),
            projection=Projection(database, log),
            spool_key=derive_key(master_key, "spool"),
        )

    def say(self, signer: EventSigner, *payloads: Payload) -> list[SignedEvent]:
        """One user action: sign, store as pending in one transaction, show at once."""
        signed = [signer.sign(payload) for payload in payloads]
        with self.database.write() as tx:
            for one in signed:
                self.events.add_pending(tx, one)
        self.projection.refresh()
        return signed

    def erase_faces(self, photos: Iterable[str]) -> tuple[int, int]:
        """Destroy every template and these photographs (SHA-256), also those that came in part.

        Returns how many templates and photographs there were. They can be read again by nobody once
        `database.scrub` has run.
        """
        here = [sha256 for sha256 in photos if self.blobs.has(sha256) or self.blobs.chunks_done(sha256)]
        with self.database.write() as tx:
            templates_count = self.templates.erase(tx)
        for sha256 in here:
            self.blobs.destroy(sha256)
        return templates_count, len(here)

    def close(self) -> None:
        """Close the database. Every thread that uses the store must have stopped."""
        self.database.close()
