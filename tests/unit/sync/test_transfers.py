"""Which papers a device fetches, in which order, from what, and which it destroys. The hall is a fake."""

from __future__ import annotations

import asyncio
import hashlib
import os
import random

import pytest

from app.domain import payloads as p
from app.domain.entities import PersonKind, Role
from app.domain.wire import BlobMeta, UploadState
from app.storage.blobs import CHUNK_BYTES
from app.storage.delta import make_delta
from app.sync.errors import HallTrouble, NotAtHall
from app.sync.transfers import Transfers
from tests.fakes.congress import agenda, device_of, document, fixed_id, opening_payloads, people, signer
from tests.fakes.hall import open_store

ROOT = signer(Role.CONGRESS)
TABLET = signer(Role.TABLET, "tablet")
OLD = random.Random(3).randbytes(3 * CHUNK_BYTES)
NEW = OLD[:1_000_000] + b"a sentence that was corrected" + OLD[1_000_000:]


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


class FakeHall:
    """Gives what it has; remembers what was asked for."""

    def __init__(self, *blobs: bytes, delta: bytes | Exception | None = None) -> None:
        self.blobs = {sha(data): data for data in blobs}
        self.delta = delta
        self.asked: list[str] = []
        self.sent_bytes = 0

    async def fetch_chunk(self, sha256: str, index: int) -> bytes:
        self.asked.append(sha256)
        if sha256 not in self.blobs:
            raise NotAtHall(address="")
        chunk = self.blobs[sha256][index * CHUNK_BYTES : (index + 1) * CHUNK_BYTES]
        self.sent_bytes += len(chunk)
        return chunk

    async def fetch_delta(self, old_sha256: str, new_sha256: str) -> bytes:
        self.asked.append(f"delta {old_sha256}")
        if self.delta is None:
            raise NotAtHall(address="")
        if isinstance(self.delta, Exception):
            raise self.delta
        self.sent_bytes += len(self.delta)
        return self.delta

    async def blob_meta(self, sha256: str) -> BlobMeta:
        if sha256 not in self.blobs:
            raise NotAtHall(address="")
        return BlobMeta(sha256=sha256, size_bytes=len(self.blobs[sha256]))

    async def upload_state(self, sha256: str) -> UploadState:
        raise NotAtHall(address="")

    async def bring_chunk(self, sha256: str, index: int, size_bytes: int, data: bytes) -> UploadState:
        raise NotAtHall(address="")


class Tablet:
    """A store with transfers over it; `says` are events that an imported pack or a bundle brings."""

    def __init__(self, folder, person: str = "person 1", role: Role = Role.TABLET) -> None:
        self.store = open_store(folder)
        device = device_of(TABLET, role, person_id=fixed_id(person))
        self.gone: set[str] = set()
        self.arrived: list[str] = []
        self.transfers = Transfers(self.store, device, None, lambda _transfer: None, self._note)
        self.says(*opening_payloads())

    def _note(self, gone, arrived) -> None:
        self.gone |= gone
        self.arrived += arrived

    def says(self, *payloads) -> Tablet:
        with self.store.database.write() as tx:
            self.store.events.add_imported(tx, [ROOT.sign(payload) for payload in payloads])
        self.store.projection.refresh()
        return self

    def publish(self, data: bytes, title: str = "Báo cáo", text: bytes | None = None, **changes) -> Tablet:
        if text is not None:
            changes |= {"reading_sha256": sha(text), "reading_size_bytes": len(text)}
        paper = document(title, sha(data), len(data)).model_copy(update=changes)
        return self.says(p.DocumentPublished(document=paper))

    def run(self, hall: FakeHall) -> Tablet:
        self.transfers.begin_session()
        asyncio.run(self.transfers.run(hall, lambda: self.store.projection.state))
        return self

    def sweep(self) -> None:
        asyncio.run(self.transfers.sweep(self.store.projection.state))

    def has(self, *blobs: bytes) -> list[bool]:
        return [self.store.blobs.has(sha(data)) for data in blobs]


@pytest.fixture
def make_tablet(tmp_path):
    made = []

    def make(**options) -> Tablet:
        made.append(Tablet(tmp_path / str(len(made)), **options))
        return made[-1]

    yield make
    for tablet in made:
        tablet.transfers.close()
        tablet.store.close()


