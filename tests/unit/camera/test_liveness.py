from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.camera.landmarks import LandmarkSignal
from app.camera.liveness import (
    BlinkDetector,
    LifeSign,
    LifeSigns,
    SuppleDetector,
    TurnDetector,
    flat_residual,
)

RNG = np.random.default_rng(5)
FACE = RNG.uniform(-1, 1, (120, 2))
INTERVAL_MS = 66


def signal(
    index: int, *, blink: float | tuple[float, float] = 0.1, yaw: float = 0.0, **more
) -> LandmarkSignal:
    left, right = blink if isinstance(blink, tuple) else (blink, blink)
    values = {
        "captured_at_ms": index * INTERVAL_MS,
        "blink_right": right,
        "blink_left": left,
        "yaw_deg": yaw,
        "pitch_deg": 0.0,
        "centre": (320.0, 240.0),
        "eye_distance_px": 80.0,
        "shape": FACE,
    }
    return LandmarkSignal(**(values | more))


def blinks(values: list[float | tuple[float, float]], **more) -> int:
    detector = BlinkDetector()
    return sum(detector.observe(signal(i, blink=value, **more)) for i, value in enumerate(values))


OPEN = [0.1] * 8


def test_a_blink_is_found_once():
    assert blinks([*OPEN, 0.5, 0.7, 0.5, *OPEN]) == 1


def test_two_blinks_are_two():
    assert blinks([*OPEN, 0.6, *OPEN, 0.6, *OPEN]) == 2


@pytest.mark.parametrize(
    "values",
    [
        [*OPEN, 0.44, 0.44, *OPEN],  # not high enough
        [*([0.3] * 8), 0.55, *([0.3] * 8)],  # did not rise enough over its own baseline
        [*OPEN, (0.9, 0.5), *OPEN],  # a wink, or a shadow over one eye
        [*OPEN, *([0.7] * 14), *OPEN],  # shut for longer than a blink
        [0.1, 0.7, 0.1, 0.1],  # no baseline yet
    ],
)
def test_what_is_not_a_blink(values):
    assert blinks(values) == 0


def test_a_face_that_moves_too_fast_does_not_blink():
    detector = BlinkDetector()
    values = [*OPEN, 0.6, *OPEN]
    moving = [signal(i, blink=v, centre=(320.0 + 8 * i, 240.0)) for i, v in enumerate(values)]  # 1.5 a second
    assert not any(detector.observe(s) for s in moving)


def test_at_five_frames_a_second_blinks_are_not_believed():
    detector = BlinkDetector()
    values = [*OPEN, 0.6, *OPEN]
    assert not any(detector.observe(signal(i, blink=v, captured_at_ms=i * 200)) for i, v in enumerate(values))


def turns(yaws: list[float]) -> list[LifeSign]:
    detector = TurnDetector()
    found = [detector.observe(signal(i, yaw=yaw)) for i, yaw in enumerate(yaws)]
    return [sign for sign in found if sign]


def test_turns_to_both_sides_are_found():
    there = [0, 5, 12, 18, 24, 26, 26]
    assert turns([*there, 10, *(-yaw for yaw in there)]) == [LifeSign.TURN_RIGHT, LifeSign.TURN_LEFT]


@pytest.mark.parametrize(
    "yaws",
    [
        [15, 18, 24, 26, 26, 26],  # did not start frontal
        [0, 10, 18, 19, 19, 19, 5],  # did not reach 20 degrees
        [0, 10, 21, 10, 0],  # did not hold
        [0, 0, 40, 40, 40, 40],  # the track jumped
        [0, *([15] * 80), 22, 22, 22],  # took longer than five seconds
    ],
)
def test_what_is_not_a_turn(yaws):
    assert turns(yaws) == []


def flat_motion(points, tilt: float, turn: float, shift: float):
    c, s = np.cos(turn), np.sin(turn)
    moved = points @ np.array([[c, s], [-s, c]]) + shift
    return moved / (1 + tilt * points[:, :1])


@given(tilt=st.floats(-0.2, 0.2), turn=st.floats(-0.5, 0.5), shift=st.floats(-1, 1))
@settings(max_examples=60, deadline=None)
def test_no_movement_of_a_flat_picture_leaves_a_residual(tilt, turn, shift):
    assert flat_residual(FACE, flat_motion(FACE, tilt, turn, shift)) < 1e-4


def supple(shapes) -> bool:
    detector = SuppleDetector()
    return any(detector.observe(signal(i, shape=shape)) for i, shape in enumerate(shapes))


def test_a_moving_print_is_not_supple_and_a_speaking_face_is():
    sway = np.sin(np.arange(40) / 5)
    noise = RNG.normal(0, 0.004, (40, *FACE.shape))  # what MediaPipe's points tremble by
    printed = [flat_motion(FACE, 0.05 * a, 0.03 * a, 0.1 * a) + n for a, n in zip(sway, noise, strict=True)]
    mouth = np.zeros_like(FACE)
    mouth[:20, 1] = 0.12
    speaking = [shape + a * mouth for shape, a in zip(printed, np.sin(np.arange(40)), strict=True)]
    assert not supple(printed)
    assert supple(speaking)


def test_a_hole_in_the_landmarks_starts_all_detectors_anew():
    signs = LifeSigns()
    for i in range(8):
        signs.observe(signal(i))
    after = [signal(i, blink=b, captured_at_ms=2000 + i * INTERVAL_MS) for i, b in enumerate([0.7, 0.1, 0.1])]
    assert [signs.observe(s) for s in after] == [frozenset()] * 3
