"""All stages from one frame to the decision about the person in it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import Self

from app.camera.decision import CheckInDecider, Observation, Outcome
from app.camera.detector import DetectedFace, FaceDetector
from app.camera.embedding import FaceEmbedder
from app.camera.frames import Frame
from app.camera.landmarks import FaceLandmarks
from app.camera.liveness import LifeSigns
from app.camera.matcher import Matcher
from app.camera.passive import PassiveLiveness
from app.camera.quality import FaceQuality, QualityReason, has_rival, is_black, judge, measure
from app.camera.settings import CheckInSettings, FaceModels
from app.camera.tracking import FaceTracker
from app.camera.vision import BgrImage, Float32, configure_opencv


@dataclass(frozen=True, slots=True)
class StageTimes:
    """Compute of one frame by stage, in milliseconds of wall time; 0 where a stage did not run."""

    detect_ms: float = 0.0
    quality_ms: float = 0.0
    landmarks_ms: float = 0.0
    passive_ms: float = 0.0
    embed_ms: float = 0.0
    match_ms: float = 0.0

    @property
    def total_ms(self) -> float:
        return (
            self.detect_ms
            + self.quality_ms
            + self.landmarks_ms
            + self.passive_ms
            + self.embed_ms
            + self.match_ms
        )


@dataclass(frozen=True, slots=True)
class CheckInResult:
    """What one frame led to. Holds numbers only, never pixels or embeddings.

    `box`: x, y, width, height of the nearest face in pixels of the frame. `outcome_is_new`: True on the
    one frame that decided, which is when an event is to be written.
    """

    frame_index: int
    captured_at_ms: int
    box: tuple[float, float, float, float] | None
    quality: FaceQuality | None
    outcome: Outcome
    outcome_is_new: bool
    times: StageTimes


@dataclass(slots=True)
class _Track:
    """What the pipeline remembers of the present arrival."""

    track_id: int
    signs: LifeSigns = field(default_factory=LifeSigns)
    first_embedding: Float32 | None = None
    embedded_at_ms: int = 0

    def continues(self, embedding: Float32, cosine_min: float) -> bool:
        """Whether this is still the person whose face began the track."""
        if self.first_embedding is None:
            self.first_embedding = embedding
        return float(self.first_embedding @ embedding) >= cosine_min


class CheckInPipeline:
    """Give it frames of one source in the order of their times; belongs to one thread, except `enrol`.

    Raises `ModelMissing`, `ModelDamaged` when made. Close it: MediaPipe keeps threads. The dear stages run
    only while the decision still wants them, so an empty gate and a decided person cost the detector alone.
    """

    def __init__(
        self,
        models: FaceModels,
        matcher: Matcher,
        settings: CheckInSettings | None = None,
        *,
        embedder: FaceEmbedder | None = None,
        stopwatch_s: Callable[[], float] = time.perf_counter,
    ) -> None:
        configure_opencv()
        self._settings = settings = settings or CheckInSettings()
        self._stopwatch_s = stopwatch_s
        self._matcher = matcher
        self._detector = FaceDetector(
            models.detector,
            long_side_px=settings.detector_long_side_px,
            score_min=settings.detector_score_min,
        )
        self._embedder = embedder or FaceEmbedder(models.recogniser)
        self._passive = PassiveLiveness.from_models(models)
        self._landmarks = FaceLandmarks(models.landmarker) if models.landmarker else None
        self._decider = CheckInDecider(
            settings, has_passive=self._passive is not None, has_landmarks=self._landmarks is not None
        )
        self._tracker = FaceTracker(
            gap_max_ms=settings.track_gap_max_ms, overlap_min=settings.track_overlap_min
        )
        self._track: _Track | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def passive_available(self) -> bool:
        """False where the MiniFASNet files are not installed."""
        return self._passive is not None

    def close(self) -> None:
        if self._landmarks is not None:
            self._landmarks.close()

    def enrol(self, matcher: Matcher) -> None:
        """Compare with another roster from the next frame on. Any thread."""
        self._matcher = matcher

    def process(self, frame: Frame) -> CheckInResult:
        """Look at one frame."""
        laps = _Laps(self._stopwatch_s)
        faces = self._detector.detect(frame.image)
        laps.end("detect_ms")
        if not faces:
            return self._without_face(frame, laps)
        face = faces[0]
        track = self._follow(face, frame.captured_at_ms)
        aligned = self._embedder.align(frame.image, face)
        quality = measure(frame.image, face, aligned)
        rival = has_rival(faces, self._settings)
        reason = QualityReason.SEVERAL_FACES if rival else judge(quality, self._settings)
        laps.end("quality_ms")
        seen = Observation(frame.captured_at_ms, track.track_id, reason)
        if not rival:
            seen = self._look_closer(frame, face, aligned, track=track, seen=seen, laps=laps)
        outcome = self._decider.observe(seen)
        is_new = self._decider.settled_at_ms == frame.captured_at_ms
        return CheckInResult(
            frame.index, frame.captured_at_ms, face.box, quality, outcome, is_new, laps.times()
        )

    def _without_face(self, frame: Frame, laps: _Laps) -> CheckInResult:
        reason = QualityReason.BLACK if is_black(frame.image, self._settings) else QualityReason.NO_FACE
        laps.end("quality_ms")
        outcome = self._decider.observe(Observation(frame.captured_at_ms, None, reason))
        return CheckInResult(frame.index, frame.captured_at_ms, None, None, outcome, False, laps.times())

    def _follow(self, face: DetectedFace, captured_at_ms: int) -> _Track:
        track_id = self._tracker.follow(face, captured_at_ms)
        if self._track is None or self._track.track_id != track_id:
            self._track = _Track(track_id)
        self._decider.meet(track_id, captured_at_ms)
        return self._track

    def _look_closer(
        self,
        frame: Frame,
        face: DetectedFace,
        aligned: BgrImage,
        *,
        track: _Track,
        seen: Observation,
        laps: _Laps,
    ) -> Observation:
        """The dear stages, each only while it can still change the decision."""
        if self._landmarks is not None and self._decider.wants_signs:
            # Also on frames that are turned or blurred: turning the head is one of the signs.
            signal = self._landmarks.observe(frame.image, frame.captured_at_ms)
            if signal is not None and _inside(signal.centre, face):
                seen = replace(seen, signs=track.signs.observe(signal))
            laps.end("landmarks_ms")
        if seen.reason is not None:
            return seen
        due = frame.captured_at_ms - track.embedded_at_ms >= self._settings.recheck_ms
        if self._decider.wants_embedding or due:  # once agreed, now and then: is it still the same person?
            embedding = self._embedder.embed(aligned)
            laps.end("embed_ms")
            if not track.continues(embedding, self._settings.continuity_min):
                track = self._track = _Track(self._tracker.restart())
                self._decider.meet(track.track_id, frame.captured_at_ms)
                track.continues(embedding, self._settings.continuity_min)
                seen = replace(seen, track_id=track.track_id, signs=frozenset())
            track.embedded_at_ms = frame.captured_at_ms
            seen = replace(seen, embedded=True, match=self._matcher.match(embedding))
            laps.end("match_ms")
        if self._passive is not None and self._decider.wants_passive:
            seen = replace(seen, passive=self._passive.score(frame.image, face))
            laps.end("passive_ms")
        return seen


class _Laps:
    """Splits the time of one frame between its stages."""

    def __init__(self, stopwatch_s: Callable[[], float]) -> None:
        self._stopwatch_s = stopwatch_s
        self._since_s = stopwatch_s()
        self._laps_ms: dict[str, float] = {}

    def end(self, stage: str) -> None:
        now_s = self._stopwatch_s()
        self._laps_ms[stage] = (now_s - self._since_s) * 1000
        self._since_s = now_s

    def times(self) -> StageTimes:
        return StageTimes(**self._laps_ms)


def _inside(point: tuple[float, float], face: DetectedFace) -> bool:
    """Whether MediaPipe, which chooses its face by itself, looks at the same one."""
    x, y, width, height = face.box
    return x <= point[0] <= x + width and y <= point[1] <= y + height
