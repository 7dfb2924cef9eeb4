"""The ten seconds before somebody pressed "record": kept in memory only, while the chair has armed it."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import replace

from app.speech.audio import SAMPLE_RATE_HZ, AudioBlock, AudioSource
from app.speech.errors import AudioError
from app.speech.meter import Meters

PRE_ROLL_SAMPLES = 10 * SAMPLE_RATE_HZ
_POLL_S = 0.25


class PreRoll:
    """An open source whose last ten seconds wait in memory; as a source itself it gives those first.

    `arm` begins to listen, in a thread of its own. Then either the recorder takes it over (`start`, and
    on as with every source), or `disarm` forgets all. `on_levels` is called in that thread.
    """

    def __init__(self, source: AudioSource, on_levels: Callable[[Meters], None]) -> None:
        self._source = source
        self._on_levels = on_levels
        self._kept: deque[AudioBlock] = deque()
        self._begin: int | None = None
        self._handing_over = threading.Event()
        self._thread = threading.Thread(target=self._listen, name="pre-roll", daemon=False)
        self._problem: AudioError | None = None
        self.kept_samples = 0
        """How far back the first sample lies, once taken over."""

    def arm(self) -> None:
        """Open the source. Raises an `AudioError`."""
        self._source.start()
        self._thread.start()

    def disarm(self) -> None:
        """Close the source and forget what was heard."""
        self.stop()
        self._kept.clear()

    @property
    def ended(self) -> bool:
        return not self._kept and (self._problem is not None or self._source.ended)

    def start(self) -> None:
        """Go from listening to giving; the first block is sample 0 of this source."""
        self._end_listening()
        if self._kept:
            self.kept_samples = self._kept[-1].end_sample - self._kept[0].first_sample

    def read(self, timeout_s: float) -> AudioBlock | None:
        if self._kept:
            return self._placed(self._kept.popleft())
        if self._problem:
            raise self._problem
        block = self._source.read(timeout_s)
        return None if block is None else self._placed(block)

    def stop(self) -> None:
        self._end_listening()
        self._source.stop()

    def _placed(self, block: AudioBlock) -> AudioBlock:
        if self._begin is None:
            self._begin = block.first_sample
        return replace(block, first_sample=block.first_sample - self._begin)

    def _end_listening(self) -> None:
        self._handing_over.set()
        self._thread.join()

    def _listen(self) -> None:
        meters = Meters()
        try:
            while not self._handing_over.is_set() and not self._source.ended:
                block = self._source.read(_POLL_S)
                if block is None:
                    meters.nothing_heard()
                    self._on_levels(meters)
                    continue
                self._kept.append(block)
                while block.end_sample - self._kept[0].end_sample >= PRE_ROLL_SAMPLES:
                    self._kept.popleft()
                if meters.add(block):
                    self._on_levels(meters)
        except AudioError as error:
            self._problem = error
