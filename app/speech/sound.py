"""Sound to hear again: the recording itself, or the copy of another laptop's that the hall keeps."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from app.speech.audio import SAMPLE_RATE_HZ, Pcm, mono, to_int16
from app.speech.errors import AudioUnreadable
from app.storage.blobs import BlobView

Samples = npt.NDArray[np.float32]
"""Mono at `SAMPLE_RATE_HZ`, -1..1, shape (samples,)."""

_KEPT_SAMPLES = 4 * SAMPLE_RATE_HZ


class Sound(Protocol):
    """Samples at random. For one thread. `SpoolReader` is one; so is `StoredSound`."""

    samples: int
    """As many as there are; grows with `refresh` while it is being recorded."""
    sealed: bool
    """Nothing will be added."""

    def refresh(self) -> int: ...
    def read(self, first_sample: int, max_samples: int) -> Pcm: ...
    def close(self) -> None: ...


OpenSound = Callable[[], Sound]


class StoredSound:
    """A sound file inside a blob, decoded as it is read: nothing of it lies on the disk in clear.

    Opening raises `AudioUnreadable` for what is no sound of ours, and the store's errors.
    """

    sealed = True

    def __init__(self, view: BlobView, name: str) -> None:
        import soundfile

        self._name = name
        try:
            self._file: Any = soundfile.SoundFile(_BlobFile(view))
        except soundfile.LibsndfileError as error:
            raise AudioUnreadable(name=name) from error
        if self._file.samplerate != SAMPLE_RATE_HZ:
            self._file.close()
            raise AudioUnreadable(name=name)
        self.samples = int(self._file.frames)

    def refresh(self) -> int:
        return self.samples

    def read(self, first_sample: int, max_samples: int) -> Pcm:
        import soundfile

        try:
            if self._file.tell() != first_sample:
                self._file.seek(first_sample)
            return to_int16(mono(self._file.read(max_samples, dtype="float32")))
        except soundfile.LibsndfileError as error:
            raise AudioUnreadable(name=self._name) from error

    def close(self) -> None:
        self._file.close()


class SoundWindow:
    """A few seconds of a sound in memory, as numbers to calculate with; silence before and after it."""

    def __init__(self, sound: Sound) -> None:
        self._sound = sound
        self._first = 0
        self._kept: Samples = np.zeros(0, np.float32)

    def read(self, first_sample: int, count: int) -> Samples:
        """Always `count` samples; a view that holds until the next call."""
        end = first_sample + count
        if not self._first <= first_sample or end > self._first + len(self._kept):
            self._load(first_sample, max(count, _KEPT_SAMPLES))
        start = first_sample - self._first
        return self._kept[start : start + count]

    def _load(self, first_sample: int, count: int) -> None:
        before = min(max(0, -first_sample), count)
        found = self._sound.read(first_sample + before, count - before)
        kept = np.zeros(count, np.float32)
        kept[before : before + len(found)] = found.astype(np.float32) / 32768
        self._first, self._kept = first_sample, kept


class _BlobFile(io.RawIOBase):
    """A blob as the file that libsndfile asks for."""

    def __init__(self, view: BlobView) -> None:
        self._view = view
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: len(self._view)}[whence]
        self._at = min(max(0, base + offset), len(self._view))
        return self._at

    def readinto(self, into: Any, /) -> int:
        data = self._view[self._at : self._at + len(into)]
        into[: len(data)] = data
        self._at += len(data)
        return len(data)
