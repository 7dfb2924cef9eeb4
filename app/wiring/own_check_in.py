"""A delegate's own tablet: whether it can recognise its person, and the camera that does.

OpenCV is loaded by `camera`, not before: a tablet that is only read from starts without it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import UUID

from app.storage.device_store import DeviceStore
from app.ui.services import GateResult, OwnFace
from app.wiring.face_enrolment import FaceEnrolment
from app.wiring.listeners import Observable

if TYPE_CHECKING:
    from app.wiring.own_camera import OwnCamera

FAILURES_TO_GATE = 2
"""Nobody watches: after so many failures a steward looks, at the gate."""


class Tries:
    """How often the camera may still look for its person."""

    def __init__(self) -> None:
        self._failures = 0

    @property
    def are_over(self) -> bool:
        return self._failures >= FAILURES_TO_GATE

    def note(self, result: GateResult) -> GateResult:
        """Count the end of an attempt; what it means here: a failure that was the last one asks for help."""
        if result in (GateResult.CHECKED_IN, GateResult.ALREADY_IN):
            self._failures = 0
            return result
        self._failures = FAILURES_TO_GATE if result is GateResult.ASK_STEWARD else self._failures + 1
        return GateResult.ASK_STEWARD if self.are_over else result


class OwnCheckIn:
    """`OwnCheckInService`. `load` makes the camera, the first time that it is wanted."""

    def __init__(self, store: DeviceStore, person_id: UUID, load: Callable[[Tries], OwnCamera]) -> None:
        self._store = store
        self._person_id = person_id
        self._load = load
        self._lock = threading.Lock()
        self._camera: OwnCamera | None = None
        self._faces: FaceEnrolment | None = None
        self._tries = Tries()
        self._has_template = False
        self._face = Observable(OwnFace.MISSING)

    def watch(self, faces: FaceEnrolment) -> None:
        """Follow what becomes of the person's photographs. Called once, before anything else."""
        self._faces = faces
        self.reload_faces()
        self._store.projection.subscribe(lambda _state: self._refresh())

    def face(self) -> OwnFace:
        return self._face.value

    def subscribe(self, listener: Callable[[OwnFace], None]) -> Callable[[], None]:
        return self._face.subscribe(listener)

    def camera(self) -> OwnCamera:
        with self._lock:
            if self._camera is None:
                self._camera = self._load(self._tries)
                self._camera.subscribe_outcomes(lambda _outcome: self._refresh())
            return self._camera

    def stop(self) -> None:
        """Let go of the camera, where it is in use."""
        if self._camera is not None:
            self._camera.stop()

    def reload_faces(self) -> None:
        """A template was made or destroyed. Any thread."""
        with self._store.database.read() as tx:
            self._has_template = self._store.templates.count(tx) > 0
        if self._camera is not None:
            self._camera.reload_faces()
        self._refresh()

    def _refresh(self) -> None:
        if (face := self._look()) is not self._face.value:
            self._face.set(face)

    def _look(self) -> OwnFace:
        state = self._store.projection.state
        if self._tries.are_over:
            return OwnFace.AT_THE_GATE
        if self._has_template and state.consents.get(self._person_id):
            return OwnFace.READY
        faces = self._faces
        may_come = faces is not None and any(faces.could_use(photo) for photo in state.photos.values())
        return OwnFace.COMING if may_come else OwnFace.MISSING
