"""Where pictures and sound come from: the machine's own devices, or recordings named on the command line."""

from __future__ import annotations

from pathlib import Path

from app.camera.frames import FrameSource, ImageFolderSource, VideoFileSource, WebcamSource
from app.domain.clock import Clock
from app.speech.audio import AudioSource
from app.speech.file_source import FileSource, RealTime, as_fast_as_possible
from app.speech.microphone import MicrophoneSource


def camera_source(name: str, clock: Clock) -> FrameSource:
    """A camera by its number, a video file, or a folder of pictures."""
    if name.isdecimal():
        return WebcamSource(int(name), clock)
    path = Path(name)
    return ImageFolderSource(path) if path.is_dir() else VideoFileSource(path)


def sound_source(audio_file: str, pace: Clock | None, clock: Clock, input_id: str | None) -> AudioSource:
    """The chosen microphone; or an audio file, at its own speed where `pace` is given."""
    if audio_file:
        return FileSource(Path(audio_file), RealTime(pace) if pace else as_fast_as_possible)
    return MicrophoneSource(clock, None if input_id is None else int(input_id))
