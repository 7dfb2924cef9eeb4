"""The erasure through whole devices: a gate that runs, and one that was off when the order came."""

from __future__ import annotations

import os

from app.domain import payloads as p
from app.domain.clock import SystemClock
from app.domain.entities import Role
from app.hall import admin
from app.storage.templates import StoredTemplate
from tests.fakes.congress import fixed_id
from tests.fakes.hall import Reached

_PEOPLE = 5


def enrol_faces(session) -> None:
    with session.store.database.write() as tx:
        for number in range(_PEOPLE):
            template = StoredTemplate(fixed_id(f"person {number}"), "a" * 64, os.urandom(512), 3)
            session.store.templates.replace(tx, template)


def order(hall) -> None:
    with hall.opened() as opened:
        admin.erase_faces(opened, "Đại hội đã bế mạc", SystemClock(), os.urandom)


def wait_erased(session) -> None:
    me, states = session.identity.device.id, Reached()
    stop = session.congress.subscribe(lambda snapshot: states(snapshot.state))
    states.wait(lambda state: me in state.erasures)
    stop()
    assert session.store.projection.state.erasures[me].templates_count == _PEOPLE
    with session.store.database.read() as tx:
        assert session.store.templates.count(tx) == 0


def test_a_running_gate_and_one_that_was_off(hall, doors):
    running = doors.enrol(hall, "gate 1", Role.GATE)
    off = doors.enrol(hall, "gate 2", Role.GATE)
    for door in (running, off):
        enrol_faces(door.device_session())
    off.close(20.0)
    order(hall)
    wait_erased(running.device_session())

    again = doors.open("gate 2", Role.GATE)
    wait_erased(again.device_session())


def test_only_gates_and_the_chair_have_the_boards_papers(hall, doors):
    services = {role: doors.enrol(hall, role.value, role).open_session() for role in (Role.TABLET, Role.GATE)}
    assert services[Role.TABLET].board is None
    assert services[Role.GATE].board is not None


def test_a_gate_without_an_order_keeps_its_templates(hall, doors):
    session = doors.enrol(hall, "gate", Role.GATE).device_session()
    enrol_faces(session)
    session.congress.say(p.ConsentRecorded(person_id=fixed_id("person 1"), given=True))
    with session.store.database.read() as tx:
        assert session.store.templates.count(tx) == _PEOPLE
