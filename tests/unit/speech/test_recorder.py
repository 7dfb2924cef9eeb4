from __future__ import annotations

import random
import subprocess
import sys
from uuid import UUID

import numpy as np
import pytest
import soundfile

from app.domain.entities import GapReason
from app.speech.audio import SAMPLE_RATE_HZ
from app.speech.errors import AudioEmpty, DiskFull, MicrophoneUnplugged
from app.speech.file_source import FileSource
from app.speech.meter import SILENCE_DBFS, measure_level
from app.speech.microphone import MicrophoneSource
from app.speech.mixer import MixedSource
from app.speech.recorder import Gap, Recorder
from app.speech.spool_reader import SpoolReader
from app.speech.spool_writer import SpoolWriter
from tests.fakes.audio import FakeSoundDevice, noise_pcm, write_tone
from tests.fakes.clock import FakeClock
from tests.fakes.full_disk import file_size_limit

KEY = bytes(range(32))
ID = UUID(int=1)


def read_all(path) -> np.ndarray:
    with SpoolReader(path, KEY) as reader:
        return reader.read(0, reader.refresh())


def is_sealed(path) -> bool:
    with SpoolReader(path, KEY) as reader:
        return reader.sealed


def write_noise(path, seconds: float):
    pcm = noise_pcm(int(seconds * SAMPLE_RATE_HZ))
    soundfile.write(path, pcm, SAMPLE_RATE_HZ, subtype="PCM_16")
    return pcm


def test_a_file_is_recorded_whole_and_sealed(tmp_path):
    pcm = write_noise(tmp_path / "in.wav", 3.1)
    statuses = []
    writer = SpoolWriter.create(tmp_path / "spool", ID, KEY)
    recorder = Recorder(FileSource(tmp_path / "in.wav"), writer, statuses.append)
    recorder.start()
    assert recorder.join(30)

    np.testing.assert_array_equal(read_all(tmp_path / "spool"), pcm)
    assert is_sealed(tmp_path / "spool")
    assert recorder.status is statuses[-1]
    assert not recorder.status.running
    assert recorder.status.captured_samples == recorder.status.durable_samples == len(pcm)
    assert [status.captured_samples for status in statuses] == sorted(s.captured_samples for s in statuses)


def test_an_empty_file_is_refused_before_a_thread_starts(tmp_path):
    soundfile.write(tmp_path / "in.wav", np.empty(0), SAMPLE_RATE_HZ)
    writer = SpoolWriter.create(tmp_path / "spool", ID, KEY)
    with pytest.raises(AudioEmpty):
        Recorder(FileSource(tmp_path / "in.wav"), writer, print).start()
    writer.abandon()


def test_stopping_keeps_what_was_captured(tmp_path):
    pcm = write_noise(tmp_path / "in.wav", 2)
    card = FakeSoundDevice(tmp_path / "in.wav")
    writer = SpoolWriter.create(tmp_path / "spool", ID, KEY)
    recorder = Recorder(MicrophoneSource(FakeClock(), library=lambda: card), writer, lambda _: None)
    recorder.start()
    played = card.stream.play(blocks=13)
    recorder.stop()
    assert recorder.join(30)
    np.testing.assert_array_equal(read_all(tmp_path / "spool"), pcm[:played])
    assert is_sealed(tmp_path / "spool")
    assert card.stream.closed


def test_a_microphone_unplugged_midway_loses_nothing_and_recording_goes_on_with_another(tmp_path):
    pcm = write_noise(tmp_path / "in.wav", 2)
    card = FakeSoundDevice(tmp_path / "in.wav")
    writer = SpoolWriter.create(tmp_path / "spool", ID, KEY)
    recorder = Recorder(MicrophoneSource(FakeClock(), library=lambda: card), writer, lambda _: None)
    recorder.start()
    played = card.stream.play(blocks=17)
    card.stream.unplug()
    assert recorder.join(30)
    assert isinstance(recorder.status.problem, MicrophoneUnplugged)
    np.testing.assert_array_equal(read_all(tmp_path / "spool"), pcm[:played])
    assert not is_sealed(tmp_path / "spool")

    again = SpoolWriter.reopen(tmp_path / "spool", KEY)
    recorder = Recorder(FileSource(tmp_path / "in.wav"), again, lambda _: None)
    recorder.start()
    assert recorder.join(30)
    np.testing.assert_array_equal(read_all(tmp_path / "spool")[played:], pcm)


def test_a_pause_is_a_gap_and_keeps_the_time(tmp_path):
    class Source(FileSource):
        def read(self, timeout_s):
            block = super().read(timeout_s)
            if block and block.first_sample == 8_000:
                recorder.pause()
            if block and block.first_sample == 20_000:
                recorder.resume()
            return block

    pcm = write_noise(tmp_path / "in.wav", 3)
    gaps = []
    writer = SpoolWriter.create(tmp_path / "spool", ID, KEY)
    recorder = Recorder(Source(tmp_path / "in.wav"), writer, lambda _: None, on_gap=gaps.append)
    recorder.start()
    assert recorder.join(30)
    assert gaps == [Gap(8_000, 20_000, GapReason.PAUSED)]
    pcm[8_000:20_000] = 0
    np.testing.assert_array_equal(read_all(tmp_path / "spool"), pcm)
    assert is_sealed(tmp_path / "spool")


