"""How loud every input is, and whether anything is heard at all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.speech.audio import SAMPLE_RATE_HZ, AudioBlock, Pcm

SILENCE_DBFS = -96.0
"""Below the last bit of 16: shown for digital silence, whose level has no logarithm."""

QUIET_DBFS = -50.0
"""A room with people in it, at a microphone that is switched on, is louder (issue 5)."""

_QUIET_SAMPLES = 10 * SAMPLE_RATE_HZ
_CLIPPED_SHOWN_SAMPLES = 2 * SAMPLE_RATE_HZ
_LEVEL_SAMPLES = SAMPLE_RATE_HZ // 10


@dataclass(frozen=True, slots=True)
class Level:
    """Loudness of the last tenth of a second, in dB below full scale (0 is the loudest)."""

    rms_dbfs: float
    peak_dbfs: float

    @property
    def is_clipping(self) -> bool:
        return self.peak_dbfs > -0.1


NO_SOUND = Level(SILENCE_DBFS, SILENCE_DBFS)


@dataclass(frozen=True, slots=True)
class InputLevel:
    """One input. `is_silent`: for ten seconds nothing was heard; `is_clipping`: too loud just now."""

    level: Level = NO_SOUND
    is_silent: bool = False
    is_clipping: bool = False


def measure_level(pcm: Pcm) -> Level:
    """Level of some samples, shape (n,)."""
    if not len(pcm):
        return NO_SOUND
    samples = pcm.astype(np.float32) / 32768.0
    return Level(_dbfs(float(np.sqrt(np.mean(samples**2)))), _dbfs(float(np.max(np.abs(samples)))))


def _dbfs(amplitude: float) -> float:
    return max(SILENCE_DBFS, 20.0 * float(np.log10(amplitude))) if amplitude > 0 else SILENCE_DBFS


class Meters:
    """Levels of the mix and of every input, ten times a second of sound. For one thread."""

    def __init__(self) -> None:
        self._waiting: list[AudioBlock] = []
        self._waiting_samples = 0
        self._quiet: list[int] = []
        self._since_clipped: list[int] = []
        self.mix = NO_SOUND
        self.inputs: tuple[InputLevel, ...] = ()

    def add(self, block: AudioBlock) -> bool:
        """Take some sound; True when the levels are new."""
        self._waiting.append(block)
        self._waiting_samples += len(block.pcm)
        if self._waiting_samples < _LEVEL_SAMPLES:
            return False
        blocks, samples = self._waiting, self._waiting_samples
        self._waiting, self._waiting_samples = [], 0
        self.mix = measure_level(np.concatenate([block.pcm for block in blocks]))
        tracks = zip(*(block.tracks or (block.pcm,) for block in blocks), strict=True)
        levels = [measure_level(np.concatenate(pieces)) for pieces in tracks]
        if len(self._quiet) != len(levels):
            self._quiet = [0] * len(levels)
            self._since_clipped = [_CLIPPED_SHOWN_SAMPLES] * len(levels)
        self.inputs = tuple(self._judge(index, level, samples) for index, level in enumerate(levels))
        return True

    def nothing_heard(self) -> None:
        """No input gives sound at the moment."""
        self.mix = NO_SOUND
        self.inputs = tuple(InputLevel(is_silent=level.is_silent) for level in self.inputs)

    def _judge(self, index: int, level: Level, samples: int) -> InputLevel:
        self._quiet[index] = self._quiet[index] + samples if level.rms_dbfs < QUIET_DBFS else 0
        self._since_clipped[index] = 0 if level.is_clipping else self._since_clipped[index] + samples
        return InputLevel(
            level, self._quiet[index] >= _QUIET_SAMPLES, self._since_clipped[index] < _CLIPPED_SHOWN_SAMPLES
        )
