"""A delegate's own tablet with a real store and real clips: its person's face, and nobody else's."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import cv2
import pytest

from app.camera.frames import FrameSource, VideoFileSource, play
from app.camera.settings import FaceModels
from app.domain import payloads as p
from app.domain.clock import SystemClock
from app.domain.entities import CheckInMethod, Liveness, Role, Settings
from app.storage.device_store import DeviceStore
from app.ui.services import GateOutcome, GateResult, OwnFace
from app.wiring.camera_run import CameraParts
from app.wiring.check_in import FaceParts
from app.wiring.congress import StoredCongress
from app.wiring.errors import ModelsMissing
from app.wiring.face_enrolment import FaceEnrolment
from app.wiring.own_camera import OwnCamera
from app.wiring.own_check_in import OwnCheckIn
from tests.fakes.camera import EndlessClip
from tests.fakes.clock import FakeClock
from tests.fakes.congress import device_of, fixed_id, opening_payloads, signer
from tests.fakes.hall import Reached

AN, BINH = fixed_id("person 1"), fixed_id("person 2")
OWNER, STRANGER = "grid_brbk7n.mpg", "grid_bbaf2n.mpg"
DEADLINE_S = 60.0


class Tablet:
    """An's tablet: its store, its quiet enrolment and its camera, before one recorded face or another."""

    def __init__(self, folder: Path, clips: Path, find_models) -> None:
        clock = FakeClock()
        self.root = signer(Role.CONGRESS, "congress", clock)
        self.clips, self.showing = clips, OWNER
        self.store = DeviceStore.open(folder, b"m" * 32, os.urandom)
        self.hear(*opening_payloads())
        self.own = signer(Role.TABLET, "máy của An", clock)
        congress = StoredCongress(
            self.store, self.own, device_of(self.own, Role.TABLET, person_id=AN), lambda: None
        )
        self.camera = CameraParts(self._source, pace=SystemClock())
        self.check_in = OwnCheckIn(
            self.store,
            AN,
            lambda tries: OwnCamera(congress, self.store, FaceParts(find_models, self.camera), tries),
        )
        self.faces = FaceEnrolment(self.store, find_models, self.check_in.reload_faces, only=AN)
        self.check_in.watch(self.faces)
        self.store.projection.subscribe(lambda _state: self.faces.look_again())
        self.faces.start()

    def _source(self) -> FrameSource:
        return EndlessClip(self.clips / self.showing)

    def hear(self, *payloads: p.Payload) -> None:
        """As if it came from the hall."""
        with self.store.database.write() as tx:
            for payload in payloads:
                self.store.events.add_pending(tx, self.root.sign(payload))
        self.store.projection.refresh()

    def fetch_photo(self, person_id, clip: str) -> str:
        """A picture of that clip's face arrives as sync brings it."""
        frames = list(play(VideoFileSource(self.clips / clip)))
        data = cv2.imencode(".jpg", frames[len(frames) // 2].image)[1].tobytes()
        photo = p.PhotoPublished(person_id=person_id, sha256=self.store.blobs.put(data), size_bytes=len(data))
        self.hear(photo)
        return photo.sha256

    def wait_face(self, face: OwnFace) -> None:
        reached = Reached()
        remove = self.check_in.subscribe(reached)
        reached.wait(lambda seen: seen is face, DEADLINE_S)
        remove()

    def look(self, clip: str, until=lambda _outcome: True) -> list[GateOutcome]:
        """What the camera says of whoever sits before the tablet, until it has said that."""
        self.showing = clip
        camera, reached = self.check_in.camera(), Reached()
        remove = camera.subscribe_outcomes(reached)
        camera.start()
        reached.wait(until, DEADLINE_S)
        camera.stop()
        remove()
        return reached.heard

    def close(self) -> None:
        self.check_in.stop()
        assert self.camera.lane.wait(DEADLINE_S)
        self.faces.stop(DEADLINE_S)
        self.store.close()


@pytest.fixture
def tablet(tmp_path: Path, models_dir: Path, shared_data: Path) -> Iterator[Tablet]:
    made = Tablet(tmp_path, shared_data / "video" / "live", lambda: FaceModels.in_folder(models_dir))
    yield made
    made.close()


def test_a_tablet_makes_its_own_persons_template_alone_and_destroys_the_photograph(tablet: Tablet):
    assert tablet.check_in.face() is OwnFace.MISSING
    others = tablet.fetch_photo(BINH, STRANGER)
    assert tablet.check_in.face() is OwnFace.MISSING
    own = tablet.fetch_photo(AN, OWNER)
    tablet.wait_face(OwnFace.READY)
    assert not tablet.store.blobs.has(own)
    with tablet.store.database.read() as tx:
        assert tablet.store.templates.count(tx) == 1
        assert tablet.store.templates.all(tx, _model(tablet))[0].person_id == AN
    assert tablet.store.blobs.has(others), "not this one's to use, so never opened"


def test_consent_taken_back_destroys_the_template_and_given_again_brings_it_back(tablet: Tablet):
    tablet.fetch_photo(AN, OWNER)
    tablet.wait_face(OwnFace.READY)
    tablet.store.say(tablet.own, p.ConsentRecorded(person_id=AN, given=False))
    tablet.wait_face(OwnFace.COMING)  # what would come, were it allowed
    with tablet.store.database.read() as tx:
        assert tablet.store.templates.count(tx) == 0
    photo = next(iter(tablet.store.projection.state.photos.values()))
    assert not tablet.faces.wants(photo)
    tablet.store.say(tablet.own, p.ConsentRecorded(person_id=AN, given=True))
    assert tablet.faces.wants(photo)
    tablet.fetch_photo(AN, OWNER)
    tablet.wait_face(OwnFace.READY)


def test_the_person_is_checked_in_by_their_own_tablet(tablet: Tablet):
    congress = opening_payloads()[0].congress
    settings = Settings(tablet_liveness=Liveness.OFF)  # the clip's speaker does not turn his head when asked
    tablet.hear(p.CongressConvened(congress=congress.model_copy(update={"settings": settings})))
    tablet.fetch_photo(AN, OWNER)
    tablet.wait_face(OwnFace.READY)
    assert tablet.look(OWNER) == [GateOutcome(GateResult.CHECKED_IN, AN, CheckInMethod.FACE)]
    presence = tablet.store.projection.state.presences[AN]
    assert (presence.method, presence.device_id) == (CheckInMethod.FACE, tablet.own.device_id)
    assert not tablet.check_in.camera().status().is_running


def test_a_strangers_face_is_sent_to_the_gate_after_two_tries(tablet: Tablet):
    tablet.fetch_photo(AN, OWNER)
    tablet.wait_face(OwnFace.READY)
    said = tablet.look(STRANGER, lambda outcome: outcome.result is GateResult.ASK_STEWARD)
    assert said == [GateOutcome(GateResult.UNKNOWN), GateOutcome(GateResult.ASK_STEWARD)]
    tablet.wait_face(OwnFace.AT_THE_GATE)
    camera = tablet.check_in.camera()
    camera.start()
    assert not camera.status().is_running, "nobody tries on and on where nobody watches"
    assert not tablet.store.projection.state.presences


def test_strictly_the_own_face_alone_is_not_enough(tablet: Tablet):
    """The clip's speaker is recognised, and does nothing of what he is asked to: turn, turn, blink.

    Where other work makes this machine too slow to judge a blink, the steward is asked at once.
    """
    tablet.fetch_photo(AN, OWNER)
    tablet.wait_face(OwnFace.READY)
    (said,) = tablet.look(OWNER)
    assert said.result in (GateResult.NOT_ALIVE, GateResult.ASK_STEWARD)
    assert not tablet.store.projection.state.presences


def test_without_models_it_is_said_at_once(tmp_path: Path, shared_data: Path):
    def missing() -> FaceModels:
        raise ModelsMissing()

    tablet = Tablet(tmp_path, shared_data / "video" / "live", missing)
    tablet.fetch_photo(AN, OWNER)
    tablet.wait_face(OwnFace.MISSING)
    tablet.close()


def _model(tablet: Tablet) -> str:
    from app.camera.enrolment import Enroller

    return Enroller(tablet.faces._find_models()).model_sha256
