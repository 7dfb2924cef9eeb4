"""What code that a PDF has taken over can still do: answer, and nothing else."""

from __future__ import annotations

import ctypes
import os
import socket
import subprocess
import sys
from pathlib import Path
from uuid import UUID

import psutil
import pytest

from app.documents.worker.cell import landlock_version
from app.documents.worker.child import run_in_child
from app.documents.worker.renderer import PageRenderer
from tests.fakes.papers import make_pdf

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Linux alone offers this")
needs_landlock = pytest.mark.skipif(landlock_version() < 1, reason="this kernel has no Landlock")
needs_landlock_net = pytest.mark.skipif(landlock_version() < 4, reason="this kernel's Landlock knows no TCP")


def inside(work, *arguments: object) -> bytes:
    return run_in_child(work, *arguments, deadline_s=60, limit_bytes=1 << 30, cancel=lambda: False)


def read(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as error:
        return type(error).__name__.encode()


def write(path: str) -> bytes:
    try:
        Path(path).write_bytes(b"taken")
    except OSError as error:
        return type(error).__name__.encode()
    return b"written"


def start_program(program: str) -> bytes:
    try:
        return subprocess.run([program], check=True, capture_output=True).stdout
    except OSError as error:
        return type(error).__name__.encode()


def reach(port: int) -> bytes:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=5):
            return b"reached"
    except OSError as error:
        return type(error).__name__.encode()


def import_late(module: str) -> bytes:
    return __import__(module).__name__.encode()


def dumps() -> bytes:
    import resource

    get_dumpable = 3
    return f"{ctypes.CDLL(None).prctl(get_dumpable)} {resource.getrlimit(resource.RLIMIT_CORE)}".encode()


@needs_landlock
def test_it_reads_and_writes_no_file(tmp_path):
    secret = tmp_path / "store.db"
    secret.write_bytes(b"secret")
    assert inside(read, str(secret)) == b"PermissionError"
    assert inside(read, "/proc/1/cmdline") == b"PermissionError"
    assert inside(write, str(secret)) == b"PermissionError"
    assert inside(write, str(tmp_path / "new")) == b"PermissionError"
    assert inside(write, "/dev/shm/nghisu-test") == b"PermissionError"
    assert secret.read_bytes() == b"secret"
    assert list(tmp_path.iterdir()) == [secret]


@needs_landlock
def test_it_starts_no_program():
    assert inside(start_program, "/bin/true") == b"PermissionError"


@needs_landlock_net
def test_it_reaches_no_network():
    with socket.create_server(("127.0.0.1", 0)) as server:
        assert inside(reach, server.getsockname()[1]) != b"reached"


def test_its_own_modules_load_as_before():
    assert inside(import_late, "colorsys") == b"colorsys"


def test_its_memory_is_never_dumped():
    assert inside(dumps) == b"0 (0, 0)"


@needs_landlock
def test_the_process_that_draws_is_in_the_cell():
    renderer = PageRenderer()
    try:
        renderer.open(UUID(int=1), make_pdf(1))
        worker = psutil.Process(renderer.worker_pid)
        assert worker.rlimit(psutil.RLIMIT_CORE) == (0, 0)
        status = Path(f"/proc/{worker.pid}/status").read_text()
        assert "NoNewPrivs:\t1" in status
        if os.geteuid() != 0:
            assert not os.access(f"/proc/{worker.pid}/mem", os.R_OK)
    finally:
        renderer.shutdown(5)
