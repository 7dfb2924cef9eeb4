"""`nghisu tablet | gate | chair | screen`: the window of one device."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from app.domain.entities import Role
from app.runtime.crash import CrashReporter
from app.runtime.messages import Messages
from app.runtime.paths import assets_folder
from app.ui.services import Progress, Readiness, Services
from app.wiring import packs
from app.wiring.door import DeviceDoor
from app.wiring.look import LookFile
from app.wiring.machine import Machine
from app.wiring.session import SessionParts
from app.wiring.watch import watched

_CLOSE_DEADLINE_S = 10.0


def run_device(arguments: argparse.Namespace) -> int:
    """Open the device, enrolling it and importing a pack first where asked. Returns the exit code."""
    role = Role(arguments.role)
    machine = Machine.of(role.value, arguments.folder, arguments.key_folder)
    door = DeviceDoor(
        machine,
        role,
        SessionParts(camera=arguments.camera, hall=Machine.of("hall", None, arguments.key_folder)),
    )
    with watched(machine) as reporter:
        try:
            if arguments.provisioning and door.readiness() is Readiness.NOT_ENROLLED:
                enrol_from_file(door, arguments.provisioning)
            if arguments.pack:
                messages = Messages.load(assets_folder() / "messages", arguments.language)
                import_pack_file(door, arguments.pack, messages)
            return _open_window(door, machine, role, reporter, full_screen=arguments.full_screen or None)
        finally:
            door.close(_CLOSE_DEADLINE_S)


def enrol_from_file(door: DeviceDoor, path: Path) -> None:
    """Enrol without a screen, for imaging many tablets."""
    invitation = door.read_invitation(path.read_text(encoding="utf-8"))
    door.enrol(invitation, "", None, _print_progress, lambda: False)


def import_pack_file(door: DeviceDoor, pack: Path, messages: Messages) -> None:
    """Take a pack in from a file: no network is needed."""
    session = door.device_session()
    root_key = Ed25519PublicKey.from_public_bytes(session.identity.root_public_key)
    summary = packs.import_into(session.store, pack, root_key, session.identity.device, _print_bytes)
    if summary.blobs_left:
        said = messages.by_code("commands.pack_left", {"count": summary.blobs_left})
        sys.stderr.write(f"{said.what}\n")


def _open_window(
    door: DeviceDoor, machine: Machine, role: Role, reporter: CrashReporter, *, full_screen: bool | None
) -> int:
    from app.ui.main import run

    def on_bug(error: Exception) -> None:
        reporter.report(error)

    services = Services(enrolment=door, clock=machine.clock)
    return run(role, services, LookFile(machine.folder), on_bug=on_bug, full_screen=full_screen)


def _print_progress(progress: Progress) -> None:
    sys.stderr.write(f"{progress.stage} {progress.done}/{progress.total}\n")


def _print_bytes(done_bytes: int, total_bytes: int) -> None:
    if sys.stderr.isatty() and total_bytes:
        sys.stderr.write(f"\r{100 * done_bytes // total_bytes:3d} %")
