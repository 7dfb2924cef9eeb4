"""How the worker bounds MuPDF's cache, and ends by itself."""

from __future__ import annotations

import subprocess
import sys
from unittest.mock import Mock

import psutil

from app.documents.worker.heap import Heap
from app.documents.worker.serving import _Worker

MB = 1 << 20


def emptied(used_mb: list[int], after_mb: int) -> list[int]:
    """The draws, by number, after which the cache was emptied; `after_mb` are left when it was."""
    worker = _Worker(Mock())
    worker._pdf = Mock()
    found: list[int] = []
    for number, now_mb in enumerate(used_mb):
        sizes = iter((now_mb * MB, after_mb * MB))
        worker._heap = Mock(used_bytes=lambda: next(sizes))  # noqa: B023
        before = worker._pdf.empty_cache.call_count
        worker.bound_cache()
        if worker._pdf.empty_cache.call_count > before:
            found.append(number)
    return found


def test_the_cache_is_emptied_beyond_its_limit():
    assert emptied([30, 43, 45, 30, 70], after_mb=18) == [2, 4]


def test_a_paper_that_is_large_by_itself_does_not_empty_it_at_every_page():
    assert emptied([100, 101, 110, 115, 116, 96, 110], after_mb=95) == [0, 4]


def test_the_heap_counts_what_is_taken_and_gives_back_what_is_freed():
    heap = Heap()
    before = heap.used_bytes()
    taken = bytes(range(256)) * (64 << 12)  # 64 MB
    assert heap.used_bytes() - before > len(taken) * 0.9
    del taken
    heap.give_back()
    assert heap.used_bytes() - before < 16 * MB


def test_a_worker_that_hangs_ends_though_the_program_was_killed(shared_data, project_root):
    """Nobody is left to stop it but itself."""
    path = shared_data / "docs" / "hostile" / "x_xobject_laughs_9x10.pdf"
    code = f"""
from pathlib import Path
from uuid import UUID
from app.documents.worker.renderer import PageRenderer

if __name__ == "__main__":
    renderer = PageRenderer(page_deadline_s=1.0)
    renderer.warm_up()
    renderer.open(UUID(int=1), Path({str(path)!r}).read_bytes())
    # The request has been sent when this is asked; then the program waits to be killed.
    renderer._host._process._wait = lambda *_: input(f"{{renderer.worker_pid}}\\n")
    renderer.render(UUID(int=1), 0, 800)
"""
    command = [sys.executable, "-c", code]
    with subprocess.Popen(
        command, cwd=project_root, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as program:
        assert program.stdout is not None
        worker = psutil.Process(int(program.stdout.readline()))
        program.kill()
    _, alive = psutil.wait_procs([worker], timeout=60)
    assert alive == []
