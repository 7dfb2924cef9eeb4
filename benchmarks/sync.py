"""One tablet pulls 200 MB from a hall over TLS on loopback: fetch, check and seal, all of it.

The baseline is the same server process (a hall with one more route) giving a static file of the same
size to the same HTTP library, which throws the bytes away.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import httpx2

from app.domain import payloads as p
from app.domain.clock import SystemClock, system_random
from app.domain.entities import Document, DocumentKind, Role
from app.domain.ids import uuid7
from app.hall.admin import PublishedBlob, invite, open_hall, publish_pack
from app.hall.init import init_hall
from app.storage.device_store import DeviceStore
from app.storage.keys import KeyFile
from app.storage.keystore import FileKeystore
from app.sync.engine import SyncEngine
from app.sync.enrol import enrol
from app.sync.hall_client import HallClient, pinned_context
from app.sync.identity import CorrectedClock
from app.sync.status import SyncPhase
from app.sync.transport import HallTransport
from benchmarks.figure import Figure

DOCUMENTS = 10
DOCUMENT_BYTES = 20 << 20
PAGES = 200
MEGABYTE = 1e6
CLOCK = SystemClock()


def run(_data: Path | None, _models: Path) -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="nghisu-bench-") as name:
        folder = Path(name)
        static = folder / "static"
        static.mkdir()
        total = DOCUMENTS * DOCUMENT_BYTES
        with (static / "file").open("wb") as stream:
            for _ in range(DOCUMENTS):
                stream.write(os.urandom(DOCUMENT_BYTES))
        with BenchHall(folder / "hall", static) as hall:
            _publish(hall, static / "file")
            baseline, pulls = [], []
            for number in range(3):
                baseline.append(_plain(hall, total))
                pulls.append(_pull(hall, folder / f"tablet {number}", total))
            correction = _correction(hall, folder / "corrected")
        fastest, ours = max(baseline), max(pulls)
    return [
        Figure(
            name="pull 200 MB from the hall",
            ours=round(ours, 1),
            baseline=round(fastest, 1),
            unit="MB/s",
            target="at least half of a static file",
            ok=ours >= fastest / 2,
            note=f"{DOCUMENTS} documents of 20 MiB, TLS on loopback, sealed and synced to disk; "
            "baseline: StaticFiles of the same process, bytes thrown away; the best of 3 each, in turns",
        ),
        correction,
    ]


class BenchHall:
    """A hall in a process of its own, with a static file beside it."""

    def __init__(self, folder: Path, static: Path) -> None:
        self.folder = folder
        keys = key_file(folder)
        init_hall(
            folder,
            keys,
            congress_title="Đại hội đo tốc độ",
            hall_name="Hội trường",
            clock=CLOCK,
            random_bytes=system_random,
            hosts=["127.0.0.1"],
        )
        command = [sys.executable, "-m", "benchmarks.bench_hall", json.dumps([str(folder), str(static)])]
        self._process = subprocess.Popen(
            command, cwd=Path(__file__).parents[1], stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout
        self.port = int(self._process.stdout.readline())

    def __enter__(self) -> BenchHall:
        return self

    def __exit__(self, *_exc: object) -> None:
        self._process.terminate()
        self._process.wait(20)
        if self._process.stdout:
            self._process.stdout.close()

    def opened(self):
        return open_hall(self.folder, key_file(self.folder), clock=CLOCK, random_bytes=system_random)

    def invite(self, role: Role):
        with self.opened() as hall:
            made = invite(hall, role, f"Máy {role.value}")
        return made.model_copy(update={"port": self.port})


def key_file(folder: Path) -> KeyFile:
    return KeyFile(folder, FileKeystore(folder.parent / f"{folder.name}-keys"), CLOCK, system_random)


def _correction(bench: BenchHall, folder: Path) -> Figure:
    """One page of a paper of 20 MB is replaced: what a tablet that has the paper receives, and when."""
    old = os.urandom(DOCUMENT_BYTES)
    page = DOCUMENT_BYTES // PAGES
    at = DOCUMENT_BYTES // 2
    new = old[:at] + os.urandom(page + 123) + old[at + page :]
    paper = _paper("Văn kiện sửa", old)
    _put(bench, paper, old)
    store = DeviceStore.open(folder, system_random(32), system_random)
    received = CountedHall()
    try:
        identity = enrol(store, bench.invite(Role.TABLET), clock=CLOCK, random_bytes=system_random)
        engine = SyncEngine(store, identity, CorrectedClock(CLOCK), system_random, on_blobs=received.note)
        with received:
            engine.start()
            received.wait(paper.sha256)
            begun, before = time.perf_counter(), received.bytes
            corrected = _paper("Văn kiện sửa", new).model_copy(update={"id": paper.id})
            _put(bench, corrected, new)
            received.wait(corrected.sha256)
            seconds, moved = time.perf_counter() - begun, received.bytes - before
            engine.stop(20)
        assert store.blobs.read(corrected.sha256) == new
    finally:
        store.close()
    return Figure(
        name="a corrected page of a paper of 20 MB",
        ours=round(moved / MEGABYTE, 3),
        baseline=round(len(new) / MEGABYTE, 3),
        unit="MB",
        target="< 5 % of the paper",
        ok=moved < len(new) / 20,
        note=f"fetched by a tablet that had the version before; {seconds:.1f} s from publishing in another "
        "process to readable (the hall looks once a second); baseline: the whole paper",
    )


class CountedHall:
    """Counts the bytes of blobs that devices of this process receive, and waits for blobs."""

    def __init__(self) -> None:
        self.bytes = 0
        self._arrived: set[str] = set()
        self._changed = threading.Condition()
        self._calls = (HallClient.fetch_chunk, HallClient.fetch_delta)

    def __enter__(self) -> CountedHall:
        HallClient.fetch_chunk, HallClient.fetch_delta = map(self._counted, self._calls)
        return self

    def __exit__(self, *_exc: object) -> None:
        HallClient.fetch_chunk, HallClient.fetch_delta = self._calls

    def note(self, _gone: frozenset[str], arrived: frozenset[str]) -> None:
        with self._changed:
            self._arrived |= arrived
            self._changed.notify_all()

    def wait(self, sha256: str) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: sha256 in self._arrived, 120), "the paper did not arrive"

    def _counted(self, call):
        async def counted(*arguments):
            data = await call(*arguments)
            self.bytes += len(data)
            return data

        return counted


def _paper(title: str, data: bytes) -> Document:
    return Document(
        id=uuid7(CLOCK.now_utc_ms(), os.urandom(10)),
        title=title,
        kind=DocumentKind.CONGRESS_PAPER,
        sha256=hashlib.sha256(data).hexdigest(),
        size_bytes=len(data),
        page_count=PAGES,
    )


def _put(bench: BenchHall, paper: Document, data: bytes) -> None:
    with bench.opened() as hall:
        said = hall.identity.signer(CLOCK, system_random).sign(p.DocumentPublished(document=paper))
        chunks = [data[start : start + (1 << 20)] for start in range(0, len(data), 1 << 20)]
        publish_pack(hall, [said], [PublishedBlob(paper.sha256, len(data), chunks)])


def _publish(bench: BenchHall, source: Path) -> None:
    with source.open("rb") as stream:
        for number in range(DOCUMENTS):
            data = stream.read(DOCUMENT_BYTES)
            _put(bench, _paper(f"Văn kiện {number + 1}", data), data)


def _plain(bench: BenchHall, total: int) -> float:
    """MB/s of the static file."""

    async def fetch(ca_pem: str) -> float:
        transport = HallTransport(pinned_context(ca_pem), httpx2.Limits())
        async with httpx2.AsyncClient(transport=transport, timeout=60) as http:
            begun = time.perf_counter()
            received = 0
            async with http.stream("GET", f"https://127.0.0.1:{bench.port}/static/file") as response:
                response.raise_for_status()
                async for part in response.aiter_raw():
                    received += len(part)
            assert received == total
            return total / MEGABYTE / (time.perf_counter() - begun)

    with bench.opened() as hall:
        ca_pem = hall.identity.authority.certificate_pem
    return asyncio.run(fetch(ca_pem))


def _pull(bench: BenchHall, folder: Path, total: int) -> float:
    """MB/s of everything: enrolled tablet to all documents readable."""
    store = DeviceStore.open(folder, system_random(32), system_random)
    try:
        identity = enrol(store, bench.invite(Role.TABLET), clock=CLOCK, random_bytes=system_random)
        engine = SyncEngine(store, identity, CorrectedClock(CLOCK), system_random)
        done = threading.Event()
        problems = []

        def look(status) -> None:
            if status.error:
                problems.append(status.error)
                done.set()
            if status.phase is SyncPhase.LIVE:
                done.set()

        engine.subscribe(look)
        begun = time.perf_counter()
        engine.start()
        assert done.wait(300), "the pull did not end"
        seconds = time.perf_counter() - begun
        engine.stop(20)
        assert not problems, problems
        papers = store.projection.state.documents.values()
        assert sum(store.blobs.size_bytes(paper.sha256) for paper in papers) == total
        return total / MEGABYTE / seconds
    finally:
        store.close()
