"""What the papers teach."""

from __future__ import annotations

from uuid import UUID

from app.domain.entities import Person, PersonKind
from app.speech.text.lexicon import Lexicon, NameKind, letter_readings, spoken_abbreviation


def person(name: str, number: int = 1) -> Person:
    return Person(id=UUID(int=number), number=number, full_name=name, kind=PersonKind.OFFICIAL)


PAGE = """ĐẢNG BỘ PHƯỜNG AN BÌNH
Hôm nay, phường An Bình và xã Hòa Lạc cùng Ủy ban nhân dân họp với HĐND. Tại phường An Bình, ông nói.
Nguyễn Văn Tám trình bày; theo UBND, kết quả của Đề án Sông Lam tốt."""


def by_text(lexicon: Lexicon) -> dict[str, NameKind]:
    return {name.text: name.kind for name in lexicon.names}


def test_names_come_from_roster_and_papers() -> None:
    names = by_text(Lexicon.of([person("Trịnh Thị Kim Liên")], (), [PAGE]))
    assert names["Trịnh Thị Kim Liên"] is NameKind.PERSON
    assert names["An Bình"] is NameKind.PHRASE
    assert names["Nguyễn Văn Tám"] is NameKind.PHRASE  # a sentence's first word, but a surname
    assert names["UBND"] is NameKind.ABBREVIATION
    assert "ĐẢNG BỘ PHƯỜNG AN BÌNH" not in names  # a heading's capitals say nothing


def test_places_and_counts_are_known_and_grow() -> None:
    lexicon = Lexicon.of((), (), [PAGE])
    an_binh = next(name for name in lexicon.names if name.text == "An Bình")
    assert an_binh.is_place
    assert an_binh.count == 2
    lexicon.add_page("Nhân dân An Bình")
    assert next(name for name in lexicon.names if name.text == "An Bình").count == 3


def test_ordinary_words_are_those_of_the_papers() -> None:
    lexicon = Lexicon.of((), (), [PAGE])
    assert lexicon.is_ordinary(["kết", "quả", "của"])
    assert not lexicon.is_ordinary(["kết", "của"])
    assert not lexicon.is_ordinary(["kết"])


def test_abbreviations_are_spoken_in_full_or_by_letter() -> None:
    assert spoken_abbreviation("UBND") == ("ủy ban nhân dân", "u bê en dê", "u bờ nờ dờ")
    assert letter_readings("HĐND") == ("hát đê en dê", "hờ đờ nờ dờ")
    assert spoken_abbreviation("phường") == ()


def test_a_thousand_pages_are_read() -> None:
    lexicon = Lexicon()
    for number in range(1_100):
        lexicon.add_page(PAGE.replace("Sông Lam", f"Sông {chr(65 + number % 26)}am"))
    assert len(lexicon.names) > 26
