"""Faster and slower without another pitch, sample by sample as it is heard.

Waveform-similarity overlap-add (W. Verhelst and M. Roelands, ICASSP 1993), as in the players that people
listen to speech with: pieces of 40 ms overlap by half, and each is taken from where it goes on best from
the one before, within 10 ms of where the speed would have it. Chosen over a phase vocoder because it needs
nothing beforehand: speed and place may change with every 20 ms, and at normal speed the sound is the
recording's own, sample for sample.
"""

from __future__ import annotations

import numpy as np

from app.speech.audio import SAMPLES_PER_MS
from app.speech.sound import Samples, SoundWindow

BLOCK_SAMPLES = 20 * SAMPLES_PER_MS
"""What `next` gives."""

_PIECE_SAMPLES = 2 * BLOCK_SAMPLES
_REACH_SAMPLES = 10 * SAMPLES_PER_MS
"""To both sides: 20 ms hold a whole period of the deepest voice (50 Hz)."""

_WINDOW = (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(_PIECE_SAMPLES) / _PIECE_SAMPLES)).astype(np.float32)
_SILENT = 1e-6


class TimeStretch:
    """Plays a sound from any place at any speed. For one thread.

    `position`: the sample of the recording that the next block begins at. `speed` may be set at any time.
    """

    def __init__(self, window: SoundWindow, first_sample: int, speed: float = 1.0) -> None:
        self._window = window
        self.speed = speed
        self.position = float(first_sample)
        self._goes_on: int | None = None  # the sample with which the piece before goes on
        self._tail: Samples = np.zeros(BLOCK_SAMPLES, np.float32)

    def jump(self, first_sample: int) -> None:
        """Go on from another place; the two are blended over one block."""
        self.position, self._goes_on = float(first_sample), None

    def next(self) -> Samples:
        """The next `BLOCK_SAMPLES` to be heard."""
        first = self._choose(round(self.position))
        piece = self._window.read(first, _PIECE_SAMPLES) * _WINDOW
        block = self._tail + piece[:BLOCK_SAMPLES]
        self._tail = piece[BLOCK_SAMPLES:]
        self._goes_on = first + BLOCK_SAMPLES
        self.position += BLOCK_SAMPLES * self.speed
        return block

    def last(self) -> Samples:
        """What is left of the last piece: it fades out instead of breaking off."""
        tail, self._tail = self._tail, np.zeros(BLOCK_SAMPLES, np.float32)
        return tail

    def _choose(self, wanted: int) -> int:
        """Where to take the next piece from: near `wanted`, as like as can be to what would follow."""
        if self._goes_on is None:
            return wanted
        if self.speed == 1.0 and abs(self._goes_on - wanted) <= _REACH_SAMPLES:
            return self._goes_on
        following = self._window.read(self._goes_on, _PIECE_SAMPLES).copy()
        first = wanted - _REACH_SAMPLES
        around = self._window.read(first, _PIECE_SAMPLES + 2 * _REACH_SAMPLES)
        energies = np.convolve(np.square(around), np.ones(_PIECE_SAMPLES, np.float32), "valid")
        if energies.max() < _SILENT:
            return wanted
        likeness = np.correlate(around, following, "valid") / np.sqrt(energies + _SILENT)
        return first + int(np.argmax(likeness))
