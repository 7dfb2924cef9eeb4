"""Proof of life from pixels that move: a face is round and soft, a picture of one is a plane.

Between two moments a fifth of a second apart, some sixty points of the face are followed. However a flat
picture is shifted, tilted or turned, its points are related by a homography; those of a living face are
not: it turns as a round thing, its lids, lips and cheeks move by themselves. What the best homography
leaves, as root mean square in eye distances, was measured on live clips and prints of all of them (see
docs/decisions/0003-face-pipeline.md):

    live: median 0.0050; prints, moved, shaken, bent, through JPEG, with noise: at most 0.0034

A screen that replays a living face moves like one: the passive score and the challenges are for that.
"""

from __future__ import annotations

from collections import deque
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from app.camera.detector import DetectedFace
from app.camera.vision import BgrImage, Float32

_LONG_SIDE_PX = 480
_LAG_MIN_MS, _LAG_MAX_MS = 190, 700  # three frames at 15 a second
_POINTS_MAX, _POINTS_MIN = 60, 12
_POINT_DISTANCE_PX = 6
_WINDOW = (21, 21)
_RETURN_MAX_PX = 0.3  # a point that is followed there and back again must come home
_KEPT = 0.9  # the worst tenth of the points may have been lost on an edge
_NOISE_PX = 0.18
"""What following points in a noisy picture leaves by itself, in pixels of the shrunk one: on prints at most
0.16, with sensor noise of 5 grey levels 0.20. A small face's pixels are a large part of its eye distance."""

_Past = tuple[int, NDArray[np.uint8], Float32]


class SoftMotion:
    """Follows the face of one track. One thread."""

    def __init__(self) -> None:
        self._past: deque[_Past] = deque()

    def observe(self, image: BgrImage, face: DetectedFace, captured_at_ms: int) -> float | None:
        """How unlike a plane the face moved in the last fifth of a second, in eye distances; 0 where noise
        alone may have done it; None where that is not known yet, or too few points could be followed."""
        scale = min(1.0, _LONG_SIDE_PX / max(image.shape[:2]))
        small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        grey = cast("NDArray[np.uint8]", cv2.cvtColor(small, cv2.COLOR_BGR2GRAY))
        while self._past and captured_at_ms - self._past[0][0] > _LAG_MAX_MS:
            self._past.popleft()
        past = next((one for one in reversed(self._past) if captured_at_ms - one[0] >= _LAG_MIN_MS), None)
        while past is not None and self._past[0] is not past:
            self._past.popleft()
        self._past.append((captured_at_ms, grey, _points(grey, face, scale)))
        if past is None or len(past[2]) < _POINTS_MIN or past[1].shape != grey.shape:
            return None
        before, after = _follow(past[1], grey, past[2])
        if len(before) < _POINTS_MIN:
            return None
        moved_px = _unexplained_by_a_plane(before, after)
        return moved_px / max(face.eye_distance_px * scale, 1.0) if moved_px >= _NOISE_PX else 0.0


def _points(grey: NDArray[np.uint8], face: DetectedFace, scale: float) -> Float32:
    """Corners within the face, away from hair, neck and background: float32, n x 2."""
    x, y, width, height = (value * scale for value in face.box)
    mask = np.zeros(grey.shape, np.uint8)
    top, bottom = max(0, round(y + 0.15 * height)), max(0, round(y + 0.95 * height))
    left, right = max(0, round(x + 0.1 * width)), max(0, round(x + 0.9 * width))
    mask[top:bottom, left:right] = 255
    points = cast(
        "Float32 | None", cv2.goodFeaturesToTrack(grey, _POINTS_MAX, 0.01, _POINT_DISTANCE_PX, mask=mask)
    )
    return np.empty((0, 2), np.float32) if points is None else points.reshape(-1, 2)


def _follow(before: NDArray[np.uint8], after: NDArray[np.uint8], points: Float32) -> tuple[Float32, Float32]:
    """Where the points went; only those that find home again."""
    there, found, _ = cv2.calcOpticalFlowPyrLK(
        before, after, points, points.copy(), winSize=_WINDOW, maxLevel=3
    )
    back, found_back, _ = cv2.calcOpticalFlowPyrLK(
        after, before, there, there.copy(), winSize=_WINDOW, maxLevel=3
    )
    lost_px = np.linalg.norm(points - back, axis=1)
    kept = (found.ravel() == 1) & (found_back.ravel() == 1) & (lost_px < _RETURN_MAX_PX)
    return points[kept], cast("Float32", there)[kept]


def _unexplained_by_a_plane(before: Float32, after: Float32) -> float:
    """Root mean square distance, in pixels, of the points from the best homography's images of them."""
    homography = cast("NDArray[np.float64] | None", cv2.findHomography(before, after, 0)[0])
    if homography is None:
        return 0.0
    mapped = cv2.perspectiveTransform(before[None], homography)[0]
    errors = np.sort(np.linalg.norm(mapped - after, axis=1))[: max(_POINTS_MIN - 4, int(_KEPT * len(before)))]
    return float(np.sqrt((errors**2).mean()))
