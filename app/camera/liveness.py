"""Proof of life from what a head does: a blink, a turn. Pure: signals in, signs out.

The rules were measured by the project on public clips (docs/decisions/0003-face-pipeline.md). Movement
that no flat picture can make is in `motion.py`.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from app.camera.landmarks import LandmarkSignal


class LifeSign(StrEnum):
    """What only a living head does. Left and right are the person's own."""

    BLINK = "blink"
    TURN_LEFT = "turn_left"
    TURN_RIGHT = "turn_right"
    SOFT = "soft"
    """The face moved as no flat picture can."""


_FRAME_INTERVAL_MAX_MS = 90  # 12 frames a second, with a camera's jitter
_LOST_AFTER_MS = 450  # a longer hole is a lost track: signs must not reach across it


class BlinkDetector:
    """A blink rises over the last half second's median by 0.16 in both eyes and by 0.25 in one of them,
    sinks again to half of its peak within 0.8 s, on a face that keeps still, at 12 frames a second or more.

    A rise, not a height: MediaPipe smooths what lasts two frames and sees half of a turned far eye, so
    that a true blink may not reach 0.3. Why both eyes: on prints, also shaken ones that blur, the lesser
    rise of both is at most 0.06 while they move by less than `SPEED_MAX`; one eye alone reaches 0.22. A
    plain "over 0.5" found 11.7 blinks a minute on moved prints.
    """

    RISE_MIN = 0.16
    LARGER_RISE_MIN = 0.25
    ASYMMETRY_MAX = 0.35
    DURATION_MAX_MS = 800
    SPEED_MAX = 1.5
    BASELINE_MS = 500
    _BASELINE_FRAMES_MIN = 4
    _SUNK = 0.5

    def __init__(self) -> None:
        self._open: deque[LandmarkSignal] = deque()
        self._previous: LandmarkSignal | None = None
        self._shut: _Shut | None = None

    def observe(self, signal: LandmarkSignal) -> bool:
        """True on the frame that ends a blink."""
        steady = _steady(self._previous, signal, self.SPEED_MAX)
        self._previous = signal
        if self._shut is None:
            self._shut = self._closing(signal, steady)
            return False
        return self._opening(self._shut, signal, steady)

    def _closing(self, signal: LandmarkSignal, steady: bool) -> _Shut | None:
        while self._open and signal.captured_at_ms - self._open[0].captured_at_ms > self.BASELINE_MS:
            self._open.popleft()
        if len(self._open) >= self._BASELINE_FRAMES_MIN:
            left = float(np.median([before.blink_left for before in self._open]))
            right = float(np.median([before.blink_right for before in self._open]))
            lesser, larger = sorted((signal.blink_left - left, signal.blink_right - right))
            risen = lesser >= self.RISE_MIN and larger >= self.LARGER_RISE_MIN
            if risen and larger - lesser <= self.ASYMMETRY_MAX:
                return _Shut(signal.captured_at_ms, left + right, lesser + larger, steady)
        self._open.append(signal)
        return None

    def _opening(self, shut: _Shut, signal: LandmarkSignal, steady: bool) -> bool:
        duration_ms = signal.captured_at_ms - shut.since_ms
        rise = signal.blink_left + signal.blink_right - shut.baseline
        shut.peak = max(shut.peak, rise)
        shut.valid = shut.valid and steady and duration_ms <= self.DURATION_MAX_MS
        if rise > self._SUNK * shut.peak:
            if duration_ms > self.DURATION_MAX_MS:  # eyes that stay shut are the new normal
                self._open.clear()
                self._shut = None
            return False
        self._shut = None
        self._open.append(signal)
        return shut.valid


@dataclass(slots=True)
class _Shut:
    """Eyes that are shut at this moment. `baseline`, `peak`: of both eyes' blendshapes together."""

    since_ms: int
    baseline: float
    peak: float
    valid: bool


class TurnDetector:
    """A turn starts under 10 degrees, reaches 20 within 5 s and holds for 120 ms, without a jump of the
    track."""

    START_MAX_DEG = 10.0
    REACH_MIN_DEG = 20.0
    HOLD_MS = 120
    WITHIN_MS = 5000
    JUMP_MAX_DEG = 25.0
    """Between two frames of a camera of 12 frames a second or more; track losses jump further."""
    SPEED_MAX_DEG_S = 200.0
    """Between two frames of a slower one: as fast as people turn their heads when asked."""

    def __init__(self) -> None:
        self._previous: LandmarkSignal | None = None
        self._frontal_at_ms: int | None = None
        self._reached_at_ms: int | None = None

    def observe(self, signal: LandmarkSignal) -> LifeSign | None:
        """A sign on the frame that completes a turn."""
        previous, self._previous = self._previous, signal
        now_ms = signal.captured_at_ms
        if previous is not None and self._jumped(previous, signal):
            self._frontal_at_ms = self._reached_at_ms = None
        if abs(signal.yaw_deg) < self.START_MAX_DEG:
            self._frontal_at_ms, self._reached_at_ms = now_ms, None
            return None
        in_time = self._frontal_at_ms is not None and now_ms - self._frontal_at_ms <= self.WITHIN_MS
        if not in_time or abs(signal.yaw_deg) < self.REACH_MIN_DEG:
            self._reached_at_ms = None
            return None
        if self._reached_at_ms is None:
            self._reached_at_ms = now_ms
        if now_ms - self._reached_at_ms < self.HOLD_MS:
            return None
        self._frontal_at_ms = self._reached_at_ms = None
        # A camera that does not mirror shows the person's left on the picture's right.
        return LifeSign.TURN_LEFT if signal.yaw_deg > 0 else LifeSign.TURN_RIGHT

    def _jumped(self, previous: LandmarkSignal, signal: LandmarkSignal) -> bool:
        elapsed_s = (signal.captured_at_ms - previous.captured_at_ms) / 1000
        largest_deg = max(self.JUMP_MAX_DEG, self.SPEED_MAX_DEG_S * elapsed_s)
        return abs(signal.yaw_deg - previous.yaw_deg) > largest_deg


class LifeSigns:
    """Blinks and turns of one track. A hole in the landmarks starts every detector anew."""

    def __init__(self) -> None:
        self._reset()
        self._last_ms: int | None = None

    def observe(self, signal: LandmarkSignal) -> frozenset[LifeSign]:
        """The signs that this frame completes."""
        if self._last_ms is not None and signal.captured_at_ms - self._last_ms > _LOST_AFTER_MS:
            self._reset()
        self._last_ms = signal.captured_at_ms
        signs = {self._turn.observe(signal)}
        if self._blink.observe(signal):
            signs.add(LifeSign.BLINK)
        return frozenset(sign for sign in signs if sign is not None)

    def _reset(self) -> None:
        self._blink = BlinkDetector()
        self._turn = TurnDetector()


def _steady(previous: LandmarkSignal | None, signal: LandmarkSignal, speed_max: float) -> bool:
    """Whether frames came fast enough, and the face kept still enough, to believe small movements.

    `speed_max` is in eye distances a second: a faster face shakes MediaPipe's points into false signs.
    """
    if previous is None:
        return False
    elapsed_ms = signal.captured_at_ms - previous.captured_at_ms
    if not 0 < elapsed_ms <= _FRAME_INTERVAL_MAX_MS:
        return False
    moved_px = float(np.hypot(signal.centre[0] - previous.centre[0], signal.centre[1] - previous.centre[1]))
    return moved_px / signal.eye_distance_px <= speed_max * elapsed_ms / 1000
