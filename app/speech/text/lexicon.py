"""What the congress's own papers teach: the names, places, bodies and abbreviations that may be spoken.

Built from the roster, the agenda and the texts of the papers; grows page by page. Pure; any thread, one at a
time.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Self

from app.domain.entities import Person

EXPANSIONS: Mapping[str, str] = {
    "BCH": "ban chấp hành",
    "BTV": "ban thường vụ",
    "CNTT": "công nghệ thông tin",
    "ĐBQH": "đại biểu quốc hội",
    "HCM": "hồ chí minh",
    "HĐND": "hội đồng nhân dân",
    "HTX": "hợp tác xã",
    "KTXH": "kinh tế xã hội",
    "KT-XH": "kinh tế xã hội",
    "MTTQ": "mặt trận tổ quốc",
    "MTTQVN": "mặt trận tổ quốc việt nam",
    "THCS": "trung học cơ sở",
    "THPT": "trung học phổ thông",
    "TP": "thành phố",
    "TTHC": "thủ tục hành chính",
    "TW": "trung ương",
    "TƯ": "trung ương",
    "UBKT": "ủy ban kiểm tra",
    "UBND": "ủy ban nhân dân",
    "XHCN": "xã hội chủ nghĩa",
}
"""Abbreviations that people read out in full."""

_BY_NAME = {
    "A": "a", "Ă": "á", "Â": "ớ", "B": "bê", "C": "xê", "D": "dê", "Đ": "đê", "E": "e", "Ê": "ê", "F": "ép",
    "G": "giê", "H": "hát", "I": "i", "J": "gi", "K": "ca", "L": "lờ", "M": "em", "N": "en", "O": "o",
    "Ô": "ô", "Ơ": "ơ", "P": "pê", "Q": "quy", "R": "rờ", "S": "ét", "T": "tê", "U": "u", "Ư": "ư", "V": "vê",
    "W": "vê kép", "X": "ích", "Y": "i", "Z": "dét",
}  # fmt: skip
_BY_SOUND = {
    "B": "bờ", "C": "cờ", "D": "dờ", "Đ": "đờ", "G": "gờ", "H": "hờ", "K": "ca", "L": "lờ", "M": "mờ",
    "N": "nờ", "P": "pờ", "Q": "quờ", "R": "rờ", "S": "sờ", "T": "tờ", "V": "vờ", "X": "xờ",
}  # fmt: skip

_SURNAMES = frozenset((
    "bùi", "cao", "châu", "chu", "cù", "cung", "doãn", "dương", "đàm", "đặng", "đinh", "đoàn", "đỗ", "đồng",
    "giang", "hà", "hoàng", "hồ", "hứa", "huỳnh", "khổng", "khúc", "kiều", "la", "lại", "lâm", "lê", "lò",
    "lục", "lương", "lưu", "lý", "mã", "mai", "nghiêm", "ngô", "nguyễn", "ninh", "nông", "ông", "phạm",
    "phan", "phí", "phùng", "quách", "tạ", "tăng", "thạch", "thái", "thân", "tiêu", "tô", "tôn", "tống",
    "trần", "triệu", "trịnh", "trương", "từ", "văn", "viên", "võ", "vũ", "vương",
))  # fmt: skip

_WORDS = re.compile(r"[^\W\d_]+|[^\s\w]+|\d+")
_PHRASE_MIN, _PHRASE_MAX = 2, 7
_ABBREVIATION = re.compile(r"[A-ZĐƯ]{2,7}")
_MOSTLY_CAPITALS = 0.6
"""A line with more capitals than this among its letters is a heading: its capitals say nothing."""

PLACE_WORDS = frozenset(
    ("phường", "xã", "tỉnh", "huyện", "quận", "phố", "đường", "thôn", "ấp", "sông", "cầu", "chợ")
)
"""What stands before the name of a place."""

_SENTENCE_STARTS = '.!?:;-\u2013+•“"'
"""After these signs a capital says nothing; a dash or a dot is a list's."""


class NameKind(StrEnum):
    """What a name names."""

    PERSON = "person"
    PHRASE = "phrase"  # places, bodies, units, programmes
    ABBREVIATION = "abbreviation"


@dataclass(frozen=True, slots=True)
class LexiconName:
    """A name as it is written and as it sounds; `count` is how often the papers have it, `is_place`
    that they have it after a word like "phường"."""

    text: str
    syllables: tuple[str, ...]
    kind: NameKind
    count: int
    is_place: bool = False


