"""Engines side by side on somebody's own recording: words wrong, time and memory each of them takes."""

from __future__ import annotations

import threading
import time
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import psutil
from rapidfuzz.distance import Levenshtein

from app.speech.audio import SAMPLE_RATE_HZ, Pcm
from app.speech.engine_process import ProcessRecogniser, isolated
from app.speech.engines import Engine
from app.speech.file_source import FileSource

_BLOCK_SAMPLES = SAMPLE_RATE_HZ // 4
_LOOK_S = 0.1


@dataclass(frozen=True, slots=True)
class Difference:
    """A stretch of both texts, word by word; equal where `expected == heard`."""

    expected: tuple[str, ...]
    heard: tuple[str, ...]

    @property
    def is_equal(self) -> bool:
        return self.expected == self.heard


@dataclass(frozen=True, slots=True)
class EngineRun:
    """What one engine did. Times in seconds, without loading; memory is what its process alone held."""

    model_name: str
    text: str
    audio_s: float
    wall_s: float
    cpu_s: float
    memory_bytes: int

    @property
    def real_time_factor(self) -> float:
        """Seconds of work for a second of sound; below 1 it keeps up."""
        return self.wall_s / self.audio_s if self.audio_s else 0.0


def spoken_words(text: str) -> list[str]:
    """Words as they are counted: NFC, small letters, no punctuation."""
    lower = unicodedata.normalize("NFC", text).lower()
    return "".join(c if c.isalnum() or c.isspace() else " " for c in lower).split()


def differences(expected: str, heard: str) -> list[Difference]:
    """Both texts aligned with the fewest words inserted, left out and exchanged."""
    wanted, got = spoken_words(expected), spoken_words(heard)
    return [
        Difference(tuple(wanted[step.src_start : step.src_end]), tuple(got[step.dest_start : step.dest_end]))
        for step in Levenshtein.opcodes(wanted, got)
    ]


def words_wrong(expected: str, heard: str) -> float:
    """Word error rate: changes needed for each word that was said (more than 1 is possible)."""
    wanted = spoken_words(expected)
    return Levenshtein.distance(wanted, spoken_words(heard)) / max(1, len(wanted))


def load_sound(path: Path) -> Pcm:
    """A whole audio file at our rate. Raises an `AudioError`."""
    source = FileSource(path)
    source.start()
    blocks: list[Pcm] = []
    while not source.ended:
        block = source.read(0)
        if block is not None:
            blocks.append(block.pcm)
    return np.concatenate(blocks) if blocks else np.empty(0, np.int16)


def run_engine(engine: Engine, pcm: Pcm, progress: Callable[[float], None]) -> EngineRun:
    """Let one engine hear it all in a process of its own, as fast as it can. Raises an `EngineError`."""
    recogniser = isolated(engine)()
    try:
        with _Watch(recogniser) as watch:
            texts = []
            for start in range(0, len(pcm), _BLOCK_SAMPLES):
                heard = recogniser.accept(pcm[start : start + _BLOCK_SAMPLES])
                texts += [piece.text for piece in heard if piece.kind == "final"]
                progress(start / len(pcm))
            texts += [piece.text for piece in recogniser.finish() if piece.kind == "final"]
        progress(1.0)
    finally:
        recogniser.close()
    audio_s = len(pcm) / SAMPLE_RATE_HZ
    return EngineRun(
        engine.model_name, " ".join(texts), audio_s, watch.wall_s, watch.cpu_s, watch.memory_bytes
    )


class _Watch:
    """Time and memory of the engine's process while the block runs."""

    def __init__(self, recogniser: ProcessRecogniser) -> None:
        self._process = psutil.Process(recogniser.pid)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, name="engine-memory", daemon=True)
        self.wall_s = self.cpu_s = 0.0
        self.memory_bytes = 0

    def __enter__(self) -> _Watch:
        self._began_s = time.perf_counter()
        self._cpu_before_s = self._cpu_s()
        self._thread.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        self.wall_s = time.perf_counter() - self._began_s
        self._over.set()
        self._thread.join()
        if self._process.is_running():
            self.cpu_s = self._cpu_s() - self._cpu_before_s

    def _cpu_s(self) -> float:
        times = self._process.cpu_times()
        return float(times.user + times.system)

    def _look(self) -> None:
        while not self._over.wait(_LOOK_S):
            try:
                self.memory_bytes = max(self.memory_bytes, self._process.memory_full_info().uss)
            except psutil.Error:
                return


def marked(found: Sequence[Difference]) -> Iterator[str]:
    """The text word by word; where it differs, as `[expected→heard]`, with nothing for nothing."""
    for one in found:
        if one.is_equal:
            yield from one.heard
        else:
            yield f"[{' '.join(one.expected)}→{' '.join(one.heard)}]"
