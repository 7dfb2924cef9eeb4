"""Everything behind the door of an enrolled device: store, sync, and the services of its role."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from app.domain.clock import Clock
from app.domain.entities import Role
from app.domain.ids import IdSource
from app.storage.device_store import DeviceStore
from app.sync.discovery import find_halls
from app.sync.engine import SyncEngine
from app.sync.identity import CorrectedClock, Identity
from app.sync.reader_keys import ReaderKeys
from app.sync.status import SyncPhase
from app.ui.services import Session
from app.wiring.captions import HallCaptions
from app.wiring.chimes import GateChimes
from app.wiring.congress import StoredCongress
from app.wiring.erasure import TemplateErasure
from app.wiring.face_enrolment import FaceEnrolment
from app.wiring.lane import Lane
from app.wiring.machine import Machine
from app.wiring.own_check_in import OwnCheckIn, Tries
from app.wiring.papers import DevicePapers
from app.wiring.presentation import HallPresentation
from app.wiring.sync import DeviceSync

if TYPE_CHECKING:
    from app.camera.frames import FrameSource
    from app.camera.settings import FaceModels
    from app.speech.audio import AudioSource
    from app.wiring.check_in import FaceParts, GateCheckIn
    from app.wiring.credentials import StoredBoard
    from app.wiring.live_enrolment import GateFaceEnrolment
    from app.wiring.minutes import StoredMinutes
    from app.wiring.own_camera import OwnCamera
    from app.wiring.pack_service import StoredPacks
    from app.wiring.recording import ChairRecording
    from app.wiring.scribe import Scribe
    from app.wiring.transcript import ChairTranscript


@dataclass(frozen=True)
class SessionParts:
    """The edges of a session: which camera, and for tests and the demonstration other sources altogether.

    `pace` plays recorded pictures at their own speed. `discover`: whether to look for halls by multicast.
    `hall`: this machine as a hall would see it, for the chair that runs one too.
    """

    camera: str = "0"
    open_camera: Callable[[], FrameSource] | None = None
    open_sound: Callable[[str | None], AudioSource] | None = None
    pace: Clock | None = None
    discover: bool = True
    hall: Machine | None = None


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
            on_keys=self._keys_changed,
            on_blobs=self._blobs_changed,
        )
        self.congress = StoredCongress(
            store, identity.signer(clock, machine.random_bytes), identity.device, self.engine.wake
        )
        self.papers = DevicePapers(store, self.congress)
        self.presentation = HallPresentation(
            identity.device.id,
            lambda: store.projection.state,
            self.engine.send_signal,
            self.engine.on_signal,
            machine.clock,
        )
        self._camera_lane = Lane("camera lane")
        self._erasure: TemplateErasure | None = None
        if identity.device.role is not Role.SCREEN:
            self._erasure = TemplateErasure(store, self.congress, self._faces_erased)
        self._chimes = GateChimes() if identity.device.role is Role.GATE else None
        self.gate: GateCheckIn | None = None
        self.faces: FaceEnrolment | None = None
        self.recording: ChairRecording | None = None
        self.packs: StoredPacks | None = None
        self.face_enrolment: GateFaceEnrolment | None = None
        self.own_check_in: OwnCheckIn | None = None
        self.transcript: ChairTranscript | None = None
        self.scribe: Scribe | None = None
        role = identity.device.role
        if role is Role.GATE:
            self._equip_gate()
        elif role is Role.TABLET and identity.device.person_id is not None:
            self._equip_own_tablet(identity.device.person_id)
        elif role is Role.CHAIR:
            self.recording = self._chair_recording(clock)
            self.transcript = self._chair_transcript(self.recording)
            self.scribe = self._scribe()
            self.packs = self._workbench()
        self.services = Session(
            role=role,
            congress=self.congress,
            documents=self.papers.documents,
            sync=DeviceSync(self.engine, store, identity),
            check_in=self.gate,
            recording=self.recording,
            transcript=self.transcript,
            minutes=self._minutes(clock) if role is Role.CHAIR else None,
            live_text=self._live_text() if role is not Role.GATE else None,
            packs=self.packs,
            marks=self.papers.marks if role in (Role.TABLET, Role.CHAIR) else None,
            presentation=self.presentation if role is not Role.GATE else None,
            board=self._board() if role in (Role.GATE, Role.CHAIR) else None,
            face_enrolment=self.face_enrolment,
            own_check_in=self.own_check_in,
            sound=self._chimes,
        )

    @property
    def has_asked_hall(self) -> bool:
        """Whether the hall has told all it knows, or has turned this device away."""
        return self.engine.status.phase in (SyncPhase.LIVE, SyncPhase.REVOKED)

    def start(self) -> None:
        """Begin to sync; a chair takes up what a crash cut off, a gate makes templates of photographs."""
        self.engine.start()
        if self.identity.device.role is not Role.GATE:
            self.presentation.start()
            self.papers.start()
        if self._erasure:
            self._erasure.start()
        if self.faces:
            self.faces.start()
        if self.scribe:
            self.scribe.start()
        if self.recording:
            self.recording.recover()
        if self.transcript:
            self.transcript.start()

    def stop(self, deadline_s: float) -> bool:
        """End every thread of the session. False when one did not end in time: the store is still in use."""
        if self.face_enrolment:
            self.face_enrolment.stop()
        if self.gate:
            self.gate.stop()
        if self.own_check_in:
            self.own_check_in.stop()
        if self._chimes:
            self._chimes.stop(deadline_s)
        is_looking = not self._camera_lane.wait(deadline_s)
        is_recording = self.recording is not None and not self.recording.close(deadline_s)
        is_writing = self.scribe is not None and not self.scribe.close(deadline_s)
        is_playing = self.transcript is not None and not self.transcript.close(deadline_s)
        if self.faces:
            self.faces.stop(deadline_s)
        if self.packs:
            self.packs.close()
        self.presentation.close(deadline_s)
        self.papers.stop(deadline_s)
        is_erasing = self._erasure is not None and not self._erasure.stop(deadline_s)
        is_busy = is_recording or is_writing or is_playing or is_erasing or is_looking
        return self.engine.stop(deadline_s) and not is_busy

    # The engine is built first, and calls these only after `start`.

    def _keys_changed(self, keys: ReaderKeys) -> None:
        self.papers.keys_changed(keys)

    def _blobs_changed(self, gone: frozenset[str], _arrived: frozenset[str]) -> None:
        self.papers.blobs_changed(has_lost=bool(gone))

    def _faces_erased(self) -> None:
        if self.gate:
            self.gate.reload_faces()
        if self.own_check_in:
            self.own_check_in.reload_faces()

    # The imports below stay inside: OpenCV and the speech libraries would cost a delegate's tablet,
    # which needs neither before its camera is opened, a second at every start.

    def _equip_gate(self) -> None:
        from app.wiring.check_in import GateCheckIn
        from app.wiring.live_enrolment import GateFaceEnrolment

        parts = self._face_parts()
        badge_key = Ed25519PublicKey.from_public_bytes(self.identity.root_public_key)
        gate = GateCheckIn(self.congress, self.store, parts, badge_key)
        self.gate = gate
        self.face_enrolment = GateFaceEnrolment(self.store, parts, gate.reload_faces)
        self.faces = FaceEnrolment(self.store, parts.find_models, gate.reload_faces)
        self.faces.watch(self.engine)

    def _equip_own_tablet(self, person_id: UUID) -> None:
        def load(tries: Tries) -> OwnCamera:
            from app.wiring.own_camera import OwnCamera

            return OwnCamera(self.congress, self.store, self._face_parts(), tries)

        own = OwnCheckIn(self.store, person_id, load)
        self.own_check_in = own
        self.faces = FaceEnrolment(self.store, self._find_models, own.reload_faces, only=person_id)
        own.watch(self.faces)
        self.faces.watch(self.engine)

    def _find_models(self) -> FaceModels:
        from app.wiring.faces import face_models

        return face_models(self._machine.models)

    def _face_parts(self) -> FaceParts:
        from app.wiring.camera_run import CameraParts
        from app.wiring.check_in import FaceParts
        from app.wiring.sources import camera_source

        open_camera = self._parts.open_camera
        return FaceParts(
            find_models=self._find_models,
            camera=CameraParts(
                open_camera or partial(camera_source, self._parts.camera, self._machine.clock),
                pace=self._parts.pace,
                lane=self._camera_lane,
            ),
        )

    def _board(self) -> StoredBoard:
        from app.wiring.credentials import StoredBoard

        return StoredBoard(self.store, self._machine.clock, self._machine.layout_profiles)

    def _chair_recording(self, clock: Clock) -> ChairRecording:
        from app.speech.engines import find_engines
        from app.wiring.recording import ChairRecording, RecordingParts

        return ChairRecording(
            self.congress,
            self.store,
            RecordingParts(
                clock=clock,
                new_id=IdSource(clock, self._machine.random_bytes),
                find_engines=partial(find_engines, self._machine.models),
                make_source=self._parts.open_sound,
                send_signal=self.engine.send_signal,
            ),
        )

    def _scribe(self) -> Scribe:
        from app.runtime.paths import assets_folder
        from app.wiring.lessons import Lessons
        from app.wiring.scribe import Scribe

        lessons = Lessons(assets_folder() / "speech", self.papers.texts.text_of)
        return Scribe(self.congress, self.store, lessons)

    def _minutes(self, clock: Clock) -> StoredMinutes:
        from app.wiring.minutes import StoredMinutes

        new_id = IdSource(clock, self._machine.random_bytes)
        return StoredMinutes(self.congress, self.store, clock, new_id, self._machine.layout_profiles)

    def _workbench(self) -> StoredPacks:
        from app.runtime.messages import Messages
        from app.runtime.paths import assets_folder
        from app.wiring.look import LookFile
        from app.wiring.pack_service import StoredPacks

        language = LookFile(self._machine.folder).load().language
        messages = Messages.load(assets_folder() / "messages", language)
        return StoredPacks(self._parts.hall or Machine.of("hall"), messages)

    def _chair_transcript(self, recording: ChairRecording) -> ChairTranscript:
        from app.wiring.transcript import ChairTranscript, TranscriptParts

        return ChairTranscript(
            self.store,
            self.engine,
            TranscriptParts(
                spool_path=recording.spool_path, engines=recording.engines, hear_again=recording.hear_again
            ),
        )

    def _live_text(self) -> HallCaptions:
        return HallCaptions(
            self.identity.device.id,
            lambda: self.store.projection.state,
            self.engine.on_signal,
            own=self.recording.subscribe_live if self.recording else None,
        )
