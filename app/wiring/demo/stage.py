"""The demonstration's machines: a hall in a process of its own, and devices, each with its own folder."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from app.domain.clock import SystemClock, system_random
from app.domain.entities import Role
from app.hall import admin
from app.hall.context import HallContext
from app.hall.init import init_hall
from app.storage.keystore import FileKeystore
from app.wiring.door import DeviceDoor
from app.wiring.errors import HallDidNotStart
from app.wiring.machine import Machine
from app.wiring.session import DeviceSession, SessionParts

_STOP_S = 15.0


@dataclass
class Hall:
    """The hall server. `kill` pulls its plug; `start` brings it back on the same port."""

    machine: Machine
    key_folder: Path
    port: int = 0
    _process: subprocess.Popen[str] | None = field(default=None, repr=False)

    def found(self, title: str) -> None:
        """Make the congress's keys and certificates."""
        machine = self.machine
        init_hall(
            machine.folder,
            machine.key_file,
            congress_title=title,
            hall_name="Máy chủ hội trường",
            clock=machine.clock,
            random_bytes=machine.random_bytes,
            hosts=["127.0.0.1"],
        )

    def start(self) -> None:
        """Raises `HallDidNotStart`."""
        program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "app"]
        self._process = subprocess.Popen(
            [
                *program, "hall", "serve", "--listen", "127.0.0.1", "--port", str(self.port),
                "--no-advertise", "--folder", str(self.machine.folder), "--key-folder", str(self.key_folder),
            ],
            stdout=subprocess.PIPE,
            text=True,
        )  # fmt: skip
        assert self._process.stdout is not None
        ready = self._process.stdout.readline().split()
        if ready[:1] != ["READY"]:
            self._process.wait(_STOP_S)
            raise HallDidNotStart()
        self.port = int(ready[2])

    def kill(self) -> None:
        """As a power cut would: nothing is said, nothing is tidied."""
        self._end(lambda process: process.kill())

    def stop(self) -> None:
        self._end(lambda process: process.terminate())

    def admin(self) -> AbstractContextManager[HallContext]:
        """The hall's administration, beside the running server."""
        machine = self.machine
        return admin.open_hall(
            machine.folder, machine.key_file, clock=machine.clock, random_bytes=machine.random_bytes
        )

    def invitation(self, role: Role, name: str, person_id: UUID | None) -> str:
        with self.admin() as hall:
            return admin.invite(hall, role, name, person_id).text()

    def _end(self, how: Callable[[subprocess.Popen[str]], None]) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        how(process)
        process.wait(_STOP_S)
        if process.stdout:
            process.stdout.close()


@dataclass
class Stage:
    """All machines of the demonstration, below one folder."""

    folder: Path
    hall: Hall
    devices: dict[str, DeviceDoor] = field(default_factory=dict)

    @classmethod
    def build(cls, folder: Path) -> Stage:
        return cls(folder, Hall(_machine(folder, "hall"), _keys(folder, "hall")))

    def enrol(
        self, name: str, role: Role, parts: SessionParts, person_id: UUID | None = None
    ) -> DeviceSession:
        """Invite and enrol a device; its session runs from here on."""
        door = DeviceDoor(_machine(self.folder, name), role, parts)
        self.devices[name] = door
        invitation = door.read_invitation(self.hall.invitation(role, name, person_id))
        door.enrol(invitation, "", None, lambda _progress: None, lambda: False)
        return door.device_session()

    def newcomer(self) -> DeviceDoor:
        """A tablet that nobody has enrolled yet."""
        return DeviceDoor(_machine(self.folder, "new tablet"), Role.TABLET, SessionParts(discover=False))

    def close(self) -> None:
        for door in self.devices.values():
            door.close(_STOP_S)
        self.hall.stop()


def wait_for(
    subscribe: Callable[[Callable[[object], None]], Callable[[], None]],
    holds: Callable[[], bool],
    timeout_s: float,
) -> bool:
    """Wait until something holds, looking again whenever its source speaks. False when time is up."""
    changed = threading.Event()
    stop = subscribe(lambda _value: changed.set())
    clock = SystemClock()
    ends_at_s = clock.monotonic_s() + timeout_s
    try:
        while not holds():
            left_s = ends_at_s - clock.monotonic_s()
            if left_s <= 0:
                return False
            changed.wait(min(left_s, 0.5))
            changed.clear()
        return True
    finally:
        stop()


def _machine(folder: Path, name: str) -> Machine:
    return Machine(folder / "data" / name, SystemClock(), system_random, FileKeystore(_keys(folder, name)))


def _keys(folder: Path, name: str) -> Path:
    return folder / "keys" / name
