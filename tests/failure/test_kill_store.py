"""kill -9 in the middle of writing: what `say` returned from is there afterwards, whole and in order."""

from __future__ import annotations

import os
import random
import subprocess
import sys

import pytest

from app.storage.device_store import DeviceStore

WRITER = """
import os, sys
from pathlib import Path
from app.domain import payloads as p
from app.domain.entities import Role
from app.storage.device_store import DeviceStore
from tests.fakes.congress import signer
store = DeviceStore.open(Path(sys.argv[1]), b"k" * 32, os.urandom)
author = signer(Role.CONGRESS, seed=int(sys.argv[2]))
for n in range(10_000):
    store.say(author, p.SittingOpened(name=f"phien {n}"), p.SittingClosed())
    store.blobs.put(b"%d" % n * 10)
    print(n, flush=True)
"""


@pytest.mark.parametrize("seed", range(4))
def test_nothing_said_is_lost_at_a_kill(tmp_path, project_root, seed):
    before = 0
    for run in range(2):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path), str(seed * 10 + run)],
            stdout=subprocess.PIPE,
            cwd=project_root,
            text=True,
        )
        lines = random.Random(seed).randrange(1, 25)
        last = [writer.stdout.readline() for _ in range(lines)][-1]
        writer.kill()
        rest = writer.stdout.read().split()
        writer.wait()
        writer.stdout.close()
        said = int((rest or [last])[-1]) + 1

        store = DeviceStore.open(tmp_path, b"k" * 32, os.urandom)
        with store.database.read() as tx:
            count = store.events.pending_count(tx)
            events = [signed.event for signed in store.events.pending(tx)]
        assert count % 2 == 0, "an action of two events was cut in half"
        assert said * 2 <= count - before <= (said + 1) * 2
        assert [event.type for event in events] == ["sitting.opened", "sitting.closed"] * (count // 2)
        for sha256 in store.blobs.names():
            store.blobs.read(sha256)
        before = count
        store.close()
