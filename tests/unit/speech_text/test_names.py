"""Names among heard words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.entities import RepairKind
from app.speech.text.lexicon import Lexicon
from app.speech.text.names import NameFinder
from tests.unit.speech_text.test_lexicon import person

NAMES = ("Nguyễn Thanh Hải", "Trịnh Thị Kim Liên", "Hoàng Văn Bảo", "Lê Minh Sơn", "Hà Thị Nga", "Hà Thị Ngà")
PAGE = """Đại hội phường An Bình. Chúng tôi ở phường An Bình ban hành văn bản. Hội Liên hiệp. Khu Hòa Lạc cũ.
Dự án Sông Lam Xanh và dự án Sông Lam Xanh theo UBND; nhân dân bình an."""


@pytest.fixture(scope="module")
def finder() -> NameFinder:
    return NameFinder(Lexicon.of([person(name, n) for n, name in enumerate(NAMES, 1)], (), [PAGE]))


def mend(finder: NameFinder, heard: str, favoured: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    words = heard.split()
    return [
        (" ".join(words[piece.heard_from : piece.heard_to]), piece.text)
        for piece in finder.find(words, favoured)
    ]


@pytest.mark.parametrize(
    ("heard", "expected"),
    [
        ("kính mời đồng chí nguyễn thanh hãi lên phát biểu", "Nguyễn Thanh Hải"),
        ("đồng chi chịnh thị kim niên trình bày", "Trịnh Thị Kim Liên"),  # a title half heard
        ("xin mời ông nê minh xơn", "Lê Minh Sơn"),
        ("cho biết dự án xông lam xanh đã xong", "Sông Lam Xanh"),
        ("bà con phường an bìn rất vui", "An Bình"),
    ],
)
def test_a_near_miss_becomes_the_name(finder: NameFinder, heard: str, expected: str) -> None:
    assert [text for _, text in mend(finder, heard)] == [expected]
    assert [piece.kind for piece in finder(heard.split())] == [RepairKind.NAME]


def test_a_name_heard_rightly_only_gets_its_capitals(finder: NameFinder) -> None:
    (piece,) = finder(["tôi", "là", "hoàng", "văn", "bảo"])
    assert (piece.text, piece.kind, piece.heard_from, piece.heard_to) == (
        "Hoàng Văn Bảo",
        RepairKind.CASE,
        2,
        5,
    )


@pytest.mark.parametrize(
    "heard",
    [
        "ban hành văn bản hướng dẫn",  # the papers have it so
        "nhân dân bình an",
        "chúng tôi đề nghị đồng chí phát biểu trước đại hội",
        "hai trăm sáu mươi lượt người",
        "",
    ],
)
def test_ordinary_words_stay(finder: NameFinder, heard: str) -> None:
    assert mend(finder, heard) == []


def test_of_two_names_that_sound_alike_the_one_in_the_hall_is_meant(finder: NameFinder) -> None:
    heard = "đồng chí hạ thị nga nói"
    assert mend(finder, heard, ("Hà Thị Nga",)) == [("hạ thị nga", "Hà Thị Nga")]
    twins = NameFinder(Lexicon.of([person("Hà Thị Nga", 1), person("Há Thị Nga", 2)]))
    assert mend(twins, "đồng chí hã thị nga nói", ("Há Thị Nga",)) == [("hã thị nga", "Há Thị Nga")]


def test_two_names_equally_near_are_left_alone() -> None:
    twins = NameFinder(
        Lexicon.of([person("Lê Minh Sơn", 1), person("Lê Minh Xuân", 2), person("Lê Minh Xơn", 3)])
    )
    assert mend(twins, "đồng chí lê minh sờn nói") == []


def test_an_empty_lexicon_changes_nothing() -> None:
    assert NameFinder(Lexicon()).find(["đồng", "chí"]) == ()


@given(st.lists(st.sampled_from(f"{' '.join(NAMES)} đồng chí phường an bìn ông 12 xx ở".lower().split())))
def test_pieces_are_in_order_and_apart(words: list[str]) -> None:
    finder = NameFinder(Lexicon.of([person(name, n) for n, name in enumerate(NAMES, 1)], (), [PAGE]))
    end = 0
    for piece in finder(words):
        assert end <= piece.heard_from < piece.heard_to <= len(words)
        end = piece.heard_to
