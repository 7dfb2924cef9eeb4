"""Whose face is it: cosine against everybody enrolled."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from app.camera.embedding import EMBEDDING_SIZE, unit
from app.camera.vision import Float32

_BLOCK_ROWS = 256


@dataclass(frozen=True, slots=True)
class FaceTemplate:
    """What is kept of a face: no picture.

    `embedding`: float32, 128, of length 1: the mean of `images_count` photographs.
    `model_sha256`: the recogniser that made it; others' templates cannot be compared.
    """

    person_id: str
    embedding: Float32
    images_count: int
    model_sha256: str


@dataclass(frozen=True, slots=True)
class Match:
    """The most similar person. `score`: cosine. `margin`: lead over the second person; the score itself
    where only one is enrolled. `twin`: somebody else enrolled looks so alike that a person must look."""

    person_id: str
    score: float
    margin: float
    twin: bool = False


@dataclass(frozen=True, slots=True)
class LookAlike:
    """Two people whose templates are so similar that the camera may take one for the other."""

    first_person_id: str
    second_person_id: str
    score: float


class Matcher:
    """Compares with all templates at once; 10,000 take 0.25 ms. Immutable, so any thread may use it.

    `twin_min`: people whose templates are this similar are marked in their matches.
    Raises ValueError where templates of another model are mixed in or a person occurs twice.
    """

    def __init__(
        self, templates: Iterable[FaceTemplate], *, model_sha256: str, twin_min: float = 1.01
    ) -> None:
        ordered = sorted(templates, key=lambda template: template.person_id)
        if any(template.model_sha256 != model_sha256 for template in ordered):
            raise ValueError("a template was made by another recogniser")
        self._person_ids = tuple(template.person_id for template in ordered)
        if len(set(self._person_ids)) != len(self._person_ids):
            raise ValueError("a person has two templates: average the photographs instead")
        self._embeddings = (
            np.stack([unit(template.embedding) for template in ordered]).astype(np.float32)
            if ordered
            else np.empty((0, EMBEDDING_SIZE), np.float32)
        )
        alike = self.look_alikes(twin_min) if twin_min <= 1 else ()
        self._twins = frozenset(
            person_id for pair in alike for person_id in (pair.first_person_id, pair.second_person_id)
        )

    def __len__(self) -> int:
        return len(self._person_ids)

    def match(self, embedding: Float32) -> Match | None:
        """`embedding`: float32, 128, of length 1. None where nobody is enrolled."""
        if not self._person_ids:
            return None
        # Not "@": BLAS wakes threads for it and waits for them, 7 ms where the camera keeps all cores busy.
        scores = np.einsum("ij,j->i", self._embeddings, embedding)
        best = int(np.argmax(scores))
        score = float(scores[best])
        if len(scores) == 1:
            return Match(self._person_ids[best], score, score)
        scores[best] = -np.inf
        person_id = self._person_ids[best]
        return Match(person_id, score, score - float(scores.max()), twin=person_id in self._twins)

    def look_alikes(self, score_min: float) -> tuple[LookAlike, ...]:
        """All pairs of people at least this similar, the most similar first.

        Works by blocks of rows, so memory stays small with 10,000 people.
        """
        found: list[LookAlike] = []
        for start in range(0, len(self._person_ids), _BLOCK_ROWS):
            scores = self._embeddings[start : start + _BLOCK_ROWS] @ self._embeddings.T
            for row, second in np.argwhere(scores >= score_min):
                first = start + int(row)
                if first < second:
                    pair = (self._person_ids[first], self._person_ids[int(second)])
                    found.append(LookAlike(*pair, float(scores[row, second])))
        return tuple(sorted(found, key=lambda pair: -pair.score))


def average(embeddings: Sequence[Float32]) -> Float32:
    """One template's embedding out of several pictures': the mean direction, of length 1."""
    return unit(np.mean(np.stack(embeddings), axis=0, dtype=np.float32))
