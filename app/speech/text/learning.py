"""Teaching the wording model: from nothing (how the shipped one was made) or on from there with a
congress's papers.

Maximum likelihood of the linear chain by forward-backward over batches of stretches, AdaGrad steps
(Duchi et al. 2011), features left out at random so that no single one is leant on, and weights drawn
back to where they began.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from app.speech.text.features import FEATURES, ROWS, Rows, rows_of
from app.speech.text.labels import Break, Labelled, labelled
from app.speech.text.wording_model import TAGS, Scores, Tag, WordingModel

_STRETCH_WORDS = (24, 128)
"""Shortest and longest stretch: what a recogniser gives at a time, ends anywhere."""
_MIN_STRETCH_WORDS = 5
_BATCH = 24
_RATE = 0.25
_LEFT_OUT = 0.2
_DRAWN_BACK = 0.02
_MIN_FORM_SHARE = 0.8
_START = np.float32(1e-4)  # of AdaGrad's sums of squares: keeps the first steps bounded

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Course:
    """How to learn. `min_count`: rows that fewer places ask for stay as they are.

    Found on folds of the real papers: 5 epochs and 3 for 300,000 words; few papers need each of their
    words.
    """

    epochs: int = 5
    min_count: int = 3


FROM_NOTHING = Course()
FROM_PAPERS = Course(epochs=4, min_count=2)


@dataclass(frozen=True, slots=True)
class _Batch:
    """Stretches filled up to one length: rows (n, length, FEATURES), tags (n, length), where there are
    words.
    """

    rows: Rows
    tags: Ints
    is_there: Bools


def learn_papers(
    model: WordingModel, pages: Iterable[str], is_cancelled: Callable[[], bool] = lambda: False
) -> WordingModel:
    """`model` with what a congress's own papers add: reading texts, pages of paragraphs.

    Takes about 2 s of one core for 20,000 words: for a background thread. Cancelled: `model` as it was.
    """
    taught = learn(model, labelled(pages), FROM_PAPERS, is_cancelled)
    return taught or model


def learn(
    model: WordingModel,
    material: Sequence[Labelled],
    course: Course,
    is_cancelled: Callable[[], bool] = lambda: False,
    seed: int = 0,
) -> WordingModel | None:
    """A new model, or None when cancelled. The same material and seed, the same model."""
    random = np.random.default_rng(seed)
    batches = _batches(model, material, random)
    if not batches:
        return model
    counts = np.bincount(
        np.concatenate([batch.rows[batch.is_there].ravel() for batch in batches]), minlength=ROWS
    )
    teacher = _Teacher(model, counts >= course.min_count, random)
    for _ in range(course.epochs):
        for index in random.permutation(len(batches)):
            if is_cancelled():
                return None
            teacher.study(batches[index])
    forms = model.forms | _forms(material)
    return replace(model, weights=teacher.weights, steps=teacher.steps, forms=forms)


def tag_of(word: str, before: Break) -> Tag:
    """What the model should say of a word as it was written."""
    if before is Break.END:
        return Tag.END
    if before is Break.COMMA:
        return Tag.COMMA_CAPITAL if word[0].isupper() else Tag.COMMA_SMALL
    return Tag.CAPITAL if word[0].isupper() else Tag.SMALL


def stretches(material: Iterable[Labelled], random: np.random.Generator) -> list[Labelled]:
    """The material cut at random places, as speech comes."""
    cut = []
    for whole in material:
        start = 0
        while start < len(whole.words):
            end = start + int(random.integers(*_STRETCH_WORDS))
            if len(whole.words) - end >= _MIN_STRETCH_WORDS or end - start < _MIN_STRETCH_WORDS:
                end = min(end, len(whole.words))
            else:
                end = len(whole.words)
            if end - start >= _MIN_STRETCH_WORDS:
                cut.append(Labelled(whole.words[start:end], whole.breaks[start : end + 1]))
            start = end
    return cut


def _batches(model: WordingModel, material: Iterable[Labelled], random: np.random.Generator) -> list[_Batch]:
    """Stretches of about one length together."""
    cut = sorted(stretches(material, random), key=lambda stretch: len(stretch.words))
    behind = {Break.NONE: Tag.SMALL, Break.COMMA: Tag.COMMA_SMALL, Break.END: Tag.END}
    batches = []
    for start in range(0, len(cut), _BATCH):
        group = cut[start : start + _BATCH]
        shape = len(group), len(group[-1].words) + 1
        rows = np.zeros((*shape, FEATURES), np.int32)
        tags, is_there = np.zeros(shape, np.int64), np.zeros(shape, np.bool_)
        for index, stretch in enumerate(group):
            end = len(stretch.words) + 1
            begins = stretch.breaks[0] is Break.END
            rows[index, :end] = rows_of(stretch.words, model.capitals, begins=begins)
            wanted = [tag_of(*pair) for pair in zip(stretch.words, stretch.breaks, strict=False)]
            tags[index, :end] = [*wanted, behind[stretch.breaks[-1]]]
            is_there[index, :end] = True
        batches.append(_Batch(rows, tags, is_there))
    return batches


class _Teacher:
    """The weights while they change."""

    def __init__(self, model: WordingModel, is_learnt: Bools, random: np.random.Generator) -> None:
        self.weights, self.steps = model.weights.copy(), model.steps.copy()
        self._origin = model.weights
        self._is_used = is_learnt | (model.weights != 0).any(axis=1)
        self._random = random
        self._squares = np.full(self.weights.shape, _START, np.float32)
        self._step_squares = np.full(self.steps.shape, _START, np.float32)

    def study(self, batch: _Batch) -> None:
        """One step towards what the batch says."""
        is_kept = self._random.random(batch.rows.shape, np.float32) > _LEFT_OUT
        is_kept &= self._is_used[batch.rows]
        is_kept &= batch.is_there[:, :, None]
        scores = (self.weights[batch.rows] * (is_kept[..., None] / np.float32(1 - _LEFT_OUT))).sum(axis=2)
        at_places, at_steps = _expected(scores, self.steps, batch.is_there)
        wanted = np.eye(TAGS, dtype=np.float32)[batch.tags] * batch.is_there[..., None]
        wanted_steps = np.einsum("bli,blj->ij", wanted[:, :-1], wanted[:, 1:])
        self._move_rows(batch.rows, is_kept, wanted - at_places)
        gradient = wanted_steps - at_steps
        self._step_squares += gradient**2
        self.steps += _RATE * gradient / np.sqrt(self._step_squares)

    def _move_rows(self, rows: Rows, is_kept: Bools, gradient: Scores) -> None:
        touched = rows[is_kept]
        source = np.nonzero(is_kept)
        order = np.argsort(touched, kind="stable")
        ordered = touched[order]
        starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
        unique = ordered[starts]
        sums = np.add.reduceat(gradient[source[0], source[1]][order], starts, axis=0)
        sums -= _DRAWN_BACK * (self.weights[unique] - self._origin[unique])
        self._squares[unique] += sums**2
        self.weights[unique] += _RATE * sums / np.sqrt(self._squares[unique])


def _expected(scores: Scores, steps: Scores, is_there: Bools) -> tuple[Scores, Scores]:
    """How often each tag and each step is expected, by forward-backward in logarithms."""
    length = scores.shape[1]
    forward, backward = np.zeros_like(scores), np.zeros_like(scores)
    forward[:, 0] = scores[:, 0]
    for place in range(1, length):
        reached = _log_sum(forward[:, place - 1, :, None] + steps, 1) + scores[:, place]
        forward[:, place] = np.where(is_there[:, place, None], reached, forward[:, place - 1])
    total = _log_sum(forward[:, -1], 1)
    for place in range(length - 2, -1, -1):
        left = _log_sum(steps + (scores[:, place + 1] + backward[:, place + 1])[:, None, :], 2)
        backward[:, place] = np.where(is_there[:, place + 1, None], left, 0)
    at_places = np.exp(forward + backward - total[:, None, None]) * is_there[..., None]
    pairs = forward[:, :-1, :, None] + steps + (scores[:, 1:] + backward[:, 1:])[:, :, None, :]
    at_steps = np.exp(pairs - total[:, None, None, None]) * is_there[:, 1:, None, None]
    return at_places, at_steps.sum(axis=(0, 1))


def _log_sum(values: Scores, axis: int) -> Scores:
    most = values.max(axis=axis, keepdims=True)
    total: Scores = (most + np.log(np.exp(values - most).sum(axis=axis, keepdims=True))).squeeze(axis)
    return total


def _forms(material: Iterable[Labelled]) -> dict[str, str]:
    """Words that have capitals within wherever they stand, alone in their line or not: UBND, TTg."""
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for stretch in material:
        for word in stretch.words:
            if word.isalpha():
                seen[word.lower()][word] += 1
    forms = {}
    for small, ways in seen.items():
        form, count = ways.most_common(1)[0]
        if form[1:] != form[1:].lower() and count >= max(2, _MIN_FORM_SHARE * ways.total()):
            forms[small] = form
    return forms
