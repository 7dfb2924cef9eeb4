"""Where the parts of the face are and what they do, frame by frame: MediaPipe's FaceLandmarker."""

from __future__ import annotations

import contextlib
import math
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from app.camera.errors import ModelDamaged
from app.camera.vision import BgrImage, read_model

# MediaPipe's canonical indices of the corners of both eyes: right outer, right inner, left inner, left outer.
_EYE_CORNERS = (33, 133, 362, 263)
# Points on bone, which no expression moves: eye corners, bridge of the nose, temples.
_RIGID_POINTS = (*_EYE_CORNERS, 6, 168, 197, 127, 356)


@dataclass(frozen=True, slots=True)
class LandmarkSignal:
    """What one frame says about the movement of the face.

    `blink_right`, `blink_left`: MediaPipe's blendshapes, 0 open - 1 shut, of the person's eyes. `yaw_deg`:
    + towards the picture's right. `pitch_deg`: + down. `centre`: of the rigid points, in pixels.
    `eye_distance_px`: between the middles of the eyes, in pixels of the picture.
    """

    captured_at_ms: int
    blink_right: float
    blink_left: float
    yaw_deg: float
    pitch_deg: float
    centre: tuple[float, float]
    eye_distance_px: float


class FaceLandmarks:
    """Follows one face through a video. Not for several threads at once; times must grow.

    MediaPipe is imported here and not with the module: it takes over a second. Raises `ModelMissing`,
    `ModelDamaged`. Call `close` when done: MediaPipe keeps threads.
    """

    def __init__(self, model: Path) -> None:
        data = read_model(model).tobytes()
        os.environ.setdefault("GLOG_minloglevel", "3")
        os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
        with _native_stderr_muted():
            import mediapipe
            from mediapipe.tasks.python import BaseOptions, vision

            options = vision.FaceLandmarkerOptions(
                base_options=BaseOptions(model_asset_buffer=data),
                running_mode=vision.RunningMode.VIDEO,
                output_face_blendshapes=True,
                output_facial_transformation_matrixes=True,
            )
            try:
                self._task = vision.FaceLandmarker.create_from_options(options)
            except (RuntimeError, ValueError) as error:
                raise ModelDamaged(name=model.name) from error
        self._mediapipe = mediapipe
        self._last_ms = -1
        self._warm = False

    def observe(self, image: BgrImage, captured_at_ms: int) -> LandmarkSignal | None:
        """The most prominent face's signal; None where MediaPipe sees none."""
        self._last_ms = max(captured_at_ms, self._last_ms + 1)  # MediaPipe refuses a time that does not grow
        rgb = cv2.cvtColor(image, cv2.COLOR_BGR2RGB)
        picture = self._mediapipe.Image(self._mediapipe.ImageFormat.SRGB, rgb)
        if self._warm:
            result = self._task.detect_for_video(picture, self._last_ms)
        else:
            with _native_stderr_muted():  # its networks announce themselves on the first frame
                result = self._task.detect_for_video(picture, self._last_ms)
            self._warm = True
        if not result.face_landmarks:
            return None
        return _signal(result, captured_at_ms, image.shape[1], image.shape[0])

    def close(self) -> None:
        self._task.close()


def _signal(result: Any, captured_at_ms: int, width: int, height: int) -> LandmarkSignal:
    points = np.array([(point.x, point.y) for point in result.face_landmarks[0]]) * (width, height)
    rigid = points[list(_RIGID_POINTS)]
    right_eye, left_eye = rigid[0:2].mean(axis=0), rigid[2:4].mean(axis=0)
    centre = rigid.mean(axis=0)
    eye_distance_px = max(float(np.linalg.norm(left_eye - right_eye)), 1.0)
    shapes = {shape.category_name: shape.score for shape in result.face_blendshapes[0]}
    matrix = np.asarray(result.facial_transformation_matrixes[0])
    return LandmarkSignal(
        captured_at_ms=captured_at_ms,
        blink_right=float(shapes["eyeBlinkRight"]),
        blink_left=float(shapes["eyeBlinkLeft"]),
        yaw_deg=math.degrees(math.atan2(matrix[0, 2], matrix[2, 2])),
        pitch_deg=math.degrees(math.asin(max(-1.0, min(1.0, -matrix[1, 2])))),
        centre=(float(centre[0]), float(centre[1])),
        eye_distance_px=eye_distance_px,
    )


@contextlib.contextmanager
def _native_stderr_muted() -> Iterator[None]:
    """MediaPipe's C++ prints start-up notices to descriptor 2, and no option stops them."""
    try:
        descriptor = sys.__stderr__.fileno() if sys.__stderr__ is not None else None
    except (OSError, ValueError):
        descriptor = None
    if descriptor is None:  # a windowed program on Windows has no stderr: nothing to mute
        yield
        return
    saved = os.dup(descriptor)
    try:
        with open(os.devnull, "w") as nowhere:  # noqa: PTH123
            os.dup2(nowhere.fileno(), descriptor)
        yield
    finally:
        os.dup2(saved, descriptor)
        os.close(saved)
