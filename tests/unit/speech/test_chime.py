"""A gate's two sounds: soft, different, without a click, and silent without a loudspeaker."""

from __future__ import annotations

import numpy as np
import pytest

from app.speech.audio import SAMPLE_RATE_HZ
from app.speech.chime import Chime, play_chime, samples_of
from app.speech.errors import NoAudioSystem
from tests.fakes.loudspeaker import FakeLoudspeaker


def _loudest_hz(sound: np.ndarray) -> float:
    return float(np.argmax(np.abs(np.fft.rfft(sound)))) * SAMPLE_RATE_HZ / len(sound)


@pytest.mark.parametrize("chime", list(Chime))
def test_each_is_short_soft_and_begins_and_ends_in_silence(chime: Chime):
    sound = samples_of(chime)
    assert sound.dtype == np.float32
    assert 0.3 < len(sound) / SAMPLE_RATE_HZ < 1.0
    assert 0.1 < np.abs(sound).max() < 0.5
    assert abs(sound[0]) < 1e-3
    assert np.abs(sound[-20:]).max() < 1e-3


def test_the_two_cannot_be_taken_for_each_other():
    assert _loudest_hz(samples_of(Chime.WELCOME)) > 600 > 450 > _loudest_hz(samples_of(Chime.REFUSAL))


def test_it_is_heard_whole_and_the_loudspeaker_is_free_again():
    loudspeaker = FakeLoudspeaker()
    play_chime(Chime.WELCOME, lambda: loudspeaker)
    assert len(loudspeaker.heard) >= len(samples_of(Chime.WELCOME))


def test_without_an_audio_system_it_is_silent():
    def missing() -> object:
        raise NoAudioSystem()

    play_chime(Chime.REFUSAL, missing)
