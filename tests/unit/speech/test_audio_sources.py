from __future__ import annotations

import numpy as np
import pytest
import soundfile

from app.domain.entities import GapReason
from app.speech.audio import SAMPLE_RATE_HZ
from app.speech.errors import AudioEmpty, AudioUnreadable, MicrophoneUnplugged, NoMicrophone, TooManyInputs
from app.speech.file_source import FileSource, RealTime
from app.speech.microphone import MAX_SILENT_S, InputChoice, Microphones, MicrophoneSource, group_inputs
from tests.fakes.audio import FakeSoundDevice, write_tone
from tests.fakes.clock import FakeClock


def read_all(source) -> np.ndarray:
    blocks = []
    while not source.ended:
        block = source.read(0)
        if block is not None:
            blocks.append(block)
            assert block.first_sample == blocks[0].first_sample + sum(len(b.pcm) for b in blocks[:-1])
    return np.concatenate([block.pcm for block in blocks])


def pitch_hz(pcm: np.ndarray) -> float:
    spectrum = np.abs(np.fft.rfft(pcm * np.hanning(len(pcm))))
    return float(np.argmax(spectrum)) * SAMPLE_RATE_HZ / len(pcm)


@pytest.mark.parametrize("rate_hz", [8_000, 16_000, 44_100, 48_000])
@pytest.mark.parametrize("channels", [1, 2, 6])
def test_any_rate_and_any_number_of_channels_become_16_khz_mono(tmp_path, rate_hz, channels):
    source = FileSource(write_tone(tmp_path / "tone.wav", seconds=2, rate_hz=rate_hz, channels=channels))
    source.start()
    pcm = read_all(source)

    assert pcm.dtype == np.int16
    assert len(pcm) == pytest.approx(2 * SAMPLE_RATE_HZ, abs=2)
    assert pitch_hz(pcm) == pytest.approx(440, abs=1)
    assert np.abs(pcm).max() == pytest.approx(0.25 * 32768, rel=0.02)


@pytest.mark.parametrize(("suffix", "subtype"), [("flac", "PCM_24"), ("ogg", "VORBIS"), ("wav", "FLOAT")])
def test_other_containers(tmp_path, suffix, subtype):
    tone, _ = soundfile.read(write_tone(tmp_path / "tone.wav", seconds=1))
    path = tmp_path / f"tone.{suffix}"
    soundfile.write(path, tone, SAMPLE_RATE_HZ, subtype=subtype)
    source = FileSource(path)
    source.start()
    assert pitch_hz(read_all(source)) == pytest.approx(440, abs=2)


def test_a_16_bit_file_at_our_rate_is_kept_to_the_bit(shared_data):
    path = shared_data / "audio/vi_vivos60/VIVOSSPK01_R007.wav"
    source = FileSource(path)
    source.start()
    np.testing.assert_array_equal(read_all(source), soundfile.read(path, dtype="int16")[0])


def test_an_empty_file_is_refused(tmp_path):
    path = tmp_path / "empty.wav"
    soundfile.write(path, np.empty(0), SAMPLE_RATE_HZ)
    with pytest.raises(AudioEmpty):
        FileSource(path).start()


@pytest.mark.parametrize("content", [None, b"", b"RIFF....WAVE", b"%PDF-1.7 not audio"])
def test_a_missing_or_foreign_file_is_refused(tmp_path, content):
    path = tmp_path / "speech.wav"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(AudioUnreadable) as caught:
        FileSource(path).start()
    assert caught.value.params == {"name": "speech.wav"}


def test_a_cut_off_file_gives_what_it_has(tmp_path):
    path = write_tone(tmp_path / "tone.wav", seconds=2)
    path.write_bytes(path.read_bytes()[: 44 + SAMPLE_RATE_HZ * 2])
    source = FileSource(path)
    source.start()
    assert len(read_all(source)) == SAMPLE_RATE_HZ


def test_real_time_hands_a_block_out_when_it_would_have_been_spoken(tmp_path):
    clock = FakeClock()
    source = FileSource(write_tone(tmp_path / "tone.wav", seconds=1), RealTime(clock))
    source.start()
    assert source.read(0) is None
    clock.advance_ms(300)
    assert len(source.read(0).pcm) == SAMPLE_RATE_HZ // 4
    assert source.read(0) is None
    clock.advance_ms(2_000)
    assert len(read_all(source)) == SAMPLE_RATE_HZ * 3 // 4


def test_this_machine_without_a_microphone_says_so():
    """A real PortAudio; only machines without any input device run it to the end."""
    if Microphones(FakeClock()).list():
        pytest.skip("there is a microphone here")
    with pytest.raises(NoMicrophone):
        MicrophoneSource(FakeClock()).start()