def test_every_input_has_a_file_of_its_own_beside_the_mix(tmp_path):
    one, other = write_noise(tmp_path / "one.wav", 2), noise_pcm(2 * SAMPLE_RATE_HZ, seed=3)
    soundfile.write(tmp_path / "other.wav", other, SAMPLE_RATE_HZ, subtype="PCM_16")
    source = MixedSource([FileSource(tmp_path / "one.wav"), FileSource(tmp_path / "other.wav")], [1, 1])
    paths = [tmp_path / name for name in ("mix", "1", "2")]
    mix, *tracks = (SpoolWriter.create(path, UUID(int=n), KEY) for n, path in enumerate(paths))
    recorder = Recorder(source, mix, lambda _: None, track_writers=tracks)
    recorder.start()
    assert recorder.join(30)
    np.testing.assert_array_equal(read_all(paths[1]), one)
    np.testing.assert_array_equal(read_all(paths[2]), other)
    assert len(read_all(paths[0])) == len(one)
    assert all(map(is_sealed, paths))
    assert len(recorder.status.inputs) == 2


def test_a_full_disk_is_told_and_what_was_written_stays(tmp_path):
    pcm = write_noise(tmp_path / "in.wav", 2)
    writer = SpoolWriter.create(tmp_path / "spool", ID, KEY)
    problems = []
    recorder = Recorder(
        FileSource(tmp_path / "in.wav"), writer, lambda status: problems.append(status.problem)
    )
    with file_size_limit(40_000):
        recorder.start()
        assert recorder.join(30)
    assert isinstance(problems[-1], DiskFull)
    kept = read_all(tmp_path / "spool")
    np.testing.assert_array_equal(kept, pcm[: len(kept)])
    assert len(kept) == 12 * SAMPLE_RATE_HZ // 10


def test_sound_that_no_memory_was_left_for_becomes_silence_of_the_same_length(tmp_path):
    """The words after it must keep their time."""

    class Source(FileSource):
        def read(self, timeout_s):
            block = super().read(timeout_s)
            return None if block and block.first_sample == 8_000 else block

    pcm = write_noise(tmp_path / "in.wav", 2)
    writer = SpoolWriter.create(tmp_path / "spool", ID, KEY)
    recorder = Recorder(Source(tmp_path / "in.wav"), writer, lambda _: None)
    recorder.start()
    assert recorder.join(30)
    pcm[8_000:12_000] = 0
    np.testing.assert_array_equal(read_all(tmp_path / "spool"), pcm)


def test_a_listener_that_fails_does_not_end_the_recording(tmp_path, caplog):
    pcm = write_noise(tmp_path / "in.wav", 2)

    def fail(status):
        if status.running:
            raise RuntimeError("a bug in a screen")

    writer = SpoolWriter.create(tmp_path / "spool", ID, KEY)
    recorder = Recorder(FileSource(tmp_path / "in.wav"), writer, fail)
    recorder.start()
    assert recorder.join(30)
    np.testing.assert_array_equal(read_all(tmp_path / "spool"), pcm)
    assert "a listener failed" in caplog.text


def test_levels():
    full_scale = np.tile(np.array([32_767, -32_768], np.int16), 100)
    assert measure_level(full_scale).rms_dbfs == pytest.approx(0, abs=0.01)
    assert measure_level(full_scale).is_clipping
    assert measure_level(full_scale // 2).rms_dbfs == pytest.approx(-6.02, abs=0.01)
    assert measure_level(np.zeros(10, np.int16)).peak_dbfs == SILENCE_DBFS
    assert measure_level(np.empty(0, np.int16)).rms_dbfs == SILENCE_DBFS


def test_the_meter_moves_ten_times_a_second(tmp_path):
    card = FakeSoundDevice(write_tone(tmp_path / "tone.wav", seconds=1))
    statuses = []
    recorder = Recorder(
        MicrophoneSource(FakeClock(), library=lambda: card),
        SpoolWriter.create(tmp_path / "spool", ID, KEY),
        statuses.append,
    )
    recorder.start()
    card.stream.play()
    recorder.stop()
    assert recorder.join(30)
    meter = [status.level.rms_dbfs for status in statuses]
    assert len(meter) == 11  # ten, and the end
    assert meter[5] == pytest.approx(-15.05, abs=0.1)  # a sine of a quarter of full scale


def test_kill_9_at_random_points_loses_at_most_the_last_second(tmp_path, project_root):
    """Five times on the same file: each time it is recovered and recording goes on behind."""
    pcm = write_noise(tmp_path / "in.wav", 30)
    spool = tmp_path / "spool"
    chance = random.Random(20260109)
    kept = 0
    for _ in range(5):
        command = [
            sys.executable,
            "-m",
            "tests.unit.speech.recording_child",
            spool,
            tmp_path / "in.wav",
            KEY.hex(),
        ]
        with subprocess.Popen(command, cwd=project_root, stdout=subprocess.PIPE, text=True) as child:
            for _ in range(chance.randrange(1, 80)):
                captured, durable = map(int, child.stdout.readline().split())
            child.kill()
        writer = SpoolWriter.reopen(spool, KEY)
        recovered = writer.recovery.samples
        writer.abandon()
        assert recovered >= captured - SAMPLE_RATE_HZ
        assert recovered >= durable
        assert recovered >= kept
        np.testing.assert_array_equal(read_all(spool)[kept:], pcm[: recovered - kept])
        kept = recovered
    assert kept > SAMPLE_RATE_HZ
