"""Background operations: where they run, where they report, how they end."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from app.domain.errors import BadSignature
from app.runtime.tasks import Job, Tasks


@dataclass(frozen=True)
class Step:
    number: int


class Desk:
    def __init__(self) -> None:
        self.unhandled: list[Exception] = []
        self.bugs: list[Exception] = []
        self.tasks = Tasks(self.unhandled.append, self.bugs.append)


@pytest.fixture
def desk(qapp) -> Iterator[Desk]:
    before = set(threading.enumerate())
    desk = Desk()
    yield desk
    desk.tasks.stop(5.0)
    assert not [t.name for t in threading.enumerate() if t not in before and t.is_alive()]


def test_work_runs_elsewhere_and_its_result_comes_home(desk: Desk, qtbot) -> None:
    main, where, got = threading.current_thread(), [], []

    def work(_job: Job) -> Step:
        where.append(threading.current_thread())
        return Step(7)

    def show(step: Step) -> None:
        got.append((step, threading.current_thread()))

    desk.tasks.do(work).on_success(show).run()
    qtbot.waitUntil(lambda: bool(got))
    assert got == [(Step(7), main)]
    assert where[0] is not main


def test_the_database_has_one_thread(desk: Desk, qtbot) -> None:
    names: list[str] = []
    for _ in range(20):
        desk.tasks.do(lambda _job: threading.current_thread().name).on_database().on_success(
            names.append
        ).run()
    qtbot.waitUntil(lambda: len(names) == 20)
    assert set(names) == {"database-0"}


def test_progress_arrives_in_order_before_the_end(desk: Desk, qtbot) -> None:
    heard: list[object] = []

    def work(job: Job) -> str:
        for number in range(5):
            job.report(Step(number))
        return "done"

    desk.tasks.do(work).with_progress(heard.append).on_success(heard.append).run()
    qtbot.waitUntil(lambda: "done" in heard)
    assert heard == [*map(Step, range(5)), "done"]


def _raise(error: Exception):
    def work(_job: Job) -> None:
        raise error

    return work


def test_failures_go_to_their_own_callback_or_to_the_bus(desk: Desk, qtbot) -> None:
    own: list[Exception] = []
    error = BadSignature(what="event")
    desk.tasks.do(_raise(error)).on_failure(own.append).run()
    desk.tasks.do(_raise(error)).run()
    qtbot.waitUntil(lambda: own == [error] and desk.unhandled == [error])
    assert desk.bugs == []


def test_a_bug_is_reported_as_well(desk: Desk, qtbot) -> None:
    desk.tasks.do(_raise(ZeroDivisionError())).run()
    qtbot.waitUntil(lambda: len(desk.bugs) == 1 and len(desk.unhandled) == 1)


def test_cancelled_work_is_told_and_says_nothing_more(desk: Desk, qtbot) -> None:
    started, seen, heard, after = threading.Event(), threading.Event(), [], []

    def work(job: Job) -> str:
        started.set()
        while not job.is_cancelled():
            job.report(Step(0))
        seen.set()
        return "late"

    handle = desk.tasks.do(work).on_success(heard.append).run()
    assert started.wait(5)
    handle.cancel()
    assert seen.wait(5)
    desk.tasks.do(lambda _job: 1).on_success(after.append).run()
    qtbot.waitUntil(lambda: after == [1])
    assert heard == []
    assert desk.tasks.running_count == 0


def test_a_closed_screen_hears_nothing(desk: Desk, qtbot) -> None:
    release, heard, after = threading.Event(), [], []
    scope = desk.tasks.scope()
    scope.do(lambda _job: release.wait(5)).on_success(heard.append).run()
    scope.close()
    release.set()
    desk.tasks.do(lambda _job: 1).on_success(after.append).run()
    qtbot.waitUntil(lambda: after == [1])
    assert heard == []


def test_what_was_said_is_recorded_though_the_screen_is_left_and_the_program_closed(desk: Desk) -> None:
    release, written, heard = threading.Event(), [], []
    scope = desk.tasks.scope()
    scope.do(lambda _job: release.wait(5)).on_database().to_the_end().run()
    for number in range(5):
        scope.do(lambda _job, n=number: written.append(n)).on_database().to_the_end().on_success(
            heard.append
        ).run()
    scope.do(lambda _job: written.append("idle")).on_database().run()
    scope.close()
    release.set()
    desk.tasks.stop(5.0)
    assert written == [0, 1, 2, 3, 4]
    assert heard == []


def test_stopping_in_the_middle_is_quiet(desk: Desk) -> None:
    started, heard = threading.Event(), []

    def work(job: Job) -> str:
        started.set()
        while not desk.tasks._closed:
            job.report(Step(1))
        return "late"

    desk.tasks.do(work).on_success(heard.append).run()
    assert started.wait(5)
    desk.tasks.stop(5.0)
    assert heard == []
