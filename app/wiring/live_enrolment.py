"""Enrolling somebody who stands at the gate: camera, guidance, and the template that comes of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from uuid import UUID

from app.camera.enrolment import Enroller, LiveEnrolment
from app.camera.frames import Frame
from app.domain.errors import NghisuError
from app.storage.device_store import DeviceStore
from app.ui.services import Guidance, PreviewFrame
from app.ui.services.gate import FaceEnrolmentStatus
from app.wiring.camera_run import CameraUser, Frames, show_to
from app.wiring.check_in import GUIDANCE, FaceParts
from app.wiring.errors import ConsentMissing
from app.wiring.faces import keep_templates
from app.wiring.listeners import Listeners, Observable


class GateFaceEnrolment:
    """`FaceEnrolmentService` over a camera. Listeners are called in its threads.

    `on_enrolled` is called when a template has been kept, in the thread that looks.
    """

    def __init__(self, store: DeviceStore, parts: FaceParts, on_enrolled: Callable[[], None]) -> None:
        self._store = store
        self._find_models = parts.find_models
        self._on_enrolled = on_enrolled
        self._status = Observable(FaceEnrolmentStatus())
        self._frames: Listeners[PreviewFrame] = Listeners()
        self._camera = CameraUser(parts.camera, self._camera_changed)

    def status(self) -> FaceEnrolmentStatus:
        return self._status.value

    def subscribe(self, listener: Callable[[FaceEnrolmentStatus], None]) -> Callable[[], None]:
        return self._status.subscribe(listener)

    def subscribe_frames(self, listener: Callable[[PreviewFrame], None]) -> Callable[[], None]:
        return self._frames.add(listener)

    def start(self, person_id: UUID) -> None:
        if not self._store.projection.state.consents.get(person_id, False):
            self._camera.stop()
            self._status.set(FaceEnrolmentStatus(error=ConsentMissing()))
            return
        self._status.set(FaceEnrolmentStatus())
        look = partial(self._enrol, person_id)
        self._camera.start({"preview": show_to(self._frames), "live enrolment": look})

    def stop(self) -> None:
        self._camera.stop()

    # ---- called by the run's threads

    def _enrol(self, person_id: UUID, frames: Frames) -> None:
        enroller = Enroller(self._find_models())
        enrolment = LiveEnrolment(enroller, str(person_id))
        for frame in frames:
            if self._look(enroller, enrolment, frame):
                break

    def _camera_changed(self, is_running: bool, error: NghisuError | None) -> None:
        self._status.set(replace(self._status.value, is_running=is_running, error=error))

    def _look(self, enroller: Enroller, enrolment: LiveEnrolment, frame: Frame) -> bool:
        """Take one frame in; True when the template is kept and nothing more is to be done."""
        state = enrolment.observe(frame)
        status = replace(
            self._status.value,
            guidance=GUIDANCE[state.guide] if state.guide else Guidance.HOLD_STILL,
            kept=state.kept,
            wanted=state.wanted,
        )
        if state.template is None:
            if status != self._status.value:
                self._status.set(status)
            return False
        own = UUID(state.template.person_id)
        if not self._store.projection.state.consents.get(own, False):  # taken back while the camera looked
            self._status.set(replace(status, error=ConsentMissing()))
            return True
        alike = keep_templates(self._store, enroller, [state.template])
        others = tuple(second if first == own else first for first, second, _score in alike)
        self._on_enrolled()
        self._status.set(replace(status, is_done=True, look_alikes=others))
        return True
