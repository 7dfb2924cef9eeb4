"""The minutes as data: who, when, what was dealt with, who spoke, how it ended. No layout here."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import tzinfo
from uuid import UUID

from app.domain.entities import MinutesDetails, Person
from app.domain.quorum import Attendance
from app.domain.transcript import Vote
from app.paper.text import VIETNAM_TIME


@dataclass(frozen=True, slots=True)
class Speech:
    """One turn at the rostrum, or a stretch of it (`MinutesDraft.transcript`).

    `anchor_id` is what a summary is written for: the turn of the floor, else the first segment.
    `speaker_name`: of somebody who is not on the roster. `text` is all that was said and not struck out,
    `summary` what the body has of it, `is_proposed` while no secretary has written it; all are empty for a
    turn that was not recorded. `paper`: the title of the submitted speech that was read.
    """

    anchor_id: UUID
    speaker: Person | None
    speaker_name: str
    started_at_utc_ms: int
    text: str = ""
    summary: str = ""
    is_proposed: bool = False
    paper: str = ""
    segment_ids: tuple[UUID, ...] = ()

    @property
    def is_by_somebody(self) -> bool:
        return self.speaker is not None or bool(self.speaker_name)


@dataclass(frozen=True, slots=True)
class MinutesItem:
    """An agenda item that was dealt with, or (`title` empty) what was said outside of any."""

    id: UUID | None
    title: str
    opened_at_utc_ms: int
    closed_at_utc_ms: int | None
    outcome: str
    speeches: tuple[Speech, ...]
    votes: tuple[Vote, ...] = ()


@dataclass(frozen=True, slots=True)
class MinutesSitting:
    """A sitting with its items, in the order in which they were opened. `name` may be empty.

    `attendance`: who was there when it was opened.
    """

    name: str
    opened_at_utc_ms: int | None
    closed_at_utc_ms: int | None
    items: tuple[MinutesItem, ...]
    attendance: Attendance


@dataclass(frozen=True, slots=True)
class MinutesDraft:
    """Everything that minutes need. `attendance` is of the first sitting's opening; `transcript` holds every
    stretch of speech by time, also those without a known speaker."""

    congress_title: str
    term: str
    issuing_body: str
    superior_body: str
    place: str
    opened_at_utc_ms: int | None
    closed_at_utc_ms: int | None
    written_at_utc_ms: int
    attendance: Attendance
    quorum: str
    details: MinutesDetails
    sittings: tuple[MinutesSitting, ...]
    transcript: tuple[Speech, ...]
    engines: tuple[str, ...] = field(default=())
    time_zone: tzinfo = VIETNAM_TIME

    @property
    def segments_count(self) -> int:
        return sum(len(speech.segment_ids) for speech in self.transcript)
