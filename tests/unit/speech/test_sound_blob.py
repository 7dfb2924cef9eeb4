from __future__ import annotations

import io
from uuid import UUID

import numpy as np
import pytest
import soundfile

from app.speech.audio import SAMPLE_RATE_HZ
from app.speech.errors import AudioUnwritable, ExportCancelled
from app.speech.sound_blob import store_sound
from app.speech.spool_reader import SpoolReader
from app.speech.spool_writer import SpoolWriter
from app.storage.blobs import CHUNK_BYTES
from app.storage.device_store import DeviceStore
from tests.fakes.audio import noise_pcm
from tests.fakes.clock import seeded_random
from tests.fakes.full_disk import file_size_limit
from tests.fakes.sounds import Tape

KEY = bytes(range(32))


@pytest.fixture
def store(tmp_path):
    store = DeviceStore.open(tmp_path / "store", b"k" * 32, seeded_random())
    yield store
    store.close()


@pytest.mark.parametrize("seconds", [0.01, 1, 100])
def test_a_recording_becomes_a_blob_of_the_same_sound(tmp_path, store, seconds):
    """A hundred seconds of noise are more than two chunks: the head is written again after the rest."""
    pcm = noise_pcm(int(seconds * SAMPLE_RATE_HZ))
    writer = SpoolWriter.create(tmp_path / "spool", UUID(int=1), KEY)
    writer.append(pcm)
    writer.close(seal=True)
    with SpoolReader(tmp_path / "spool", KEY) as reader:
        sha256 = store_sound(reader, store.blobs, tmp_path)
        assert store_sound(reader, store.blobs, tmp_path) == sha256, "doing it again changes nothing"
        with pytest.raises(ExportCancelled):
            store_sound(reader, store.blobs, tmp_path, lambda: True)
    blob = bytes(store.blobs.read(sha256))
    assert (len(blob) > 2 * CHUNK_BYTES) == (seconds == 100)
    sound, rate_hz = soundfile.read(io.BytesIO(blob), dtype="int16")
    assert rate_hz == SAMPLE_RATE_HZ
    np.testing.assert_array_equal(sound, pcm)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["spool", "store"], "nothing in clear is left"


def test_a_full_disk_is_told_and_leaves_nothing(tmp_path, store):
    tape = Tape(noise_pcm(3 * CHUNK_BYTES))
    with file_size_limit(CHUNK_BYTES + 500), pytest.raises(AudioUnwritable):
        store_sound(tape, store.blobs, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["store"]
