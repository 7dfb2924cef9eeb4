"""What the screens ask of the rest of the house: one protocol a service, frozen records between them.

Contract for whoever implements them (`app/wiring`):

- `Blocking` in a docstring: may take long and touch disk, network or the database. The screens call it
  from a background thread, never from the GUI's. It returns a value or raises a `NghisuError`.
- Everything else answers at once from memory, from any thread.
- `subscribe` listeners may be called from ANY thread and must be called outside the service's own locks;
  the screens hand each value over to the GUI thread themselves. A new listener is told the present value
  before `subscribe` returns. The function returned ends the subscription; calling it twice is harmless.
- Records are immutable. A `CongressState` inside a `Snapshot` is never changed after it was handed out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol
from uuid import UUID

from app.domain.clock import Clock
from app.domain.entities import CheckInMethod, Role
from app.domain.errors import NghisuError
from app.domain.payloads import Payload
from app.domain.rules import Rejection
from app.domain.state import CongressState

Unsubscribe = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a long operation is. `total` is None while unknown; both count the same unit."""

    stage: str
    done: int
    total: int | None = None


ProgressCallback = Callable[[Progress], None]
"""Called from the operation's own thread, at most some tens of times a second."""

IsCancelled = Callable[[], bool]
"""Asked between steps; when it answers True the operation ends by raising `Cancelled`-like errors of its own
or returning early, leaving everything as it was or resumable."""


# --- the congress -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Snapshot:
    """`fold(confirmed, pending)` as this device sees it now, and who is looking."""

    state: CongressState
    role: Role
    device_id: UUID
    person_id: UUID | None
    version: int
    """Grows by one or more with every change."""


class CongressService(Protocol):
    """The one way to see what is true and to say that something happened."""

    def snapshot(self) -> Snapshot: ...

    def subscribe(self, listener: Callable[[Snapshot], None]) -> Unsubscribe: ...

    def say(self, payload: Payload) -> UUID:
        """Blocking. Sign and store the event in one transaction; its id. It is pending until the hall
        confirms it, and `subscribe` listeners see it at once."""
        ...


# --- sync ---------------------------------------------------------------------------------------


class SyncPhase(StrEnum):
    """What the connection to the hall is doing."""

    OFFLINE = "offline"
    CONNECTING = "connecting"
    SYNCING = "syncing"
    UP_TO_DATE = "up_to_date"
    REFUSED = "refused"
    """The hall answered and turned this device away (revoked, wrong CA, clock): `error` says why."""


@dataclass(frozen=True, slots=True)
class RejectedEvent:
    """Something this device said that the hall did not accept."""

    event_id: UUID
    type: str
    recorded_at_utc_ms: int
    reason: Rejection


@dataclass(frozen=True, slots=True)
class SyncStatus:
    """What the header and the status screen show."""

    phase: SyncPhase = SyncPhase.OFFLINE
    hall_address: str = ""
    last_synced_at_utc_ms: int | None = None
    pending_count: int = 0
    rejected: tuple[RejectedEvent, ...] = ()
    transfer: Progress | None = None
    """Bytes of documents being fetched, while any are."""
    error: NghisuError | None = None
    device_name: str = ""


@dataclass(frozen=True, slots=True)
class FoundHall:
    """A hall that answered on the local network. Not trusted until its CA has been checked."""

    name: str
    address: str


class SyncService(Protocol):
    """The link to the hall. Runs by itself; these only look and nudge."""

    def status(self) -> SyncStatus: ...

    def subscribe(self, listener: Callable[[SyncStatus], None]) -> Unsubscribe: ...

    def sync_now(self) -> None:
        """Ask for an attempt now instead of after the back-off. Returns at once."""
        ...

    def set_hall_address(self, address: str) -> None:
        """Blocking. Check the form, remember it and connect. Raises for an address that cannot be one."""
        ...

    def find_halls(self) -> tuple[FoundHall, ...]:
        """Blocking, a few seconds. Halls announcing themselves here; empty where multicast is blocked."""
        ...


# --- documents ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OutlineItem:
    """One heading. `level` counts from 1, `page_index` from 0."""

    level: int
    title: str
    page_index: int


@dataclass(frozen=True, slots=True)
class OpenedDocument:
    """A document that is ready to be rendered. Sizes are (width, height) in points, one a page."""

    document_id: UUID
    page_sizes_pt: tuple[tuple[float, float], ...]
    outline: tuple[OutlineItem, ...] = ()


@dataclass(frozen=True, slots=True)
class PageBitmap:
    """A rendered page: 8 bit RGB, `stride` bytes a row."""

    width_px: int
    height_px: int
    stride: int
    rgb: bytes


