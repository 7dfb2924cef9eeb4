"""One camera among several users: opened and let go off the caller's thread, one run after another."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial

import numpy as np
import pytest

from app.camera.errors import CameraStuck, CameraUnplugged
from app.camera.frames import FrameSource, ImageFolderSource, VideoFileSource, WebcamSource
from app.domain.clock import SystemClock
from app.domain.errors import NghisuError
from app.wiring.camera_run import CameraParts, CameraUser, Frames
from app.wiring.errors import ModelsMissing
from app.wiring.sources import camera_source
from tests.fakes.camera import EndlessDevice, FakeVideoDevice
from tests.fakes.hall import Reached

GREY = np.full((48, 64, 3), 128, np.uint8)
DEADLINE_S = 20.0


class HangingDevice(FakeVideoDevice):
    """A driver that never comes back from a read, until the test lets it."""

    def __init__(self) -> None:
        super().__init__(())
        self.reading, self.may_end = threading.Event(), threading.Event()

    def read(self):
        self.reading.set()
        self.may_end.wait(DEADLINE_S)
        return False, None


class Desk:
    """A device's camera and who uses it. `opened` keeps the devices in the order of their opening."""

    def __init__(self, *devices: FakeVideoDevice, stop_deadline_s: float = DEADLINE_S) -> None:
        self._waiting = list(devices)
        self.opened: list[FakeVideoDevice] = []
        self.seen = Reached()
        self.parts = CameraParts(self._source, retry_s=0.001, stop_deadline_s=stop_deadline_s)

    def _source(self) -> FrameSource:
        return WebcamSource(0, SystemClock(), open_device=self._open, device_exists=lambda _index: True)

    def _open(self, _index: int) -> FakeVideoDevice:
        assert all(device.released for device in self.opened), "the camera was opened twice"
        device = self._waiting.pop(0) if len(self._waiting) > 1 else self._waiting[0]
        device.released = False
        self.opened.append(device)
        return device

    def look(self, frames: Frames) -> None:
        _tell(self.seen, frames)

    def user(self) -> tuple[CameraUser, Reached]:
        told = Reached()
        return CameraUser(self.parts, lambda running, error: told((running, error))), told


def _tell(seen: Reached, frames: Frames) -> None:
    for frame in frames:
        seen(frame.index)


@pytest.fixture
def ended() -> Callable[[Desk], None]:
    def wait(desk: Desk) -> None:
        assert desk.parts.lane.wait(DEADLINE_S)

    return wait


def is_error(kind: type[NghisuError]) -> Callable[[object], bool]:
    return lambda told: isinstance(told[1], kind)


def test_stopping_does_not_wait_for_a_driver_that_hangs_and_says_so_later(ended):
    device = HangingDevice()
    desk = Desk(device, stop_deadline_s=0.01)
    user, told = desk.user()
    user.start({"look": desk.look})
    assert device.reading.wait(DEADLINE_S)
    user.stop()  # returns while the driver hangs
    assert not device.released
    told.wait(is_error(CameraStuck), DEADLINE_S)
    device.may_end.set()
    ended(desk)


def test_the_next_user_opens_the_camera_only_when_the_one_before_has_let_go(ended):
    desk = Desk(EndlessDevice(GREY))
    gate, _told = desk.user()
    enrolment, _told = desk.user()
    for _turn in range(5):
        seen = Reached()  # of this turn: the one before may still be looking
        gate.start({"look": partial(_tell, seen)})
        seen.wait(lambda _index: True, DEADLINE_S)
        gate.stop()
        enrolment.start({"look": all})
        enrolment.stop()  # before it was opened: it never is, or is let go again
    ended(desk)
    assert all(device.released for device in desk.opened)
    assert 5 <= len(desk.opened) <= 10


def test_a_camera_that_was_unplugged_goes_on_by_itself(ended):
    desk = Desk(FakeVideoDevice([GREY] * 2), FakeVideoDevice(()), EndlessDevice(GREY))
    user, told = desk.user()
    user.start({"look": desk.look})
    told.wait(is_error(CameraUnplugged), DEADLINE_S)
    told.wait(lambda state: state == (True, None), DEADLINE_S)
    desk.seen.wait(lambda _index: len(desk.opened) == 3, DEADLINE_S)
    user.stop()
    ended(desk)


def test_who_cannot_look_lets_the_camera_go(ended):
    def look(_frames: Frames) -> None:
        raise ModelsMissing()

    desk = Desk(EndlessDevice(GREY))
    user, told = desk.user()
    user.start({"look": look})
    running, _error = told.wait(is_error(ModelsMissing), DEADLINE_S)
    assert not running
    user.stop()
    ended(desk)
    assert desk.opened[-1].released if desk.opened else True


@pytest.mark.parametrize(
    ("name", "number", "rotation", "is_mirrored"),
    [
        ("0", 0, 0, False),
        ("1@90", 1, 90, False),
        ("0@mirrored", 0, 0, True),
        ("2@270@mirrored", 2, 270, True),
    ],
)
def test_a_camera_is_named_with_how_it_is_mounted(name, number, rotation, is_mirrored):
    source = camera_source(name, SystemClock())
    assert isinstance(source, WebcamSource)
    assert (source.name, source._rotation, source._mirrored) == (f"#{number}", rotation, is_mirrored)


def test_what_is_no_camera_is_a_file_or_a_folder(tmp_path):
    assert isinstance(camera_source(str(tmp_path), SystemClock()), ImageFolderSource)
    assert isinstance(camera_source("0@45", SystemClock()), VideoFileSource)
