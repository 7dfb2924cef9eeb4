"""A loudspeaker at the edge: it writes down what would be heard."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tests.fakes.audio import PortAudioError


class FakeOutputStream:
    def __init__(self, owner: FakeLoudspeaker, *, samplerate, channels, latency, dtype) -> None:
        assert dtype == "float32"
        self._owner = owner
        self.samplerate = samplerate
        self.channels = channels
        self.latency = latency
        self.is_active = self.is_closed = False

    def start(self):
        assert not self.is_active
        self.is_active = True

    def write(self, samples):
        assert self.is_active
        assert samples.dtype == np.float32
        assert samples.shape[1] == self.channels
        self._owner.take(samples[:, 0].copy())

    def stop(self):
        self.is_active = False

    def abort(self):
        self._owner.aborted += 1
        self.is_active = False

    def close(self, ignore_errors=True):
        self.is_closed = True


class FakeLoudspeaker:
    """Stands in for the sounddevice module. `then` maps a count of blocks to what happens after that one.

    `breaks_at`: the block at which the device is pulled out.
    """

    PortAudioError = PortAudioError

    def __init__(self, *, rate_hz: int = 16_000, only_own_rate: bool = False, is_there: bool = True) -> None:
        self.rate_hz = rate_hz
        self.only_own_rate = only_own_rate
        self.is_there = is_there
        self.blocks: list[np.ndarray] = []
        self.streams: list[FakeOutputStream] = []
        self.then: dict[int, Callable[[], object]] = {}
        self.breaks_at: int | None = None
        self.aborted = 0

    def query_devices(self, device=None, kind=None):
        if not self.is_there:
            raise ValueError("No output device matching None")
        assert kind == "output"
        return {"name": "loa", "max_output_channels": 2, "default_samplerate": float(self.rate_hz)}

    def OutputStream(self, *, samplerate, **options):
        if self.only_own_rate and samplerate != self.rate_hz:
            raise PortAudioError("Invalid sample rate")
        self.streams.append(FakeOutputStream(self, samplerate=samplerate, **options))
        return self.streams[-1]

    def take(self, block: np.ndarray) -> None:
        if self.breaks_at == len(self.blocks):
            raise PortAudioError("Device unavailable")
        self.blocks.append(block)
        if action := self.then.get(len(self.blocks)):
            action()

    @property
    def heard(self) -> np.ndarray:
        return np.concatenate(self.blocks) if self.blocks else np.zeros(0, np.float32)
