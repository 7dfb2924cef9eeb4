"""Properties of the fold, with a model hall and devices that push and pull in any order."""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain import payloads as p
from app.domain.entities import CheckInMethod, PageRange, Role, Sharing
from app.domain.events import Event, SignedEvent
from app.domain.fold import apply, fold
from app.domain.rules import judge
from app.domain.state import CongressState
from tests.fakes.clock import FakeClock
from tests.fakes.congress import agenda, device_of, document, fixed_id, opening_payloads, people, signer

CLOCK = FakeClock()
ROOT = signer(Role.CONGRESS, clock=CLOCK)
DEVICES = {
    "chair": (signer(Role.CHAIR, "1", CLOCK), Role.CHAIR, None),
    "gate 1": (signer(Role.GATE, "1", CLOCK), Role.GATE, None),
    "gate 2": (signer(Role.GATE, "2", CLOCK), Role.GATE, None),
    "tablet": (signer(Role.TABLET, "1", CLOCK), Role.TABLET, people()[0].id),
}
GENESIS = [
    ROOT.sign(payload)
    for payload in (
        *opening_payloads(),
        p.DocumentPublished(document=document()),
        *(
            p.DeviceEnrolled(device=device_of(event_signer, role, name, person))
            for name, (event_signer, role, person) in DEVICES.items()
        ),
    )
]

persons = st.sampled_from([person.id for person in people()])
items = st.sampled_from([item.id for item in agenda()])
recordings = st.sampled_from([fixed_id("recording 1"), fixed_id("recording 2")])
segments = st.sampled_from([fixed_id(f"segment {n}") for n in range(3)])
marks = st.sampled_from([fixed_id("mark 1"), fixed_id("mark 2")])
texts = st.sampled_from(["kính thưa đại hội", "tôi xin phát biểu", ""])

facts = st.one_of(
    st.builds(p.CheckedIn, person_id=persons, method=st.just(CheckInMethod.BADGE)),
    st.builds(p.CheckedIn, person_id=persons, method=st.just(CheckInMethod.FACE), score_milli=st.just(700)),
    st.builds(p.CheckedIn, person_id=persons, method=st.just(CheckInMethod.MANUAL), reason=texts),
    st.builds(p.CheckInUndone, person_id=persons, reason=st.just("nhầm")),
    st.builds(p.PersonLeft, person_id=persons),
    st.builds(p.AbsenceNoted, person_id=persons, with_leave=st.booleans()),
    st.builds(p.AbsenceCleared, person_id=persons),
    st.builds(p.AgendaItemOpened, item_id=items),
    st.builds(p.AgendaItemClosed, item_id=items, outcome=texts),
    st.builds(p.FloorRequested, person_id=persons),
    st.builds(p.FloorRequestWithdrawn, person_id=persons),
    st.builds(p.FloorGiven, person_id=persons),
    st.builds(p.FloorEnded),
    st.builds(p.SittingOpened, name=texts),
    st.builds(p.SittingClosed),
    st.builds(p.ConsentRecorded, person_id=persons, given=st.booleans()),
    st.builds(p.DocumentWithdrawn, document_id=st.just(document().id)),
    st.builds(
        p.DocumentRead,
        document_id=st.just(document().id),
        sha256=st.just(document().sha256),
        pages=st.tuples(st.integers(0, 30).map(lambda page: PageRange(first=page, last=page + 2))),
    ),
    st.builds(
        p.MarkKept,
        mark_id=marks,
        document_id=st.just(document().id),
        sharing=st.sampled_from(Sharing),
        sealed=st.sampled_from(["AAAA", "BBBB"]),
    ),
    st.builds(p.MarkRemoved, mark_id=marks),
    st.builds(p.RecordingStarted, recording_id=recordings, started_at_utc_ms=st.just(5)),
    st.builds(p.RecordingStopped, recording_id=recordings, duration_ms=st.just(9)),
    st.builds(
        p.SegmentHeard,
        segment_id=segments,
        recording_id=recordings,
        start_ms=st.just(0),
        end_ms=st.just(5),
        text=texts,
        engine=st.just("thử"),
    ),
    st.builds(p.SegmentEdited, segment_id=segments, text=texts, struck=st.booleans()),
    st.builds(p.SegmentEdited, segment_id=segments, text=texts, replaces=st.just(())),
    st.builds(p.SegmentsAttributed, segment_ids=st.tuples(segments), person_id=persons),
    st.builds(p.SegmentsMerged, first_id=segments, second_id=segments),
    st.builds(
        p.SegmentSplit, segment_id=segments, new_id=segments, at_word=st.integers(1, 2), at_ms=st.just(3)
    ),
    st.builds(p.VoteCounted, vote_id=segments, subject=st.just("b"), agree=st.integers(0, 3)),
    st.builds(p.MinutesSubmitted, version_id=segments, text=texts),
    st.builds(p.MinutesExported, sha256=st.just("0" * 64), file_name=st.just("b"), segments_count=st.just(1)),
)


