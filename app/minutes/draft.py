"""The minutes as data: who, when, what was dealt with, who spoke, how it ended. No layout here."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import tzinfo
from uuid import UUID

from app.domain.entities import Person
from app.domain.quorum import Attendance
from app.paper.text import VIETNAM_TIME, Signature

_SECRETARIAT = Signature("T/M ĐOÀN THƯ KÝ", "TRƯỞNG ĐOÀN")
_PRESIDIUM = Signature("T/M ĐOÀN CHỦ TỊCH")


@dataclass(frozen=True, slots=True)
class MinutesDetails:
    """What the event log does not say and a secretary fills in; a dotted line stands for what is empty.

    `town` stands before the date ("An Bình, ngày ..."), `number` is the paper's ("01").
    """

    number: str = "01"
    town: str = ""
    presidium: tuple[str, ...] = ()
    secretariat: tuple[str, ...] = ()
    recorded_by: Signature = _SECRETARIAT
    presided_by: Signature = _PRESIDIUM
    time_zone: tzinfo = VIETNAM_TIME


@dataclass(frozen=True, slots=True)
class Speech:
    """One turn at the rostrum.

    `text` is all that was said and not struck out, `summary` what the body has of it; both are empty for
    a turn that was not recorded.
    """

    speaker: Person | None
    started_at_utc_ms: int
    text: str
    summary: str
    segment_ids: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class MinutesItem:
    """An agenda item that was dealt with, or (`title` empty) what was said outside of any."""

    title: str
    opened_at_utc_ms: int
    closed_at_utc_ms: int | None
    outcome: str
    speeches: tuple[Speech, ...]


@dataclass(frozen=True, slots=True)
class MinutesSitting:
    """A sitting with its items, in the order in which they were opened. `name` may be empty."""

    name: str
    opened_at_utc_ms: int | None
    closed_at_utc_ms: int | None
    items: tuple[MinutesItem, ...]


@dataclass(frozen=True, slots=True)
class MinutesDraft:
    """Everything that minutes need. `transcript` holds every turn, also those without a known speaker."""

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
