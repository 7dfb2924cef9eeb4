"""A camera at the edge: plays real frames through the real `WebcamSource`, and fails as cameras do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np

from app.camera.frames import Frame, VideoFileSource
from app.camera.vision import BgrImage


class FakeVideoDevice:
    """Stands in for `cv2.VideoCapture`: gives `images` one after another, then nothing (unplugged)."""

    def __init__(self, images: Sequence[BgrImage], *, opens: bool = True) -> None:
        self._images = iter(images)
        self._opens = opens
        self.released = False
        self.wanted: dict[int, float] = {}

    def isOpened(self) -> bool:
        return self._opens

    def read(self) -> tuple[bool, BgrImage | None]:
        image = next(self._images, None)
        return image is not None, image

    def get(self, prop_id: int, /) -> float:
        return self.wanted.get(prop_id, 0.0)

    def set(self, prop_id: int, value: float, /) -> bool:
        self.wanted[prop_id] = value
        return True

    def release(self) -> None:
        self.released = True


class EndlessDevice(FakeVideoDevice):
    """Gives the same picture for ever, like a camera before an empty chair."""

    def __init__(self, image: BgrImage) -> None:
        super().__init__(())
        self._image = image

    def read(self) -> tuple[bool, BgrImage | None]:
        return True, self._image


def as_frames(images: Sequence[BgrImage], *, interval_ms: int = 66, start_ms: int = 0) -> Iterator[Frame]:
    """Pictures as a camera at 15 frames a second would give them."""
    for index, image in enumerate(images):
        yield Frame(image, start_ms + index * interval_ms, index)


def moved_print(image: BgrImage, count: int, *, seed: int = 0) -> list[BgrImage]:
    """A photograph held before the camera by an unsteady hand: shifted, tilted, turned, with sensor noise."""
    rng = np.random.default_rng(seed)
    height, width = image.shape[:2]
    paper = cv2.GaussianBlur(cv2.convertScaleAbs(image, alpha=0.85, beta=20), (0, 0), 0.7)
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    phase = rng.uniform(0, 2 * np.pi, 6)
    pictures = []
    for index in range(count):
        wave = np.sin(np.array([1.7, 2.1, 1.3, 1.1, 0.9, 0.8]) * index / 15 + phase)
        keystone = np.array([[0, wave[3]], [wave[4], -wave[3]], [-wave[4], wave[3]], [wave[4], -wave[3]]])
        centred = (corners - (width / 2, height / 2)) * (1.05 + 0.03 * wave[5]) + 0.02 * width * keystone
        angle = np.deg2rad(2 * wave[2])
        turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
        moved = centred @ turn + (width / 2, height / 2) + 0.02 * width * wave[:2]
        warp = cv2.getPerspectiveTransform(corners, moved.astype(np.float32))
        picture = cv2.warpPerspective(paper, warp, (width, height), borderMode=cv2.BORDER_REFLECT)
        noise = rng.normal(0, 2, picture.shape)
        pictures.append(np.clip(picture + noise, 0, 255).astype(np.uint8))
    return pictures


class EndlessClip:
    """A recorded clip played over and over, as a camera before one person sees them; times only grow."""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self._path = path
        self._source = VideoFileSource(path)
        self._offset_ms = 0
        self._last_ms = 0

    def open(self) -> None:
        self._source.open()

    def read(self) -> Frame:
        frame = self._source.read()
        if frame is None:
            self._source.close()
            self._source = VideoFileSource(self._path)
            self._source.open()
            self._offset_ms = self._last_ms + 40
            frame = self._source.read()
        assert frame is not None
        self._last_ms = frame.captured_at_ms + self._offset_ms
        return replace(frame, captured_at_ms=self._last_ms)

    def close(self) -> None:
        self._source.close()
