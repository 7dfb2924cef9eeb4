"""Numbers of papers as they are read out: "mười tám gạch ngang nờ quờ tê vê" is 18-NQ/TW.

A number is figures, perhaps a year, and a code of letters in two parts: the kind of paper (NQ) and who
issued it (TW). Party papers write 18-NQ/TW, those of the State 30/2020/NĐ-CP and 798/QĐ-TTg; the signs that
were said count where there are any.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.speech.text.spoken_numbers import read_number, read_whole

PAPERS = frozenset(
    tuple(kind.split())
    for kind in (
        "nghị quyết", "quyết định", "nghị định", "thông tư", "chỉ thị", "kết luận", "quy định",
        "hướng dẫn",
        "công văn", "kế hoạch", "báo cáo", "tờ trình", "thông báo", "chương trình", "đề án", "luật",
        "pháp lệnh",
        "công điện", "quy chế", "thông tri", "liên tịch", "văn bản", "biên bản", "giấy mời",
    )
)  # fmt: skip
"""What stands before "số" when the number of a paper follows."""

_LETTERS = {
    spoken: letter
    for letter, ways in {
        "A": "a", "Ă": "á", "Â": "ớ", "B": "bê bờ", "C": "xê cờ", "D": "dê dờ", "Đ": "đê đờ",
        "E": "e", "Ê": "ê",
        "F": "ép phờ", "G": "giê gờ", "H": "hát hắt hờ", "I": "i", "K": "ca ka", "L": "lờ",
        "M": "mờ em",
        "N": "nờ en", "O": "o", "Ô": "ô", "Ơ": "ơ", "P": "pê pờ", "Q": "quy quờ cu", "R": "rờ",
        "S": "sờ ét",
        "T": "tê tờ", "U": "u", "Ư": "ư", "V": "vê vờ", "X": "xờ ích", "Y": "y",
    }.items()
    for spoken in ways.split()
}  # fmt: skip
"""How letters are spelled, by their old names and by their sounds."""
_HYPHENS = (("gạch", "ngang"), ("gạch", "nối"), ("trừ",), ("ngang",))
_SLASHES = (("gạch", "chéo"), ("xẹt",), ("sẹc",), ("trên",), ("xuyệc",), ("chéo",))
_KINDS = (
    "NQ", "QĐ", "NĐ", "TT", "CT", "KL", "HD", "TB", "BC", "KH", "CV", "TTR", "CTR", "QC", "ĐA",
    "PL", "GM",
    "BB", "QH",
)  # fmt: skip
_CASED = {"TTR": "TTr", "CTR": "CTr", "TTG": "TTg", "TV": "TW", "TƯ": "TW"}
"""How the codes are written. "tê vê" is what many say of TW (trung ương)."""
_STATE = frozenset({"CP", "TTG", "UBND", "HĐND", "CTN", "BTC", "BNV", "BYT", "BCA", "BQP", "UBTVQH"})
_MAX_CODE_WORDS = 16


@dataclass(frozen=True, slots=True)
class PaperNumber:
    """The number of a paper as it is written, and how many words it took."""

    text: str
    word_count: int


@dataclass(frozen=True, slots=True)
class _Part:
    """Letters or figures with the sign that was said before them: "-", "/" or none."""

    sign: str
    text: str


def read_paper_number(words: Sequence[str], start: int) -> PaperNumber | None:
    """The number of a paper that begins at `start` (behind "số"); None where no code of letters follows."""
    number = read_number(words, start)
    if number is None or number.decimals:
        return None
    parts, position = _read_parts(words, start + number.word_count)
    if not any(part.text.isalpha() for part in parts):
        return None
    figures = number.row or (f"{number.value:02}" if number.value < 10 else str(number.value))
    return PaperNumber(figures + _joined(parts), position - start)


def _read_parts(words: Sequence[str], start: int) -> tuple[list[_Part], int]:
    """What follows the first figures: years and letters, each with its sign."""
    parts: list[_Part] = []
    position = start
    while position < min(len(words), start + _MAX_CODE_WORDS):
        sign, after = _read_sign(words, position)
        letters, end = _read_letters(words, after)
        if letters:
            parts.append(_Part(sign, letters))
            position = end
            continue
        figures = read_whole(words, after)
        closes = figures is not None and parts and parts[-1].text in {"QH", "UBTVQH"}  # "51/2024/QH15"
        if figures is None or not (sign or closes):
            break
        parts.append(_Part(sign, str(figures.value)))
        position = after + figures.word_count
    return parts, position


def _read_sign(words: Sequence[str], start: int) -> tuple[str, int]:
    for sign, ways in (("-", _HYPHENS), ("/", _SLASHES)):
        for way in ways:
            if tuple(words[start : start + len(way)]) == way:
                return sign, start + len(way)
    return "", start


def _read_letters(words: Sequence[str], start: int) -> tuple[str, int]:
    """A run of spelled letters; "trung ương" and "chính phủ" said in full are TW and CP."""
    letters, position = "", start
    while position < len(words):
        if tuple(words[position : position + 2]) in {("vê", "kép"), ("vê", "đúp")}:
            letters, position = letters + "W", position + 2
        elif words[position] in _LETTERS:
            letters, position = letters + _LETTERS[words[position]], position + 1
        else:
            break
    if not letters and tuple(words[start : start + 2]) == ("trung", "ương"):
        return "TW", start + 2
    return letters, position


def _joined(parts: Sequence[_Part]) -> str:
    """The parts with their signs; what was said in one breath is taken apart into kind and issuer."""
    split: list[_Part] = []
    for part in parts:
        kind = next((kind for kind in _KINDS if part.text.startswith(kind) and part.text != kind), None)
        if kind and part.text.isalpha() and not any(piece.text in _KINDS for piece in split):
            split += [_Part(part.sign, kind), _Part("", part.text[len(kind) :])]
        else:
            split.append(part)
    has_year = any(part.text.isdigit() and len(part.text) == 4 for part in split)
    issuer = next((part.text for part in reversed(split) if part.text.isalpha()), "")
    of_state = has_year or issuer in _STATE or (bool(split) and split[0].sign == "/")
    text = ""
    for part in split:
        is_kind = part.text in _KINDS
        after_letters = text[-1:].isalpha()
        if part.text.isdigit():
            default = "" if after_letters else "/"
        else:
            default = ("/" if is_kind else "-") if of_state else ("-" if is_kind else "/")
        text += (part.sign or default) + _CASED.get(part.text, part.text)
    return text
