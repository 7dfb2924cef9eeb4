"""Blobs: documents and audio by the SHA-256 of their bytes, sealed in chunks of 1 MiB.

Each blob has a random key of its own, itself sealed in the database, and lies in a file of sealed
chunks beside it (docs/decisions/0002-blobs-beside-the-database.md says why not in it). Forgetting the
key destroys the blob for good, wherever copies of the file may be. File names are keyed hashes, so
that a folder listing does not tell which known papers are here.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Row, delete, insert, select, update

from app.domain.clock import RandomBytes
from app.storage.database import Database, translate_errors
from app.storage.errors import BlobDamaged, BlobMissing, StorageError
from app.storage.files import private_folder, sync_folder
from app.storage.schema import blobs
from app.storage.sealing import KEY_BYTES, NONCE_BYTES, OVERHEAD_BYTES, Sealer, derive_key

CHUNK_BYTES = 1 << 20
_SLOT_BYTES = CHUNK_BYTES + OVERHEAD_BYTES
_SYNC_EVERY_CHUNKS = 16


def chunk_count(size_bytes: int) -> int:
    """How many chunks a blob of this size has; an empty blob has none."""
    return -(-size_bytes // CHUNK_BYTES)


class BlobStore:
    """Writes blobs chunk by chunk, resumes where it stopped, reads them into memory only.

    Safe to call from any thread; one writer a blob at a time.
    """

    def __init__(self, database: Database, folder: Path, key: bytes, random_bytes: RandomBytes) -> None:
        self._database = database
        self._folder = private_folder(folder)
        self._sealer = Sealer(derive_key(key, "blob keys"), random_bytes)
        self._name_key = derive_key(key, "blob names")
        self._random_bytes = random_bytes

    def has(self, sha256: str) -> bool:
        """Whether the whole blob is here."""
        row = self._row(sha256)
        return row is not None and bool(row.complete)

    def size_bytes(self, sha256: str) -> int:
        """The blob's size. Raises `BlobMissing`."""
        return int(self._complete(sha256).size_bytes)

    def is_intact(self, sha256: str, size_bytes: int) -> bool:
        """Whether it has this size, and its file the length that it had when its hash was checked."""
        row = self._row(sha256)
        if row is None or not row.complete or row.size_bytes != size_bytes:
            return False
        sealed_bytes = size_bytes + chunk_count(size_bytes) * OVERHEAD_BYTES
        with translate_errors(sha256):
            path = self._path(sha256)
            return path.exists() and path.stat().st_size == sealed_bytes

    def chunks_done(self, sha256: str) -> int:
        """How many chunks, from the first on, are safely stored; 0 for an unknown blob."""
        row = self._row(sha256)
        return int(row.chunks_done) if row is not None else 0

    def writer(self, sha256: str, size_bytes: int) -> BlobWriter:
        """Begin, or go on with, a blob of which hash and size are known beforehand."""
        with self._database.write() as tx:
            row = tx.execute(select(blobs).where(blobs.c.sha256 == sha256)).first()
            if row is None:
                key = self._random_bytes(KEY_BYTES)
                sealed = self._sealer.seal(key, sha256.encode())
                tx.execute(
                    insert(blobs).values(
                        sha256=sha256, size_bytes=size_bytes, sealed_key=sealed, chunks_done=0, complete=False
                    )
                )
                done = 0
            elif row.size_bytes != size_bytes:
                raise BlobDamaged(sha256=sha256)
            else:
                key, done = self._key(row), row.chunks_done
        return BlobWriter(self, sha256, size_bytes, AESGCM(key), done)

    def put(self, data: bytes) -> str:
        """Store bytes that are already in memory; returns their SHA-256."""
        sha256 = hashlib.sha256(data).hexdigest()
        if not self.has(sha256):
            with self.writer(sha256, len(data)) as writer:
                for start in range(writer.chunks_done * CHUNK_BYTES, len(data), CHUNK_BYTES):
                    writer.write_chunk(data[start : start + CHUNK_BYTES])
        return sha256

    def read_into(self, sha256: str, into: memoryview) -> None:
        """Decrypt the whole blob to where it is wanted; `into` has the blob's size, else `ValueError`.

        No other copy is made: a long document opens in little more time than decrypting takes. Raises
        `BlobMissing` and `BlobDamaged`; `into` then holds rubbish.
        """
        row = self._complete(sha256)
        if len(into) != row.size_bytes:
            raise ValueError("the view must have the blob's size")
        cipher = AESGCM(self._key(row))
        slot = memoryview(bytearray(min(_SLOT_BYTES, len(into) + OVERHEAD_BYTES)))
        with translate_errors(sha256), self._path(sha256).open("rb", buffering=0) as stream:
            for index in range(chunk_count(len(into))):
                plain = into[index * CHUNK_BYTES : (index + 1) * CHUNK_BYTES]
                sealed = slot[: len(plain) + OVERHEAD_BYTES]
                _open_slot(sealed[: stream.readinto(sealed)], cipher, sha256, index, plain)

    def read(self, sha256: str) -> bytearray:
        """The whole blob in memory. Raises `BlobMissing` and `BlobDamaged`."""
        plain = bytearray(self.size_bytes(sha256))
        self.read_into(sha256, memoryview(plain))
        return plain

    def read_chunk(self, sha256: str, index: int) -> bytes:
        """One chunk. Raises `BlobMissing`, `BlobDamaged`, and `IndexError` beyond the end."""
        row = self._complete(sha256)
        size = int(row.size_bytes)
        if not 0 <= index < chunk_count(size):
            raise IndexError(index)
        plain = bytearray(min(CHUNK_BYTES, size - index * CHUNK_BYTES))
        with translate_errors(sha256), self._path(sha256).open("rb", buffering=0) as stream:
            stream.seek(index * _SLOT_BYTES)
            _open_slot(
                stream.read(len(plain) + OVERHEAD_BYTES),
                AESGCM(self._key(row)),
                sha256,
                index,
                memoryview(plain),
            )
        return bytes(plain)

    def destroy(self, sha256: str) -> None:
        """Forget a blob: first its key, which is enough, then its file."""
        with self._database.write() as tx:
            tx.execute(delete(blobs).where(blobs.c.sha256 == sha256))
        with translate_errors(sha256):
            self._path(sha256).unlink(missing_ok=True)

    def names(self) -> Iterable[str]:
        """SHA-256 of every whole blob."""
        with self._database.read() as tx:
            return list(tx.execute(select(blobs.c.sha256).where(blobs.c.complete)).scalars())

    def _note_progress(self, sha256: str, chunks_done: int, *, complete: bool) -> None:
        with self._database.write() as tx:
            tx.execute(
                update(blobs)
                .where(blobs.c.sha256 == sha256)
                .values(chunks_done=chunks_done, complete=complete)
            )

    def _row(self, sha256: str) -> Row[tuple[object, ...]] | None:
        with self._database.read() as tx:
            return tx.execute(select(blobs).where(blobs.c.sha256 == sha256)).first()

    def _complete(self, sha256: str) -> Row[tuple[object, ...]]:
        row = self._row(sha256)
        if row is None or not row.complete:
            raise BlobMissing(sha256=sha256)
        return row

    def _key(self, row: Row[tuple[object, ...]]) -> bytes:
        return self._sealer.open(bytes(row.sealed_key), row.sha256.encode())

    def _path(self, sha256: str) -> Path:
        name = hmac.new(self._name_key, sha256.encode(), hashlib.sha256).hexdigest()[:40]
        return self._folder / name


