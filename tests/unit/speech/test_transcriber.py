from __future__ import annotations

import itertools
import threading
from uuid import UUID

import numpy as np
import pytest

from app.speech.audio import SAMPLE_RATE_HZ
from app.speech.engines import find_engines
from app.speech.errors import ModelUnusable, SpoolDamaged
from app.speech.file_source import FileSource
from app.speech.recogniser import HeardWord, Recognised
from app.speech.recorder import Recorder
from app.speech.spool_format import FRAME_SAMPLES
from app.speech.spool_reader import SpoolReader
from app.speech.spool_writer import SpoolWriter
from app.speech.transcriber import Transcriber
from tests.fakes.audio import noise_pcm

KEY = bytes(range(32))
ID = UUID(int=1)
SECOND = SAMPLE_RATE_HZ


class CountingRecogniser:
    """One final a second: its words are the sums of the samples, so that a lost or doubled block shows."""

    engine_name = "counting"
    model_name = "test"

    def __init__(self):
        self.heard = np.empty(0, np.int16)
        self.finals = 0
        self.closed = False
        self.thread = threading.current_thread()

    def accept(self, pcm):
        assert threading.current_thread() is self.thread
        self.heard = np.concatenate((self.heard, pcm))
        results = [Recognised("partial", str(len(self.heard)), self.finals * 1000, len(self.heard) // 16)]
        while len(self.heard) >= (self.finals + 1) * SECOND:
            results.append(self.final((self.finals + 1) * SECOND))
        return results

    def finish(self):
        return [self.final(len(self.heard))] if len(self.heard) > self.finals * SECOND else []

    def final(self, until):
        start = self.finals * SECOND
        self.finals += 1
        text = str(int(self.heard[start:until].astype(np.int64).sum()))
        word = HeardWord(text, start // 16, until // 16, 0.9)
        return Recognised("final", text, start // 16, until // 16, (word,))

    def close(self):
        self.closed = True


def sums(pcm, begin=0):
    return [str(int(pcm[at : at + SECOND].astype(np.int64).sum())) for at in range(begin, len(pcm), SECOND)]


@pytest.fixture
def spool(tmp_path):
    return tmp_path / "spool"


@pytest.fixture
def writer(spool):
    writer = SpoolWriter.create(spool, ID, KEY)
    yield writer
    writer.abandon()


class Run:
    """A transcriber with everything it said."""

    def __init__(self, spool, make=CountingRecogniser, on_segment=lambda _: None, **options):
        ids = map(UUID, map("{:032x}".format, itertools.count(1)))
        self.segments, self.partials = [], []
        self.made = []

        def make_recogniser():
            self.made.append(make())
            return self.made[-1]

        def keep(segment):
            self.segments.append(segment)
            on_segment(segment)

        self.transcriber = Transcriber(
            lambda: SpoolReader(spool, KEY),
            make_recogniser,
            lambda: next(ids),
            keep,
            on_partial=self.partials.append,
            **options,
        )
        self.transcriber.start()

    def join(self):
        assert self.transcriber.join(60)
        return self.transcriber.status


def test_a_sealed_recording_is_transcribed_to_its_end(spool, writer):
    pcm = noise_pcm(3 * SECOND + 500)
    writer.append(pcm)
    writer.close(seal=True)
    run = Run(spool)
    status = run.join()

    assert [segment.text for segment in run.segments] == sums(pcm)
    assert status.finished
    assert not status.running
    assert status.read_samples == status.done_samples == len(pcm)
    assert [segment.start_ms for segment in run.segments] == [0, 1000, 2000, 3000]
    first = run.segments[0]
    assert (first.recording_id, first.engine, first.words[0].end_ms) == (ID, "counting test", 1000)
    assert len({segment.segment_id for segment in run.segments}) == 4
    assert run.partials
    assert run.made[0].closed


def test_a_recording_is_followed_while_it_grows(spool, writer):
    pcm = noise_pcm(4 * SECOND)
    heard_first = threading.Event()
    writer.append(pcm[: SECOND + 10])
    writer.flush()
    run = Run(spool, on_segment=lambda _: heard_first.set())
    assert heard_first.wait(60)
    writer.append(pcm[SECOND + 10 :])
    writer.close(seal=True)
    run.join()
    assert [segment.text for segment in run.segments] == sums(pcm)


def test_a_restart_goes_on_where_the_last_segment_ended(spool, writer):
    pcm = noise_pcm(5 * SECOND)
    writer.append(pcm)
    writer.close(seal=True)
    started = threading.Event()

    def stop(_segment):
        started.wait(60)
        run.transcriber.stop()

    run = Run(spool, on_segment=stop)
    started.set()
    status = run.join()
    assert not status.finished
    assert len(run.segments) == 1

    again = Run(spool, from_sample=status.done_samples)
    assert again.join().finished
    assert [segment.text for segment in run.segments + again.segments] == sums(pcm)
    assert [segment.start_ms for segment in again.segments] == [1000, 2000, 3000, 4000]
    assert again.segments[0].words[0].start_ms == 1000


def test_a_part_can_be_transcribed_again(spool, writer):
    pcm = noise_pcm(5 * SECOND)
    writer.append(pcm)
    writer.flush()
    run = Run(spool, from_sample=SECOND, until_sample=3 * SECOND)
    assert run.join().finished
    assert [segment.text for segment in run.segments] == sums(pcm[: 3 * SECOND], SECOND)


def test_what_a_crash_left_is_transcribed_to_its_present_end(spool, writer):
    pcm = noise_pcm(2 * SECOND)
    writer.append(pcm)
    writer.flush()
    run = Run(spool, follow=False)
    assert run.join().finished
    assert [segment.text for segment in run.segments] == sums(pcm)


def test_a_model_that_cannot_be_used_is_told_and_recording_is_untouched(spool, writer):
    def refuse():
        raise ModelUnusable(model="m", missing="am/final.mdl")

    run = Run(spool, make=refuse)
    assert isinstance(run.join().problem, ModelUnusable)
    assert writer.append(noise_pcm(FRAME_SAMPLES))


def test_damage_ends_it_after_all_that_was_whole(spool, writer):
    pcm = noise_pcm(4 * SECOND)
    writer.append(pcm)
    writer.close(seal=True)
    content = bytearray(spool.read_bytes())
    content[len(content) * 5 // 8] ^= 1
    spool.write_bytes(content)
    run = Run(spool)
    status = run.join()
    assert isinstance(status.problem, SpoolDamaged)
    assert [segment.text for segment in run.segments] == sums(pcm)[:2]


def test_from_file_to_text_through_everything_at_once(shared_data, spool):
    """Recorder and transcriber run side by side, with the real Vietnamese engine."""
    path = shared_data / "audio/vi_vivos60/VIVOSSPK01_R007.wav"
    writer = SpoolWriter.create(spool, ID, KEY)
    writer.flush()
    recorder = Recorder(FileSource(path), writer, lambda _: None)
    run = Run(spool, make=find_engines(None).choose().make)
    recorder.start()
    assert recorder.join(30)
    assert run.join().finished
    (segment,) = run.segments
    assert "gia đình" in segment.text
    assert segment.engine.startswith("viet-asr-")
    assert 500 < segment.start_ms < segment.end_ms <= 5_219
