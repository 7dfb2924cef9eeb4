"""All stages from one frame to the decision about the person in it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import Self

from app.camera.decision import CheckInDecider, Observation, Outcome, Waiting
from app.camera.detector import DetectedFace, FaceDetector
from app.camera.embedding import FaceEmbedder, unit
from app.camera.frames import Frame
from app.camera.landmarks import FaceLandmarks
from app.camera.matcher import Matcher
from app.camera.motion import SoftMotion
from app.camera.passive import PassiveLiveness
from app.camera.quality import FaceQuality, QualityReason, is_black, is_covered, judge, measure
from app.camera.settings import CheckInSettings, FaceModels
from app.camera.tracking import FaceTracker, TrackedFace
from app.camera.vision import BgrImage, Float32, configure_opencv, mirrored
from app.domain.clock import RandomBytes, system_random

_STRICT_RECHECK_MS = 200  # so that a turned face is compared too, held for the 120 ms of a turn or longer


@dataclass(frozen=True, slots=True)
class StageTimes:
    """Compute of one frame by stage, in milliseconds of wall time; 0 where a stage did not run."""

    detect_ms: float = 0.0
    quality_ms: float = 0.0
    motion_ms: float = 0.0
    landmarks_ms: float = 0.0
    passive_ms: float = 0.0
    embed_ms: float = 0.0
    match_ms: float = 0.0

    @property
    def total_ms(self) -> float:
        return (
            self.detect_ms
            + self.quality_ms
            + self.motion_ms
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
    """What the pipeline remembers of the present arrival. `embedding_sum` is of its good frames."""

    track_id: int
    motion: SoftMotion = field(default_factory=SoftMotion)
    first_embedding: Float32 | None = None
    embedding_sum: Float32 | None = None
    embedded: int = 0
    embedded_at_ms: int = 0

    def continues(self, embedding: Float32, cosine_min: float) -> bool:
        """Whether this is still the person whose face began the track."""
        if self.first_embedding is None:
            self.first_embedding = embedding
        return float(self.first_embedding @ embedding) >= cosine_min

    def add(self, embedding: Float32) -> Float32:
        """The mean of all good frames: of length 1, float32, 128."""
        self.embedding_sum = embedding if self.embedding_sum is None else self.embedding_sum + embedding
        self.embedded += 1
        return unit(self.embedding_sum)


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
        random: RandomBytes = system_random,
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
            settings,
            has_passive=self._passive is not None,
            has_landmarks=self._landmarks is not None,
            random=random,
        )
        self._tracker = FaceTracker(settings)
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
        followed = self._tracker.follow(faces, frame.captured_at_ms)
        chosen = self._tracker.choose(followed, frame.captured_at_ms)
        if chosen is None:
            return self._result(frame, followed[0].face, None, Waiting(QualityReason.SEVERAL_FACES), laps)
        track = self._meet(chosen, frame.captured_at_ms)
        face = chosen.face
        if self._decider.wants_embedding:
            face = self._detector.refine(frame.image, face)
            laps.end("detect_ms")
        aligned = self._embedder.align(frame.image, face)
        quality = measure(frame.image, face, aligned)
        reason = judge(quality, self._settings)
        laps.end("quality_ms")
        hint = QualityReason.COVERED if is_covered(quality, self._settings) else None
        seen = Observation(frame.captured_at_ms, track.track_id, reason, hint=hint)
        seen = self._look_at_movement(frame, face, track, seen, laps)
        seen = self._look_at_identity(frame, chosen, aligned, seen=seen, laps=laps)
        if self._passive is not None and seen.reason is None and self._decider.wants_passive:
            seen = replace(seen, passive=self._passive.score(frame.image, face))
            laps.end("passive_ms")
        return self._result(frame, face, quality, self._decider.observe(seen), laps)

    def _without_face(self, frame: Frame, laps: _Laps) -> CheckInResult:
        reason = QualityReason.BLACK if is_black(frame.image, self._settings) else QualityReason.NO_FACE
        laps.end("quality_ms")
        outcome = self._decider.observe(Observation(frame.captured_at_ms, None, reason))
        return self._result(frame, None, None, outcome, laps)

    def _result(
        self,
        frame: Frame,
        face: DetectedFace | None,
        quality: FaceQuality | None,
        outcome: Outcome,
        laps: _Laps,
    ) -> CheckInResult:
        decided = not isinstance(outcome, Waiting)
        return CheckInResult(
            frame.index,
            frame.captured_at_ms,
            face.box if face else None,
            quality,
            outcome,
            decided and self._decider.settled_at_ms == frame.captured_at_ms,
            laps.times(),
        )

    def _meet(self, chosen: TrackedFace, captured_at_ms: int) -> _Track:
        if self._track is None or self._track.track_id != chosen.track_id:
            self._track = _Track(chosen.track_id)
        self._decider.meet(chosen.track_id, captured_at_ms)
        return self._track

    def _look_at_movement(
        self, frame: Frame, face: DetectedFace, track: _Track, seen: Observation, laps: _Laps
    ) -> Observation:
        """Also on frames that are turned or blurred: turning the head is what may be asked for."""
        if self._decider.wants_softness:
            seen = replace(seen, soft=track.motion.observe(frame.image, face, frame.captured_at_ms))
            laps.end("motion_ms")
        if self._landmarks is not None and self._decider.wants_landmarks:
            signal = self._landmarks.observe(frame.image, frame.captured_at_ms)
            if signal is not None and _inside(signal.centre, face):
                seen = replace(seen, signal=signal)
            laps.end("landmarks_ms")
        return seen

    def _look_at_identity(
        self, frame: Frame, chosen: TrackedFace, aligned: BgrImage, *, seen: Observation, laps: _Laps
    ) -> Observation:
        """Who is it; and once that is known, now and then: is it still the same?"""
        track = self._track
        assert track is not None
        due_ms = _STRICT_RECHECK_MS if self._decider.is_strict else self._settings.recheck_ms
        due = frame.captured_at_ms - track.embedded_at_ms >= due_ms
        turned = seen.reason is QualityReason.TURNED and self._decider.is_strict
        looks = seen.reason is None and (self._decider.wants_embedding or due)
        if not (looks or (turned and due)):
            return seen
        # Every second frame is looked at in the mirror: its mean with the others costs nothing more.
        mirror = self._decider.wants_embedding and track.embedded % 2 == 1
        embedding = self._embedder.embed(mirrored(aligned) if mirror else aligned)
        laps.end("embed_ms")
        if not track.continues(embedding, self._settings.continuity_min):
            self._tracker.restart(chosen)
            track = self._meet(chosen, frame.captured_at_ms)
            track.continues(embedding, self._settings.continuity_min)
            seen = replace(seen, track_id=track.track_id, soft=None, signal=None)
        track.embedded_at_ms = frame.captured_at_ms
        if seen.reason is None:
            seen = replace(seen, embedded=True, match=self._matcher.match(track.add(embedding)))
            laps.end("match_ms")
        return seen


class _Laps:
    """Splits the time of one frame between its stages."""

    def __init__(self, stopwatch_s: Callable[[], float]) -> None:
        self._stopwatch_s = stopwatch_s
        self._since_s = stopwatch_s()
        self._laps_ms: dict[str, float] = {}

    def end(self, stage: str) -> None:
        now_s = self._stopwatch_s()
        self._laps_ms[stage] = self._laps_ms.get(stage, 0.0) + (now_s - self._since_s) * 1000
        self._since_s = now_s

    def times(self) -> StageTimes:
        return StageTimes(**self._laps_ms)


def _inside(point: tuple[float, float], face: DetectedFace) -> bool:
    """Whether MediaPipe, which chooses its face by itself, looks at the same one."""
    x, y, width, height = face.box
    return x <= point[0] <= x + width and y <= point[1] <= y + height
