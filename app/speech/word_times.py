"""When each word was spoken, and how sure it is, for an engine that only says the text so far.

A word stands in the partial text soon after it was spoken and usually stays. The time it first appeared,
minus the engine's own delay, is its end; a word that was exchanged later, or came only with the final
text, is doubtful. No acoustics: good enough to find and mark a word, not to cut it out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import Levenshtein

from app.speech.recogniser import HeardWord

LATENCY_MS = 150
"""viet-asr: from a word's end to its first appearance, in the middle; it works in steps of 440 ms.

Measured where clips were joined, so that the end of a word is known (27 joins of VIVOS clips): ends were
late by 0 to 370 ms, half of them by 115 ms or less, beginnings of the next word by more. What is left
after taking this off: 96 ms on average, 200 ms or less for nine of ten words."""

STEP_MS = 440
LONGEST_WORD_MS = 450

STABLE, CHANGED, LATE = 0.9, 0.6, 0.4
"""Confidences: stayed as it first appeared; was exchanged while it was heard; only in the final text."""


@dataclass(frozen=True, slots=True)
class _Seen:
    text: str
    end_ms: int
    has_changed: bool = False


class WordTimes:
    """One utterance. `observe` every partial text, then `settle` the final one."""

    def __init__(self, start_ms: int) -> None:
        self._start_ms = start_ms
        self._words: list[_Seen] = []
        self._observed_ms = start_ms

    def observe(self, text: str, heard_ms: int) -> None:
        """The text so far, when sound up to `heard_ms` had been given to the engine."""
        words = text.split()
        fresh = len(words) - len(self._words)
        span = min(STEP_MS, heard_ms - self._observed_ms)
        ends = [heard_ms - LATENCY_MS - (fresh - 1 - n) * span // max(1, fresh) for n in range(fresh)]
        self._words = self._merged(words, ends)
        self._observed_ms = heard_ms

    def settle(self, text: str, end_ms: int) -> tuple[HeardWord, ...]:
        """The final text's words: in order, within the utterance, none of them empty."""
        known = {word.end_ms for word in self._words}
        words = text.split()
        fresh = max(0, len(words) - len(self._words))
        last_ms = self._words[-1].end_ms if self._words else self._start_ms
        ends = [last_ms + (end_ms - last_ms) * (n + 1) // (fresh + 1) for n in range(fresh)]
        merged = self._merged(words, ends)
        heard: list[HeardWord] = []
        begin_ms = self._start_ms
        for index, word in enumerate(merged):
            room_ms = len(merged) - index - 1  # every later word needs a millisecond
            word_end_ms = min(max(word.end_ms, begin_ms + 1), max(begin_ms + 1, end_ms - room_ms))
            confidence = CHANGED if word.has_changed else STABLE if word.end_ms in known else LATE
            start_ms = max(begin_ms, word_end_ms - LONGEST_WORD_MS)
            heard.append(HeardWord(word.text, start_ms, word_end_ms, confidence))
            begin_ms = word_end_ms
        return tuple(heard)

    def _merged(self, words: Sequence[str], ends: list[int]) -> list[_Seen]:
        """These words with the times of those they continue; what is new takes from `ends`, or in between."""
        merged: list[_Seen] = []
        fresh = list(ends)
        for step in Levenshtein.opcodes([word.text for word in self._words], words):
            old, new = self._words[step.src_start : step.src_end], words[step.dest_start : step.dest_end]
            if step.tag == "equal":
                merged += old
            elif step.tag == "replace":
                merged += [
                    replace(seen, text=text, has_changed=True) for seen, text in zip(old, new, strict=True)
                ]
            elif step.tag == "insert":
                before_ms = merged[-1].end_ms if merged else self._start_ms
                for text in new:
                    end_ms = fresh.pop(0) if fresh else before_ms
                    merged.append(_Seen(text, max(end_ms, before_ms)))
        return merged
