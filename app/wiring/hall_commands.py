"""`nghisu hall …`: thin commands over the hall's administration."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from app.domain.badge import make_badge
from app.domain.entities import Role
from app.hall import admin
from app.hall.context import HallContext
from app.hall.errors import UnknownDevice
from app.hall.init import init_hall
from app.hall.server_process import Serving
from app.hall.server_process import serve as serve_hall
from app.storage.files import write_atomic
from app.wiring import packs
from app.wiring.errors import PersonUnknown
from app.wiring.machine import Machine
from app.wiring.watch import watched


def _machine(arguments: argparse.Namespace) -> Machine:
    return Machine.of("hall", arguments.folder, arguments.key_folder)


@contextmanager
def opened(arguments: argparse.Namespace) -> Iterator[tuple[Machine, HallContext]]:
    """The hall in the folder that the arguments name."""
    machine = _machine(arguments)
    with admin.open_hall(
        machine.folder,
        machine.key_file,
        clock=machine.clock,
        random_bytes=machine.random_bytes,
        database_url=arguments.database,
    ) as hall:
        yield machine, hall


def init(arguments: argparse.Namespace) -> int:
    """Found a congress."""
    machine = _machine(arguments)
    identity = init_hall(
        machine.folder,
        machine.key_file,
        congress_title=arguments.title,
        hall_name=arguments.name,
        clock=machine.clock,
        random_bytes=machine.random_bytes,
        hosts=arguments.host,
        port=arguments.port,
        database_url=arguments.database,
    )
    print(f"{identity.congress_title}\nCA SHA-256 {identity.ca_fingerprint.hex()}")
    return 0


def serve(arguments: argparse.Namespace) -> int:
    """Run until a signal; prints one line when it listens."""
    machine = _machine(arguments)

    def ready(serving: Serving) -> None:
        print(f"READY {serving.host} {serving.port} {' '.join(serving.hosts)}", flush=True)

    with watched(machine):
        serve_hall(
            machine.folder,
            machine.key_file,
            clock=machine.clock,
            random_bytes=machine.random_bytes,
            host=arguments.listen,
            port=arguments.port,
            addresses=arguments.address,
            database_url=arguments.database,
            advertise=not arguments.no_advertise,
            ready=ready,
        )
    return 0


def status(arguments: argparse.Namespace) -> int:
    """Print the hall in figures."""
    with opened(arguments) as (_, hall):
        found = admin.status(hall)
    devices = ", ".join(f"{role} {count}" for role, count in found.devices.items())
    print(f"{found.congress_title} · {found.hall_name} · {', '.join(found.hosts)}:{found.port}")
    print(f"events {found.events_count} · devices {devices} · revoked {found.revoked_count}")
    print(f"documents {found.documents_count} · blobs {found.blobs_count} · present {found.present_count}")
    return 0


def enrol(arguments: argparse.Namespace) -> int:
    """Write a provisioning file, and a QR where asked."""
    with opened(arguments) as (_, hall):
        person_id = _person(hall, arguments.person) if arguments.person is not None else None
        invitation = admin.invite(hall, Role(arguments.role), arguments.name, person_id)
    if arguments.out:
        write_atomic(arguments.out, invitation.text().encode())
    elif not arguments.qr:
        print(invitation.text())
    if arguments.qr:
        _write_qr(arguments.qr, invitation.model_copy(update={"ca": None}).text())
    return 0


def publish(arguments: argparse.Namespace) -> int:
    """Put a pack into the log."""
    with opened(arguments) as (_, hall):
        verdicts = packs.publish(hall, arguments.pack)
    outcomes = [verdict.outcome for verdict in verdicts]
    print(" · ".join(f"{name} {outcomes.count(name)}" for name in ("confirmed", "duplicate", "rejected")))
    return 0 if "rejected" not in outcomes else 1


def revoke(arguments: argparse.Namespace) -> int:
    """Refuse a device, named by its id or by its name."""
    with opened(arguments) as (machine, hall):
        devices = hall.ledger.catch_up().devices.values()
        found = [one.id for one in devices if arguments.device in (str(one.id), one.name)]
        if len(found) != 1:
            raise UnknownDevice()
        admin.revoke_device(hall, found[0], arguments.reason, machine.clock, machine.random_bytes)
    return 0


def badges(arguments: argparse.Namespace) -> int:
    """One SVG a person, named by number."""
    arguments.out.mkdir(parents=True, exist_ok=True)
    with opened(arguments) as (_, hall):
        state = hall.ledger.catch_up()
        if state.congress is None:
            raise PersonUnknown(number=0)
        for person in state.persons.values():
            text = make_badge(person.id, state.congress.id, hall.identity.root_key)
            _write_qr(arguments.out / f"{person.number:04}.svg", text)
        print(f"{len(state.persons)} · {arguments.out}")
    return 0


def _person(hall: HallContext, number: int) -> UUID:
    for person in hall.ledger.catch_up().persons.values():
        if person.number == number:
            return person.id
    raise PersonUnknown(number=number)


def _write_qr(path: Path, text: str) -> None:
    import io

    import segno

    image = io.BytesIO()
    kind = path.suffix.lstrip(".").lower() or "svg"
    segno.make(text, error="m", micro=False).save(image, kind=kind, scale=6, border=4)
    write_atomic(path, image.getvalue())
