from __future__ import annotations

import threading
from pathlib import Path

import cv2
import numpy as np
import pytest

from app.camera.capture import CameraThread
from app.camera.errors import (
    CameraBusy,
    CameraNotFound,
    CameraStuck,
    CameraUnplugged,
    NoImages,
    SourceError,
    VideoUnreadable,
)
from app.camera.frames import Frame, ImageFolderSource, LatestFrameSlot, VideoFileSource, WebcamSource, play
from app.domain.clock import SystemClock
from tests.fakes.camera import EndlessDevice, FakeVideoDevice
from tests.fakes.clock import FakeClock

GREY = np.full((48, 64, 3), 128, np.uint8)


def webcam(device: FakeVideoDevice, *, exists: bool | None = True, **options) -> WebcamSource:
    return WebcamSource(
        0, FakeClock(), open_device=lambda _index: device, device_exists=lambda _index: exists, **options
    )


def test_a_camera_gives_frames_in_order_with_growing_times():
    clock = FakeClock()
    device = FakeVideoDevice([GREY, GREY])
    source = WebcamSource(0, clock, open_device=lambda _: device, device_exists=lambda _: True)
    source.open()
    first = source.read()
    clock.advance_ms(40)
    second = source.read()
    source.close()
    assert (first.index, second.index) == (0, 1)
    assert second.captured_at_ms - first.captured_at_ms == 40
    assert device.wanted[cv2.CAP_PROP_FRAME_WIDTH] == 640
    assert device.released


@pytest.mark.parametrize(
    ("opens", "exists", "error"),
    [
        (False, False, CameraNotFound),
        (False, None, CameraNotFound),
        (False, True, CameraBusy),
    ],
)
def test_a_camera_that_will_not_open_says_why(opens, exists, error):
    with pytest.raises(error):
        webcam(FakeVideoDevice([], opens=opens), exists=exists).open()


def test_a_camera_that_opens_and_never_gives_a_frame_is_busy():
    source = webcam(FakeVideoDevice([]))
    source.open()
    with pytest.raises(CameraBusy):
        source.read()


def test_a_camera_unplugged_midway_is_named():
    source = webcam(FakeVideoDevice([GREY] * 3))
    with pytest.raises(CameraUnplugged) as caught:
        list(play(source))
    assert caught.value.params == {"name": "#0"}


def test_black_frames_are_not_an_error():
    source = webcam(FakeVideoDevice([np.zeros_like(GREY)] * 2))
    source.open()
    assert source.read().image.max() == 0


def test_a_mirroring_driver_is_set_right():
    image = GREY.copy()
    image[:, 0] = 255
    source = webcam(FakeVideoDevice([image]), is_mirrored=True)
    source.open()
    seen = source.read().image
    assert seen[:, -1].min() == 255
    assert seen[:, 0].max() == 128


def test_a_mounted_camera_is_turned_upright():
    image = np.zeros((48, 64, 3), np.uint8)
    image[0, 0] = 255  # the corner that a quarter turn clockwise moves to the top right
    source = webcam(FakeVideoDevice([image]), rotation=90)
    source.open()
    turned = source.read().image
    assert turned.shape == (64, 48, 3)
    assert turned[0, -1].tolist() == [255, 255, 255]


@pytest.mark.parametrize("content", [b"", b"not a video at all", None])
def test_a_file_that_is_no_video_is_refused(tmp_path: Path, content: bytes | None):
    path = tmp_path / "clip.mp4"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(VideoUnreadable):
        list(play(VideoFileSource(path)))


@pytest.mark.parametrize(
    ("name", "frames", "interval_ms"),
    [
        ("pyfeat_single_face.mp4", 72, 33),
        ("grid_bbaf2n.mpg", 75, 40),
        ("intel_head-pose-face-detection-male.gif", 62, 80),
    ],
)
def test_real_clips_play_in_media_time(shared_data: Path, name: str, frames: int, interval_ms: int):
    played = list(play(VideoFileSource(shared_data / "video" / "live" / name)))
    assert len(played) == frames
    assert [frame.index for frame in played] == list(range(frames))
    assert played[1].captured_at_ms == interval_ms


