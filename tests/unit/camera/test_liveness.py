from __future__ import annotations

import pytest

from app.camera.landmarks import LandmarkSignal
from app.camera.liveness import (
    BlinkDetector,
    LifeSign,
    LifeSigns,
    TurnDetector,
)

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
    }
    return LandmarkSignal(**(values | more))


def blinks(values: list[float | tuple[float, float]], **more) -> int:
    detector = BlinkDetector()
    return sum(detector.observe(signal(i, blink=value, **more)) for i, value in enumerate(values))


OPEN = [0.1] * 8


def test_a_blink_is_found_once():
    assert blinks([*OPEN, 0.5, 0.7, 0.5, *OPEN]) == 1


def test_a_fast_blink_of_a_turned_face_is_one():
    """As measured on `pyfeat_WolfgangLanger_Pexels.mp4`, 15 degrees turned, at 24 frames a second."""
    assert blinks([*([(0.2, 0.05)] * 8), (0.43, 0.26), (0.5, 0.29), (0.33, 0.12), *([(0.2, 0.05)] * 4)]) == 1


def test_eyes_that_open_slowly_again_have_blinked():
    assert blinks([*OPEN, 0.5, 0.45, 0.4, 0.3, 0.25, 0.2, 0.15, *OPEN]) == 1


def test_two_blinks_are_two():
    assert blinks([*OPEN, 0.6, *OPEN, 0.6, *OPEN]) == 2


@pytest.mark.parametrize(
    "values",
    [
        [*OPEN, 0.34, 0.34, *OPEN],  # did not rise enough over its own baseline
        [*OPEN, (0.25, 0.55), *OPEN],  # one eye only
        [*(0.02 * step for step in range(25))],  # narrowed little by little
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
    moving = [signal(i, blink=v, centre=(320.0 + 9 * i, 240.0)) for i, v in enumerate(values)]  # 1.7 a second
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
    assert turns([*there, 10, *(-yaw for yaw in there)]) == [LifeSign.TURN_LEFT, LifeSign.TURN_RIGHT]


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


def test_at_five_frames_a_second_a_turn_is_believed():
    detector = TurnDetector()
    found = [
        detector.observe(signal(i, yaw=yaw, captured_at_ms=i * 200))
        for i, yaw in enumerate([0, 5, 28, 30, 30])
    ]
    assert found[-2:] == [LifeSign.TURN_LEFT, None]


def test_mirrored_yaw_is_the_other_turn():
    there = [0, 5, 12, 18, 24, 26, 26]
    assert turns(there) == [LifeSign.TURN_LEFT]
    assert turns([-yaw for yaw in there]) == [LifeSign.TURN_RIGHT]


def test_a_hole_in_the_landmarks_starts_all_detectors_anew():
    signs = LifeSigns()
    for i in range(8):
        signs.observe(signal(i))
    after = [signal(i, blink=b, captured_at_ms=2000 + i * INTERVAL_MS) for i, b in enumerate([0.7, 0.1, 0.1])]
    assert [signs.observe(s) for s in after] == [frozenset()] * 3
