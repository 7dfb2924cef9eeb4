"""The door: who this device is, its PIN, and the session behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from app.domain.entities import Role
from app.ui.services.board import BoardService
from app.ui.services.common import IsCancelled, ProgressCallback
from app.ui.services.congress import CongressService
from app.ui.services.documents import DocumentService, PresentationService
from app.ui.services.gate import (
    CheckInService,
    FaceEnrolmentService,
    GateSound,
    OwnCheckInService,
)
from app.ui.services.marks import MarkService
from app.ui.services.minutes import MinutesService
from app.ui.services.packs import PackService
from app.ui.services.recording import (
    LiveTextService,
    RecordingService,
)
from app.ui.services.sync import SyncService
from app.ui.services.transcript import TranscriptService


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
    """Chair only."""
    live_text: LiveTextService | None = None
    """Tablet, chair, screen."""
    transcript: TranscriptService | None = None
    """Chair only."""
    minutes: MinutesService | None = None
    """Chair only."""
    marks: MarkService | None = None
    """Tablet and chair."""
    presentation: PresentationService | None = None
    """Tablet, chair, screen."""
    packs: PackService | None = None
    """Chair only."""
    board: BoardService | None = None
    """Gates and chair."""
    face_enrolment: FaceEnrolmentService | None = None
    """Gates whose camera and models are there."""
    sound: Callable[[GateSound], None] | None = None
    """Gates: heard at once or not at all; returns at once, silent without a loudspeaker."""
    own_check_in: OwnCheckInService | None = None
    """Tablets enrolled for somebody."""


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