def test_a_folder_of_pictures_plays_in_the_order_of_names_and_skips_what_is_broken(tmp_path: Path):
    for name, grey in (("b.png", 200), ("a.jpg", 100)):
        cv2.imwrite(str(tmp_path / name), np.full((32, 32, 3), grey, np.uint8))
    (tmp_path / "c.jpg").write_bytes(b"broken")
    (tmp_path / "notes.txt").write_text("no picture")
    played = list(play(ImageFolderSource(tmp_path, frames_per_image=2, frame_interval_ms=50)))
    assert [round(float(frame.image.mean()), -2) for frame in played] == [100, 100, 200, 200]
    assert [frame.captured_at_ms for frame in played] == [0, 50, 100, 150]


def test_a_folder_without_pictures_is_refused(tmp_path: Path):
    with pytest.raises(NoImages):
        ImageFolderSource(tmp_path).open()


def test_the_slot_keeps_only_the_newest_frame_and_counts_the_others():
    slot = LatestFrameSlot()
    for index in range(5):
        slot.put(Frame(GREY, index, index))
    assert slot.take().index == 4
    assert slot.dropped == 4
    assert slot.take(timeout_s=0) is None


def test_closing_the_slot_wakes_a_waiting_reader():
    slot = LatestFrameSlot()
    taken: list[Frame | None] = []
    reader = threading.Thread(target=lambda: taken.append(slot.take()))
    reader.start()
    slot.close()
    reader.join(10)
    assert taken == [None]
    assert slot.closed


def test_the_camera_thread_delivers_then_reports_the_unplugged_camera_and_frees_it():
    device = FakeVideoDevice([GREY] * 4)
    preview, recognition = LatestFrameSlot(), LatestFrameSlot()
    stopped: list[object] = []
    thread = CameraThread(webcam(device), (preview, recognition), on_stopped=stopped.append)
    thread.start()
    thread._thread.join(10)
    assert preview.take().index == recognition.take().index == 3
    assert preview.take() is None
    assert isinstance(stopped[0], CameraUnplugged)
    assert len(stopped) == 1
    assert device.released


def test_an_endless_camera_stops_within_its_deadline_without_error():
    device = EndlessDevice(GREY)
    slot = LatestFrameSlot()
    stopped: list[object] = []
    thread = CameraThread(webcam(device), (slot,), on_stopped=stopped.append)
    thread.start()
    assert slot.take(timeout_s=10) is not None
    thread.stop(deadline_s=10)
    assert not thread.running
    assert stopped == [None]
    assert device.released


def test_a_driver_that_hangs_is_reported_instead_of_freezing_the_program():
    release = threading.Event()

    class HangingDevice(FakeVideoDevice):
        def read(self):
            release.wait(30)
            return False, None

    thread = CameraThread(webcam(HangingDevice([])), ())
    thread.start()
    try:
        with pytest.raises(CameraStuck):
            thread.stop(deadline_s=0.01)
    finally:
        release.set()
        thread.stop(deadline_s=10)


def test_a_paced_recording_waits_for_its_time_and_can_be_stopped_while_waiting(tmp_path: Path):
    cv2.imwrite(str(tmp_path / "a.png"), np.full((32, 32, 3), 9, np.uint8))
    source = ImageFolderSource(tmp_path, frames_per_image=2, frame_interval_ms=3_600_000)
    slot = LatestFrameSlot()
    thread = CameraThread(source, (slot,), pace=SystemClock())
    thread.start()
    assert slot.take(timeout_s=10).index == 0
    assert thread.running  # the second frame is due in an hour
    thread.stop(deadline_s=10)
    assert not thread.running
    assert slot.take() is None


def test_every_source_error_names_its_source():
    for error in (CameraNotFound, CameraBusy, CameraUnplugged, CameraStuck, VideoUnreadable, NoImages):
        assert issubclass(error, SourceError)
