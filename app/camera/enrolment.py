"""From photographs to a template. Photographs stay in memory and are forgotten."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from app.camera.detector import DetectedFace, FaceDetector
from app.camera.embedding import FaceEmbedder
from app.camera.errors import (
    NoPhotos,
    PhotoPoor,
    PhotosDisagree,
    PhotoUnreadable,
    PhotoWithoutFace,
    PhotoWithSeveralFaces,
)
from app.camera.matcher import FaceTemplate, LookAlike, Matcher, average
from app.camera.quality import has_rival, judge, measure
from app.camera.settings import CheckInSettings, FaceModels
from app.camera.vision import BgrImage, Float32, configure_opencv, decode_image

_WHOLE_BODY_LONG_SIDE_PX = 1280  # a second, finer look at photographs in which the face is small


class Enroller:
    """Makes templates. Not for several threads at once; raises `ModelMissing`, `ModelDamaged` when made."""

    def __init__(
        self,
        models: FaceModels,
        settings: CheckInSettings | None = None,
        *,
        embedder: FaceEmbedder | None = None,
    ) -> None:
        configure_opencv()
        self._settings = settings = settings or CheckInSettings()
        self._detectors = tuple(
            FaceDetector(models.detector, long_side_px=side_px, score_min=settings.detector_score_min)
            for side_px in (settings.detector_long_side_px, _WHOLE_BODY_LONG_SIDE_PX)
        )
        self._embedder = embedder or FaceEmbedder(models.recogniser)

    @property
    def model_sha256(self) -> str:
        """Names the recogniser, for `Matcher` and for stored templates."""
        return self._embedder.model_sha256

    def template(self, person_id: str, photos: Sequence[bytes]) -> FaceTemplate:
        """One person's template out of encoded pictures (JPEG, PNG, WebP, BMP, PNM), three or more at best.

        Raises an `EnrolmentError` that names the first picture that will not do.
        """
        if not photos:
            raise NoPhotos()
        embeddings = [self._embed(data, number) for number, data in enumerate(photos, start=1)]
        self._check_agreement(embeddings)
        return FaceTemplate(person_id, average(embeddings), len(embeddings), self.model_sha256)

    def look_alikes(self, templates: Iterable[FaceTemplate]) -> tuple[LookAlike, ...]:
        """People whom the camera cannot tell apart: similar faces, or one photograph given for two."""
        matcher = Matcher(templates, model_sha256=self.model_sha256)
        return matcher.look_alikes(self._settings.score_min)

    def _embed(self, data: bytes, number: int) -> Float32:
        image = decode_image(data)
        if image is None:
            raise PhotoUnreadable(photo=number)
        faces = self._find(image)
        if not faces:
            raise PhotoWithoutFace(photo=number)
        if has_rival(faces, self._settings):
            raise PhotoWithSeveralFaces(photo=number, faces=len(faces))
        aligned = self._embedder.align(image, faces[0])
        reason = judge(measure(image, faces[0], aligned), self._settings)
        if reason is not None:
            raise PhotoPoor(photo=number, reason=reason.value)
        return self._embedder.embed(aligned)

    def _find(self, image: BgrImage) -> tuple[DetectedFace, ...]:
        return next((faces for detector in self._detectors if (faces := detector.detect(image))), ())

    def _check_agreement(self, embeddings: Sequence[Float32]) -> None:
        """Refuse a picture that shows somebody else than the others do."""
        if len(embeddings) < 2:
            return
        total = np.sum(np.stack(embeddings), axis=0)
        for number, embedding in enumerate(embeddings, start=1):
            others = total - embedding
            if float(embedding @ others) < self._settings.photos_agree_min * float(np.linalg.norm(others)):
                raise PhotosDisagree(photo=number)
