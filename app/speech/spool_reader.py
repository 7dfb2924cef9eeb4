"""Reading a recording, also while it is being written."""

from __future__ import annotations

import os
from array import array
from bisect import bisect_right
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import Literal, Self
from uuid import UUID

import numpy as np

from app.speech.audio import SAMPLE_RATE_HZ, Pcm
from app.speech.errors import SpoolDamaged
from app.speech.spool_format import (
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


@dataclass(frozen=True, slots=True)
class _Record:
    kind: RecordKind
    place: Place
    offset: int
    body_bytes: int


class SpoolReader:
    """Random access to the samples of one recording. For one thread; many readers may share a file.

    Opening and `refresh` read record heads only; a record of sound is authenticated when it is read.
    Opening raises `SpoolWrongKey`, and `SpoolDamaged` for a file that is no recording; what is damaged
    farther on is told by `refresh` and `read`, so that all before it can still be read.
    """

    def __init__(self, path: Path, key: bytes) -> None:
        self._name = path.name
        self._key = key
        self._file = path.open("rb", buffering=0)
        try:
            self._header = Header.unpack(self._file.read(HEADER_BYTES), key, self._name)
            self._records: list[_Record] = []
            self._first_samples = array("Q")  # record -> its first sample
            self._ciphers: list[FrameCipher] = []
            self._cipher_of = array("L")  # record -> index into _ciphers
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
            raise SpoolDamaged(name=self._name, index=len(self._records))
        return self.samples

    def read(self, first_sample: int, max_samples: int) -> Pcm:
        """Samples from `first_sample` on, shape (n,), n <= `max_samples`; fewer only at the present end."""
        wanted_end = min(first_sample + max_samples, self.samples)
        pieces: list[Pcm] = []
        position = first_sample
        index = bisect_right(self._first_samples, first_sample) - 1
        while position < wanted_end:
            record = self._records[index]
            index += 1
            if record.kind is not RecordKind.AUDIO:
                continue
            pcm = self._samples_of(record)
            piece = pcm[position - record.place.first_sample : wanted_end - record.place.first_sample]
            pieces.append(piece)
            position += len(piece)
        return np.concatenate(pieces) if pieces else np.empty(0, np.int16)

    def genuine_end(self) -> tuple[int, Place]:
        """Offset and place behind the last record that is as it was written; for repair after a crash."""
        for record in reversed(self._records):
            if self._open(record) is not None:
                samples = (
                    (record.body_bytes - TAG_BYTES) // SAMPLE_BYTES if record.kind == RecordKind.AUDIO else 0
                )
                place = Place(record.place.index + 1, record.place.first_sample + samples)
                return record.offset + record.body_bytes, place
        return HEADER_BYTES, Place(0, 0)

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
            self._take(_Record(RecordKind(kind), Place(len(self._records), self.samples), offset, body_bytes))

    def _is_sensible(self, kind: int, body_bytes: int) -> bool:
        """Whether we would write a record with such a head here."""
        match kind:
            case RecordKind.OPEN:
                return body_bytes == SALT_BYTES + TAG_BYTES
            case RecordKind.AUDIO:
                pcm_bytes = body_bytes - TAG_BYTES
                return (
                    bool(self._records) and 0 < pcm_bytes <= MAX_PCM_BYTES and pcm_bytes % SAMPLE_BYTES == 0
                )
            case RecordKind.SEAL:
                return bool(self._records) and body_bytes == TAG_BYTES
            case _:
                return False

    def _take(self, record: _Record) -> None:
        if record.kind is RecordKind.OPEN:
            salt = self._read_at(record.offset, SALT_BYTES)
            self._ciphers.append(FrameCipher(self._key, self.recording_id, salt))
        self._cipher_of.append(len(self._ciphers) - 1)
        if record.kind is not RecordKind.AUDIO and self._open(record) is None:
            self._damaged = True
            return
        self._records.append(record)
        self._first_samples.append(record.place.first_sample)
        self._end_offset = record.offset + record.body_bytes
        if record.kind is RecordKind.AUDIO:
            self.samples += (record.body_bytes - TAG_BYTES) // SAMPLE_BYTES
        self.sealed = record.kind is RecordKind.SEAL

    def _samples_of(self, record: _Record) -> Pcm:
        plain = self._open(record)
        if plain is None:
            raise SpoolDamaged(name=self._name, index=record.place.index)
        return np.frombuffer(plain, dtype="<i2")

    def _open(self, record: _Record) -> bytes | None:
        body = self._read_at(record.offset, record.body_bytes)
        sealed = body[SALT_BYTES:] if record.kind is RecordKind.OPEN else body
        cipher = self._ciphers[self._cipher_of[record.place.index]]
        return cipher.open(record.kind, record.place, sealed)

    def _read_at(self, offset: int, size: int) -> bytes:
        self._file.seek(offset)
        return self._file.read(size)


def export_audio(
    reader: SpoolReader,
    container: Literal["WAV", "FLAC"] = "FLAC",
    first_sample: int = 0,
    until_sample: int | None = None,
) -> bytes:
    """The recording so far, or a part of it, as a 16-bit audio file in memory. Raises `SpoolDamaged`."""
    import soundfile

    reader.refresh()
    end = reader.samples if until_sample is None else min(until_sample, reader.samples)
    out = BytesIO()
    with soundfile.SoundFile(out, "w", SAMPLE_RATE_HZ, 1, "PCM_16", format=container) as file:
        for start in range(first_sample, end, SAMPLE_RATE_HZ):
            file.write(reader.read(start, min(SAMPLE_RATE_HZ, end - start)))
    return out.getvalue()
