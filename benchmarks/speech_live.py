"""Recording as it happens: delay and load of live text, eight hours at speed, recorders that are killed.

Figures of `python -m benchmarks speech`. The sound card is played: its callback is called by the clock.
"""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import numpy as np
import psutil
from rapidfuzz.distance import Levenshtein

from app.domain.clock import SystemClock
from app.speech.audio import SAMPLE_RATE_HZ, AudioBlock, Pcm
from app.speech.comparison import spoken_words
from app.speech.engine_process import isolated
from app.speech.engines import Engine
from app.speech.microphone import MicrophoneSource
from app.speech.recorder import Recorder
from app.speech.spool_reader import SpoolReader
from app.speech.spool_writer import SpoolWriter
from app.speech.transcriber import PartialText, Segment, Transcriber
from benchmarks.figure import Figure
from benchmarks.recording_kills import kills

KEY = bytes(range(32))
DELAY_GOAL_MS = 500
LIVE_S = 60
_BLOCK_SAMPLES = SAMPLE_RATE_HZ // 20
_MIB = 1 << 20
_HOURS = 8


class PlayedCard:
    """Stands in for the sounddevice module: calls back every 50 ms with what is due."""

    class PortAudioError(Exception):
        pass

    def __init__(self, pcm: Pcm) -> None:
        self._sound = (pcm / np.float32(32768.0))[:, None]
        self.began_s = 0.0
        self._thread: threading.Thread | None = None
        self._closed = threading.Event()

    def query_devices(self, _device: object, _kind: str) -> dict[str, Any]:
        return {"name": "played", "max_input_channels": 1, "default_samplerate": 16_000.0}

    def InputStream(self, *, callback: Any, finished_callback: Any, **_options: Any) -> PlayedCard:
        def play() -> None:
            self.began_s = time.perf_counter()
            for first in range(0, len(self._sound), _BLOCK_SAMPLES):
                block = self._sound[first : first + _BLOCK_SAMPLES]
                due_s = self.began_s + (first + len(block)) / SAMPLE_RATE_HZ
                if self._closed.wait(max(0.0, due_s - time.perf_counter())):
                    return
                callback(block, len(block), None, 0)
            finished_callback()

        self._thread = threading.Thread(target=play, name="played-card")
        return self

    def start(self) -> None:
        assert self._thread is not None
        self._thread.start()

    def close(self, **_options: bool) -> None:
        self._closed.set()


@dataclass
class Screen:
    """What somebody who looks at the live text has seen: when (seconds of `perf_counter`), how much sound
    the engine had been given by then (ms), and the words."""

    settled: list[str] = field(default_factory=list)
    seen: list[tuple[float, int, list[str]]] = field(default_factory=list)

    def partial(self, text: PartialText) -> None:
        self.seen.append((time.perf_counter(), text.end_ms, self.settled + spoken_words(text.text)))

    def segment(self, segment: Segment) -> None:
        self.settled = self.settled + spoken_words(segment.text)
        self.seen.append((time.perf_counter(), segment.end_ms, self.settled))

    def shown_at(self, index: int, word: str) -> tuple[float, int] | None:
        """When this word of the final text first stood where it stands in the end."""
        return next(
            ((at_s, heard_ms) for at_s, heard_ms, words in self.seen if words[index : index + 1] == [word]),
            None,
        )