@dataclass(frozen=True, slots=True)
class ReadingPlace:
    """Where this device stopped reading. `offset` is the share of the page above the view's top, 0..1."""

    document_id: UUID
    page_index: int
    offset: float
    read_at_utc_ms: int


class DocumentService(Protocol):
    """Papers of the congress, decrypted in memory only."""

    def is_here(self, document_id: UUID) -> bool:
        """Whether all of its bytes are on this device."""
        ...

    def open(self, document_id: UUID) -> OpenedDocument:
        """Blocking. Raises documents.* errors; harmless when it is open already."""
        ...

    def render(self, document_id: UUID, page_index: int, width_px: int) -> PageBitmap:
        """Blocking. One page as wide as `width_px`. Raises a documents.* error for that page alone."""
        ...

    def close(self, document_id: UUID) -> None:
        """Let go of its memory. Returns at once."""
        ...

    def places(self) -> tuple[ReadingPlace, ...]:
        """Last places, latest first."""
        ...

    def remember_place(self, place: ReadingPlace) -> None:
        """Blocking."""
        ...


# --- the gate -----------------------------------------------------------------------------------


class GateMode(StrEnum):
    """What the camera looks for."""

    FACE = "face"
    BADGE = "badge"


class Guidance(StrEnum):
    """The one sentence that tells the person what to do."""

    NO_FACE = "no_face"
    TOO_FAR = "too_far"
    TOO_CLOSE = "too_close"
    TOO_DARK = "too_dark"
    BACKLIGHT = "backlight"
    BLURRED = "blurred"
    TURNED = "turned"
    SEVERAL_FACES = "several_faces"
    HOLD_STILL = "hold_still"
    BLINK_OR_TURN = "blink_or_turn"
    """A living person blinks or turns the head a little; a photograph does not."""
    SHOW_BADGE = "show_badge"


class GateResult(StrEnum):
    """How an attempt ended."""

    CHECKED_IN = "checked_in"
    ALREADY_IN = "already_in"
    UNKNOWN = "unknown"
    """Nobody on the roster, or not sure enough."""
    NOT_ALIVE = "not_alive"
    """A picture or a screen rather than a person."""
    ASK_STEWARD = "ask_steward"
    """The camera cannot be sure: the steward looks, and checks in by hand."""
    BAD_BADGE = "bad_badge"


@dataclass(frozen=True, slots=True)
class GateOutcome:
    """The end of one attempt. `person_id` is set for the first two results only."""

    result: GateResult
    person_id: UUID | None = None
    method: CheckInMethod = CheckInMethod.FACE


@dataclass(frozen=True, slots=True)
class PreviewFrame:
    """One camera picture for the mirror: 8 bit BGR as the camera gives it, not yet mirrored."""

    width_px: int
    height_px: int
    stride: int
    bgr: bytes


@dataclass(frozen=True, slots=True)
class GateStatus:
    """What the gate is doing, besides the picture."""

    is_running: bool = False
    mode: GateMode = GateMode.FACE
    guidance: Guidance = Guidance.NO_FACE
    passive_check_is_on: bool = True
    error: NghisuError | None = None
    """Set while the camera cannot be used."""


class CheckInService(Protocol):
    """The camera at the gate. It records events by itself; screens only show and ask."""

    def status(self) -> GateStatus: ...

    def subscribe(self, listener: Callable[[GateStatus], None]) -> Unsubscribe: ...

    def subscribe_frames(self, listener: Callable[[PreviewFrame], None]) -> Unsubscribe:
        """Pictures at the camera's rate; the screen drops what it cannot show. No present value is told."""
        ...

    def subscribe_outcomes(self, listener: Callable[[GateOutcome], None]) -> Unsubscribe:
        """Each attempt's end, once. No present value is told."""
        ...

    def start(self, mode: GateMode = GateMode.FACE) -> None:
        """Open the camera or change what it looks for. Returns at once; trouble comes as `status.error`."""
        ...

    def stop(self) -> None:
        """Let go of the camera. Returns at once."""
        ...

    def check_in_by_hand(self, person_id: UUID, reason: str) -> GateOutcome:
        """Blocking. Record that a steward vouches for this person. `reason` must not be empty."""
        ...


# --- recording ----------------------------------------------------------------------------------


class RecordingPhase(StrEnum):
    """What the recorder is doing."""

    IDLE = "idle"
    STARTING = "starting"
    RECORDING = "recording"
    STOPPING = "stopping"


@dataclass(frozen=True, slots=True)
class RecordingStatus:
    """What the chair's screen shows. `safe_ms` is on the disk already; levels are dBFS, -90..0."""

    phase: RecordingPhase = RecordingPhase.IDLE
    recording_id: UUID | None = None
    started_at_utc_ms: int | None = None
    safe_ms: int = 0
    transcribed_ms: int = 0
    rms_dbfs: float = -90.0
    peak_dbfs: float = -90.0
    engine: str = ""
    error: NghisuError | None = None


