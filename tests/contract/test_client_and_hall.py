"""A device and a real hall, over TLS on loopback."""

from __future__ import annotations

import asyncio
import hashlib
import os
import threading

import pytest

from app.domain import payloads as p
from app.domain.entities import CheckInMethod, Role
from app.hall.admin import PublishedBlob, publish_pack, revoke_device
from app.sync.errors import HallUnreachable, Revoked, TokenExpired, TokenUnknown, TokenUsed, WrongCa
from app.sync.status import SyncPhase
from app.sync.transfers import Transfers
from tests.fakes.congress import document, fixed_id
from tests.fakes.hall import Reached


def check_in(number: int = 1) -> p.CheckedIn:
    return p.CheckedIn(person_id=fixed_id(f"person {number}"), method=CheckInMethod.FACE, score_milli=700)


def publish(running_hall, *papers: tuple[str, bytes], roles=(Role.TABLET, Role.CHAIR)) -> None:
    with running_hall.opened() as hall:
        signer = hall.identity.signer(hall.clock, os.urandom)
        events, blobs = [], []
        for title, data in papers:
            sha256 = hashlib.sha256(data).hexdigest()
            paper = document(title, sha256, len(data)).model_copy(update={"audience": tuple(roles)})
            events.append(signer.sign(p.DocumentPublished(document=paper)))
            chunks = [data[start : start + (1 << 20)] for start in range(0, len(data), 1 << 20)]
            blobs.append(PublishedBlob(sha256, len(data), chunks))
        verdicts = publish_pack(hall, events, blobs)
        assert {verdict.outcome for verdict in verdicts} == {"confirmed"}


def test_a_check_in_at_the_gate_reaches_a_tablet(running_hall, devices):
    gate = devices.enrol(running_hall.invite(Role.GATE)).connect()
    tablet = devices.enrol(running_hall.invite(Role.TABLET)).connect()
    tablet.wait_live()

    said = gate.say(check_in())[0]

    tablet.states.wait(lambda state: said.event.id in state.applied)
    gate.wait_settled()
    assert fixed_id("person 1") in tablet.store.projection.state.presences
    assert [one.link.hash for one in gate.confirmed()] == [one.link.hash for one in tablet.confirmed()]
    assert tablet.store.projection.state.congress.title == "Đại hội đại biểu phường An Bình"


def test_a_rejected_event_comes_back_with_its_reason(running_hall, devices):
    tablet = devices.enrol(running_hall.invite(Role.TABLET, person_id=fixed_id("person 1"))).connect()

    tablet.say(p.FloorRequested(person_id=fixed_id("person 2")))

    tablet.statuses.wait(lambda status: status.rejected_count == 1 and status.pending_count == 0)
    with tablet.store.database.read() as tx:
        assert [one.reason for one in tablet.store.events.rejected(tx)] == ["not_yours"]


def test_documents_arrive_whole_and_only_for_their_audience(running_hall, devices):
    paper = os.urandom((3 << 20) + 17)
    publish(running_hall, ("Dự thảo Nghị quyết", paper))
    tablet = devices.enrol(running_hall.invite(Role.TABLET)).connect()
    gate = devices.enrol(running_hall.invite(Role.GATE)).connect()

    tablet.wait_live()
    gate.wait_live()

    sha256 = hashlib.sha256(paper).hexdigest()
    assert tablet.store.blobs.read(sha256) == paper
    assert not gate.store.blobs.has(sha256)


def test_a_withdrawn_document_is_destroyed_on_the_tablet(running_hall, devices):
    paper = b"%PDF " + os.urandom(1000)
    publish(running_hall, ("Tham luận", paper))
    sha256 = hashlib.sha256(paper).hexdigest()
    tablet = devices.enrol(running_hall.invite(Role.TABLET)).connect()
    tablet.wait_live()
    assert tablet.store.blobs.has(sha256)
    seen = len(tablet.statuses.heard)

    chair = devices.enrol(running_hall.invite(Role.CHAIR)).connect()
    chair.wait_live()
    chair.say(p.DocumentWithdrawn(document_id=document("Tham luận").id, reason="thu hồi"))

    tablet.states.wait(lambda state: state.withdrawn)
    tablet.statuses.wait(
        lambda status: (
            status.phase is SyncPhase.LIVE
            and not tablet.store.blobs.has(sha256)
            and len(tablet.statuses.heard) > seen
        )
    )


def test_the_chairs_recording_is_brought_to_the_hall(running_hall, devices):
    chair = devices.enrol(running_hall.invite(Role.CHAIR)).connect()
    chair.wait_live()
    sound = os.urandom((2 << 20) + 5)
    sha256 = chair.store.blobs.put(sound)
    recording = fixed_id("recording")

    chair.say(
        p.RecordingStarted(recording_id=recording, started_at_utc_ms=1_795_300_000_000),
        p.RecordingStopped(recording_id=recording, duration_ms=65_000, sha256=sha256),
    )

    def brought(_status) -> bool:
        with chair.store.database.read() as tx:
            return sha256 in chair.store.settings.get(tx, "sync.uploaded_blobs", [])

    chair.statuses.wait(brought)
    with running_hall.opened() as hall:
        assert hall.store.blobs.read(sha256) == sound


