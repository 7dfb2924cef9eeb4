"""Figures of attendance, of a log as gates write it."""

from __future__ import annotations

from app.credentials.attendance import (
    Freshness,
    Standing,
    figures,
    last_arrivals,
    missing,
    seat_of,
    seating,
    standing_of,
)
from app.domain import payloads as p
from app.domain.entities import CheckInMethod, Role, Seat
from app.domain.fold import fold
from tests.fakes.clock import FakeClock
from tests.fakes.congress import opening_payloads, people, signer

FACE, BADGE, MANUAL = CheckInMethod.FACE, CheckInMethod.BADGE, CheckInMethod.MANUAL
ONE, TWO, THREE, FOUR, FIVE, SIX, GUEST, _ = people()


def state_of(*payloads):
    clock = FakeClock(1_000)
    say = signer(Role.GATE, "gate", clock).sign
    events = []
    for payload in (*opening_payloads(), *payloads):
        clock.advance_ms(1_000)
        events.append(say(payload).event)
    return fold(events)


def came(person, method=FACE):
    return p.CheckedIn(person_id=person.id, method=method, reason="quen biết" if method is MANUAL else "")


def test_every_standing_is_counted_once():
    state = state_of(
        came(ONE),
        came(TWO, BADGE),
        p.SittingOpened(name="Phiên trù bị"),
        came(THREE, MANUAL),
        p.PersonLeft(person_id=TWO.id),
        p.AbsenceNoted(person_id=FOUR.id, with_leave=True, reason="ốm"),
        p.AbsenceNoted(person_id=FIVE.id, with_leave=False),
        came(GUEST),
    )
    expected = {
        ONE: Standing.PRESENT, TWO: Standing.LEFT, THREE: Standing.LATE, FOUR: Standing.ABSENT_WITH_LEAVE,
        FIVE: Standing.ABSENT_WITHOUT_LEAVE, SIX: Standing.NOT_ARRIVED, GUEST: Standing.LATE,
    }  # fmt: skip
    assert {person: standing_of(state, person.id) for person in expected} == expected
    found = figures(state)
    tally = found.delegates
    assert (tally.listed, tally.present, tally.late, tally.left, tally.missing) == (6, 2, 1, 1, 4)
    assert (tally.absent_with_leave, tally.absent_without_leave, tally.not_arrived) == (1, 1, 1)
    assert (found.others.listed, found.others.present) == (2, 1)
    assert dict(found.methods) == {FACE: 2, BADGE: 0, MANUAL: 1}
    assert sum(one.listed for _, one in found.delegations) == tally.listed
    assert [person for person, _ in missing(state)] == [TWO, FOUR, FIVE, SIX]


def test_who_comes_back_is_not_late_and_undoing_takes_the_arrival_back():
    state = state_of(
        came(ONE), came(TWO), p.SittingOpened(name="x"), p.PersonLeft(person_id=ONE.id), came(ONE, BADGE),
        p.CheckInUndone(person_id=TWO.id, reason="nhầm"), came(TWO),
    )  # fmt: skip
    assert standing_of(state, ONE.id) is Standing.PRESENT
    assert standing_of(state, TWO.id) is Standing.LATE
    assert [(one.person, one.is_late) for one in last_arrivals(state, 5)] == [(TWO, True), (ONE, False)]


def test_an_absence_that_was_noted_ends_when_the_person_comes():
    state = state_of(p.AbsenceNoted(person_id=ONE.id, with_leave=True), came(ONE))
    assert figures(state).delegates.absent_with_leave == 0
    assert standing_of(state, ONE.id) is Standing.PRESENT


def test_two_gates_admit_one_person_once_and_both_are_known():
    found = figures(state_of(came(ONE), came(ONE, BADGE)))
    assert found.delegates.present == 1
    assert found.repeats == 1
    assert dict(found.methods)[BADGE] == 0


def test_a_quorum_needs_delegates_and_units_of_those_convened():
    short = figures(state_of(*map(came, (ONE, TWO, THREE, GUEST))))
    assert not short.has_quorum
    assert short.quorum.required == 4
    enough = figures(state_of(*map(came, (ONE, TWO, FOUR, FIVE))))
    assert enough.has_quorum
    assert (enough.quorum.delegations_present, enough.units_required) == (2, 2)
    everybody_of_one_unit = people(6, 0)
    of_one = figures(
        state_of(
            p.RosterPublished(
                persons=tuple(
                    one.model_copy(update={"delegation": "A" if one.number < 5 else f"B{one.number}"})
                    for one in everybody_of_one_unit
                )
            ),
            *map(came, (ONE, TWO, THREE, FOUR)),
        )
    )
    assert of_one.quorum.has_quorum
    assert not of_one.has_quorum, "1 of 3 units"


def test_an_empty_congress_has_no_quorum():
    assert not figures(fold([])).has_quorum


def test_seats_are_found_however_they_are_written():
    plan = (Seat(name="A 01", row=0, column=0), Seat(name="Z9", row=4, column=2))
    state = state_of(p.SeatsPublished(seats=plan))
    assert seat_of(state, ONE) == plan[0]
    assert seat_of(state, TWO) is None
    assert seating(state) == ((plan[0], ONE), (plan[1], None))


def test_figures_say_how_old_they_are():
    assert Freshness(0, None).age_ms(5) is None
    assert Freshness(9, 1_000, 2).age_ms(61_000) == 60_000
    assert Freshness(9, 1_000).age_ms(500) == 0, "a clock that is behind"
