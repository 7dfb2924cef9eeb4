"""From the log to a draft: who spoke is who held the floor, unless a secretary said otherwise."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

from app.domain.entities import AgendaItem, MinutesDetails
from app.domain.quorum import Attendance, attendance
from app.domain.state import CongressState
from app.domain.transcript import Vote
from app.minutes.draft import MinutesDraft, MinutesItem, MinutesSitting, Speech
from app.minutes.errors import NoCongress
from app.minutes.extract import Extracts
from app.minutes.speeches import speeches, stretches


def build_draft(
    state: CongressState, written_at_utc_ms: int, extracts: Extracts | None = None
) -> MinutesDraft:
    """Put a draft together from the folded log: the same log, the same draft. Raises `NoCongress`.

    `extracts`: kept by whoever builds drafts again and again.
    """
    congress = state.congress
    if congress is None:
        raise NoCongress
    said = stretches(state)
    sittings = _sittings(state, speeches(state, said, extracts or Extracts()))
    opened = [sitting.opened_at_utc_ms for sitting in sittings if sitting.opened_at_utc_ms is not None]
    quorum = congress.settings.quorum
    return MinutesDraft(
        congress_title=congress.title,
        term=congress.term,
        issuing_body=congress.issuing_body,
        superior_body=congress.superior_body,
        place=congress.place,
        opened_at_utc_ms=min(opened, default=None),
        closed_at_utc_ms=sittings[-1].closed_at_utc_ms if sittings else None,
        written_at_utc_ms=written_at_utc_ms,
        attendance=sittings[0].attendance if sittings else attendance(state),
        quorum=f"{quorum.numerator}/{quorum.denominator}",
        details=state.minutes_details or MinutesDetails(),
        sittings=tuple(sittings),
        transcript=tuple(said),
        engines=tuple(sorted({segment.engine for segment in state.segments_in_order()})) if said else (),
    )


def attendance_at(state: CongressState, utc_ms: int) -> Attendance:
    """Who was in the hall at that moment, by the log."""
    then = state.copy()
    then.presences = {}
    for person_id, departures in state.departures.items():
        for gone in departures:
            if gone.presence.since_utc_ms <= utc_ms < gone.at_utc_ms:
                then.presences[person_id] = gone.presence
    for person_id, presence in state.presences.items():
        if presence.since_utc_ms <= utc_ms:
            then.presences[person_id] = presence
    return attendance(then)


def _sittings(state: CongressState, turns: list[Speech]) -> list[MinutesSitting]:
    """Items go to the sitting in which they were opened, speeches to the item that was open."""
    items = _items(state, turns)
    if not state.sittings:
        if not items:
            return []
        closed = [item.closed_at_utc_ms for item in items]
        ended = max((at for at in closed if at is not None), default=None) if None not in closed else None
        first = items[0].opened_at_utc_ms
        return [MinutesSitting("", first, ended, tuple(items), attendance_at(state, first))]
    bounds = [sitting.opened_at_utc_ms for sitting in state.sittings]
    bounds[0] = 0  # what came before the first gavel belongs to the first sitting
    ends: list[float] = [*bounds[1:], float("inf")]
    return [
        MinutesSitting(
            sitting.name,
            sitting.opened_at_utc_ms,
            sitting.closed_at_utc_ms,
            tuple(item for item in items if begin <= item.opened_at_utc_ms < end),
            attendance_at(state, sitting.opened_at_utc_ms),
        )
        for sitting, begin, end in zip(state.sittings, bounds, ends, strict=True)
    ]


def _items(state: CongressState, turns: list[Speech]) -> list[MinutesItem]:
    times = {item.id: state.item_times[item.id] for item in state.agenda if item.id in state.item_times}
    votes = [
        vote if vote.item_id in times else replace(vote, item_id=None)
        for vote in sorted(state.votes.values(), key=lambda vote: (vote.at_utc_ms, vote.id))
    ]
    sections: list[tuple[float, AgendaItem | None]] = [(at, None) for at in _before_items(state)]
    sections += [(times[item.id].opened_at_utc_ms, item) for item in state.agenda if item.id in times]
    sections.sort(key=lambda section: section[0])
    ends = [*(begin for begin, _ in sections[1:]), math.inf]
    items = []
    for (begin, item), end in zip(sections, ends, strict=True):
        said = tuple(turn for turn in turns if begin <= turn.started_at_utc_ms < end)
        counted = tuple(vote for vote in votes if _is_under(vote, item.id if item else None, begin, end))
        if item:
            at, closed = times[item.id].opened_at_utc_ms, times[item.id].closed_at_utc_ms
            outcome = times[item.id].outcome
            items.append(MinutesItem(item.id, item.title, at, closed, outcome, said, counted))
        elif said or counted:
            moments = [*(turn.started_at_utc_ms for turn in said), *(vote.at_utc_ms for vote in counted)]
            items.append(MinutesItem(None, "", min(moments), None, "", said, counted))
    return items


def _before_items(state: CongressState) -> Iterator[float]:
    """Moments from which on what is said belongs to no item: at first, and with every later sitting that is
    opened while no item goes on."""
    yield -math.inf
    for sitting in state.sittings[1:]:
        at = sitting.opened_at_utc_ms
        goes_on = (
            times.opened_at_utc_ms <= at and (times.closed_at_utc_ms is None or times.closed_at_utc_ms > at)
            for times in state.item_times.values()
        )
        if not any(goes_on):
            yield at


def _is_under(vote: Vote, item_id: UUID | None, begin: float, end: float) -> bool:
    """A vote stands under its item; one without an item that was dealt with, where it was counted."""
    if vote.item_id is not None:
        return vote.item_id == item_id
    return begin <= vote.at_utc_ms < end
