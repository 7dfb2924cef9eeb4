"""What to do when the program itself is wrong: write down where, tell the user kindly, go on if possible."""

from __future__ import annotations

import faulthandler
import logging
import platform
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import IO

from app.domain.clock import Clock
from app.domain.errors import NghisuError
from app.runtime.logging import describe_exception

_log = logging.getLogger(__name__)
FAULT_FILE = "fault.log"
MAX_REPORTS = 20


@dataclass(frozen=True, slots=True)
class CrashReport:
    """One report on disk. `is_bug` is False for an error of the surroundings that nobody caught."""

    path: Path
    error: BaseException
    is_bug: bool


class CrashReporter:
    """Writes reports without messages, locals or source lines (see `describe_exception`).

    `on_report` is called in the failing thread.
    """

    def __init__(
        self, folder: Path, clock: Clock, version: str, on_report: Callable[[CrashReport], None]
    ) -> None:
        self._folder = folder
        self._clock = clock
        self._version = version
        self._on_report = on_report
        self._fault_file: IO[str] | None = None
        self._previous = (sys.excepthook, threading.excepthook)

    def install(self) -> None:
        """Catch what nobody else did, in every thread, and native faults as well."""
        self._previous = (sys.excepthook, threading.excepthook)
        sys.excepthook = self._on_main
        threading.excepthook = self._on_thread
        self._fault_file = (self._folder / FAULT_FILE).open("a", encoding="utf-8")
        faulthandler.enable(self._fault_file)

    def uninstall(self) -> None:
        sys.excepthook, threading.excepthook = self._previous
        if self._fault_file:
            faulthandler.disable()
            self._fault_file.close()
            self._fault_file = None

    def report(self, error: BaseException) -> CrashReport:
        """Write a report and tell the listener. May be called from any thread."""
        is_bug = not isinstance(error, NghisuError)
        now = datetime.fromtimestamp(self._clock.now_utc_ms() / 1000, UTC)
        path = self._folder / f"crash-{now:%Y%m%dT%H%M%S%f}-{threading.get_ident() % 10_000:04d}.txt"
        head = (
            f"nghisu {self._version}, Python {platform.python_version()}, {platform.system()} "
            f"{platform.release()} {platform.machine()}\n"
            f"{now.isoformat()} thread {threading.current_thread().name} "
            f"{'bug' if is_bug else 'known error'}\n\n"
        )
        path.write_text(head + describe_exception(error) + "\n", encoding="utf-8")
        for old in sorted(self._folder.glob("crash-*.txt"))[:-MAX_REPORTS]:
            old.unlink(missing_ok=True)
        _log.error("crash report written, bug=%s", is_bug)
        report = CrashReport(path, error, is_bug)
        self._on_report(report)
        return report

    def _on_main(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
        else:
            self.report(error)

    def _on_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None and not isinstance(args.exc_value, SystemExit):
            self.report(args.exc_value)
