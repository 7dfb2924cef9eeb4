"""How the worker bounds MuPDF's cache."""

from __future__ import annotations

from unittest.mock import Mock

from app.documents.render_worker import _Worker

MB = 1 << 20


def emptied(private_mb: list[int], after_mb: int) -> list[int]:
    """The draws, by number, after which the cache was emptied; `after_mb` are left when it was."""
    worker = _Worker(Mock())
    worker._pdf = Mock()
    found: list[int] = []
    for number, now_mb in enumerate(private_mb):
        sizes = iter((now_mb * MB, after_mb * MB))
        worker._private_bytes = lambda: next(sizes)  # type: ignore[method-assign] # noqa: B023
        before = worker._pdf.empty_cache.call_count
        worker._bound_cache()
        if worker._pdf.empty_cache.call_count > before:
            found.append(number)
    return found


def test_the_cache_is_emptied_beyond_its_limit():
    assert emptied([60, 79, 81, 60, 90], after_mb=45) == [2, 4]


def test_a_paper_that_is_large_by_itself_does_not_empty_it_at_every_page():
    assert emptied([100, 101, 130, 135, 136, 96, 120], after_mb=95) == [0, 4]