class BlobView:
    """A blob read as if it were bytes, a slice at a time, with one chunk in memory. For one thread.

    Raises `BlobMissing` and `BlobDamaged`.
    """

    def __init__(self, store: BlobStore, sha256: str) -> None:
        self._store = store
        self._sha256 = sha256
        self._size_bytes = store.size_bytes(sha256)
        self._index = -1
        self._chunk = b""

    def __len__(self) -> int:
        return self._size_bytes

    def __getitem__(self, part: slice, /) -> bytes:
        start, stop, _ = part.indices(self._size_bytes)
        found = bytearray()
        while start < stop:
            index, offset = divmod(start, CHUNK_BYTES)
            if index != self._index:
                self._chunk, self._index = self._store.read_chunk(self._sha256, index), index
            piece = self._chunk[offset : offset + stop - start]
            found += piece
            start += len(piece)
        return bytes(found)


class BlobWriter:
    """Appends chunks in order. Use as a context manager: leaving it syncs what has been written.

    The blob becomes visible only when its last chunk is in and the SHA-256 of the whole is right.
    """

    def __init__(
        self, store: BlobStore, sha256: str, size_bytes: int, cipher: AESGCM, chunks_done: int
    ) -> None:
        self._store = store
        self._sha256 = sha256
        self._size_bytes = size_bytes
        self._cipher = cipher
        self._digest = hashlib.sha256()
        self.chunks_done = chunks_done
        self._synced = chunks_done
        path = store._path(sha256)
        with translate_errors(sha256):
            self._stream = path.open("r+b" if path.exists() else "w+b", buffering=0)
            try:
                self._resume()
            except BaseException:
                self._stream.close()
                raise

    def __enter__(self) -> BlobWriter:
        return self

    def __exit__(self, _kind: type[BaseException] | None, error: BaseException | None, _tb: object) -> None:
        with self._stream:
            if error is not None:
                # What is stored stays for the next try; the first error is the one to report.
                with contextlib.suppress(OSError, StorageError):
                    self._sync()
                return
            with translate_errors(self._sha256):
                self._sync()
        if self.chunks_done == chunk_count(self._size_bytes):
            self._finish()

    def write_chunk(self, data: bytes | memoryview) -> None:
        """Seal and append the next chunk: 1 MiB, or what is left for the last. Raises `BlobDamaged`."""
        expected = min(CHUNK_BYTES, self._size_bytes - self.chunks_done * CHUNK_BYTES)
        if len(data) != expected:
            raise BlobDamaged(sha256=self._sha256)
        index = self.chunks_done
        nonce = self._store._random_bytes(NONCE_BYTES)
        sealed = self._cipher.encrypt(nonce, data, _context(self._sha256, index))
        with translate_errors(self._sha256):
            self._stream.seek(index * _SLOT_BYTES)
            _write_all(self._stream.write, nonce + sealed)
            self._digest.update(data)
            self.chunks_done += 1
            if self.chunks_done - self._synced >= _SYNC_EVERY_CHUNKS:
                self._sync()

    def _resume(self) -> None:
        """Hash again what an earlier run stored: the digest of the whole cannot be kept across runs."""
        kept = self.chunks_done
        for index in range(kept):
            plain = bytearray(min(CHUNK_BYTES, self._size_bytes - index * CHUNK_BYTES))
            try:
                sealed = self._stream.read(len(plain) + OVERHEAD_BYTES)
                _open_slot(sealed, self._cipher, self._sha256, index, memoryview(plain))
            except BlobDamaged:
                kept = index
                break
            self._digest.update(plain)
        self.chunks_done = self._synced = kept

    def _sync(self) -> None:
        os.fsync(self._stream.fileno())
        if self._synced == 0:
            sync_folder(self._store._folder)
        if self.chunks_done != self._synced:
            self._store._note_progress(self._sha256, self.chunks_done, complete=False)
            self._synced = self.chunks_done

    def _finish(self) -> None:
        if self._digest.hexdigest() != self._sha256:
            self._store.destroy(self._sha256)
            raise BlobDamaged(sha256=self._sha256)
        self._store._note_progress(self._sha256, self.chunks_done, complete=True)


def read_in_chunks(read: Callable[[int], bytes]) -> Iterator[bytes]:
    """Cut a stream into blob chunks."""
    while chunk := read(CHUNK_BYTES):
        while len(chunk) < CHUNK_BYTES and (more := read(CHUNK_BYTES - len(chunk))):
            chunk += more
        yield chunk


def _context(sha256: str, index: int) -> bytes:
    return f"{sha256}:{index}".encode()


def _open_slot(sealed: bytes | memoryview, cipher: AESGCM, sha256: str, index: int, into: memoryview) -> None:
    try:
        cipher.decrypt_into(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], _context(sha256, index), into)
    except (InvalidTag, ValueError) as error:
        raise BlobDamaged(sha256=sha256) from error


def _write_all(write: Callable[[bytes], int | None], data: bytes) -> None:
    """An unbuffered write may stop short, on a disk that is nearly full for instance."""
    written = write(data) or 0
    while written < len(data):
        written += write(data[written:]) or 0