class Lexicon:
    """Grows by `add_*`; `names` and `is_ordinary` answer from what was added so far."""

    def __init__(self) -> None:
        self._persons: dict[str, None] = {}
        self._phrases: Counter[tuple[str, ...]] = Counter()
        self._at_sentence_start: Counter[tuple[str, ...]] = Counter()
        self._abbreviations: Counter[str] = Counter()
        self._places: set[tuple[str, ...]] = set()
        self._pairs: set[tuple[str, str]] = set()

    @classmethod
    def of(
        cls,
        persons: Iterable[Person] = (),
        titles: Iterable[str] = (),
        pages: Iterable[str] = (),
        words: Iterable[str] = (),
    ) -> Self:
        """From the roster, titles of the agenda, pages of reading texts, and names that somebody typed in."""
        lexicon = cls()
        lexicon.add_persons(persons)
        for text in (*titles, *pages):
            lexicon.add_page(text)
        lexicon.add_names(words)
        return lexicon

    def add_persons(self, persons: Iterable[Person]) -> None:
        """Full names; what stands in a line of the roster as delegation and position is text like any."""
        for person in persons:
            self._persons[person.full_name] = None
            for text in {person.delegation, person.position}:
                self.add_page(text)

    def add_names(self, names: Iterable[str]) -> None:
        """Names given as such."""
        for name in names:
            words = tuple(unicodedata.normalize("NFC", name).split())
            if words:
                self._phrases[words] += _GIVEN_COUNT

    def add_page(self, text: str) -> None:
        """One page of a paper, or any other text as it is written."""
        for line in unicodedata.normalize("NFC", text).splitlines():
            words = _WORDS.findall(line)
            letters = [character for character in line if character.isalpha()]
            if sum(map(str.isupper, letters)) > _MOSTLY_CAPITALS * len(letters) and len(words) > 1:
                continue
            self._add_line(words)

    def _add_line(self, words: Sequence[str]) -> None:
        run: list[str] = []
        lead = ""  # the word before the run
        starts = is_start = True
        before = ""
        for word in (*words, "."):
            if word[0].isupper() and not _ABBREVIATION.fullmatch(word):
                if not run:
                    starts, lead = is_start, before
                run.append(word)
            else:
                self._add_run(run, starts)
                if lead in PLACE_WORDS:
                    self._places.add(tuple(run))
                run = []
                if _ABBREVIATION.fullmatch(word):
                    self._abbreviations[word] += 1
            if word.islower() and before:
                self._pairs.add((before, word))
            before = word if word.islower() else ""
            is_start = word[0] in _SENTENCE_STARTS

    def _add_run(self, run: Sequence[str], starts: bool) -> None:
        if _PHRASE_MIN <= len(run) <= _PHRASE_MAX:
            (self._at_sentence_start if starts else self._phrases)[tuple(run)] += 1
        if starts and len(run) > _PHRASE_MIN:
            self._phrases[tuple(run[1:])] += 1

    @property
    def names(self) -> tuple[LexiconName, ...]:
        """Every name once, persons first."""
        found = {
            person.lower(): LexiconName(person, _syllables(person), NameKind.PERSON, 1)
            for person in self._persons
        }
        for words, count in self._phrases.items():
            text = " ".join(words)
            total = count + self._at_sentence_start[words]
            name = LexiconName(text, _syllables(text), NameKind.PHRASE, total, words in self._places)
            found.setdefault(text.lower(), name)
        for words, count in self._at_sentence_start.items():
            text = " ".join(words)
            if len(words) > _PHRASE_MIN and words[0].lower() in _SURNAMES:
                found.setdefault(text.lower(), LexiconName(text, _syllables(text), NameKind.PHRASE, count))
        abbreviations = [
            LexiconName(word, tuple(reading.split()), NameKind.ABBREVIATION, count)
            for word, count in self._abbreviations.items()
            for reading in letter_readings(word)
        ]
        return (*found.values(), *abbreviations)

    def is_ordinary(self, words: Sequence[str]) -> bool:
        """Whether the papers have these words after each other in lower case: then nothing was misheard."""
        return len(words) > 1 and all(pair in self._pairs for pair in pairwise(words))


_GIVEN_COUNT = 10  # a name that somebody typed in weighs as much as one that the papers have ten times


def letter_readings(abbreviation: str) -> tuple[str, ...]:
    """An abbreviation letter by letter: "UBND" -> "u bê en đê", "u bờ nờ đờ" without repeating itself."""
    by_name = " ".join(_BY_NAME.get(letter, letter) for letter in abbreviation)
    by_sound = " ".join(_BY_SOUND.get(letter, _BY_NAME.get(letter, letter)) for letter in abbreviation)
    return (by_name,) if by_name == by_sound else (by_name, by_sound)


def spoken_abbreviation(word: str) -> tuple[str, ...]:
    """The ways an abbreviation is spoken, in full first; none for other words."""
    expansion = EXPANSIONS.get(word)
    full = () if expansion is None else (expansion,)
    return (*full, *letter_readings(word)) if _ABBREVIATION.fullmatch(word) else full


def _syllables(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[^\W_]+", text.lower()))
