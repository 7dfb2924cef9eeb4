"""What the hall accepts: who may say what, and when. Devices ask the same rules before offering a button."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from app.domain import payloads as p
from app.domain.entities import CheckInMethod, Device, Role
from app.domain.events import Event
from app.domain.fold_minutes import FOLDS
from app.domain.state import CongressState


class Rejection(StrEnum):
    """Why the hall did not take an event. The user sees it in words."""

    UNKNOWN_TYPE = "unknown_type"
    UNKNOWN_DEVICE = "unknown_device"
    REVOKED = "revoked"
    BAD_SIGNATURE = "bad_signature"
    MALFORMED = "malformed"
    NOT_ALLOWED = "not_allowed"
    NOT_YOURS = "not_yours"
    UNKNOWN_PERSON = "unknown_person"
    UNKNOWN_ITEM = "unknown_item"
    UNKNOWN_DOCUMENT = "unknown_document"
    UNKNOWN_RECORDING = "unknown_recording"
    UNKNOWN_SEGMENT = "unknown_segment"
    UNKNOWN_MARK = "unknown_mark"
    UNKNOWN_VOTE = "unknown_vote"
    UNKNOWN_MINUTES = "unknown_minutes"
    OTHER_MINUTES = "other_minutes"
    NO_CONSENT = "no_consent"
    NOT_PRESENT = "not_present"
    NO_REASON = "no_reason"
    FROM_THE_FUTURE = "from_the_future"


MAX_CLOCK_AHEAD_MS = 10 * 60_000
"""An event may not claim to be later than the hall's clock by more than this; the past is fine (offline)."""

_CHECKERS = frozenset({Role.GATE, Role.CHAIR})
_CHAIR = frozenset({Role.CHAIR})
_SPEAKERS = frozenset({Role.TABLET, Role.CHAIR})
_NOBODY: frozenset[Role] = frozenset()

ALLOWED: dict[type[p.Payload], frozenset[Role]] = {
    p.CongressConvened: _NOBODY,
    p.RosterPublished: _NOBODY,
    p.AgendaPublished: _NOBODY,
    p.SeatsPublished: _NOBODY,
    p.CredentialsPublished: _NOBODY,
    p.PhotoPublished: _NOBODY,
    p.DocumentPublished: _NOBODY,
    p.DocumentWithdrawn: _CHAIR,
    p.DocumentRead: _SPEAKERS,
    p.MarkKept: _SPEAKERS,
    p.MarkRemoved: _SPEAKERS,
    p.DeviceEnrolled: _NOBODY,
    p.DeviceRevoked: _NOBODY,
    p.ConsentRecorded: _CHECKERS | {Role.TABLET},
    p.CheckedIn: _CHECKERS | {Role.TABLET},
    p.CheckInUndone: _CHECKERS,
    p.PersonLeft: _CHECKERS,
    p.AbsenceNoted: _CHECKERS,
    p.AbsenceCleared: _CHECKERS,
    p.TemplatesErasureOrdered: _NOBODY,
    p.TemplatesErased: _CHECKERS | {Role.TABLET},
    p.SittingOpened: _CHAIR,
    p.SittingClosed: _CHAIR,
    p.AgendaItemOpened: _CHAIR,
    p.AgendaItemClosed: _CHAIR,
    p.FloorRequested: _SPEAKERS,
    p.FloorRequestWithdrawn: _SPEAKERS,
    p.FloorGiven: _CHAIR,
    p.FloorEnded: _CHAIR,
    **dict.fromkeys(FOLDS, _CHAIR),
}
"""Roles that may say a fact, besides `Role.CONGRESS`, which may say anything."""


def may_say(role: Role, payload_class: type[p.Payload]) -> bool:
    """Whether devices of this role may write such events at all."""
    return role is Role.CONGRESS or role in ALLOWED[payload_class]


def judge(state: CongressState, event: Event, device: Device, now_utc_ms: int) -> Rejection | None:
    """Why `event`, said by `device`, cannot join the log after `state`; None when it can."""
    payload = event.payload
    if payload is None:
        return Rejection.UNKNOWN_TYPE
    if device.id in state.revoked:
        return Rejection.REVOKED
    if not may_say(device.role, type(payload)):
        return Rejection.NOT_ALLOWED
    if event.recorded_at_utc_ms > now_utc_ms + MAX_CLOCK_AHEAD_MS:
        return Rejection.FROM_THE_FUTURE
    checks = _CHECKS.get(type(payload), ())
    asked = _Asked(state, payload, device)
    return next((reason for check in checks if (reason := check(asked))), None)


@dataclass(frozen=True, slots=True)
class _Asked:
    state: CongressState
    payload: p.Payload
    device: Device

    def get(self, name: str) -> object:
        return getattr(self.payload, name)


_Check = Callable[[_Asked], Rejection | None]


def _known(field: str, of: str, otherwise: Rejection) -> _Check:
    def check(asked: _Asked) -> Rejection | None:
        return None if asked.get(field) in getattr(asked.state, of) else otherwise

    return check


def _item(asked: _Asked) -> Rejection | None:
    known = {item.id for item in asked.state.agenda}
    return None if asked.get("item_id") in known else Rejection.UNKNOWN_ITEM


