"""The microphone, through PortAudio."""

from __future__ import annotations

import queue
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from app.domain.clock import Clock
from app.speech.audio import SAMPLE_RATE_HZ, AudioBlock, mono, to_int16
from app.speech.errors import MicrophoneUnplugged, NoAudioSystem, NoMicrophone

MAX_SILENT_S = 3.0
"""Some drivers neither report an unplugged device nor end its stream: after this long without a single
callback the device counts as gone. A callback is due every 50 ms."""

_BLOCK_S = 0.05

# A recorder that the disk holds up for ten minutes is beyond help; past that, memory matters more.
_MAX_QUEUED_BLOCKS = int(600 / _BLOCK_S)


@dataclass(frozen=True, slots=True)
class Microphone:
    """An input device as the user may choose it."""

    index: int
    name: str
    is_default: bool


def sounddevice_library() -> Any:
    """Import sounddevice, which loads PortAudio. Raises `NoAudioSystem` where there is none."""
    try:
        import sounddevice
    except OSError as error:
        raise NoAudioSystem from error
    return sounddevice


def list_microphones(library: Callable[[], Any] = sounddevice_library) -> list[Microphone]:
    """Every input device; empty when there is none. Raises `NoAudioSystem`."""
    sounddevice = library()
    default = sounddevice.default.device[0]
    return [
        Microphone(index, device["name"], index == default)
        for index, device in enumerate(sounddevice.query_devices())
        if device["max_input_channels"] > 0
    ]


class MicrophoneSource:
    """Live sound. PortAudio's thread only puts a copy of each buffer into a queue; all else is in `read`.

    `library` gives the sounddevice module; tests give one that plays a file.
    """

    def __init__(
        self, clock: Clock, device: int | str | None = None, library: Callable[[], Any] = sounddevice_library
    ) -> None:
        self._clock = clock
        self._device = device
        self._library = library
        self._queue: queue.Queue[npt.NDArray[np.float32]] = queue.Queue(_MAX_QUEUED_BLOCKS)
        self._stream: Any = None
        self._resampler: Any = None
        self._device_name = str(device or "")
        self._finished = False
        self._stopped = False
        self._next_sample = 0
        self._last_heard_s = 0.0
        self.overflows = 0
        """How often sound was lost before it reached us, by the driver's or our own count."""

    @property
    def ended(self) -> bool:
        return self._stopped and self._queue.empty()

    def start(self) -> None:
        sounddevice = self._library()
        try:
            info = sounddevice.query_devices(self._device, "input")
            self._device_name = info["name"]
            self._stream = self._open_stream(sounddevice, info)
            self._stream.start()
        except (sounddevice.PortAudioError, ValueError) as error:
            self._close_stream()
            raise NoMicrophone(device=self._device_name) from error
        self._last_heard_s = self._clock.monotonic_s()

    def _open_stream(self, sounddevice: Any, info: dict[str, Any]) -> Any:
        """Open at our own rate, else at the device's own, which some drivers insist on."""
        common = {"device": self._device, "dtype": "float32", "callback": self._on_audio}
        try:
            return sounddevice.InputStream(
                samplerate=SAMPLE_RATE_HZ,
                channels=1,
                blocksize=int(SAMPLE_RATE_HZ * _BLOCK_S),
                finished_callback=self._on_finished,
                **common,
            )
        except sounddevice.PortAudioError:
            import soxr

            rate_hz = int(info["default_samplerate"])
            self._resampler = soxr.ResampleStream(rate_hz, SAMPLE_RATE_HZ, 1, dtype="float32")
            return sounddevice.InputStream(
                samplerate=rate_hz,
                channels=min(2, info["max_input_channels"]),
                blocksize=int(rate_hz * _BLOCK_S),
                finished_callback=self._on_finished,
                **common,
            )

    def _on_audio(self, indata: npt.NDArray[np.float32], _frames: int, _time: Any, status: Any) -> None:
        """Run in PortAudio's own thread: copy, enqueue, return."""
        if status:
            self.overflows += 1
        try:
            self._queue.put_nowait(indata.copy())
        except queue.Full:
            self.overflows += 1

    def _on_finished(self) -> None:
        """Run in PortAudio's own thread when the stream is over, wanted or not."""
        self._finished = True

    def read(self, timeout_s: float) -> AudioBlock | None:
        finished = self._finished or self._stopped  # before the queue is looked at: nothing comes after it
        try:
            frames = self._queue.get(block=not finished, timeout=timeout_s)
        except queue.Empty:
            silent_s = self._clock.monotonic_s() - self._last_heard_s
            if not self._stopped and (finished or silent_s > MAX_SILENT_S):
                self.stop()
                raise MicrophoneUnplugged(device=self._device_name) from None
            return None
        self._last_heard_s = self._clock.monotonic_s()
        samples = mono(frames)
        if self._resampler is not None:
            samples = self._resampler.resample_chunk(np.ascontiguousarray(samples))
        block = AudioBlock(to_int16(samples), self._next_sample)
        self._next_sample += len(block.pcm)
        return block

    def stop(self) -> None:
        self._stopped = True
        self._close_stream()

    def _close_stream(self) -> None:
        if self._stream is not None:
            self._stream.close(ignore_errors=True)
            self._stream = None
