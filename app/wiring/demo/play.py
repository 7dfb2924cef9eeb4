"""What the acts share: the machines, the samples, the devices, and the roster's ids."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from app.camera.frames import FrameSource
from app.domain.clock import SystemClock
from app.speech.audio import AudioSource
from app.speech.file_source import FileSource, RealTime
from app.wiring.demo.report import Report
from app.wiring.demo.samples import Samples
from app.wiring.demo.stage import Stage
from app.wiring.session import DeviceSession

SYNC_S = 60.0
MB = 1_000_000


def quiet(_done: int, _total: int) -> None:
    """Nobody watches a progress bar here."""


@dataclass
class Play:
    """What the acts share."""

    stage: Stage
    samples: Samples
    report: Report
    out: Path
    pack: Path = field(init=False)
    people: dict[int, UUID] = field(default_factory=dict)
    camera: FrameSource | None = None
    sound: Path | None = None
    tablet: DeviceSession = field(init=False)
    second_tablet: DeviceSession = field(init=False)
    gate: DeviceSession = field(init=False)
    chair: DeviceSession = field(init=False)
    second_chair: DeviceSession = field(init=False)

    def __post_init__(self) -> None:
        self.pack = self.stage.folder / "congress.nghisu-pack"

    def open_camera(self) -> FrameSource:
        assert self.camera is not None
        return self.camera

    def open_sound(self, _input_id: str | None) -> AudioSource:
        assert self.sound is not None
        return FileSource(self.sound, RealTime(SystemClock()))


def sessions(play: Play) -> list[DeviceSession]:
    """Every device that is running."""
    return [play.tablet, play.second_tablet, play.gate, play.chair]
