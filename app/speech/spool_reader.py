"""Reading a recording, also while it is being written."""

from __future__ import annotations

import os
from array import array
from bisect import bisect_right
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self
from uuid import UUID

import numpy as np

from app.speech.audio import Pcm
from app.speech.errors import SpoolDamaged
from app.speech.spool_format import (
    GAP_LENGTH,
    HEADER_BYTES,
    MAX_PCM_BYTES,
    RECORD_HEAD,
    SALT_BYTES,
    SAMPLE_BYTES,
    TAG_BYTES,
    FrameCipher,
    Header,
    Place,
    RecordKind,
)

_GAP_BYTES = GAP_LENGTH.size + TAG_BYTES
_LONGEST_GAP_SAMPLES = 1 << 48
"""Centuries: only so that sums stay what an index can hold."""


@dataclass(frozen=True, slots=True)
class _Record:
    kind: RecordKind
    place: Place
    offset: int
    body_bytes: int


class SpoolReader:
    """Random access to the samples of one recording. For one thread; many readers may share a file.

    Opening and `refresh` read record heads only; a record of sound is authenticated when it is read.
    Opening raises `SpoolWrongKey`, and `SpoolDamaged` for a file that is no recording or cannot be read; what
    is damaged farther on is told by `refresh` and `read`, so that all before it can still be read.

    A day of sound has 300,000 records: they are kept as numbers in arrays, 25 bytes each.
    """

    def __init__(self, path: Path, key: bytes) -> None:
        self._name = path.name
        self._key = key
        try:
            self._file = path.open("rb", buffering=0)
        except OSError as error:
            raise SpoolDamaged(name=path.name, index=0) from error
        try:
            self._header = Header.unpack(self._file.read(HEADER_BYTES), key, self._name)
            self._kinds = array("B")
            self._first_samples = array("Q")  # record -> its first sample
            self._offsets = array("Q")  # record -> where its body begins
            self._body_bytes = array("L")
            self._ciphers: list[FrameCipher] = []
            self._cipher_firsts: list[int] = []  # opening -> its first record
            self._end_offset = HEADER_BYTES
            self.samples = 0
            """Samples in whole records, by their heads; grows with `refresh`."""
            self.sealed = False
            self._damaged = False
            self._walk()
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._file.close()

    @property
    def recording_id(self) -> UUID:
        return self._header.recording_id

    def refresh(self) -> int:
        """Take in what was added since the last look; returns `samples`. Raises `SpoolDamaged`.

        A record that is only partly there is not there yet.
        """
        self._walk()
        if self._damaged:
            raise SpoolDamaged(name=self._name, index=len(self._kinds))
        return self.samples

    def read(self, first_sample: int, max_samples: int) -> Pcm:
        """Samples from `first_sample` on, shape (n,), n <= `max_samples`; fewer only at the present end."""
        wanted_end = min(first_sample + max_samples, self.samples)
        pieces: list[Pcm] = []
        position = first_sample
        index = bisect_right(self._first_samples, first_sample) - 1
        while position < wanted_end:
            record_end = self._end_of(index)
            until = min(wanted_end, record_end)
            if record_end > position:
                pieces.append(self._samples_of(index, position, until))
                position = until
            index += 1
        return np.concatenate(pieces) if pieces else np.empty(0, np.int16)

    def genuine_end(self) -> tuple[int, Place]:
        """Offset and place behind the last record that is as it was written; for repair after a crash."""
        for index in reversed(range(len(self._kinds))):
            record = self._record(index)
            if self._open(record) is not None:
                return record.offset + record.body_bytes, Place(index + 1, self._end_of(index))
        return HEADER_BYTES, Place(0, 0)

    def _record(self, index: int) -> _Record:
        place = Place(index, self._first_samples[index])
        return _Record(RecordKind(self._kinds[index]), place, self._offsets[index], self._body_bytes[index])

    def _end_of(self, index: int) -> int:
        """The first sample behind record `index`."""
        is_last = index + 1 == len(self._first_samples)
        return self.samples if is_last else self._first_samples[index + 1]

    def _walk(self) -> None:
        size = os.fstat(self._file.fileno()).st_size
        while not (self.sealed or self._damaged) and self._end_offset + RECORD_HEAD.size <= size:
            kind, body_bytes = RECORD_HEAD.unpack(self._read_at(self._end_offset, RECORD_HEAD.size))
            if not self._is_sensible(kind, body_bytes):
                self._damaged = True
                return
            offset = self._end_offset + RECORD_HEAD.size
            if offset + body_bytes > size:
                return
            self._take(_Record(RecordKind(kind), Place(len(self._kinds), self.samples), offset, body_bytes))

    def _is_sensible(self, kind: int, body_bytes: int) -> bool:
        """Whether we would write a record with such a head here."""
        match kind:
            case RecordKind.OPEN:
                return body_bytes == SALT_BYTES + TAG_BYTES
            case RecordKind.AUDIO:
                pcm_bytes = body_bytes - TAG_BYTES
                return bool(self._kinds) and 0 < pcm_bytes <= MAX_PCM_BYTES and pcm_bytes % SAMPLE_BYTES == 0
            case RecordKind.SEAL:
                return bool(self._kinds) and body_bytes == TAG_BYTES
            case RecordKind.GAP:
                return bool(self._kinds) and body_bytes == _GAP_BYTES
            case _:
                return False

    def _take(self, record: _Record) -> None:
        if record.kind is RecordKind.OPEN:
            salt = self._read_at(record.offset, SALT_BYTES)
            self._ciphers.append(FrameCipher(self._key, self.recording_id, salt))
            self._cipher_firsts.append(record.place.index)
        if record.kind is RecordKind.AUDIO:
            samples = (record.body_bytes - TAG_BYTES) // SAMPLE_BYTES
        elif (plain := self._open(record)) is None:
            self._damaged = True
            return
        else:
            samples = GAP_LENGTH.unpack(plain)[0] if record.kind is RecordKind.GAP else 0
        if not 0 <= samples <= _LONGEST_GAP_SAMPLES:
            self._damaged = True
            return
        self._kinds.append(record.kind)
        self._first_samples.append(record.place.first_sample)
        self._offsets.append(record.offset)
        self._body_bytes.append(record.body_bytes)
        self._end_offset = record.offset + record.body_bytes
        self.samples += samples
        self.sealed = record.kind is RecordKind.SEAL

    def _samples_of(self, index: int, first: int, until: int) -> Pcm:
        """Part of a record of sound or silence, by the recording's samples."""
        record = self._record(index)
        if record.kind is RecordKind.GAP:
            return np.zeros(until - first, np.int16)
        plain = self._open(record)
        if plain is None:
            raise SpoolDamaged(name=self._name, index=index)
        begins = record.place.first_sample
        return np.frombuffer(plain, dtype="<i2")[first - begins : until - begins]

    def _open(self, record: _Record) -> bytes | None:
        body = self._read_at(record.offset, record.body_bytes)
        sealed = body[SALT_BYTES:] if record.kind is RecordKind.OPEN else body
        cipher = self._ciphers[bisect_right(self._cipher_firsts, record.place.index) - 1]
        return cipher.open(record.kind, record.place, sealed)

    def _read_at(self, offset: int, size: int) -> bytes:
        try:
            self._file.seek(offset)
            return self._file.read(size)
        except OSError as error:  # a failing disk: what comes after can still be read
            raise SpoolDamaged(name=self._name, index=len(self._kinds)) from error