def _own(asked: _Asked) -> Rejection | None:
    """A tablet speaks for the person it was enrolled for, and for nobody else."""
    if asked.device.role is not Role.TABLET:
        return None
    return None if asked.device.person_id == asked.get("person_id") else Rejection.NOT_YOURS


def _own_by_face(asked: _Asked) -> Rejection | None:
    """Nobody watches a tablet: its person may only be seen there, not be said to be here."""
    payload = asked.payload
    is_said = isinstance(payload, p.CheckedIn) and payload.method is not CheckInMethod.FACE
    return Rejection.NOT_ALLOWED if is_said and asked.device.role is Role.TABLET else None


def _face_needs_consent(asked: _Asked) -> Rejection | None:
    payload = asked.payload
    if not isinstance(payload, p.CheckedIn) or payload.method is not CheckInMethod.FACE:
        return None
    return None if asked.state.consents.get(payload.person_id) else Rejection.NO_CONSENT


def _by_hand_needs_reason(asked: _Asked) -> Rejection | None:
    payload = asked.payload
    if not isinstance(payload, p.CheckedIn) or payload.method is not CheckInMethod.MANUAL:
        return None
    return None if payload.reason else Rejection.NO_REASON


def _reason_given(asked: _Asked) -> Rejection | None:
    return None if asked.get("reason") else Rejection.NO_REASON


def _present(asked: _Asked) -> Rejection | None:
    return None if asked.get("person_id") in asked.state.presences else Rejection.NOT_PRESENT


def _own_mark(asked: _Asked) -> Rejection | None:
    """A mark is changed only by whoever made it, on whichever of their devices."""
    mark = asked.state.marks.get(asked.payload.mark_id) if isinstance(asked.payload, _MARKS) else None
    if mark is None:
        return None
    return None if mark.owner_id == asked.state.owner_of(asked.device.id) else Rejection.NOT_YOURS


def _segments(asked: _Asked) -> Rejection | None:
    """Also those that have become a part of another: whoever changed them had not heard of it yet."""
    payload, state = asked.payload, asked.state
    if isinstance(payload, p.SegmentsMerged):
        named: tuple[object, ...] = (payload.first_id, payload.second_id)
    elif isinstance(payload, p.SegmentsAttributed):
        named = payload.segment_ids
    else:
        named = (asked.get("segment_id"),)
    is_known = all(one in state.segments or one in state.merged_into for one in named)
    return None if is_known else Rejection.UNKNOWN_SEGMENT


def _minutes(asked: _Asked) -> Rejection | None:
    version_id = asked.get("version_id")
    is_known = any(version.id == version_id for version in asked.state.minutes_versions)
    return None if is_known else Rejection.UNKNOWN_MINUTES


def _word_for_word(asked: _Asked) -> Rejection | None:
    payload = asked.payload
    for version in asked.state.minutes_versions:
        if isinstance(payload, p.MinutesApproved) and version.id == payload.version_id:
            sha256 = hashlib.sha256(version.text.encode()).hexdigest()
            return None if sha256 == payload.text_sha256 else Rejection.OTHER_MINUTES
    return None


_MARKS = (p.MarkKept, p.MarkRemoved)
_mark = _known("mark_id", "marks", Rejection.UNKNOWN_MARK)
_person = _known("person_id", "persons", Rejection.UNKNOWN_PERSON)
_document = _known("document_id", "documents", Rejection.UNKNOWN_DOCUMENT)
_recording = _known("recording_id", "recordings", Rejection.UNKNOWN_RECORDING)
_vote = _known("vote_id", "votes", Rejection.UNKNOWN_VOTE)
_device = _known("device_id", "devices", Rejection.UNKNOWN_DEVICE)

_CHECKS: dict[type[p.Payload], tuple[_Check, ...]] = {
    p.PhotoPublished: (_person,),
    p.DocumentWithdrawn: (_document,),
    p.DocumentRead: (_document,),
    p.MarkKept: (_document, _own_mark),
    p.MarkRemoved: (_mark, _own_mark),
    p.DeviceRevoked: (_device,),
    p.ConsentRecorded: (_person, _own),
    p.CheckedIn: (_person, _own, _own_by_face, _face_needs_consent, _by_hand_needs_reason),
    p.CheckInUndone: (_person, _reason_given),
    p.PersonLeft: (_person, _present),
    p.AbsenceNoted: (_person,),
    p.AbsenceCleared: (_person,),
    p.AgendaItemOpened: (_item,),
    p.AgendaItemClosed: (_item,),
    p.FloorRequested: (_person, _own, _present),
    p.FloorRequestWithdrawn: (_person, _own),
    p.FloorGiven: (_person,),
    p.RecordingStopped: (_recording,),
    p.RecordingGap: (_recording,),
    p.RecordingRetranscribed: (_recording,),
    p.SegmentHeard: (_recording,),
    p.SegmentRepaired: (_segments,),
    p.SegmentEdited: (_segments,),
    p.SegmentsAttributed: (_segments,),
    p.SegmentSplit: (_segments,),
    p.SegmentsMerged: (_segments,),
    p.VoteCancelled: (_vote,),
    p.OutcomeNoted: (_item,),
    p.MinutesApproved: (_minutes, _word_for_word),
    p.MinutesReturned: (_minutes,),
}
