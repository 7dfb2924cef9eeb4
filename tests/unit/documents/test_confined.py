"""Programs that read strangers' files see no network, and are gone when we are, whatever ended us."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import psutil
import pytest

from app.documents.intake.confined import end_group, find_confinement, start
from app.documents.intake.convert import Office
from app.documents.intake.workshop import Workshop, remove_leftovers
from app.documents.pack.build import replacing
from tests.fakes.clock import seeded_random

CONFINEMENT = find_confinement()
needs_namespaces = pytest.mark.skipif(not CONFINEMENT, reason="this system allows no namespaces of one's own")


@needs_namespaces
def test_a_converter_sees_no_network(tmp_path):
    """A stand-in for soffice writes the network devices it sees in place of a PDF."""
    script = tmp_path / "soffice"
    script.write_text('#!/bin/sh\ncat /proc/net/dev > "$PWD/out/0.pdf"\n')
    script.chmod(0o700)
    office = Office(str(script), confinement=CONFINEMENT)
    with Workshop(seeded_random()) as workshop, workshop.plain_folder() as folder:
        answers = office.convert({"a.docx": b"1"}, "pdf", folder, lambda _file: None, lambda: False)
    devices = [line.split(":")[0].strip() for line in answers["a.docx"].decode().splitlines()[2:]]
    assert devices == ["lo"]


@needs_namespaces
def test_what_left_the_process_group_is_ended_all_the_same():
    script = 'setsid sh -c "echo begun; exec sleep 1000" & wait'
    with start(["sh", "-c", script], CONFINEMENT, {}, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"begun\n"
        children = psutil.Process(process.pid).children(recursive=True)
        end_group(process)
    assert len(children) >= 2
    _, alive = psutil.wait_procs(children, timeout=20)
    assert alive == []


@needs_namespaces
def test_after_kill_9_no_program_and_no_file_stays(tmp_path, project_root):
    """A whole process of ours is killed in the middle of a conversion; the next start tidies up."""
    script = tmp_path / "soffice"
    script.write_text("#!/bin/sh\necho $PWD\necho secret > plain\nexec sleep 1000\n")
    script.chmod(0o700)
    code = f"""
import os, subprocess
from app.documents.intake import convert
from app.documents.intake.confined import find_confinement
from app.documents.intake.workshop import Workshop
convert.subprocess.DEVNULL = None  # so that the stand-in may say where it is
office = convert.Office({str(script)!r}, confinement=find_confinement())
with Workshop(os.urandom) as workshop, workshop.plain_folder() as folder:
    office.convert({{"a.docx": b"1"}}, "pdf", folder, lambda file: None, lambda: False)
"""
    ours = subprocess.Popen([sys.executable, "-c", code], cwd=project_root, stdout=subprocess.PIPE, text=True)
    with ours:
        folder = ours.stdout.readline().strip()
        # Looked at now: once ours is dead, a test beside this one may tidy up first.
        assert os.path.isdir(folder)  # noqa: PTH112 - the child's words
        started = psutil.Process(ours.pid).children(recursive=True)
        ours.send_signal(signal.SIGKILL)
    assert started
    _, alive = psutil.wait_procs(started, timeout=20)
    assert alive == []
    with Workshop(seeded_random()):
        assert not os.path.exists(folder)  # noqa: PTH110


def test_folders_of_the_living_and_of_others_stay(tmp_path):
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    names = {
        f"nghisu-pack-{os.getpid()}-a": True,
        f"nghisu-pack-{gone.pid}-b": psutil.pid_exists(gone.pid),
        "nghisu-pack-mine": True,
        "other": True,
    }
    for name in names:
        (tmp_path / name).mkdir()
    old = tmp_path / f"nghisu-pack-{os.getpid()}-older-than-this-process"
    old.mkdir()
    os.utime(old, (1, 1))
    (tmp_path / f"nghisu-pack-{gone.pid}-link").symlink_to(tmp_path / "other")
    remove_leftovers(tmp_path, "nghisu-pack-")
    assert {name: (tmp_path / name).exists() for name in names} == names
    assert not old.exists()
    half = tmp_path / f".out.pack.{gone.pid}-x"
    half.write_bytes(b"half a pack")
    with replacing(tmp_path / "out.pack") as stream:
        stream.write(b"whole")
    assert not half.exists()
    assert (tmp_path / "out.pack").read_bytes() == b"whole"
    assert (tmp_path / f"nghisu-pack-{gone.pid}-link").is_symlink()
