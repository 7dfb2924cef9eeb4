"""Where sound comes from: one shape for every source, 16 kHz mono 16-bit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from app.domain.entities import GapReason

SAMPLE_RATE_HZ = 16_000
"""The rate that every engine here was trained on; recordings are kept at it too."""

SAMPLES_PER_MS = SAMPLE_RATE_HZ // 1000

Pcm = npt.NDArray[np.int16]
"""Mono samples at `SAMPLE_RATE_HZ`, shape (samples,)."""


@dataclass(frozen=True, slots=True, eq=False)
class AudioBlock:
    """Some consecutive samples; `first_sample` counts from the source's start, so a hole is visible.

    `tracks` are the inputs that `pcm` was mixed from, each as long as it; empty where there is one input.
    `hole` says why samples are missing before this block, where some are.
    """

    pcm: Pcm
    first_sample: int
    tracks: tuple[Pcm, ...] = ()
    hole: GapReason = GapReason.OVERFLOW

    @property
    def end_sample(self) -> int:
        return self.first_sample + len(self.pcm)


class AudioSource(Protocol):
    """A stretch of live or stored sound. For one thread: `start`, `read` until `ended`, `stop`."""

    @property
    def ended(self) -> bool:
        """True once no further block will come."""

    def start(self) -> None:
        """Open the device or file. Raises an `AudioError`."""

    def read(self, timeout_s: float) -> AudioBlock | None:
        """Return the next block, or None when none came in time or the source has ended.

        Raises an `AudioError` when the source broke; every block captured before it comes first.
        """

    def stop(self) -> None:
        """Close the source; blocks already captured can still be read. May be called twice."""


def mono(samples: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Mix shape (frames, channels) or (frames,) down to (frames,)."""
    if samples.ndim == 1:
        return samples
    return samples[:, 0] if samples.shape[1] == 1 else samples.mean(axis=1, dtype=np.float32)


def to_int16(samples: npt.NDArray[np.float32]) -> Pcm:
    """Round -1..1 to 16 bits; clips, because a resampler overshoots on loud edges."""
    scaled: npt.NDArray[np.float32] = np.clip(np.rint(samples * 32768.0), -32768, 32767)
    return scaled.astype(np.int16)
