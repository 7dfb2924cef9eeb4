"""The microphones, through PortAudio."""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from app.domain.clock import Clock
from app.speech.audio import SAMPLE_RATE_HZ, AudioBlock, mono, to_int16
from app.speech.errors import MicrophoneUnplugged, NoAudioSystem, NoMicrophone, TooManyInputs
from app.speech.mixer import MAX_INPUTS

MAX_SILENT_S = 3.0
"""Some drivers neither report an unplugged device nor end its stream: after this long without a single
callback the device counts as gone. A callback is due every 50 ms."""

_BLOCK_S = 0.05

# A recorder that the disk holds up for ten minutes is beyond help; past that, memory matters more.
_MAX_QUEUED_BLOCKS = int(600 / _BLOCK_S)

_CHANNEL_MARK = "#"
_CHANNEL_JOINT = "+"


@dataclass(frozen=True, slots=True)
class Microphone:
    """An input device as the user may choose it. `id` stays the same when devices come and go."""

    id: str
    name: str
    channels: int
    is_default: bool


@dataclass(frozen=True, slots=True)
class InputChoice:
    """A device (None: the system's default) and which of its channels, from 0; none named: all, as one."""

    device: str | None = None
    channels: tuple[int, ...] = ()

    @property
    def tracks(self) -> int:
        return max(1, len(self.channels))

    @classmethod
    def parse(cls, input_id: str | None) -> InputChoice:
        """Read "Device", "Device#2" or "Device#1+2"; people count channels from 1."""
        device, mark, channels = (input_id or "").rpartition(_CHANNEL_MARK)
        numbers = channels.split(_CHANNEL_JOINT) if mark else []
        if not numbers or not all(number.isdecimal() and int(number) for number in numbers):
            return cls(input_id)
        return cls(device or None, tuple(int(number) - 1 for number in numbers))

    def __str__(self) -> str:
        channels = _CHANNEL_JOINT.join(str(channel + 1) for channel in self.channels)
        return (self.device or "") + (_CHANNEL_MARK + channels if channels else "")


def group_inputs(input_ids: Sequence[str]) -> list[InputChoice]:
    """One choice a device, in order: two channels of one device come through one stream.

    Raises `TooManyInputs`.
    """
    channels: dict[str | None, tuple[int, ...]] = {}
    for choice in map(InputChoice.parse, input_ids):
        known = channels.get(choice.device, ())
        channels[choice.device] = known + tuple(c for c in choice.channels if c not in known)
    choices = [InputChoice(device, picked) for device, picked in channels.items()]
    if sum(choice.tracks for choice in choices) > MAX_INPUTS:
        raise TooManyInputs(most=MAX_INPUTS)
    return choices


def sounddevice_library() -> Any:
    """Import sounddevice, which loads PortAudio. Raises `NoAudioSystem` where there is none."""
    try:
        import sounddevice
    except OSError as error:
        raise NoAudioSystem from error
    return sounddevice


class Microphones:
    """The machine's input devices. Safe from any thread.

    PortAudio looks for devices only when it starts: it is started again before each look, unless a
    stream is open, which that would end. `library` gives the sounddevice module.
    """

    def __init__(self, clock: Clock, library: Callable[[], Any] = sounddevice_library) -> None:
        self._clock = clock
        self._library = library
        self._lock = threading.RLock()
        self._open = 0

    def list(self) -> list[Microphone]:
        """Every input device of the system's default sound system; empty when there is none.

        Raises `NoAudioSystem`.
        """
        with self._lock:
            sounddevice = self._look_again()
            default = sounddevice.default.device[0]
            devices = sounddevice.query_devices()
            systems = sounddevice.query_hostapis()
        system = devices[default]["hostapi"] if 0 <= default < len(devices) else None
        return [
            Microphone(
                f"{device['name']}, {systems[device['hostapi']]['name']}",
                device["name"],
                device["max_input_channels"],
                index == default,
            )
            for index, device in enumerate(devices)
            if device["max_input_channels"] > 0 and system in (None, device["hostapi"])
        ]

    def open(self, input_id: str | None) -> MicrophoneSource:
        """The microphone of that id (see `InputChoice`); not started yet."""
        choice = InputChoice.parse(input_id)
        return MicrophoneSource(self._clock, choice.device, self._opening, choice.channels, self._closed)

    def _opening(self) -> Any:
        with self._lock:
            sounddevice = self._look_again()
            self._open += 1
            return sounddevice

    def _closed(self) -> None:
        with self._lock:
            self._open -= 1

    def _look_again(self) -> Any:
        sounddevice = self._library()
        if self._open == 0:
            with contextlib.suppress(sounddevice.PortAudioError):
                sounddevice._terminate()
                sounddevice._initialize()
        return sounddevice


@dataclass(frozen=True, slots=True, eq=False)
class _Heard:
    """One buffer of the driver's, shape (frames, channels), and whether something was lost before it."""

    frames: npt.NDArray[np.float32]
    arrived_s: float
    has_overflown: bool


