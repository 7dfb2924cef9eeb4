from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.camera.embedding import EMBEDDING_SIZE, unit
from app.camera.matcher import FaceTemplate, Matcher, average

MODEL = "m" * 64


def templates(count: int, seed: int) -> list[FaceTemplate]:
    rng = np.random.default_rng(seed)
    return [
        FaceTemplate(f"p{i:05}", unit(rng.normal(size=EMBEDDING_SIZE).astype(np.float32)), 1, MODEL)
        for i in range(count)
    ]


@given(count=st.integers(2, 40), seed=st.integers(0, 10_000))
@settings(max_examples=60, deadline=None)
def test_matching_equals_comparing_one_by_one(count: int, seed: int):
    people = templates(count, seed)
    probe = unit(np.random.default_rng(seed + 1).normal(size=EMBEDDING_SIZE).astype(np.float32))
    scores = sorted(
        ((float(np.dot(person.embedding, probe)), person.person_id) for person in people), reverse=True
    )
    match = Matcher(people, model_sha256=MODEL).match(probe)
    assert match.person_id == scores[0][1]
    assert match.score == pytest.approx(scores[0][0], abs=1e-5)
    assert match.margin == pytest.approx(scores[0][0] - scores[1][0], abs=1e-5)


@given(seed=st.integers(0, 10_000), order=st.permutations(range(12)))
@settings(max_examples=40, deadline=None)
def test_the_order_of_enrolment_does_not_matter(seed: int, order: list[int]):
    people = templates(12, seed)
    probe = people[seed % 12].embedding
    shuffled = [people[i] for i in order]
    assert Matcher(people, model_sha256=MODEL).match(probe) == Matcher(shuffled, model_sha256=MODEL).match(
        probe
    )


def test_an_empty_roster_matches_nobody():
    assert Matcher((), model_sha256=MODEL).match(templates(1, 0)[0].embedding) is None


def test_a_single_person_has_the_whole_score_as_margin():
    (person,) = templates(1, 0)
    match = Matcher([person], model_sha256=MODEL).match(person.embedding)
    assert match.margin == match.score == pytest.approx(1.0)


def test_templates_of_another_model_and_double_people_are_refused():
    people = templates(2, 0)
    with pytest.raises(ValueError, match="another recogniser"):
        Matcher(people, model_sha256="x" * 64)
    with pytest.raises(ValueError, match="two templates"):
        Matcher([people[0], people[0]], model_sha256=MODEL)


def test_look_alikes_are_all_pairs_above_the_threshold():
    first, second, third = templates(3, 7)
    twin = FaceTemplate("twin", unit(first.embedding + 0.1 * second.embedding), 1, MODEL)
    (pair,) = Matcher([first, second, third, twin], model_sha256=MODEL).look_alikes(0.48)
    assert {pair.first_person_id, pair.second_person_id} == {"p00000", "twin"}
    assert pair.score > 0.9


def test_an_average_has_length_one_and_lies_between():
    first, second = (person.embedding for person in templates(2, 3))
    mean = average([first, second])
    assert float(np.linalg.norm(mean)) == pytest.approx(1.0)
    assert float(mean @ first) == pytest.approx(float(mean @ second), abs=1e-5)


def test_two_whose_templates_are_alike_are_marked_and_the_others_are_not():
    people = templates(600, 3)  # more than one block of rows
    twin = FaceTemplate("twin", unit(people[5].embedding + 0.05 * people[7].embedding), 1, MODEL)
    matcher = Matcher([*people, twin], model_sha256=MODEL, twin_min=0.9)
    assert matcher.match(people[5].embedding).twin
    assert matcher.match(twin.embedding).twin
    assert not matcher.match(people[7].embedding).twin
    assert not Matcher([*people, twin], model_sha256=MODEL).match(twin.embedding).twin
