"""Large blocks of memory go back to the system."""

from __future__ import annotations

import sys

import psutil
import pytest

from app.runtime.memory import give_memory_back


@pytest.mark.skipif(sys.platform != "linux", reason="other systems' allocators do so by themselves")
def test_what_was_let_go_of_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MALLOC_MMAP_THRESHOLD_", raising=False)
    monkeypatch.delenv("MALLOC_TRIM_THRESHOLD_", raising=False)
    give_memory_back()
    before = psutil.Process().memory_info().rss
    pictures = [bytes(range(256)) * 16_000 for _ in range(20)]  # 4 MB each
    keep = pictures[-1]
    del pictures
    assert psutil.Process().memory_info().rss - before < 16 << 20
    assert len(keep) == 4_096_000
