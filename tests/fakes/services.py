"""In-memory services for the screens: real events, really signed and folded; no network, no threads.

The edge is here (camera, microphone, hall); everything between an event and the screen is the product's.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.domain import payloads as p
from app.domain.entities import (
    CheckInMethod,
    Role,
)
from app.domain.errors import NghisuError
from app.domain.events import EventSigner
from app.domain.fold import apply, fold
from app.domain.state import CongressState
from app.ui.services import (
    AudioInput,
    BoardPaper,
    FaceEnrolmentStatus,
    FoundHall,
    GateMode,
    GateOutcome,
    GateResult,
    GateSound,
    GateStatus,
    Guidance,
    InputMeter,
    Invitation,
    LiveText,
    Lock,
    OwnFace,
    PaperFormat,
    PreviewFrame,
    Progress,
    Readiness,
    RecordingPhase,
    RecordingStatus,
    Services,
    Session,
    Snapshot,
    SyncPhase,
    SyncStatus,
    UiSettings,
)
from tests.fakes.basics import START_MS, FakeClock, Told, fixed_id
from tests.fakes.documents import FakeDocuments, FakeMarks, FakePresentation
from tests.fakes.minutes import FakeMinutes
from tests.fakes.sample_congress import live_payloads, sample_payloads, spoken_payloads
from tests.fakes.transcript import FakeTranscript
from tests.fakes.workbench import FakePacks


class FakeCongress:
    """Signs with a real key and folds with the real fold; there is no hall to disagree."""

    def __init__(self, role: Role, clock: FakeClock, person_id: UUID | None = None) -> None:
        chance = random.Random(20260701)
        self.clock = clock
        self.role, self.person_id = role, person_id
        self.device_id = fixed_id(f"device-{role}")
        self._signer = EventSigner(self.device_id, Ed25519PrivateKey.generate(), clock, chance.randbytes)
        self.state = CongressState()
        self._version = 0
        self._told: Told[Snapshot] = Told(self.snapshot)
        self.said: list[p.Payload] = []
        self.fails_with: Exception | None = None

    def snapshot(self) -> Snapshot:
        return Snapshot(self.state, self.role, self.device_id, self.person_id, self._version)

    def subscribe(self, listener: Callable[[Snapshot], None]) -> Callable[[], None]:
        return self._told.subscribe(listener)

    def say(self, payload: p.Payload) -> UUID:
        if self.fails_with:
            raise self.fails_with
        event = self._signer.sign(payload).event
        self.state = fold([event], self.state)
        self.said.append(payload)
        self._version += 1
        self._told.tell(self.snapshot())
        return event.id

    def load(self, *payloads: p.Payload) -> None:
        """Put several facts in without telling anyone in between."""
        state = self.state.copy()
        for payload in payloads:
            apply(state, self._signer.sign(payload).event)
        self.state = state
        self._version += 1
        self._told.tell(self.snapshot())


class FakeSync:
    def __init__(self, clock: FakeClock) -> None:
        self._status = SyncStatus(
            phase=SyncPhase.UP_TO_DATE,
            hall_address="192.168.1.10:8443",
            last_synced_at_utc_ms=clock.now_utc_ms(),
            device_name="Máy tính bảng 27",
        )
        self._told: Told[SyncStatus] = Told(self.status)
        self.asked = 0
        self.halls: tuple[FoundHall, ...] = (FoundHall("Hội trường phường An Bình", "192.168.1.10:8443"),)
        self.fails_with: Exception | None = None

    def status(self) -> SyncStatus:
        return self._status

    def become(self, **changes: Any) -> None:
        self._status = replace(self._status, **changes)
        self._told.tell(self._status)

    def subscribe(self, listener: Callable[[SyncStatus], None]) -> Callable[[], None]:
        return self._told.subscribe(listener)

    def sync_now(self) -> None:
        self.asked += 1

    def set_hall_address(self, address: str) -> None:
        if self.fails_with:
            raise self.fails_with
        self.become(hall_address=address)

    def find_halls(self) -> tuple[FoundHall, ...]:
        return self.halls


class FakeCheckIn:
    def __init__(self, congress: FakeCongress) -> None:
        self._congress = congress
        self._status = GateStatus()
        self._told: Told[GateStatus] = Told(self.status)
        self.frames: Told[PreviewFrame] = Told()
        self.outcomes: Told[GateOutcome] = Told()
        self.started: list[GateMode] = []
        self.stopped = 0

    def status(self) -> GateStatus:
        return self._status

    def become(self, **changes: Any) -> None:
        self._status = replace(self._status, **changes)
        self._told.tell(self._status)

    def subscribe(self, listener: Callable[[GateStatus], None]) -> Callable[[], None]:
        return self._told.subscribe(listener)

    def subscribe_frames(self, listener: Callable[[PreviewFrame], None]) -> Callable[[], None]:
        return self.frames.subscribe(listener)

    def subscribe_outcomes(self, listener: Callable[[GateOutcome], None]) -> Callable[[], None]:
        return self.outcomes.subscribe(listener)

    def start(self, mode: GateMode = GateMode.FACE) -> None:
        self.started.append(mode)
        guidance = Guidance.NO_FACE if mode is GateMode.FACE else Guidance.SHOW_BADGE
        self.become(is_running=True, mode=mode, guidance=guidance)

    def stop(self) -> None:
        self.stopped += 1
        self.become(is_running=False)

    def check_in_by_hand(self, person_id: UUID, reason: str) -> GateOutcome:
        already = person_id in self._congress.state.presences
        self._congress.say(p.CheckedIn(person_id=person_id, method=CheckInMethod.MANUAL, reason=reason))
        result = GateResult.ALREADY_IN if already else GateResult.CHECKED_IN
        return GateOutcome(result, person_id, CheckInMethod.MANUAL)

    def recognise(self, person_id: UUID) -> None:
        """The camera is sure of someone."""
        self._congress.say(p.CheckedIn(person_id=person_id, method=CheckInMethod.FACE, score_milli=712))
        self.outcomes.tell(GateOutcome(GateResult.CHECKED_IN, person_id))


class FakeOwnCheckIn:
    """A tablet's own: the camera behind it is the gate's fake."""

    def __init__(self, camera: FakeCheckIn) -> None:
        self._face = OwnFace.READY
        self._told: Told[OwnFace] = Told(self.face)
        self._camera = camera

    def face(self) -> OwnFace:
        return self._face

    def become(self, face: OwnFace) -> None:
        self._face = face
        self._told.tell(face)

    def subscribe(self, listener: Callable[[OwnFace], None]) -> Callable[[], None]:
        return self._told.subscribe(listener)

    def camera(self) -> FakeCheckIn:
        return self._camera


class FakeFaceEnrolment:
    def __init__(self) -> None:
        self._status = FaceEnrolmentStatus()
        self._told: Told[FaceEnrolmentStatus] = Told(self.status)
        self.frames: Told[PreviewFrame] = Told()
        self.started: list[UUID] = []
        self.stopped = 0

    def status(self) -> FaceEnrolmentStatus:
        return self._status

    def become(self, **changes: Any) -> None:
        self._status = replace(self._status, **changes)
        self._told.tell(self._status)

    def subscribe(self, listener: Callable[[FaceEnrolmentStatus], None]) -> Callable[[], None]:
        return self._told.subscribe(listener)

    def subscribe_frames(self, listener: Callable[[PreviewFrame], None]) -> Callable[[], None]:
        return self.frames.subscribe(listener)

    def start(self, person_id: UUID) -> None:
        self.started.append(person_id)
        self._status = FaceEnrolmentStatus()
        self.become(is_running=True)

    def stop(self) -> None:
        self.stopped += 1
        self.become(is_running=False)


class FakeBoard:
    """Writes a file of the right name; what stands in the papers is `app.credentials`'s and tested there."""

    def __init__(self) -> None:
        self.exported: list[Path] = []
        self.fails_with: Exception | None = None

    def export(self, paper: BoardPaper, form: PaperFormat, path: Path) -> Path:
        if self.fails_with:
            raise self.fails_with
        path.write_text(f"{paper} {form}")
        self.exported.append(path)
        return path


