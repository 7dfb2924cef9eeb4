"""Everything behind the door of an enrolled device: store, sync, and the services of its role."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from app.documents.renderer import PageRenderer
from app.domain.clock import Clock
from app.domain.entities import Role
from app.domain.ids import IdSource
from app.storage.device_store import DeviceStore
from app.sync.discovery import find_halls
from app.sync.engine import SyncEngine
from app.sync.identity import CorrectedClock, Identity
from app.sync.status import SyncPhase
from app.ui.services import RecordingService, Session
from app.wiring.congress import StoredCongress
from app.wiring.documents import StoredDocuments
from app.wiring.machine import Machine
from app.wiring.sync import DeviceSync

if TYPE_CHECKING:
    from app.camera.frames import FrameSource
    from app.speech.audio import AudioSource
    from app.wiring.check_in import GateCheckIn
    from app.wiring.face_enrolment import FaceEnrolment
    from app.wiring.recording import ChairRecording


@dataclass(frozen=True)
class SessionParts:
    """The edges of a session: which camera, and for tests and the demonstration other sources altogether.

    `pace` plays recorded pictures at their own speed. `discover`: whether to look for halls by multicast.
    """

    camera: str = "0"
    open_camera: Callable[[], FrameSource] | None = None
    open_sound: Callable[[str | None], AudioSource] | None = None
    pace: Clock | None = None
    discover: bool = True


class DeviceSession:
    """A running device. `start` once, `stop` once, then the store may be closed."""

    def __init__(
        self,
        store: DeviceStore,
        identity: Identity,
        machine: Machine,
        parts: SessionParts,
        on_revoked: Callable[[], None],
    ) -> None:
        self.store = store
        self.identity = identity
        self._machine = machine
        self._parts = parts
        clock = CorrectedClock.load(store, machine.clock)
        self.engine = SyncEngine(
            store,
            identity,
            clock,
            machine.random_bytes,
            wants_photo=lambda photo: self.faces is not None and self.faces.wants(photo),
            find_halls=find_halls if parts.discover else None,
            on_revoked=on_revoked,
        )
        self._renderer = PageRenderer()
        self._warm_up = threading.Thread(target=self._renderer.warm_up, name="renderer warm-up", daemon=True)
        self.congress = StoredCongress(
            store, identity.signer(clock, machine.random_bytes), identity.device, self.engine.wake
        )
        self.gate: GateCheckIn | None = None
        self.faces: FaceEnrolment | None = None
        self.recording: ChairRecording | None = None
        captions: RecordingService | None = None
        if identity.device.role is Role.GATE:
            self._equip_gate()
        elif identity.device.role is Role.CHAIR:
            self.recording = self._chair_recording(clock)
        elif identity.device.role is Role.SCREEN:
            captions = self._captions()
        self.services = Session(
            role=identity.device.role,
            congress=self.congress,
            documents=StoredDocuments(store, self._renderer),
            sync=DeviceSync(self.engine, store, identity),
            check_in=self.gate,
            recording=self.recording or captions,
        )

    @property
    def has_asked_hall(self) -> bool:
        """Whether the hall has told all it knows, or has turned this device away."""
        return self.engine.status.phase in (SyncPhase.LIVE, SyncPhase.REVOKED)

    def start(self) -> None:
        """Begin to sync; a chair takes up what a crash cut off, a gate makes templates of photographs."""
        self.engine.start()
        if self.identity.device.role in (Role.TABLET, Role.CHAIR):
            # The first paper should open as fast as the second; drawing starts in a process of its own.
            self._warm_up.start()
        if self.faces:
            self.faces.start()
        if self.recording:
            self.recording.recover()

    def stop(self, deadline_s: float) -> bool:
        """End every thread of the session. False when sync did not end in time: the store is still in use."""
        if self.gate:
            self.gate.stop()
        if self.recording:
            self.recording.close(deadline_s)
        if self.faces:
            self.faces.stop(deadline_s)
        self._renderer.shutdown(deadline_s)
        if self._warm_up.ident is not None:
            self._warm_up.join(deadline_s)
        return self.engine.stop(deadline_s)

    # The imports below stay inside: OpenCV and the speech libraries would cost a delegate's tablet,
    # which needs neither, a second at every start.

    def _equip_gate(self) -> None:
        from app.wiring.check_in import GateCheckIn, GateParts
        from app.wiring.face_enrolment import FaceEnrolment
        from app.wiring.faces import face_models
        from app.wiring.sources import camera_source

        models = partial(face_models, self._machine.models)
        gate = GateCheckIn(
            self.congress,
            self.store,
            GateParts(
                find_models=models,
                make_source=self._parts.open_camera
                or partial(camera_source, self._parts.camera, self._machine.clock),
                badge_key=Ed25519PublicKey.from_public_bytes(self.identity.root_public_key),
                pace=self._parts.pace,
            ),
        )
        self.gate = gate
        self.faces = FaceEnrolment(self.store, models, gate.reload_faces)
        self.faces.watch(self.engine)

    def _chair_recording(self, clock: Clock) -> ChairRecording:
        from app.speech.engines import find_engines
        from app.wiring.recording import ChairRecording, RecordingParts
        from app.wiring.sources import microphone

        return ChairRecording(
            self.congress,
            self.store,
            RecordingParts(
                clock=clock,
                new_id=IdSource(clock, self._machine.random_bytes),
                choose_engine=lambda: find_engines(self._machine.models).choose(),
                make_source=self._parts.open_sound or partial(microphone, clock),
                send_signal=self.engine.send_signal,
                profiles=self._machine.layout_profiles,
            ),
        )

    def _captions(self) -> RecordingService:
        from app.wiring.captions import HallCaptions

        return HallCaptions(self.engine)
