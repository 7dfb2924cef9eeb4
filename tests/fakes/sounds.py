"""Sound in memory, to be heard again."""

from __future__ import annotations

import numpy as np


class Tape:
    """A `Sound`. `grow` is the recorder."""

    def __init__(self, pcm: np.ndarray, *, sealed: bool = True) -> None:
        self._pcm = pcm
        self.samples = len(pcm)
        self.sealed = sealed
        self.is_closed = False
        self.read_samples = 0

    def grow(self, pcm: np.ndarray, *, sealed: bool = False) -> None:
        self._pcm = np.concatenate((self._pcm, pcm))
        self.sealed = sealed

    def refresh(self) -> int:
        self.samples = len(self._pcm)
        return self.samples

    def read(self, first_sample: int, max_samples: int) -> np.ndarray:
        found = self._pcm[first_sample : min(first_sample + max_samples, self.samples)]
        self.read_samples += len(found)
        return found

    def close(self) -> None:
        self.is_closed = True


def tone(hz: float, seconds: float, rate_hz: int = 16_000) -> np.ndarray:
    """A sine at half of full scale."""
    time_s = np.arange(int(seconds * rate_hz)) / rate_hz
    return (np.sin(2 * np.pi * hz * time_s) * 16_384).astype(np.int16)
