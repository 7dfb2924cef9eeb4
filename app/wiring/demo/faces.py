"""Pictures for the demonstration's gate: a living person's clip, and a print of that person held up."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from itertools import cycle, islice
from pathlib import Path

import cv2
import numpy as np

from app.camera.frames import IMAGE_SUFFIXES, Frame, FrameSource, VideoFileSource, play
from app.camera.vision import BgrImage, decode_image

_PHOTOS = 3
_CLIP_FRAMES = 600
_LIVE_MS = 20_000
_PRINT_FRAMES = 150
_PRINT_FRAME_MS = 66
_SCENE = (480, 640)


class Played:
    """A `FrameSource` over frames that are made or cut by a function. Times begin at 0 again."""

    def __init__(self, name: str, make: Callable[[], Iterator[Frame]]) -> None:
        self.name = name
        self._make = make
        self._frames: Iterator[Frame] = iter(())
        self._begins_at_ms: int | None = None

    def open(self) -> None:
        self._frames = self._make()
        self._begins_at_ms = None

    def read(self) -> Frame | None:
        frame = next(self._frames, None)
        if frame is None:
            return None
        if self._begins_at_ms is None:
            self._begins_at_ms = frame.captured_at_ms
        return Frame(frame.image, frame.captured_at_ms - self._begins_at_ms, frame.index)

    def close(self) -> None:
        self._frames = iter(())


def photos_of(clip: Path) -> list[bytes]:
    """Three pictures out of the clip's first third, as JPEG, the way a roster's photographs come."""
    frames = _first_third(_decode(clip))
    chosen = [frames[len(frames) * part // _PHOTOS] for part in range(_PHOTOS)]
    return [
        cv2.imencode(".jpg", frame.image, [cv2.IMWRITE_JPEG_QUALITY, 95])[1].tobytes() for frame in chosen
    ]


def live(clip: Path) -> FrameSource:
    """The clip without the third that was used to enrol, back and forth while it is short."""
    if clip.suffix.lower() in IMAGE_SUFFIXES:
        picture = _read(clip)
        return Played(clip.name, lambda: _held_up(picture))
    # Decoded here, not in the camera's thread, which must be able to stop at any moment.
    frames = _decode(clip)
    return Played(clip.name, lambda: _back_and_forth(frames))


def _back_and_forth(frames: list[Frame]) -> Iterator[Frame]:
    interval_ms = frames[1].captured_at_ms - frames[0].captured_at_ms
    rest = frames[len(_first_third(frames)) :]
    there_and_back = cycle([*rest, *rest[-2:0:-1]])
    for index, frame in enumerate(islice(there_and_back, _LIVE_MS // interval_ms)):
        yield Frame(frame.image, index * interval_ms, index)


def printed(clip: Path) -> FrameSource:
    """A print of the person, moved before the camera by an unsteady hand."""
    face = _decode(clip)[0].image
    return Played(f"print of {clip.name}", lambda: _held_up(face))


def _decode(clip: Path) -> list[Frame]:
    return list(islice(play(VideoFileSource(clip)), _CLIP_FRAMES))


def _first_third(frames: list[Frame]) -> list[Frame]:
    return frames[: max(_PHOTOS, min(len(frames) // 3, 90))]


def _read(picture: Path) -> BgrImage:
    image = decode_image(picture.read_bytes())
    assert image is not None
    return image


def _held_up(picture: BgrImage) -> Iterator[Frame]:
    """The picture on white paper before a grey wall: it sways, tilts, comes nearer, and has lost contrast."""
    height, width = _SCENE
    paper = cv2.copyMakeBorder(picture, 20, 20, 20, 20, cv2.BORDER_CONSTANT, value=(245, 245, 245))
    paper = np.clip(paper.astype(np.float32) * 0.82 + 22, 0, 255).astype(np.uint8)
    fit = 0.85 * min(height / paper.shape[0], width / paper.shape[1])
    for index in range(_PRINT_FRAMES):
        t = index * _PRINT_FRAME_MS / 1000
        scale = fit * (1 + 0.05 * math.sin(1.3 * t))
        turn = cv2.getRotationMatrix2D((paper.shape[1] / 2, paper.shape[0] / 2), 3 * math.sin(0.9 * t), scale)
        turn[0, 2] += width / 2 - paper.shape[1] / 2 + 14 * math.sin(1.7 * t)
        turn[1, 2] += height / 2 - paper.shape[0] / 2 + 9 * math.cos(1.1 * t)
        scene = cv2.warpAffine(
            paper, turn, (width, height), borderMode=cv2.BORDER_CONSTANT, borderValue=(118, 120, 116)
        )
        yield Frame(scene, index * _PRINT_FRAME_MS, index)  # type: ignore[arg-type]
