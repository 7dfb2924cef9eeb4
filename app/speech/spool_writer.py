"""Writing a recording so that a crash, a pulled plug or a full disk costs at most its last second."""

from __future__ import annotations

import contextlib
import errno
import os
from collections import deque
from dataclasses import dataclass
from io import FileIO
from pathlib import Path
from typing import Self
from uuid import UUID

from app.domain.clock import RandomBytes, system_random
from app.speech.audio import SAMPLE_RATE_HZ, Pcm
from app.speech.errors import DiskFull, SpoolDamaged, SpoolError, SpoolSealed, SpoolUnwritable
from app.speech.spool_format import (
    FRAME_SAMPLES,
    GAP_LENGTH,
    MAX_PCM_BYTES,
    RECORD_HEAD,
    SALT_BYTES,
    SAMPLE_BYTES,
    TAG_BYTES,
    VERSION,
    VERSION_OFFSET,
    FrameCipher,
    Header,
    Place,
    RecordKind,
)
from app.speech.spool_reader import SpoolReader

SYNC_SAMPLES = SAMPLE_RATE_HZ
"""fsync after this much new sound: the second that a power cut may cost."""

MAX_UNWRITTEN_SAMPLES = 600 * SAMPLE_RATE_HZ
"""Ten minutes (19 MB) wait in memory for a full disk to be cleared; beyond that sound is refused."""

# What may be torn after a crash lies behind the last fsync: one second, the short record before a gap, and
# the record being written.
_MAX_TORN_RECORDS = SYNC_SAMPLES // FRAME_SAMPLES + 2
_MAX_TORN_BYTES = (
    SYNC_SAMPLES * SAMPLE_BYTES + 2 * MAX_PCM_BYTES + _MAX_TORN_RECORDS * (RECORD_HEAD.size + TAG_BYTES)
)

# EFBIG: the file system's, or the user's, limit for one file.
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@dataclass(frozen=True, slots=True)
class Recovery:
    """What was found on reopening: `dropped_bytes` of a torn tail were cut off."""

    samples: int
    dropped_bytes: int


