"""A tablet that syncs, fetches papers and speaks up until it is killed. Prints each event's id."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from app.domain import payloads as p
from app.domain.clock import SystemClock
from app.domain.entities import Role
from app.storage.keystore import FileKeystore
from app.wiring.door import DeviceDoor
from app.wiring.machine import Machine
from app.wiring.session import SessionParts
from tests.fakes.congress import people


def main(folder: Path, keys: Path) -> None:
    machine = Machine(folder, SystemClock(), os.urandom, FileKeystore(keys))
    session = DeviceDoor(machine, Role.TABLET, SessionParts(discover=False)).device_session()
    me = people()[0].id
    while True:
        print(session.congress.say(p.FloorRequested(person_id=me)), flush=True)
        print(session.congress.say(p.FloorRequestWithdrawn(person_id=me)), flush=True)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