class FakeRecording:
    def __init__(self, congress: FakeCongress) -> None:
        self._congress = congress
        self._status = RecordingStatus()
        self._told: Told[RecordingStatus] = Told(self.status)
        self.live: Told[LiveText] = Told(lambda: LiveText("", 0))
        self.fails_with: Exception | None = None
        self.armed: tuple[str, ...] = ()
        self.started_with: tuple[str, ...] = ()

    def status(self) -> RecordingStatus:
        return self._status

    def become(self, **changes: Any) -> None:
        self._status = replace(self._status, **changes)
        self._told.tell(self._status)

    def subscribe(self, listener: Callable[[RecordingStatus], None]) -> Callable[[], None]:
        return self._told.subscribe(listener)

    def subscribe_live(self, listener: Callable[[LiveText], None]) -> Callable[[], None]:
        return self.live.subscribe(listener)

    def inputs(self) -> tuple[AudioInput, ...]:
        return (
            AudioInput("0", "Micro bàn chủ tọa", is_default=True),
            AudioInput("1", "Bàn trộn âm thanh hội trường", channels=2),
        )

    def arm(self, inputs: Sequence[str] = ()) -> None:
        self.armed = tuple(inputs)
        meters = tuple(InputMeter(f"Micro {one}", -24.0, -12.0) for one in inputs)
        self.become(is_armed=True, inputs=meters, rms_dbfs=-24.0, peak_dbfs=-12.0)

    def disarm(self) -> None:
        self.armed = ()
        self.become(is_armed=False, inputs=())

    def pause(self) -> None:
        self.become(is_paused=True)

    def resume(self) -> None:
        self.become(is_paused=False)

    def start(self, inputs: Sequence[str] = ()) -> None:
        if self.fails_with:
            raise self.fails_with
        self.started_with = tuple(inputs)
        now = self._congress.clock.now_utc_ms()
        recording_id = fixed_id("recording")
        self._congress.say(p.RecordingStarted(recording_id=recording_id, started_at_utc_ms=now))
        self.become(
            phase=RecordingPhase.RECORDING,
            recording_id=recording_id,
            started_at_utc_ms=now,
            engine="viet-asr",
        )

    def stop(self) -> None:
        self._congress.say(
            p.RecordingStopped(recording_id=fixed_id("recording"), duration_ms=self._status.safe_ms)
        )
        self.become(phase=RecordingPhase.IDLE, started_at_utc_ms=None)


