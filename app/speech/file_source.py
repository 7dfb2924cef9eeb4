"""A recording from elsewhere, played as if it were spoken now."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import soundfile
import soxr

from app.domain.clock import Clock
from app.speech.audio import SAMPLE_RATE_HZ, AudioBlock, mono, to_int16
from app.speech.errors import AudioEmpty, AudioUnreadable

_READ_S = 0.25


class Pace(Protocol):
    """When a block may be handed out."""

    def __call__(self, due_s: float, timeout_s: float, /) -> bool:
        """Wait at most `timeout_s` until `due_s` after the start; say whether that moment has come."""


def as_fast_as_possible(_due_s: float, _timeout_s: float) -> bool:
    """No waiting: for imports, tests and benchmarks."""
    return True


class RealTime:
    """The file's own speed: a block is due when its last sample would have been spoken."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._started_s: float | None = None
        self._never = threading.Event()

    def __call__(self, due_s: float, timeout_s: float) -> bool:
        now_s = self._clock.monotonic_s()
        if self._started_s is None:
            self._started_s = now_s
        remaining_s = self._started_s + due_s - now_s
        if remaining_s > 0:
            self._never.wait(min(remaining_s, timeout_s))
        return remaining_s <= timeout_s


class FileSource:
    """Any file that libsndfile decodes (WAV, FLAC, Ogg, MP3, ...), any rate and number of channels.

    Decoded and resampled piece by piece (soxr, high quality), so a whole day's file needs little memory.
    """

    def __init__(self, path: Path, pace: Pace = as_fast_as_possible) -> None:
        self._path = path
        self._pace = pace
        self._file: Any = None
        self._resampler: soxr.ResampleStream | None = None
        self._held: AudioBlock | None = None
        self._next_sample = 0

    @property
    def ended(self) -> bool:
        return self._file is None and self._held is None

    def start(self) -> None:
        try:
            self._file = soundfile.SoundFile(self._path)
        except (soundfile.LibsndfileError, OSError) as error:
            raise AudioUnreadable(name=self._path.name) from error
        if self._file.frames == 0:
            self._close()
            raise AudioEmpty(name=self._path.name)
        if self._file.samplerate != SAMPLE_RATE_HZ:
            self._resampler = soxr.ResampleStream(self._file.samplerate, SAMPLE_RATE_HZ, 1, dtype="float32")

    def read(self, timeout_s: float) -> AudioBlock | None:
        block = self._held or self._decode()
        if block is None:
            return None
        due_s = (block.first_sample + len(block.pcm)) / SAMPLE_RATE_HZ
        self._held = None if self._pace(due_s, timeout_s) else block
        return None if self._held else block

    def stop(self) -> None:
        self._held = None  # not "spoken" yet
        self._close()

    def _close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def _decode(self) -> AudioBlock | None:
        while self._file is not None:
            wanted = int(self._file.samplerate * _READ_S)
            try:
                frames = self._file.read(wanted, dtype="float32")
            except (soundfile.LibsndfileError, OSError) as error:
                raise AudioUnreadable(name=self._path.name) from error
            last = len(frames) < wanted
            samples = mono(frames)
            if self._resampler:
                samples = self._resampler.resample_chunk(np.ascontiguousarray(samples), last=last)
            if last:
                self._close()
            if len(samples):
                block = AudioBlock(to_int16(samples), self._next_sample)
                self._next_sample += len(block.pcm)
                return block
        return None
