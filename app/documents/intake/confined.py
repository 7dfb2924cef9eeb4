"""Programs that read files nobody trusts: without network where the system allows it, and never left behind.

Linux lets anybody start a program in namespaces of its own: it then sees no network but an empty loopback,
and everything it started ends with it, and it with us, even after `kill -9`. Where that is forbidden (or on
Windows) the program runs as any other does, and is still ended with all of its process group.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
from typing import Any

Prefix = tuple[str, ...]

_CONFINED: Prefix = (
    *("setpriv", "--pdeathsig", "KILL"),
    *("unshare", "--user", "--map-root-user", "--net", "--pid", "--fork", "--kill-child"),
)
_PROBE_S = 10.0


def find_confinement() -> Prefix:
    """What to write before a command so that it runs apart; nothing where the system does not allow it."""
    if not all(shutil.which(program) for program in ("setpriv", "unshare")):
        return ()
    try:
        probe = subprocess.run([*_CONFINED, "true"], capture_output=True, timeout=_PROBE_S, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ()
    return _CONFINED if probe.returncode == 0 else ()


def start(
    command: Sequence[str], confinement: Prefix, environment: Mapping[str, str], **options: Any
) -> subprocess.Popen[bytes]:
    """Start a program in a process group of its own. A confined one ends when the calling thread does."""
    return subprocess.Popen(
        [*confinement, *command], env=os.environ | environment, start_new_session=True, **options
    )


def end_group(process: subprocess.Popen[bytes]) -> None:
    """End a program and whatever it started: soffice is a script whose child does the work."""
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    elif process.poll() is None:
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(process.pid)], check=False, capture_output=True)
    process.wait()
