from __future__ import annotations

import hashlib
import io
import os

import numpy as np
import pytest
import soundfile

from app.speech.errors import AudioUnreadable
from app.speech.sound import SoundWindow, StoredSound
from app.speech.spool_reader import SpoolReader
from app.speech.spool_writer import SpoolWriter
from app.speech.waveform import STEP_SAMPLES, Peaks
from app.storage.blobs import BlobView
from tests.fakes.audio import noise_pcm
from tests.fakes.basics import fixed_id
from tests.fakes.hall import open_store
from tests.fakes.sounds import Tape, tone

KEY = bytes(32)


def test_peaks_tell_the_loudest_sample_of_each_step():
    pcm = np.zeros(5 * STEP_SAMPLES + 10, np.int16)
    pcm[STEP_SAMPLES] = 32_767
    pcm[3 * STEP_SAMPLES - 1] = -32_768
    pcm[3 * STEP_SAMPLES] = 16_384
    pcm[-1] = 8_192
    assert list(Peaks().follow(Tape(pcm))[0]) == [0, 254, 255, 127, 0, 63]


def test_peaks_of_a_growing_recording_are_those_of_the_whole():
    pcm = noise_pcm(10 * STEP_SAMPLES + 7)
    tape, peaks = Tape(pcm[:500], sealed=False), Peaks()
    assert len(peaks.follow(tape)[0]) == 1
    assert peaks.follow(tape)[1] is False
    tape.grow(pcm[500:3_000])
    peaks.follow(tape)
    tape.grow(pcm[3_000:], sealed=True)
    assert peaks.follow(tape) == Peaks().follow(Tape(pcm))


def test_peaks_go_on_from_what_was_kept_without_reading_it_again():
    pcm = noise_pcm(100 * STEP_SAMPLES)
    whole, _ = Peaks().follow(Tape(pcm))
    tape = Tape(pcm)
    assert Peaks(whole[:60]).follow(tape) == (whole, True)
    assert tape.read_samples == 40 * STEP_SAMPLES


def test_drawing_that_was_called_off_goes_on_later():
    pcm = noise_pcm(90 * 16_000)
    peaks, tape = Peaks(), Tape(pcm)
    part, is_new = peaks.follow(tape, is_cancelled=lambda: tape.read_samples > 70 * 16_000)
    assert 0 < len(part) < 90 * 50
    assert not is_new
    assert peaks.follow(tape) == Peaks().follow(Tape(pcm))


def test_a_recording_being_written_is_drawn_with_its_pause(tmp_path):
    path = tmp_path / "a.nsp"
    writer = SpoolWriter.create(path, fixed_id("recording"), KEY)
    writer.append(tone(440.0, 1.0))
    writer.append_gap(3600 * 16_000)
    writer.append(tone(440.0, 1.0))
    writer.close(seal=True)
    with SpoolReader(path, KEY) as reader:
        peaks, _ = Peaks().follow(reader)
    assert len(peaks) == 3602 * 50
    assert set(peaks[50:-50]) == {0}
    assert min(peaks[:50]) == min(peaks[-50:]) == 127


@pytest.fixture
def store(tmp_path):
    opened = open_store(tmp_path / "store")
    yield opened
    opened.close()


def stored(store, data: bytes) -> BlobView:
    return BlobView(store.blobs, store.blobs.put(data))


def flac(pcm: np.ndarray, rate_hz: int = 16_000) -> bytes:
    file = io.BytesIO()
    soundfile.write(file, pcm, rate_hz, format="FLAC", subtype="PCM_16")
    return file.getvalue()


def test_sound_in_a_blob_is_read_at_random_and_exactly(store):
    pcm = noise_pcm(120 * 16_000)
    data = flac(pcm)
    assert len(data) > 3 << 20, "more than one chunk"
    sound = StoredSound(stored(store, data), "a")
    assert (sound.samples, sound.refresh(), sound.sealed) == (len(pcm), len(pcm), True)
    for first in (0, 1_900_000, 700_000, 700_500, 1_919_990):
        np.testing.assert_array_equal(sound.read(first, 500), pcm[first : first + 500])
    assert Peaks().follow(sound) == Peaks().follow(Tape(pcm))
    sound.close()


@pytest.mark.parametrize("data", [b"RIFF nothing", os.urandom(5_000), flac(np.zeros(100, np.int16), 8_000)])
def test_what_is_no_sound_of_ours_is_refused(store, data):
    view = stored(store, data)
    with pytest.raises(AudioUnreadable):
        StoredSound(view, hashlib.sha256(data).hexdigest())


def test_a_window_gives_silence_around_the_sound():
    window = SoundWindow(Tape(np.full(100, 16_384, np.int16)))
    around = window.read(-50, 200)
    np.testing.assert_array_equal(around, [0.0] * 50 + [0.5] * 100 + [0.0] * 50)
    assert not window.read(-500, 100).any()
    assert not window.read(5_000, 100).any()
