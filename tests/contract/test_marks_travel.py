"""Sealed marks, as large as they may be, through push, feed and stream."""

from __future__ import annotations

import asyncio
import json
from uuid import uuid4

from app.domain import payloads as p
from app.domain.entities import Role, Sharing
from app.domain.wire import MAX_PAGE_BYTES
from tests.contract.test_versions import publish
from tests.fakes.congress import document, fixed_id
from tests.fakes.hall import enrol_directly

LARGEST = "A" * 90_000
MANY = MAX_PAGE_BYTES // len(LARGEST) * 5 // 4
"""More than fits into one page of the feed, or into one request."""


def large_marks() -> list[p.MarkKept]:
    paper = document("Văn kiện để đánh dấu")
    return [
        p.MarkKept(mark_id=uuid4(), document_id=paper.id, sharing=Sharing.PRIVATE, sealed=LARGEST)
        for _ in range(MANY)
    ]


def test_a_flood_of_the_largest_marks_arrives_live_and_after_an_absence(running_hall, devices):
    with running_hall.opened() as hall:
        publish(hall, b"%PDF to be marked", "Văn kiện để đánh dấu")
    writer = devices.enrol(running_hall.invite(Role.TABLET, person_id=fixed_id("person 1"))).connect()
    reader = devices.enrol(running_hall.invite(Role.TABLET, person_id=fixed_id("person 2"))).connect()
    late = devices.enrol(running_hall.invite(Role.CHAIR))
    writer.wait_live()
    reader.wait_live()
    marks = large_marks()

    writer.say(*marks)

    ids = {mark.mark_id for mark in marks}
    reader.states.wait(lambda state: ids <= set(state.marks))
    writer.wait_settled()
    late.connect()
    late.states.wait(lambda state: ids <= set(state.marks))
    assert late.store.projection.state.marks[marks[-1].mark_id].sealed == LARGEST
    assert all(status.error is None for status in reader.statuses.heard), "the stream never broke"


def test_no_line_of_the_stream_is_larger_than_a_reader_takes(hall):
    publish(hall, b"%PDF to be marked", "Văn kiện để đánh dấu")
    writer, _ = enrol_directly(hall, Role.TABLET, person_id=fixed_id("person 1"))
    before = hall.ledger.seq

    async def listen() -> list[bytes]:
        pump = asyncio.create_task(hall.live.pump())
        lines = []
        async for line in hall.live.stream(before, lambda: True):
            if not lines:
                await asyncio.to_thread(hall.ledger.intake, [writer.sign(mark) for mark in large_marks()])
            lines.append(line)
            if b'"events"' in line and json.loads(line)["page"]["events"][-1]["seq"] == before + MANY:
                break
        hall.live.close()
        await pump
        return lines

    lines = asyncio.run(listen())
    assert sum(map(len, lines)) > MAX_PAGE_BYTES
    assert max(map(len, lines)) < MAX_PAGE_BYTES * 1.1
