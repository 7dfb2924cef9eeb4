from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from app.domain import payloads as p
from app.domain.entities import CheckInMethod, Quorum, Role
from app.domain.fold import fold
from app.domain.quorum import attendance, required_present
from app.domain.rules import MAX_CLOCK_AHEAD_MS, Rejection, judge, may_say
from tests.fakes.congress import agenda, device_of, document, fixed_id, opening_payloads, people, signer

ROOT = signer(Role.CONGRESS)
STATE = fold(ROOT.sign(payload).event for payload in opening_payloads())
ME, YOU = people()[0].id, people()[1].id


def verdict(role: Role, payload: p.Payload, state=STATE, person_id=None, late_by_ms: int = 0):
    event_signer = signer(role)
    event = event_signer.sign(payload).event
    device = device_of(event_signer, role, person_id=person_id)
    return judge(state, event, device, event.recorded_at_utc_ms + late_by_ms)


def badge(person_id) -> p.CheckedIn:
    return p.CheckedIn(person_id=person_id, method=CheckInMethod.BADGE)


def face(person_id) -> p.CheckedIn:
    return p.CheckedIn(person_id=person_id, method=CheckInMethod.FACE, score_milli=700, liveness="live")


def by_hand(person_id) -> p.CheckedIn:
    return p.CheckedIn(person_id=person_id, method=CheckInMethod.MANUAL, reason="tôi ở đây")


@pytest.mark.parametrize(
    ("role", "payload", "person_id", "expected"),
    [
        (Role.GATE, badge(ME), None, None),
        (Role.GATE, badge(fixed_id("nobody")), None, Rejection.UNKNOWN_PERSON),
        (Role.TABLET, face(ME), ME, None),
        (Role.TABLET, face(YOU), ME, Rejection.NOT_YOURS),
        (Role.TABLET, badge(ME), ME, Rejection.NOT_ALLOWED),
        (Role.TABLET, by_hand(ME), ME, Rejection.NOT_ALLOWED),
        (Role.TABLET, p.ConsentRecorded(person_id=ME, given=True), ME, None),
        (Role.TABLET, p.ConsentRecorded(person_id=ME, given=False), ME, None),
        (Role.TABLET, p.ConsentRecorded(person_id=YOU, given=True), ME, Rejection.NOT_YOURS),
        (Role.TABLET, p.ConsentRecorded(person_id=ME, given=True), None, Rejection.NOT_YOURS),
        (Role.SCREEN, p.ConsentRecorded(person_id=ME, given=True), None, Rejection.NOT_ALLOWED),
        (Role.SCREEN, badge(ME), None, Rejection.NOT_ALLOWED),
        (Role.GATE, p.CheckedIn(person_id=ME, method=CheckInMethod.MANUAL), None, Rejection.NO_REASON),
        (Role.GATE, p.CheckedIn(person_id=ME, method=CheckInMethod.MANUAL, reason="quên thẻ"), None, None),
        (Role.GATE, p.CheckedIn(person_id=ME, method=CheckInMethod.FACE), None, None),
        (Role.GATE, p.CheckInUndone(person_id=ME, reason=""), None, Rejection.NO_REASON),
        (Role.CHAIR, p.AgendaItemOpened(item_id=agenda()[0].id), None, None),
        (Role.CHAIR, p.AgendaItemOpened(item_id=ME), None, Rejection.UNKNOWN_ITEM),
        (Role.TABLET, p.AgendaItemOpened(item_id=agenda()[0].id), ME, Rejection.NOT_ALLOWED),
        (Role.TABLET, p.FloorRequested(person_id=ME), ME, Rejection.NOT_PRESENT),
        (Role.CHAIR, p.FloorGiven(person_id=fixed_id("nobody")), None, Rejection.UNKNOWN_PERSON),
        (Role.CHAIR, p.DocumentWithdrawn(document_id=document().id), None, Rejection.UNKNOWN_DOCUMENT),
        (
            Role.CHAIR,
            p.RecordingStopped(recording_id=ME, duration_ms=1),
            None,
            Rejection.UNKNOWN_RECORDING,
        ),
        (Role.CHAIR, p.SegmentEdited(segment_id=ME, text=""), None, Rejection.UNKNOWN_SEGMENT),
        (Role.CHAIR, p.DeviceRevoked(device_id=ME), None, Rejection.NOT_ALLOWED),
        (Role.CONGRESS, p.DeviceRevoked(device_id=ME), None, Rejection.UNKNOWN_DEVICE),
        (Role.CHAIR, opening_payloads()[1], None, Rejection.NOT_ALLOWED),
    ],
)
def test_who_may_say_what(role, payload, person_id, expected):
    assert verdict(role, payload, person_id=person_id) == expected


def test_a_face_needs_consent_and_a_withdrawn_one_counts():
    no = ROOT.sign(p.ConsentRecorded(person_id=ME, given=False)).event
    face = p.CheckedIn(person_id=ME, method=CheckInMethod.FACE, score_milli=900)
    assert verdict(Role.GATE, face, fold([no], STATE)) is Rejection.NO_CONSENT
    assert verdict(Role.GATE, badge(ME), fold([no], STATE)) is None


def test_a_revoked_device_says_nothing_any_more():
    revoked = fold([ROOT.sign(p.DeviceRevoked(device_id=signer(Role.GATE).device_id)).event], STATE)
    assert verdict(Role.GATE, badge(ME), revoked) is Rejection.REVOKED


def test_the_past_is_fine_and_the_future_is_not():
    assert verdict(Role.GATE, badge(ME), late_by_ms=30 * 86_400_000) is None
    assert verdict(Role.GATE, badge(ME), late_by_ms=-MAX_CLOCK_AHEAD_MS - 1) is Rejection.FROM_THE_FUTURE


def test_screens_say_nothing():
    assert not any(may_say(Role.SCREEN, payload_class) for payload_class in p.PAYLOADS.values())
    assert all(may_say(Role.CONGRESS, payload_class) for payload_class in p.PAYLOADS.values())


@given(st.integers(0, 5000), st.integers(1, 12), st.integers(1, 12))
def test_quorum_is_the_smallest_number_that_reaches_the_share(convened, one, other):
    quorum = Quorum(numerator=min(one, other), denominator=max(one, other))
    share = Fraction(quorum.numerator, quorum.denominator)
    required = required_present(convened, quorum)
    assert required >= convened * share
    assert required == 0 or required - 1 < convened * share


def test_a_quorum_of_more_than_everyone_is_refused():
    with pytest.raises(ValidationError):
        Quorum(numerator=4, denominator=3)


def test_guests_never_count():
    gate = signer(Role.GATE)
    guests = [person for person in people() if not person.kind.is_convened]
    counted = attendance(fold((gate.sign(badge(person.id)).event for person in guests), STATE))
    assert (counted.convened, counted.present, counted.guests_present) == (6, 0, 2)
    assert not counted.has_quorum
    delegates = [person for person in people() if person.kind.is_convened][:4]
    counted = attendance(fold((gate.sign(badge(person.id)).event for person in delegates), STATE))
    assert (counted.present, counted.absent, counted.required, counted.has_quorum) == (4, 2, 4, True)
    assert (counted.delegations, counted.delegations_present) == (3, 3)


def test_an_empty_roster_has_no_quorum():
    assert not attendance(fold([])).has_quorum
