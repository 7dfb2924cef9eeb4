"""`state = fold(confirmed events, then pending ones)`: the only code that changes a `CongressState`.

Folding never fails and never judges: the hall judges before it confirms (`app.domain.rules`), and a
pending event is shown as its device meant it until the hall has spoken. The same event twice changes
nothing; an event of a type this program does not know is passed over.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import singledispatch
from uuid import UUID

from app.domain import payloads as p
from app.domain.entities import Document
from app.domain.events import Event
from app.domain.fold_minutes import FOLDS
from app.domain.state import (
    Absence,
    CongressState,
    Departure,
    DocumentVersion,
    Erasure,
    FloorRequest,
    FloorTurn,
    ItemTimes,
    Photo,
    Presence,
    Reading,
    SealedMark,
    Sitting,
    Undoing,
    Withdrawal,
)


def fold(events: Iterable[Event], start: CongressState | None = None) -> CongressState:
    """The state after `events`, on top of a copy of `start`."""
    state = start.copy() if start else CongressState()
    for event in events:
        apply(state, event)
    return state


def apply(state: CongressState, event: Event) -> None:
    """Add one event to a state, in place."""
    if event.id in state.applied:
        return
    state.applied.add(event.id)
    if event.payload is not None:
        _apply(event.payload, state, event)


@singledispatch
def _apply(payload: p.Payload, _state: CongressState, _event: Event) -> None:
    raise TypeError(f"no fold for {payload.type}")


@_apply.register
def _(payload: p.CongressConvened, state: CongressState, _event: Event) -> None:
    state.congress = payload.congress


@_apply.register
def _(payload: p.RosterPublished, state: CongressState, _event: Event) -> None:
    state.persons = {person.id: person for person in payload.persons}


@_apply.register
def _(payload: p.SeatsPublished, state: CongressState, _event: Event) -> None:
    state.seats = payload.seats


@_apply.register
def _(payload: p.CredentialsPublished, state: CongressState, _event: Event) -> None:
    state.credentials = (*(state.credentials if payload.part else ()), payload.sealed)


@_apply.register
def _(payload: p.PhotoPublished, state: CongressState, _event: Event) -> None:
    state.photos[payload.sha256] = Photo(payload.person_id, payload.sha256, payload.size_bytes)


@_apply.register
def _(payload: p.AgendaPublished, state: CongressState, _event: Event) -> None:
    state.agenda = tuple(sorted(payload.items, key=lambda item: (item.position, item.id)))


@_apply.register
def _(payload: p.DocumentPublished, state: CongressState, event: Event) -> None:
    document = payload.document
    state.documents[document.id] = document
    state.withdrawn.pop(document.id, None)
    versions = state.document_versions.get(document.id, ())
    if versions and versions[-1].document.sha256 == document.sha256:
        # Published again with the same bytes (a pack built anew): another title perhaps, no new version.
        state.superseded_texts |= _texts_of(versions[-1].document) - _texts_of(document)
        versions = (*versions[:-1], replace(versions[-1], document=document))
    else:
        versions = (*versions, DocumentVersion(document, event.recorded_at_utc_ms))
    state.document_versions[document.id] = versions


def _texts_of(document: Document) -> set[str]:
    return {document.reading_sha256} if document.reading_sha256 else set()


@_apply.register
def _(payload: p.DocumentWithdrawn, state: CongressState, event: Event) -> None:
    state.withdrawn[payload.document_id] = Withdrawal(event.recorded_at_utc_ms, payload.reason)


@_apply.register
def _(payload: p.DocumentRead, state: CongressState, event: Event) -> None:
    owner_id, at = state.owner_of(event.device_id), event.recorded_at_utc_ms
    key = (payload.document_id, owner_id, payload.sha256)
    known = state.readings.get(key)
    pages = known.pages if known else 0
    for part in payload.pages:
        pages |= ((1 << (part.last - part.first + 1)) - 1) << part.first
    state.readings[key] = Reading(
        owner_id=owner_id,
        document_id=payload.document_id,
        sha256=payload.sha256,
        first_at_utc_ms=min(known.first_at_utc_ms, at) if known else at,
        last_at_utc_ms=max(known.last_at_utc_ms, at) if known else at,
        pages=pages,
    )


@_apply.register
def _(payload: p.MarkKept, state: CongressState, event: Event) -> None:
    owner_id = state.owner_of(event.device_id)
    known = state.marks.get(payload.mark_id)
    if known is None or known.owner_id == owner_id:
        state.marks[payload.mark_id] = SealedMark(
            id=payload.mark_id,
            owner_id=owner_id,
            document_id=payload.document_id,
            sharing=payload.sharing,
            sealed=payload.sealed,
            kept_at_utc_ms=event.recorded_at_utc_ms,
        )


@_apply.register
def _(payload: p.MarkRemoved, state: CongressState, event: Event) -> None:
    known = state.marks.get(payload.mark_id)
    if known and known.owner_id == state.owner_of(event.device_id):
        del state.marks[payload.mark_id]


@_apply.register
def _(payload: p.DeviceEnrolled, state: CongressState, _event: Event) -> None:
    state.devices[payload.device.id] = payload.device


@_apply.register
def _(payload: p.DeviceRevoked, state: CongressState, _event: Event) -> None:
    state.revoked[payload.device_id] = payload.reason


@_apply.register
def _(payload: p.ConsentRecorded, state: CongressState, _event: Event) -> None:
    state.consents[payload.person_id] = payload.given


@_apply.register
def _(payload: p.CheckedIn, state: CongressState, event: Event) -> None:
    person_id = payload.person_id
    presence = Presence(
        person_id=person_id,
        since_utc_ms=event.recorded_at_utc_ms,
        method=payload.method,
        device_id=event.device_id,
        event_id=event.id,
        score_milli=payload.score_milli,
        reason=payload.reason,
    )
    if person_id in state.presences:
        # Two gates may admit the same person before they hear of each other: the first in the log stands.
        state.repeats[person_id] = (*state.repeats.get(person_id, ()), presence)
    else:
        state.presences[person_id] = presence
        state.absences.pop(person_id, None)


@_apply.register
def _(payload: p.CheckInUndone, state: CongressState, event: Event) -> None:
    person_id = payload.person_id
    repeats = state.repeats.pop(person_id, ())
    if presence := state.presences.pop(person_id, None):
        taken_back = Undoing((presence, *repeats), event.recorded_at_utc_ms, payload.reason, event.device_id)
        state.undone[person_id] = (*state.undone.get(person_id, ()), taken_back)


@_apply.register
def _(payload: p.PersonLeft, state: CongressState, event: Event) -> None:
    if presence := state.presences.pop(payload.person_id, None):
        gone = Departure(presence, event.recorded_at_utc_ms, payload.reason, event.device_id)
        state.departures[payload.person_id] = (*state.departures.get(payload.person_id, ()), gone)


@_apply.register
def _(payload: p.AbsenceNoted, state: CongressState, event: Event) -> None:
    if payload.person_id not in state.presences:
        absence = Absence(payload.with_leave, payload.reason, event.recorded_at_utc_ms, event.device_id)
        state.absences[payload.person_id] = absence


@_apply.register
def _(payload: p.AbsenceCleared, state: CongressState, _event: Event) -> None:
    state.absences.pop(payload.person_id, None)


@_apply.register
def _(_payload: p.TemplatesErasureOrdered, state: CongressState, event: Event) -> None:
    if state.erasure_ordered_at_utc_ms is None:
        state.erasure_ordered_at_utc_ms = event.recorded_at_utc_ms


@_apply.register
def _(payload: p.TemplatesErased, state: CongressState, event: Event) -> None:
    known = state.erasures.get(event.device_id)
    state.erasures[event.device_id] = Erasure(
        device_id=event.device_id,
        at_utc_ms=event.recorded_at_utc_ms,
        templates_count=payload.templates_count + (known.templates_count if known else 0),
        photos_count=payload.photos_count + (known.photos_count if known else 0),
    )


@_apply.register
def _(payload: p.SittingOpened, state: CongressState, event: Event) -> None:
    state.sittings = (*state.sittings, Sitting(payload.name, event.recorded_at_utc_ms))


@_apply.register
def _(_payload: p.SittingClosed, state: CongressState, event: Event) -> None:
    if state.sittings and state.sittings[-1].closed_at_utc_ms is None:
        last = replace(state.sittings[-1], closed_at_utc_ms=event.recorded_at_utc_ms)
        state.sittings = (*state.sittings[:-1], last)


@_apply.register
def _(payload: p.AgendaItemOpened, state: CongressState, event: Event) -> None:
    if state.current_item_id and state.current_item_id != payload.item_id:
        _close_item(state, state.current_item_id, event.recorded_at_utc_ms, "")
    state.item_times.setdefault(payload.item_id, ItemTimes(event.recorded_at_utc_ms))
    state.current_item_id = payload.item_id


@_apply.register
def _(payload: p.AgendaItemClosed, state: CongressState, event: Event) -> None:
    _close_item(state, payload.item_id, event.recorded_at_utc_ms, payload.outcome)
    if state.current_item_id == payload.item_id:
        state.current_item_id = None


def _close_item(state: CongressState, item_id: UUID, at_utc_ms: int, outcome: str) -> None:
    times = state.item_times.get(item_id, ItemTimes(at_utc_ms))
    state.item_times[item_id] = replace(times, closed_at_utc_ms=at_utc_ms, outcome=outcome or times.outcome)


@_apply.register
def _(payload: p.FloorRequested, state: CongressState, event: Event) -> None:
    request = FloorRequest(payload.person_id, event.recorded_at_utc_ms, payload.subject)
    state.floor_requests.setdefault(payload.person_id, request)


@_apply.register
def _(payload: p.FloorRequestWithdrawn, state: CongressState, _event: Event) -> None:
    state.floor_requests.pop(payload.person_id, None)


@_apply.register
def _(payload: p.FloorGiven, state: CongressState, event: Event) -> None:
    _end_floor(state, event.recorded_at_utc_ms)
    state.floor_requests.pop(payload.person_id, None)
    state.floor = FloorTurn(
        id=event.id,
        person_id=payload.person_id,
        started_at_utc_ms=event.recorded_at_utc_ms,
        ended_at_utc_ms=None,
        limit_ms=payload.limit_ms,
        item_id=state.current_item_id,
    )


@_apply.register
def _(_payload: p.FloorEnded, state: CongressState, event: Event) -> None:
    _end_floor(state, event.recorded_at_utc_ms)


def _end_floor(state: CongressState, at_utc_ms: int) -> None:
    if state.floor:
        state.floor_turns = (*state.floor_turns, replace(state.floor, ended_at_utc_ms=at_utc_ms))
        state.floor = None


for _payload_class, _fold in FOLDS.items():
    _apply.register(_payload_class, _fold)
