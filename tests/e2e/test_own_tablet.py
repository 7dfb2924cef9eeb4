"""Checking in on one's own tablet, through whole devices: hall, tablet, and a screen that counts."""

from __future__ import annotations

import os

import cv2

from app.camera.frames import VideoFileSource, play
from app.domain import payloads as p
from app.domain.clock import SystemClock
from app.domain.entities import CheckInMethod, Liveness, Role, Settings
from app.ui.services import GateResult, OwnFace
from app.wiring.session import SessionParts
from tests.fakes.camera import EndlessClip
from tests.fakes.congress import fixed_id, opening_payloads
from tests.fakes.hall import Reached

ME = fixed_id("person 1")
CLIP = "grid_brbk7n.mpg"
DEADLINE_S = 90.0


def publish(hall, *payloads: p.Payload, photo: bytes = b"") -> None:
    with hall.opened() as opened:
        said = list(payloads)
        if photo:
            sha256 = opened.store.blobs.put(photo)
            said.append(p.PhotoPublished(person_id=ME, sha256=sha256, size_bytes=len(photo)))
        opened.ledger.say(opened.identity.signer(SystemClock(), os.urandom), lambda _tx: said)


def test_a_delegate_agrees_and_is_checked_in_by_their_own_tablet(hall, doors, shared_data, models_dir):
    clip = shared_data / "video" / "live" / CLIP
    frames = list(play(VideoFileSource(clip)))
    photo = cv2.imencode(".jpg", frames[len(frames) // 2].image)[1].tobytes()
    congress = opening_payloads()[0].congress
    # The recorded speaker does not turn his head when asked; the strict policy has its own tests.
    settings = Settings(tablet_liveness=Liveness.OFF)
    convened = p.CongressConvened(congress=congress.model_copy(update={"settings": settings}))
    publish(hall, convened, p.ConsentRecorded(person_id=ME, given=False), photo=photo)
    parts = SessionParts(open_camera=lambda: EndlessClip(clip), pace=SystemClock(), discover=False)
    session = doors.enrol(hall, "máy của An", Role.TABLET, parts, ME).open_session()
    screen = doors.enrol(hall, "màn hình", Role.SCREEN).open_session()
    own, faces, states = session.own_check_in, Reached(), Reached()
    own.subscribe(faces)
    screen.congress.subscribe(lambda snapshot: states(snapshot.state))
    faces.wait(lambda face: face is OwnFace.COMING, DEADLINE_S)
    assert session.check_in is None, "the gate's powers are the gate's"

    session.congress.say(p.ConsentRecorded(person_id=ME, given=True, how="trên máy của mình"))
    faces.wait(lambda face: face is OwnFace.READY, DEADLINE_S)
    outcomes = Reached()
    camera = own.camera()
    camera.subscribe_outcomes(outcomes)
    camera.start()
    assert outcomes.wait(lambda _outcome: True, DEADLINE_S).result is GateResult.CHECKED_IN
    state = states.wait(lambda state: ME in state.presences, DEADLINE_S)
    assert state.presences[ME].method is CheckInMethod.FACE
    assert state.presences[ME].device_id == session.congress.snapshot().device_id
