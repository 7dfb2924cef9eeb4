"""What an event can say: one class a fact, named in the past tense.

`type` is the fact's name on the wire and never changes its meaning. A payload with a new meaning gets
a new name.
"""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.domain.entities import (
    AgendaItem,
    CheckInMethod,
    Congress,
    Device,
    Document,
    DurationMs,
    LongText,
    PageRange,
    Person,
    Seat,
    Sha256,
    Sharing,
    Text,
)
from app.domain.payload import Payload
from app.domain.payloads_of_minutes import (
    MinutesApproved,
    MinutesDetailed,
    MinutesExported,
    MinutesReturned,
    MinutesSubmitted,
    OutcomeNoted,
    RecordingGap,
    RecordingRetranscribed,
    RecordingStarted,
    RecordingStopped,
    SegmentEdited,
    SegmentHeard,
    SegmentRepaired,
    SegmentsAttributed,
    SegmentsMerged,
    SegmentSplit,
    SummaryWritten,
    VoteCancelled,
    VoteCounted,
)

__all__ = [
    "MinutesApproved",
    "MinutesDetailed",
    "MinutesExported",
    "MinutesReturned",
    "MinutesSubmitted",
    "OutcomeNoted",
    "Payload",
    "RecordingGap",
    "RecordingRetranscribed",
    "RecordingStarted",
    "RecordingStopped",
    "SegmentEdited",
    "SegmentHeard",
    "SegmentRepaired",
    "SegmentSplit",
    "SegmentsAttributed",
    "SegmentsMerged",
    "SummaryWritten",
    "VoteCancelled",
    "VoteCounted",
]


class CongressConvened(Payload):
    """The congress exists, with its rules. A later one replaces title and settings."""

    type = "congress.convened"
    congress: Congress


class RosterPublished(Payload):
    """The whole roster; replaces the one before."""

    type = "roster.published"
    persons: Annotated[tuple[Person, ...], Field(max_length=20_000)]


class AgendaPublished(Payload):
    """The whole programme; replaces the one before."""

    type = "agenda.published"
    items: Annotated[tuple[AgendaItem, ...], Field(max_length=1_000)]


class SeatsPublished(Payload):
    """Where each seat stands in the hall; replaces the plan before."""

    type = "seats.published"
    seats: Annotated[tuple[Seat, ...], Field(max_length=20_000)]


class CredentialsPublished(Payload):
    """What the credentials board must know of each person beside the roster, sealed for its devices and the
    chair's alone: ethnicity is nobody else's business. In parts; part 0 replaces all that was there."""

    type = "credentials.published"
    part: Annotated[int, Field(ge=0, lt=1_000)]
    sealed: Annotated[str, Field(min_length=1, max_length=400_000, pattern=r"^[A-Za-z0-9_-]+$")]


class PhotoPublished(Payload):
    """A photograph for enrolment exists: gates may fetch the blob, make a template, and destroy it again."""

    type = "photo.published"
    person_id: UUID
    sha256: Sha256
    size_bytes: Annotated[int, Field(ge=1, le=64 << 20)]


class DocumentPublished(Payload):
    """A document, or a new version of the one with the same id."""

    type = "document.published"
    document: Document


class DocumentWithdrawn(Payload):
    """A document is called back from every tablet."""

    type = "document.withdrawn"
    document_id: UUID
    reason: Text = ""


class DocumentRead(Payload):
    """Whoever holds the device had these pages of this version before their eyes."""

    type = "document.read"
    document_id: UUID
    sha256: Sha256
    pages: Annotated[tuple[PageRange, ...], Field(min_length=1, max_length=2_000)]


class MarkKept(Payload):
    """A reader's mark, new or changed, sealed so that only its owner or their delegation can read it.

    `sealed` is unpadded base64url of what `app.documents.marks` seals: nothing about a mark but its
    document is said in the open.
    """

    type = "mark.kept"
    mark_id: UUID
    document_id: UUID
    sharing: Sharing
    sealed: Annotated[str, Field(min_length=1, max_length=90_000, pattern=r"^[A-Za-z0-9_-]+$")]


class MarkRemoved(Payload):
    """A reader has rubbed a mark out."""

    type = "mark.removed"
    mark_id: UUID


class DeviceEnrolled(Payload):
    """A device's public key and role are known from here on."""

    type = "device.enrolled"
    device: Device


class DeviceRevoked(Payload):
    """A device is refused from here on, and is told to wipe itself."""

    type = "device.revoked"
    device_id: UUID
    reason: Text = ""


class ConsentRecorded(Payload):
    """Whether a person lets their face be used for check-in. No default: silence is a no."""

    type = "consent.recorded"
    person_id: UUID
    given: bool
    how: Text = ""


class CheckedIn(Payload):
    """A person is in the hall. `score_milli` is the cosine similarity x 1000 for `FACE`."""

    type = "checkin.recorded"
    person_id: UUID
    method: CheckInMethod
    score_milli: Annotated[int, Field(ge=-1000, le=1000)] | None = None
    liveness: Text = ""
    reason: Text = ""


class CheckInUndone(Payload):
    """A check-in was a mistake."""

    type = "checkin.undone"
    person_id: UUID
    reason: Text


class PersonLeft(Payload):
    """Someone who was in the hall has gone."""

    type = "checkin.left"
    person_id: UUID
    reason: Text = ""


class AbsenceNoted(Payload):
    """Someone will not come, with leave or without; checking in later overrides it."""

    type = "absence.noted"
    person_id: UUID
    with_leave: bool
    reason: Text = ""


class AbsenceCleared(Payload):
    """The note of an absence was a mistake."""

    type = "absence.cleared"
    person_id: UUID


class TemplatesErasureOrdered(Payload):
    """The purpose has ended: every device destroys its face templates and photographs, now or when it next
    appears, and says so."""

    type = "templates.erasure_ordered"
    reason: Text


class TemplatesErased(Payload):
    """This device has destroyed what it had of faces. Counts of what was there."""

    type = "templates.erased"
    templates_count: Annotated[int, Field(ge=0)]
    photos_count: Annotated[int, Field(ge=0)]


class SittingOpened(Payload):
    """The sitting begins (the gavel)."""

    type = "sitting.opened"
    name: Text


class SittingClosed(Payload):
    """The sitting ends."""

    type = "sitting.closed"


class AgendaItemOpened(Payload):
    """This item is now being dealt with; the one before is thereby closed."""

    type = "agenda.item_opened"
    item_id: UUID


class AgendaItemClosed(Payload):
    """The item is done, with what was decided in words, if anything."""

    type = "agenda.item_closed"
    item_id: UUID
    outcome: LongText = ""


class FloorRequested(Payload):
    """A delegate asks to speak."""

    type = "floor.requested"
    person_id: UUID
    subject: Text = ""


class FloorRequestWithdrawn(Payload):
    """A delegate no longer wants to speak."""

    type = "floor.request_withdrawn"
    person_id: UUID


class FloorGiven(Payload):
    """A person has the floor; whoever had it before no longer does."""

    type = "floor.given"
    person_id: UUID
    limit_ms: DurationMs | None = None


class FloorEnded(Payload):
    """Nobody has the floor."""

    type = "floor.ended"


PAYLOADS: dict[str, type[Payload]] = {cls.type: cls for cls in Payload.__subclasses__()}
