"""A pack built, signed, verified and imported, beside the hashing and sealing that this takes by itself.

256 MB by default; NGHISU_BENCH_PACK_MB=2048 for a large congress.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import threading
import time
from pathlib import Path
from uuid import UUID

import psutil
import pymupdf
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.documents.chunks import file_chunks
from app.documents.intake.checks import renderer_for_checking
from app.documents.intake.convert import Office
from app.documents.intake.examine import Intake
from app.documents.intake.plan import inspect_folder
from app.documents.intake.workshop import Workshop
from app.documents.pack.build import Signing, build_pack
from app.documents.pack.cipher import PackKeys
from app.documents.pack.importing import import_pack
from app.documents.pack.reader import PackReader
from app.domain.circles import Circle, circles_of_reader
from app.domain.clock import SystemClock, system_random
from app.domain.entities import Role
from app.domain.events import EventSigner
from app.storage.device_store import DeviceStore
from benchmarks.figure import Figure

PAPER_MB = 32
MEGABYTE = 1 << 20
KEY = b"k" * 32


def run(_data: Path | None, _models: Path) -> list[Figure]:
    """Seconds and memory for one pack."""
    size_mb = int(os.environ.get("NGHISU_BENCH_PACK_MB", "256"))
    with tempfile.TemporaryDirectory(prefix="nghisu-bench-") as name:
        folder = Path(name)
        papers = _fill(folder / "folder", size_mb)
        with _Peak() as peak:
            ours_s, import_s = _whole_way(folder)
        bare_s = _bare(papers, folder / "bare")
    note = (
        f"{len(papers)} papers of {PAPER_MB} MiB checked, sealed, signed, then verified while a tablet takes "
        f"them in (import {import_s:.1f} s); baseline: the same files read, hashed, sealed, written; read, "
        "opened, hashed, sealed, written again, chunk by chunk in one thread, synced"
    )
    return [
        Figure(
            name=f"a pack of {size_mb} MB built, signed, verified, imported",
            ours=round(ours_s, 2),
            baseline=round(bare_s, 2),
            unit="s",
            target="1.5x of hashing and encryption alone",
            ok=ours_s <= 1.5 * bare_s,
            note=note,
        ),
        Figure(
            name=f"memory beyond the start, pack of {size_mb} MB",
            ours=round(peak.megabytes, 0),
            baseline=None,
            unit="MB",
            target="flat: 200 MB at any size",
            ok=peak.megabytes <= 200,
            note="this process; the paper being checked (32 MB) is in it",
        ),
    ]


def _fill(folder: Path, size_mb: int) -> list[Path]:
    """Papers that are large by what they carry, as scans are."""
    shelf = folder / "documents" / "van-kien"
    shelf.mkdir(parents=True)
    (folder / "congress.toml").write_text('title = "Đại hội"\nstarts_on = 2025-08-14\n', encoding="utf-8")
    (folder / "roster.csv").write_text("Số đại biểu,Họ và tên\n1,An\n", encoding="utf-8")
    (folder / "agenda.csv").write_text("TT,Nội dung\n1,Khai mạc\n", encoding="utf-8")
    paths = []
    for number in range(max(1, size_mb // PAPER_MB)):
        with pymupdf.open() as paper:
            paper.new_page().insert_text(
                (72, 72), f"Paper {number} of the congress, with some words to find it by"
            )
            paper.embfile_add("picture", os.urandom(PAPER_MB * MEGABYTE), filename="picture")
            paths.append(shelf / f"{number:03} Báo cáo {number}.pdf")
            paths[-1].write_bytes(paper.tobytes())
    return paths


def _whole_way(folder: Path) -> tuple[float, float]:
    signer = EventSigner(UUID(int=1), Ed25519PrivateKey.generate(), SystemClock(), system_random)
    renderer = renderer_for_checking()
    renderer.warm_up()
    pack = folder / "pack"
    try:
        started_s = time.perf_counter()
        with Workshop(system_random) as workshop:
            plan = inspect_folder(folder / "folder", Intake(workshop, renderer, Office(None), None))
            build_pack(plan, pack, Signing(signer, KEY, _circle_key))
        built_s = time.perf_counter() - started_s
    finally:
        renderer.shutdown(3.0)
    store = DeviceStore.open(folder / "store", b"m" * 32, system_random)
    try:
        started_s = time.perf_counter()
        circles = circles_of_reader(Role.TABLET, None)
        keys = PackKeys(KEY, tuple(map(_circle_key, circles)))
        with PackReader(pack, signer.key.public_key(), keys) as reader:
            import_pack(reader, store.blobs, lambda _events: None, Role.TABLET)
        import_s = time.perf_counter() - started_s
    finally:
        store.close()
    return built_s + import_s, import_s


def _circle_key(circle: Circle) -> bytes:
    return hashlib.sha256(repr(circle).encode()).digest()


def _bare(papers: list[Path], out: Path) -> float:
    """Hashing and encryption alone, over the same bytes, with the same writing and syncing."""
    out.mkdir()
    cipher = AESGCM(KEY)
    started_s = time.perf_counter()
    digest, index = hashlib.sha256(), 0
    lengths = []
    with (out / "sealed").open("wb") as sealed:
        for path in papers:
            for chunk in file_chunks(path):
                digest.update(chunk)
                sealed.write(cipher.encrypt(index.to_bytes(12), chunk, None))
                lengths.append(len(chunk) + 16)
                index += 1
        os.fsync(sealed.fileno())
    with (out / "sealed").open("rb") as sealed, (out / "stored").open("wb") as stored:
        digest = hashlib.sha256()
        for index, length in enumerate(lengths, start=1):
            plain = cipher.decrypt((index - 1).to_bytes(12), sealed.read(length), None)
            digest.update(plain)
            stored.write(cipher.encrypt((index + (1 << 40)).to_bytes(12), plain, None))
            if index % 16 == 0:
                os.fsync(stored.fileno())
        os.fsync(stored.fileno())
    return time.perf_counter() - started_s


class _Peak:
    """The most memory this process had beyond what it began with."""

    def __enter__(self) -> _Peak:
        self._process = psutil.Process()
        self._start = self._most = self._process.memory_info().rss
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    @property
    def megabytes(self) -> float:
        return (self._most - self._start) / 1e6

    def _watch(self) -> None:
        while not self._ended.wait(0.05):
            self._most = max(self._most, self._process.memory_info().rss)
