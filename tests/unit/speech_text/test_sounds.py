"""Distances by ear."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.speech.text.sounds import SoundTable, parse_syllable, sound_distance

SYLLABLES = re.findall(
    r"\w+",
    "nguyễn gì giếng giữa quý quốc khuya hoàng thủy xoèn yêu uống ưa mua muôn nghiêm gia cũng qua quyển ngoại"
    " khuỷu loong y ý oai yết giỏi trầy mười người rượu hươu hiu hí húi nghêu an ông",
)


@pytest.mark.parametrize("syllable", SYLLABLES)
def test_every_vietnamese_syllable_is_parsed(syllable: str) -> None:
    assert parse_syllable(syllable) is not None


@pytest.mark.parametrize("word", ["", "2025", "ubnd", "camera", "dâyáo", "w", "strength"])
def test_what_is_no_syllable_is_none(word: str) -> None:
    assert parse_syllable(word) is None


@pytest.mark.parametrize(
    ("near", "far"),
    [
        (("lâm", "nâm"), ("lâm", "câm")),  # l/n
        (("sơn", "xơn"), ("sơn", "bơn")),  # s/x
        (("trung", "chung"), ("trung", "hung")),
        (("hải", "hãi"), ("hải", "hài")),  # hỏi/ngã
        (("lan", "lang"), ("lan", "lam")),  # -n/-ng
        (("mát", "mác"), ("mát", "máp")),  # -t/-c
        (("dường", "giường"), ("dường", "trường")),
        (("mỹ", "mĩ"), ("mỹ", "mị")),
    ],
)
def test_what_regions_merge_is_nearer(near: tuple[str, str], far: tuple[str, str]) -> None:
    assert 0 < sound_distance(*near) < sound_distance(*far)


@given(st.sampled_from(SYLLABLES), st.sampled_from(SYLLABLES))
def test_distance_is_a_distance(first: str, second: str) -> None:
    distance = sound_distance(first, second)
    assert 0 <= distance <= 1
    assert (distance == 0) == (first == second)
    assert distance == pytest.approx(sound_distance(second, first))


@given(st.text(max_size=12), st.text(max_size=12))
def test_anything_can_be_compared(first: str, second: str) -> None:
    assert 0 <= sound_distance(first, second) <= 1 + 1e-6


def test_foreign_words_are_compared_by_letters() -> None:
    table = SoundTable(("camera", "đoàn"))
    assert table.distances("camêra")[0] < 0.3 < table.distances("camêra")[1]
