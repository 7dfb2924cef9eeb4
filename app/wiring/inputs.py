"""Chosen microphones as one source, and what a screen should know about them."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from app.domain.clock import Clock
from app.domain.errors import NghisuError
from app.speech.audio import AudioSource
from app.speech.errors import DiskFull
from app.speech.meter import InputLevel
from app.speech.microphone import InputChoice, group_inputs
from app.speech.mixer import MixedSource
from app.speech.steady_source import SteadySource
from app.ui.services import InputMeter, RecordingAlarm, RecordingStatus
from app.wiring.spool_folder import SpoolFolder

LOW_DISK_HOURS = 1.0
"""Time to make room, or to bring another disk, before the next break."""

_LOOK_AT_DISK_S = 5.0


@dataclass(frozen=True, slots=True)
class OpenedInputs:
    """Inputs by their ids, opened as one source; `tracks` of them are kept by themselves when several."""

    ids: tuple[str, ...]
    source: AudioSource
    devices: tuple[SteadySource, ...]
    tracks: int

    @property
    def problem(self) -> NghisuError | None:
        """Why one of them gives no sound at the moment."""
        return next((device.problem for device in self.devices if device.problem), None)


def open_inputs(
    inputs: Sequence[str], make: Callable[[str | None], AudioSource], clock: Clock
) -> OpenedInputs:
    """One source for these inputs (none: the default one), not started. Raises `TooManyInputs`."""
    choices = group_inputs(inputs) or [InputChoice()]
    devices = tuple(SteadySource(make, str(choice) or None, clock) for choice in choices)
    counts = [choice.tracks for choice in choices]
    ids = [
        str(InputChoice(choice.device, (channel,)) if choice.channels else choice)
        for choice in choices
        for channel in choice.channels or (0,)
    ]
    source = devices[0] if sum(counts) == 1 else MixedSource(devices, counts)
    return OpenedInputs(tuple(filter(None, ids)), source, devices, sum(counts))


class InputWatch:
    """Meters, alarm and the disk's forecast. For one thread at a time."""

    def __init__(self, spools: SpoolFolder, clock: Clock) -> None:
        self._spools = spools
        self._clock = clock
        self._looked_at_disk_s = -_LOOK_AT_DISK_S
        self._hours_left: float | None = None

    def look(
        self,
        status: RecordingStatus,
        opened: OpenedInputs,
        levels: Sequence[InputLevel],
        problem: NghisuError | None = None,
    ) -> RecordingStatus:
        """The status with what is to be seen now; `problem`: the disk's."""
        now_s = self._clock.monotonic_s()
        if now_s - self._looked_at_disk_s >= _LOOK_AT_DISK_S:
            self._looked_at_disk_s = now_s
            with contextlib.suppress(OSError):
                self._hours_left = self._spools.hours_left(1 + (opened.tracks if opened.tracks > 1 else 0))
        names = opened.ids or ("",) * len(levels)
        meters = tuple(
            InputMeter(name, level.level.rms_dbfs, level.level.peak_dbfs, _alarm_of(level))
            for name, level in zip(names, levels, strict=False)
        )
        alarm = self._alarm(opened, meters, problem)
        return replace(status, inputs=meters, alarm=alarm, hours_left=self._hours_left)

    def _alarm(
        self, opened: OpenedInputs, meters: Sequence[InputMeter], problem: NghisuError | None
    ) -> RecordingAlarm:
        """The gravest first."""
        alarms = {meter.alarm for meter in meters}
        is_low = self._hours_left is not None and self._hours_left < LOW_DISK_HOURS
        if opened.problem:
            return RecordingAlarm.UNPLUGGED
        if is_low or isinstance(problem, DiskFull):
            return RecordingAlarm.DISK_LOW
        if alarms == {RecordingAlarm.SILENT}:
            return RecordingAlarm.SILENT
        return RecordingAlarm.CLIPPING if RecordingAlarm.CLIPPING in alarms else RecordingAlarm.NONE


def _alarm_of(level: InputLevel) -> RecordingAlarm:
    if level.is_clipping:
        return RecordingAlarm.CLIPPING
    return RecordingAlarm.SILENT if level.is_silent else RecordingAlarm.NONE
