from __future__ import annotations

from contextlib import closing

import numpy as np
import pytest

from app.speech.errors import NoLoudspeaker, SpoolDamaged
from app.speech.player import Player
from tests.fakes.hall import Reached
from tests.fakes.loudspeaker import FakeLoudspeaker
from tests.fakes.sounds import Tape, tone

BLOCK_MS = 20
LATENCY_MS = 60


class Desk:
    """A player, its loudspeaker, and what it says."""

    def __init__(self, loudspeaker: FakeLoudspeaker | None = None) -> None:
        self.loudspeaker = loudspeaker or FakeLoudspeaker()
        self.statuses = Reached()
        self.player = Player(self.statuses, lambda: self.loudspeaker)
        self.opened: list[Tape] = []

    def open(self, pcm: np.ndarray):
        def make() -> Tape:
            self.opened.append(Tape(pcm))
            return self.opened[-1]

        return make

    def wait_stopped(self):
        return self.statuses.wait(lambda status: not status.is_playing and status.position_ms)


@pytest.fixture
def desk():
    made = Desk()
    yield made
    assert made.player.close(10.0)


def ramp(seconds: float) -> np.ndarray:
    """Every 20 ms a louder level: what is heard tells where it comes from."""
    return np.repeat(np.arange(int(seconds * 50), dtype=np.int16) * 100, 320)


def test_a_stretch_is_heard_from_its_first_to_its_last_moment(desk):
    desk.player.play("a", desk.open(ramp(5.0)), 1000, 1500)
    stopped = desk.wait_stopped()
    assert stopped.position_ms == 1500
    heard = desk.loudspeaker.heard
    assert len(heard) == 16 * (500 + BLOCK_MS)
    # In full from the second block on: the first fades in over 20 ms, the last fades out.
    np.testing.assert_allclose(heard[320:8000], ramp(5.0)[16_320:24_000] / 32768, atol=1e-3)
    assert [stream.is_active for stream in desk.loudspeaker.streams] == [False]


def test_the_position_is_the_one_at_the_ear(desk):
    desk.player.play("a", desk.open(ramp(5.0)), 0)
    desk.wait_stopped()
    playing = [status.position_ms for status in desk.statuses.heard if status.is_playing][1:]
    assert playing == [max(0, 2 * BLOCK_MS * (n + 1) - LATENCY_MS) for n in range(len(playing))], (
        "twenty-five times a second, by what the system still holds behind what was given"
    )


def test_a_loop_comes_back_until_it_is_paused_and_stays_where_it_was(desk):
    desk.loudspeaker.then[60] = desk.player.pause
    desk.player.play("a", desk.open(ramp(5.0)), 1000, 1200, loop=True)
    stopped = desk.wait_stopped()
    assert stopped.loop == (1000, 1200)
    assert 1000 <= stopped.position_ms < 1200
    assert desk.loudspeaker.aborted == 1
    heard = desk.loudspeaker.heard
    assert len(heard) == 60 * 320, "quiet at once"
    np.testing.assert_allclose(heard[3200 + 320 : 6400], heard[320:3200], atol=1e-4)


def test_another_place_is_heard_at_once_and_the_sound_stays_open(desk):
    make = desk.open(ramp(60.0))
    desk.loudspeaker.then[10] = lambda: desk.player.play("a", make, 30_000, 30_100)
    desk.player.play("a", make, 0)
    desk.statuses.wait(lambda status: not status.is_playing and status.position_ms == 30_100)
    assert len(desk.opened) == 1
    assert len(desk.loudspeaker.streams) == 1
    blocks = desk.loudspeaker.blocks
    assert blocks[11][0] == pytest.approx(ramp(60.0)[30_020 * 16] / 32768, abs=1e-3)
    assert all(status.is_playing for status in desk.statuses.heard[:-1]), "it never stopped in between"


def test_another_sound_closes_the_one_before(desk):
    desk.player.play("a", desk.open(ramp(1.0)), 0, 100)
    desk.wait_stopped()
    desk.player.play("b", desk.open(ramp(1.0)), 0, 200)
    desk.statuses.wait(lambda status: status.key == "b" and not status.is_playing)
    assert [tape.is_closed for tape in desk.opened] == [True, False]


