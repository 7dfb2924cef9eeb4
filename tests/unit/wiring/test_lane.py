"""Jobs in order, whatever becomes of one of them."""

from __future__ import annotations

from app.wiring.lane import Lane


def test_a_job_that_fails_does_not_keep_those_behind_it(caplog):
    done: list[str] = []

    def fail() -> None:
        raise ValueError("said by nobody")

    lane = Lane("chores")
    lane.do(fail)
    lane.do(lambda: done.append("first"))
    assert lane.wait(10.0)
    lane.do(lambda: done.append("second"))
    assert lane.wait(10.0)
    assert done == ["first", "second"]
    assert [record.message for record in caplog.records] == ["chores: a job failed"]
