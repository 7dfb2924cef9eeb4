from __future__ import annotations

import numpy as np
import pytest

from app.speech.sound import SoundWindow
from app.speech.stretch import BLOCK_SAMPLES, TimeStretch
from tests.fakes.sounds import Tape, tone

SECOND = 16_000


def played(pcm: np.ndarray, speed: float, first_sample: int = 0) -> np.ndarray:
    stretch = TimeStretch(SoundWindow(Tape(pcm)), first_sample, speed)
    blocks = []
    while stretch.position < len(pcm):
        blocks.append(stretch.next().copy())
    return np.concatenate(blocks)


def pitch_hz(samples: np.ndarray) -> float:
    """The loudest frequency, finer than the bins."""
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples)), 1 << 18))
    return float(np.argmax(spectrum)) * SECOND / (1 << 18)


@pytest.mark.parametrize("speed", [0.75, 1.0, 1.25, 1.5, 2.0])
@pytest.mark.parametrize("hz", [90.0, 220.0, 1000.0])
def test_another_speed_has_another_length_and_the_same_pitch(speed, hz):
    heard = played(tone(hz, 4.0), speed)
    assert len(heard) == pytest.approx(4 * SECOND / speed, abs=BLOCK_SAMPLES)
    assert pitch_hz(heard[BLOCK_SAMPLES:]) == pytest.approx(hz, rel=0.005)


def test_a_tone_stays_smooth_at_any_speed():
    """Pieces that do not fit one to the other would click: the loudest sample would jump."""
    for speed in (0.75, 1.5, 2.0):
        heard = played(tone(200.0, 2.0), speed)[2 * BLOCK_SAMPLES : -2 * BLOCK_SAMPLES]
        steepest = 2 * np.pi * 200.0 / SECOND * 0.5
        assert np.abs(np.diff(heard)).max() < steepest * 1.1


def test_at_normal_speed_every_sample_is_the_recordings_own():
    pcm = np.random.default_rng(3).integers(-20_000, 20_000, 2 * SECOND, dtype=np.int16)
    heard = played(pcm, 1.0)
    after = slice(BLOCK_SAMPLES, len(heard) - BLOCK_SAMPLES)
    np.testing.assert_allclose(heard[after], pcm[: len(heard)][after] / 32768, atol=1e-4)


def test_speed_and_place_change_while_playing():
    stretch = TimeStretch(SoundWindow(Tape(tone(300.0, 10.0))), 0)
    stretch.next()
    stretch.speed = 2.0
    stretch.next()
    assert stretch.position == 3 * BLOCK_SAMPLES
    stretch.jump(5 * SECOND)
    heard = np.concatenate([stretch.next() for _ in range(40)])
    assert stretch.position == 5 * SECOND + 40 * 2 * BLOCK_SAMPLES
    assert pitch_hz(heard) == pytest.approx(300.0, rel=0.01)


def test_silence_and_the_end_stay_silent():
    heard = played(np.zeros(SECOND, np.int16), 1.5)
    assert not heard.any()
    stretch = TimeStretch(SoundWindow(Tape(tone(300.0, 0.01))), 0, 2.0)
    for _ in range(5):
        assert np.isfinite(stretch.next()).all()
    assert not stretch.next().any()
