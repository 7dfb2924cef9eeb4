"""What is in this process's memory stays there: papers, faces and keys are in it as plain bytes."""

from __future__ import annotations

import ctypes
import sys

_SEM_FAILCRITICALERRORS, _SEM_NOGPFAULTERRORBOX = 0x0001, 0x0002


def leave_no_dump() -> None:
    """Should this process crash, the system writes no image of its memory to a disk. Never raises.

    On Linux no core file, and programs that collect dumps (systemd-coredump, apport) keep to the same limit;
    on Windows no error report.
    """
    if sys.platform == "win32":
        ctypes.windll.kernel32.SetErrorMode(_SEM_FAILCRITICALERRORS | _SEM_NOGPFAULTERRORBOX)
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