def test_a_corrected_paper_is_made_from_the_one_before(make_tablet):
    tablet = make_tablet().publish(OLD).run(FakeHall(OLD))
    hall = FakeHall(NEW, delta=make_delta(OLD, NEW))

    tablet.publish(NEW).run(hall)

    assert tablet.store.blobs.read(sha(NEW)) == NEW
    assert hall.asked == [f"delta {sha(OLD)}"]
    assert hall.sent_bytes < len(NEW) / 20
    assert tablet.has(OLD) == [True], "to compare it with"
    assert tablet.arrived == [sha(OLD), sha(NEW)]


@pytest.mark.parametrize(
    "delta",
    [None, b"", b"NSD1" + os.urandom(50), make_delta(OLD, OLD + b"!")[:-2], make_delta(OLD, NEW[:-1] + b"?"),
     HallTrouble(address="", hall_code="x")],
    ids=["none", "empty", "rubbish", "cut off", "another file", "trouble"],
)  # fmt: skip
def test_a_delta_that_does_not_work_costs_nothing_but_the_whole_file(make_tablet, delta):
    tablet = make_tablet().publish(OLD).run(FakeHall(OLD))
    hall = FakeHall(NEW, delta=delta)

    tablet.publish(NEW).run(hall)

    assert tablet.store.blobs.read(sha(NEW)) == NEW
    assert hall.asked.count(f"delta {sha(OLD)}") == 1
    assert len(hall.asked) > 1


def test_without_the_version_before_the_whole_file_is_fetched(make_tablet):
    hall = FakeHall(NEW, delta=make_delta(OLD, NEW))
    make_tablet().publish(OLD).publish(NEW).run(hall)
    assert set(hall.asked) == {sha(NEW)}


def test_only_the_version_just_before_is_kept(make_tablet):
    tablet = make_tablet()
    for number in range(4):
        data, text = b"version %d" % number, b"text %d" % number
        tablet.publish(data, text=text).run(FakeHall(data, text))
    versions = [b"version %d" % number for number in range(4)]
    texts = [b"text %d" % number for number in range(4)]
    assert tablet.has(*versions) == [False, False, True, True]
    assert tablet.has(*texts) == [False, False, True, True]
    assert tablet.gone == {sha(data) for data in (*versions[:2], *texts[:2])}


def test_a_papers_text_comes_just_before_it(make_tablet):
    first, second = agenda()[0].id, agenda()[2].id
    tablet = make_tablet().publish(b"one", "Một", b"text one", agenda_item_id=first)
    tablet.publish(b"two", "Hai", b"text two", agenda_item_id=second).says(p.AgendaItemOpened(item_id=second))
    tablet.publish(b"three", "Ba", b"text three")
    tablet.transfers.want(sha(b"three"))
    hall = FakeHall(b"one", b"text one", b"two", b"text two", b"three", b"text three")
    tablet.run(hall)
    wanted = [b"text three", b"three", b"text two", b"two", b"text one", b"one"]
    assert hall.asked == [sha(data) for data in wanted]


@pytest.mark.parametrize(
    ("limits", "mine"),
    [
        ({}, True),
        ({"delegations": ("Chi bộ 1", "Chi bộ 3")}, True),
        ({"delegations": ("Chi bộ 2",)}, False),
        ({"person_kinds": (PersonKind.OFFICIAL,)}, True),
        ({"person_kinds": (PersonKind.GUEST,)}, False),
        ({"audience": (Role.CHAIR,)}, False),
    ],
)
def test_a_tablet_fetches_what_its_person_may_read(make_tablet, limits, mine):
    tablet = make_tablet().publish(b"paper", text=b"text", **limits)
    tablet.run(FakeHall(b"paper", b"text"))
    assert tablet.has(b"paper", b"text") == [mine, mine]


