"""What is true in the congress after some events: the projection that every screen shows.

The records inside are frozen, so `copy` is shallow and cheap: a device keeps the state of the
confirmed log and lays its own pending events over a copy.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from uuid import UUID

from app.domain.entities import (
    AgendaItem,
    CheckInMethod,
    Congress,
    Device,
    Document,
    MinutesDetails,
    Person,
    Seat,
    Settings,
    Sharing,
)
from app.domain.transcript import Export, MinutesVersion, Recording, Segment, Vote


@dataclass(frozen=True, slots=True)
class Presence:
    """A person is in the hall, since when, and how that is known."""

    person_id: UUID
    since_utc_ms: int
    method: CheckInMethod
    device_id: UUID
    event_id: UUID
    score_milli: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Absence:
    """Someone will not come."""

    with_leave: bool
    reason: str
    at_utc_ms: int
    device_id: UUID


@dataclass(frozen=True, slots=True)
class Departure:
    """Someone was in the hall and has gone."""

    presence: Presence
    at_utc_ms: int
    reason: str
    device_id: UUID


@dataclass(frozen=True, slots=True)
class Undoing:
    """A check-in was a mistake; `presences` are what was taken back, the one that stood first."""

    presences: tuple[Presence, ...]
    at_utc_ms: int
    reason: str
    device_id: UUID


@dataclass(frozen=True, slots=True)
class Erasure:
    """A device says that it has destroyed what it had of faces."""

    device_id: UUID
    at_utc_ms: int
    templates_count: int
    photos_count: int


@dataclass(frozen=True, slots=True)
class Photo:
    """A roster photograph that gates may make a template of."""

    person_id: UUID
    sha256: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class DocumentVersion:
    """A document as it was published at one time."""

    document: Document
    published_at_utc_ms: int


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A document was called back."""

    at_utc_ms: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one reader has seen of one version of a document. `pages` has bit n set for page n."""

    owner_id: UUID
    document_id: UUID
    sha256: str
    first_at_utc_ms: int
    last_at_utc_ms: int
    pages: int

    @property
    def pages_count(self) -> int:
        return self.pages.bit_count()


@dataclass(frozen=True, slots=True)
class SealedMark:
    """Somebody's mark. Only they (or their delegation) can open `sealed`."""

    id: UUID
    owner_id: UUID
    document_id: UUID
    sharing: Sharing
    sealed: str
    kept_at_utc_ms: int


@dataclass(frozen=True, slots=True)
class ItemTimes:
    """When an agenda item was opened and closed, and what came of it."""

    opened_at_utc_ms: int
    closed_at_utc_ms: int | None = None
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class FloorRequest:
    """A place in the queue of speakers."""

    person_id: UUID
    at_utc_ms: int
    subject: str = ""


@dataclass(frozen=True, slots=True)
class FloorTurn:
    """Someone has, or had, the floor. `id`: of the event that gave it."""

    id: UUID
    person_id: UUID
    started_at_utc_ms: int
    ended_at_utc_ms: int | None
    limit_ms: int | None
    item_id: UUID | None


@dataclass(frozen=True, slots=True)
class Sitting:
    """One sitting of the congress."""

    name: str
    opened_at_utc_ms: int
    closed_at_utc_ms: int | None = None


