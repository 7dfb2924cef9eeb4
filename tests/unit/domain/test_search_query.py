"""What is sought, and where it stands."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.folding import fold_text
from app.domain.search_query import MAX_TERMS, SearchQuery, index_texts

TEXT = "Báo cáo chính trị tại Đại hội; bầu Ban Chấp hành (khóa XIV). Số 05-HD/VPTW."


def found(query: str, text: str = TEXT) -> list[str]:
    return [text[start:end] for start, end in SearchQuery.parse(query).spans(text)]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("dai hoi", ["Đại", "hội"]),
        ("ĐẠI", ["Đại"]),
        ("ch", ["chính", "Chấp"]),
        ("ch tri", ["trị"]),
        ('"ban chap hanh"', ["Ban Chấp hành"]),
        ('"ban chap han"', []),
        ('"ban chap han', ["Ban Chấp hành"]),
        ("“chấp hành”", ["Chấp hành"]),
        ('"hành chấp"', []),
        ("05-hd/vp", ["05-HD/VPTW"]),
        ("hd-05", []),
        ("khoá", ["khóa"]),
        ("bau", ["bầu"]),
        ("", []),
        ("  ", []),
        ('"', []),
        ('"" -*()', []),
    ],
)
def test_words_phrases_and_beginnings(query, words):
    assert found(query) == words


def test_marks_mean_that_spelling_where_it_stands_and_any_where_it_does_not():
    text = "bầu cử, quý báu, cái bàu"
    assert found("bầu", text) == ["bầu"]
    assert found("bau", text) == ["bầu", "báu", "bàu"]
    assert found("bậu", text) == ["bầu", "báu", "bàu"]


@pytest.mark.parametrize(
    ("one", "other"), [("hòa", "hoà"), ("THỦY", "thuỷ"), ("khỏe", "khoẻ"), ("qúy", "quý"), ("tọa", "toạ")]
)
def test_both_ways_to_place_a_tone_are_one_spelling(one, other):
    text = f"{other} hoa thuy khoe quy toa"
    assert found(one, text) == [other]
    assert found(other, f"{one} hoa thuy khoe quy toa") == [one]


def test_text_that_is_not_nfc_is_marked_in_its_own_places():
    text = unicodedata.normalize("NFD", "Nghị quyết Đại hội")
    assert [unicodedata.normalize("NFC", word) for word in found("đại", text)] == ["Đại"]
    assert [unicodedata.normalize("NFC", word) for word in found('"quyet dai"', text)] == ["quyết Đại"]


def test_the_words_of_a_page_are_found_with_their_punctuation():
    words = ["(Đại", "hội,", "bầu", "Chấp-hành", "—", "ĐẠI", "hội"]
    assert SearchQuery.parse('"dai hoi"').matches(words) == (0, 1, 5, 6)
    assert SearchQuery.parse("hanh dai").matches(words) == (0, 3, 5)
    assert SearchQuery.parse("").matches(words) == ()


def test_an_endless_query_is_bounded():
    query = SearchQuery.parse("xin chao " * 10_000 + "x y " * 1_000)
    assert len(query.terms) <= MAX_TERMS
    assert len(SearchQuery.parse(" ".join(map(str, range(1_000)))).terms) == MAX_TERMS


_letters = st.text(st.sampled_from('aăâbđeêioôơuưyạáà"\u0301\u0323 -_.ßİŉ①\ud800\n'), max_size=40)


@given(query=st.one_of(st.text(), _letters), text=st.one_of(st.text(), _letters))
def test_nothing_raises_and_spans_are_in_order_inside_the_text(query, text):
    sought = SearchQuery.parse(query)
    spans = sought.spans(text)
    before = -1
    for start, end in spans:
        assert before < start < end <= len(text)
        before = end - 1
    words = text.split()
    assert set(sought.matches(words)) <= set(range(len(words)))
    assert bool(sought.matches(words)) == bool(sought.spans(" ".join(words)))


@given(text=_letters)
def test_a_text_finds_itself_with_and_without_marks(text):
    text = unicodedata.normalize("NFC", text.replace('"', " "))
    folded, spelled = index_texts(text)
    assert len(folded.split(" ")) == len(spelled.split(" "))
    for word in text.replace("_", " ").replace("-", " ").replace(".", " ").split():
        if any(letter.isalnum() for letter in word):
            assert found(word, text)
            if "ß" not in word and "ŉ" not in word:
                assert found(fold_text(word), text)