def test_whoever_moves_to_another_delegation_loses_its_papers(make_tablet):
    tablet = make_tablet().publish(b"ours", text=b"text", delegations=("Chi bộ 1",)).publish(b"all", "Chung")
    tablet.run(FakeHall(b"ours", b"text", b"all"))
    persons = tuple(one.model_copy(update={"delegation": "Chi bộ 9"}) for one in people())

    tablet.says(p.RosterPublished(persons=persons)).sweep()

    assert tablet.has(b"ours", b"text", b"all") == [False, False, True]
    assert tablet.gone == {sha(b"ours"), sha(b"text")}


def test_a_withdrawal_that_a_pack_brings_destroys_every_version_without_a_hall(make_tablet):
    tablet = make_tablet().publish(b"first", text=b"text 1").run(FakeHall(b"first", b"text 1"))
    tablet.publish(b"second", text=b"text 2").run(FakeHall(b"second", b"text 2"))
    tablet.store.blobs.put(b"brought by a stick")
    tablet.publish(b"brought by a stick", "Tham luận").publish(b"stays", "Chung").run(FakeHall(b"stays"))

    tablet.says(*(p.DocumentWithdrawn(document_id=document(title).id) for title in ("Báo cáo", "Tham luận")))
    tablet.sweep()

    assert not any(tablet.has(b"first", b"text 1", b"second", b"text 2", b"brought by a stick"))
    assert tablet.has(b"stays") == [True]


def test_half_a_paper_goes_too(make_tablet):
    tablet = make_tablet().publish(OLD)
    with tablet.store.blobs.writer(sha(OLD), len(OLD)) as writer:
        writer.write_chunk(OLD[:CHUNK_BYTES])
    tablet.says(p.DocumentWithdrawn(document_id=document("Báo cáo").id)).sweep()
    assert tablet.store.blobs.chunks_done(sha(OLD)) == 0
    assert tablet.gone == {sha(OLD)}


def recorded(sound: bytes):
    """Another laptop's recording of which the hall has the sound."""
    recording_id = fixed_id("recording")
    return (
        p.RecordingStarted(recording_id=recording_id, started_at_utc_ms=0),
        p.RecordingStopped(recording_id=recording_id, duration_ms=60_000, sha256=sha(sound)),
    )


def test_the_sound_of_a_recording_comes_only_when_it_is_asked_for(make_tablet):
    chair = make_tablet(role=Role.CHAIR).says(*recorded(OLD))
    hall = FakeHall(OLD)
    chair.run(hall)
    assert (chair.has(OLD), hall.asked) == ([False], [])
    answers: list[bool] = []
    chair.transfers.want_sound(sha(OLD), answers.append)
    chair.run(hall)
    assert (chair.has(OLD), answers) == ([True], [True])
    chair.sweep()
    assert chair.has(OLD) == [True], "it is no paper that was called back"
    chair.transfers.want_sound(sha(OLD), answers.append)
    chair.run(FakeHall())
    assert answers == [True, True], "here already: nobody is asked"


def test_a_sound_that_the_hall_has_not_is_told_and_may_be_asked_for_again(make_tablet):
    chair = make_tablet(role=Role.CHAIR).says(*recorded(OLD))
    answers: list[bool] = []
    chair.transfers.want_sound(sha(OLD), answers.append)
    chair.run(FakeHall())
    assert answers == [False]
    chair.transfers.want_sound(sha(OLD), answers.append)
    chair.run(FakeHall(OLD))
    assert (answers, chair.has(OLD)) == ([False, True], [True])


def test_a_sound_that_was_given_up_stops_coming_and_goes_on_from_there(make_tablet):
    chair = make_tablet(role=Role.CHAIR).says(*recorded(OLD))
    hall = FakeHall(OLD)
    answers: list[bool] = []

    async def give_up_after_one(sha256: str, index: int) -> bytes:
        chair.transfers.give_up_sound(sha256)
        return OLD[index * CHUNK_BYTES : (index + 1) * CHUNK_BYTES]

    hall.fetch_chunk = give_up_after_one
    chair.transfers.want_sound(sha(OLD), answers.append)
    chair.run(hall)
    assert (chair.store.blobs.chunks_done(sha(OLD)), answers) == (1, [])
    again = FakeHall(OLD)
    chair.transfers.want_sound(sha(OLD), answers.append)
    chair.run(again)
    assert (chair.has(OLD), answers, again.sent_bytes) == ([True], [True], len(OLD) - CHUNK_BYTES)
