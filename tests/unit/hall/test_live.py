"""Live signals to a slow reader: the latest counts."""

from __future__ import annotations

import asyncio
import json

from app.domain.clock import SystemClock
from app.domain.wire import Signal
from app.hall.live import SIGNALS_WAITING, Live
from app.storage.errors import StoreBusy
from tests.fakes.basics import fixed_id
from tests.fakes.hall import open_store

CHAIR, OTHER = fixed_id("chair"), fixed_id("other")


def test_of_each_sender_and_kind_only_the_latest_waits_for_a_reader(tmp_path):
    store = open_store(tmp_path / "hall")
    live = Live(store, SystemClock(), lambda: None)

    async def read() -> list[tuple[str, int]]:
        stream = live.stream(0, lambda: True)
        await anext(stream)  # a heartbeat; what comes now waits until the reader asks again
        for count in range(100):
            live.send(Signal(kind="caption", data={"count": count}, device_id=CHAIR))
        live.send(Signal(kind="presenting", data={"count": 1}, device_id=CHAIR))
        live.send(Signal(kind="caption", data={"count": 7}, device_id=OTHER))
        lines = [json.loads(await anext(stream))["signal"] for _ in range(3)]
        await stream.aclose()
        return [(line["kind"], line["data"]["count"]) for line in lines]

    try:
        assert asyncio.run(read()) == [("caption", 99), ("presenting", 1), ("caption", 7)]
    finally:
        store.close()


def test_kinds_that_somebody_makes_up_do_not_fill_the_memory(tmp_path):
    store = open_store(tmp_path / "hall")
    live = Live(store, SystemClock(), lambda: None)

    async def read() -> str:
        stream = live.stream(0, lambda: True)
        await anext(stream)
        for count in range(SIGNALS_WAITING + 5):
            live.send(Signal(kind=f"kind{count}", device_id=OTHER))
        first = json.loads(await anext(stream))["signal"]
        await stream.aclose()
        return first["kind"]

    try:
        assert asyncio.run(read()) == "kind5"
    finally:
        store.close()


def test_a_store_that_fails_for_a_moment_does_not_end_the_feed(tmp_path):
    store = open_store(tmp_path / "hall")
    failures = [StoreBusy(name="hall"), StoreBusy(name="hall")]

    class Failing(Live):
        def _read_after(self, after_seq):
            if failures:
                raise failures.pop()
            self.close()
            return super()._read_after(after_seq)

    live = Failing(store, SystemClock(), lambda: None)

    async def pump() -> None:
        task = asyncio.create_task(live.pump())
        while not task.done():
            live.wake()
            await asyncio.sleep(0)
        await task

    try:
        asyncio.run(pump())
    finally:
        store.close()
    assert failures == []
