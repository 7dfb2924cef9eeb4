"""From the source to the spool: the one thread that must never wait for anything else."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from app.domain.errors import NghisuError
from app.speech.audio import SAMPLE_RATE_HZ, AudioBlock, AudioSource, Pcm
from app.speech.errors import AudioError, SpoolError
from app.speech.spool_writer import SpoolWriter

_log = logging.getLogger(__name__)

SILENCE_DBFS = -96.0
"""Below the last bit of 16: shown for digital silence, whose level has no logarithm."""

_POLL_S = 0.25
_STATUS_SAMPLES = SAMPLE_RATE_HZ // 10

# Ten minutes of a full disk are bridged while recording; whoever stops meanwhile is not kept waiting so long.
_CLOSE_ATTEMPTS = 8


@dataclass(frozen=True, slots=True)
class Level:
    """Loudness of the last tenth of a second, in dB below full scale (0 is the loudest)."""

    rms_dbfs: float
    peak_dbfs: float

    @property
    def is_clipping(self) -> bool:
        return self.peak_dbfs > -0.1


@dataclass(frozen=True, slots=True)
class RecorderStatus:
    """How the recording stands. Counts are in samples of the recording, 16 kHz.

    `problem` is why sound is waiting in memory (a `SpoolError`, which may pass) or why recording ended.
    """

    running: bool
    captured_samples: int = 0
    durable_samples: int = 0
    lost_samples: int = 0
    level: Level = Level(SILENCE_DBFS, SILENCE_DBFS)
    problem: NghisuError | None = None


def measure_level(pcm: Pcm) -> Level:
    """Level of some samples, shape (n,)."""
    if not len(pcm):
        return Level(SILENCE_DBFS, SILENCE_DBFS)
    samples = pcm.astype(np.float32) / 32768.0
    return Level(_dbfs(float(np.sqrt(np.mean(samples**2)))), _dbfs(float(np.max(np.abs(samples)))))


def _dbfs(amplitude: float) -> float:
    return max(SILENCE_DBFS, 20.0 * float(np.log10(amplitude))) if amplitude > 0 else SILENCE_DBFS


class Recorder:
    """Moves sound from a source into a spool in its own thread, until `stop` or the source's end.

    The writer is sealed when the recording ended as it should. After a broken source or a disk that
    stays full it is closed unsealed, and `SpoolWriter.reopen` goes on with it. `on_status` is called in
    the recorder's thread, about ten times a second of sound.
    """

    def __init__(
        self,
        source: AudioSource,
        writer: SpoolWriter,
        on_status: Callable[[RecorderStatus], None],
        *,
        begins_at_sample: int | None = None,
    ) -> None:
        """`begins_at_sample`: where in the recording the source's first sample belongs.

        By default right behind what is there. After a crash, give the time since the recording began: the
        hole is filled with silence, so that later words keep their true time.
        """
        self._source = source
        self._writer = writer
        self._on_status = on_status
        self._base = max(writer.accepted_samples, begins_at_sample or 0)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="recorder", daemon=False)
        self._status = RecorderStatus(running=True)
        self._unreported: list[Pcm] = []

    @property
    def status(self) -> RecorderStatus:
        """The latest status; from any thread."""
        return self._status

    def start(self) -> None:
        """Open the source, in the caller's thread so that it hears of an `AudioError`, and begin."""
        self._source.start()
        self._thread.start()

    def stop(self) -> None:
        """Ask for the end; what was captured is still written. Returns at once."""
        self._stop.set()

    def join(self, timeout_s: float | None = None) -> bool:
        """Wait for the end; False when it has not come in time."""
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        problem: NghisuError | None = None
        try:
            problem = self._record()
            closing_problem = self._close(seal=problem is None)
            problem = problem or closing_problem
        finally:  # also for a bug, which goes on to the thread's excepthook
            self._source.stop()
            self._writer.abandon()
            self._publish(replace(self._status, running=False, problem=problem))

    def _record(self) -> NghisuError | None:
        """Move sound until the end; returns why the source broke, if it did."""
        try:
            while not self._stop.is_set() and not self._source.ended:
                self._take(self._source.read(_POLL_S))
            self._source.stop()
            while not self._source.ended:  # what was captured before it stopped
                self._take(self._source.read(0))
        except AudioError as error:
            return error
        return None

    def _take(self, block: AudioBlock | None) -> None:
        if block is None:
            return
        position = self._base + block.first_sample
        self._fill_hole(position)
        kept = position == self._writer.accepted_samples and self._writer.append(block.pcm)
        problem = self._flush()
        self._unreported.append(block.pcm)
        before = self._status
        end = position + len(block.pcm)
        status = replace(
            before,
            captured_samples=end,
            durable_samples=self._writer.durable_samples,
            lost_samples=before.lost_samples + (0 if kept else len(block.pcm)),
            problem=problem,
        )
        is_due = before.captured_samples // _STATUS_SAMPLES != end // _STATUS_SAMPLES
        if is_due or (problem is None) != (before.problem is None):
            status = replace(status, level=measure_level(np.concatenate(self._unreported)))
            self._unreported.clear()
            try:
                self._publish(status)
            except Exception:  # whoever shows the level must not be able to end a recording
                _log.exception("a listener failed while recording")
        else:
            self._status = status

    def _fill_hole(self, until_sample: int) -> None:
        """Put silence where sound was refused or nobody recorded; what finds no room is tried next time."""
        while (missing := until_sample - self._writer.accepted_samples) > 0:
            if not self._writer.append(np.zeros(min(missing, SAMPLE_RATE_HZ), np.int16)):
                return
            self._flush()

    def _flush(self) -> SpoolError | None:
        try:
            self._writer.flush()
        except SpoolError as error:
            return error
        return None

    def _close(self, *, seal: bool) -> NghisuError | None:
        problem: NghisuError | None = None
        retry = threading.Event()
        for _ in range(_CLOSE_ATTEMPTS):
            try:
                self._writer.close(seal=seal)
            except SpoolError as error:
                problem = error
                retry.wait(_POLL_S)
            else:
                self._status = replace(self._status, durable_samples=self._writer.durable_samples)
                return None
        return problem

    def _publish(self, status: RecorderStatus) -> None:
        self._status = status
        self._on_status(status)
