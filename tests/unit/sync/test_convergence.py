"""Whatever order devices push and pull in, and whatever is lost on the way, all end in the same state."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from app.domain import payloads as p
from app.domain.entities import CheckInMethod, Role
from app.domain.events import check_link
from app.domain.fold import fold
from app.domain.wire import FeedPage, PushAnswer, PushRequest, WireEvent
from app.hall.live import read_page
from app.sync.replica import Replica
from tests.fakes.clock import FakeClock
from tests.fakes.congress import fixed_id
from tests.fakes.hall import enrol_directly, make_hall, open_store

PEOPLE = [fixed_id(f"person {number}") for number in range(1, 5)]
ITEMS = [fixed_id(f"item {number}") for number in range(1, 5)]

person = st.sampled_from(PEOPLE)
payload = st.one_of(
    st.builds(
        p.CheckedIn,
        person_id=person,
        method=st.sampled_from(CheckInMethod),
        reason=st.sampled_from(["", "quên thẻ"]),
    ),
    st.builds(p.CheckInUndone, person_id=person, reason=st.just("nhầm")),
    st.builds(p.FloorRequested, person_id=person),
    st.builds(p.FloorGiven, person_id=person),
    st.builds(p.FloorEnded),
    st.builds(p.AgendaItemOpened, item_id=st.sampled_from([*ITEMS, fixed_id("no item")])),
    st.builds(p.SittingOpened, name=st.just("Phiên chính thức")),
)


class Congress(RuleBasedStateMachine):
    """Three devices of different roles and one hall; messages may be lost in either direction."""

    @initialize()
    def start(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.clock = FakeClock()
        hall_store = open_store(self.folder / "hall")
        self.hall = make_hall(hall_store, self.clock)
        self.stores = [hall_store]
        self.devices = []
        for role, about in ((Role.GATE, None), (Role.CHAIR, None), (Role.TABLET, PEOPLE[0])):
            signer, _ = enrol_directly(self.hall, role, person_id=about)
            store = open_store(self.folder / role.value)
            self.stores.append(store)
            self.devices.append((signer, store, Replica(store, self.hall.identity.root_public_key)))

    @rule(which=st.integers(0, 2), what=payload)
    def say(self, which, what) -> None:
        signer, store, _ = self.devices[which]
        store.say(signer, what)

    @rule(which=st.integers(0, 2), answer_lost=st.booleans())
    def push(self, which, answer_lost) -> None:
        _, _, replica = self.devices[which]
        batch = replica.batch_to_push(set())
        request = PushRequest(events=tuple(map(WireEvent.of, batch)))
        received = PushRequest.model_validate_json(request.model_dump_json())
        verdicts = self.hall.ledger.intake([event.signed() for event in received.events])
        if not answer_lost:
            answer = PushAnswer.model_validate_json(PushAnswer(verdicts=tuple(verdicts)).model_dump_json())
            replica.apply_verdicts(batch, answer.verdicts)

    @rule(which=st.integers(0, 2), limit=st.integers(1, 5), back=st.integers(0, 3))
    def pull(self, which, limit, back) -> None:
        """A page, perhaps one that overlaps what is here, as a torn stream's next one may."""
        _, _, replica = self.devices[which]
        after = max(0, replica.head_seq() - back)
        page = read_page(self.hall.store, after, limit)
        replica.append(FeedPage.model_validate_json(page.model_dump_json()))

    @rule(which=st.integers(0, 2))
    def restart(self, which) -> None:
        signer, store, _ = self.devices[which]
        self.devices[which] = (signer, store, Replica(store, self.hall.identity.root_public_key))

    @invariant()
    def nothing_is_lost(self) -> None:
        for signer, store, _ in getattr(self, "devices", []):
            with store.database.read() as tx:
                count = store.events.pending_count(tx) + len(store.events.rejected(tx))
                confirmed = [
                    one
                    for one in store.events.all_confirmed(tx)
                    if one.signed.event.device_id == signer.device_id
                ]
            said = getattr(self, "said", {}).get(signer.device_id, 0)
            assert count + len(confirmed) >= said
            self.__dict__.setdefault("said", {})[signer.device_id] = count + len(confirmed)

    def teardown(self) -> None:
        if not hasattr(self, "devices"):
            return
        try:
            for which in range(3):
                self.push(which, answer_lost=False)
            for _, store, replica in self.devices:
                while (page := read_page(self.hall.store, replica.head_seq(), 100)).events:
                    replica.append(page)
                self._same_as_hall(store)
        finally:
            for store in self.stores:
                store.close()
            shutil.rmtree(self.folder)

    def _same_as_hall(self, store) -> None:
        with store.database.read() as tx:
            assert store.events.pending_count(tx) == 0
            chain = list(store.events.all_confirmed(tx))
        previous = None
        for confirmed in chain:
            check_link(previous, confirmed)
            previous = confirmed.link
        expected = self.hall.ledger.catch_up()
        assert store.projection.refresh() == expected
        assert fold(one.signed.event for one in chain) == expected