@dataclass
class CongressState:
    """Everything that events have said so far. Change it only through `app.domain.fold`."""

    congress: Congress | None = None
    persons: dict[UUID, Person] = field(default_factory=dict)
    photos: dict[str, Photo] = field(default_factory=dict)
    agenda: tuple[AgendaItem, ...] = ()
    item_times: dict[UUID, ItemTimes] = field(default_factory=dict)
    current_item_id: UUID | None = None
    sittings: tuple[Sitting, ...] = ()
    documents: dict[UUID, Document] = field(default_factory=dict)
    document_versions: dict[UUID, tuple[DocumentVersion, ...]] = field(default_factory=dict)
    superseded_texts: set[str] = field(default_factory=set)
    """SHA-256 of reading texts whose paper, the same file, was published again with a better one."""
    withdrawn: dict[UUID, Withdrawal] = field(default_factory=dict)
    readings: dict[tuple[UUID, UUID, str], Reading] = field(default_factory=dict)
    marks: dict[UUID, SealedMark] = field(default_factory=dict)
    devices: dict[UUID, Device] = field(default_factory=dict)
    revoked: dict[UUID, str] = field(default_factory=dict)
    consents: dict[UUID, bool] = field(default_factory=dict)
    presences: dict[UUID, Presence] = field(default_factory=dict)
    repeats: dict[UUID, tuple[Presence, ...]] = field(default_factory=dict)
    departures: dict[UUID, tuple[Departure, ...]] = field(default_factory=dict)
    undone: dict[UUID, tuple[Undoing, ...]] = field(default_factory=dict)
    absences: dict[UUID, Absence] = field(default_factory=dict)
    seats: tuple[Seat, ...] = ()
    credentials: tuple[str, ...] = ()
    erasure_ordered_at_utc_ms: int | None = None
    erasures: dict[UUID, Erasure] = field(default_factory=dict)
    floor_requests: dict[UUID, FloorRequest] = field(default_factory=dict)
    floor: FloorTurn | None = None
    floor_turns: tuple[FloorTurn, ...] = ()
    recordings: dict[UUID, Recording] = field(default_factory=dict)
    segments: dict[UUID, Segment] = field(default_factory=dict)
    merged_into: dict[UUID, UUID] = field(default_factory=dict)
    votes: dict[UUID, Vote] = field(default_factory=dict)
    summaries: dict[UUID, str] = field(default_factory=dict)
    minutes_details: MinutesDetails | None = None
    minutes_versions: tuple[MinutesVersion, ...] = ()
    exports: tuple[Export, ...] = ()
    applied: set[UUID] = field(default_factory=set)

    def copy(self) -> CongressState:
        """A state that can be changed without changing this one."""
        twin = copy.copy(self)
        for name, value in vars(self).items():
            if isinstance(value, (dict, set)):
                setattr(twin, name, value.copy())
        return twin

    @property
    def settings(self) -> Settings:
        return self.congress.settings if self.congress else Settings()

    @property
    def current_item(self) -> AgendaItem | None:
        return next((item for item in self.agenda if item.id == self.current_item_id), None)

    @property
    def floor_queue(self) -> list[FloorRequest]:
        """Who asked to speak, first come first served."""
        return sorted(
            self.floor_requests.values(), key=lambda request: (request.at_utc_ms, request.person_id)
        )

    def owner_of(self, device_id: UUID) -> UUID:
        """Whose a device's marks and readings are: its person's, else its own."""
        device = self.devices.get(device_id)
        return device.person_id if device and device.person_id else device_id

    def person_of(self, device_id: UUID) -> Person | None:
        """Who holds the device, where it was enrolled for somebody."""
        return self.persons.get(self.owner_of(device_id))

    def documents_on_shelf(self) -> list[Document]:
        """Documents that have not been called back, in the order of the pack."""
        current = (doc for doc in self.documents.values() if doc.id not in self.withdrawn)
        return sorted(current, key=lambda doc: (doc.kind, doc.position, doc.title))

    def documents_for(self, device: Device) -> list[Document]:
        """Those on the shelf that this device may hold."""
        person = self.persons.get(device.person_id) if device.person_id else None
        return [doc for doc in self.documents_on_shelf() if doc.is_for(device.role, person)]

    def replaced_version(self, document_id: UUID) -> DocumentVersion | None:
        """The version before the present one, where there was one."""
        versions = self.document_versions.get(document_id, ())
        return versions[-2] if len(versions) > 1 else None

    def present_id(self, segment_id: UUID) -> UUID:
        """The segment that this one has become a part of, else itself."""
        while segment_id not in self.segments and segment_id in self.merged_into:
            segment_id = self.merged_into[segment_id]
        return segment_id

    def is_read(self, segment: Segment) -> bool:
        """Whether it belongs to the run that is read there: older and unfinished runs are kept beside it."""
        recording = self.recordings.get(segment.recording_id)
        if recording is None or not recording.choices:
            return segment.run_id is None
        return recording.run_at((segment.start_ms + segment.end_ms) // 2) == segment.run_id

    def segments_in_order(self) -> list[Segment]:
        """All segments to read, by recording, then by time."""
        started = {recording.id: recording.started_at_utc_ms for recording in self.recordings.values()}
        return sorted(
            filter(self.is_read, self.segments.values()),
            key=lambda seg: (started.get(seg.recording_id, 0), seg.recording_id, seg.start_ms, seg.id),
        )

    def person_with_floor_at(self, utc_ms: int) -> UUID | None:
        """Who held the floor at that moment, by the log."""
        turns = (*self.floor_turns, self.floor) if self.floor else self.floor_turns
        for turn in reversed(turns):
            ended = turn.ended_at_utc_ms
            if turn.started_at_utc_ms <= utc_ms and (ended is None or utc_ms < ended):
                return turn.person_id
        return None
