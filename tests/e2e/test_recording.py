"""The chair's recording through the product's own services; only the microphone is played."""

from __future__ import annotations

import io

import numpy as np
import pytest
import soundfile

from app.cli import main
from app.domain.clock import SystemClock
from app.domain.entities import GapReason, Role
from app.speech.audio import AudioBlock
from app.speech.errors import ExportCancelled, MicrophoneUnplugged
from app.speech.file_source import FileSource, RealTime
from app.ui.services import RecordingPhase
from app.wiring.session import SessionParts
from tests.fakes.hall import Reached

SECOND = 16_000


class Unplugged:
    """A microphone that gives some sound and then is gone."""

    def __init__(self, blocks: int) -> None:
        self._blocks = blocks
        self._given = 0
        self.ended = False

    def start(self) -> None: ...

    def read(self, _timeout_s: float) -> AudioBlock | None:
        if self.ended:
            return None
        if self._given == self._blocks:
            self.ended = True
            raise MicrophoneUnplugged(device="mic")
        self._given += 1
        return AudioBlock(np.ones(SECOND // 4, np.int16), (self._given - 1) * SECOND // 4)

    def stop(self) -> None:
        self.ended = True


def finished(recording) -> None:
    statuses = Reached()
    stop = recording.subscribe(statuses)
    statuses.wait(lambda status: status.phase is RecordingPhase.IDLE and status.recording_id is not None)
    stop()


@pytest.mark.parametrize("blocks", [0, 8])
def test_an_unplugged_microphone_is_waited_for_and_the_gap_is_marked(hall, doors, tmp_path, blocks):
    soundfile.write(str(tmp_path / "tone.wav"), np.full(SECOND, 0.1), SECOND)
    sources = iter([Unplugged(blocks), FileSource(tmp_path / "tone.wav")])
    parts = SessionParts(open_sound=lambda _input: next(sources), discover=False)
    chair = doors.enrol(hall, "chair", Role.CHAIR, parts).device_session()
    alarms = Reached()
    chair.recording.subscribe(alarms)
    chair.recording.start()
    finished(chair.recording)
    assert chair.recording.wait_transcribed(60)
    (kept,) = chair.congress.snapshot().state.recordings.values()
    (gap,) = kept.gaps
    assert (gap.start_ms, gap.reason) == (blocks * 250, GapReason.UNPLUGGED)
    assert kept.duration_ms == gap.end_ms + 1_000


def test_a_paused_recording_on_two_inputs_is_kept_whole_heard_again_and_stored(hall, doors, shared_data):
    """Four seconds at the file's own pace from two microphones, a pause in between, then a second hearing."""
    speech = shared_data / "audio/vi_vivos60/VIVOSSPK01_R007.wav"
    clock = SystemClock()
    parts = SessionParts(open_sound=lambda _input: FileSource(speech, RealTime(clock)), discover=False)
    chair = doors.enrol(hall, "chair", Role.CHAIR, parts).device_session()
    recording = chair.recording
    recording.arm(["Lectern", "Presidium"])
    statuses = Reached()
    recording.subscribe(statuses)
    statuses.wait(lambda status: status.is_armed and len(status.inputs) == 2)
    recording.start()
    statuses.wait(lambda status: status.safe_ms >= 1_000)
    status = recording.status()
    assert [meter.name for meter in status.inputs] == ["Lectern", "Presidium"]
    assert status.hours_left > 0
    recording.pause()
    recording.resume()
    finished(recording)
    assert recording.wait_transcribed(60)
    assert recording.wait_stored(60)

    state = chair.congress.snapshot().state
    (kept,) = state.recordings.values()
    assert kept.inputs == ("Lectern", "Presidium")
    assert len(list(recording.spool_path(kept.id).parent.glob("*.nsp"))) == 3
    heard_live = state.segments_in_order()
    assert "gia đình" in " ".join(segment.heard for segment in heard_live)
    blob = chair.store.blobs.read(kept.sha256)
    sound, rate_hz = soundfile.read(io.BytesIO(bytes(blob)), dtype="int16")
    assert (rate_hz, len(sound) // 16) == (SECOND, kept.duration_ms)

    told = []
    (engine, *_others) = recording.engines()
    recording.hear_again(kept.id, engine.name, (0, 3_000), told.append, lambda: False)
    assert told[-1].done == told[-1].total == 3_000
    again = chair.congress.snapshot().state
    assert len(again.segments) > len(state.segments), "what was heard before is kept"
    with pytest.raises(ExportCancelled):
        recording.hear_again(kept.id, engine.name, (0, 3_000), told.append, lambda: True)


def test_a_file_of_silence_is_kept_exported_and_gives_no_text(hall, doors, tmp_path, capsys):
    silence = tmp_path / "im lặng.wav"
    soundfile.write(str(silence), np.zeros((44_100, 2), np.float32), 44_100)
    parts = SessionParts(open_sound=lambda _input: FileSource(silence), pace=SystemClock(), discover=False)
    door = doors.enrol(hall, "chair", Role.CHAIR, parts)
    chair = door.device_session()
    chair.recording.start()
    finished(chair.recording)
    assert chair.recording.wait_transcribed(60)
    state = chair.congress.snapshot().state
    (kept,) = state.recordings.values()
    assert abs(kept.duration_ms - 1000) <= 1
    assert state.segments == {}
    door.close(20)
    devices = tmp_path / "devices"
    export = [
        "speech",
        "export",
        "--folder",
        f"{devices / 'chair'}",
        "--key-folder",
        f"{devices / 'chair-keys'}",
    ]
    assert main(export) == 0
    assert capsys.readouterr().out.startswith("  1  ")
    assert main([*export, "--to", "0.5", str(tmp_path / "out.flac")]) == 0
    assert soundfile.info(tmp_path / "out.flac").frames == SECOND // 2
    assert main([*export, "--track", "2", str(tmp_path / "none.flac")]) == 1
    again = doors.open("chair", Role.CHAIR, parts).device_session()
    assert again.recording._recognition._transcribers == [], "transcribed to its end: not begun again"