def trimmed(pcm: Pcm) -> Pcm:
    """Without silence at both ends (below 6 % of the loudest 10 ms): the end is that of the last word."""
    frames = pcm[: len(pcm) // 160 * 160].astype(np.float32).reshape(-1, 160)
    power = np.sqrt(np.mean(frames**2, axis=1))
    loud = np.flatnonzero(power > 0.06 * power.max())
    return pcm[loud[0] * 160 : (loud[-1] + 1) * 160]


def run_live(engine: Engine, clips: Sequence[tuple[Pcm, str]]) -> list[Figure]:
    """A minute at its own pace: delay from the end of a spoken word to its first showing; load; memory."""
    pieces: list[Pcm] = []
    ends: list[tuple[int, int]] = []  # where a clip's last word ends, and that word's index in the text
    words: list[str] = []
    samples = 0
    for number, (pcm, text) in enumerate(clips):
        sound = trimmed(pcm)
        pause = np.zeros(SAMPLE_RATE_HZ * (3 + number % 5) // 10, np.int16)
        words += spoken_words(text)
        ends.append((samples + len(sound), len(words) - 1))
        pieces += [sound, pause]
        samples += len(sound) + len(pause)
        if samples > LIVE_S * SAMPLE_RATE_HZ:
            break
    card, screen = PlayedCard(np.concatenate(pieces)), Screen()
    cpu_s, memory_bytes = _play(engine, card, screen)
    delays_ms, in_sound_ms = _delays_ms(card, screen, words, ends)
    p95 = float(np.percentile(delays_ms, 95))
    what = f"{samples / SAMPLE_RATE_HZ:.0f} s at their own pace through the sound card's callback"
    return [
        Figure(
            f"speech heard to shown, p95, {engine.model_name}",
            p95,
            None,
            "ms",
            f"<= {DELAY_GOAL_MS}",
            p95 <= DELAY_GOAL_MS,
            f"last words of {len(delays_ms)} clips, from the end of their sound; median "
            f"{np.median(delays_ms):.0f} ms; in sound alone, however fast the machine: median "
            f"{np.median(in_sound_ms):.0f}, p95 {np.percentile(in_sound_ms, 95):.0f} ms; {_load()}; {what}",
        ),
        Figure(
            f"speech load while recording, {engine.model_name}",
            cpu_s / (samples / SAMPLE_RATE_HZ),
            None,
            "CPU s/s",
            "<= 1",
            cpu_s <= samples / SAMPLE_RATE_HZ,
            f"recorder, spool, transcriber and the engine's process; {what}",
        ),
        Figure(
            f"speech memory while recording, {engine.model_name}",
            memory_bytes / _MIB,
            None,
            "MB",
            "<= 700",
            memory_bytes <= 700 * _MIB,
            "this process and the engine's, memory of their own (USS), at most; no window is open",
        ),
    ]


def _play(engine: Engine, card: PlayedCard, screen: Screen) -> tuple[float, int]:
    """Record and transcribe what the card plays; CPU seconds and most memory of all processes."""
    made = []

    def make() -> Any:
        made.append(isolated(engine)())
        loaded.set()
        return made[-1]

    loaded, most = threading.Event(), 0
    with tempfile.TemporaryDirectory() as folder:
        spool = Path(folder) / "spool"
        writer = SpoolWriter.create(spool, UUID(int=1), KEY)
        writer.flush()
        recorder = Recorder(MicrophoneSource(SystemClock(), library=lambda: card), writer, lambda _: None)
        transcriber = Transcriber(
            lambda: SpoolReader(spool, KEY), make, uuid4, screen.segment, on_partial=screen.partial
        )
        transcriber.start()
        loaded.wait()
        processes = [psutil.Process(), psutil.Process(made[0].pid)]
        before_s = _cpu_s(processes)
        recorder.start()
        while not recorder.join(2.0):
            most = max(most, sum(process.memory_full_info().uss for process in processes))
        cpu_s = _cpu_s(processes) - before_s
        # The recorder saw the card's end as a pulled plug and did not seal: the transcriber would follow on.
        transcriber.stop()
        transcriber.join()
    return cpu_s, most


def _cpu_s(processes: Sequence[psutil.Process]) -> float:
    return sum(times.user + times.system for times in (process.cpu_times() for process in processes))


def _delays_ms(
    card: PlayedCard, screen: Screen, words: Sequence[str], ends: Sequence[tuple[int, int]]
) -> tuple[list[float], list[float]]:
    """For every clip whose last word was recognised: by the clock, and in sound given to the engine."""
    final = screen.seen[-1][2]
    place: dict[int, int] = {}
    for step in Levenshtein.opcodes(words, final):
        if step.tag == "equal":
            place |= zip(
                range(step.src_start, step.src_end), range(step.dest_start, step.dest_end), strict=True
            )
    by_clock, in_sound = [], []
    for end_sample, index in ends:
        at = place.get(index)
        shown = screen.shown_at(at, final[at]) if at is not None else None
        if shown is not None:
            end_s = end_sample / SAMPLE_RATE_HZ
            by_clock.append(1000 * (shown[0] - card.began_s - end_s))
            in_sound.append(shown[1] - 1000 * end_s)
    return by_clock, in_sound


def _load() -> str:
    load, cpus = psutil.getloadavg()[0], psutil.cpu_count()
    return f"load {load:.1f} on {cpus} cores"


class _Hours:
    """Eight hours of noise as fast as it is taken."""

    def __init__(self, on_hour: Callable[[int], None]) -> None:
        self._pcm = np.random.default_rng(3).integers(-3_000, 3_000, SAMPLE_RATE_HZ // 4, dtype=np.int16)
        self._given = 0
        self._on_hour = on_hour
        self.ended = False

    def start(self) -> None: ...

    def read(self, _timeout_s: float) -> AudioBlock | None:
        if self.ended:
            return None
        block = AudioBlock(self._pcm, self._given)
        self._given = block.end_sample
        if self._given % (3600 * SAMPLE_RATE_HZ) == 0:
            hour = self._given // (3600 * SAMPLE_RATE_HZ)
            self._on_hour(hour)
            self.ended = hour == _HOURS
        return block

    def stop(self) -> None:
        self.ended = True


def run_hours() -> list[Figure]:
    """Recorder, meters, spool and a reader that follows, through eight hours; the engine is left out."""
    memory: list[int] = []
    process = psutil.Process()
    with tempfile.TemporaryDirectory() as folder:
        spool = Path(folder) / "spool"
        writer = SpoolWriter.create(spool, UUID(int=1), KEY)
        writer.flush()
        reader = SpoolReader(spool, KEY)

        def hour_over(_hour: int) -> None:
            reader.refresh()
            memory.append(process.memory_full_info().uss)

        began_s = time.perf_counter()
        recorder = Recorder(_Hours(hour_over), writer, lambda _: None)
        recorder.start()
        recorder.join()
        seconds = time.perf_counter() - began_s
        whole = reader.refresh() == _HOURS * 3600 * SAMPLE_RATE_HZ and reader.sealed
        reader.close()
    growth = (memory[-1] - memory[0]) / _MIB
    return [
        Figure(
            "speech memory grown from hour 1 to hour 8",
            growth,
            None,
            "MB",
            "<= 20",
            whole and growth <= 20,
            f"recorder, spool, reader at speed ({seconds:.0f} s), engine left out; the reader's index grows "
            "by 25 bytes for 100 ms; all of the sound is there" + ("" if whole else ": NO"),
        )
    ]


def run_kills(count: int = 100) -> list[Figure]:
    """The worst of so many kills."""
    with tempfile.TemporaryDirectory() as folder:
        died = kills(Path(folder), count)
    worst = max(kill.lost_s for kill in died)
    elsewhere = sum(not kill.is_whole for kill in died)
    cuts = sum(kill.was_power_cut for kill in died)
    what = f"{count} kills at random samples, {cuts} of them with the unsynced tail cut at a random byte"
    return [
        Figure("speech audio lost at the end, worst", worst, None, "s", "<= 1", worst <= 1.0, what),
        Figure("speech recordings with a loss elsewhere", elsewhere, None, "", "0", elsewhere == 0, what),
    ]
