"""Where frames come from: a webcam, a video file, a folder of pictures; and the slot between threads."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from app.camera.errors import CameraBusy, CameraNotFound, CameraUnplugged, NoImages, VideoUnreadable
from app.camera.vision import BgrImage, decode_image, mirrored
from app.domain.clock import Clock

Rotation = Literal[0, 90, 180, 270]

IMAGE_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".bmp", ".webp", ".pgm", ".ppm"})
_ROTATE_CODES = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}
_FAILED_READS_TO_UNPLUGGED = 5  # a single failed grab happens on USB hubs; five in a row do not recover
_DEFAULT_FPS = 25.0  # containers without a usable frame rate


@dataclass(frozen=True, slots=True)
class Frame:
    """One picture.

    `image`: uint8, height x width x 3, BGR; nobody writes into it, so threads may share it.
    `captured_at_ms`: milliseconds on one steadily growing scale per source: monotonic time for a
    camera, media time for a file, so that blinks last as long in a fast replay as in life.
    `index`: 0 for the first frame of the source.
    """

    image: BgrImage
    captured_at_ms: int
    index: int


class FrameSource(Protocol):
    """Gives frames, one after another. Opened, read and closed by one thread."""

    @property
    def name(self) -> str:
        """What the user calls it."""

    def open(self) -> None:
        """Make ready. Raises `SourceError`."""

    def read(self) -> Frame | None:
        """Wait for the next frame; None where the source has ended. Raises `SourceError`."""

    def close(self) -> None:
        """Give the device back. Harmless when not open."""


class VideoDevice(Protocol):
    """The part of `cv2.VideoCapture` that is used here; the edge where tests put their own device."""

    def isOpened(self) -> bool: ...
    def read(self) -> tuple[bool, NDArray[np.uint8] | None]: ...
    def get(self, prop_id: int, /) -> float: ...
    def set(self, prop_id: int, value: float, /) -> bool: ...
    def release(self) -> None: ...


def _open_cv2_device(index: int) -> VideoDevice:
    return cv2.VideoCapture(index)  # type: ignore[return-value]


def _device_exists(index: int) -> bool | None:
    """Whether the system lists this camera; None where it cannot be asked."""
    return Path(f"/dev/video{index}").exists() if sys.platform == "linux" else None


class WebcamSource:
    """A camera of this machine.

    Raises `CameraNotFound` and `CameraBusy` from `open`, `CameraUnplugged` from `read`. Black frames
    are given on: a lens cover is taken off again, and the quality gate says so meanwhile.
    `rotation` is how far the picture must be turned clockwise to stand upright, in degrees.
    `is_mirrored`: the driver exchanges left and right, as some tablets' do; frames are given as the world
    is, so that a turn to the left is one, and a badge can be read.
    """

    def __init__(
        self,
        index: int,
        clock: Clock,
        *,
        width: int = 640,
        height: int = 480,
        rotation: Rotation = 0,
        is_mirrored: bool = False,
        open_device: Callable[[int], VideoDevice] = _open_cv2_device,
        device_exists: Callable[[int], bool | None] = _device_exists,
    ) -> None:
        self.name = f"#{index}"
        self._camera_index = index
        self._clock = clock
        self._size = (width, height)
        self._rotation = rotation
        self._mirrored = is_mirrored
        self._open_device = open_device
        self._device_exists = device_exists
        self._device: VideoDevice | None = None
        self._next_index = 0

    def open(self) -> None:
        if self._device_exists(self._camera_index) is False:
            raise CameraNotFound(name=self.name)
        device = self._open_device(self._camera_index)
        if not device.isOpened():
            device.release()
            # OpenCV gives no cause. A device that the system lists but will not open is held by
            # another program; where the list cannot be asked, "not found" is the likelier truth.
            raise (CameraBusy if self._device_exists(self._camera_index) else CameraNotFound)(name=self.name)
        device.set(cv2.CAP_PROP_FRAME_WIDTH, self._size[0])
        device.set(cv2.CAP_PROP_FRAME_HEIGHT, self._size[1])
        device.set(cv2.CAP_PROP_BUFFERSIZE, 1)  # the driver's queue is latency, and we want the newest
        self._device = device
        self._next_index = 0

    def read(self) -> Frame | None:
        if self._device is None:
            raise RuntimeError("read before open")
        for _ in range(_FAILED_READS_TO_UNPLUGGED):
            ok, image = self._device.read()
            if ok and image is not None and image.size:
                index, self._next_index = self._next_index, self._next_index + 1
                upright = rotate(image, self._rotation)
                upright = mirrored(upright) if self._mirrored else upright
                return Frame(upright, round(self._clock.monotonic_s() * 1000), index)
        # Windows opens a camera that another program holds, and then never gives a frame.
        raise (CameraUnplugged if self._next_index else CameraBusy)(name=self.name)

    def close(self) -> None:
        if self._device is not None:
            self._device.release()
            self._device = None


class VideoFileSource:
    """A recorded clip (mp4, mov, mpg, gif: whatever OpenCV's decoders read).

    Raises `VideoUnreadable` from `open`. `captured_at_ms` is the frame's time in the clip.
    """

    def __init__(self, path: Path, *, rotation: Rotation = 0) -> None:
        self.name = path.name
        self._path = path
        self._rotation = rotation
        self._capture: cv2.VideoCapture | None = None
        self._frame_ms = 0.0
        self._next_index = 0

    def open(self) -> None:
        capture = cv2.VideoCapture(str(self._path)) if self._path.is_file() else None
        if capture is None or not capture.isOpened():
            raise VideoUnreadable(name=self.name)
        fps = capture.get(cv2.CAP_PROP_FPS)
        self._frame_ms = 1000.0 / (fps if 1.0 <= fps <= 240.0 else _DEFAULT_FPS)
        self._capture = capture
        self._next_index = 0

    def read(self) -> Frame | None:
        if self._capture is None:
            raise RuntimeError("read before open")
        ok, image = self._capture.read()
        if not ok or image is None:
            if self._next_index == 0:
                raise VideoUnreadable(name=self.name)
            return None
        index, self._next_index = self._next_index, self._next_index + 1
        return Frame(rotate(image, self._rotation), round(index * self._frame_ms), index)  # type: ignore[arg-type]

    def close(self) -> None:
        if self._capture is not None:
            self._capture.release()
            self._capture = None


class ImageFolderSource:
    """Pictures in the order of their names, each shown for a while, as if the camera saw them.

    Raises `NoImages` from `open`. A picture that cannot be read is skipped.
    """

    def __init__(self, folder: Path, *, frames_per_image: int = 10, frame_interval_ms: int = 66) -> None:
        self.name = folder.name
        self._folder = folder
        self._frames_per_image = frames_per_image
        self._frame_interval_ms = frame_interval_ms
        self._frames: Iterator[Frame] | None = None

    def open(self) -> None:
        paths = sorted(p for p in self._folder.glob("*") if p.suffix.lower() in IMAGE_SUFFIXES)
        first = next((image for image in map(_read_image, paths) if image is not None), None)
        if first is None:
            raise NoImages(name=self.name)
        self._frames = self._play(paths)

    def read(self) -> Frame | None:
        if self._frames is None:
            raise RuntimeError("read before open")
        return next(self._frames, None)

    def close(self) -> None:
        self._frames = None

    def _play(self, paths: Sequence[Path]) -> Iterator[Frame]:
        index = 0
        for path in paths:
            image = _read_image(path)
            if image is None:
                continue
            for _ in range(self._frames_per_image):
                yield Frame(image, index * self._frame_interval_ms, index)
                index += 1


def _read_image(path: Path) -> BgrImage | None:
    try:
        return decode_image(path.read_bytes())
    except OSError:
        return None


def rotate(image: BgrImage, rotation: Rotation) -> BgrImage:
    """Turn a picture clockwise by a multiple of 90 degrees."""
    return cv2.rotate(image, _ROTATE_CODES[rotation]) if rotation else image  # type: ignore[return-value]


def play(source: FrameSource) -> Iterator[Frame]:
    """Every frame of a source, as fast as it gives them, in the caller's thread."""
    source.open()
    try:
        while (frame := source.read()) is not None:
            yield frame
    finally:
        source.close()


class LatestFrameSlot:
    """Room for one frame between a camera and a slower reader: a new frame replaces an unread one.

    Looking at stale frames makes a gate feel slow, so dropping is right here. Safe from any thread.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._frame: Frame | None = None
        self._closed = False
        self._dropped = 0

    @property
    def dropped(self) -> int:
        """How many frames were replaced before anybody took them."""
        with self._changed:
            return self._dropped

    def put(self, frame: Frame) -> None:
        with self._changed:
            self._dropped += self._frame is not None
            self._frame = frame
            self._changed.notify()

    def take(self, timeout_s: float | None = None) -> Frame | None:
        """The newest frame nobody took yet; None after `close`, or when none came in time."""
        with self._changed:
            self._changed.wait_for(lambda: self._frame is not None or self._closed, timeout_s)
            frame, self._frame = self._frame, None
            return frame

    def close(self) -> None:
        """No more frames will come: wakes the reader, who may still take the last one."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    @property
    def closed(self) -> bool:
        """True where the last frame was taken and none will follow."""
        with self._changed:
            return self._closed and self._frame is None
