"""What cameras do to a gate, each through the real source, camera thread and pipeline: no dead end."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np
import pytest

from app.camera.capture import CameraThread
from app.camera.decision import Accepted, NeedsSteward, Outcome, StewardReason, Waiting
from app.camera.errors import CameraBusy, CameraNotFound, CameraUnplugged
from app.camera.frames import LatestFrameSlot, Rotation, WebcamSource, rotate
from app.camera.matcher import Matcher
from app.camera.pipeline import CheckInPipeline, CheckInResult
from app.camera.quality import QualityReason
from app.camera.settings import CheckInSettings, LivenessPolicy
from app.camera.vision import BgrImage, mirrored
from tests.fakes.camera import FakeVideoDevice
from tests.fakes.clock import FakeClock

SPEAKER = "grid_brbk7n.mpg"
DEADLINE_S = 20.0


class SteppedDevice(FakeVideoDevice):
    """Gives the next picture when the one before has been looked at, so that no load drops any."""

    def __init__(self, images: Sequence[BgrImage], clock: FakeClock, interval_ms: int) -> None:
        super().__init__(images)
        self._clock, self._interval_ms = clock, interval_ms
        self.turn = threading.Semaphore(1)

    def read(self) -> tuple[bool, BgrImage | None]:
        ok, image = super().read()
        if ok:
            assert self.turn.acquire(timeout=DEADLINE_S)
            self._clock.advance_ms(self._interval_ms)
        return ok, image


@dataclass
class Gate:
    """Plays devices one after another, as if the plug were pulled and put back, to one pipeline."""

    pipeline: CheckInPipeline
    clock: FakeClock = field(default_factory=FakeClock)
    results: list[CheckInResult] = field(default_factory=list)
    troubles: list[type | None] = field(default_factory=list)
    exists: Callable[[], bool] = lambda: True

    def device(self, images: Sequence[BgrImage], interval_ms: int = 66) -> SteppedDevice:
        return SteppedDevice(images, self.clock, interval_ms)

    def watch(self, *devices: FakeVideoDevice, rotation: Rotation = 0, is_mirrored: bool = False) -> None:
        """Until the last device has nothing more to show."""
        coming = list(devices)
        slot, ended = LatestFrameSlot(), threading.Event()
        current: list[FakeVideoDevice] = []

        def open_device(_index: int) -> FakeVideoDevice:
            if not coming:
                ended.set()
                slot.close()
                return FakeVideoDevice((), opens=False)
            current[:] = [coming.pop(0)]
            return current[0]

        source = WebcamSource(
            0,
            self.clock,
            rotation=rotation,
            is_mirrored=is_mirrored,
            open_device=open_device,
            device_exists=lambda _index: self.exists(),
        )
        camera = CameraThread(
            source,
            (slot,),
            retry_s=0.001,
            on_trouble=lambda error: self.troubles.append(type(error) if error else None),
        )
        camera.start()
        while (frame := slot.take(DEADLINE_S)) is not None:
            self.results.append(self.pipeline.process(frame))
            if isinstance(current[0], SteppedDevice):
                current[0].turn.release()
        camera.stop(DEADLINE_S)
        assert ended.is_set()

    @property
    def decisions(self) -> list[Outcome]:
        return [result.outcome for result in self.results if result.outcome_is_new]

    @property
    def guides(self) -> set[object]:
        outcomes = (result.outcome for result in self.results)
        return {outcome.guide for outcome in outcomes if isinstance(outcome, Waiting)}


@pytest.fixture(scope="module")
def face(clip) -> list[BgrImage]:
    """Three seconds of somebody enrolled who speaks: 25 pictures a second."""
    return [frame.image for frame in clip(SPEAKER)]


@pytest.fixture(scope="module")
def roster(enroller, face) -> Matcher:
    photos = [cv2.imencode(".png", image)[1].tobytes() for image in face[-20::8]]
    return Matcher([enroller.template(SPEAKER, photos)], model_sha256=enroller.model_sha256)


@pytest.fixture
def gate_of(face_models, roster, embedder) -> Iterable[Callable[..., Gate]]:
    made: list[CheckInPipeline] = []

    def make(policy: LivenessPolicy = LivenessPolicy.NORMAL) -> Gate:
        pipeline = CheckInPipeline(face_models, roster, CheckInSettings(liveness=policy), embedder=embedder)
        made.append(pipeline)
        return Gate(pipeline)

    yield make
    for pipeline in made:
        pipeline.close()


@pytest.fixture
def gate(gate_of) -> Gate:
    return gate_of()


def is_admitted(gate: Gate) -> bool:
    return [type(outcome) for outcome in gate.decisions] == [Accepted]


def test_no_camera_is_said_and_once_it_is_plugged_in_people_are_admitted(gate: Gate, face):
    asked = []
    gate.exists = lambda: asked.append(1) is not None or len(asked) > 3
    gate.watch(gate.device(face, 40))
    assert gate.troubles[:2] == [CameraNotFound, None], "said once, however often it is looked for"
    assert is_admitted(gate)


def test_a_busy_camera_is_said_and_once_it_is_free_people_are_admitted(gate: Gate, face):
    gate.watch(FakeVideoDevice((), opens=False), FakeVideoDevice((), opens=False), gate.device(face, 40))
    assert gate.troubles[:2] == [CameraBusy, None]
    assert is_admitted(gate)


def test_unplugged_midway_it_goes_on_by_itself_with_whoever_stands_there_then(gate: Gate, face):
    gate.watch(gate.device(face[:3], 40), FakeVideoDevice((), opens=False), gate.device(face, 40))
    assert gate.troubles[0] is CameraUnplugged
    assert gate.troubles[1:3] == [CameraBusy, None]
    assert is_admitted(gate)
    assert gate.results[0].captured_at_ms < gate.results[-1].captured_at_ms


def test_black_pictures_are_no_trouble_but_asked_about_until_the_lens_is_free(gate: Gate, face):
    black = [np.zeros_like(face[0])] * 6
    gate.watch(gate.device([*black, *face], 40))
    assert None not in gate.troubles, "black is not a fault of the camera"
    assert {type(result.outcome) for result in gate.results[:6]} == {Waiting}
    assert {result.outcome.guide for result in gate.results[:6]} == {QualityReason.BLACK}
    assert is_admitted(gate)


def test_five_pictures_a_second_suffice_at_an_attended_gate(gate: Gate, face):
    gate.watch(gate.device(face[::5] + face[::-5], 200))
    assert gate.decisions
    assert isinstance(gate.decisions[0], Accepted)


def test_five_pictures_a_second_cannot_show_a_blink_so_the_strict_policy_asks_the_steward(gate_of, face):
    gate = gate_of(LivenessPolicy.STRICT)
    gate.watch(gate.device((face[::5] + face[::-5]) * 2, 200))
    (outcome,) = gate.decisions
    assert outcome == NeedsSteward(StewardReason.CAMERA_SLOW, SPEAKER)


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_a_camera_mounted_turned_admits_nobody_and_says_something_until_it_is_told_how(
    gate_of, face, rotation: Rotation
):
    turned = [rotate(image, rotation) for image in face]
    unaware = gate_of()
    unaware.watch(unaware.device(turned, 40))
    assert not any(isinstance(outcome, Accepted) for outcome in unaware.decisions)
    assert unaware.guides, "something is said to whoever stands there; badge and name are always at hand"
    aware = gate_of()
    aware.watch(aware.device(turned, 40), rotation=(360 - rotation) % 360)
    assert is_admitted(aware)


@pytest.mark.parametrize("is_known", [True, False])
def test_a_mirroring_driver_recognises_people_all_the_same(gate: Gate, face, is_known: bool):
    gate.watch(gate.device([mirrored(image) for image in face], 40), is_mirrored=is_known)
    assert is_admitted(gate)


@pytest.mark.parametrize(("width", "height"), [(640, 480), (1280, 720)])
def test_cameras_of_four_by_three_and_sixteen_by_nine_admit_alike(gate: Gate, face, width, height):
    """The picture is filled out at its sides, as a wider lens would see more of the room."""

    def seen(image: BgrImage) -> BgrImage:
        scale = height / image.shape[0]
        picture = cv2.resize(image, None, fx=scale, fy=scale)
        beside = max(0, width - picture.shape[1])
        left, right = beside // 2, beside - beside // 2
        filled = cv2.copyMakeBorder(picture, 0, 0, left, right, cv2.BORDER_CONSTANT, value=(90, 90, 90))
        cut = (filled.shape[1] - width) // 2
        return filled[:, cut : cut + width].copy()

    gate.watch(gate.device([seen(image) for image in face[:50]], 40))
    assert is_admitted(gate)
