"""Helpers for tests of hall and sync: stores, signers with real ids, a hall in a process of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.domain.clock import Clock, SystemClock
from app.domain.entities import Device, Role
from app.domain.events import EventSigner
from app.domain.wire import EnrolRequest, Provisioning, device_id_of, enrolment_proof
from app.hall.admin import invite, open_hall
from app.hall.context import HallContext
from app.hall.init import found, init_hall
from app.storage.device_store import DeviceStore
from app.storage.keys import KeyFile
from app.storage.keystore import FileKeystore
from tests.fakes.congress import opening_payloads

ROOT = Path(__file__).resolve().parents[2]
MASTER = bytes(range(32))


def open_store(folder: Path, database_url: str | None = None) -> DeviceStore:
    return DeviceStore.open(folder, MASTER, os.urandom, database_url)


def make_hall(store: DeviceStore, clock: Clock) -> HallContext:
    """A hall founded in `store`, with the invented congress in its log."""
    identity = found(
        store,
        congress_title="Đại hội đại biểu phường An Bình",
        hall_name="Hội trường A",
        hosts=["127.0.0.1"],
        port=8443,
        clock=clock,
        random_bytes=os.urandom,
    )
    hall = HallContext.build(store, identity, clock, os.urandom)
    hall.ledger.say(identity.signer(clock, os.urandom), lambda _tx: opening_payloads())
    return hall


def enrol_directly(
    hall: HallContext, role: Role, name: str = "máy", clock: Clock | None = None, person_id=None
) -> tuple[EventSigner, Device]:
    """A device that the hall knows, without HTTP."""
    key = Ed25519PrivateKey.generate()
    public = key.public_key().public_bytes_raw()
    token = invite(hall, role, name, person_id).token
    proof = key.sign(enrolment_proof(token, public))
    device = hall.enrolment.enrol(EnrolRequest(token=token, public_key=public, proof=proof))
    assert device.id == device_id_of(public)
    return EventSigner(device.id, key, clock or hall.clock, os.urandom), device


def key_file(folder: Path) -> KeyFile:
    return KeyFile(folder, FileKeystore(folder.parent / f"{folder.name}-keys"), SystemClock(), os.urandom)


class HallProcess:
    """A real hall: `python -m tests.fakes.hall_process`, over TLS on loopback."""

    def __init__(self, folder: Path, database_url: str | None = None, clock_offset_ms: int = 0) -> None:
        self.folder = folder
        self.database_url = database_url
        self.clock_offset_ms = clock_offset_ms
        self.port = 0
        self._process: subprocess.Popen[str] | None = None

    def found(self) -> HallProcess:
        init_hall(
            self.folder,
            key_file(self.folder),
            congress_title="Đại hội đại biểu phường An Bình",
            hall_name="Hội trường A",
            clock=SystemClock(),
            random_bytes=os.urandom,
            hosts=["127.0.0.1"],
            database_url=self.database_url,
        )
        with self.opened() as hall:
            hall.ledger.say(hall.identity.signer(hall.clock, os.urandom), lambda _tx: opening_payloads())
        return self

    def opened(self):
        """The hall's store, for administration beside the running server."""
        return open_hall(
            self.folder,
            key_file(self.folder),
            clock=SystemClock(),
            random_bytes=os.urandom,
            database_url=self.database_url,
        )

    def start(self) -> HallProcess:
        """Start, on the port it had before if any, and wait until it listens."""
        options = {
            "folder": str(self.folder),
            "port": self.port,
            "database_url": self.database_url,
            "clock_offset_ms": self.clock_offset_ms,
        }
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.fakes.hall_process", json.dumps(options)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        line = self._process.stdout.readline()
        assert line, "the hall did not start"
        self.port = int(line)
        return self

    def kill(self) -> None:
        """Pull the plug (kill -9)."""
        self._end(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)

    def stop(self) -> int:
        """End it as a service manager does; its exit code."""
        return self._end(signal.SIGTERM)

    def _end(self, number: int) -> int:
        process = self._process
        if process is None:
            return 0
        self._process = None
        process.send_signal(number)
        code = process.wait(20)
        process.stdout.close()
        return code

    def invite(self, role: Role, name: str = "máy", person_id=None, **options) -> Provisioning:
        with self.opened() as hall:
            made = invite(hall, role, name, person_id, **options)
        return made.model_copy(update={"port": self.port, "hosts": ("127.0.0.1",)})


class Reached:
    """Collects what a listener hears, and waits for the moment that matters."""

    def __init__(self) -> None:
        self.heard: list = []
        self._changed = threading.Condition()

    def __call__(self, value) -> None:
        with self._changed:
            self.heard.append(value)
            self._changed.notify_all()

    def wait(self, condition, timeout_s: float = 30.0):
        """The first value, past or coming, for which `condition` holds."""
        with self._changed:
            found = []

            def look() -> bool:
                found[:] = [value for value in self.heard if condition(value)]
                return bool(found)

            assert self._changed.wait_for(look, timeout_s), f"never heard; last: {self.heard[-3:]}"
            return found[0]