def test_captions_reach_whoever_listens_and_are_not_stored(running_hall, devices):
    chair = devices.enrol(running_hall.invite(Role.CHAIR)).connect()
    screen = devices.enrol(running_hall.invite(Role.SCREEN)).connect()
    captions = Reached()

    def broken(_signal) -> None:
        raise ValueError("one listener must not end sync for all")

    screen.engine.on_signal(broken)
    screen.engine.on_signal(captions)
    chair.wait_live()
    screen.wait_live()
    before = len(screen.confirmed())

    chair.engine.send_signal("caption", {"text": "kính thưa Đại hội"})

    heard = captions.wait(lambda signal: signal.kind == "caption")
    assert heard.data == {"text": "kính thưa Đại hội"}
    assert heard.device_id == chair.identity.device.id
    assert len(screen.confirmed()) == before


def test_enrolling_by_fingerprint_alone(running_hall, devices):
    by_qr = running_hall.invite(Role.TABLET).model_copy(update={"ca": None})

    devices.enrol(by_qr).connect().wait_live()


def test_a_token_is_good_for_one_device(running_hall, devices):
    invitation = running_hall.invite(Role.TABLET)
    devices.enrol(invitation)

    with pytest.raises(TokenUsed):
        devices.enrol(invitation)


def test_expired_and_unknown_tokens_are_told_apart(running_hall, devices):
    with pytest.raises(TokenExpired):
        devices.enrol(running_hall.invite(Role.TABLET, life_ms=-1))
    with pytest.raises(TokenUnknown):
        devices.enrol(running_hall.invite(Role.TABLET).model_copy(update={"token": "x" * 27}))


def test_another_congresss_hall_is_not_trusted(running_hall, devices, tmp_path):
    from tests.fakes.hall import HallProcess

    other = HallProcess(tmp_path / "other").found()
    stolen = other.invite(Role.TABLET).model_copy(update={"port": running_hall.port})

    with pytest.raises(WrongCa):
        devices.enrol(stolen)
    with pytest.raises(WrongCa):
        devices.enrol(stolen.model_copy(update={"ca": None}))


def test_an_enrolled_device_refuses_another_hall_at_its_address(own_hall, devices, tmp_path):
    from tests.fakes.hall import HallProcess

    tablet = devices.enrol(own_hall.invite(Role.TABLET))
    own_hall.stop()
    impostor = HallProcess(tmp_path / "impostor").found()
    impostor.port = own_hall.port
    impostor.start()
    try:
        tablet.connect()
        tablet.statuses.wait(lambda status: isinstance(status.error, WrongCa))
        tablet.disconnect()
    finally:
        impostor.stop()


def test_a_revoked_device_is_told_while_it_is_connected(running_hall, devices):
    wiped = Reached()
    tablet = devices.enrol(running_hall.invite(Role.TABLET)).connect(on_revoked=lambda: wiped(True))
    tablet.wait_live()

    with running_hall.opened() as hall:
        revoke_device(hall, tablet.identity.device.id, "mất máy", hall.clock, os.urandom)

    wiped.wait(bool)
    assert tablet.engine.status.phase is SyncPhase.REVOKED


def test_a_revoked_device_is_told_when_it_comes_back(running_hall, devices):
    tablet = devices.enrol(running_hall.invite(Role.TABLET))
    with running_hall.opened() as hall:
        revoke_device(hall, tablet.identity.device.id, "mất máy", hall.clock, os.urandom)

    tablet.connect()

    tablet.statuses.wait(lambda status: isinstance(status.error, Revoked))


@pytest.mark.parametrize("hours", [-1, 1])
def test_a_clock_that_is_an_hour_wrong_corrects_itself(running_hall, devices, hours):
    from tests.fakes.hall_process import ShiftedClock

    gate = devices.enrol(running_hall.invite(Role.GATE), ShiftedClock(hours * 3_600_000))
    gate.connect()
    gate.wait_live()

    gate.say(check_in())

    gate.wait_settled()
    assert gate.engine.status.rejected_count == 0
    assert abs(gate.clock.offset_ms + hours * 3_600_000) < 10_000


def test_the_hall_ends_in_good_order_while_devices_are_connected(own_hall, devices):
    tablet = devices.enrol(own_hall.invite(Role.TABLET)).connect()
    tablet.wait_live()

    assert own_hall.stop() == 0
    tablet.statuses.wait(lambda status: status.phase is SyncPhase.OFFLINE)


def test_sync_ends_when_something_fails_just_as_it_is_stopped(running_hall, devices, monkeypatch):
    """A connection torn at that moment must not make sync take the stop for a failure, and try again."""
    reached = threading.Event()

    async def torn(_self, _source, _state) -> None:
        reached.set()
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            raise HallUnreachable(address="") from None

    monkeypatch.setattr(Transfers, "run", torn)
    tablet = devices.enrol(running_hall.invite(Role.TABLET)).connect()
    assert reached.wait(30)
    assert tablet.engine.stop(30.0)
