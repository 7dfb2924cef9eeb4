"""Names that official papers write in one way, whoever writes: bodies, places, peoples; and surnames.

Read from a data file (`assets/speech/capitals.txt`). What is found is only a hint to the wording
model, which weighs it against the words around: "hội nông dân" is not always the organisation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.uint64]
"""One code a word, for hashing."""

NO_NAME, SMALL_FIRST, CAPITAL_FIRST, SMALL_INSIDE, CAPITAL_INSIDE = range(5)
_SURNAMES_HEAD = "[surnames]"


@dataclass(frozen=True, slots=True)
class Capitals:
    """`phrases`: by first word, longest first: words in small letters, and which begin with a capital."""

    phrases: dict[str, tuple[tuple[tuple[str, ...], tuple[bool, ...]], ...]]
    surnames: frozenset[str]

    @classmethod
    def parse(cls, text: str) -> Self:
        """One name a line, as it is written; "#" begins a comment, "[surnames]" the list of surnames."""
        names: dict[tuple[str, ...], tuple[bool, ...]] = {}
        surnames: set[str] = set()
        in_surnames = False
        for line in text.splitlines():
            words = [word for word in line.replace(",", " ").split() if word != "-"]
            if not words or line.startswith("#"):
                continue
            if line == _SURNAMES_HEAD:
                in_surnames = True
            elif in_surnames:
                surnames.add(words[0].lower())
            else:
                names[tuple(word.lower() for word in words)] = tuple(word[0].isupper() for word in words)
        phrases: dict[str, list[tuple[tuple[str, ...], tuple[bool, ...]]]] = {}
        for small, is_capital in sorted(names.items(), key=lambda item: -len(item[0])):
            phrases.setdefault(small[0], []).append((small, is_capital))
        return cls({first: tuple(found) for first, found in phrases.items()}, frozenset(surnames))

    def codes(self, words: Sequence[str]) -> Codes:
        """What is known of each of `words` (small letters): its place in a name; whether it is a surname."""
        codes = np.array([8 if word in self.surnames else 0 for word in words], np.uint64)
        position = 0
        while position < len(words):
            found = next(
                (
                    (small, is_capital)
                    for small, is_capital in self.phrases.get(words[position], ())
                    if tuple(words[position : position + len(small)]) == small
                ),
                None,
            )
            if found is None:
                position += 1
                continue
            for offset, capital in enumerate(found[1]):
                inside = SMALL_INSIDE if offset else SMALL_FIRST
                codes[position + offset] += np.uint64(inside + capital)
            position += len(found[0])
        return codes
