"""kill -9 of a recording chair: the sound is whole up to the last second, and the minutes go on."""

from __future__ import annotations

import random
import subprocess
import sys
from itertools import pairwise

import pytest

from app.domain.entities import Role
from tests.fakes.congress import people


@pytest.fixture
def speech(shared_data):
    return shared_data / "audio" / "vi_long" / "viettts_clip.wav"


@pytest.mark.parametrize("seed", [1, 2])
def test_a_killed_recording_is_whole_and_is_transcribed_on(hall, doors, tmp_path, project_root, speech, seed):
    doors.enrol(hall, "chair", Role.CHAIR).close(20)
    folder = tmp_path / "devices"
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.e2e.chair_child", folder / "chair", folder / "chair-keys", speech],
        cwd=project_root,
        stdout=subprocess.PIPE,
        text=True,
    )
    kill_at_ms = random.Random(seed).randrange(2_500, 6_000)
    safe_ms = 0
    for line in child.stdout:
        safe_ms = int(line)
        if safe_ms >= kill_at_ms:
            break
    child.kill()
    rest = child.stdout.read().split()
    child.wait()
    child.stdout.close()
    safe_ms = max([safe_ms, *map(int, rest)])

    session = doors.open("chair", Role.CHAIR).device_session()
    state = session.congress.snapshot().state
    (recording,) = state.recordings.values()
    assert state.floor.person_id == people()[3].id, "what was said before the kill is still there"
    assert recording.duration_ms >= safe_ms
    assert recording.duration_ms <= safe_ms + 1_500, "only sound that was spoken"
    assert session.recording.wait_transcribed(60)
    segments = session.congress.snapshot().state.segments_in_order()
    assert segments
    assert max(segment.end_ms for segment in segments) <= recording.duration_ms + 500
    ids = [(segment.start_ms, segment.end_ms) for segment in segments]
    assert ids == sorted(ids), "nothing transcribed twice"
    assert all(a[1] <= b[0] + 50 for a, b in pairwise(ids))
