"""Spoken numbers, dates, times and numbers of papers as official papers write them.

Inverse text normalisation by grammar: what a number becomes depends on the words around it. The
conventions were counted in the real papers we have: "75%" without a space (327 to 0), "ngày 02 tháng
9 năm 2025" (413 to 24; days under ten and the months one and two with a nought, as Nghị định
30/2020/NĐ-CP asks), "2025 - 2030" with spaces (121 to 16), dots between thousands, commas before
decimals, "Đại hội ... lần thứ XIV" in Roman figures. Numbers under ten stay words unless a unit, a
percentage, a date or a label asks for figures: "một số", "hai bên".
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.speech.text.decrees import PAPERS, read_paper_number
from app.speech.text.spoken_numbers import DIGITS, SpokenNumber, read_number, read_whole

PERCENT = "%"
"""Follows the figures at once, as in the papers; " %" would be the other way."""
RANGE = " - "

_YEARS = range(1000, 3000)
_LIKELY_YEARS = range(1900, 2101)
_ROMAN_MAX = 50
_CONGRESS_REACH = 12
"""So many words before "lần thứ" a congress may be named: "Đại hội đại biểu Đảng bộ phường An Bình lần
thứ ...".
"""
_UNITS: dict[tuple[str, ...], str] = {
    ("ki", "lô", "mét", "vuông"): "km2", ("ki", "lô", "mét"): "km", ("kilômét", ): "km", ("kilomet",
    ): "km",
    ("mét", "vuông"): "m2", ("mét", "khối"): "m3", ("héc", "ta"): "ha", ("hecta",): "ha", ("ha",): "ha",
    ("ki", "lô", "gam"): "kg", ("ki", "lô"): "kg", ("kilôgam",): "kg", ("xăng", "ti", "mét"): "cm",
    ("mi", "li", "mét"): "mm", ("ki", "lô", "oát", "giờ"): "kWh", ("ki", "lô", "oát"): "kW",
    ("mê", "ga", "oát"): "MW", ("độ", "xê"): "°C", ("độ", "c"): "°C",
}  # fmt: skip
_KEPT_UNITS = frozenset(
    {"mét", "tấn", "tạ", "yến", "lít", "đồng", "tuổi", "phút", "giây", "giờ", "gam", "độ", "điểm"}
)
"""Words that stay, with figures before them: "5 tấn", "8 giờ"."""
_COUNTED = _KEPT_UNITS | frozenset(
    {
        "người", "đại", "đảng", "hộ", "cán", "hội", "đoàn", "doanh", "học", "sinh", "ca", "vụ",
        "chi", "cơ", "công",
        "lượt", "cây", "căn", "con", "cái", "chiếc", "trường", "lao", "ha", "héc", "ki", "suất",
        "phiếu", "ý",
    }
)  # fmt: skip
"""What follows a quantity rather than a year."""
_LABELS = frozenset({"điều", "khoản", "mục", "trang", "quận", "phường", "bảng", "lục"})
_ROMAN_LABELS = frozenset({"khóa", "khoá", "quý"})
_AFTER_YEAR_WORD = frozenset(
    {"nay", "ngoái", "trước", "sau", "qua", "học", "tài", "đầu", "cuối", "tới", "liền"}
)
_TIMES = frozenset({"lần", "buổi", "cái", "kỳ", "cuộc", "phiên"})
_TO = (("gạch", "ngang"), ("gạch", "nối"), ("đến",), ("tới",), ("gạch",))


@dataclass(frozen=True, slots=True)
class NumberSpan:
    """Words [start, end) are written as `text`."""

    start: int
    end: int
    text: str


_Rule = Callable[[Sequence[str], int], "NumberSpan | None"]


def find_numbers(words: Sequence[str]) -> list[NumberSpan]:
    """What is written otherwise than it was said, in order and never overlapping. `words` in lower case."""
    spans: list[NumberSpan] = []
    position = 0
    while position < len(words):
        rules = _RULES if words[position] in _STARTERS else ()
        span = next((span for rule in rules if (span := rule(words, position)) is not None), None)
        if span is None:
            position += 1
            continue
        spans.append(span)
        position = span.end
    return _with_range_starts(words, spans)


def in_figures(words: Sequence[str]) -> list[str]:
    """Every number, however small, as plain figures: for comparing texts that write them differently."""
    plain: list[str] = []
    position = 0
    while position < len(words):
        number = read_number(words, position)
        if number is None:
            plain.append(words[position])
            position += 1
            continue
        decimals = f",{number.decimals}" if number.decimals else ""
        plain.append((number.row or str(number.value)) + decimals)
        plain += [number.scale_word] if number.scale_word else []
        position += number.word_count
    return plain


def roman(value: int) -> str:
    """1 to 50 in Roman figures."""
    text = ""
    for worth, sign in ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        text += sign * (value // worth)
        value %= worth
    return text


def _paper(words: Sequence[str], at: int) -> NumberSpan | None:
    """Behind "nghị quyết số"."""
    if _at(words, at - 1) != "số":
        return None
    if not any(tuple(words[max(0, at - 1 - len(kind)) : at - 1]) == kind for kind in PAPERS):
        return None
    number = read_paper_number(words, at)
    return NumberSpan(at, at + number.word_count, number.text) if number else None


def _day(words: Sequence[str], at: int) -> NumberSpan | None:
    """ "ngày mùng hai", "hai tháng chín": a day of a month, with a nought before one figure."""
    early = words[at] in {"mùng", "mồng"}
    number = read_whole(words, at + early)
    if number is None or not 1 <= number.value <= 31:
        return None
    end = at + early + number.word_count
    named = early or _at(words, at - 1) == "ngày"
    followed = _at(words, end) == "tháng" and _month_at(words, end + 1) is not None
    if not ((named and (early or followed or number.value >= 10)) or (followed and number.value >= 10)):
        return None
    prefix = "" if not early or _at(words, at - 1) == "ngày" else "ngày "
    return NumberSpan(at, end, f"{prefix}{number.value:02}")


def _month(words: Sequence[str], at: int) -> NumberSpan | None:
    if _at(words, at - 1) != "tháng" or (month := _month_at(words, at)) is None:
        return None
    value, end = month
    return NumberSpan(at, end, f"{value:02}" if value <= 2 else str(value))


def _month_at(words: Sequence[str], at: int) -> tuple[int, int] | None:
    """The month said at `at` and where it ends; None for "ba tháng một lần", "tháng năm nay"."""
    if _at(words, at) == "tư" and _at(words, at + 1) not in {"nhân", "tưởng", "pháp", "vấn"}:
        return 4, at + 1
    number = read_whole(words, at)
    if number is None or not 1 <= number.value <= 12:
        return None
    end = at + number.word_count
    if _at(words, end) in _TIMES or (_at(words, at) == "năm" and _at(words, end) in _AFTER_YEAR_WORD):
        return None
    if _at(words, at) == "năm" and _year_at(words, end) is not None:  # "tháng năm hai nghìn ..." is no fifth
        return None
    return number.value, end


def _year(words: Sequence[str], at: int) -> NumberSpan | None:
    """Four figures without a dot: behind "năm", in a term of office, or where nothing is counted."""
    if words[at] == "năm" and _year_at(words, at + 1) is not None:
        return NumberSpan(at, at + 1, words[at])  # the word "year", not a five of the number that follows
    year = _year_at(words, at)
    if year is None:
        return None
    value, end = year
    if _at(words, at - 1) not in {"năm", "kỳ", "đoạn"} and (
        value not in _LIKELY_YEARS or _at(words, end) in _COUNTED
    ):
        return None
    second = next((end + len(way) for way in _TO if tuple(words[end : end + len(way)]) == way), end)
    other = _year_at(words, second)
    spans_term = "kỳ" in words[max(0, at - 3) : at] or "đoạn" in words[max(0, at - 3) : at]
    if other and other[0] > value and (spans_term or words[end] in {"gạch"}):
        return NumberSpan(at, other[1], f"{value}{RANGE}{other[0]}")
    return NumberSpan(at, end, str(value))


def _year_at(words: Sequence[str], at: int) -> tuple[int, int] | None:
    number = read_number(words, at)
    if number is None or number.decimals or number.scale_word or number.word_count < 2:
        return None
    if number.value not in _YEARS or (number.row and len(number.row) != 4):
        return None
    return number.value, at + number.word_count


def _time(words: Sequence[str], at: int) -> NumberSpan | None:
    """ "tám giờ rưỡi": the half is thirty minutes."""
    number = read_whole(words, at)
    if number is None or number.value > 24 or _at(words, at + number.word_count) != "giờ":
        return None
    end = at + number.word_count + 1
    if _at(words, end) == "rưỡi":
        return NumberSpan(at, end + 1, f"{number.value} giờ 30 phút")
    return NumberSpan(at, end - 1, str(number.value))


def _ordinal(words: Sequence[str], at: int) -> NumberSpan | None:
    """ "lần thứ mười bốn" of a congress, "khóa mười ba", "quý ba", "thế kỷ hai mươi mốt": Roman figures."""
    before = _at(words, at - 1)
    if before == "thứ" and _at(words, at - 2) == "lần":
        reach = words[max(0, at - 2 - _CONGRESS_REACH) : at - 2]
        if not any(pair == ("đại", "hội") for pair in pairwise(reach)):
            return _counted(words, at)
        if words[at] in {"nhất", "nhì", "tư"}:
            return NumberSpan(at, at + 1, {"nhất": "I", "nhì": "II", "tư": "IV"}[words[at]])
    elif before not in _ROMAN_LABELS and (_at(words, at - 2), before) != ("thế", "kỷ"):
        return None
    number = read_whole(words, at)
    if number is None or not 1 <= number.value <= (4 if before == "quý" else _ROMAN_MAX):
        return None
    if words[at] == "năm" and _year_at(words, at + 1) is not None:
        return None
    return NumberSpan(at, at + number.word_count, roman(number.value))


def _fraction(words: Sequence[str], at: int) -> NumberSpan | None:
    """ "hai phần ba" is 2/3; "phần trăm" is no fraction here and "một phần năm nay" none at all."""
    upper = read_whole(words, at)
    if upper is None or _at(words, at + upper.word_count) != "phần":
        return None
    below = at + upper.word_count + 1
    lower = 4 if _at(words, below) == "tư" else 0
    number = SpokenNumber(4, 1) if lower else read_whole(words, below)
    if number is None or not upper.value < number.value <= 100:
        return None
    end = below + number.word_count
    if _at(words, below) == "năm" and (_at(words, end) in _AFTER_YEAR_WORD or _year_at(words, end)):
        return None
    return NumberSpan(at, end, f"{upper.value}/{number.value}")


def _measured(words: Sequence[str], at: int) -> NumberSpan | None:
    """A percentage, or a number with its unit."""
    number = read_number(words, at)
    if number is None or number.row:
        return None
    end = at + number.word_count
    if tuple(words[end : end + 2]) == ("phần", "trăm"):
        return NumberSpan(at, end + 2, written(number) + PERCENT)
    if tuple(words[end : end + 2]) == ("phần", "nghìn"):
        return NumberSpan(at, end + 2, written(number) + "‰")
    for unit, sign in _UNITS.items():
        if tuple(words[end : end + len(unit)]) == unit:
            return NumberSpan(at, end + len(unit), f"{written(number)} {sign}")
    if _at(words, end) in _KEPT_UNITS and not (words[at] == "một" and number.is_small):
        return NumberSpan(at, end, written(number))
    return None


def _label(words: Sequence[str], at: int) -> NumberSpan | None:
    """ "điều năm", "khoản hai", "phường ba": a number that names."""
    before = _at(words, at - 1)
    number = read_whole(words, at)
    if number is None or (before not in _LABELS and not (before == "số" and words[at] != "năm")):
        return None
    if before == "số" and number.is_small and _at(words, at - 2) in {"một", "đa", "trong", "tổng", "dân"}:
        return None
    if before not in {"số"} and words[at] == "năm" and _at(words, at + 1) in _AFTER_YEAR_WORD:
        return None
    return NumberSpan(at, at + number.word_count, str(number.value))


def _counted(words: Sequence[str], at: int) -> NumberSpan | None:
    """Any other number: figures from ten on."""
    number = read_number(words, at)
    if number is None or (number.is_small and not number.decimals):
        return None
    return NumberSpan(at, at + number.word_count, written(number))


_RULES: tuple[_Rule, ...] = (
    _paper, _year, _ordinal, _time, _day, _month, _fraction, _measured, _label, _counted,
)  # fmt: skip
"""The first that applies wins, so the particular stand before the general."""
_STARTERS = frozenset({*DIGITS, "mười", "tư", "mùng", "mồng", "nhất", "nhì"})


def written(number: SpokenNumber) -> str:
    """A quantity: dots between thousands, a comma before decimals; "2,5 tỷ" keeps its word."""
    if number.row:
        return number.row
    if number.decimals or number.scale_word:
        text = f"{_dotted(number.value)},{number.decimals}"
        return f"{text} {number.scale_word}".rstrip()
    for scale, word in ((10**9, "tỷ"), (10**6, "triệu")):
        whole, rest = divmod(number.value, scale)
        if whole and rest % (scale // 10) == 0:
            tenth = rest // (scale // 10)
            return f"{_dotted(whole)}{f',{tenth}' if tenth else ''} {word}"
    return _dotted(number.value)


def _dotted(value: int) -> str:
    return f"{value:,}".replace(",", ".")


def _with_range_starts(words: Sequence[str], spans: list[NumberSpan]) -> list[NumberSpan]:
    """ "từ năm đến bảy phần trăm": the first number goes in figures because the second does."""
    taken = {span.end for span in spans}
    added: list[NumberSpan] = []
    for span in spans:
        at = span.start - 2
        if at < 1 or words[at + 1] not in {"đến", "tới"} or at + 1 in taken or words[at - 1] != "từ":
            continue
        number = read_whole(words, at)
        if number is not None and number.is_small and number.word_count == 1 and span.text[0].isdigit():
            added.append(NumberSpan(at, at + 1, str(number.value)))
    return sorted([*spans, *added], key=lambda span: span.start)


def _at(words: Sequence[str], position: int) -> str:
    return words[position] if 0 <= position < len(words) else ""
