"""A recording is heard again where it was made and on another laptop, through the product's own services."""

from __future__ import annotations

from contextlib import suppress

from app.domain.entities import Role
from app.speech.file_source import FileSource
from app.ui.services import RecordingPhase
from app.wiring.errors import SoundNotHere
from app.wiring.session import SessionParts
from tests.fakes.audio import write_tone
from tests.fakes.hall import Reached


def test_what_one_laptop_recorded_is_drawn_and_written_out_on_the_other(hall, doors, tmp_path):
    tone = write_tone(tmp_path / "tone.wav", seconds=3.0)
    parts = SessionParts(open_sound=lambda _input: FileSource(tone), discover=False)
    one = doors.enrol(hall, "one", Role.CHAIR, parts).device_session()
    other = doors.enrol(hall, "other", Role.CHAIR).device_session()
    snapshots, statuses = Reached(), Reached()
    other.congress.subscribe(snapshots)
    one.recording.subscribe(statuses)
    one.recording.start()
    statuses.wait(lambda status: status.phase is RecordingPhase.IDLE and status.recording_id is not None)
    snapshots.wait(lambda seen: any(kept.sha256 for kept in seen.state.recordings.values()))
    (recording_id,) = other.congress.snapshot().state.recordings

    drawn = one.services.transcript.waveform(recording_id)
    assert len(drawn.peaks) == 150
    assert set(drawn.peaks) == {63}, "a quarter of full scale throughout"
    there = other.services.transcript
    assert not there.can_hear(recording_id)
    brought = Reached()
    while not there.can_hear(recording_id):  # said a moment before it has been brought to the hall
        with suppress(SoundNotHere):
            there.fetch_sound(recording_id, brought, lambda: False)
    assert there.waveform(recording_id) == drawn
    there.export_sound(recording_id, tmp_path / "out.flac", brought, lambda: False)
    assert (tmp_path / "out.flac").stat().st_size > 1000
