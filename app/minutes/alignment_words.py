"""A submitted speech as a recogniser would hear it: its words, and how each may be spoken.

A written word has one or more spoken forms ("2025", "hai nghìn không trăm hai mươi lăm"; "UBND", "ủy ban
nhân dân"), a dash has none. All forms of all words stand in one row of syllables in which each knows what may
come before it, so that one search decides both where the speaker is and how a number was read. Pure.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

SpokenForms = Callable[[str], Sequence[str]]
"""The ways an abbreviation is spoken: "UBND" -> ("ủy ban nhân dân", "u bê en đê"); none for other words."""

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_SAME_NUMERAL = {
    "lăm": "năm", "nhăm": "năm", "mốt": "một", "tư": "bốn", "linh": "lẻ", "ngàn": "nghìn", "tỉ": "tỷ",
    "mười": "mươi", "bẩy": "bảy", "mồng": "mùng", "rưởi": "rưỡi",
}  # fmt: skip
NUMERALS = frozenset(_DIGITS) | {"mươi", "trăm", "nghìn", "triệu", "tỷ", "phẩy", "rưỡi"}
"""Canonical number words: where two of them differ, a number differs."""

UNSTRESSED_NUMERALS = frozenset({"mươi", "lẻ", "không", "trăm"})
"""Number words that quick speech leaves out: "hai lăm", "hai nghìn hai lăm"."""

_UNITS = {
    "km": "ki lô mét", "km2": "ki lô mét vuông", "km²": "ki lô mét vuông", "m": "mét", "m2": "mét vuông",
    "m²": "mét vuông", "m3": "mét khối", "m³": "mét khối", "ha": "héc ta", "kg": "ki lô gam",
    "%": "phần trăm",
}  # fmt: skip

_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_ROMAN_NUMBER = re.compile(r"(?=[IVXLC])(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})")
_RUNS = re.compile(r"\d+(?:\.\d{3})+(?:,\d+)?|\d+,\d+|\d+|[^\W\d_]+|[%/-]")
_LONGEST_WORD = 200
_MOST_FORMS = 4


@dataclass(frozen=True, slots=True)
class SpeechText:
    """A speech's words as written, and the row of syllables.

    `words[k]` is written text without blanks at its ends; `opens[k]` says that a sentence begins there.
    Syllable 0 is the empty beginning. `syllables[c]` is canonical, `word_of[c]` the word it belongs to,
    `before[c]` one or two syllables that may come before it, as places in the row.
    """

    words: tuple[str, ...]
    opens: tuple[bool, ...]
    numeric: tuple[bool, ...]
    syllables: tuple[str, ...]
    word_of: tuple[int, ...]
    before: tuple[tuple[int, ...], ...]

    @classmethod
    def of(cls, text: str, spoken_forms: SpokenForms = lambda _: ()) -> SpeechText:
        """Read a text; paragraphs are divided by line breaks."""
        row = _Row()
        for line in unicodedata.normalize("NFC", text).splitlines():
            row.open_sentence()
            parts = [part for word in line.split() for part in _cut(word)]
            for place, part in enumerate(parts):
                row.add(part, _forms(part, parts[place + 1 :][:2], spoken_forms))
        return row.finished()


class _Row:
    """Collects the words; silent ones ("-", "•") stay with the word beside them."""

    def __init__(self) -> None:
        self._words: list[str] = []
        self._opens: list[bool] = []
        self._numeric: list[bool] = []
        self._syllables, self._word_of = [""], [-1]
        self._before: list[tuple[int, ...]] = [()]
        self._ends: tuple[int, ...] = (0,)
        self._silent = ""
        self._is_open = True

    def open_sentence(self) -> None:
        if self._silent and self._words:
            self._words[-1] += " " + self._silent
            self._silent = ""
        self._is_open = True

    def add(self, written: str, forms: Sequence[Sequence[str]]) -> None:
        if not forms:
            if self._is_open or not self._words:
                self._silent = f"{self._silent} {written}".strip()
            else:
                self._words[-1] += " " + written
            return
        self._words.append(f"{self._silent} {written}".strip())
        self._silent = ""
        self._opens.append(self._is_open)
        self._numeric.append(any(character.isdecimal() for character in written) or _is_roman(written))
        ends = []
        for form in forms[:_MOST_FORMS]:
            before = self._ends
            for syllable in form:
                self._syllables.append(canonical(syllable))
                self._word_of.append(len(self._words) - 1)
                self._before.append(before)
                before = (len(self._syllables) - 1,)
            ends.append(before[0])
        self._ends = tuple(ends)
        self._is_open = written[-1] in ".!?…:;"

    def finished(self) -> SpeechText:
        self.open_sentence()
        return SpeechText(
            tuple(self._words),
            tuple(self._opens),
            tuple(self._numeric),
            tuple(self._syllables),
            tuple(self._word_of),
            tuple(self._before),
        )


def canonical(syllable: str) -> str:
    """Lower case; the variants of a number word are one word."""
    lower = syllable.lower()
    return _SAME_NUMERAL.get(lower, lower)


def heard_syllables(word: str) -> list[str]:
    """What one heard word says: engines that write numerals are brought to words."""
    forms = _forms(word, (), lambda _: ())
    return [canonical(syllable) for syllable in forms[0]] if forms else []


def spell_number(value: int) -> list[str]:
    """A number in words, as it is spoken: 2025 -> hai nghìn không trăm hai mươi năm (canonical words)."""
    groups = []
    rest = value
    while True:
        rest, group = divmod(rest, 1_000)
        groups.append(group)
        if not rest:
            break
    words: list[str] = []
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        if group or not value:
            words += _spell_group(group, full=place < len(groups) - 1)
            words += ([], ["nghìn"], ["triệu"])[place % 3] + ["tỷ"] * (place // 3)
        elif place and place % 3 == 0:
            words += ["tỷ"] * (place // 3)
    return words


def _spell_group(group: int, *, full: bool) -> list[str]:
    hundreds, tens, ones = group // 100, group // 10 % 10, group % 10
    words = [_DIGITS[hundreds], "trăm"] if hundreds or full else []
    if tens == 0:
        if ones or not words:
            words += [*(["lẻ"] if words else []), _DIGITS[ones]]
        return words
    words += ["mươi"] if tens == 1 else [_DIGITS[tens], "mươi"]
    return words + ([_DIGITS[ones]] if ones else [])


def _cut(word: str) -> list[str]:
    return [word[start : start + _LONGEST_WORD] for start in range(0, len(word), _LONGEST_WORD)]


def _is_roman(word: str) -> bool:
    return bool(_ROMAN_NUMBER.fullmatch(word.strip(".,;:()")))


def _forms(written: str, following: Sequence[str], spoken_forms: SpokenForms) -> list[list[str]]:
    """Spoken forms, the likeliest first; empty for what is not spoken."""
    core = written.strip("\"'“”‘’().,;:!?…[]*#|+•")
    abbreviated = [form.split() for form in spoken_forms(core)]
    if core in _UNITS:
        abbreviated.append(_UNITS[core].split())
    if core.isalpha():
        if _is_roman(core):
            value = _roman(core)
            return [spell_number(value), *([["nhất"]] if value == 1 else []), [core]]
        return [*abbreviated, [core]]
    runs = _RUNS.findall(core)
    if not any(run[0].isalnum() for run in runs):
        return abbreviated
    forms = [*abbreviated, *_read_runs(runs, spoken_forms)]
    if runs[-1][0].isdecimal() and following and following[0] in ("-", "–", "—"):
        forms += [[*form, "đến"] for form in forms]
    return forms


def _read_runs(runs: Sequence[str], spoken_forms: SpokenForms) -> list[list[str]]:
    """Numbers, letters and signs after each other ("18-NQ/TW", "14/8/2025", "46%"): in full, and quickly."""
    numbers = [run for run in runs if run[0].isdecimal()]
    is_date = runs[::2] == numbers and len(numbers) in (2, 3) and set(runs[1::2]) == {"/"}
    full: list[str] = []
    quick: list[str] = []
    numbers_seen = 0
    for run in runs:
        if run[0].isdecimal():
            full += _read_number(run)
            quick += _read_year(run) if len(run) == 4 and run.isdecimal() else _read_number(run)
            numbers_seen += 1
        elif run == "%":
            full += ["phần", "trăm"]
            quick += ["phần", "trăm"]
        elif run == "/" and is_date:
            full.append(("tháng", "năm")[numbers_seen - 1])
            quick.append("trên")
        elif run == "-" and numbers:
            quick += ["gạch", "ngang"]
        elif any(map(str.isalpha, run)):
            forms = spoken_forms(run) if run.isupper() else ()
            full += (forms[0] if forms else run).split()
            quick += (forms[0] if len(forms) > 2 else forms[-1] if forms else run).split()
    return [form for form in ([full] if full == quick else [full, quick]) if form]


def _read_year(run: str) -> list[str]:
    """2025 -> hai không hai mươi năm, 2005 -> hai không không năm."""
    tail = spell_number(int(run[2:])) if run[2] != "0" else [_DIGITS[0], _DIGITS[int(run[3])]]
    return [_DIGITS[int(run[0])], _DIGITS[int(run[1])], *tail]


def _read_number(run: str) -> list[str]:
    whole, _, decimals = run.replace(".", "").partition(",")
    if len(whole) > 15 or (whole[0] == "0" and len(whole) > 2):
        words = [_DIGITS[int(digit)] for digit in whole]
    else:
        words = spell_number(int(whole))
    if decimals:
        small = spell_number(int(decimals)) if len(decimals) < 3 and decimals[0] != "0" else None
        words += ["phẩy", *(small or [_DIGITS[int(digit)] for digit in decimals])]
    return words


def _roman(text: str) -> int:
    values = [_ROMAN[letter] for letter in text]
    return sum(
        -value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True)
    )
