"""Another laptop's recording is heard here: through a real hall, from the microphone's samples to the ear."""

from __future__ import annotations

import io
import os
import threading
from contextlib import ExitStack

import numpy as np
import pytest
import soundfile

from app.domain import payloads as p
from app.domain.entities import Role
from app.speech.spool_writer import SpoolWriter
from app.storage.device_store import DeviceStore
from app.sync.errors import SyncError
from app.ui.services import Playback
from app.wiring.errors import RecordedElsewhere, SoundNotHere
from app.wiring.transcript import ChairTranscript, TranscriptParts
from tests.fakes.audio import noise_pcm
from tests.fakes.basics import fixed_id
from tests.fakes.hall import Reached
from tests.fakes.loudspeaker import FakeLoudspeaker

SECOND = 16_000


def _never() -> bool:
    return False


def _ignore(_progress) -> None: ...


class Laptop:
    """A chair's device with its transcript service."""

    def __init__(self, device, stack: ExitStack) -> None:
        self.device = device.connect()
        self.loudspeaker = FakeLoudspeaker()
        self.transcript = ChairTranscript(
            device.store,
            device.engine,
            TranscriptParts(
                spool_path=self.spool_path,
                engines=tuple,
                hear_again=lambda *_: None,
                library=lambda: self.loudspeaker,
            ),
        )
        self.playbacks = Reached()
        self.transcript.subscribe_playback(self.playbacks)
        stack.callback(self.transcript.close, 10.0)
        device.wait_live()

    def spool_path(self, recording_id):
        return self.device.store.folder / f"{recording_id}.nsp"

    def record(self, recording_id, pcm: np.ndarray) -> None:
        writer = SpoolWriter.create(self.spool_path(recording_id), recording_id, self.device.store.spool_key)
        for start in range(0, len(pcm), SECOND):
            assert writer.append(pcm[start : start + SECOND])
            writer.flush()
        writer.close(seal=True)
        self.device.say(p.RecordingStarted(recording_id=recording_id, started_at_utc_ms=0))

    def share(self, recording_id, pcm: np.ndarray) -> str:
        """The copy for the hall, as the recorder makes it after the end."""
        file = io.BytesIO()
        soundfile.write(file, pcm, SECOND, format="FLAC", subtype="PCM_16")
        sha256 = self.device.store.blobs.put(file.getvalue())
        duration_ms = len(pcm) // 16
        self.device.say(p.RecordingStopped(recording_id=recording_id, duration_ms=duration_ms, sha256=sha256))
        return sha256

    def wait_recording(self, recording_id, *, shared: bool) -> None:
        self.device.states.wait(
            lambda state: (one := state.recordings.get(recording_id)) and bool(one.sha256) == shared
        )


@pytest.fixture
def laptops(running_hall, devices):
    with ExitStack() as stack:
        yield [Laptop(devices.enrol(running_hall.invite(Role.CHAIR, f"laptop {n}")), stack) for n in range(2)]


def test_a_recording_made_on_one_laptop_is_drawn_and_heard_on_the_other(laptops, running_hall):
    one, other = laptops
    recording_id = fixed_id(os.urandom(4).hex())
    pcm = noise_pcm(90 * SECOND)  # some chunks of 1 MiB
    one.record(recording_id, pcm)
    assert one.transcript.can_hear(recording_id)
    drawn = one.transcript.waveform(recording_id)
    assert len(drawn.peaks) == 90 * 50

    other.wait_recording(recording_id, shared=False)
    assert not other.transcript.can_hear(recording_id)
    with pytest.raises(SoundNotHere):
        other.transcript.fetch_sound(recording_id, _ignore, _never)
    other.transcript.play(recording_id, 0)
    failed: Playback = other.playbacks.wait(lambda playback: playback.error)
    assert isinstance(failed.error, SoundNotHere)

    sha256 = one.share(recording_id, pcm)
    one.device.statuses.wait(lambda _status: _brought(one.device.store, sha256))
    other.wait_recording(recording_id, shared=True)
    assert not other.device.store.blobs.has(sha256), "nobody asked for it yet"
    other.transcript.fetch_sound(recording_id, _ignore, _never)

    assert other.transcript.can_hear(recording_id)
    with pytest.raises(RecordedElsewhere):
        other.transcript.hear_again(recording_id, "vosk", (0, 1000), _ignore, _never)
    assert other.transcript.waveform(recording_id) == drawn
    other.transcript.play(recording_id, 60_000, 60_500)
    other.playbacks.wait(lambda playback: playback.position_ms == 60_500 and not playback.is_playing)
    np.testing.assert_allclose(
        other.loudspeaker.heard[320:8000], pcm[60 * SECOND + 320 : 60 * SECOND + 8000] / 32768, atol=1e-3
    )


def test_fetching_is_called_off_or_ends_with_the_connection(laptops):
    one, other = laptops
    recording_id = fixed_id(os.urandom(4).hex())
    one.device.say(p.RecordingStarted(recording_id=recording_id, started_at_utc_ms=0))
    one.device.say(p.RecordingStopped(recording_id=recording_id, duration_ms=10, sha256="a" * 64))
    other.wait_recording(recording_id, shared=True)
    with pytest.raises(SoundNotHere):
        other.transcript.fetch_sound(recording_id, _ignore, _never)  # said, and not brought yet
    other.device.engine.stop(20.0)
    other.transcript.fetch_sound(recording_id, _ignore, lambda: True)
    with pytest.raises(SyncError):
        other.transcript.fetch_sound(recording_id, _ignore, _never)


def test_the_waveform_is_kept_and_the_sound_written_out(laptops, tmp_path):
    one, _other = laptops
    recording_id = fixed_id(os.urandom(4).hex())
    pcm = noise_pcm(3 * SECOND)
    one.record(recording_id, pcm)
    drawn = one.transcript.waveform(recording_id)
    again = ChairTranscript(
        one.device.store, one.device.engine, TranscriptParts(one.spool_path, tuple, lambda *_: None)
    )
    assert again._kept_peaks(recording_id) == drawn.peaks
    assert again.waveform(recording_id) == drawn
    assert again.close(10.0)
    steps = []
    one.transcript.export_sound(recording_id, tmp_path / "ghi âm.wav", steps.append, _never)
    written, rate_hz = soundfile.read(tmp_path / "ghi âm.wav", dtype="int16")
    assert rate_hz == SECOND
    np.testing.assert_array_equal(written, pcm)
    assert steps[-1].done == steps[-1].total
    with pytest.raises(SoundNotHere):
        one.transcript.export_sound(fixed_id("no such"), tmp_path / "a.flac", _ignore, _never)
    assert not (tmp_path / "a.flac").exists()


def test_a_whole_recording_is_drawn_before_anybody_asks(laptops):
    one, _other = laptops
    recording_id = fixed_id(os.urandom(4).hex())
    pcm = noise_pcm(2 * SECOND)
    one.record(recording_id, pcm)
    one.transcript.start()
    assert one.transcript._kept_peaks(recording_id) == b""
    one.share(recording_id, pcm)
    done = threading.Event()
    assert one.transcript._lane.submit(done.set)
    assert done.wait(30)
    kept = one.transcript._kept_peaks(recording_id)
    assert len(kept) == 100
    assert one.transcript.waveform(recording_id).peaks == kept


def _brought(store: DeviceStore, sha256: str) -> bool:
    with store.database.read() as tx:
        return sha256 in store.settings.get(tx, "sync.uploaded_blobs", [])
