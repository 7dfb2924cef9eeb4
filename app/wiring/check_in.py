"""Check-in by face: camera, recognition and the event that follows; at the gate also by badge and by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from app.camera.challenge import Step
from app.camera.decision import Accepted, NeedsSteward, Prompt, RefusalReason, Refused, Waiting
from app.camera.embedding import FaceEmbedder
from app.camera.matcher import Matcher
from app.camera.pipeline import CheckInPipeline, CheckInResult
from app.camera.qr import QrReader
from app.camera.quality import QualityReason
from app.camera.settings import CheckInSettings, FaceModels
from app.domain.badge import read_badge
from app.domain.entities import CheckInMethod
from app.domain.errors import BadSignature, NghisuError
from app.domain.payloads import CheckedIn
from app.storage.device_store import DeviceStore
from app.ui.services import (
    GateMode,
    GateOutcome,
    GateResult,
    GateStatus,
    Guidance,
    PreviewFrame,
)
from app.wiring.camera_run import CameraParts, CameraUser, Frames, Look, show_to
from app.wiring.congress import StoredCongress
from app.wiring.errors import ReasonMissing
from app.wiring.faces import check_in_settings, load_matcher
from app.wiring.listeners import Listeners, Observable

_BADGE_REPEAT_MS = 3_000
GUIDANCE: dict[QualityReason | Prompt | Step, Guidance] = {
    QualityReason.BLACK: Guidance.TOO_DARK,
    QualityReason.NO_FACE: Guidance.NO_FACE,
    QualityReason.SEVERAL_FACES: Guidance.SEVERAL_FACES,
    QualityReason.TOO_FAR: Guidance.TOO_FAR,
    QualityReason.TOO_CLOSE: Guidance.TOO_CLOSE,
    QualityReason.TOO_DARK: Guidance.TOO_DARK,
    QualityReason.TOO_BRIGHT: Guidance.BACKLIGHT,
    QualityReason.BACKLIGHT: Guidance.BACKLIGHT,
    QualityReason.TURNED: Guidance.TURNED,
    QualityReason.BLURRED: Guidance.BLURRED,
    QualityReason.COVERED: Guidance.COVERED,
    Prompt.LOOK_HERE: Guidance.HOLD_STILL,
    Step.LOOK_STRAIGHT: Guidance.TURNED,
    Step.TURN_LEFT: Guidance.TURN_LEFT,
    Step.TURN_RIGHT: Guidance.TURN_RIGHT,
    Step.BLINK: Guidance.BLINK,
}


@dataclass(frozen=True, slots=True)
class FaceParts:
    """What recognising faces is made of on this machine.

    `find_models` raises `ModelsMissing`: badges and names then still work.
    """

    find_models: Callable[[], FaceModels]
    camera: CameraParts


class FaceCheckIn:
    """`FaceCheckInService` over a camera. Listeners are called in the camera's and recognition's threads."""

    is_attended = True
    """Somebody stands by and watches: the congress's policy for gates, not the one for tablets."""

    def __init__(self, congress: StoredCongress, store: DeviceStore, parts: FaceParts) -> None:
        self._congress = congress
        self._store = store
        self._parts = parts
        self._status = Observable(GateStatus())
        self._frames: Listeners[PreviewFrame] = Listeners()
        self._outcomes: Listeners[GateOutcome] = Listeners()
        self._camera = CameraUser(parts.camera, self._camera_changed)
        self._recognising: tuple[CheckInPipeline, str] | None = None

    def status(self) -> GateStatus:
        return self._status.value

    def subscribe(self, listener: Callable[[GateStatus], None]) -> Callable[[], None]:
        return self._status.subscribe(listener)

    def subscribe_frames(self, listener: Callable[[PreviewFrame], None]) -> Callable[[], None]:
        return self._frames.add(listener)

    def subscribe_outcomes(self, listener: Callable[[GateOutcome], None]) -> Callable[[], None]:
        return self._outcomes.add(listener)

    def start(self) -> None:
        self._begin(GateMode.FACE, {"recognition": self._recognise})

    def _begin(self, mode: GateMode, look: Mapping[str, Look]) -> None:
        self._status.set(GateStatus(mode=mode, passive_check_is_on=self._status.value.passive_check_is_on))
        self._camera.start({"preview": show_to(self._frames), **look})

    def stop(self) -> None:
        self._camera.stop()

    def reload_faces(self) -> None:
        """Templates or consents have changed: compare with the new ones from the next frame on."""
        if self._recognising:
            pipeline, model_sha256 = self._recognising
            pipeline.enrol(self._matcher(model_sha256, self._settings()))

    # ---- called by the run's threads

    def _recognise(self, frames: Frames) -> None:
        """Models load for a second: here and not in the caller's thread."""
        models = self._parts.find_models()
        embedder, settings = FaceEmbedder(models.recogniser), self._settings()
        matcher = self._matcher(embedder.model_sha256, settings)
        with CheckInPipeline(models, matcher, settings, embedder=embedder) as pipeline:
            self._recognising = (pipeline, embedder.model_sha256)
            self._status.set(replace(self._status.value, passive_check_is_on=pipeline.passive_available))
            for frame in frames:
                result = pipeline.process(frame)
                if not frames.is_over:
                    self.see_face(result)

    def see_face(self, result: CheckInResult) -> None:
        outcome = result.outcome
        if isinstance(outcome, Waiting):
            self._guide(outcome)
        if not result.outcome_is_new:
            return
        if isinstance(outcome, Accepted):
            self._admit(
                CheckedIn(
                    person_id=UUID(outcome.person_id),
                    method=CheckInMethod.FACE,
                    score_milli=round(outcome.score * 1000),
                    liveness=outcome.liveness.value,
                )
            )
        elif isinstance(outcome, Refused):
            not_alive = outcome.reason is not RefusalReason.NOT_RECOGNISED
            self._end(GateOutcome(GateResult.NOT_ALIVE if not_alive else GateResult.UNKNOWN))
        elif isinstance(outcome, NeedsSteward):
            candidate_id = UUID(outcome.person_id) if outcome.person_id else None
            self._end(GateOutcome(GateResult.ASK_STEWARD, candidate_id=candidate_id))

    def _camera_changed(self, is_running: bool, error: NghisuError | None) -> None:
        self._status.set(replace(self._status.value, is_running=is_running, error=error))

    def _guide(self, waiting: Waiting) -> None:
        before = self._status.value
        told = replace(
            before,
            guidance=GUIDANCE[waiting.guide],
            steps_done=waiting.done,
            steps_total=waiting.total,
        )
        if told != before:
            self._status.set(told)

    def _settings(self) -> CheckInSettings:
        return check_in_settings(self._store.projection.state.settings, attended=self.is_attended)

    def _matcher(self, model_sha256: str, settings: CheckInSettings) -> Matcher:
        return load_matcher(self._store, model_sha256, twin_min=settings.twin_min)

    def _admit(self, payload: CheckedIn) -> GateOutcome:
        state = self._store.projection.state
        if payload.person_id not in state.persons:
            result = GateResult.UNKNOWN
        elif payload.person_id in state.presences:
            result = GateResult.ALREADY_IN
        else:
            self._congress.say(payload)
            result = GateResult.CHECKED_IN
        known = payload.person_id if result is not GateResult.UNKNOWN else None
        return self._end(GateOutcome(result, known, payload.method))

    def _end(self, outcome: GateOutcome) -> GateOutcome:
        """One attempt is over."""
        self._outcomes.tell(outcome)
        return outcome


