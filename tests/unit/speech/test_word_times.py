from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.speech.word_times import CHANGED, LATE, LATENCY_MS, STABLE, WordTimes

words = st.lists(st.sampled_from(["một", "hai", "ba", "bốn", "năm"]), max_size=8).map(" ".join)


@given(partials=st.lists(words, max_size=8), final=words, start_ms=st.integers(0, 5_000))
def test_times_are_in_order_and_within_the_utterance(partials, final, start_ms):
    times = WordTimes(start_ms)
    for step, text in enumerate(partials, start=1):
        times.observe(text, start_ms + 440 * step)
    end_ms = start_ms + 440 * (len(partials) + 1)
    heard = times.settle(final, end_ms)
    assert " ".join(word.text for word in heard) == final
    before_ms = start_ms
    for word in heard:
        assert before_ms <= word.start_ms < word.end_ms <= end_ms
        before_ms = word.end_ms


def test_a_word_ends_when_it_appeared_less_the_engines_delay():
    times = WordTimes(1_000)
    times.observe("kính", 2_000)
    times.observe("kính thưa", 2_440)
    times.observe("kính thưa đoàn chủ", 2_880)
    heard = times.settle("kính thưa đoàn chủ", 3_500)
    assert [word.end_ms for word in heard] == [
        2_000 - LATENCY_MS,
        2_440 - LATENCY_MS,
        2_510,  # two new words share a step
        2_880 - LATENCY_MS,
    ]
    assert {word.confidence for word in heard} == {STABLE}


def test_words_that_changed_or_came_late_are_doubtful():
    times = WordTimes(0)
    times.observe("kính thưa", 1_000)
    times.observe("kính thương", 1_440)
    times.observe("kính thương đoàn", 1_880)
    heard = times.settle("kính thương đoàn chủ tịch", 3_000)
    assert [word.confidence for word in heard] == [STABLE, CHANGED, STABLE, LATE, LATE]
