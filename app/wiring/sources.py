"""Where pictures come from: the machine's own camera, or pictures named on the command line."""

from __future__ import annotations

import re
from pathlib import Path

from app.camera.frames import FrameSource, ImageFolderSource, Rotation, VideoFileSource, WebcamSource
from app.domain.clock import Clock

_CAMERA = re.compile(r"(\d+)(?:@(0|90|180|270))?(@mirrored)?")
_ROTATIONS: dict[str | None, Rotation] = {None: 0, "0": 0, "90": 90, "180": 180, "270": 270}


def camera_source(name: str, clock: Clock) -> FrameSource:
    """A camera by its number, a video file, or a folder of pictures.

    "0@90": its picture must be turned by 90 degrees clockwise to stand upright; "0@mirrored": its driver
    exchanges left and right; both: "0@90@mirrored".
    """
    if match := _CAMERA.fullmatch(name):
        number, rotation, is_mirrored = match.groups()
        return WebcamSource(int(number), clock, rotation=_ROTATIONS[rotation], is_mirrored=bool(is_mirrored))
    path = Path(name)
    return ImageFolderSource(path) if path.is_dir() else VideoFileSource(path)
