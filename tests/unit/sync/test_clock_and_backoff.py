from __future__ import annotations

from app.sync.backoff import Backoff
from app.sync.identity import CorrectedClock
from tests.fakes.clock import FakeClock, seeded_random


def test_waits_double_up_to_a_ceiling_and_start_again():
    backoff = Backoff(seeded_random(), first_ms=500, ceiling_ms=4_000)

    waits = [backoff.next_ms() for _ in range(6)]

    for wait_ms, step_ms in zip(waits, [500, 1_000, 2_000, 4_000, 4_000, 4_000], strict=True):
        assert step_ms / 2 <= wait_ms <= step_ms
    backoff.reset()
    assert backoff.next_ms() <= 500


def test_two_devices_do_not_come_back_together():
    waits = {Backoff(seeded_random(seed), first_ms=20_000).next_ms() for seed in range(130)}

    assert len(waits) > 100


def test_a_wrong_clock_learns_the_halls_time_and_ignores_the_networks_delay():
    inner = FakeClock()
    clock = CorrectedClock(inner)

    assert clock.learn(inner.utc_ms + 3_600_000)
    assert abs(clock.now_utc_ms() - inner.utc_ms - 3_600_000) < 10
    assert not clock.learn(clock.now_utc_ms() + 900)
    assert clock.learn(inner.utc_ms)
    assert abs(clock.offset_ms) < 10