class SpoolWriter:
    """Appends samples to one recording. For one thread.

    `append` only takes, `flush` writes: what a full disk does not take waits in memory, in order.
    """

    def __init__(
        self, file: FileIO, end: tuple[int, Place], cipher_salt: tuple[FrameCipher, bytes], recovery: Recovery
    ) -> None:
        """Use `create` or `reopen`."""
        self._file = file
        self._offset, self._place = end
        self._cipher, salt = cipher_salt
        self._buffer = bytearray()
        self._records: deque[tuple[bytes, int]] = deque()  # sealed, not yet on disk: record, samples in it
        self._unsynced_samples = 0
        self.accepted_samples = recovery.samples
        """Samples taken so far, on disk or waiting for it."""
        self._waiting_samples = 0  # of sound: a gap takes no memory
        self.recovery = recovery
        self.written_samples = recovery.samples
        """Samples in whole records of the file."""
        self.durable_samples = recovery.samples
        """Samples that survive a power cut."""
        self._closing = False
        self._seal(RecordKind.OPEN, b"", salt)

    @classmethod
    def create(
        cls, path: Path, recording_id: UUID, key: bytes, random_bytes: RandomBytes = system_random
    ) -> Self:
        """Begin a recording; `path` must not exist (`FileExistsError`). Raises `DiskFull`, `SpoolUnwritable`.

        The header appears whole or not at all.
        """
        if path.exists():
            raise FileExistsError(path)
        temporary = path.with_name(path.name + ".new")
        try:
            with temporary.open("wb", buffering=0) as file:
                _write_whole(file, Header.for_key(recording_id, key).pack())
                os.fsync(file.fileno())
            temporary.replace(path)
            _sync_folder(path.parent)
        except OSError as error:
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise _as_spool_error(error) from error
        return cls.reopen(path, key, random_bytes)

    @classmethod
    def reopen(cls, path: Path, key: bytes, random_bytes: RandomBytes = system_random) -> Self:
        """Go on with a recording that was not sealed: cut its torn tail off and append behind.

        Raises `SpoolSealed`, `SpoolWrongKey`, and `SpoolDamaged` when more is wrong than a crash explains:
        then the file is left as it is.
        """
        with SpoolReader(path, key) as reader:
            if reader.sealed:
                raise SpoolSealed(name=path.name)
            recording_id = reader.recording_id
            offset, place = reader.genuine_end()
        dropped_bytes = path.stat().st_size - offset
        if dropped_bytes > _MAX_TORN_BYTES:
            raise SpoolDamaged(name=path.name, index=place.index)
        salt = random_bytes(SALT_BYTES)
        cipher = FrameCipher(key, recording_id, salt)
        try:
            file = _open_behind(path, offset)
        except OSError as error:
            raise _as_spool_error(error) from error
        return cls(file, (offset, place), (cipher, salt), Recovery(place.first_sample, dropped_bytes))

    def append(self, pcm: Pcm) -> bool:
        """Take samples, shape (n,), into memory; `flush` writes them.

        False, and nothing taken, when `MAX_UNWRITTEN_SAMPLES` wait already.
        """
        self._check_open()
        if not self.has_room(len(pcm)):
            return False
        self.accepted_samples += len(pcm)
        self._waiting_samples += len(pcm)
        self._buffer += pcm.astype("<i2", copy=False).tobytes()
        frame_bytes = FRAME_SAMPLES * SAMPLE_BYTES
        while len(self._buffer) >= frame_bytes:
            self._seal(RecordKind.AUDIO, bytes(self._buffer[:frame_bytes]))
            del self._buffer[:frame_bytes]
        return True

    def has_room(self, samples: int) -> bool:
        """Whether `append` would take so many."""
        return self._waiting_samples + samples <= MAX_UNWRITTEN_SAMPLES

    def append_gap(self, samples: int) -> None:
        """Leave out `samples`: readers give silence, and the file grows by one record."""
        self._check_open()
        if samples > 0:
            self._seal_buffer()
            self.accepted_samples += samples
            self._seal(RecordKind.GAP, GAP_LENGTH.pack(samples), samples=samples)

    def _check_open(self) -> None:
        if self._closing:
            raise ValueError("the recording is being closed")

    def flush(self) -> None:
        """Write every whole frame, with an fsync at least each `SYNC_SAMPLES`.

        Raises `DiskFull` or `SpoolUnwritable`; what was not written stays, and the next call tries again.
        The bytes of a record never change once sealed: a retry repeats them, so no nonce is used twice.
        """
        while self._records:
            record, samples = self._records[0]
            self._write(record)
            self._records.popleft()
            self._offset += len(record)
            self.written_samples += samples
            self._unsynced_samples += samples
            is_gap = record[0] == RecordKind.GAP
            self._waiting_samples -= 0 if is_gap else samples
            if is_gap or self._unsynced_samples >= SYNC_SAMPLES:
                self._sync()

    def close(self, *, seal: bool) -> None:
        """Write all that waits, the last partial frame too, and close; `seal` says the recording is whole.

        Raises `DiskFull` or `SpoolUnwritable` and stays open: call it again, or `abandon`. Nothing can be
        appended after the first call.
        """
        if not self._closing:
            self._closing = True
            self._seal_buffer()
            if seal:
                self._seal(RecordKind.SEAL, b"")
        self.flush()
        self._sync()
        self._file.close()

    def abandon(self) -> None:
        """Close without writing what waits."""
        self._file.close()

    def _seal_buffer(self) -> None:
        if self._buffer:
            self._seal(RecordKind.AUDIO, bytes(self._buffer))
            self._buffer.clear()

    def _seal(
        self, kind: RecordKind, plain: bytes, prefix: bytes = b"", *, samples: int | None = None
    ) -> None:
        body = prefix + self._cipher.seal(kind, self._place, plain)
        samples = len(plain) // SAMPLE_BYTES if samples is None else samples
        self._records.append((RECORD_HEAD.pack(kind, len(body)) + body, samples))
        self._place = Place(self._place.index + 1, self._place.first_sample + samples)

    def _write(self, record: bytes) -> None:
        try:
            _write_whole(self._file, record)
        except OSError as error:
            with contextlib.suppress(OSError):  # a torn record that stays is cut off on reopening
                self._file.truncate(self._offset)
            with contextlib.suppress(OSError):
                self._file.seek(self._offset)
            raise _as_spool_error(error) from error

    def _sync(self) -> None:
        try:
            os.fsync(self._file.fileno())
        except OSError as error:
            raise _as_spool_error(error) from error
        self._unsynced_samples = 0
        self.durable_samples = self.written_samples


def _write_whole(file: FileIO, data: bytes) -> None:
    """A disk that has room for a part takes that part, and says no error."""
    if file.write(data) != len(data):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _open_behind(path: Path, offset: int) -> FileIO:
    """Open to write at `offset`, with nothing behind it."""
    file = path.open("r+b", buffering=0)
    try:
        file.truncate(offset)
        file.seek(VERSION_OFFSET)  # what is appended may hold what version 1 did not know
        file.write(VERSION.to_bytes(2))
        file.seek(offset)
    except OSError:
        file.close()
        raise
    return file


def _sync_folder(folder: Path) -> None:
    """Make a new name in `folder` survive a power cut. Windows does so by itself and has no such call."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _as_spool_error(error: OSError) -> SpoolError:
    if error.errno in _NO_ROOM:
        return DiskFull()
    return SpoolUnwritable(reason=errno.errorcode.get(error.errno or 0, "?"))