def test_the_speed_changes_while_playing_and_the_pitch_stays(desk):
    desk.loudspeaker.then[50] = lambda: desk.player.set_speed(2.0)
    desk.player.play("a", desk.open(tone(440.0, 4.0)), 0)
    desk.wait_stopped()
    heard = desk.loudspeaker.heard
    assert len(heard) == pytest.approx(16_000 * (1 + 1.5), abs=700)
    fast = heard[18_000:34_384]
    assert np.argmax(np.abs(np.fft.rfft(fast))) == pytest.approx(440 * 16_384 / 16_000, abs=3)
    assert desk.player.status.speed == 2.0


def test_a_speed_chosen_beforehand_is_told_and_kept(desk):
    desk.player.set_speed(0.75)
    assert desk.statuses.heard[-1].speed == 0.75
    desk.player.play("a", desk.open(ramp(1.0)), 0)
    desk.wait_stopped()
    assert len(desk.loudspeaker.heard) == pytest.approx(16_000 / 0.75, abs=700)


def test_a_recording_that_still_runs_is_heard_as_far_as_it_has_come(desk):
    tape = Tape(ramp(1.0), sealed=False)
    desk.player.play("a", lambda: tape, 900)
    assert desk.wait_stopped().position_ms == 1000
    tape.grow(ramp(1.0))
    desk.player.play("a", lambda: tape, 1000, 1500)
    desk.statuses.wait(lambda status: not status.is_playing and status.position_ms == 1500)


def test_a_sound_that_was_prepared_is_not_opened_again(desk):
    make = desk.open(ramp(1.0))
    desk.player.prepare("a", make)
    desk.player.play("a", make, 0, 100)
    desk.wait_stopped()
    assert len(desk.opened) == 1


def test_a_sound_that_is_prepared_while_another_is_being_opened_does_not_take_its_turn(desk):
    make = desk.open(ramp(1.0))

    def slow() -> Tape:
        desk.player.prepare("b", desk.open(ramp(1.0)))
        return make()

    desk.player.play("a", slow, 0, 100)
    assert desk.wait_stopped().key == "a"


def test_a_device_with_its_own_rate_gets_its_own_rate():
    desk = Desk(FakeLoudspeaker(rate_hz=48_000, only_own_rate=True))
    with closing_player(desk):
        desk.player.play("a", desk.open(tone(440.0, 2.0)), 0)
        desk.wait_stopped()
        assert desk.loudspeaker.streams[0].channels == 2
        heard = desk.loudspeaker.heard
        assert len(heard) == pytest.approx(96_000, abs=2500)
        loudest = np.argmax(np.abs(np.fft.rfft(heard[:65_536])))
        assert loudest == pytest.approx(440 * 65_536 / 48_000, abs=3)


def test_no_loudspeaker_is_said_and_playing_goes_on_once_it_is_there():
    desk = Desk(FakeLoudspeaker(is_there=False))
    with closing_player(desk):
        desk.player.play("a", desk.open(ramp(1.0)), 0, 100)
        failed = desk.statuses.wait(lambda status: status.problem)
        assert isinstance(failed.problem, NoLoudspeaker)
        assert not failed.is_playing
        desk.loudspeaker.is_there = True
        desk.player.play("a", desk.open(ramp(1.0)), 0, 100)
        assert desk.statuses.wait(lambda status: status.position_ms == 100).problem is None


def test_a_loudspeaker_pulled_out_stops_the_playing(desk):
    desk.loudspeaker.breaks_at = 5
    desk.player.play("a", desk.open(ramp(1.0)), 0)
    assert isinstance(desk.statuses.wait(lambda status: status.problem).problem, NoLoudspeaker)
    assert desk.loudspeaker.streams[0].is_closed
    desk.loudspeaker.breaks_at = None
    desk.player.play("a", desk.open(ramp(1.0)), 0)
    desk.statuses.wait(lambda status: status.position_ms == 1000 and status.problem is None)


def test_damaged_sound_is_said(desk):
    def damaged():
        raise SpoolDamaged(name="x", index=3)

    desk.player.play("a", damaged, 500)
    assert desk.statuses.wait(lambda status: status.problem).problem.code == "speech.recording_damaged"


def test_a_player_that_was_closed_says_and_does_nothing_more():
    desk = Desk()
    assert desk.player.close(1.0)
    desk.player.play("a", desk.open(ramp(1.0)), 0)
    assert not desk.opened


def closing_player(desk: Desk):
    class _End:
        def close(self) -> None:
            assert desk.player.close(10.0)

    return closing(_End())
