"""Audio at the edge: a sound card that plays a real file through the real callback."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import soundfile


class PortAudioError(Exception):
    pass


class FakeInputStream:
    """Calls back, in the caller's thread, once for each block that `play` is told to."""

    def __init__(self, samples, *, samplerate, blocksize, callback, finished_callback, **_):
        self.samples = samples
        self.samplerate = samplerate
        self.blocksize = blocksize
        self.callback = callback
        self.finished_callback = finished_callback
        self.position = 0
        self.started = self.closed = False

    def start(self):
        self.started = True

    def close(self, ignore_errors=True):
        if not self.closed:
            self.closed = True
            self.finished_callback()

    def play(self, blocks: int | None = None) -> int:
        """Play some blocks, or all that are left; returns how many samples were played so far."""
        while self.started and not self.closed and blocks != 0 and self.position < len(self.samples):
            block = self.samples[self.position : self.position + self.blocksize]
            # PortAudio uses its buffer again after the callback: whoever keeps it must have copied it.
            buffer = block.copy()
            self.callback(buffer, len(buffer), None, 0)
            buffer[:] = 9.0
            self.position += len(block)
            blocks = None if blocks is None else blocks - 1
        return self.position

    def unplug(self):
        """What PortAudio does when the device goes away: the stream just finishes."""
        self.finished_callback()


class FakeSoundDevice:
    """Stands in for the sounddevice module, with one microphone that hears `path`; `plug` adds more."""

    PortAudioError = PortAudioError

    def __init__(self, path: Path, *, rate_hz: int = 16_000, only_own_rate: bool = False) -> None:
        self.rate_hz = rate_hz
        self.only_own_rate = only_own_rate
        self.sounds: dict[str, np.ndarray] = {}
        self.streams: dict[str, FakeInputStream] = {}
        self.stream: FakeInputStream | None = None
        self.looks = 0
        self.default = type("Default", (), {"device": (0, -1)})()
        self.plug("Test microphone", path)

    def plug(self, name: str, path: Path) -> None:
        sound, file_rate = soundfile.read(path, dtype="float32", always_2d=True)
        assert file_rate == self.rate_hz
        self.sounds[name] = sound

    def unplug(self, name: str) -> None:
        del self.sounds[name]
        self.streams.pop(name).unplug()

    def _terminate(self):
        assert all(stream.closed for stream in self.streams.values()), "it would end an open stream"
        self.looks += 1

    def _initialize(self): ...

    def query_hostapis(self):
        return [{"name": "Test audio"}]

    def query_devices(self, device=None, kind=None):
        infos = [
            {
                "name": name,
                "hostapi": 0,
                "max_input_channels": max(2, sound.shape[1]),
                "default_samplerate": float(self.rate_hz),
            }
            for name, sound in self.sounds.items()
        ]
        if not kind:
            return infos
        for info in infos:
            if device in (None, info["name"], f"{info['name']}, Test audio"):
                return info
        raise ValueError(f"No input device matching {device!r}")

    def InputStream(self, *, device, samplerate, channels, **options):
        if self.only_own_rate and samplerate != self.rate_hz:
            raise PortAudioError("Invalid sample rate")
        name = self.query_devices(device, "input")["name"]
        sound = self.sounds[name]
        sound = sound if sound.shape[1] >= channels else np.tile(sound[:, :1], channels)
        self.stream = FakeInputStream(sound[:, :channels], samplerate=samplerate, **options)
        self.streams[name] = self.stream
        return self.stream


def write_tone(path: Path, *, seconds: float, rate_hz: int = 16_000, channels: int = 1, hz: float = 440.0):
    """A quiet sine wave, the same in every channel; returns `path`."""
    time_s = np.arange(int(seconds * rate_hz)) / rate_hz
    tone = 0.25 * np.sin(2 * np.pi * hz * time_s)
    soundfile.write(path, np.tile(tone[:, None], channels), rate_hz, subtype="PCM_16")
    return path


def noise_pcm(samples: int, seed: int = 7) -> np.ndarray:
    """int16 samples that compress badly and repeat nowhere."""
    return np.random.default_rng(seed).integers(-20_000, 20_000, samples, dtype=np.int16)
