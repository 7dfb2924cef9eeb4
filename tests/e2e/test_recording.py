"""The chair's recording through the product's own services; only the microphone is played."""

from __future__ import annotations

import numpy as np
import pytest
import soundfile

from app.domain.clock import SystemClock
from app.domain.entities import Role
from app.speech.audio import AudioBlock
from app.speech.errors import MicrophoneUnplugged
from app.speech.file_source import FileSource
from app.ui.services import RecordingPhase
from app.wiring.session import SessionParts
from tests.fakes.hall import Reached

SECOND = 16_000


class UnpluggedAtOnce:
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
            raise MicrophoneUnplugged(name="mic")
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
def test_an_unplugged_microphone_ends_the_recording_with_all_that_was_heard(hall, doors, blocks):
    parts = SessionParts(open_sound=lambda _input: UnpluggedAtOnce(blocks), discover=False)
    chair = doors.enrol(hall, "chair", Role.CHAIR, parts).device_session()
    chair.recording.start()
    finished(chair.recording)
    assert chair.recording.status().error.code == "speech.microphone_unplugged"
    (kept,) = chair.congress.snapshot().state.recordings.values()
    assert kept.duration_ms == blocks * 250
    assert chair.recording.wait_transcribed(60)


def test_a_file_of_silence_is_kept_and_gives_no_text(hall, doors, tmp_path):
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
    again = doors.open("chair", Role.CHAIR, parts).device_session()
    assert again.recording._transcribers == [], "what was transcribed to its end is not begun again"
