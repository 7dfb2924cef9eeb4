"""The hall's plug is pulled, or the network torn, at random points: nothing is lost, doubled or broken."""

from __future__ import annotations

import hashlib
import os
import random
import socket
import threading
from contextlib import ExitStack

import pytest

from app.domain import payloads as p
from app.domain.entities import CheckInMethod, Role
from app.domain.events import check_link
from app.hall.admin import PublishedBlob, publish_pack
from app.sync.addresses import HallAddress
from app.sync.status import SyncPhase
from tests.fakes.congress import document, fixed_id
from tests.fakes.device import Devices
from tests.fakes.hall import HallProcess

BLOB = 24 << 20


@pytest.fixture
def killed_hall(tmp_path):
    process = HallProcess(tmp_path / "hall").found().start()
    yield process
    process.stop()


@pytest.fixture
def devices(tmp_path):
    with ExitStack() as stack:
        yield Devices(tmp_path / "devices", stack)


def publish(hall_process: HallProcess, data: bytes) -> str:
    sha256 = hashlib.sha256(data).hexdigest()
    chunks = [data[start : start + (1 << 20)] for start in range(0, len(data), 1 << 20)]
    with hall_process.opened() as hall:
        signer = hall.identity.signer(hall.clock, os.urandom)
        said = signer.sign(p.DocumentPublished(document=document("Báo cáo", sha256, len(data))))
        assert publish_pack(hall, [said], [PublishedBlob(sha256, len(data), chunks)])[0].seq
    return sha256


def check_in(number: int) -> p.CheckedIn:
    return p.CheckedIn(person_id=fixed_id(f"person {number % 6 + 1}"), method=CheckInMethod.BADGE)


def assert_same_chain(*devices) -> None:
    chains = [device.confirmed() for device in devices]
    for chain in chains:
        previous = None
        for confirmed in chain:
            check_link(previous, confirmed)
            previous = confirmed.link
    heads = {chain[-1].link.hash for chain in chains}
    assert len(heads) == 1


@pytest.mark.parametrize("seed", [1, 2])
def test_killed_in_the_middle_of_pushing(killed_hall, devices, seed):
    chance = random.Random(seed)
    gate = devices.enrol(killed_hall.invite(Role.GATE)).connect()
    said = []
    for _ in range(3):
        gate.wait_live()
        for number in range(40):
            said += gate.say(check_in(number))
        left = chance.randrange(1, 40)
        gate.statuses.wait(
            lambda status, left=left: 0 < status.pending_count <= left or not status.pending_count
        )
        killed_hall.kill()
        for number in range(5):
            said += gate.say(check_in(number))
        seen = len(gate.statuses.heard)
        killed_hall.start()
        gate.statuses.wait(
            lambda _status, seen=seen: (
                len(gate.statuses.heard) > seen and not gate.engine.status.pending_count
            )
        )

    tablet = devices.enrol(killed_hall.invite(Role.TABLET)).connect()
    tablet.wait_live()

    gate.disconnect()
    here = [one.signed.event.id for one in tablet.confirmed()]
    assert len(here) == len(set(here))
    assert {signed.event.id for signed in said} <= set(here)
    own = [one for one in tablet.confirmed() if one.signed.event.device_id == gate.identity.device.id]
    assert [one.signed.event.id for one in own] == [signed.event.id for signed in said]
    with gate.store.database.read() as tx:
        assert not gate.store.events.rejected(tx)


@pytest.mark.parametrize("seed", [1, 2])
def test_killed_in_the_middle_of_a_document(killed_hall, devices, seed):
    chance = random.Random(seed)
    data = random.Random(seed).randbytes(BLOB)
    sha256 = publish(killed_hall, data)
    tablet = devices.enrol(killed_hall.invite(Role.TABLET)).connect()
    kept = 0
    for _ in range(2):
        enough = chance.randrange(2 << 20, 10 << 20)
        tablet.statuses.wait(
            lambda status, enough=enough: (
                tablet.store.blobs.has(sha256) or (status.transfer and status.transfer.done_bytes >= enough)
            )
        )
        killed_hall.kill()
        tablet.statuses.heard.clear()
        tablet.statuses.wait(lambda status: status.phase is SyncPhase.OFFLINE)
        done = tablet.store.blobs.chunks_done(sha256)
        assert done >= kept
        kept = done
        tablet.statuses.heard.clear()
        killed_hall.start()

    tablet.wait_live()

    assert kept > 0
    assert tablet.store.blobs.read(sha256) == data


