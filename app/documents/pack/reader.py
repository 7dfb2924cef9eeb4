"""Reading a pack: nothing in it is believed before its signature, and no blob before its hash."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from app.documents.chunks import CHUNK_BYTES, TAG_BYTES, ChunkCipher, Hashed, read_ahead, sealed_size
from app.documents.errors import (
    Cancelled,
    NotAPack,
    PackDamaged,
    PackKeyWrong,
    PackNotForThisDevice,
    PackTooOld,
)
from app.documents.pack.cipher import Envelopes, PackCipher, PackKeys
from app.documents.pack.format import (
    EVENTS,
    LENGTH,
    MAGIC,
    MAGICS_OF_OLD_VERSIONS,
    MANIFEST,
    MAX_MANIFEST_BYTES,
    SIGNATURE_BYTES,
    BlobForm,
    Manifest,
    PackBlob,
    events_from_bytes,
    read_manifest,
)
from app.documents.steps import Cancel, Progress, ignore_progress, never_cancel
from app.domain.clock import system_random
from app.domain.errors import DomainError
from app.domain.events import SignedEvent
from app.domain.payloads import CongressConvened


class PackReader:
    """An open pack of the congress with `public_key`. A context manager; one thread at a time.

    Opening checks the signature, the key, and that the file is as long as was signed for. Raises
    `NotAPack`, `PackTooOld`, `PackTooNew`, `PackNotTrusted`, `PackKeyWrong`, `PackDamaged`, `OSError`.
    """

    def __init__(self, path: Path, public_key: Ed25519PublicKey, keys: PackKeys) -> None:
        self._public_key = public_key
        self._circle_keys = keys.circles
        self._stream: BinaryIO = path.open("rb")
        try:
            self.manifest = self._read_manifest()
            salt = bytes.fromhex(self.manifest.salt)
            self._cipher = PackCipher(keys.pack, salt)
            self._envelopes = Envelopes(salt, system_random)
            if self._cipher.key_check != self.manifest.key_check:
                raise PackKeyWrong
            self._parts = self._lay_out()
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
        self._stream.close()

    def events(self) -> tuple[SignedEvent, ...]:
        """The congress's events, each signed by the congress itself. Raises `PackDamaged`."""
        part = self.manifest.events
        data = b"".join(self._chunks(EVENTS, part.sha256, part.size_bytes, self._cipher))
        if hashlib.sha256(data).hexdigest() != part.sha256:
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

    def can_open(self, blob: PackBlob) -> bool:
        """Whether this device has the key of one of the circles that the blob is for."""
        return not blob.stored_bytes or self._key_of(blob) is not None

    def stored_chunks(self, blob: PackBlob, first: int = 0) -> Iterator[bytes]:
        """What the pack holds of a blob (all of it, or a delta), in pieces of 1 MiB from piece `first` on.

        They are opened in a thread ahead of being used. Each piece is what was sealed for its place; whoever
        keeps them checks the hash of the whole, as `BlobWriter` does. Raises `PackNotForThisDevice`,
        `PackDamaged`.
        """
        if not blob.stored_bytes:
            return iter(())
        key = self._key_of(blob)
        if key is None:
            raise PackNotForThisDevice
        return read_ahead(self._chunks(blob.sha256, blob.sha256, blob.stored_bytes, ChunkCipher(key), first))

    def _key_of(self, blob: PackBlob) -> bytes | None:
        return self._envelopes.open(blob.envelopes, blob.sha256, self._circle_keys)

    def verify(self, progress: Progress = ignore_progress, cancel: Cancel = never_cancel) -> None:
        """Read all of it, keep nothing. Raises `PackDamaged`, `Cancelled`."""
        self.events()
        total = sum(blob.stored_bytes for blob in self.manifest.blobs)
        done = 0
        for blob in self.manifest.blobs:
            hashed = Hashed(self.stored_chunks(blob))
            for chunk in hashed:
                if cancel():
                    raise Cancelled
                done += len(chunk)
                progress(done, total)
            if blob.form is BlobForm.WHOLE and hashed.sha256 != blob.sha256:
                raise PackDamaged(what=blob.sha256)

    def _chunks(
        self, name: str, sha256: str, size_bytes: int, cipher: ChunkCipher, first: int = 0
    ) -> Iterator[bytes]:
        part, offset = self._parts[name]
        self._stream.seek(offset + first * (CHUNK_BYTES + TAG_BYTES))
        left, index = size_bytes - first * CHUNK_BYTES, first
        while left > 0:
            wanted = min(CHUNK_BYTES, left) + TAG_BYTES
            sealed = self._stream.read(wanted)
            if len(sealed) != wanted:
                raise PackDamaged(what=name)
            yield cipher.open(part, sha256, index, sealed)
            left, index = left - CHUNK_BYTES, index + 1

    def _read_manifest(self) -> Manifest:
        magic = self._stream.read(len(MAGIC))
        if magic.startswith(MAGICS_OF_OLD_VERSIONS):
            raise PackTooOld
        if magic != MAGIC:
            raise NotAPack
        raw_length = self._stream.read(LENGTH.size)
        if len(raw_length) != LENGTH.size:
            raise PackDamaged(what=MANIFEST)
        (length,) = LENGTH.unpack(raw_length)
        if length > MAX_MANIFEST_BYTES:
            raise PackDamaged(what=MANIFEST)
        manifest, signature = self._stream.read(length), self._stream.read(SIGNATURE_BYTES)
        if len(manifest) != length or len(signature) != SIGNATURE_BYTES:
            raise PackDamaged(what=MANIFEST)
        return read_manifest(manifest, signature, self._public_key)

    def _lay_out(self) -> dict[str, tuple[int, int]]:
        """Name -> (number, where it begins) of each part. The file ends where the last part does."""
        sizes = [(EVENTS, self.manifest.events.size_bytes)]
        sizes += [(blob.sha256, blob.stored_bytes) for blob in self.manifest.blobs]
        offset = self._stream.tell()
        parts = {}
        for number, (name, size_bytes) in enumerate(sizes):
            parts[name] = (number, offset)
            offset += sealed_size(size_bytes)
        if len(parts) != len(sizes) or self._stream.seek(0, 2) != offset:
            raise PackDamaged(what=MANIFEST)
        return parts
