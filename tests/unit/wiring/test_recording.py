"""The chair's recording where starting, ending or the disk fails; and what waits to be transcribed."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator

import numpy as np
import pytest

from app.domain import payloads as p
from app.domain.entities import Role
from app.domain.errors import NghisuError
from app.domain.ids import IdSource
from app.speech.audio import SAMPLE_RATE_HZ, AudioBlock
from app.speech.engines import Engine, Engines
from app.speech.errors import DiskFull, MicrophoneUnplugged, NoMicrophone, TooManyInputs
from app.speech.meter import InputLevel
from app.storage.device_store import DeviceStore
from app.ui.services import RecordingAlarm, RecordingPhase, RecordingStatus
from app.wiring import recognition
from app.wiring.congress import StoredCongress
from app.wiring.errors import AlreadyRecording, NothingRecording
from app.wiring.inputs import InputWatch, OpenedInputs
from app.wiring.recording import ChairRecording, RecordingParts
from app.wiring.spool_folder import SpoolFolder
from tests.fakes.clock import FakeClock
from tests.fakes.congress import device_of, fixed_id, opening_payloads, signer
from tests.fakes.full_disk import file_size_limit
from tests.fakes.hall import Reached

_PATIENCE_S = 30.0
_HOUR_BYTES = 3600 * SAMPLE_RATE_HZ * 2


class Mic:
    """A microphone in the test's hands. `gone`: unplugged; `lets_go`: closing it waits for this."""

    def __init__(self) -> None:
        self.lets_go = threading.Event()
        self.lets_go.set()
        self.gone = self.is_closed = False
        self._samples = 0
        self._idle = threading.Event()

    @property
    def ended(self) -> bool:
        return self.is_closed

    def start(self) -> None:
        if self.gone:
            raise NoMicrophone(device="mic")

    def read(self, timeout_s: float) -> AudioBlock | None:
        if self.gone:
            raise MicrophoneUnplugged(device="mic")
        if self._samples >= SAMPLE_RATE_HZ:
            self._idle.wait(min(timeout_s, 0.01))
            return None
        self._samples += 1600
        return AudioBlock(np.full(1600, 99, np.int16), self._samples - 1600)

    def stop(self) -> None:
        self.lets_go.wait(_PATIENCE_S)
        self.is_closed = True


class House:
    def __init__(self, folder) -> None:
        self.clock = FakeClock()
        self.store = DeviceStore.open(folder, b"k" * 32, os.urandom)
        chair = signer(Role.CHAIR, "chair", self.clock)
        self.congress = StoredCongress(self.store, chair, device_of(chair, Role.CHAIR), lambda: None)
        root = signer(Role.CONGRESS, "congress", self.clock)
        with self.store.database.write() as tx:
            for said in (*opening_payloads(), p.DeviceEnrolled(device=self.congress.device)):
                self.store.events.add_pending(tx, root.sign(said))
        self.store.projection.refresh()
        self.mic = Mic()
        self.engines = Engines((), ())
        self.signals: list[str] = []
        self.recording = ChairRecording(
            self.congress,
            self.store,
            RecordingParts(
                clock=self.clock,
                new_id=IdSource(self.clock, os.urandom),
                find_engines=lambda: self.engines,
                make_source=lambda _input: self.mic,
                send_signal=lambda kind, _data: self.signals.append(kind),
            ),
        )
        self.statuses = Reached()
        self.recording.subscribe(self.statuses)

    def files(self) -> list[str]:
        return [path.name for path in SpoolFolder(self.store).path.iterdir()]

    def wait_idle(self) -> RecordingStatus:
        return self.statuses.wait(lambda one: one.phase is RecordingPhase.IDLE and one.recording_id)


@pytest.fixture
def house(tmp_path) -> Iterator[House]:
    house = House(tmp_path / "chair")
    yield house
    house.mic.lets_go.set()
    assert house.recording.close(_PATIENCE_S)
    house.store.close()


def test_a_start_that_fails_can_be_tried_again(house: House):
    with pytest.raises(TooManyInputs):
        house.recording.start(list("abcde"))
    status = house.recording.status()
    assert (status.phase, type(status.error)) == (RecordingPhase.IDLE, TooManyInputs)
    house.recording.arm()
    with file_size_limit(1), pytest.raises(DiskFull):
        house.recording.start()
    assert house.mic.is_closed
    assert house.files() == []
    assert house.recording.status().phase is RecordingPhase.IDLE

    house.mic = Mic()
    house.recording.start()
    house.recording.stop()
    assert house.wait_idle().error is None or isinstance(house.recording.status().error, NghisuError)
    (kept,) = house.congress.snapshot().state.recordings.values()
    assert kept.duration_ms is not None


