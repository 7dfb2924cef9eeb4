"""A chair that records a file at its own speed until it is killed. Prints how much is safe."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from app.domain import payloads as p
from app.domain.clock import SystemClock
from app.domain.entities import Role
from app.speech.file_source import FileSource, RealTime
from app.storage.keystore import FileKeystore
from app.wiring.door import DeviceDoor
from app.wiring.machine import Machine
from app.wiring.session import SessionParts
from tests.fakes.congress import people


def main(folder: Path, keys: Path, audio: Path) -> None:
    clock = SystemClock()
    parts = SessionParts(open_sound=lambda _input: FileSource(audio, RealTime(clock)), discover=False)
    door = DeviceDoor(Machine(folder, clock, os.urandom, FileKeystore(keys)), Role.CHAIR, parts)
    session = door.device_session()
    session.congress.say(p.FloorGiven(person_id=people()[3].id))
    # Two threads report, and `print` writes a line in two pieces.
    session.recording.subscribe(lambda status: os.write(1, b"%d\n" % status.safe_ms))
    session.recording.start()
    session.recording.wait_transcribed(600)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
