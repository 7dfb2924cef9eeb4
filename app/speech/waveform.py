"""The loudness of a recording over its whole length, to be drawn."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from app.speech.audio import SAMPLES_PER_MS, Pcm
from app.speech.sound import Sound

STEP_MS = 20
STEP_SAMPLES = STEP_MS * SAMPLES_PER_MS
_READ_SAMPLES = 3200 * STEP_SAMPLES  # about a minute: 2 MB


class Peaks:
    """One byte for each 20 ms, 255 at full scale; goes on where it stopped while the recording grows.

    `known`: bytes of an earlier time.
    """

    def __init__(self, known: bytes = b"") -> None:
        self._peaks = bytearray(known)
        self._samples = len(known) * STEP_SAMPLES

    def follow(self, sound: Sound, is_cancelled: Callable[[], bool] = lambda: False) -> tuple[bytes, bool]:
        """Take in what was added, whole steps only until the sound is sealed; and whether there was any.

        Called off it has only a part of it, and says that there was none. Raises the sound's errors.
        """
        before = len(self._peaks)
        end = sound.refresh()
        if not sound.sealed:
            end -= end % STEP_SAMPLES
        while self._samples < end:
            pcm = sound.read(self._samples, min(_READ_SAMPLES, end - self._samples))
            if not len(pcm) or is_cancelled():
                return bytes(self._peaks), False
            self._peaks += _peaks_of(pcm)
            self._samples += len(pcm)
        return bytes(self._peaks), len(self._peaks) > before


def _peaks_of(pcm: Pcm) -> bytes:
    """Shape (n,) to ceil(n / step) bytes."""
    rest = -len(pcm) % STEP_SAMPLES
    steps = (np.concatenate((pcm, np.zeros(rest, np.int16))) if rest else pcm).reshape(-1, STEP_SAMPLES)
    # The least int16 has no positive twin: hence two extremes instead of absolute values.
    loudest = np.maximum(steps.max(axis=1).astype(np.int32), -steps.min(axis=1).astype(np.int32))
    return bytes((loudest * 255 // 32768).astype(np.uint8))
