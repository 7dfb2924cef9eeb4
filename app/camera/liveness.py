"""Proof of life from movement: a blink, a turn of the head, or a face that moves as no flat picture can.

Pure: signals in, signs out. The rules for blinks and turns were measured by the project on public clips
(issue "Check-in"); the rule for supple movement in docs/decisions/0003-face-pipeline.md.
"""

from __future__ import annotations

from collections import deque
from enum import StrEnum
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from app.camera.landmarks import LandmarkSignal


class LifeSign(StrEnum):
    """What only a living head does."""

    BLINK = "blink"
    TURN_LEFT = "turn_left"
    TURN_RIGHT = "turn_right"
    SUPPLE = "supple"


_FRAME_INTERVAL_MAX_MS = 90  # 12 frames a second, with a camera's jitter
_HISTORY_MS = 1500
_LOST_AFTER_MS = 300  # a longer hole is a lost track: signs must not reach across it


class BlinkDetector:
    """A blink rises 0.30 over its local baseline to 0.45 in both eyes, differs by at most 0.35 between
    them, is over in 0.8 s, on a face that keeps still, at 12 frames a second or more.

    Why so strict: a plain "over 0.5" found 11.7 blinks a minute on moved prints.
    """

    RISE_MIN = 0.30
    PEAK_MIN = 0.45
    ASYMMETRY_MAX = 0.35
    DURATION_MAX_MS = 800
    SPEED_MAX = 1.0
    _BASELINE_FRAMES_MIN = 4

    def __init__(self) -> None:
        self._open: deque[LandmarkSignal] = deque()
        self._previous: LandmarkSignal | None = None
        self._shut_since_ms: int | None = None
        self._valid = False

    def observe(self, signal: LandmarkSignal) -> bool:
        """True on the frame that ends a blink."""
        steady = _steady(self._previous, signal, self.SPEED_MAX)
        self._previous = signal
        while self._open and signal.captured_at_ms - self._open[0].captured_at_ms > _HISTORY_MS:
            self._open.popleft()
        if self._shut_since_ms is None:
            self._watch_open(signal, steady)
            return False
        duration_ms = signal.captured_at_ms - self._shut_since_ms
        self._valid = self._valid and steady and duration_ms <= self.DURATION_MAX_MS
        if self._rise(signal) > self.RISE_MIN / 2:
            if duration_ms > self.DURATION_MAX_MS:  # eyes that stay shut are the new normal
                self._open.clear()
                self._shut_since_ms = None
            return False
        blinked = self._valid
        self._shut_since_ms = None
        self._open.append(signal)
        return blinked

    def _watch_open(self, signal: LandmarkSignal, steady: bool) -> None:
        lower, higher = sorted((signal.blink_left, signal.blink_right))
        shut = (
            len(self._open) >= self._BASELINE_FRAMES_MIN
            and lower >= self.PEAK_MIN
            and self._rise(signal) >= self.RISE_MIN
            and higher - lower <= self.ASYMMETRY_MAX
        )
        if shut:
            self._shut_since_ms = signal.captured_at_ms
            self._valid = steady
        else:
            self._open.append(signal)

    def _rise(self, signal: LandmarkSignal) -> float:
        """The smaller of both eyes' rises over the median of the frames before."""
        if not self._open:
            return 0.0
        left = float(np.median([before.blink_left for before in self._open]))
        right = float(np.median([before.blink_right for before in self._open]))
        return min(signal.blink_left - left, signal.blink_right - right)


class TurnDetector:
    """A turn starts under 10 degrees, reaches 20 within 5 s and holds for 120 ms, without a jump of the
    track."""

    START_MAX_DEG = 10.0
    REACH_MIN_DEG = 20.0
    HOLD_MS = 120
    WITHIN_MS = 5000
    _JUMP_MAX_DEG = 25.0  # between two frames; heads turn slower, track losses do not

    def __init__(self) -> None:
        self._previous: LandmarkSignal | None = None
        self._frontal_at_ms: int | None = None
        self._reached_at_ms: int | None = None

    def observe(self, signal: LandmarkSignal) -> LifeSign | None:
        """A sign on the frame that completes a turn. Left is the picture's left."""
        previous, self._previous = self._previous, signal
        now_ms = signal.captured_at_ms
        if previous is not None and abs(signal.yaw_deg - previous.yaw_deg) > self._JUMP_MAX_DEG:
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
        return LifeSign.TURN_RIGHT if signal.yaw_deg > 0 else LifeSign.TURN_LEFT


class SuppleDetector:
    """A face is round and soft: between two moments no flat picture's movement (a homography) explains its
    points.

    The residual is the root mean square of what the best homography leaves, in eye distances, between the
    mean of the last 300 ms and those of 0.2 to 0.6 s ago, while the face keeps still. Measured: 2 of 42 moved
    prints pass, 13 of 14 live clips show it within 5 s; see docs/decisions/0003-face-pipeline.md.
    """

    RESIDUAL_MIN = 0.015
    FRAMES_IN_A_ROW = 2
    SPEED_MAX = 0.6
    _SMOOTH_MS = 300
    _SMOOTH_FRAMES_MIN = 4
    _LAG_MIN_MS, _LAG_MAX_MS = 200, 600

    def __init__(self) -> None:
        self._recent: deque[LandmarkSignal] = deque()
        self._smoothed: deque[tuple[int, NDArray[np.float64]]] = deque()
        self._hits = 0

    def observe(self, signal: LandmarkSignal) -> bool:
        """True on the frame that proves it."""
        if self._recent and not _steady(self._recent[-1], signal, self.SPEED_MAX):
            self._recent.clear()
            self._smoothed.clear()
            self._hits = 0
        now_ms = signal.captured_at_ms
        self._recent.append(signal)
        while now_ms - self._recent[0].captured_at_ms > self._SMOOTH_MS:
            self._recent.popleft()
        if len(self._recent) < self._SMOOTH_FRAMES_MIN:
            return False
        shape = np.mean([recent.shape for recent in self._recent], axis=0)
        while self._smoothed and now_ms - self._smoothed[0][0] > self._LAG_MAX_MS:
            self._smoothed.popleft()
        earlier = [old for at_ms, old in self._smoothed if now_ms - at_ms >= self._LAG_MIN_MS]
        self._smoothed.append((now_ms, shape))
        # The oldest, the middle and the newest stand for all: a homography costs 0.3 ms.
        chosen = [earlier[i] for i in sorted({0, len(earlier) // 2, len(earlier) - 1})] if earlier else []
        supple = any(flat_residual(old, shape) >= self.RESIDUAL_MIN for old in chosen)
        self._hits = self._hits + 1 if supple else 0
        return self._hits >= self.FRAMES_IN_A_ROW


def flat_residual(before: NDArray[np.float64], after: NDArray[np.float64]) -> float:
    """Root mean square distance of `after` from the best plane-to-plane image of `before`, in their unit."""
    homography = cast("NDArray[np.float64] | None", cv2.findHomography(before, after, 0)[0])
    if homography is None:
        return 0.0
    mapped = cv2.perspectiveTransform(before[None], homography)[0]
    return float(np.sqrt(((mapped - after) ** 2).sum(axis=1).mean()))


class LifeSigns:
    """All signs of one track. A hole in the landmarks starts every detector anew."""

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
        if self._supple.observe(signal):
            signs.add(LifeSign.SUPPLE)
        return frozenset(sign for sign in signs if sign is not None)

    def _reset(self) -> None:
        self._blink = BlinkDetector()
        self._turn = TurnDetector()
        self._supple = SuppleDetector()


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
