from __future__ import annotations

import pytest

from app.hall.errors import TooMany
from app.hall.limits import RateLimit
from tests.fakes.clock import FakeClock


def test_a_bucket_empties_and_fills_again():
    clock = FakeClock()
    limit = RateLimit(clock, per_second=2, burst=3)
    for _ in range(3):
        limit.take("a")

    with pytest.raises(TooMany):
        limit.take("a")
    limit.take("b")
    clock.advance_ms(600)
    limit.take("a")
    with pytest.raises(TooMany):
        limit.check("a")


def test_full_buckets_are_forgotten(monkeypatch):
    monkeypatch.setattr("app.hall.limits._KEYS_KEPT", 10)
    clock = FakeClock()
    limit = RateLimit(clock, per_second=1, burst=1)
    for number in range(10):
        limit.take(str(number))
    clock.advance_ms(10_000)

    limit.take("new")

    assert list(limit._buckets) == ["new"]