@dataclass
class ModelHall:
    log: list[SignedEvent] = field(default_factory=lambda: list(GENESIS))
    state: CongressState = field(default_factory=lambda: fold(signed.event for signed in GENESIS))

    def take(self, signed: SignedEvent) -> bool:
        event = signed.event
        if event.id in self.state.applied:
            return True
        device = self.state.devices[event.device_id]
        if judge(self.state, event, device, event.recorded_at_utc_ms):
            return False
        self.log.append(signed)
        apply(self.state, event)
        return True


@dataclass
class ModelDevice:
    confirmed: list[SignedEvent] = field(default_factory=list)
    pending: list[SignedEvent] = field(default_factory=list)

    def push(self, hall: ModelHall, count: int) -> None:
        for signed in self.pending[:count]:
            hall.take(signed)
        self.pending = self.pending[count:]

    def pull(self, hall: ModelHall, count: int) -> None:
        self.confirmed += hall.log[len(self.confirmed) : len(self.confirmed) + count]

    @property
    def state(self) -> CongressState:
        return fold(signed.event for signed in (*self.confirmed, *self.pending))


steps = st.lists(
    st.tuples(
        st.sampled_from(sorted(DEVICES)),
        st.one_of(facts, st.tuples(st.sampled_from(["push", "pull"]), st.integers(1, 30))),
    ),
    max_size=40,
)


@settings(max_examples=150)
@given(steps)
def test_any_interleaving_that_the_hall_accepts_gives_the_same_state_everywhere(script):
    hall, devices = ModelHall(), {name: ModelDevice() for name in DEVICES}
    for name, step in script:
        device = devices[name]
        if isinstance(step, p.Payload):
            device.pending.append(DEVICES[name][0].sign(step))
        elif step[0] == "push":
            device.push(hall, step[1])
        else:
            device.pull(hall, step[1])
    for device in devices.values():
        device.push(hall, len(device.pending))
    for device in devices.values():
        device.pull(hall, len(hall.log))
        assert device.state == hall.state


events = st.lists(facts, max_size=25).map(lambda made: [ROOT.sign(payload).event for payload in made])


@given(events)
def test_folding_is_deterministic_and_leaves_its_start_alone(made: list[Event]):
    start = fold(signed.event for signed in GENESIS)
    before = start.copy()
    assert fold(made, start) == fold(made, start)
    assert start == before


@given(events, st.randoms())
def test_a_repeated_event_changes_nothing(made: list[Event], chance):
    doubled = list(made)
    for position, event in reversed(list(enumerate(made))):
        if chance.random() < 0.5:
            doubled.insert(chance.randint(position + 1, len(doubled)), event)
    assert fold(doubled) == fold(made)


@given(events)
def test_folding_in_two_steps_is_folding_in_one(made: list[Event]):
    middle = len(made) // 2
    assert fold(made[middle:], fold(made[:middle])) == fold(made)


def test_every_payload_has_a_fold_and_a_rule():
    from app.domain.fold import _apply
    from app.domain.rules import ALLOWED

    for payload_class in p.PAYLOADS.values():
        assert _apply.dispatch(payload_class) is not _apply.dispatch(object)
        assert payload_class in ALLOWED


def test_two_gates_reconcile_to_one_check_in_with_both_in_the_log():
    hall = ModelHall()
    person = people()[1].id
    for gate in ("gate 1", "gate 2"):
        assert hall.take(DEVICES[gate][0].sign(p.CheckedIn(person_id=person, method=CheckInMethod.BADGE)))
    assert len(hall.state.presences) == 1
    assert hall.state.presences[person].device_id == DEVICES["gate 1"][0].device_id
    assert len(hall.log) == len(GENESIS) + 2


def test_the_floor_tells_who_spoke_when():
    clock = FakeClock(1_000)
    chair = signer(Role.CHAIR, clock=clock)
    first, second = people()[0].id, people()[1].id
    made = [chair.sign(p.FloorGiven(person_id=first))]
    clock.advance_ms(60_000)
    made.append(chair.sign(p.FloorGiven(person_id=second)))
    clock.advance_ms(60_000)
    made.append(chair.sign(p.FloorEnded()))
    state = fold(signed.event for signed in made)
    assert state.person_with_floor_at(30_000) == first
    assert state.person_with_floor_at(90_000) == second
    assert state.person_with_floor_at(200_000) is None
    assert state.person_with_floor_at(10) is None


def test_a_correction_keeps_what_was_heard():
    made = [
        ROOT.sign(payload).event
        for payload in (
            p.RecordingStarted(recording_id=fixed_id("r"), started_at_utc_ms=1),
            p.SegmentHeard(
                segment_id=fixed_id("s"),
                recording_id=fixed_id("r"),
                start_ms=0,
                end_ms=9,
                text="đại hôi",
                engine="e",
            ),
            p.SegmentEdited(segment_id=fixed_id("s"), text="Đại hội"),
            p.SegmentsAttributed(segment_ids=(fixed_id("s"),), person_id=people()[0].id),
        )
    ]
    (segment,) = fold(made).segments_in_order()
    assert (segment.heard, segment.text) == ("đại hôi", "Đại hội")
    assert segment.speaker_person_id == people()[0].id
