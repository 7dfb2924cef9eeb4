"""Where pictures come from: the machine's own camera, or pictures named on the command line."""

from __future__ import annotations

from pathlib import Path

from app.camera.frames import FrameSource, ImageFolderSource, VideoFileSource, WebcamSource
from app.domain.clock import Clock


def camera_source(name: str, clock: Clock) -> FrameSource:
    """A camera by its number, a video file, or a folder of pictures."""
    if name.isdecimal():
        return WebcamSource(int(name), clock)
    path = Path(name)
    return ImageFolderSource(path) if path.is_dir() else VideoFileSource(path)
