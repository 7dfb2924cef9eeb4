"""Proof of life from single frames: do these pixels look like skin, or like paper and glass?

Three small networks look at each frame: the MiniFASNet pair, which sees the face with its surroundings
(crops 2.7 and 4.0 times the box), and a 128-pixel one that sees the face closely (crop 1.5). Their joint
score was measured by the project on public clips (issue "Check-in": 56 live, 8 replays, 118 moved prints):

    score = logit(mean real-probability of the pair) + 0.5 x (real logit - spoof logit of the third)

averaged over frames. It is never enough by itself: a fifth to a third of full-frame prints pass. The third's
own opinion is given too: it tells replays on a screen best (docs/decisions/0003-face-pipeline.md).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from app.camera.detector import DetectedFace
from app.camera.errors import ModelDamaged
from app.camera.settings import FaceModels
from app.camera.vision import BgrImage, read_model

_PAIR_SCALES = (2.7, 4.0)
_PAIR_SIDE_PX = 80
_PAIR_REAL_CLASS = 1
_CLOSE_SCALE = 1.5
_CLOSE_SIDE_PX = 128
_CLOSE_WEIGHT = 0.5
# The pair often says exactly 1.0; the clamp keeps one such frame from outweighing all others.
_PROBABILITY_CLAMP = 1e-4


@dataclass(frozen=True, slots=True)
class PassiveScore:
    """One frame's score, no unit: live above, paper and screens below. `joint`: see the module's formula.
    `close`: real logit - spoof logit of the network that sees the face alone."""

    joint: float
    close: float


class PassiveLiveness:
    """Not for several threads at once. Raises `ModelMissing`, `ModelDamaged`."""

    def __init__(self, minifas: tuple[Path, Path], minifas128: Path) -> None:
        self._pair = tuple(zip((_load(path) for path in minifas), _PAIR_SCALES, strict=True))
        self._close = _load(minifas128)

    @classmethod
    def from_models(cls, models: FaceModels) -> PassiveLiveness | None:
        """None where a file was not given: the passive check is off."""
        if len(models.minifas) != len(_PAIR_SCALES) or models.minifas128 is None:
            return None
        return cls((models.minifas[0], models.minifas[1]), models.minifas128)

    def score(self, image: BgrImage, face: DetectedFace) -> PassiveScore:
        real = float(np.mean([self._pair_probability(net, image, face, scale) for net, scale in self._pair]))
        real = min(max(real, _PROBABILITY_CLAMP), 1 - _PROBABILITY_CLAMP)
        close = self._close_difference(image, face)
        return PassiveScore(math.log(real / (1 - real)) + _CLOSE_WEIGHT * close, close)

    def _pair_probability(self, net: cv2.dnn.Net, image: BgrImage, face: DetectedFace, scale: float) -> float:
        crop = cv2.resize(_crop_inside(image, face, scale), (_PAIR_SIDE_PX, _PAIR_SIDE_PX))
        net.setInput(cv2.dnn.blobFromImage(crop))  # BGR, 0-255, as the pair was trained
        logits = np.asarray(net.forward(), np.float64).ravel()
        exponentials = np.exp(logits - logits.max())
        return float(exponentials[_PAIR_REAL_CLASS] / exponentials.sum())

    def _close_difference(self, image: BgrImage, face: DetectedFace) -> float:
        crop = _crop_reflected(image, face, _CLOSE_SCALE)
        shrink = crop.shape[0] > _CLOSE_SIDE_PX
        crop = cv2.resize(  # type: ignore[assignment]
            crop,
            (_CLOSE_SIDE_PX, _CLOSE_SIDE_PX),
            interpolation=cv2.INTER_AREA if shrink else cv2.INTER_LANCZOS4,
        )
        self._close.setInput(cv2.dnn.blobFromImage(crop, 1 / 255, swapRB=True))
        real, spoof = np.asarray(self._close.forward(), np.float32).ravel()[:2]
        return float(real - spoof)


def _load(path: Path) -> cv2.dnn.Net:
    try:
        return cv2.dnn.readNetFromONNX(read_model(path))
    except cv2.error as error:
        raise ModelDamaged(name=path.name) from error


def _crop_inside(image: BgrImage, face: DetectedFace, scale: float) -> BgrImage:
    """The box enlarged around its middle, shrunk and shifted so that it stays inside the picture: how the
    pair's training crops were cut."""
    height, width = image.shape[:2]
    x, y, box_width, box_height = face.box
    scale = min(scale, (width - 1) / box_width, (height - 1) / box_height)
    crop_width, crop_height = box_width * scale, box_height * scale
    left = min(max(x + (box_width - crop_width) / 2, 0.0), width - 1 - crop_width)
    top = min(max(y + (box_height - crop_height) / 2, 0.0), height - 1 - crop_height)
    return image[int(top) : int(top + crop_height) + 1, int(left) : int(left + crop_width) + 1]


def _crop_reflected(image: BgrImage, face: DetectedFace, scale: float) -> BgrImage:
    """A square around the face; what lies outside the picture is its reflection."""
    x, y, box_width, box_height = face.box
    side = max(2, int(max(box_width, box_height) * scale))
    left, top = int(x + box_width / 2 - side / 2), int(y + box_height / 2 - side / 2)
    right, bottom = left + side, top + side
    height, width = image.shape[:2]
    inside = image[max(0, top) : min(height, bottom), max(0, left) : min(width, right)]
    if inside.shape[:2] == (side, side):
        return inside
    return cv2.copyMakeBorder(  # type: ignore[return-value]
        inside,
        max(0, -top),
        max(0, bottom - height),
        max(0, -left),
        max(0, right - width),
        cv2.BORDER_REFLECT_101,
    )
