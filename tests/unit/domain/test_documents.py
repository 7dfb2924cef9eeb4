"""Papers in the log: versions, rights, what was read, and marks that only their owner changes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from app.domain import payloads as p
from app.domain.entities import PageRange, PersonKind, Role, Sharing
from app.domain.events import EventSigner
from app.domain.fold import fold
from app.domain.rules import Rejection, judge
from app.domain.state import CongressState
from tests.fakes.clock import FakeClock
from tests.fakes.congress import device_of, document, fixed_id, opening_payloads, people, signer

CLOCK = FakeClock()
ROOT = signer(Role.CONGRESS, clock=CLOCK)
MINE, THEIRS = signer(Role.TABLET, "1", CLOCK), signer(Role.TABLET, "2", CLOCK)
SPARE = signer(Role.TABLET, "3", CLOCK)
PAPER = document()


def congress(*more: tuple[EventSigner, p.Payload]) -> CongressState:
    devices = (
        p.DeviceEnrolled(device=device_of(MINE, Role.TABLET, "1", people()[0].id)),
        p.DeviceEnrolled(device=device_of(SPARE, Role.TABLET, "3", people()[0].id)),
        p.DeviceEnrolled(device=device_of(THEIRS, Role.TABLET, "2", people()[1].id)),
    )
    opening = (*opening_payloads(), *devices, p.DocumentPublished(document=PAPER))
    return fold([ROOT.sign(one).event for one in opening] + [who.sign(what).event for who, what in more])


def kept(sealed: str = "AAAA") -> p.MarkKept:
    return p.MarkKept(mark_id=fixed_id("mark"), document_id=PAPER.id, sharing=Sharing.PRIVATE, sealed=sealed)


def verdict(state: CongressState, who: EventSigner, what: p.Payload) -> Rejection | None:
    return judge(state, who.sign(what).event, state.devices[who.device_id], CLOCK.now_utc_ms())


def test_a_corrected_paper_is_a_version_and_the_same_bytes_again_are_not() -> None:
    renamed = PAPER.model_copy(update={"title": "Báo cáo chính trị (trình Đại hội)"})
    corrected = PAPER.model_copy(update={"sha256": "c" * 64})
    state = congress(
        (ROOT, p.DocumentPublished(document=renamed)), (ROOT, p.DocumentPublished(document=corrected))
    )
    assert [one.document for one in state.document_versions[PAPER.id]] == [renamed, corrected]
    before = state.replaced_version(PAPER.id)
    assert before is not None
    assert before.document == renamed
    assert congress().replaced_version(PAPER.id) is None


def test_the_same_file_with_a_better_text_leaves_the_old_text_to_be_destroyed() -> None:
    scanned, recognised = (PAPER.model_copy(update={"reading_sha256": letter * 64}) for letter in "ab")
    state = congress(*((ROOT, p.DocumentPublished(document=one)) for one in (scanned, recognised)))
    assert state.superseded_texts == {"a" * 64}
    assert len(state.document_versions[PAPER.id]) == 1


def test_a_paper_called_back_is_off_the_shelf_until_it_is_published_again() -> None:
    gone = congress((ROOT, p.DocumentWithdrawn(document_id=PAPER.id, reason="hết phiên")))
    assert not gone.documents_on_shelf()
    assert gone.withdrawn[PAPER.id].reason == "hết phiên"
    back = fold([ROOT.sign(p.DocumentPublished(document=PAPER)).event], gone)
    assert back.documents_on_shelf() == [PAPER]


def test_rights_by_delegation_and_kind_bind_tablets_only() -> None:
    person = people()[0].model_copy(update={"delegation": "Khu phố 3", "kind": PersonKind.OFFICIAL})
    for_third = PAPER.model_copy(update={"delegations": ("Khu phố 3",)})
    for_fourth = PAPER.model_copy(update={"delegations": ("Khu phố 4",)})
    no_guests = PAPER.model_copy(update={"person_kinds": (PersonKind.OFFICIAL,)})
    guest = person.model_copy(update={"kind": PersonKind.GUEST})
    assert for_third.is_for(Role.TABLET, person)
    assert not for_fourth.is_for(Role.TABLET, person)
    assert for_fourth.is_for(Role.CHAIR, None)
    assert not for_third.is_for(Role.TABLET, None)
    assert no_guests.is_for(Role.TABLET, person)
    assert not no_guests.is_for(Role.TABLET, guest)
    assert not PAPER.is_for(Role.GATE, None)
    assert PAPER.is_for(Role.TABLET, None)


pages = st.builds(
    lambda first, more: PageRange(first=first, last=first + more), st.integers(0, 300), st.integers(0, 40)
)


@given(st.lists(st.lists(pages, min_size=1, max_size=5), max_size=5))
def test_pages_seen_are_the_union_of_what_was_told(told: list[list[PageRange]]) -> None:
    reads = [
        (MINE, p.DocumentRead(document_id=PAPER.id, sha256=PAPER.sha256, pages=tuple(one))) for one in told
    ]
    state = congress(*reads)
    seen = {page for one in told for part in one for page in range(part.first, part.last + 1)}
    reading = state.readings.get((PAPER.id, people()[0].id, PAPER.sha256))
    assert (reading.pages_count if reading else 0) == len(seen)
    assert all(reading.pages >> page & 1 for page in seen) if reading else not seen


def test_a_range_of_pages_runs_forward() -> None:
    with pytest.raises(ValidationError):
        PageRange(first=3, last=2)


def test_a_mark_belongs_to_a_person_on_all_their_devices_and_to_nobody_else() -> None:
    state = congress((MINE, kept()))
    assert state.marks[fixed_id("mark")].owner_id == people()[0].id
    assert verdict(state, SPARE, kept("BBBB")) is None
    assert verdict(state, THEIRS, kept("BBBB")) is Rejection.NOT_YOURS
    assert verdict(state, THEIRS, p.MarkRemoved(mark_id=fixed_id("mark"))) is Rejection.NOT_YOURS
    assert verdict(state, MINE, p.MarkRemoved(mark_id=fixed_id("no mark"))) is Rejection.UNKNOWN_MARK
    # What the hall would not take changes nothing where it is folded all the same.
    meddled = congress((MINE, kept()), (THEIRS, kept("BBBB")))
    assert meddled.marks[fixed_id("mark")].sealed == "AAAA"
    assert not congress((MINE, kept()), (SPARE, p.MarkRemoved(mark_id=fixed_id("mark")))).marks
