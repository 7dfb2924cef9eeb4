"""From the source to the spool: the one thread that must never wait for anything else."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from app.domain.entities import GapReason
from app.domain.errors import NghisuError
from app.speech.audio import AudioBlock, AudioSource, Pcm
from app.speech.errors import AudioError, SpoolError
from app.speech.meter import NO_SOUND, InputLevel, Level, Meters
from app.speech.spool_writer import SpoolWriter

_log = logging.getLogger(__name__)

_POLL_S = 0.25

# Ten minutes of a full disk are bridged while recording; whoever stops meanwhile is not kept waiting so long.
_CLOSE_ATTEMPTS = 8


@dataclass(frozen=True, slots=True)
class RecorderStatus:
    """How the recording stands. Counts are in samples of the recording, 16 kHz.

    `problem` is why sound is waiting in memory (a `SpoolError`, which may pass) or why recording ended.
    `level` is of the mix, `inputs` of every input.
    """

    running: bool
    captured_samples: int = 0
    durable_samples: int = 0
    lost_samples: int = 0
    level: Level = NO_SOUND
    inputs: tuple[InputLevel, ...] = ()
    problem: NghisuError | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """Samples `start`..`end` of the recording hold silence that nobody spoke."""

    start_sample: int
    end_sample: int
    reason: GapReason


class Recorder:
    """Moves sound from a source into a spool in its own thread, until `stop` or the source's end.

    The writers are sealed when the recording ended as it should. After a broken source or a disk that
    stays full they are closed unsealed, and `SpoolWriter.reopen` goes on with them. `on_status` and
    `on_gap` are called in the recorder's thread, the first about ten times a second.
    """

    def __init__(
        self,
        source: AudioSource,
        writer: SpoolWriter,
        on_status: Callable[[RecorderStatus], None],
        *,
        on_gap: Callable[[Gap], None] = lambda _gap: None,
        track_writers: Sequence[SpoolWriter] = (),
    ) -> None:
        """`track_writers`: one for each track of the source's blocks, beside the mix.

        The source's first sample comes right behind what the writer has.
        """
        self._source = source
        self._writer = writer
        self._track_writers = tuple(track_writers)
        self._on_status = on_status
        self._on_gap = on_gap
        self._base = writer.accepted_samples
        self._stop = threading.Event()
        self._paused = threading.Event()
        self._thread = threading.Thread(target=self._run, name="recorder", daemon=False)
        self._status = RecorderStatus(running=True)
        self._meters = Meters()
        self._hole: GapReason | None = None

    @property
    def status(self) -> RecorderStatus:
        """The latest status; from any thread."""
        return self._status

    @property
    def is_paused(self) -> bool:
        return self._paused.is_set()

    def start(self) -> None:
        """Open the source, in the caller's thread so that it hears of an `AudioError`, and begin."""
        self._source.start()
        self._thread.start()

    def pause(self) -> None:
        """Keep nothing of what is heard from now on, until `resume`. Time goes on."""
        self._paused.set()

    def resume(self) -> None:
        """Keep sound again; what lies between is a gap."""
        self._paused.clear()

    def stop(self) -> None:
        """Ask for the end; what was captured is still written. Returns at once."""
        self._stop.set()

    def join(self, timeout_s: float | None = None) -> bool:
        """Wait for the end; False when it has not come in time."""
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    @property
    def _writers(self) -> tuple[SpoolWriter, ...]:
        return (self._writer, *self._track_writers)

    def _run(self) -> None:
        problem: NghisuError | None = None
        try:
            problem = self._record()
            for writer in self._writers:
                closing_problem = _close(writer, seal=problem is None)
                problem = problem or closing_problem
            self._status = replace(self._status, durable_samples=self._writer.durable_samples)
        finally:  # also for a bug, which goes on to the thread's excepthook
            self._source.stop()
            for writer in self._writers:
                writer.abandon()
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
            self._nothing_heard()
            return
        before = self._status
        captured, lost = before.captured_samples, before.lost_samples
        if self._paused.is_set():
            self._hole = GapReason.PAUSED
        elif self._keep(block):
            captured = self._writer.accepted_samples
        else:
            captured, lost = self._base + block.end_sample, lost + len(block.pcm)
            self._hole = GapReason.DISK
        problem = self._flush()
        status = replace(
            before,
            captured_samples=captured,
            durable_samples=self._writer.durable_samples,
            lost_samples=lost,
            problem=problem,
        )
        if self._meters.add(block) or (problem is None) != (before.problem is None):
            self._tell(replace(status, level=self._meters.mix, inputs=self._meters.inputs))
        else:
            self._status = status

    def _keep(self, block: AudioBlock) -> bool:
        """Hand a block to the writers, a gap before it where there is one; False when there is no room."""
        position = self._base + block.first_sample
        before = self._writer.accepted_samples
        if not _put(self._writer, position, block.pcm):
            return False
        for writer, track in zip(self._track_writers, block.tracks, strict=True):
            _put(writer, position, track)
        if position > before:
            gap = Gap(before, position, self._hole or block.hole)
            try:
                self._on_gap(gap)
            except Exception:  # as for the status: the sound comes first
                _log.exception("a gap could not be noted")
        self._hole = None
        return True

    def _nothing_heard(self) -> None:
        """Time went by without sound: what waits for the disk is tried again, and the meters fall."""
        self._meters.nothing_heard()
        problem = self._flush()
        self._tell(
            replace(
                self._status,
                durable_samples=self._writer.durable_samples,
                level=self._meters.mix,
                inputs=self._meters.inputs,
                problem=problem,
            )
        )

    def _flush(self) -> SpoolError | None:
        problem: SpoolError | None = None
        for writer in self._writers:
            try:
                writer.flush()
            except SpoolError as error:
                problem = problem or error
        return problem

    def _tell(self, status: RecorderStatus) -> None:
        try:
            self._publish(status)
        except Exception:  # whoever shows the level must not be able to end a recording
            _log.exception("a listener failed while recording")

    def _publish(self, status: RecorderStatus) -> None:
        self._status = status
        self._on_status(status)


def _put(writer: SpoolWriter, position: int, pcm: Pcm) -> bool:
    """Append at a position, with a gap before it where there is one."""
    if writer.has_room(len(pcm)):
        writer.append_gap(position - writer.accepted_samples)
        return writer.append(pcm)
    return False


def _close(writer: SpoolWriter, *, seal: bool) -> NghisuError | None:
    problem: NghisuError | None = None
    retry = threading.Event()
    for _ in range(_CLOSE_ATTEMPTS):
        try:
            writer.close(seal=seal)
        except SpoolError as error:
            problem = error
            retry.wait(_POLL_S)
        else:
            return None
    return problem
