"""A face as 128 numbers: SFace through OpenCV."""

from __future__ import annotations

import hashlib
from pathlib import Path

import cv2
import numpy as np

from app.camera.detector import DetectedFace
from app.camera.errors import ModelDamaged
from app.camera.vision import BgrImage, Float32, mirrored, read_model

EMBEDDING_SIZE = 128
ALIGNED_SIDE_PX = 112


class FaceEmbedder:
    """Not for several threads at once. Raises `ModelMissing`, `ModelDamaged`.

    `model_sha256` names the model: embeddings of different models cannot be compared.
    """

    def __init__(self, model: Path) -> None:
        data = read_model(model)
        self.model_sha256 = hashlib.sha256(data.tobytes()).hexdigest()
        try:
            self._net = cv2.FaceRecognizerSF.create("onnx", data, np.empty(0, np.uint8))
        except cv2.error as error:
            raise ModelDamaged(name=model.name) from error

    def align(self, image: BgrImage, face: DetectedFace) -> BgrImage:
        """The face upright on SFace's template: uint8, 112 x 112 x 3, BGR."""
        return self._net.alignCrop(image, face.as_yunet_row())  # type: ignore[return-value]

    def embed(self, aligned: BgrImage) -> Float32:
        """float32, 128, of length 1, so that a dot product is the cosine."""
        return unit(np.asarray(self._net.feature(aligned), np.float32).ravel())

    def embed_both_ways(self, aligned: BgrImage) -> Float32:
        """The mean of the face and its mirror image: twice the work, for enrolment."""
        return unit(self.embed(aligned) + self.embed(mirrored(aligned)))


def unit(vector: Float32) -> Float32:
    """Scale to length 1. A zero vector, which no face gives, stays zero."""
    length = float(np.linalg.norm(vector))
    return vector / np.float32(length) if length > 0 else vector
