"""kill -9 and power cuts while recording: one second at most is lost at the end, and nothing elsewhere."""

from __future__ import annotations

from benchmarks.recording_kills import kills


def test_at_most_the_last_second_is_lost(tmp_path):
    """The benchmark does it a hundred times."""
    for kill in kills(tmp_path, count=16, seed=5):
        assert kill.is_whole
        assert kill.lost_s <= 1.0
        assert kill.kept > 0
