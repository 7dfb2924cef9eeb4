"""Several inputs, inputs that go away, and the seconds before the start."""

from __future__ import annotations

import threading
from collections import deque

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.entities import GapReason
from app.speech.audio import SAMPLE_RATE_HZ, AudioBlock
from app.speech.errors import MicrophoneUnplugged, NoMicrophone
from app.speech.file_source import FileSource
from app.speech.meter import QUIET_DBFS, Meters
from app.speech.microphone import Microphones
from app.speech.mixer import PATIENCE_SAMPLES, MixedSource
from app.speech.pre_roll import PRE_ROLL_SAMPLES, PreRoll
from app.speech.steady_source import OTHER_INPUT_AFTER_S, SteadySource
from tests.fakes.audio import FakeSoundDevice, noise_pcm, write_tone
from tests.fakes.clock import FakeClock

SECOND = SAMPLE_RATE_HZ


class Given:
    """A source that gives the blocks it is handed, in order."""

    def __init__(self, *blocks: AudioBlock) -> None:
        self.blocks = deque(blocks)
        self.stopped = False

    @property
    def ended(self) -> bool:
        return self.stopped and not self.blocks

    def start(self) -> None: ...

    def read(self, _timeout_s: float) -> AudioBlock | None:
        return self.blocks.popleft() if self.blocks else None

    def stop(self) -> None:
        self.stopped = True


def block(first: int, samples: int = 800, value: int | None = None) -> AudioBlock:
    pcm = noise_pcm(samples, seed=first + 1) if value is None else np.full(samples, value, np.int16)
    return AudioBlock(pcm, first)


def mixed(mixer: MixedSource) -> list[AudioBlock]:
    blocks = []
    while (one := mixer.read(0)) is not None:
        blocks.append(one)
    return blocks


@given(loudness=st.lists(st.integers(-32_768, 32_767), min_size=2, max_size=4))
def test_the_mix_never_clips_and_is_never_louder_than_the_loudest(loudness):
    sources = [Given(*(block(n * 800, value=value) for n in range(10))) for value in loudness]
    blocks = mixed(MixedSource(sources, [1] * len(sources)))
    whole = np.concatenate([one.pcm for one in blocks])
    assert len(whole) == 8_000
    assert min(loudness) - 1 <= whole.min()
    assert whole.max() <= max(loudness) + 1
    assert all(len(one.tracks) == len(loudness) for one in blocks)


def test_the_one_who_speaks_is_heard_and_the_noise_of_the_others_is_not_added():
    voice = Given(*(block(n * 800, value=8_000) for n in range(20)))
    noises = [Given(*(block(n * 800, value=100) for n in range(20))) for _ in range(3)]
    blocks = mixed(MixedSource([noises[0], voice, *noises[1:]], [1] * 4))
    assert np.concatenate([one.pcm for one in blocks])[-1] > 7_900


def test_an_input_that_falls_silent_leaves_the_others_and_their_time(tmp_path):
    steady = Given(*(block(n * 800) for n in range(40)))
    gone = Given(*(block(n * 800) for n in range(5)))
    mixer = MixedSource([gone, steady], [1, 1])
    blocks = mixed(mixer)
    heard = np.concatenate([one.tracks[1] for one in blocks])
    np.testing.assert_array_equal(
        heard, np.concatenate([block(n * 800).pcm for n in range(40)])[: len(heard)]
    )
    assert len(heard) >= 40 * 800 - PATIENCE_SAMPLES
    assert not np.concatenate([one.tracks[0] for one in blocks])[4_000:].any()

    gone.blocks.append(AudioBlock(noise_pcm(800), 40 * 800, hole=GapReason.UNPLUGGED))
    steady.blocks.extend(block(n * 800) for n in range(40, 60))
    again = mixed(mixer)
    track = np.concatenate([one.tracks[0] for one in again])
    begin = again[0].first_sample
    np.testing.assert_array_equal(track[32_000 - begin : 32_800 - begin], noise_pcm(800))


@pytest.mark.parametrize("parts_per_million", [-10_000, -1_000, 1_000, 10_000])
def test_clocks_that_run_apart_stay_within_the_bound(parts_per_million):
    """The second input's clock is off (by far more than real ones): its marks stay near the first one's."""
    first, second = Given(), Given()
    mixer = MixedSource([first, second], [1, 1])
    position, tracks = 0, [[], []]
    for step in range(1_500):  # 75 s
        first.blocks.append(block(step * 800, value=1))
        samples = (step + 1) * (800 * (1_000_000 + parts_per_million)) // 1_000_000 - position
        second.blocks.append(block(position, samples, value=step % 8_000 + 1))
        position += samples
        for one in mixed(mixer):
            tracks[0].append(one.tracks[0])
            tracks[1].append(one.tracks[1])
    heard = np.concatenate(tracks[1])
    assert np.concatenate(tracks[0]).all(), "the first input lost nothing"
    at = np.flatnonzero(heard)
    skew = at - (heard[at].astype(np.int64) - 1) * 800
    assert skew.min() > -2 * PATIENCE_SAMPLES
    assert skew.max() < 2 * PATIENCE_SAMPLES + 800
    assert len(at) >= min(position, len(heard)) * 0.97


