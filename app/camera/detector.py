"""Finding faces: YuNet through OpenCV."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import cast

import cv2
import numpy as np

from app.camera.errors import ModelDamaged
from app.camera.frames import Rotation, rotate
from app.camera.vision import BgrImage, Float32, read_model

_NMS_THRESHOLD = 0.3  # YuNet's own default
_TOP_K = 100


@dataclass(frozen=True, slots=True)
class DetectedFace:
    """One face in the pixels of the full picture.

    `box`: x, y, width, height; may reach over the picture's edge. `landmarks`: float32, 5 x 2, in
    YuNet's order: the person's right eye, left eye, tip of the nose, right and left corner of the
    mouth. `score`: 0-1.
    """

    box: tuple[float, float, float, float]
    landmarks: Float32
    score: float

    @property
    def area(self) -> float:
        return self.box[2] * self.box[3]

    @property
    def eye_distance_px(self) -> float:
        return float(np.linalg.norm(self.landmarks[1] - self.landmarks[0]))

    def as_yunet_row(self) -> Float32:
        """The fifteen numbers that `cv2.FaceRecognizerSF.alignCrop` expects."""
        return np.concatenate([self.box, self.landmarks.ravel(), [self.score]]).astype(np.float32)


class FaceDetector:
    """Not for several threads at once: the network keeps the size of its input.

    Raises `ModelMissing`, `ModelDamaged`.
    """

    def __init__(self, model: Path, *, long_side_px: int, score_min: float) -> None:
        self._long_side_px = long_side_px
        try:
            self._net = cv2.FaceDetectorYN.create(
                "onnx",
                read_model(model),
                np.empty(0, np.uint8),
                (320, 320),
                score_min,
                _NMS_THRESHOLD,
                _TOP_K,
            )
        except cv2.error as error:
            raise ModelDamaged(name=model.name) from error

    def detect(self, image: BgrImage) -> tuple[DetectedFace, ...]:
        """All faces, the largest first."""
        height, width = image.shape[:2]
        scale = min(1.0, self._long_side_px / max(height, width))
        size = (round(width * scale), round(height * scale))
        small = cv2.resize(image, size, interpolation=cv2.INTER_AREA) if scale < 1.0 else image
        self._net.setInputSize((small.shape[1], small.shape[0]))
        rows = cast("Float32 | None", self._net.detect(small)[1])  # OpenCV's stubs forget the None
        if rows is None:
            return ()
        faces = (_face(np.asarray(row, np.float32), scale) for row in rows)
        return tuple(sorted(faces, key=lambda face: face.area, reverse=True))


def _face(row: Float32, scale: float) -> DetectedFace:
    x, y, width, height = (float(value) / scale for value in row[:4])
    return DetectedFace((x, y, width, height), row[4:14].reshape(5, 2) / scale, float(row[14]))


def find_rotation(detector: FaceDetector, image: BgrImage) -> Rotation | None:
    """How far a camera's picture must be turned clockwise so that the face in it stands upright.

    For setting a mounted tablet up. None where no turn shows a face.
    """
    best: tuple[float, Rotation] | None = None
    turns: tuple[Rotation, ...] = (0, 90, 180, 270)
    for rotation in turns:
        for face in detector.detect(rotate(image, rotation))[:1]:
            eyes_above_mouth = face.landmarks[:2, 1].mean() < face.landmarks[3:, 1].mean()
            if eyes_above_mouth and (best is None or face.score > best[0]):
                best = (face.score, rotation)
    return best[1] if best else None
