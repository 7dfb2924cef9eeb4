"""`nghisu minutes export | template`: the minutes of a chair's or a hall's log, without a screen."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from uuid import UUID

from app.domain.state import CongressState
from app.minutes.template import CheckedTemplate
from app.minutes.template_make import make_template
from app.speech.errors import NoSuchRecording
from app.storage.device_store import DeviceStore
from app.storage.files import write_atomic
from app.ui.services.minutes import MinutesFormat
from app.wiring.hall_commands import opened
from app.wiring.machine import Machine
from app.wiring.minutes import kept_template, layout_of, make_file


@dataclass(frozen=True, slots=True)
class _Log:
    """What a folder's log says; `template` is the chair's own."""

    machine: Machine
    state: CongressState
    template: CheckedTemplate | None = None


def export(arguments: argparse.Namespace) -> int:
    """Write the minutes in the format that the file's name asks for.

    `--profile` lays them out by another guideline, and leaves the chair's own template aside.
    """
    form = MinutesFormat(arguments.out.suffix[1:].lower())
    with _opened(arguments) as log:
        made = make_file(
            log.state,
            form,
            layout_of(log.state, log.machine.layout_profiles, arguments.profile),
            log.machine.clock.now_utc_ms(),
            template=None if arguments.profile else log.template,
            recording_id=_recording(log.state, arguments.recording),
        )
    write_atomic(arguments.out, made.content)
    sys.stdout.write(f"{made.segments_count} · {arguments.out}\n")
    return 0


def template(arguments: argparse.Namespace) -> int:
    """Write a Word template to begin with."""
    with _opened(arguments) as log:
        layout = layout_of(log.state, log.machine.layout_profiles, arguments.profile)
    write_atomic(arguments.out, make_template(layout))
    sys.stdout.write(f"{arguments.out}\n")
    return 0


@contextmanager
def _opened(arguments: argparse.Namespace) -> Iterator[_Log]:
    if arguments.hall:
        with opened(arguments) as (machine, hall):
            yield _Log(machine, hall.ledger.catch_up())
        return
    machine = Machine.of("chair", arguments.folder, arguments.key_folder)
    master = machine.key_file.open(getpass.getpass("PIN: ") if machine.key_file.needs_pin else None)
    with closing(DeviceStore.open(machine.folder, master, machine.random_bytes)) as store:
        store.projection.refresh()
        yield _Log(machine, store.projection.state, kept_template(store))


def _recording(state: CongressState, number: int | None) -> UUID | None:
    """The recording of that number, the oldest is 1. Raises `NoSuchRecording`."""
    if number is None:
        return None
    by_time = sorted(state.recordings.values(), key=lambda one: (one.started_at_utc_ms, one.id))
    if not 0 < number <= len(by_time):
        raise NoSuchRecording(number=number)
    return by_time[number - 1].id
