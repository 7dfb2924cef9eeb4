"""Which face in this frame is which of the frames before, and who of several stands at the gate."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from app.camera.detector import DetectedFace
from app.camera.settings import CheckInSettings

Box = tuple[float, float, float, float]
_PACE_FRAMES = 12
_PACE_FRAMES_MIN = 5


@dataclass(slots=True)
class TrackedFace:
    """One face that is followed. `still_since_ms`: since when it has not walked; None while it does."""

    track_id: int
    face: DetectedFace
    seen_at_ms: int
    still_since_ms: int | None


class FaceTracker:
    """Numbers the arrivals: one face followed from frame to frame keeps its number. One thread."""

    def __init__(self, settings: CheckInSettings) -> None:
        self._settings = settings
        self._tracks: list[TrackedFace] = []
        self._next_id = 1

    def follow(self, faces: Sequence[DetectedFace], captured_at_ms: int) -> list[TrackedFace]:
        """The faces of a frame with their tracks, in the same order."""
        known = [
            track
            for track in self._tracks
            if captured_at_ms - track.seen_at_ms <= self._settings.track_gap_max_ms
        ]
        followed = [self._follow_one(face, known, captured_at_ms) for face in faces]
        self._tracks = [*followed, *known]  # who is hidden for a moment keeps the number
        return followed

    def restart(self, track: TrackedFace) -> None:
        """The face in the same place is another person's: give it its own number."""
        track.track_id = self._take_id()

    def choose(self, followed: Sequence[TrackedFace], captured_at_ms: int) -> TrackedFace | None:
        """The nearest face that stands still; None where several could be meant.

        `followed`: of one frame, the largest first, at least one.
        """
        area_min = self._settings.rival_area_min * followed[0].face.area
        near = [track for track in followed if track.face.area >= area_min]
        if len(near) == 1:
            return near[0]
        standing = [
            track
            for track in near
            if track.still_since_ms is not None
            and captured_at_ms - track.still_since_ms >= self._settings.still_ms
        ]
        return standing[0] if len(standing) == 1 else None

    def _follow_one(self, face: DetectedFace, known: list[TrackedFace], now_ms: int) -> TrackedFace:
        before = max(known, key=lambda track: overlap(track.face.box, face.box), default=None)
        if before is None or overlap(before.face.box, face.box) < self._settings.track_overlap_min:
            return TrackedFace(self._take_id(), face, now_ms, None)
        known.remove(before)
        since_ms = before.still_since_ms if before.still_since_ms is not None else before.seen_at_ms
        return TrackedFace(
            before.track_id, face, now_ms, since_ms if self._is_still(before, face, now_ms) else None
        )

    def _is_still(self, before: TrackedFace, face: DetectedFace, now_ms: int) -> bool:
        (x, y, width, height), (x0, y0, width0, height0) = face.box, before.face.box
        moved_px = math.hypot(x + width / 2 - x0 - width0 / 2, y + height / 2 - y0 - height0 / 2)
        elapsed_s = max(now_ms - before.seen_at_ms, 1) / 1000
        return moved_px <= self._settings.still_speed_max * elapsed_s * max(face.eye_distance_px, 1.0)

    def _take_id(self) -> int:
        taken, self._next_id = self._next_id, self._next_id + 1
        return taken


class FramePace:
    """How many frames a second really come, by the frames' own times."""

    def __init__(self) -> None:
        self._times_ms: deque[int] = deque(maxlen=_PACE_FRAMES)

    def observe(self, captured_at_ms: int) -> None:
        self._times_ms.append(captured_at_ms)

    @property
    def fps(self) -> float | None:
        """Of the last dozen frames; None until five came."""
        if len(self._times_ms) < _PACE_FRAMES_MIN:
            return None
        elapsed_ms = max(self._times_ms[-1] - self._times_ms[0], 1)
        return 1000 * (len(self._times_ms) - 1) / elapsed_ms


def overlap(first: Box, second: Box) -> float:
    """Intersection over union of two boxes, 0-1."""
    width = min(first[0] + first[2], second[0] + second[2]) - max(first[0], second[0])
    height = min(first[1] + first[3], second[1] + second[3]) - max(first[1], second[1])
    if width <= 0 or height <= 0:
        return 0.0
    shared = width * height
    return shared / (first[2] * first[3] + second[2] * second[3] - shared)