def test_when_nobody_heard_anything_the_mix_says_so():
    source = Given(block(0), AudioBlock(noise_pcm(SECOND), 5 * SECOND, hole=GapReason.UNPLUGGED))
    blocks = mixed(MixedSource([source, Given()], [1, 1]))
    late = next(one for one in blocks if one.first_sample >= 5 * SECOND)
    assert late.hole is GapReason.UNPLUGGED
    assert sum(len(one.pcm) for one in blocks) < 2 * SECOND


class Hall:
    """Microphones on a fake sound card, and a source that must survive them."""

    def __init__(self, tmp_path) -> None:
        self.tone = write_tone(tmp_path / "tone.wav", seconds=5)
        self.clock = FakeClock()
        self.card = FakeSoundDevice(self.tone)
        self.card.plug("Lectern", self.tone)
        self.source = SteadySource(
            Microphones(self.clock, lambda: self.card).open, "Lectern, Test audio", self.clock
        )
        self.source.start()

    def hear(self, name: str, blocks: int) -> list[AudioBlock]:
        self.card.streams[name].play(blocks)
        return [self.source.read(0) for _ in range(blocks)]

    def unplug(self, name: str) -> None:
        self.card.unplug(name)
        assert self.source.read(0) is None
        assert isinstance(self.source.problem, MicrophoneUnplugged)


@pytest.fixture
def lectern(tmp_path):
    hall = Hall(tmp_path)
    yield hall
    hall.source.stop()


def test_the_same_microphone_is_taken_again_when_it_comes_back(lectern):
    heard = lectern.hear("Lectern", 10)
    lectern.unplug("Lectern")
    lectern.clock.advance_ms(2_000)
    assert lectern.source.read(0) is None, "it waits for it"
    assert isinstance(lectern.source.problem, NoMicrophone)
    lectern.card.plug("Lectern", lectern.tone)
    lectern.clock.advance_ms(1_000)
    lectern.source.read(0)
    assert lectern.source.problem is None
    (again,) = lectern.hear("Lectern", 1)
    assert again.first_sample - heard[-1].end_sample == pytest.approx(3 * SECOND, abs=SECOND // 10)
    assert again.hole is GapReason.UNPLUGGED


def test_another_microphone_helps_out_after_five_seconds(lectern):
    lectern.hear("Lectern", 10)
    lectern.unplug("Lectern")
    lectern.clock.advance_ms(int(OTHER_INPUT_AFTER_S * 1000) + 1)
    lectern.source.read(0)
    assert lectern.source.problem is None
    (other,) = lectern.hear("Test microphone", 1)
    assert other.first_sample > (OTHER_INPUT_AFTER_S + 0.5) * SECOND


def test_with_no_microphone_left_it_waits_until_it_is_stopped(lectern):
    lectern.hear("Lectern", 1)
    lectern.unplug("Lectern")
    del lectern.card.sounds["Test microphone"]
    for _ in range(100):
        lectern.clock.advance_ms(1_000)
        assert lectern.source.read(0) is None
        assert not lectern.source.ended
    lectern.source.stop()
    assert lectern.source.ended


def test_one_that_cannot_be_opened_at_the_start_is_told():
    def refuse(_input_id):
        raise NoMicrophone(device="x")

    with pytest.raises(NoMicrophone):
        SteadySource(refuse, None, FakeClock()).start()


def test_ten_seconds_from_before_the_start_come_first(tmp_path):
    tone = write_tone(tmp_path / "tone.wav", seconds=14)
    listened = threading.Event()
    source = FileSource(tone)
    pre_roll = PreRoll(source, lambda _: listened.set() if source.ended else None)
    pre_roll.arm()
    assert listened.wait(30)
    pre_roll.start()
    assert PRE_ROLL_SAMPLES <= pre_roll.kept_samples < PRE_ROLL_SAMPLES + SECOND // 2
    first = pre_roll.read(0)
    assert first.first_sample == 0
    end = first.end_sample
    while not pre_roll.ended:
        one = pre_roll.read(0)
        assert one.first_sample == end
        end = one.end_sample
    assert end >= PRE_ROLL_SAMPLES


def test_disarming_forgets(tmp_path):
    pre_roll = PreRoll(FileSource(write_tone(tmp_path / "tone.wav", seconds=1)), lambda _: None)
    pre_roll.arm()
    pre_roll.disarm()
    assert pre_roll.kept_samples == 0
    assert pre_roll.ended


def test_ten_seconds_of_silence_raise_the_alarm_and_a_word_ends_it():
    meters = Meters()
    for second in range(10):
        meters.add(block(second * SECOND, SECOND, value=10))
        assert meters.inputs[0].level.rms_dbfs < QUIET_DBFS
    assert meters.inputs[0].is_silent
    meters.add(block(10 * SECOND, SECOND, value=1_000))
    assert not meters.inputs[0].is_silent


def test_too_loud_is_shown_for_two_seconds():
    meters = Meters()
    meters.add(block(0, SECOND, value=-32_768))
    meters.add(block(SECOND, SECOND, value=0))
    assert meters.inputs[0].is_clipping
    meters.add(block(2 * SECOND, SECOND, value=0))
    assert not meters.inputs[0].is_clipping
