from __future__ import annotations

from uuid import UUID

import numpy as np
import pytest
import soundfile

from app.speech.audio import SAMPLE_RATE_HZ
from app.speech.audio_file import export_audio
from app.speech.errors import AudioUnwritable, ExportCancelled
from app.speech.spool_reader import SpoolReader
from app.speech.spool_writer import SpoolWriter
from tests.fakes.audio import noise_pcm
from tests.fakes.full_disk import file_size_limit

KEY = bytes(range(32))


@pytest.fixture
def pcm():
    return noise_pcm(23 * SAMPLE_RATE_HZ + 77)


@pytest.fixture
def reader(tmp_path, pcm):
    writer = SpoolWriter.create(tmp_path / "recording", UUID(int=1), KEY)
    writer.append(pcm)
    writer.close(seal=True)
    with SpoolReader(tmp_path / "recording", KEY) as reader:
        yield reader


@pytest.mark.parametrize("ending", ["wav", "flac"])
def test_export_is_lossless_whole_and_in_part(tmp_path, reader, pcm, ending):
    shares = []
    export_audio(reader, tmp_path / f"whole.{ending}", progress=shares.append)
    export_audio(reader, tmp_path / f"part.{ending}", 1_000, 20_000)
    whole, rate_hz = soundfile.read(tmp_path / f"whole.{ending}", dtype="int16")
    part, _ = soundfile.read(tmp_path / f"part.{ending}", dtype="int16")
    assert rate_hz == SAMPLE_RATE_HZ
    assert soundfile.info(tmp_path / f"whole.{ending}").format == ending.upper()
    np.testing.assert_array_equal(whole, pcm)
    np.testing.assert_array_equal(part, pcm[1_000:20_000])
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_a_cancelled_export_leaves_nothing(tmp_path, reader):
    with pytest.raises(ExportCancelled):
        export_audio(reader, tmp_path / "out.flac", is_cancelled=lambda: True)
    assert [path.name for path in tmp_path.iterdir()] == ["recording"]


def test_a_place_that_cannot_be_written_is_told(tmp_path, reader):
    with pytest.raises(AudioUnwritable):
        export_audio(reader, tmp_path / "no such folder" / "out.wav")


@pytest.mark.parametrize("ending", ["flac", "wav"])
@pytest.mark.parametrize("size", [1, 10_000])
def test_a_stick_that_is_full_is_told_and_nothing_is_left_on_it(tmp_path, reader, ending, size):
    place = tmp_path / "stick"
    place.mkdir()
    with file_size_limit(size), pytest.raises(AudioUnwritable):
        export_audio(reader, place / f"out.{ending}")
    assert list(place.iterdir()) == []