class MicrophoneSource:
    """Live sound. PortAudio's thread only puts a copy of each buffer into a queue; all else is in `read`.

    `library` gives the sounddevice module; tests give one that plays a file. With `channels` each of them
    is a track of its own. `on_closed` is told when a device that was asked for is free again.
    """

    def __init__(
        self,
        clock: Clock,
        device: int | str | None = None,
        library: Callable[[], Any] = sounddevice_library,
        channels: tuple[int, ...] = (),
        on_closed: Callable[[], None] = lambda: None,
    ) -> None:
        self._clock = clock
        self._device = device
        self._library = library
        self._channels = channels
        self._on_closed = on_closed
        self._is_asked = False
        self._queue: queue.Queue[_Heard] = queue.Queue(_MAX_QUEUED_BLOCKS)
        self._stream: Any = None
        self._resampler: Any = None
        self._device_name = str(device or "")
        self._finished = False
        self._stopped = False
        self._next_sample = 0
        self._started_s = self._last_heard_s = 0.0
        self._has_overflown = False
        self.overflows = 0
        """How often sound was lost before it reached us, by the driver's or our own count."""

    @property
    def ended(self) -> bool:
        return self._stopped and self._queue.empty()

    def start(self) -> None:
        sounddevice = self._library()
        self._is_asked = True
        try:
            info = sounddevice.query_devices(self._device, "input")
            self._device_name = info["name"]
            if any(channel >= info["max_input_channels"] for channel in self._channels):
                raise ValueError("no such channel")
            self._stream = self._open_stream(sounddevice, info)
            self._stream.start()
        except (sounddevice.PortAudioError, ValueError) as error:
            self._close_stream()
            raise NoMicrophone(device=self._device_name) from error
        self._started_s = self._last_heard_s = self._clock.monotonic_s()

    def _open_stream(self, sounddevice: Any, info: dict[str, Any]) -> Any:
        """Open at our own rate, else at the device's own, which some drivers insist on."""
        common = {
            "device": self._device,
            "dtype": "float32",
            "callback": self._on_audio,
            "finished_callback": self._on_finished,
        }
        wanted = max(self._channels, default=0) + 1
        try:
            return sounddevice.InputStream(
                samplerate=SAMPLE_RATE_HZ,
                channels=wanted,
                blocksize=int(SAMPLE_RATE_HZ * _BLOCK_S),
                **common,
            )
        except sounddevice.PortAudioError:
            import soxr

            rate_hz = int(info["default_samplerate"])
            tracks = max(1, len(self._channels))
            self._resampler = soxr.ResampleStream(rate_hz, SAMPLE_RATE_HZ, tracks, dtype="float32")
            return sounddevice.InputStream(
                samplerate=rate_hz,
                channels=max(wanted, min(2, info["max_input_channels"])),
                blocksize=int(rate_hz * _BLOCK_S),
                **common,
            )

    def _on_audio(self, indata: npt.NDArray[np.float32], _frames: int, _time: Any, status: Any) -> None:
        """Run in PortAudio's own thread: copy, enqueue, return."""
        if status:
            self.overflows += 1
            self._has_overflown = True
        try:
            self._queue.put_nowait(_Heard(indata.copy(), self._clock.monotonic_s(), self._has_overflown))
        except queue.Full:
            self.overflows += 1
            self._has_overflown = True
        else:
            self._has_overflown = False

    def _on_finished(self) -> None:
        """Run in PortAudio's own thread when the stream is over, wanted or not."""
        self._finished = True

    def read(self, timeout_s: float) -> AudioBlock | None:
        finished = self._finished or self._stopped  # before the queue is looked at: nothing comes after it
        try:
            heard = self._queue.get(block=not finished and timeout_s > 0, timeout=timeout_s)
        except queue.Empty:
            silent_s = self._clock.monotonic_s() - self._last_heard_s
            if not self._stopped and (finished or silent_s > MAX_SILENT_S):
                self.stop()
                raise MicrophoneUnplugged(device=self._device_name) from None
            return None
        self._last_heard_s = self._clock.monotonic_s()
        return self._block_of(heard)

    def _block_of(self, heard: _Heard) -> AudioBlock:
        samples = heard.frames[:, list(self._channels)] if self._channels else mono(heard.frames)
        if self._resampler is not None:
            samples = self._resampler.resample_chunk(np.ascontiguousarray(samples))
        tracks = tuple(to_int16(samples[:, index]) for index in range(len(self._channels)))
        pcm = to_int16(mono(samples))
        if heard.has_overflown:  # what was lost is not told: the clock says how much
            due = round((heard.arrived_s - self._started_s) * SAMPLE_RATE_HZ) - len(pcm)
            self._next_sample = max(self._next_sample, due)
        block = AudioBlock(pcm, self._next_sample, tracks if len(tracks) > 1 else ())
        self._next_sample = block.end_sample
        return block

    def stop(self) -> None:
        self._stopped = True
        self._close_stream()

    def _close_stream(self) -> None:
        if self._stream is not None:
            self._stream.close(ignore_errors=True)
            self._stream = None
        if self._is_asked:
            self._is_asked = False
            self._on_closed()
