"""A photograph goes to gates and to the tablet of whom it shows; only with consent, and to nobody else."""

from __future__ import annotations

import asyncio
import os

import pytest

from app.domain import payloads as p
from app.domain.entities import Role
from app.sync.errors import NotAtHall
from app.sync.hall_client import HallClient
from app.sync.identity import load_addresses
from tests.fakes.congress import fixed_id
from tests.fakes.hall import Reached

AN, BINH = fixed_id("person 1"), fixed_id("person 2")


@pytest.fixture
def photo(running_hall) -> p.PhotoPublished:
    """A photograph of An's, new in each test."""
    data = b"\xff\xd8\xff" + os.urandom(2_000_000)
    with running_hall.opened() as hall:
        published = p.PhotoPublished(person_id=AN, sha256=hall.store.blobs.put(data), size_bytes=len(data))
        hall.ledger.say(hall.identity.signer(hall.clock, os.urandom), lambda _tx: [published])
    return published


def consent(running_hall, *, given: bool) -> None:
    with running_hall.opened() as hall:
        said = p.ConsentRecorded(person_id=AN, given=given, how="phiếu giấy")
        hall.ledger.say(hall.identity.signer(hall.clock, os.urandom), lambda _tx: [said])


def connect(device) -> Reached:
    """Its wish is what a device may do worst: to have everything. What arrived, as it arrives."""
    arrived = Reached()
    device.connect(wants_photo=lambda _photo: True, on_blobs=lambda _gone, came: arrived(came))
    device.wait_live()
    return arrived


def asked_for(device, sha256: str) -> None:
    """Ask the hall for it directly, whatever one's own program says."""

    async def ask() -> None:
        address = load_addresses(device.store)[0]
        async with HallClient.trusted(address, device.identity, device.clock) as client:
            await client.fetch_chunk(sha256, 0)

    asyncio.run(ask())


def test_a_tablet_gets_its_own_persons_photograph_and_no_other_tablet_does(running_hall, devices, photo):
    consent(running_hall, given=True)
    own = devices.enrol(running_hall.invite(Role.TABLET, "máy của An", AN))
    other = devices.enrol(running_hall.invite(Role.TABLET, "máy của Bình", BINH))
    nobodys = devices.enrol(running_hall.invite(Role.TABLET, "máy dự phòng"))
    screen = devices.enrol(running_hall.invite(Role.SCREEN, "màn hình"))
    gate = devices.enrol(running_hall.invite(Role.GATE, "cổng"))
    for device in (own, gate):
        connect(device).wait(lambda came: photo.sha256 in came)
    for device in (other, nobodys, screen):
        connect(device)
        assert not device.store.blobs.has(photo.sha256)
        with pytest.raises(NotAtHall):
            asked_for(device, photo.sha256)


def test_without_consent_nobody_gets_it_and_saying_yes_on_ones_own_tablet_brings_it(
    running_hall, devices, photo
):
    consent(running_hall, given=False)
    own = devices.enrol(running_hall.invite(Role.TABLET, "máy của An", AN))
    gate = devices.enrol(running_hall.invite(Role.GATE, "cổng"))
    arrived = {device: connect(device) for device in (own, gate)}
    for device in arrived:
        assert not device.store.blobs.has(photo.sha256)
        with pytest.raises(NotAtHall):
            asked_for(device, photo.sha256)
    own.say(p.ConsentRecorded(person_id=AN, given=True, how="trên máy của đại biểu"))
    arrived[own].wait(lambda came: photo.sha256 in came)
    gate.states.wait(lambda state: state.consents.get(AN))


def test_a_tablet_speaks_of_its_own_persons_consent_alone(running_hall, devices):
    consent(running_hall, given=True)
    other = devices.enrol(running_hall.invite(Role.TABLET, "máy của Bình", BINH))
    connect(other)
    other.say(p.ConsentRecorded(person_id=AN, given=False))
    other.statuses.wait(lambda status: status.rejected_count == 1)
    assert other.store.projection.state.consents[AN]
