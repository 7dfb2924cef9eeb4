"""A gate's faces with a real store and real clips: enrolled before the camera, then recognised by it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.camera.frames import FrameSource
from app.camera.settings import FaceModels
from app.domain import payloads as p
from app.domain.clock import SystemClock
from app.domain.entities import CheckInMethod, Liveness, Role, Settings
from app.storage.device_store import DeviceStore
from app.ui.services import GateOutcome, GateResult, Guidance
from app.wiring.camera_run import CameraParts
from app.wiring.check_in import FaceParts, GateCheckIn
from app.wiring.congress import StoredCongress
from app.wiring.errors import ConsentMissing, ModelsMissing
from app.wiring.faces import check_in_settings
from app.wiring.live_enrolment import GateFaceEnrolment
from tests.fakes.camera import EndlessClip
from tests.fakes.clock import FakeClock
from tests.fakes.congress import device_of, fixed_id, opening_payloads, signer
from tests.fakes.hall import Reached

AN, BINH = fixed_id("person 1"), fixed_id("person 2")
SPEAKER, OTHER = "grid_brbk7n.mpg", "grid_bbaf2n.mpg"
DEADLINE_S = 60.0


class Gate:
    """A gate's store, camera service and live enrolment, before one recorded face after another."""

    def __init__(self, folder: Path, models: FaceModels, clips: Path) -> None:
        clock = FakeClock()
        congress = signer(Role.CONGRESS, "congress", clock)
        self.clips, self.showing = clips, SPEAKER
        self.store = DeviceStore.open(folder, b"m" * 32, os.urandom)
        with self.store.database.write() as tx:
            for event in (congress.sign(payload) for payload in opening_payloads()):
                self.store.events.add_pending(tx, event)
        self.store.projection.refresh()
        own = signer(Role.GATE, "gate", clock)
        self.camera = CameraParts(self._source, pace=SystemClock())
        parts = FaceParts(lambda: models, self.camera)
        congress = StoredCongress(self.store, own, device_of(own, Role.GATE), lambda: None)
        self.service = GateCheckIn(congress, self.store, parts, own.key.public_key())
        self.enrolment = GateFaceEnrolment(self.store, parts, self.service.reload_faces)
        self.own = own

    def _source(self) -> FrameSource:
        return EndlessClip(self.clips / self.showing)

    def enrol(self, person_id, clip: str):
        """Until the service has an end to tell."""
        self.showing = clip
        self.enrolment.start(person_id)
        reached = Reached()
        remove = self.enrolment.subscribe(reached)
        ended = reached.wait(lambda status: status.is_done or status.error is not None, DEADLINE_S)
        remove()
        self.enrolment.stop()
        return ended

    def meet(self, clip: str) -> GateOutcome:
        """The gate's first word about somebody who steps before it."""
        self.showing = clip
        reached = Reached()
        remove = self.service.subscribe_outcomes(reached)
        self.service.start()
        outcome = reached.wait(lambda _outcome: True, DEADLINE_S)
        self.service.stop()
        remove()
        return outcome

    def close(self) -> None:
        self.enrolment.stop()
        self.service.stop()
        assert self.camera.lane.wait(DEADLINE_S)
        self.store.close()


@pytest.fixture
def gate(tmp_path: Path, models_dir: Path, shared_data: Path) -> Iterator[Gate]:
    made = Gate(tmp_path, FaceModels.in_folder(models_dir), shared_data / "video" / "live")
    yield made
    made.close()


def test_who_is_enrolled_before_the_camera_is_checked_in_by_it_and_others_are_not(gate: Gate):
    done = gate.enrol(AN, SPEAKER)
    assert (done.is_done, done.kept, done.look_alikes) == (True, done.wanted, ())
    assert gate.meet(SPEAKER) == GateOutcome(GateResult.CHECKED_IN, AN, CheckInMethod.FACE)
    assert gate.store.projection.state.presences[AN].method is CheckInMethod.FACE
    assert gate.meet(OTHER).result is GateResult.UNKNOWN


def test_one_face_for_two_people_is_reported_and_goes_to_the_stewards_eyes(gate: Gate):
    gate.enrol(AN, SPEAKER)
    assert gate.enrol(BINH, SPEAKER).look_alikes == (AN,)
    outcome = gate.meet(SPEAKER)
    assert outcome.result is GateResult.ASK_STEWARD
    assert outcome.candidate_id in (AN, BINH)
    assert outcome.person_id is None
    assert not gate.store.projection.state.presences


def test_without_consent_no_camera_is_opened_and_nothing_is_kept(gate: Gate):
    gate.store.say(gate.own, p.ConsentRecorded(person_id=AN, given=False, how="phiếu giấy"))
    gate.enrolment.start(AN)
    status = gate.enrolment.status()
    assert isinstance(status.error, ConsentMissing)
    assert not status.is_running
    with gate.store.database.read() as tx:
        assert gate.store.templates.count(tx) == 0


def test_without_models_live_enrolment_says_so(gate: Gate):
    def missing() -> FaceModels:
        raise ModelsMissing()

    service = GateFaceEnrolment(gate.store, FaceParts(missing, gate.camera), lambda: None)
    reached = Reached()
    service.start(AN)
    service.subscribe(reached)
    assert isinstance(reached.wait(lambda status: status.error is not None).error, ModelsMissing)
    service.stop()


def test_guidance_follows_what_the_camera_sees(gate: Gate):
    gate.showing = "pyfeat_noface_face.mov"  # an empty chair, then somebody
    reached = Reached()
    gate.enrolment.start(AN)
    gate.enrolment.subscribe(reached)
    reached.wait(lambda status: status.guidance is Guidance.NO_FACE)
    reached.wait(lambda status: status.kept > 0, DEADLINE_S)


def test_the_congress_chooses_the_policy_for_gates_and_for_tablets():
    settings = Settings(gate_liveness=Liveness.OFF, tablet_liveness=Liveness.STRICT)
    assert check_in_settings(settings).liveness.value == "off"
    assert check_in_settings(settings, attended=False).liveness.value == "strict"
