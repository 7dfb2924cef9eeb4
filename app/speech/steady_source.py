"""A microphone that may be pulled out and plugged in again while it records."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace

from app.domain.clock import Clock
from app.domain.entities import GapReason
from app.speech.audio import SAMPLE_RATE_HZ, AudioBlock, AudioSource
from app.speech.errors import AudioError

RETRY_S = 1.0
OTHER_INPUT_AFTER_S = 5.0
"""So long the chosen microphone may come back before the system's default one is taken instead."""


class SteadySource:
    """Opens an input again and again when it breaks, and leaves the missed time out of the sample count.

    `open_input` makes the source of an input id, None for the default one. The time that nobody heard is
    measured by the clock: sound after it stands where it was spoken.
    """

    def __init__(
        self, open_input: Callable[[str | None], AudioSource], input_id: str | None, clock: Clock
    ) -> None:
        self._open_input = open_input
        self._input_id = input_id
        self._clock = clock
        self._inner: AudioSource | None = None
        self._stopping = threading.Event()
        self._base = 0  # where in our count the inner source's first sample belongs
        self._end = 0
        self._hole: GapReason | None = None
        self._heard_at_s = 0.0
        self._next_try_s = 0.0
        self._problem: AudioError | None = None

    @property
    def problem(self) -> AudioError | None:
        """Why there is no sound at the moment; from any thread."""
        return self._problem

    @property
    def ended(self) -> bool:
        return self._inner.ended if self._inner else self._stopping.is_set()

    def start(self) -> None:
        """Open the input. Raises an `AudioError`: whoever starts wants to hear that at once."""
        self._open(self._input_id)

    def read(self, timeout_s: float) -> AudioBlock | None:
        """As every source; but it waits where others break."""
        if self._inner is None:
            self._try_again(timeout_s)
        if self._inner is None:
            return None
        try:
            block = self._inner.read(timeout_s)
        except AudioError as error:
            self._inner.stop()
            self._inner = None
            self._problem = error
            self._next_try_s = self._clock.monotonic_s()
            return None
        return None if block is None else self._placed(block)

    def stop(self) -> None:
        self._stopping.set()
        if self._inner:
            self._inner.stop()

    def _open(self, input_id: str | None) -> None:
        source = self._open_input(input_id)
        source.start()
        self._inner = source
        self._heard_at_s = self._clock.monotonic_s()

    def _try_again(self, timeout_s: float) -> None:
        now_s = self._clock.monotonic_s()
        if now_s < self._next_try_s:
            self._stopping.wait(min(timeout_s, self._next_try_s - now_s))
            return
        self._next_try_s = now_s + RETRY_S
        missed_s = now_s - self._heard_at_s
        choices = [self._input_id]
        if missed_s >= OTHER_INPUT_AFTER_S and self._input_id is not None:
            choices.append(None)
        for input_id in choices:
            try:
                self._open(input_id)
            except AudioError as error:
                self._problem = error
            else:
                self._base = self._end + max(0, round(missed_s * SAMPLE_RATE_HZ))
                self._hole = GapReason.UNPLUGGED
                self._problem = None
                return

    def _placed(self, block: AudioBlock) -> AudioBlock:
        self._heard_at_s = self._clock.monotonic_s()
        placed = replace(block, first_sample=self._base + block.first_sample, hole=self._hole or block.hole)
        self._hole = None
        self._end = placed.end_sample
        return placed
