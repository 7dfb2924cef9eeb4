"""Who is in the hall, who has left, who will not come; two gates at once; and the end of all templates."""

from __future__ import annotations

from app.domain import payloads as p
from app.domain.entities import CheckInMethod, Role
from app.domain.fold import fold
from app.domain.rules import Rejection, judge
from app.domain.state import CongressState
from tests.fakes.clock import FakeClock
from tests.fakes.congress import device_of, opening_payloads, people, signer

CLOCK = FakeClock()
ROOT = signer(Role.CONGRESS, clock=CLOCK)
GATES = (signer(Role.GATE, "1", CLOCK), signer(Role.GATE, "2", CLOCK))
WHO = people()[0].id


def congress(*facts: tuple[int, p.Payload]) -> CongressState:
    """The congress after facts said by gate 0 or gate 1."""
    devices = [p.DeviceEnrolled(device=device_of(gate, Role.GATE, "cổng")) for gate in GATES]
    opening = [ROOT.sign(one).event for one in (*opening_payloads(), *devices)]
    return fold(opening + [GATES[gate].sign(fact).event for gate, fact in facts])


def arrival() -> p.CheckedIn:
    return p.CheckedIn(person_id=WHO, method=CheckInMethod.BADGE)


def verdict(state: CongressState, fact: p.Payload) -> Rejection | None:
    return judge(state, GATES[0].sign(fact).event, state.devices[GATES[0].device_id], CLOCK.now_utc_ms())


def test_two_gates_that_admit_the_same_person_make_one_presence_and_both_are_kept() -> None:
    state = congress((0, arrival()), (1, arrival()))
    assert state.presences[WHO].device_id == GATES[0].device_id
    assert [one.device_id for one in state.repeats[WHO]] == [GATES[1].device_id]
    undone = congress((0, arrival()), (1, arrival()), (0, p.CheckInUndone(person_id=WHO, reason="nhầm")))
    assert WHO not in undone.presences
    assert WHO not in undone.repeats


def test_what_was_taken_back_stays_in_the_history_with_who_did_it_and_why() -> None:
    undo = p.CheckInUndone(person_id=WHO, reason="nhầm người")
    state = congress((0, arrival()), (1, arrival()), (1, undo), (0, arrival()))
    (undone,) = state.undone[WHO]
    assert (undone.device_id, undone.reason) == (GATES[1].device_id, "nhầm người")
    assert [one.device_id for one in undone.presences] == [gate.device_id for gate in GATES]
    assert WHO in state.presences, "who was taken back may come in again"
    assert not congress((0, undo)).undone, "nothing was there to be taken back"


def test_who_noted_a_leaving_or_an_absence_is_known() -> None:
    assert congress((0, arrival()), (1, p.PersonLeft(person_id=WHO))).departures[WHO][0].device_id == (
        GATES[1].device_id
    )
    absent = p.AbsenceNoted(person_id=WHO, with_leave=False)
    assert congress((1, absent)).absences[WHO].device_id == GATES[1].device_id


def test_who_leaves_is_not_counted_and_may_come_back() -> None:
    assert verdict(congress(), p.PersonLeft(person_id=WHO)) is Rejection.NOT_PRESENT
    gone = congress((0, arrival()), (1, p.PersonLeft(person_id=WHO, reason="việc gia đình")))
    assert WHO not in gone.presences
    assert gone.departures[WHO][0].reason == "việc gia đình"
    back = congress((0, arrival()), (1, p.PersonLeft(person_id=WHO)), (1, arrival()))
    assert back.presences[WHO].device_id == GATES[1].device_id
    assert len(back.departures[WHO]) == 1


def test_an_absence_ends_when_the_person_comes_and_is_not_noted_of_somebody_present() -> None:
    absent = p.AbsenceNoted(person_id=WHO, with_leave=True, reason="ốm")
    assert congress((0, absent)).absences[WHO].with_leave
    assert WHO not in congress((0, absent), (0, arrival())).absences
    assert WHO not in congress((0, arrival()), (1, absent)).absences
    assert WHO not in congress((0, absent), (0, p.AbsenceCleared(person_id=WHO))).absences


def test_only_the_congress_orders_erasure_and_every_device_answers_for_itself() -> None:
    order = p.TemplatesErasureOrdered(reason="bế mạc")
    assert verdict(congress(), order) is Rejection.NOT_ALLOWED
    said = congress((0, p.TemplatesErased(templates_count=40, photos_count=0)),
                    (0, p.TemplatesErased(templates_count=0, photos_count=3)))  # fmt: skip
    ordered = fold([ROOT.sign(order).event], said)
    assert ordered.erasure_ordered_at_utc_ms is not None
    erasure = ordered.erasures[GATES[0].device_id]
    assert (erasure.templates_count, erasure.photos_count) == (40, 3)


def test_credentials_come_in_parts_and_the_first_part_begins_anew() -> None:
    parts = [p.CredentialsPublished(part=n % 2, sealed=text) for n, text in enumerate(("a", "b", "c", "d"))]
    assert fold(ROOT.sign(part).event for part in parts[:2]).credentials == ("a", "b")
    assert fold(ROOT.sign(part).event for part in parts).credentials == ("c", "d")
