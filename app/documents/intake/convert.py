"""Office papers become PDFs by LibreOffice, where it is installed: in a process that may hang or be hostile.

It gets a profile and folders of its own, in memory where there is such a folder; no macros, no links, no
network (see `confined`); and is ended with everything it started when it is cancelled or takes too long.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.documents.errors import Cancelled, ConvertFailed, ConvertTimedOut, DocumentsError, OfficeMissing
from app.documents.intake.confined import Prefix, end_group, find_confinement, start
from app.documents.steps import Cancel

_START_S = 60.0
_FILE_S = 120.0
"""The longest real paper (343 pages) took 9 s on two cores; the first start of LibreOffice up to 30."""
_POLL_S = 0.1
_WINDOWS_PROGRAMS = ("LibreOffice/program/soffice.exe", "LibreOffice/program/soffice.com")
_CONFIGURATION = "registrymodifications.xcu"
_COMMON = "/org.openoffice.Office.Common"
_SETTINGS = (
    (f"{_COMMON}/Security/Scripting", "MacroSecurityLevel", "3"),
    (f"{_COMMON}/Security/Scripting", "DisableMacrosExecution", "true"),
    (f"{_COMMON}/Security/Scripting", "DisableActiveContent", "true"),
    (f"{_COMMON}/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    (f"{_COMMON}/Load", "UserDefinedSettings", "true"),
    ("/org.openoffice.Setup/L10N", "ooSetupSystemLocale", "vi-VN"),
    ("/org.openoffice.Inet/Settings", "ooInetProxyType", "1"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)
"""Port 9 of this very machine answers nobody: a paper that links elsewhere tells nobody that it was read.
Vietnam's paper is A4: a sheet that says nothing of its paper must not become a US letter."""


@dataclass(frozen=True, slots=True)
class Office:
    """The LibreOffice of this machine. `program` is None where there is none."""

    program: str | None
    file_deadline_s: float = _FILE_S
    start_deadline_s: float = _START_S
    confinement: Prefix = ()

    @classmethod
    def find(cls) -> Office:
        """From PATH, or from where its Windows installer puts it."""
        program = shutil.which("soffice") or shutil.which("libreoffice")
        if program is None:
            roots = [os.environ.get(name) for name in ("ProgramFiles", "ProgramFiles(x86)")]
            paths = [Path(root) / name for root in roots if root for name in _WINDOWS_PROGRAMS]
            program = next((str(path) for path in paths if path.is_file()), None)
        return cls(program, confinement=find_confinement() if program else ())

    def convert(
        self,
        sources: Mapping[str, bytes],
        target: str,
        folder: Path,
        done: Callable[[str], None],
        cancel: Cancel,
    ) -> dict[str, bytes | DocumentsError]:
        """Convert files (name -> bytes) to `target` ("pdf", "xlsx"), many in one start of the program.

        `folder` is empty and private; what is in it afterwards is the caller's to remove. `done` is told each
        name. A file that fails is an error in the answer and costs only itself. Raises `OfficeMissing`,
        `Cancelled`.
        """
        if self.program is None:
            raise OfficeMissing
        if not sources:
            return {}
        work = _Work(self, folder, target)
        numbered = {f"{number}{Path(name).suffix.lower()}": name for number, name in enumerate(sources)}
        for file, name in numbered.items():
            (work.inbox / file).write_bytes(sources[name])
        answers: dict[str, bytes | DocumentsError] = {}
        left = list(numbered)
        while left:
            finished = work.run(left, lambda file: done(numbered[file]), cancel)
            # The file after those that are done hung or crashed the program; the others get another start.
            culprit = [file for file in left if file not in finished][:1]
            for file in [*finished, *culprit]:
                answers[numbered[file]] = work.result(file)
                left.remove(file)
            for file in culprit:
                done(numbered[file])
        return answers


class _Work:
    """One folder with a profile, an inbox and an outbox, and runs of the program over it."""

    def __init__(self, office: Office, folder: Path, target: str) -> None:
        self._office, self._target = office, target
        self._folder = folder
        self.inbox, self._outbox = folder / "in", folder / "out"
        self._hung: set[str] = set()
        profile = folder / "profile" / "user"
        for path in (self.inbox, self._outbox, profile):
            path.mkdir(parents=True)
        (profile / _CONFIGURATION).write_text(_configuration(), encoding="utf-8")

    def run(self, files: Sequence[str], done: Callable[[str], None], cancel: Cancel) -> list[str]:
        """Start the program over these files; those it dealt with, in order. Raises `Cancelled`."""
        process = self._start(files)
        finished: list[str] = []
        ends_at = time.monotonic() + self._office.start_deadline_s + self._office.file_deadline_s
        try:
            while process.poll() is None:
                if cancel():
                    raise Cancelled
                for file in files[len(finished) :]:
                    # It writes one after another: where the next one's result is there, this one's is whole.
                    if not self._is_begun(files, len(finished) + 1):
                        break
                    finished.append(file)
                    done(file)
                    ends_at = time.monotonic() + self._office.file_deadline_s
                if time.monotonic() > ends_at:
                    self._hung.add(files[len(finished)])
                    return finished
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(_POLL_S)
        finally:
            end_group(process)
        for file in files[len(finished) :]:
            if not self._out(file).exists() and process.returncode != 0:
                break
            finished.append(file)
            done(file)
        return finished

    def result(self, file: str) -> bytes | DocumentsError:
        """What became of a file; its plain copies are removed."""
        out = self._out(file)
        try:
            if file in self._hung:
                return ConvertTimedOut()
            return out.read_bytes() if out.exists() and out.stat().st_size else ConvertFailed()
        finally:
            out.unlink(missing_ok=True)
            (self.inbox / file).unlink(missing_ok=True)

    def _is_begun(self, files: Sequence[str], index: int) -> bool:
        return index < len(files) and self._out(files[index]).exists()

    def _out(self, file: str) -> Path:
        return self._outbox / f"{Path(file).stem}.{self._target}"

    def _start(self, files: Sequence[str]) -> subprocess.Popen[bytes]:
        options = ["--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck"]
        profile = (self._folder / "profile").as_uri()
        command = [str(self._office.program), *options, f"-env:UserInstallation={profile}"]
        command += ["--convert-to", self._target, "--outdir", str(self._outbox)]
        command += [str(self.inbox / file) for file in files]
        # A date of its own in every PDF would make every build a new version of every paper.
        environment = {"SOURCE_DATE_EPOCH": "0", "TMPDIR": str(self._folder), "TEMP": str(self._folder)}
        nothing = subprocess.DEVNULL
        return start(
            command, self._office.confinement, environment,
            cwd=self._folder, stdin=nothing, stdout=nothing, stderr=nothing,
        )  # fmt: skip


def _configuration() -> str:
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in _SETTINGS
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        f"{items}</oor:items>"
    )