Congress.TestCase.settings = settings(
    max_examples=12,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
TestAnyInterleavingConverges = Congress.TestCase


@pytest.fixture
def hall_and_replica(tmp_path):
    hall_store, store = open_store(tmp_path / "hall"), open_store(tmp_path / "device")
    hall = make_hall(hall_store, FakeClock())
    yield hall, store, Replica(store, hall.identity.root_public_key)
    hall_store.close()
    store.close()


def test_a_feed_that_was_altered_is_not_kept(hall_and_replica):
    from app.sync.errors import UntrustedFeed

    hall, store, replica = hall_and_replica
    page = read_page(hall.store, 0, 100)
    second = page.events[1]
    forged = second.model_copy(update={"body": second.body.replace("An Bình", "An Ninh")})
    swapped = (page.events[0], page.events[2], page.events[1], *page.events[3:])
    altered = [
        page.model_copy(update={"events": (page.events[0], forged, *page.events[2:])}),
        page.model_copy(update={"events": page.events[1:]}),
        page.model_copy(update={"events": swapped}),
        page.model_copy(update={"prev_hash": os.urandom(32)}),
        page.model_copy(update={"events": (second.model_copy(update={"body": "{}"}),)}),
        page.model_copy(update={"events": (second.model_copy(update={"body": "\ud800"}),)}),
    ]

    for bad in altered:
        with pytest.raises(UntrustedFeed):
            replica.append(bad)
    assert replica.head_seq() == 0
    assert store.projection.state.congress is None


def test_a_hall_of_another_congress_is_not_believed(hall_and_replica, tmp_path):
    from app.sync.errors import UntrustedFeed

    _, _, replica = hall_and_replica
    other_store = open_store(tmp_path / "other")
    other = make_hall(other_store, FakeClock())

    with pytest.raises(UntrustedFeed):
        replica.append(read_page(other.store, 0, 100))
    other_store.close()


def test_a_hall_set_back_to_an_older_state_is_noticed(hall_and_replica):
    from app.sync.errors import HallBehind

    hall, _, replica = hall_and_replica
    replica.append(read_page(hall.store, 0, 100))

    with pytest.raises(HallBehind):
        replica.append(FeedPage(events=(), head_seq=3))


def test_a_device_cannot_enrol_another(hall_and_replica):
    """Even a hall that would confirm it: only the congress's key makes devices known."""
    from app.domain.entities import Device
    from app.sync.errors import UntrustedFeed

    hall, _, replica = hall_and_replica
    chair, device = enrol_directly(hall, Role.CHAIR)
    replica.append(read_page(hall.store, 0, 100))
    promoted = Device(
        id=device.id,
        name="Tôi",
        role=Role.CONGRESS,
        public_key=chair.key.public_key().public_bytes_raw().hex(),
    )
    hall.ledger.say(chair, lambda _tx: [p.DeviceEnrolled(device=promoted)])

    with pytest.raises(UntrustedFeed):
        replica.append(read_page(hall.store, replica.head_seq(), 100))


def test_a_batch_is_cut_to_what_one_request_may_hold(hall_and_replica):
    hall, store, replica = hall_and_replica
    signer, _ = enrol_directly(hall, Role.CHAIR)
    with store.database.write() as tx:
        for _ in range(510):
            store.events.add_pending(tx, signer.sign(p.SittingClosed()))

    first = replica.batch_to_push(set())
    rest = replica.batch_to_push({signed.event.id for signed in first})

    assert (len(first), len(rest)) == (500, 10)
