"""Devices joined as the product joins them, with a real hall in its own process."""

from __future__ import annotations

import contextlib
import hashlib
import os

import pytest

from app.documents.pages import Drawing
from app.domain import payloads as p
from app.domain.badge import make_badge
from app.domain.entities import CheckInMethod, Role
from app.hall.admin import PublishedBlob, publish_pack, revoke_device
from app.speech.errors import AudioError
from app.storage.errors import PinRequired, PinWrong
from app.sync.errors import BadInvitation, NotEnrolled
from app.sync.status import SyncPhase
from app.ui.page_picture import PagePicture
from app.ui.services import GateResult, Readiness, ReadingPlace, ReadingView
from app.wiring.errors import DocumentRecalled, ReasonMissing, WrongRole
from app.wiring.session import SessionParts
from tests.fakes.congress import document, fixed_id, people
from tests.fakes.hall import Reached


def until(engine, condition, timeout_s: float = 30.0) -> None:
    reached = Reached()
    stop = engine.subscribe(reached)
    reached(engine.status)
    try:
        reached.wait(lambda _status: condition(), timeout_s)
    finally:
        stop()


def test_a_new_tablet_finds_its_congress(hall, doors):
    door = doors.open("tablet", Role.TABLET)
    assert door.readiness() is Readiness.NOT_ENROLLED
    with pytest.raises(NotEnrolled):
        door.open_session()
    seen = []
    invitation = door.read_invitation(hall.invite(Role.TABLET, "Máy 1", people()[0].id).text())
    assert "token" not in repr(invitation)
    door.enrol(invitation, "", None, seen.append, lambda: False)
    assert [progress.stage for progress in seen] == ["keys", "hall", "congress", "congress"]
    assert door.readiness() is Readiness.READY
    snapshot = door.open_session().congress.snapshot()
    assert snapshot.state.congress.title == "Đại hội đại biểu phường An Bình"
    assert (snapshot.role, snapshot.person_id) == (Role.TABLET, people()[0].id)


def test_an_invitation_for_another_role_or_none_at_all_is_refused(hall, doors):
    door = doors.open("gate", Role.GATE)
    with pytest.raises(WrongRole) as wrong:
        door.read_invitation(hall.invite(Role.TABLET, "Máy 1").text())
    assert wrong.value.params == {"invited": "tablet", "opened": "gate"}
    with pytest.raises(BadInvitation):
        door.read_invitation("xin chào")


def test_a_pin_locks_the_door(hall, doors):
    doors.enrol(hall, "tablet", Role.TABLET, pin="246810").close(10)
    door = doors.open("tablet", Role.TABLET)
    assert door.readiness() is Readiness.LOCKED
    with pytest.raises(PinWrong):
        door.unlock("000000")
    assert door.lock().attempts_left == 9
    with pytest.raises(PinRequired):
        door._open_store(None)
    door.unlock("246810")
    assert door.readiness() is Readiness.READY


def test_what_is_said_without_the_hall_arrives_when_it_is_back(hall, doors):
    tablet = doors.enrol(hall, "tablet", Role.TABLET, person_id=people()[0].id).device_session()
    gate = doors.enrol(hall, "gate", Role.GATE).device_session()
    until(tablet.engine, lambda: tablet.engine.status.phase is SyncPhase.LIVE)
    hall.kill()
    assert gate.gate.check_in_by_hand(people()[0].id, "quên thẻ").result is GateResult.CHECKED_IN
    until(gate.engine, lambda: gate.services.sync.status().pending_count == 1)
    assert people()[0].id in gate.congress.snapshot().state.presences
    hall.start()
    for session in (gate, tablet):
        session.services.sync.sync_now()
    until(tablet.engine, lambda: people()[0].id in tablet.congress.snapshot().state.presences)
    until(gate.engine, lambda: gate.services.sync.status().pending_count == 0)


def test_a_refused_event_is_shown_with_its_reason(hall, doors):
    chair = doors.enrol(hall, "chair", Role.CHAIR).device_session()
    chair.congress.say(p.FloorGiven(person_id=fixed_id("nobody")))
    until(chair.engine, lambda: chair.services.sync.status().rejected)
    (rejected,) = chair.services.sync.status().rejected
    assert (rejected.type, rejected.reason.value) == ("floor.given", "unknown_person")
    assert chair.congress.snapshot().state.floor is None


