from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.camera.challenge import Challenge, Step, one_turn, two_turns_and_a_blink
from app.camera.liveness import LifeSign
from tests.unit.camera.test_liveness import signal

TURN = [0, 5, 14, 22, 26, 26, 26]
BACK = [14, 4, 0]
BLINK = [0.1] * 6 + [0.6, 0.7, 0.1, 0.1]


def perform(challenge: Challenge, yaws: Sequence[float], start: int = 0):
    return [challenge.observe(signal(start + i, yaw=yaw), (start + i) * 66) for i, yaw in enumerate(yaws)]


def left() -> Challenge:
    return Challenge([Step.TURN_LEFT], step_ms=5000)


def test_a_turn_is_guided_and_passes():
    states = perform(left(), TURN)
    assert [state.step for state in states] == [Step.TURN_LEFT] * len(TURN)
    assert states[-1].passed
    assert states[-1].done == states[-1].total == 1


def test_a_head_that_is_already_turned_must_come_back_first():
    challenge = left()
    states = perform(challenge, [25] * 10)
    assert {state.step for state in states} == {Step.LOOK_STRAIGHT}
    assert not states[-1].passed
    assert perform(challenge, [14, 4, *TURN], 10)[-1].passed


def test_one_long_turn_does_not_serve_for_two_steps():
    challenge = Challenge([Step.TURN_LEFT, Step.TURN_LEFT], step_ms=5000)
    states = perform(challenge, [*TURN, *([26] * 10)])
    assert (states[-1].done, states[-1].step) == (1, Step.LOOK_STRAIGHT)
    assert perform(challenge, [*BACK, *TURN], 17)[-1].passed


def test_the_wrong_side_fails():
    assert perform(left(), [-yaw for yaw in TURN])[-1].failed


def test_time_runs_out_by_the_frames_clock_also_without_a_face():
    challenge = left()
    assert not challenge.observe(signal(0), 0).failed
    assert not challenge.observe(None, 5000).failed
    assert challenge.observe(None, 5001).failed


def test_a_blink_passes_its_step_and_none_other():
    challenge = Challenge([Step.BLINK, Step.TURN_LEFT], step_ms=5000)
    states = [challenge.observe(signal(i, blink=value), i * 66) for i, value in enumerate(BLINK)]
    assert (states[-1].done, challenge.signs) == (1, {LifeSign.BLINK})
    again = [challenge.observe(signal(10 + i, blink=value), (10 + i) * 66) for i, value in enumerate(BLINK)]
    assert again[-1].done == 1


def test_a_hole_in_the_track_is_no_turn():
    challenge = left()
    perform(challenge, [0, 5])
    late = [challenge.observe(signal(20 + i, yaw=yaw), (20 + i) * 66) for i, yaw in enumerate([26, 26, 26])]
    assert not late[-1].passed


@given(chance=st.binary(min_size=8, max_size=8))
def test_chance_chooses_among_two_and_among_six(chance: bytes):
    drawn = iter(chance * 8)
    single = one_turn(lambda _size: bytes([next(drawn)]), step_ms=5000)
    assert single._steps in {(Step.TURN_LEFT,), (Step.TURN_RIGHT,)}
    sequence = two_turns_and_a_blink(lambda _size: bytes([next(drawn) % 255]), step_ms=5000)
    assert sorted(sequence._steps) == sorted([Step.TURN_LEFT, Step.TURN_RIGHT, Step.BLINK])


def test_all_six_sequences_occur():
    seen = set()
    for turn in (0, 1):
        for place in range(3):
            drawn = iter([turn, place])
            steps = two_turns_and_a_blink(lambda _size, d=drawn: bytes([next(d)]), step_ms=1)._steps
            seen.add(steps)
    assert len(seen) == 6


@pytest.mark.parametrize("drawn", [255])
def test_a_draw_that_would_favour_a_place_is_drawn_again(drawn: int):
    values = iter([1, drawn, 2])
    assert two_turns_and_a_blink(lambda _size: bytes([next(values)]), step_ms=1)._steps[2] is Step.BLINK
