"""Starts a tablet as `nghisu tablet` does, offscreen, and prints when its home screen could be used."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import psutil

STARTED_S = psutil.Process().create_time()


def bare() -> dict[str, float]:
    """What no Qt program can do without: the application and one shown window with a word in it."""
    from PySide6.QtWidgets import QApplication, QLabel

    imported_s = time.time()
    app = QApplication(["bare"])
    label = QLabel("Nghị Sự")
    label.show()
    app.processEvents()
    return {"imported": imported_s - STARTED_S, "usable": time.time() - STARTED_S}


def tablet(folder: Path, keys: Path) -> dict[str, float]:
    """The window of an enrolled tablet, without a hall, until home is shown and nothing is being loaded."""
    from app.domain.entities import Role
    from app.ui.main import open_shell
    from app.ui.screenshots import settle
    from app.ui.services import Services
    from app.wiring.door import DeviceDoor
    from app.wiring.look import LookFile
    from app.wiring.machine import Machine
    from app.wiring.session import SessionParts

    imported_s = time.time()
    machine = Machine.of("tablet", folder, keys)
    door = DeviceDoor(machine, Role.TABLET, SessionParts(discover=False))
    shell = open_shell(Services(enrolment=door, clock=machine.clock), LookFile(folder), _fail)
    shell.window.resize(1280, 800)
    shell.window.show()
    if not settle(shell, lambda: shell.window.screen_shown is not None, 20.0):
        raise SystemExit("home was not shown")
    usable_s = time.time()
    shell.close(5.0)
    door.close(10.0)
    return {"imported": imported_s - STARTED_S, "usable": usable_s - STARTED_S}


def _fail(error: Exception) -> None:
    raise SystemExit(f"{type(error).__name__}: {error}")


if __name__ == "__main__":
    print(json.dumps(tablet(Path(sys.argv[1]), Path(sys.argv[2])) if len(sys.argv) > 1 else bare()))