class GateCheckIn(FaceCheckIn):
    """`CheckInService` of a gate: faces, badges signed with the congress's key, and by hand."""

    def __init__(
        self, congress: StoredCongress, store: DeviceStore, parts: FaceParts, badge_key: Ed25519PublicKey
    ) -> None:
        super().__init__(congress, store, parts)
        self._badge_key = badge_key

    def start(self, mode: GateMode = GateMode.FACE) -> None:
        if mode is GateMode.BADGE:
            self._begin(mode, {"badges": self._read_badges})
        else:
            super().start()

    def check_in_by_hand(self, person_id: UUID, reason: str) -> GateOutcome:
        if not reason.strip():
            raise ReasonMissing()
        return self._admit(CheckedIn(person_id=person_id, method=CheckInMethod.MANUAL, reason=reason))

    def see_badge(self, text: str) -> None:
        """What a code that was read leads to. Any thread."""
        congress = self._store.projection.state.congress
        try:
            if congress is None:
                raise BadSignature(what="badge")
            person_id = read_badge(text, congress.id, self._badge_key)
        except BadSignature:
            self._end(GateOutcome(GateResult.BAD_BADGE, method=CheckInMethod.BADGE))
            return
        self._admit(CheckedIn(person_id=person_id, method=CheckInMethod.BADGE))

    def _read_badges(self, frames: Frames) -> None:
        reader = QrReader()
        last, last_at_ms = "", -_BADGE_REPEAT_MS
        for frame in frames:
            text = reader.read(frame.image)
            # A badge held before the camera is read on every frame, and means one arrival.
            if text and (text != last or frame.captured_at_ms - last_at_ms > _BADGE_REPEAT_MS):
                self.see_badge(text)
            if text:
                last, last_at_ms = text, frame.captured_at_ms