def test_an_unknown_device_name_is_no_microphone():
    with pytest.raises(NoMicrophone) as caught:
        MicrophoneSource(FakeClock(), device="no such device").start()
    assert caught.value.params == {"device": "no such device"}


@pytest.fixture
def clip(shared_data):
    return shared_data / "audio/vi_vivos60/VIVOSSPK01_R001.wav"


def test_the_microphone_gives_what_it_hears(clip):
    card = FakeSoundDevice(clip)
    source = MicrophoneSource(FakeClock(), library=lambda: card)
    source.start()
    card.stream.play()
    source.stop()
    np.testing.assert_array_equal(read_all(source), soundfile.read(clip, dtype="int16")[0])


def test_a_card_that_insists_on_its_own_rate_is_resampled(tmp_path):
    tone = write_tone(tmp_path / "tone.wav", seconds=2, rate_hz=48_000)
    card = FakeSoundDevice(tone, rate_hz=48_000, only_own_rate=True)
    source = MicrophoneSource(FakeClock(), library=lambda: card)
    source.start()
    card.stream.play()
    source.stop()
    pcm = read_all(source)
    assert len(pcm) == pytest.approx(2 * SAMPLE_RATE_HZ, abs=320)  # 20 ms stay in the resampler
    assert pitch_hz(pcm) == pytest.approx(440, abs=1)


def test_unplugged_midway_gives_all_that_was_heard_and_then_the_error(clip):
    card = FakeSoundDevice(clip)
    source = MicrophoneSource(FakeClock(), library=lambda: card)
    source.start()
    played = card.stream.play(blocks=10)
    card.stream.unplug()
    heard = sum(len(source.read(0).pcm) for _ in range(10))
    assert heard == played
    with pytest.raises(MicrophoneUnplugged) as caught:
        source.read(0)
    assert caught.value.params == {"device": "Test microphone"}
    assert source.ended


def test_a_driver_that_just_falls_silent_counts_as_unplugged(clip):
    clock = FakeClock()
    card = FakeSoundDevice(clip)
    source = MicrophoneSource(clock, library=lambda: card)
    source.start()
    assert source.read(0) is None
    clock.advance_ms(int(MAX_SILENT_S * 1000) + 1)
    with pytest.raises(MicrophoneUnplugged):
        source.read(0)


def test_microphones_are_listed(clip):
    card = FakeSoundDevice(clip)
    microphones = Microphones(FakeClock(), lambda: card)
    (microphone,) = microphones.list()
    assert (microphone.name, microphone.is_default, microphone.channels) == ("Test microphone", True, 2)
    card.plug("Lectern", clip)
    lectern = microphones.list()[1]
    assert card.looks == 2, "PortAudio sees a new device only when it is started again"
    source = microphones.open(lectern.id)
    source.start()
    microphones.list()
    assert card.looks == 3, "never while a stream is open"
    source.stop()
    microphones.list()
    assert card.looks == 4


def test_channels_of_one_device_are_tracks(tmp_path):
    sound = np.stack([np.full(3_200, 0.25), np.full(3_200, -0.5), np.full(3_200, 0.125)], axis=1)
    soundfile.write(tmp_path / "in.wav", sound, SAMPLE_RATE_HZ, subtype="PCM_16")
    card = FakeSoundDevice(tmp_path / "in.wav")
    source = Microphones(FakeClock(), lambda: card).open("Test microphone, Test audio#1+3")
    source.start()
    card.stream.play(blocks=1)
    block = source.read(0)
    assert [set(track) for track in block.tracks] == [{8192}, {4096}]
    source.stop()
    with pytest.raises(NoMicrophone):
        Microphones(FakeClock(), lambda: card).open("Test microphone#4").start()


def test_what_the_driver_lost_is_a_hole_of_that_length(clip):
    clock = FakeClock()
    card = FakeSoundDevice(clip)
    source = MicrophoneSource(clock, library=lambda: card)
    source.start()
    card.stream.play(blocks=1)
    first = source.read(0)
    clock.advance_ms(1_050)
    source._on_audio(np.zeros((800, 1), np.float32), 800, None, "input overflow")
    second = source.read(0)
    lost_samples = second.first_sample - first.end_sample
    assert lost_samples == pytest.approx(16_000 - 800, abs=100)
    assert second.hole is GapReason.OVERFLOW


def test_chosen_inputs_are_grouped_by_device():
    assert [str(choice) for choice in group_inputs(["USB, ALSA#1", "Lectern", "USB, ALSA#3"])] == [
        "USB, ALSA#1+3",
        "Lectern",
    ]
    assert InputChoice.parse(None) == InputChoice()
    assert InputChoice.parse("Mic #7b") == InputChoice("Mic #7b")
    with pytest.raises(TooManyInputs):
        group_inputs(["A", "B", "C#1", "C#2", "C#3"])
