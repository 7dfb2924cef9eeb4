"""kill -9 of a tablet in the middle of sync: what it said is there once, and its papers arrive whole."""

from __future__ import annotations

import hashlib
import os
import random
import subprocess
import sys
from uuid import UUID

import pytest

from app.domain import payloads as p
from app.domain.entities import CheckInMethod, Role
from app.hall.admin import PublishedBlob, publish_pack
from tests.e2e.test_devices import until
from tests.fakes.congress import document, people

MB = 1 << 20


def publish(hall, size: int) -> str:
    data = os.urandom(size)
    sha256 = hashlib.sha256(data).hexdigest()
    chunks = [data[start : start + MB] for start in range(0, size, MB)]
    with hall.opened() as opened:
        signer = opened.identity.signer(opened.clock, os.urandom)
        said = [
            signer.sign(p.CheckedIn(person_id=people()[0].id, method=CheckInMethod.BADGE)),
            signer.sign(p.DocumentPublished(document=document("Báo cáo dài", sha256, size))),
        ]
        publish_pack(opened, said, [PublishedBlob(sha256, size, chunks)])
    return sha256


@pytest.mark.parametrize("seed", [3, 4])
def test_nothing_said_is_lost_or_doubled_and_papers_resume(hall, doors, tmp_path, project_root, seed):
    doors.enrol(hall, "tablet", Role.TABLET, person_id=people()[0].id).close(20)
    sha256 = publish(hall, 30 * MB)
    folder = tmp_path / "devices"
    chance = random.Random(seed)
    said: list[UUID] = []
    for _ in range(2):
        child = subprocess.Popen(
            [sys.executable, "-m", "tests.e2e.tablet_child", folder / "tablet", folder / "tablet-keys"],
            cwd=project_root,
            stdout=subprocess.PIPE,
            text=True,
        )
        said += [UUID(child.stdout.readline().strip()) for _ in range(chance.randrange(2, 40))]
        child.kill()
        said += [UUID(line) for line in child.stdout.read().split() if len(line) == 36]
        child.wait()
        child.stdout.close()

    session = doors.open("tablet", Role.TABLET).device_session()
    until(session.engine, lambda: session.engine.status.pending_count == 0, 60)
    until(session.engine, lambda: session.store.blobs.has(sha256), 60)
    assert hashlib.sha256(session.store.blobs.read(sha256)).hexdigest() == sha256
    with hall.opened() as opened:
        opened.ledger.catch_up()
        with opened.store.database.read() as tx:
            log = [confirmed.signed.event.id for confirmed in opened.store.events.all_confirmed(tx)]
    assert set(said) <= set(log), "everything that was said is in the hall's log"
    assert len(log) == len(set(log)), "once"
