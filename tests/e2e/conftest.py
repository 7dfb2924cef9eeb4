from __future__ import annotations

import os
from contextlib import ExitStack

import pytest

from app.domain.clock import SystemClock
from app.domain.entities import Role
from app.storage.keystore import FileKeystore
from app.wiring.door import DeviceDoor
from app.wiring.machine import Machine
from app.wiring.session import SessionParts
from tests.fakes.hall import HallProcess


@pytest.fixture
def hall(tmp_path):
    """A real hall in its own process, with the invented congress in its log."""
    process = HallProcess(tmp_path / "hall").found().start()
    yield process
    process.stop()


class Doors:
    """Doors of devices, each with its own folder; all are closed in the end."""

    def __init__(self, folder, stack) -> None:
        self._folder = folder
        self._stack = stack

    def machine(self, name: str) -> Machine:
        keys = FileKeystore(self._folder / f"{name}-keys")
        return Machine(self._folder / name, SystemClock(), os.urandom, keys)

    def open(self, name: str, role: Role, parts: SessionParts | None = None) -> DeviceDoor:
        door = DeviceDoor(self.machine(name), role, parts or SessionParts(discover=False))
        self._stack.callback(door.close, 20.0)
        return door

    def enrol(self, hall, name: str, role: Role, parts=None, person_id=None, pin=None) -> DeviceDoor:
        door = self.open(name, role, parts)
        invitation = door.read_invitation(hall.invite(role, name, person_id).text())
        door.enrol(invitation, "", pin, lambda _progress: None, lambda: False)
        return door


@pytest.fixture
def doors(tmp_path):
    with ExitStack() as stack:
        yield Doors(tmp_path / "devices", stack)