class WrongPin(NghisuError):
    code = "storage.pin_wrong"


class BadInvitation(NghisuError):
    code = "sync.bad_invitation"


class FakeEnrolment:
    GOOD_CODE = "NGHISU-MOI-27"
    PIN = "271828"

    def __init__(self, session: Session, readiness: Readiness = Readiness.READY) -> None:
        self._session = session
        self._readiness = readiness
        self._lock = Lock()
        self.enrolled_with: tuple[str, str | None] | None = None
        self.closed = False
        self.fails_with: Exception | None = None

    def readiness(self) -> Readiness:
        return self._readiness

    def read_invitation(self, content: str) -> Invitation:
        if content.strip() != self.GOOD_CODE:
            raise BadInvitation
        state = self._session.congress.snapshot().state
        title = state.congress.title if state.congress else ""
        return Invitation(title, "192.168.1.10:8443", Role.TABLET, "Máy tính bảng 27", START_MS, content)

    def enrol(
        self, invitation: Invitation, hall_address: str, pin: str | None, progress: Any, is_cancelled: Any
    ) -> None:
        progress(Progress("keys", 0))
        if self.fails_with:
            raise self.fails_with
        progress(Progress("documents", 40, 100))
        self.enrolled_with = (hall_address, pin)
        self._readiness = Readiness.READY

    def lock(self) -> Lock:
        return self._lock

    def unlock(self, pin: str) -> None:
        if pin != self.PIN:
            self._lock = Lock(attempts_left=4)
            raise WrongPin
        self._readiness = Readiness.READY

    def open_session(self) -> Session:
        return self._session

    def close(self, deadline_s: float) -> None:
        self.closed = True


class FakeSettings:
    def __init__(self, settings: UiSettings | None = None) -> None:
        self.saved = settings or UiSettings(reduced_motion=True)

    def load(self) -> UiSettings:
        return self.saved

    def save(self, settings: UiSettings) -> None:
        self.saved = settings


# --- a congress to look at ------------------------------------------------------------------------


class FakeHouse:
    """Everything behind the screens of one device."""

    def __init__(
        self, role: Role = Role.TABLET, *, live: bool = True, readiness: Readiness = Readiness.READY
    ) -> None:
        self.clock = FakeClock()
        person_id = fixed_id("person-42") if role is Role.TABLET else None
        self.congress = FakeCongress(role, self.clock, person_id)
        self.clock.now -= 40 * 60_000
        self.congress.load(*sample_payloads())
        self.clock.now += 40 * 60_000
        if live:
            self.clock.now -= 17 * 60_000 + 30_000
            self.congress.load(*live_payloads()[:-1])
            self.clock.now += 14 * 60_000
            self.congress.load(live_payloads()[-1], *spoken_payloads(self.clock.now))
            self.clock.now += 3 * 60_000 + 30_000
        self.sync = FakeSync(self.clock)
        pages = {doc.id: (doc.title, doc.page_count) for doc in self.congress.state.documents.values()}
        self.documents = FakeDocuments(pages, self.clock)
        self.check_in = FakeCheckIn(self.congress)
        self.recording = FakeRecording(self.congress)
        self.transcript = FakeTranscript(self.congress)
        self.minutes = FakeMinutes(self.congress, self.clock)
        self.marks = FakeMarks(self.congress, self.clock)
        self.presentation = FakePresentation(self.congress)
        self.packs = FakePacks(self.congress)
        self.board = FakeBoard()
        self.face_enrolment = FakeFaceEnrolment()
        self.heard: list[GateSound] = []
        self.own_check_in = FakeOwnCheckIn(self.check_in)
        self.session = Session(
            role=role,
            congress=self.congress,
            documents=self.documents,
            sync=self.sync,
            check_in=self.check_in if role is Role.GATE else None,
            recording=self.recording if role is Role.CHAIR else None,
            live_text=self.recording if role is not Role.GATE else None,
            transcript=self.transcript if role is Role.CHAIR else None,
            minutes=self.minutes if role is Role.CHAIR else None,
            marks=self.marks if role in (Role.TABLET, Role.CHAIR) else None,
            presentation=self.presentation if role is not Role.GATE else None,
            packs=self.packs if role is Role.CHAIR else None,
            board=self.board if role in (Role.GATE, Role.CHAIR) else None,
            face_enrolment=self.face_enrolment if role is Role.GATE else None,
            own_check_in=self.own_check_in if role is Role.TABLET else None,
            sound=self.heard.append,
        )
        self.enrolment = FakeEnrolment(self.session, readiness)
        self.settings = FakeSettings()
        self.services = Services(self.enrolment, self.clock)