def test_a_revoked_tablet_wipes_itself(hall, doors, tmp_path):
    door = doors.enrol(hall, "tablet", Role.TABLET)
    session = door.device_session()
    device_id = session.identity.device.id
    until(session.engine, lambda: session.engine.status.phase is SyncPhase.LIVE)
    with hall.opened() as opened:
        revoke_device(opened, device_id, "mất máy", opened.clock, os.urandom)
    until(session.engine, lambda: session.engine.status.phase is SyncPhase.REVOKED)
    door.wiped.wait(20)
    left = [path.name for path in (tmp_path / "devices" / "tablet").rglob("*") if path.is_file()]
    assert left == []
    assert doors.open("tablet", Role.TABLET).readiness() is Readiness.NOT_ENROLLED


def publish(hall, name: str, data: bytes) -> p.DocumentPublished:
    sha256 = hashlib.sha256(data).hexdigest()
    payload = p.DocumentPublished(document=document(name, sha256, len(data)))
    with hall.opened() as opened:
        signed = opened.identity.signer(opened.clock, os.urandom).sign(payload)
        publish_pack(opened, [signed], [PublishedBlob(sha256, len(data), [data])])
    return payload


@pytest.fixture
def two_pages(project_root):
    import pymupdf

    paper = pymupdf.open()
    for text in ("Trang thứ nhất", "Trang thứ hai"):
        paper.new_page().insert_text((72, 72), text)
    return paper.tobytes()


def test_a_paper_is_read_and_then_called_back(hall, doors, two_pages):
    tablet = doors.enrol(hall, "tablet", Role.TABLET).device_session()
    chair = doors.enrol(hall, "chair", Role.CHAIR).device_session()
    published = publish(hall, "Nghị quyết", two_pages).document
    documents = tablet.services.documents
    until(tablet.engine, lambda: documents.is_here(published.id))
    assert len(documents.open(published.id).page_sizes_pt) == 2
    page = PagePicture()
    documents.render(published.id, Drawing(1, 400), page.room)
    assert page.image.width() == 400
    documents.close(published.id)
    view = ReadingView("free", 1.5, is_paged=True, turns=1)
    place = ReadingPlace(published.id, 1, 0.25, 1_795_300_000_000, view)
    documents.remember_place(place)
    assert documents.places() == (place,)

    until(chair.engine, lambda: published.id in chair.congress.snapshot().state.documents)
    chair.congress.say(p.DocumentWithdrawn(document_id=published.id, reason="thu hồi sau phiên"))
    until(tablet.engine, lambda: not tablet.store.blobs.has(published.sha256))
    with pytest.raises(DocumentRecalled):
        documents.open(published.id)


def test_the_gate_works_by_badge_and_by_hand_without_any_model(hall, doors, monkeypatch, tmp_path):
    monkeypatch.setenv("NGHISU_HOME", str(tmp_path / "nothing"))
    gate = doors.enrol(hall, "gate", Role.GATE).device_session().gate
    with hall.opened() as opened:
        root = opened.identity.root_key
    outcomes = Reached()
    gate.subscribe_outcomes(outcomes)
    gate.see_badge(make_badge(people()[1].id, fixed_id("congress"), root))
    gate.see_badge(make_badge(people()[1].id, fixed_id("congress"), root))
    gate.see_badge("NGHISU1:GIẢ")
    gate.see_badge(make_badge(fixed_id("nobody"), fixed_id("congress"), root))
    assert [outcome.result for outcome in outcomes.heard] == [
        GateResult.CHECKED_IN,
        GateResult.ALREADY_IN,
        GateResult.BAD_BADGE,
        GateResult.UNKNOWN,
    ]
    with pytest.raises(ReasonMissing):
        gate.check_in_by_hand(people()[2].id, "  ")
    assert gate.check_in_by_hand(people()[2].id, "quên thẻ").method is CheckInMethod.MANUAL


def test_a_missing_camera_is_said_and_the_gate_goes_on(hall, doors):
    gate = (
        doors.enrol(hall, "gate", Role.GATE, SessionParts(camera="97", discover=False)).device_session().gate
    )
    statuses = Reached()
    gate.subscribe(statuses)
    gate.start()
    failed = statuses.wait(lambda status: status.error is not None)
    assert failed.error.code == "camera.not_found"
    gate.stop()
    assert gate.check_in_by_hand(people()[0].id, "máy ảnh hỏng").result is GateResult.CHECKED_IN


def test_a_missing_microphone_leaves_nothing_behind(hall, doors, tmp_path):
    chair = doors.enrol(hall, "chair", Role.CHAIR).device_session()
    with contextlib.suppress(AudioError):  # no sound system at all
        if chair.recording.inputs():
            pytest.skip("this machine has a microphone")
    for _ in range(2):
        with pytest.raises(AudioError):
            chair.recording.start()
    assert chair.congress.snapshot().state.recordings == {}
    assert list((tmp_path / "devices" / "chair" / "spool").iterdir()) == []
