"""From photographs, or from a person before the camera, to a template. Pictures are forgotten at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

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
from app.camera.frames import Frame
from app.camera.matcher import FaceTemplate, LookAlike, Matcher, average
from app.camera.quality import QualityReason, has_rival, is_black, is_covered, judge, measure
from app.camera.settings import CheckInSettings, FaceModels
from app.camera.vision import BgrImage, Float32, configure_opencv, decode_image

_WHOLE_BODY_LONG_SIDE_PX = 1280  # a second, finer look at photographs in which the face is small


@dataclass(frozen=True, slots=True)
class LiveEnrolmentState:
    """`guide`: what to mend, None where this frame is good. `kept` of `wanted` good frames are taken.
    `template`: the result, once they all are."""

    guide: QualityReason | None
    kept: int
    wanted: int
    template: FaceTemplate | None = None


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

        The same picture given twice counts once. Raises an `EnrolmentError` that names the first picture
        that will not do.
        """
        if not photos:
            raise NoPhotos()
        embeddings = [self._embed(data, number) for number, data in enumerate(photos, start=1)]
        self._check_agreement(embeddings)
        embeddings = self._distinct(embeddings)
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
        reason, embedding = self.look(image, faces[0])
        if embedding is None:
            raise PhotoPoor(photo=number, reason=reason.value if reason else "")
        return embedding

    def look(self, image: BgrImage, face: DetectedFace) -> tuple[QualityReason | None, Float32 | None]:
        """Why this face will not do for enrolment, or its embedding: float32, 128, of length 1."""
        face = self._detectors[0].refine(image, face)
        aligned = self._embedder.align(image, face)
        quality = measure(image, face, aligned)
        reason = judge(quality, self._settings)
        if reason is None and is_covered(quality, self._settings):
            reason = QualityReason.COVERED
        return reason, None if reason else self._embedder.embed_both_ways(aligned)

    def detect(self, image: BgrImage) -> tuple[DetectedFace, ...]:
        """The faces of a camera's frame, the largest first."""
        return self._detectors[0].detect(image)

    def _find(self, image: BgrImage) -> tuple[DetectedFace, ...]:
        return next((faces for detector in self._detectors if (faces := detector.detect(image))), ())

    def _distinct(self, embeddings: Sequence[Float32]) -> list[Float32]:
        kept: list[Float32] = []
        for embedding in embeddings:
            if all(float(embedding @ one) < self._settings.same_photo_min for one in kept):
                kept.append(embedding)
        return kept

    def _check_agreement(self, embeddings: Sequence[Float32]) -> None:
        """Refuse a picture that shows somebody else than the others do."""
        if len(embeddings) < 2:
            return
        total = np.sum(np.stack(embeddings), axis=0)
        for number, embedding in enumerate(embeddings, start=1):
            others = total - embedding
            if float(embedding @ others) < self._settings.photos_agree_min * float(np.linalg.norm(others)):
                raise PhotosDisagree(photo=number)


class LiveEnrolment:
    """One person before the camera, whose consent is recorded: a few good frames become a template.

    Frames are taken apart in time, so that they differ. Somebody else who steps in begins anew. One thread.
    """

    def __init__(self, enroller: Enroller, person_id: str, settings: CheckInSettings | None = None) -> None:
        self._enroller = enroller
        self._person_id = person_id
        self._settings = settings or CheckInSettings()
        self._embeddings: list[Float32] = []
        self._taken_at_ms = 0
        self._template: FaceTemplate | None = None

    def observe(self, frame: Frame) -> LiveEnrolmentState:
        """Look at one frame. Frames after the last good one change nothing."""
        if self._template is not None:
            return self._state(None)
        reason, face = self._find(frame)
        early = frame.captured_at_ms - self._taken_at_ms < self._settings.live_interval_ms
        if face is None or (self._embeddings and early):
            return self._state(reason)
        reason, embedding = self._enroller.look(frame.image, face)
        if embedding is not None:
            self._take(embedding, frame.captured_at_ms)
        return self._state(reason)

    def _find(self, frame: Frame) -> tuple[QualityReason | None, DetectedFace | None]:
        faces = self._enroller.detect(frame.image)
        if not faces:
            black = is_black(frame.image, self._settings)
            return QualityReason.BLACK if black else QualityReason.NO_FACE, None
        rival = has_rival(faces, self._settings)
        return (QualityReason.SEVERAL_FACES, None) if rival else (None, faces[0])

    def _take(self, embedding: Float32, captured_at_ms: int) -> None:
        if self._embeddings and float(average(self._embeddings) @ embedding) < self._settings.continuity_min:
            self._embeddings.clear()
        self._embeddings.append(embedding)
        self._taken_at_ms = captured_at_ms
        if len(self._embeddings) == self._settings.live_frames:
            self._template = FaceTemplate(
                self._person_id,
                average(self._embeddings),
                len(self._embeddings),
                self._enroller.model_sha256,
            )

    def _state(self, guide: QualityReason | None) -> LiveEnrolmentState:
        return LiveEnrolmentState(guide, len(self._embeddings), self._settings.live_frames, self._template)