# A handshake takes some 3 kB; the amounts reach from within it to several chunks.
_ALLOWED = (900, 2_000, 60_000, 2_500_000, 2_500_000, 9_000_000, 9_000_000)


class TornNetwork:
    """Relays bytes between a device and the hall, and cuts each connection after a random amount."""

    def __init__(self, port: int, chance: random.Random) -> None:
        self._target = port
        self._chance = chance
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.is_whole = False
        self.cuts = 0
        self._first = iter((900, 60_000))  # so that something is cut, however few connections there are
        self._threads = [threading.Thread(target=self._accept)]
        self._open: list[socket.socket] = []
        self._threads[0].start()

    def close(self) -> None:
        # Closing a listener does not wake a thread that waits in accept; a connection does.
        self._target = 0
        with socket.create_connection(("127.0.0.1", self.port)):
            pass
        self._listener.close()
        for end in self._open:
            end.close()
        for thread in self._threads:
            thread.join(10)

    def _accept(self) -> None:
        while True:
            near, _ = self._listener.accept()
            if not self._target:
                near.close()
                return
            try:
                far = socket.create_connection(("127.0.0.1", self._target))
            except OSError:
                near.close()
                continue
            self._open += [near, far]
            allowed = next(self._first, 0) or self._chance.choice(_ALLOWED)
            for source, sink, limit in ((near, far, 1 << 62), (far, near, allowed)):
                thread = threading.Thread(target=self._relay, args=(source, sink, limit))
                self._threads.append(thread)
                thread.start()

    def _relay(self, source: socket.socket, sink: socket.socket, limit: int) -> None:
        passed = 0
        try:
            while data := source.recv(16_384):
                if not self.is_whole and passed + len(data) > limit:
                    sink.sendall(data[: limit - passed])
                    self.cuts += 1
                    break
                sink.sendall(data)
                passed += len(data)
        except OSError:
            pass
        finally:
            for end in (source, sink):
                try:
                    end.shutdown(socket.SHUT_RDWR)
                except OSError:
                    continue


def test_torn_answers_lose_and_double_nothing(killed_hall, devices):
    chance = random.Random(7)
    data = chance.randbytes(5 << 20)
    sha256 = publish(killed_hall, data)
    gate = devices.enrol(killed_hall.invite(Role.GATE))
    tablet = devices.enrol(killed_hall.invite(Role.TABLET))
    network = TornNetwork(killed_hall.port, chance)
    try:
        said = [signed for number in range(30) for signed in gate.say(check_in(number))]
        for device in (gate, tablet):
            with device.store.database.write() as tx:
                device.store.settings.set(tx, "sync.addresses", [["127.0.0.1", network.port]])
            device.connect()
        assert tablet.engine.status.hall_address in ("", str(HallAddress("127.0.0.1", network.port)))
        tablet.statuses.wait(lambda _status: tablet.store.blobs.has(sha256), 60)
        network.is_whole = True
        for device in (gate, tablet):
            device.statuses.heard.clear()
            device.wait_live()
        gate.wait_settled()
        last = said[-1].event.id
        tablet.states.wait(lambda state: last in state.applied)
        for device in (gate, tablet):
            device.disconnect()
    finally:
        network.close()

    assert network.cuts > 0
    assert tablet.store.blobs.read(sha256) == data
    assert_same_chain(gate, tablet)
    ids = [one.signed.event.id for one in tablet.confirmed()]
    assert len(ids) == len(set(ids))
