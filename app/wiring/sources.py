"""Where pictures and sound come from: the machine's own devices, or pictures named on the command line."""

from __future__ import annotations

from pathlib import Path

from app.camera.frames import FrameSource, ImageFolderSource, VideoFileSource, WebcamSource
from app.domain.clock import Clock
from app.speech.audio import AudioSource
from app.speech.microphone import InputChoice, MicrophoneSource


def camera_source(name: str, clock: Clock) -> FrameSource:
    """A camera by its number, a video file, or a folder of pictures."""
    if name.isdecimal():
        return WebcamSource(int(name), clock)
    path = Path(name)
    return ImageFolderSource(path) if path.is_dir() else VideoFileSource(path)


def microphone(clock: Clock, input_id: str | None) -> AudioSource:
    """The microphone of that id, or the system's default one."""
    choice = InputChoice.parse(input_id)
    return MicrophoneSource(clock, choice.device, channels=choice.channels)
