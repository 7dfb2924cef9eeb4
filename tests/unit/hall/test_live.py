"""Live signals to a slow reader: the latest counts."""

from __future__ import annotations

import asyncio
import json

from app.domain.clock import SystemClock
from app.domain.wire import Signal
from app.hall.live import Live
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
