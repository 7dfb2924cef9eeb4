"""The few things that every user of OpenCV here shares."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from app.camera.errors import ModelDamaged, ModelMissing

BgrImage = NDArray[np.uint8]
Float32 = NDArray[np.float32]

MAX_PHOTO_PIXELS = 64_000_000  # a 64-megapixel phone; more is a decompression bomb
_MIN_SIDE_PX = 16


def configure_opencv(threads: int = 2) -> None:
    """Bound OpenCV's own pool and quieten its notices. Process-wide; called by whoever builds a pipeline.

    Two threads halve SFace and YuNet (22 -> 13 ms, measured); more only steal from the interface.
    """
    cv2.setNumThreads(threads)
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_ERROR)


def read_model(path: Path) -> NDArray[np.uint8]:
    """A model's bytes. Read here and not by OpenCV, which cannot open non-ASCII paths on Windows."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ModelMissing(name=path.name) from error
    if not data:
        raise ModelDamaged(name=path.name)
    return np.frombuffer(data, np.uint8)


def decode_image(data: bytes) -> BgrImage | None:
    """Pixels of an encoded picture, upright by its EXIF; None where it is not a usable picture."""
    if not data:
        return None
    try:
        image = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    except cv2.error:
        return None
    if (
        image is None
        or min(image.shape[:2]) < _MIN_SIDE_PX
        or image.shape[0] * image.shape[1] > MAX_PHOTO_PIXELS
    ):
        return None
    return image  # type: ignore[return-value]


def mirrored(image: BgrImage) -> BgrImage:
    """Left and right exchanged."""
    return cv2.flip(image, 1)  # type: ignore[return-value]
