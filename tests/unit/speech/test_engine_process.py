"""Engines in a process of their own, also when that process dies."""

from __future__ import annotations

import os
import threading
from functools import partial
from uuid import UUID, uuid4

import numpy as np
import psutil
import pytest
import soundfile

from app.speech.audio import SAMPLE_RATE_HZ
from app.speech.engine_process import ProcessRecogniser, isolated
from app.speech.engines import find_engines
from app.speech.errors import EngineCrashed, ModelUnusable
from app.speech.recogniser import HeardWord, Recognised
from app.speech.spool_reader import SpoolReader
from app.speech.spool_writer import SpoolWriter
from app.speech.transcriber import MAX_CRASHES_IN_A_ROW, Transcriber
from tests.fakes.audio import noise_pcm

KEY = bytes(range(32))
ID = UUID(int=1)
SECOND = SAMPLE_RATE_HZ


class Sums:
    """One final a second, its text the sum of its samples; dies over a block that begins with `poison`."""

    engine_name = "sums"
    model_name = "test"

    def __init__(self, poison: int | None = None) -> None:
        self._poison = poison
        self._heard = np.empty(0, np.int16)
        self._seconds = 0

    def accept(self, pcm):
        if self._poison is not None and len(pcm) and pcm[0] == self._poison:
            os._exit(9)
        self._heard = np.concatenate((self._heard, pcm))
        finals = []
        while len(self._heard) >= SECOND:
            finals += self._final(self._heard[:SECOND])
            self._heard = self._heard[SECOND:]
        return finals

    def finish(self):
        return self._final(self._heard) if len(self._heard) else []

    def _final(self, pcm):
        start = self._seconds * 1000
        self._seconds += 1
        word = HeardWord(str(int(pcm.astype(np.int64).sum())), start, start + len(pcm) // 16, 0.9)
        return [Recognised("final", word.text, start, word.end_ms, (word,))]

    def close(self): ...


def refuse():
    raise ModelUnusable(model="m", missing="am/final.mdl")


def spooled(path, pcm):
    writer = SpoolWriter.create(path, ID, KEY)
    writer.append(pcm)
    writer.close(seal=True)
    return lambda: SpoolReader(path, KEY)


def sums(pcm):
    return [str(int(pcm[at : at + SECOND].astype(np.int64).sum())) for at in range(0, len(pcm), SECOND)]


def test_errors_of_the_engine_arrive_as_they_are():
    with pytest.raises(ModelUnusable) as caught:
        ProcessRecogniser("e", "m", refuse)
    assert caught.value.params == {"model": "m", "missing": "am/final.mdl"}


def test_a_killed_engine_is_started_again_and_nothing_is_lost(tmp_path):
    pcm = noise_pcm(5 * SECOND + 100)
    made, segments = [], []

    def make():
        made.append(ProcessRecogniser("sums", "test", Sums))
        return made[-1]

    def heard(segment):
        segments.append(segment)
        if len(segments) == 2:
            psutil.Process(made[0].pid).kill()

    transcriber = Transcriber(spooled(tmp_path / "spool", pcm), make, uuid4, heard)
    transcriber.start()
    assert transcriber.join(60)
    assert transcriber.status.finished
    assert transcriber.status.problem is None
    assert len(made) == 2
    assert [segment.text for segment in segments] == sums(pcm)
    assert [segment.start_ms for segment in segments] == [0, 1000, 2000, 3000, 4000, 5000]


def test_sound_that_kills_the_engine_is_left_out(tmp_path):
    pcm = noise_pcm(4 * SECOND)
    pcm[2 * SECOND] = 31_000  # noise_pcm stays below
    problems, segments = [], []
    transcriber = Transcriber(
        spooled(tmp_path / "spool", pcm),
        lambda: ProcessRecogniser("sums", "test", partial(Sums, 31_000)),
        uuid4,
        segments.append,
        on_status=lambda status: problems.append(status.problem),
    )
    transcriber.start()
    assert transcriber.join(60)
    assert transcriber.status.finished
    assert sum(isinstance(problem, EngineCrashed) for problem in problems) == MAX_CRASHES_IN_A_ROW
    rest = pcm[2 * SECOND + SECOND // 4 :]
    assert [segment.text for segment in segments] == sums(pcm[: 2 * SECOND]) + sums(rest)


def test_the_real_engine_hears_the_same_in_its_own_process(shared_data, tmp_path):
    """And it is killed in the middle of it: the words are all there."""
    engine = find_engines(None).choose()
    pause = np.zeros(SECOND, np.int16)
    clips = [
        soundfile.read(shared_data / "audio/vi_vivos60" / f"VIVOSSPK01_R{n}.wav", dtype="int16")[0]
        for n in ("003", "007")
    ]
    stream = np.concatenate([part for clip in clips for part in (clip, pause)])
    direct = engine.make()
    expected = [piece.text for piece in direct.accept(stream) + direct.finish() if piece.kind == "final"]
    direct.close()

    made, segments = [], []

    def make():
        made.append(isolated(engine)())
        return made[-1]

    heard_one = threading.Event()

    def heard(segment):
        segments.append(segment)
        if not heard_one.is_set():
            heard_one.set()
            psutil.Process(made[0].pid).kill()

    transcriber = Transcriber(spooled(tmp_path / "spool", stream), make, uuid4, heard)
    transcriber.start()
    assert transcriber.join(120)
    assert len(made) == 2
    assert [segment.text for segment in segments] == expected
    assert all(segment.words for segment in segments)
