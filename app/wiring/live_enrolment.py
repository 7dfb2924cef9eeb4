"""Enrolling somebody who stands at the gate: camera, guidance, and the template that comes of it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from app.camera.capture import CameraThread
from app.camera.enrolment import Enroller, LiveEnrolment
from app.camera.errors import CameraStuck
from app.camera.frames import Frame, LatestFrameSlot
from app.domain.errors import NghisuError
from app.storage.device_store import DeviceStore
from app.ui.services import Guidance, PreviewFrame
from app.ui.services.gate import FaceEnrolmentStatus
from app.wiring.check_in import GUIDANCE, GateParts, as_preview
from app.wiring.errors import ConsentMissing
from app.wiring.faces import keep_templates
from app.wiring.listeners import Listeners, Observable

_STOP_DEADLINE_S = 3.0


class GateFaceEnrolment:
    """`FaceEnrolmentService` over a camera. Listeners are called in its threads.

    The gate's own camera must be stopped first: a device has one. `on_enrolled` is called when a template
    has been kept, in the thread that looks.
    """

    def __init__(self, store: DeviceStore, parts: GateParts, on_enrolled: Callable[[], None]) -> None:
        self._store = store
        self._parts = parts
        self._on_enrolled = on_enrolled
        self._status = Observable(FaceEnrolmentStatus())
        self._frames: Listeners[PreviewFrame] = Listeners()
        self._lock = threading.Lock()
        self._run: _Run | None = None

    def status(self) -> FaceEnrolmentStatus:
        return self._status.value

    def subscribe(self, listener: Callable[[FaceEnrolmentStatus], None]) -> Callable[[], None]:
        return self._status.subscribe(listener)

    def subscribe_frames(self, listener: Callable[[PreviewFrame], None]) -> Callable[[], None]:
        return self._frames.add(listener)

    def start(self, person_id: UUID) -> None:
        self.stop()
        if not self._store.projection.state.consents.get(person_id, False):
            self._status.set(FaceEnrolmentStatus(error=ConsentMissing()))
            return
        with self._lock:
            self._status.set(FaceEnrolmentStatus(is_running=True))
            self._run = _Run(self, person_id)
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
            error = stuck
        self._status.set(replace(self._status.value, is_running=False, error=error))

    # ---- called by the run's threads

    @property
    def parts(self) -> GateParts:
        return self._parts

    def show(self, frame: Frame) -> None:
        self._frames.tell(as_preview(frame))

    def fail(self, error: NghisuError | None) -> None:
        self._status.set(replace(self._status.value, is_running=False, error=error))

    def look(self, enroller: Enroller, enrolment: LiveEnrolment, frame: Frame) -> bool:
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


class _Run:
    """The threads between one `start` and its `stop`: one owns the camera, one looks."""

    def __init__(self, service: GateFaceEnrolment, person_id: UUID) -> None:
        self._service = service
        self._person_id = person_id
        self._slot = LatestFrameSlot()
        self._stopping = False
        self._camera = CameraThread(
            service.parts.make_source(),
            (self._slot,),
            on_stopped=self._camera_stopped,
            pace=service.parts.pace,
        )
        self._looking = threading.Thread(target=self._look, name="live enrolment", daemon=True)

    def start(self) -> None:
        self._looking.start()
        self._camera.start()

    def stop(self) -> None:
        self._stopping = True
        self._slot.close()
        self._looking.join(_STOP_DEADLINE_S)
        self._camera.stop(_STOP_DEADLINE_S)

    def _look(self) -> None:
        try:
            enroller = Enroller(self._service.parts.find_models())
        except NghisuError as error:
            self._service.fail(error)
            return
        enrolment, done = LiveEnrolment(enroller, str(self._person_id)), False
        while not self._stopping and (frame := self._slot.take()) is not None:
            self._service.show(frame)
            done = done or self._service.look(enroller, enrolment, frame)

    def _camera_stopped(self, error: NghisuError | None) -> None:
        if not self._stopping:
            self._service.fail(error)
