"""Who came and who did not: figures of the log for the board's screen and report. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from app.domain.entities import CheckInMethod, Person, PersonKind, Quorum, Seat
from app.domain.quorum import Attendance, attendance, required_present
from app.domain.seating import seat_key
from app.domain.state import CongressState


class Standing(StrEnum):
    """Where a person of the roster is, as far as the log knows."""

    PRESENT = "present"
    LATE = "late"  # present, and came after the sitting had been opened
    LEFT = "left"
    ABSENT_WITH_LEAVE = "absent_with_leave"
    ABSENT_WITHOUT_LEAVE = "absent_without_leave"
    NOT_ARRIVED = "not_arrived"

    @property
    def is_here(self) -> bool:
        return self in (Standing.PRESENT, Standing.LATE)


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of some persons by standing. `late` are among the `present`."""

    listed: int = 0
    present: int = 0
    late: int = 0
    left: int = 0
    absent_with_leave: int = 0
    absent_without_leave: int = 0
    not_arrived: int = 0

    @property
    def missing(self) -> int:
        """Everybody who is not in the hall."""
        return self.listed - self.present

    @classmethod
    def of(cls, standings: Iterable[Standing]) -> Tally:
        count = Counter(standings)
        return cls(
            listed=count.total(),
            present=count[Standing.PRESENT] + count[Standing.LATE],
            late=count[Standing.LATE],
            left=count[Standing.LEFT],
            absent_with_leave=count[Standing.ABSENT_WITH_LEAVE],
            absent_without_leave=count[Standing.ABSENT_WITHOUT_LEAVE],
            not_arrived=count[Standing.NOT_ARRIVED],
        )


@dataclass(frozen=True, slots=True)
class AttendanceFigures:
    """Everything that the board counts at one moment.

    `delegates` are those convened (the quorum's denominator), `others` alternates and guests.
    `delegations` (of delegates) come in the roster's order; `methods` say how those present checked in.
    `repeats`: check-ins of somebody who was in already, at a second gate.
    `quorum_fraction` is the rule; `units_required` of the delegations must be present as well.
    """

    quorum: Attendance
    quorum_fraction: Quorum
    units_required: int
    delegates: Tally
    others: Tally
    delegations: tuple[tuple[str, Tally], ...]
    kinds: tuple[tuple[PersonKind, Tally], ...]
    methods: tuple[tuple[CheckInMethod, int], ...]
    repeats: int

    @property
    def has_quorum(self) -> bool:
        """Enough delegates, and enough of the delegations, of those convened."""
        return self.quorum.has_quorum and self.quorum.delegations_present >= self.units_required


@dataclass(frozen=True, slots=True)
class Freshness:
    """How far a device has followed the hall's log. Times are the hall's, milliseconds UTC.

    `pending_count`: what this device has said and the hall has not yet confirmed.
    """

    seq: int
    newest_at_utc_ms: int | None
    pending_count: int = 0

    def age_ms(self, now_utc_ms: int) -> int | None:
        """How old the newest confirmed event is; None before there is any."""
        return None if self.newest_at_utc_ms is None else max(0, now_utc_ms - self.newest_at_utc_ms)


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody came in."""

    person: Person
    at_utc_ms: int
    method: CheckInMethod
    is_late: bool


def figures(state: CongressState) -> AttendanceFigures:
    """Count the whole roster."""
    standings = {person_id: standing_of(state, person_id) for person_id in state.persons}
    persons = sorted(state.persons.values(), key=lambda person: person.number)

    def tally(some: Iterable[Person]) -> Tally:
        return Tally.of(standings[person.id] for person in some)

    delegates = [person for person in persons if person.kind.is_convened]
    names = dict.fromkeys(person.delegation for person in delegates)
    counts = attendance(state)
    rule = state.settings.quorum
    methods = Counter(presence.method for presence in state.presences.values())
    return AttendanceFigures(
        quorum=counts,
        quorum_fraction=rule,
        units_required=required_present(counts.delegations, rule),
        delegates=tally(delegates),
        others=tally(person for person in persons if not person.kind.is_convened),
        delegations=tuple(
            (name, tally(person for person in delegates if person.delegation == name)) for name in names
        ),
        kinds=tuple(
            (kind, tally(person for person in persons if person.kind is kind)) for kind in PersonKind
        ),
        methods=tuple((method, methods[method]) for method in CheckInMethod),
        repeats=sum(map(len, state.repeats.values())),
    )


def standing_of(state: CongressState, person_id: UUID) -> Standing:
    """Where one person is. A presence outweighs a noted absence, and that outweighs having left."""
    if person_id in state.presences:
        return Standing.LATE if _came_late(state, person_id) else Standing.PRESENT
    if absence := state.absences.get(person_id):
        return Standing.ABSENT_WITH_LEAVE if absence.with_leave else Standing.ABSENT_WITHOUT_LEAVE
    return Standing.LEFT if person_id in state.departures else Standing.NOT_ARRIVED


def missing(state: CongressState) -> list[tuple[Person, Standing]]:
    """Delegates convened who are not in the hall, by number: whom the board must look for."""
    absent = [person for person in state.persons.values() if person.id not in state.presences]
    convened = sorted((one for one in absent if one.kind.is_convened), key=lambda person: person.number)
    return [(person, standing_of(state, person.id)) for person in convened]


def last_arrivals(state: CongressState, count: int) -> list[Arrival]:
    """Who came in last and is still here, newest first."""
    newest = sorted(state.presences.values(), key=lambda presence: presence.since_utc_ms, reverse=True)
    return [
        Arrival(state.persons[one.person_id], one.since_utc_ms, one.method, _came_late(state, one.person_id))
        for one in newest[:count]
        if one.person_id in state.persons
    ]


def seat_of(state: CongressState, person: Person) -> Seat | None:
    """Where a person sits on the plan of the hall; None where the plan has no such seat."""
    wanted = seat_key(person.seat)
    return next((seat for seat in state.seats if wanted and seat_key(seat.name) == wanted), None)


def seating(state: CongressState) -> tuple[tuple[Seat, Person | None], ...]:
    """Every seat of the plan with who sits there."""
    by_seat = {seat_key(person.seat): person for person in state.persons.values() if person.seat}
    return tuple((seat, by_seat.get(seat_key(seat.name))) for seat in state.seats)


def _came_late(state: CongressState, person_id: UUID) -> bool:
    """Whether the first arrival was after the latest sitting had been opened: coming back is not late."""
    if not state.sittings:
        return False
    arrivals = [gone.presence.since_utc_ms for gone in state.departures.get(person_id, ())]
    arrivals.append(state.presences[person_id].since_utc_ms)
    return min(arrivals) > state.sittings[-1].opened_at_utc_ms