def test_nothing_begins_before_what_is_being_stopped_has_ended(house: House):
    house.mic.lets_go.clear()
    house.recording.start()
    stopping = threading.Thread(target=house.recording.stop)
    stopping.start()
    house.statuses.wait(lambda status: status.phase is RecordingPhase.STOPPING)
    with pytest.raises(AlreadyRecording):
        house.recording.start()
    house.mic.lets_go.set()
    stopping.join(_PATIENCE_S)
    house.wait_idle()
    with pytest.raises(NothingRecording):
        house.recording.stop()


def test_an_end_that_cannot_be_noted_is_told_and_taken_up_at_the_next_start(house: House, monkeypatch):
    say = StoredCongress.say

    def full(self, payload):
        if isinstance(payload, p.RecordingStopped):
            raise DiskFull()
        return say(self, payload)

    monkeypatch.setattr(StoredCongress, "say", full)
    house.recording.start()
    house.recording.stop()
    house.wait_idle()
    assert isinstance(house.recording.status().error, DiskFull)
    monkeypatch.undo()
    (SpoolFolder(house.store).path / "notes.nsp").write_bytes(b"not ours")
    house.recording.recover()
    (kept,) = house.congress.snapshot().state.recordings.values()
    assert kept.duration_ms is not None


def test_the_last_seconds_of_a_microphone_that_is_gone_are_no_beginning(house: House):
    house.recording.arm()
    house.mic.gone = True
    house.statuses.wait(lambda status: status.alarm is RecordingAlarm.UNPLUGGED)
    with pytest.raises(NoMicrophone):
        house.recording.start()
    assert house.files() == []


@pytest.mark.parametrize(("tracks", "hours"), [(1, 1.5), (3, 0.375)])
def test_a_disk_that_fills_up_is_foretold_and_told(house: House, tracks: int, hours: float):
    free = [round(1.5 * _HOUR_BYTES)]
    watch = InputWatch(SpoolFolder(house.store, lambda _folder: free[0]), house.clock)
    opened = OpenedInputs(("mic",) * tracks, house.mic, (), tracks)
    levels = (InputLevel(),) * tracks
    status = watch.look(RecordingStatus(), opened, levels)
    assert status.hours_left == pytest.approx(hours)
    assert (status.alarm is RecordingAlarm.DISK_LOW) == (hours < 1)

    free[0] = _HOUR_BYTES // 2
    assert watch.look(status, opened, levels).hours_left == pytest.approx(hours), "not asked each time"
    house.clock.advance_ms(5_000)
    status = watch.look(status, opened, levels)
    assert status.hours_left == pytest.approx(hours / 3)
    assert status.alarm is RecordingAlarm.DISK_LOW
    free[0] = 100 * _HOUR_BYTES
    house.clock.advance_ms(5_000)
    assert watch.look(status, opened, levels, DiskFull()).alarm is RecordingAlarm.DISK_LOW
    assert watch.look(status, opened, levels).alarm is RecordingAlarm.NONE


class Counted:
    """An engine that hears nothing; how many there are at once is counted."""

    engine_name = model_name = "counted"
    present = most = made = 0

    def __init__(self) -> None:
        Counted.present += 1
        Counted.made += 1
        Counted.most = max(Counted.most, Counted.present)

    def accept(self, _pcm) -> list:
        return []

    def finish(self) -> list:
        return []

    def close(self) -> None:
        Counted.present -= 1


def test_after_a_crash_one_recording_after_the_other_is_transcribed(house: House, monkeypatch):
    monkeypatch.setattr(recognition, "isolated", lambda engine: engine.make)
    house.engines = Engines((Engine("counted", "counted", Counted),), ())
    spools = SpoolFolder(house.store)
    for name in "abc":
        writer = spools.create(fixed_id(name))
        writer.append(np.full(SAMPLE_RATE_HZ, 5, np.int16))
        writer.close(seal=name == "a")
    house.recording.recover()
    assert house.recording.wait_transcribed(_PATIENCE_S)
    assert (Counted.made, Counted.most) == (3, 1)
    recordings = house.congress.snapshot().state.recordings.values()
    assert [kept.duration_ms for kept in recordings] == [1000] * 3
    assert house.signals == [], "what was said long ago is no live text"
    house.recording.recover()
    assert house.recording.wait_transcribed(_PATIENCE_S)
    assert Counted.made == 3, "nothing is left to do"
