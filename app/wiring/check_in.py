"""The gate: camera, recognition or badge, and the event that follows."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from app.camera.capture import CameraThread, RecognitionThread
from app.camera.challenge import Step
from app.camera.decision import Accepted, NeedsSteward, Prompt, RefusalReason, Refused, Waiting
from app.camera.embedding import FaceEmbedder
from app.camera.errors import CameraStuck
from app.camera.frames import Frame, FrameSource, LatestFrameSlot
from app.camera.pipeline import CheckInPipeline, CheckInResult
from app.camera.qr import QrReader
from app.camera.quality import QualityReason
from app.camera.settings import FaceModels
from app.domain.badge import read_badge
from app.domain.clock import Clock
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
from app.wiring.congress import StoredCongress
from app.wiring.errors import ReasonMissing
from app.wiring.faces import check_in_settings, load_matcher
from app.wiring.listeners import Listeners, Observable

_STOP_DEADLINE_S = 3.0
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
class GateParts:
    """What the gate is made of on this machine. `pace` plays recorded frames at their own speed.

    `find_models` raises `ModelsMissing`: badges and names then still work.
    """

    find_models: Callable[[], FaceModels]
    make_source: Callable[[], FrameSource]
    badge_key: Ed25519PublicKey
    pace: Clock | None = None


class GateCheckIn:
    """`CheckInService` over a camera. Listeners are called in the camera's and recognition's threads."""

    def __init__(self, congress: StoredCongress, store: DeviceStore, parts: GateParts) -> None:
        self._congress = congress
        self._store = store
        self._parts = parts
        self._status = Observable(GateStatus())
        self._frames: Listeners[PreviewFrame] = Listeners()
        self._outcomes: Listeners[GateOutcome] = Listeners()
        self._lock = threading.Lock()
        self._run: _Run | None = None
        self._recognising: tuple[CheckInPipeline, str] | None = None

    def status(self) -> GateStatus:
        return self._status.value

    def subscribe(self, listener: Callable[[GateStatus], None]) -> Callable[[], None]:
        return self._status.subscribe(listener)

    def subscribe_frames(self, listener: Callable[[PreviewFrame], None]) -> Callable[[], None]:
        return self._frames.add(listener)

    def subscribe_outcomes(self, listener: Callable[[GateOutcome], None]) -> Callable[[], None]:
        return self._outcomes.add(listener)

    def start(self, mode: GateMode = GateMode.FACE) -> None:
        self.stop()
        with self._lock:
            self._run = _Run(self, mode)
            self._status.set(GateStatus(is_running=True, mode=mode))
            self._run.start()

    def stop(self) -> None:
        with self._lock:
            run, self._run = self._run, None
        if run is None:
            return
        error: NghisuError | None = None
        try:
            run.stop()
        except CameraStuck as stuck:
            # Its thread holds nothing but the camera; the screen says so, and badges and names still work.
            error = stuck
        self._status.set(replace(self._status.value, is_running=False, error=error))

    def check_in_by_hand(self, person_id: UUID, reason: str) -> GateOutcome:
        if not reason.strip():
            raise ReasonMissing()
        return self._admit(CheckedIn(person_id=person_id, method=CheckInMethod.MANUAL, reason=reason))

    def reload_faces(self) -> None:
        """Templates or consents have changed: compare with the new ones from the next frame on."""
        if self._recognising:
            pipeline, model_sha256 = self._recognising
            twin_min = check_in_settings(self._store.projection.state.settings).twin_min
            pipeline.enrol(load_matcher(self._store, model_sha256, twin_min=twin_min))

    # ---- called by the run's threads

    def make_pipeline(self) -> CheckInPipeline:
        models = self._parts.find_models()
        embedder = FaceEmbedder(models.recogniser)
        settings = check_in_settings(self._store.projection.state.settings)
        pipeline = CheckInPipeline(
            models,
            load_matcher(self._store, embedder.model_sha256, twin_min=settings.twin_min),
            settings,
            embedder=embedder,
        )
        self._recognising = (pipeline, embedder.model_sha256)
        self._status.set(replace(self._status.value, passive_check_is_on=pipeline.passive_available))
        return pipeline

    def show(self, frame: Frame) -> None:
        self._frames.tell(as_preview(frame))

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
            self._outcomes.tell(GateOutcome(GateResult.NOT_ALIVE if not_alive else GateResult.UNKNOWN))
        elif isinstance(outcome, NeedsSteward):
            candidate_id = UUID(outcome.person_id) if outcome.person_id else None
            self._outcomes.tell(GateOutcome(GateResult.ASK_STEWARD, candidate_id=candidate_id))

    def see_badge(self, text: str) -> None:
        congress = self._store.projection.state.congress
        try:
            if congress is None:
                raise BadSignature(what="badge")
            person_id = read_badge(text, congress.id, self._parts.badge_key)
        except BadSignature:
            self._outcomes.tell(GateOutcome(GateResult.BAD_BADGE, method=CheckInMethod.BADGE))
            return
        self._admit(CheckedIn(person_id=person_id, method=CheckInMethod.BADGE))

    def fail(self, error: NghisuError | None) -> None:
        self._status.set(replace(self._status.value, is_running=False, error=error))

    def open_source(self) -> FrameSource:
        return self._parts.make_source()

    @property
    def pace(self) -> Clock | None:
        return self._parts.pace

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
        outcome = GateOutcome(result, known, payload.method)
        self._outcomes.tell(outcome)
        return outcome


def as_preview(frame: Frame) -> PreviewFrame:
    """What the mirror shows of a frame."""
    height, width = frame.image.shape[:2]
    return PreviewFrame(width, height, frame.image.strides[0], frame.image.tobytes())


class _Run:
    """The threads between one `start` and its `stop`."""

    def __init__(self, gate: GateCheckIn, mode: GateMode) -> None:
        self._gate = gate
        preview, look = LatestFrameSlot(), LatestFrameSlot()
        self._slots = (preview, look)
        self._camera = CameraThread(
            gate.open_source(), self._slots, on_stopped=self._camera_stopped, pace=gate.pace
        )
        self._preview = threading.Thread(target=self._show, args=(preview,), name="preview", daemon=True)
        self._recognition: RecognitionThread | None = None
        self._badges: threading.Thread | None = None
        if mode is GateMode.FACE:
            self._recognition = RecognitionThread(
                look, gate.make_pipeline, on_result=gate.see_face, on_stopped=self._recognition_stopped
            )
        else:
            self._badges = threading.Thread(target=self._read, args=(look,), name="badges", daemon=True)
        self._stopping = False

    def start(self) -> None:
        for thread in (self._preview, self._recognition, self._badges, self._camera):
            if thread is not None:
                thread.start()

    def stop(self) -> None:
        self._stopping = True
        self._camera.stop(_STOP_DEADLINE_S)
        for slot in self._slots:
            slot.close()
        if self._recognition:
            self._recognition.stop(_STOP_DEADLINE_S)
        if self._badges:
            self._badges.join(_STOP_DEADLINE_S)
        self._preview.join(_STOP_DEADLINE_S)

    def _show(self, slot: LatestFrameSlot) -> None:
        while (frame := slot.take()) is not None:
            self._gate.show(frame)

    def _read(self, slot: LatestFrameSlot) -> None:
        reader = QrReader()
        last, last_at_ms = "", -_BADGE_REPEAT_MS
        while (frame := slot.take()) is not None:
            text = reader.read(frame.image)
            # A badge held before the camera is read on every frame, and means one arrival.
            if text and (text != last or frame.captured_at_ms - last_at_ms > _BADGE_REPEAT_MS):
                self._gate.see_badge(text)
            if text:
                last, last_at_ms = text, frame.captured_at_ms

    def _camera_stopped(self, error: NghisuError | None) -> None:
        if not self._stopping:
            self._gate.fail(error)

    def _recognition_stopped(self, error: NghisuError | None) -> None:
        if error is not None and not self._stopping:
            self._gate.fail(error)
