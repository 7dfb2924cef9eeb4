"""Is the face in this frame the one of the frame before?"""

from __future__ import annotations

from app.camera.detector import DetectedFace

Box = tuple[float, float, float, float]


class FaceTracker:
    """Numbers the arrivals: one face followed from frame to frame keeps its number."""

    def __init__(self, *, gap_max_ms: int, overlap_min: float) -> None:
        self._gap_max_ms = gap_max_ms
        self._overlap_min = overlap_min
        self._track_id = 0
        self._box: Box | None = None
        self._seen_at_ms = 0

    def follow(self, face: DetectedFace, captured_at_ms: int) -> int:
        """The number of this face's track."""
        same = (
            self._box is not None
            and captured_at_ms - self._seen_at_ms <= self._gap_max_ms
            and overlap(self._box, face.box) >= self._overlap_min
        )
        self._track_id += not same
        self._box, self._seen_at_ms = face.box, captured_at_ms
        return self._track_id

    def restart(self) -> int:
        """The face in the same place is another person's: give it its own number."""
        self._track_id += 1
        return self._track_id


def overlap(first: Box, second: Box) -> float:
    """Intersection over union of two boxes, 0-1."""
    width = min(first[0] + first[2], second[0] + second[2]) - max(first[0], second[0])
    height = min(first[1] + first[3], second[1] + second[3]) - max(first[1], second[1])
    if width <= 0 or height <= 0:
        return 0.0
    shared = width * height
    return shared / (first[2] * first[3] + second[2] * second[3] - shared)
