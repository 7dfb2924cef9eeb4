"""Reading a pack: nothing in it is believed before its signature, and no blob before its hash."""

from __future__ import annotations

import hashlib
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from app.documents.errors import Cancelled, NotAPack, PackDamaged, PackError
from app.documents.pack_format import (
    BLOBS,
    CHUNK_BYTES,
    EVENTS,
    MANIFEST,
    MAX_MANIFEST_BYTES,
    SIGNATURE,
    SIGNATURE_BYTES,
    Cancel,
    Manifest,
    PackBlob,
    Progress,
    events_from_bytes,
    ignore_progress,
    never_cancel,
    read_manifest,
)
from app.domain.errors import DomainError
from app.domain.events import SignedEvent
from app.domain.payloads import CongressConvened

_ZIP_ERRORS = (
    zipfile.BadZipFile,
    NotImplementedError,
    EOFError,
    RuntimeError,
    ValueError,
    struct.error,
    zlib.error,
    UnicodeError,
)
_ENCRYPTED = 0x1


class PackReader:
    """An open pack of the congress with `public_key`. A context manager; one thread at a time.

    Opening checks the signature and that the members are exactly those that were signed. Raises `NotAPack`,
    `PackDamaged`, `PackNotTrusted`, `PackTooNew`, `OSError`.
    """

    def __init__(self, path: Path, public_key: Ed25519PublicKey) -> None:
        self._public_key = public_key
        self._stream: BinaryIO = path.open("rb")
        try:
            self._archive = self._open_archive()
            self.manifest = self._read_manifest()
            self._check_members()
        except BaseException:
            self._stream.close()
            raise

    def __enter__(self) -> PackReader:
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._archive.close()
        self._stream.close()

    def events(self) -> tuple[SignedEvent, ...]:
        """The congress's events, each signed by the congress itself. Raises `PackDamaged`."""
        part = self.manifest.events
        data = self._read_small(EVENTS, part.size_bytes)
        if len(data) != part.size_bytes or hashlib.sha256(data).hexdigest() != part.sha256:
            raise PackDamaged(what=EVENTS)
        events = events_from_bytes(data)
        try:
            for signed in events:
                signed.verify(self._public_key)
            said = [signed.event for signed in events]
        except DomainError as error:
            raise PackDamaged(what=EVENTS) from error
        first = said[0].payload if said else None
        if (
            len(events) != part.count
            or any(event.device_id != self.manifest.device_id for event in said)
            or not isinstance(first, CongressConvened)
            or first.congress.id != self.manifest.congress_id
        ):
            raise PackDamaged(what=EVENTS)
        return events

    def blob_chunks(self, blob: PackBlob) -> Iterator[bytes]:
        """The blob in pieces of 1 MiB. The last piece comes only when the hash of all is right.

        Raises `PackDamaged`; what came before then is not to be used.
        """
        digest = hashlib.sha256()
        left = blob.size_bytes
        try:
            with self._archive.open(BLOBS + blob.sha256) as member:
                while left:
                    chunk = member.read(min(CHUNK_BYTES, left))
                    left -= len(chunk)
                    digest.update(chunk)
                    if not chunk or (not left and digest.hexdigest() != blob.sha256):
                        raise PackDamaged(what=BLOBS + blob.sha256)
                    yield chunk
        except _ZIP_ERRORS as error:
            raise PackDamaged(what=BLOBS + blob.sha256) from error

    def verify(self, progress: Progress = ignore_progress, cancel: Cancel = never_cancel) -> None:
        """Read all of it, keep nothing. Raises `PackDamaged`, `Cancelled`."""
        self.events()
        total = sum(blob.size_bytes for blob in self.manifest.blobs)
        done = 0
        for blob in self.manifest.blobs:
            for chunk in self.blob_chunks(blob):
                if cancel():
                    raise Cancelled
                done += len(chunk)
                progress(done, total)

    def _open_archive(self) -> zipfile.ZipFile:
        if self._stream.read(4) != b"PK\x03\x04":
            raise NotAPack
        try:
            return zipfile.ZipFile(self._stream)
        except _ZIP_ERRORS as error:
            raise PackDamaged(what="zip") from error

    def _read_manifest(self) -> Manifest:
        names = self._archive.namelist()
        if names.count(MANIFEST) != 1 or names.count(SIGNATURE) != 1:
            raise NotAPack
        manifest = self._read_small(MANIFEST, MAX_MANIFEST_BYTES)
        signature = self._read_small(SIGNATURE, SIGNATURE_BYTES)
        return read_manifest(manifest, signature, self._public_key)

    def _read_small(self, name: str, limit_bytes: int) -> bytes:
        """A member of at most `limit_bytes`, whatever its header claims."""
        info = self._archive.getinfo(name)
        if info.compress_type != zipfile.ZIP_STORED or info.file_size > limit_bytes:
            raise PackDamaged(what=name)
        try:
            return self._archive.read(info)
        except PackError:
            raise
        except _ZIP_ERRORS as error:
            raise PackDamaged(what=name) from error

    def _check_members(self) -> None:
        """Exactly the members that were signed for: a name is a key here and never a path."""
        sizes = {BLOBS + blob.sha256: blob.size_bytes for blob in self.manifest.blobs}
        sizes[EVENTS] = self.manifest.events.size_bytes
        members = self._archive.infolist()
        expected = {MANIFEST, SIGNATURE, *sizes}
        names = [member.orig_filename for member in members]
        if len(names) != len(set(names)) or set(names) != expected:
            raise PackDamaged(what="zip")
        for member in members:
            is_plain = member.compress_type == zipfile.ZIP_STORED and not member.flag_bits & _ENCRYPTED
            size = sizes.get(member.filename, member.file_size)
            if not is_plain or member.file_size != size or member.compress_size != size:
                raise PackDamaged(what=member.filename)
