"""Reading Vietnamese number words by their grammar: "hai nghìn không trăm hai mươi lăm" is 2025.

A number is groups of up to three places (trăm, mươi, the unit), each but the last with its scale
(nghìn, triệu) in falling order; "tỷ" multiplies all before it. Words that mean something else too are
taken only where the grammar of a number asks for them: năm (five, year) is no unit behind "mươi",
which takes lăm; "không" (nought, not) begins no number; "tỷ" of "tỷ lệ" and "triệu" of "triệu tập"
are no scales.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

DIGITS = {
    "không": 0, "một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7,
    "tám": 8, "chín": 9,
}  # fmt: skip
_UNITS = {word: value for word, value in DIGITS.items() if value not in {0, 5}} | {"lăm": 5, "nhăm": 5}

_AFTER_TENS = _UNITS | {"mốt": 1, "tư": 4}
_SHORT_UNITS = {"mốt": 1, "lăm": 5, "nhăm": 5}
"""Said without "mươi": "hai lăm" is 25."""
_AFTER_ODD = DIGITS | {"tư": 4}
_TEN, _TENS, _HUNDRED = "mười", "mươi", "trăm"
_ODD = frozenset({"lẻ", "linh"})  # stand for the missing tens: "một trăm lẻ năm"
_SMALL_SCALES = {"nghìn": 10**3, "ngàn": 10**3, "vạn": 10**4, "triệu": 10**6}
_BILLION_WORDS = frozenset({"tỷ", "tỉ"})
_BILLION = 10**9
SCALE_WORDS = frozenset({*_SMALL_SCALES, *_BILLION_WORDS})
_HALF, _POINT = "rưỡi", "phẩy"
_NO_SCALE = {
    "tỷ": {"lệ", "trọng", "suất", "số", "giá", "phú", "mỉ"},
    "tỉ": {"lệ", "trọng", "suất", "số", "giá", "phú", "mỉ"},
    "triệu": {"tập", "hồi", "chứng"},
}
"""What follows makes another word of it."""
_NO_FOUR = frozenset({"nhân", "tưởng", "pháp", "vấn", "liệu", "cách", "duy", "thục", "lệnh", "bản", "thế"})
_MIN_ROW = 4
"""So many single digits in a row are a telephone or card number; "hai ba người" is two or three people."""


@dataclass(frozen=True, slots=True)
class SpokenNumber:
    """A number among words: its value and how many words it took.

    `decimals` are the figures behind the comma ("05" of "bảy phẩy không năm"). `row` are the figures of a
    row of single digits, which is no quantity; else empty. `scale_word` stands behind a decimal ("7,5
    triệu").
    """

    value: int
    word_count: int
    decimals: str = ""
    row: str = ""
    scale_word: str = ""

    @property
    def is_small(self) -> bool:
        """Under ten and said in one word: in running text papers write the word."""
        return self.value < 10 and self.word_count == 1


def read_number(words: Sequence[str], start: int = 0) -> SpokenNumber | None:
    """The longest number that begins at `start`, or None: a whole or decimal one, or a row of digits."""
    row = _read_row(words, start)
    if row is not None:
        return row
    whole = read_whole(words, start)
    if whole is None:
        begins_decimal = _at(words, start) == "không" and _at(words, start + 1) == _POINT
        if not begins_decimal:
            return None
        whole = SpokenNumber(0, 1)
    return _with_decimals(words, start, whole)


def read_whole(words: Sequence[str], start: int = 0) -> SpokenNumber | None:
    """The longest whole number below 10^18 that begins at `start`: no decimals, no row of digits."""
    billions, current, ceiling = 0, 0, _BILLION
    position = start
    while (group := _read_group(words, position, follows=position > start)) is not None:
        value, after = group
        scale_word = _scale_at(words, after)
        if scale_word in _BILLION_WORDS:
            if billions:
                break
            billions, current, ceiling, position = (current + value) * _BILLION, 0, _BILLION, after + 1
            scale = _BILLION
        else:
            scale = _SMALL_SCALES.get(scale_word, 1)
            if scale >= ceiling:  # the last digit begins the next number: "... hai mươi | hai nghìn ..."
                shorter = _read_group(words[: after - 1], position, follows=True)
                if shorter is None:
                    break
                (value, after), scale = shorter, 1
            current, ceiling, position = current + value * scale, scale, after + (scale > 1)
        if scale == 1:
            break
        if not billions and _scale_at(words, position) in _BILLION_WORDS:  # "hai mươi nghìn tỷ"
            billions, current, ceiling, position = current * _BILLION, 0, _BILLION, position + 1
            scale = _BILLION
        if _at(words, position) == _HALF:
            current, position = current + scale // 2, position + 1
            break
    if position == start:
        return None
    return SpokenNumber(billions + current, position - start)


def _read_group(  # noqa: PLR0911 - a grammar's alternatives, one after the other
    words: Sequence[str], start: int, *, follows: bool
) -> tuple[int, int] | None:
    """Up to three places: value and the position behind. `follows`: a scale stands before it.

    Behind a scale a lone digit is no part of the number ("hai nghìn năm" are 2,000 years), and "không
    trăm" and "lẻ" are.
    """
    first = DIGITS.get(_at(words, start))
    if first is not None and _at(words, start + 1) == _HUNDRED and (first or follows):
        value, position = first * 100, start + 2
        if (odd := _read_odd(words, position)) is not None:
            return value + odd, position + 2
        if (tens := _read_tens(words, position)) is not None:
            return value + tens[0], tens[1]
        if _at(words, position) == _HALF and not follows:
            return value + 50, position + 1
        return value, position
    if follows and (odd := _read_odd(words, start)) is not None:
        return odd, start + 2
    if (tens := _read_tens(words, start)) is not None:
        return tens
    if first and (not follows or _scale_at(words, start + 1)):
        return first, start + 1
    return None


def _read_odd(words: Sequence[str], start: int) -> int | None:
    return _AFTER_ODD.get(_at(words, start + 1)) if _at(words, start) in _ODD else None


def _read_tens(words: Sequence[str], start: int) -> tuple[int, int] | None:
    """Ten to ninety-nine."""
    first, second, third = (_at(words, start + offset) for offset in range(3))
    if first == _TEN:
        return (10 + _UNITS[second], start + 2) if second in _UNITS else (10, start + 1)
    digit = DIGITS.get(first, 0)
    if digit < 2:
        return None
    if second == _TENS:
        if third in _AFTER_TENS and not (third == "tư" and _at(words, start + 3) in _NO_FOUR):
            return digit * 10 + _AFTER_TENS[third], start + 3
        return digit * 10, start + 2
    if second in _SHORT_UNITS:
        return digit * 10 + _SHORT_UNITS[second], start + 2
    return None


def _read_row(words: Sequence[str], start: int) -> SpokenNumber | None:
    figures = ""
    position = start
    while _at(words, position) in DIGITS and not _is_place(words, position + 1):
        figures += str(DIGITS[words[position]])
        position += 1
    if len(figures) < _MIN_ROW:
        return None
    return SpokenNumber(int(figures), len(figures), row=figures)


def _with_decimals(words: Sequence[str], start: int, whole: SpokenNumber) -> SpokenNumber:
    """The whole number with what "phẩy" adds: digits one by one, or noughts and then a number."""
    comma = start + whole.word_count
    if _at(words, comma) != _POINT:
        return whole
    position, figures = comma + 1, ""
    while _at(words, position) in DIGITS and not _is_place(words, position + 1):
        figures += str(DIGITS[words[position]])
        position += 1
    if (rest := _read_group(words, position, follows=False)) is not None:
        figures, position = figures + str(rest[0]), rest[1]
    if not figures:
        return whole
    scale_word = _scale_at(words, position)
    return SpokenNumber(
        whole.value, position + bool(scale_word) - start, decimals=figures, scale_word=scale_word
    )


def _is_place(words: Sequence[str], position: int) -> bool:
    """Whether the word makes a place or a scale of the digit before it."""
    word = _at(words, position)
    return word in {_TENS, _HUNDRED} or word in _SHORT_UNITS or bool(_scale_at(words, position))


def _scale_at(words: Sequence[str], position: int) -> str:
    """The scale word at `position`, or the empty string."""
    word = _at(words, position)
    if word not in SCALE_WORDS or _at(words, position + 1) in _NO_SCALE.get(word, ()):
        return ""
    return word


def _at(words: Sequence[str], position: int) -> str:
    return words[position] if 0 <= position < len(words) else ""
