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

from app.documents.marks.mark import MarkColor, MarkKind, Stroke
from app.documents.reading import (
    BlockKind,
    Box,
    ChangeKind,
    ComparedParagraph,
    Comparison,
    FlowBlock,
    PageWord,
    SearchAnswer,
    SearchHit,
)
from app.ui.services.board import FORMATS, BoardPaper, BoardService, PaperFormat
from app.ui.services.common import IsCancelled, Progress, ProgressCallback, Unsubscribe
from app.ui.services.congress import CongressService, Snapshot
from app.ui.services.documents import (
    DocumentService,
    OpenedDocument,
    OutlineItem,
    PresentationService,
    PresentedPage,
    ReadingPlace,
    ReadingView,
)
from app.ui.services.enrolment import EnrolmentService, Invitation, Lock, Readiness, Session
from app.ui.services.gate import (
    CheckInService,
    FaceCheckInService,
    FaceEnrolmentService,
    FaceEnrolmentStatus,
    GateMode,
    GateOutcome,
    GateResult,
    GateSound,
    GateStatus,
    Guidance,
    OwnCheckInService,
    OwnFace,
    PreviewFrame,
)
from app.ui.services.marks import Mark, MarkService, NewMark
from app.ui.services.minutes import (
    ExportedMinutes,
    LineKind,
    MinutesFormat,
    MinutesLine,
    MinutesPage,
    MinutesService,
)
from app.ui.services.packs import (
    BuiltPack,
    Finding,
    Gravity,
    MatchedBy,
    PackPlan,
    PackService,
    PlannedDocument,
    PlannedPhoto,
    RosterColumn,
    RosterPlan,
)
from app.ui.services.recording import (
    AudioInput,
    InputMeter,
    LiveText,
    LiveTextService,
    RecordingAlarm,
    RecordingPhase,
    RecordingService,
    RecordingStatus,
)
from app.ui.services.settings import Services, SettingsService, UiSettings
from app.ui.services.sync import FoundHall, RejectedEvent, SyncPhase, SyncService, SyncStatus
from app.ui.services.transcript import SPEEDS, EngineChoice, Playback, TranscriptService, Waveform

__all__ = [
    "FORMATS",
    "SPEEDS",
    "AudioInput",
    "BlockKind",
    "BoardPaper",
    "BoardService",
    "Box",
    "BuiltPack",
    "ChangeKind",
    "CheckInService",
    "ComparedParagraph",
    "Comparison",
    "CongressService",
    "DocumentService",
    "EngineChoice",
    "EnrolmentService",
    "ExportedMinutes",
    "FaceCheckInService",
    "FaceEnrolmentService",
    "FaceEnrolmentStatus",
    "Finding",
    "FlowBlock",
    "FoundHall",
    "GateMode",
    "GateOutcome",
    "GateResult",
    "GateSound",
    "GateStatus",
    "Gravity",
    "Guidance",
    "InputMeter",
    "Invitation",
    "IsCancelled",
    "LineKind",
    "LiveText",
    "LiveTextService",
    "Lock",
    "Mark",
    "MarkColor",
    "MarkKind",
    "MarkService",
    "MatchedBy",
    "MinutesFormat",
    "MinutesLine",
    "MinutesPage",
    "MinutesService",
    "NewMark",
    "OpenedDocument",
    "OutlineItem",
    "OwnCheckInService",
    "OwnFace",
    "PackPlan",
    "PackService",
    "PageWord",
    "PaperFormat",
    "PlannedDocument",
    "PlannedPhoto",
    "Playback",
    "PresentationService",
    "PresentedPage",
    "PreviewFrame",
    "Progress",
    "ProgressCallback",
    "Readiness",
    "ReadingPlace",
    "ReadingView",
    "RecordingAlarm",
    "RecordingPhase",
    "RecordingService",
    "RecordingStatus",
    "RejectedEvent",
    "RosterColumn",
    "RosterPlan",
    "SearchAnswer",
    "SearchHit",
    "Services",
    "Session",
    "SettingsService",
    "Snapshot",
    "Stroke",
    "SyncPhase",
    "SyncService",
    "SyncStatus",
    "TranscriptService",
    "UiSettings",
    "Unsubscribe",
    "Waveform",
]
