"""From heard to readable: names, numbers, capitals and signs together, as pieces over the heard words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.entities import RepairKind, TextPiece
from app.speech.text.casing import cased, with_capital
from app.speech.text.labels import Break
from app.speech.text.numbers import find_numbers
from app.speech.text.piece import FindNames, heavier
from app.speech.text.punctuation import SIGNS, end_scores
from app.speech.text.wording_model import Tag, WordingModel, break_before

_ENGINE_SIGNS = ".,;:?!…"


@dataclass(slots=True)
class _Unit:
    """Heard words [start, end) that stay together, on their way to a piece."""

    text: str
    start: int
    end: int
    kind: RepairKind | None = None

    def change(self, text: str, kind: RepairKind) -> None:
        if text != self.text:
            self.text, self.kind = text, heavier(self.kind, kind)


class TextRepairer:
    """Makes heard text readable. Holds no state of a speech; one thread at a time where `find_names` asks
    for it.
    """

    def __init__(self, model: WordingModel, find_names: FindNames | None = None) -> None:
        self._model = model
        self._find_names = find_names

    def repair(
        self, heard: str, pauses_ms: Sequence[int] | None = None, is_sentence_start: bool = True
    ) -> tuple[TextPiece, ...]:
        """Pieces that cover the words of `heard` once and in order.

        `pauses_ms`: the silence before each word and, where known, behind the last. `is_sentence_start`: the
        text before ended its sentence (`ends_sentence`). An engine that writes capitals and signs itself
        keeps its own.
        """
        words = heard.split()
        units = self._units(words)
        if units and not any(_is_written(word) for word in words):
            self._word(units, pauses_ms, is_sentence_start)
        return tuple(
            TextPiece(text=unit.text, heard_from=unit.start, heard_to=unit.end, kind=unit.kind)
            for unit in units
        )

    def _units(self, words: Sequence[str]) -> list[_Unit]:
        """Names first, then the numbers that touch none of them, then the words that are left."""
        bare = [word.rstrip(_ENGINE_SIGNS).lower() for word in words]
        taken: dict[int, _Unit] = {}
        is_free = [True] * len(words)
        for name in self._find_names(words) if self._find_names else ():
            taken[name.heard_from] = _Unit(name.text, name.heard_from, name.heard_to, name.kind)
            is_free[name.heard_from : name.heard_to] = [False] * (name.heard_to - name.heard_from)
        for span in find_numbers(bare):
            is_cut = any(
                words[at] != words[at].rstrip(_ENGINE_SIGNS) for at in range(span.start, span.end - 1)
            )
            if is_cut or not all(is_free[span.start : span.end]):
                continue
            unit = _Unit(" ".join(words[span.start : span.end]), span.start, span.end)
            sign = words[span.end - 1][len(bare[span.end - 1]) :]
            unit.change(span.text + sign, RepairKind.NUMBER)
            if unit.kind is not None:
                taken[span.start] = unit
        units: list[_Unit] = []
        while (at := units[-1].end if units else 0) < len(words):
            units.append(taken.get(at) or _Unit(words[at], at, at + 1))
        return units

    def _word(self, units: Sequence[_Unit], pauses_ms: Sequence[int] | None, begins: bool) -> None:
        """Give capitals and signs, as the model reads the whole text."""
        tokens: list[str] = []
        firsts: list[int] = []
        for unit in units:
            firsts.append(len(tokens))
            tokens += [part for part in unit.text.split() if any(map(str.isalnum, part))] or [unit.text]
        scores = end_scores(pauses_ms, units[-1].end)
        by_token = [0.0] * (len(tokens) + 1)
        for first, unit in zip(firsts, units, strict=True):
            by_token[first] = scores[unit.start]
        by_token[-1] = scores[-1]
        tags = self._model.read(tokens, begins=begins, end_scores=by_token)
        behind = [break_before(tags[first]) for first in [*firsts[1:], len(tokens)]]
        for unit, first, sign in zip(units, firsts, behind, strict=True):
            self._case(unit, tags[first])
            is_last = unit is units[-1]
            if sign is Break.END or not is_last:  # what follows the segment decides about a comma
                unit.change(unit.text + SIGNS[sign], RepairKind.PUNCTUATION)

    def _case(self, unit: _Unit, tag: Tag) -> None:
        if unit.kind is None:
            unit.change(cased(unit.text, self._model.forms, is_capital=tag.is_capital), RepairKind.CASE)
        elif tag is Tag.END:
            unit.change(with_capital(unit.text), RepairKind.CASE)


def ends_sentence(pieces: Sequence[TextPiece]) -> bool:
    """Whether the next segment begins a sentence."""
    return not pieces or pieces[-1].text.endswith((".", "?", "!", "…"))


def _is_written(word: str) -> bool:
    return word != word.lower() or word[-1] in _ENGINE_SIGNS