@dataclass(frozen=True, slots=True)
class LiveText:
    """Words still being spoken. Never stored; an empty text clears the line."""

    text: str
    start_ms: int


@dataclass(frozen=True, slots=True)
class AudioInput:
    """A microphone by the system's own name."""

    id: str
    name: str
    is_default: bool = False


@dataclass(frozen=True, slots=True)
class ExportedMinutes:
    """A file of minutes that has been written."""

    path: Path
    segments_count: int
    sha256: str


class RecordingService(Protocol):
    """Sound of the hall, kept and written down. Settled text arrives as `segment.heard` events."""

    def status(self) -> RecordingStatus: ...

    def subscribe(self, listener: Callable[[RecordingStatus], None]) -> Unsubscribe:
        """Told about ten times a second while recording, because of the level."""
        ...

    def subscribe_live(self, listener: Callable[[LiveText], None]) -> Unsubscribe:
        """Partial words. On a hall screen they come from the hall's signals."""
        ...

    def inputs(self) -> tuple[AudioInput, ...]:
        """Blocking. Microphones that are plugged in."""
        ...

    def start(self, input_id: str | None = None) -> None:
        """Blocking until sound is really being kept. None: the system's default microphone."""
        ...

    def stop(self) -> None:
        """Blocking until the last sound is safe."""
        ...

    def export_minutes(self, path: Path) -> ExportedMinutes:
        """Blocking. Write the minutes so far as DOCX and record `minutes.exported`."""
        ...


# --- enrolment ----------------------------------------------------------------------------------


class Readiness(StrEnum):
    """What stands between this device and its first screen."""

    NOT_ENROLLED = "not_enrolled"
    LOCKED = "locked"
    READY = "ready"


@dataclass(frozen=True, slots=True)
class Lock:
    """The PIN's state. `retry_after_ms` counts from now; `attempts_left` None: not limited."""

    retry_after_ms: int = 0
    attempts_left: int | None = None


@dataclass(frozen=True, slots=True)
class Invitation:
    """A provisioning file or code that has been read and makes sense. Holds no secret to show."""

    congress_title: str
    hall_address: str
    role: Role
    device_name: str
    expires_at_utc_ms: int
    raw: str
    """What was read, to be handed back to `enrol`; it holds the single-use token."""

    def __repr__(self) -> str:
        return f"Invitation({self.congress_title!r}, {self.hall_address!r}, {self.role.value})"


@dataclass(frozen=True, slots=True)
class Session:
    """Everything behind the door once the store is open."""

    role: Role
    congress: CongressService
    documents: DocumentService
    sync: SyncService
    check_in: CheckInService | None = None
    """Gates only."""
    recording: RecordingService | None = None
    """Chair (and screen: for `subscribe_live`)."""


class EnrolmentService(Protocol):
    """The door: who this device is, and the PIN that opens its store."""

    def readiness(self) -> Readiness: ...

    def read_invitation(self, content: str) -> Invitation:
        """Blocking. Understand the text of a provisioning file, QR or pasted code. Raises by code."""
        ...

    def enrol(
        self,
        invitation: Invitation,
        hall_address: str,
        pin: str | None,
        progress: ProgressCallback,
        is_cancelled: IsCancelled,
    ) -> None:
        """Blocking. Make keys and store, tell the hall once, fetch the congress. May be tried again."""
        ...

    def lock(self) -> Lock: ...

    def unlock(self, pin: str) -> None:
        """Blocking. Raises a storage.* error for a wrong PIN; `lock()` then says how long to wait."""
        ...

    def open_session(self) -> Session:
        """Blocking. The services of an unlocked device; starts sync. The same one when called again."""
        ...

    def close(self, deadline_s: float) -> None:
        """Blocking. Stop every thread, then the database. Nothing may be called afterwards."""
        ...


# --- settings -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class UiSettings:
    """How this device likes to look. `text_scale` is 1.0, 1.25 or 1.6."""

    language: str = "vi"
    theme: str = "day"
    text_scale: float = 1.0
    reduced_motion: bool = False
    sounds: bool = True


class SettingsService(Protocol):
    """Looks only, so it may lie in a plain file and be read before the PIN is known."""

    def load(self) -> UiSettings:
        """The saved settings; defaults where there are none or they are unreadable."""
        ...

    def save(self, settings: UiSettings) -> None:
        """Atomic and quick; may be called from the GUI thread."""
        ...


@dataclass(frozen=True, slots=True)
class Services:
    """What `app.ui.main.run` is given."""

    enrolment: EnrolmentService
    clock: Clock
