"""What a long-running process leaves for whoever mends it: a redacted log and crash reports."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from app import __version__
from app.runtime.crash import CrashReporter
from app.runtime.logging import start_logging, stop_logging
from app.storage.files import private_folder
from app.storage.memory import leave_no_dump
from app.wiring.machine import Machine


@contextmanager
def watched(machine: Machine) -> Iterator[CrashReporter]:
    """Log into the machine's own folder for as long as the block runs; leave no dump of its memory."""
    leave_no_dump()
    folder = private_folder(machine.folder / "logs")
    handler = start_logging(folder)
    reporter = CrashReporter(folder, machine.clock, __version__, lambda _report: None)
    reporter.install()
    try:
        yield reporter
    finally:
        reporter.uninstall()
        stop_logging(handler)
