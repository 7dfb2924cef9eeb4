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
    Person,
    Settings,
    Word,
)


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
class Photo:
    """A roster photograph that gates may make a template of."""

    person_id: UUID
    sha256: str
    size_bytes: int


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
    """Someone has, or had, the floor."""

    person_id: UUID
    started_at_utc_ms: int
    ended_at_utc_ms: int | None
    limit_ms: int | None
    item_id: UUID | None


@dataclass(frozen=True, slots=True)
class Recording:
    """Sound that is being kept or has been."""

    id: UUID
    started_at_utc_ms: int
    sample_rate_hz: int
    device_id: UUID
    duration_ms: int | None = None
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of speech: what was heard, and what the secretaries made of it."""

    id: UUID
    recording_id: UUID
    start_ms: int
    end_ms: int
    heard: str
    edited: str | None
    engine: str
    words: tuple[Word, ...]
    speaker_person_id: UUID | None
    struck: bool = False

    @property
    def text(self) -> str:
        """The text to read: corrected where somebody corrected it."""
        return self.heard if self.edited is None else self.edited


@dataclass(frozen=True, slots=True)
class Sitting:
    """One sitting of the congress."""

    name: str
    opened_at_utc_ms: int
    closed_at_utc_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Export:
    """Minutes as they were written out."""

    sha256: str
    file_name: str
    at_utc_ms: int


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
    withdrawn: dict[UUID, str] = field(default_factory=dict)
    devices: dict[UUID, Device] = field(default_factory=dict)
    revoked: dict[UUID, str] = field(default_factory=dict)
    consents: dict[UUID, bool] = field(default_factory=dict)
    presences: dict[UUID, Presence] = field(default_factory=dict)
    floor_requests: dict[UUID, FloorRequest] = field(default_factory=dict)
    floor: FloorTurn | None = None
    floor_turns: tuple[FloorTurn, ...] = ()
    recordings: dict[UUID, Recording] = field(default_factory=dict)
    segments: dict[UUID, Segment] = field(default_factory=dict)
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

    def documents_on_shelf(self) -> list[Document]:
        """Documents that have not been called back, in the order of the pack."""
        current = (doc for doc in self.documents.values() if doc.id not in self.withdrawn)
        return sorted(current, key=lambda doc: (doc.kind, doc.position, doc.title))

    def segments_in_order(self) -> list[Segment]:
        """All segments by recording, then by time."""
        started = {recording.id: recording.started_at_utc_ms for recording in self.recordings.values()}
        return sorted(
            self.segments.values(),
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
