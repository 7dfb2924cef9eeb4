"""State-secret markings (Mật, Tối mật, Tuyệt mật): in heads, on stamps, across pages.

A paper that speaks about secrets has the same words, so what counts is how they stand: alone on a line near
the top of a page, in capitals, or behind "Độ mật".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from app.documents.text.flow import Layout
from app.domain.folding import fold_text

_HEAD_SHARE = 0.35
_MAX_CHARS = 60
_MAX_LINES = 40
_MAY_BE = re.compile(r"m[\W_]*[aăâ\u1ea0-\u1eb7][\W_]*t", re.IGNORECASE)
_LEVELS_RISING = ("MẬT", "TỐI MẬT", "TUYỆT MẬT")
_LEVELS = {fold_text(level).replace(" ", ""): level for level in _LEVELS_RISING}
_COPY = r"(?:(?:bảnsố|sốbản|độcbản)\d*)?"
"""What may follow on the stamp: which copy this is. Lines are compared without spaces and signs."""
_CALLED = r"(?:(?:mức|chỉ|dấu|đóng)*(?:độ|dấu)mật)"
_ALONE = re.compile(rf"(tuyệtmật|tốimật|mật){_COPY}")
_BEHIND_WORDS = re.compile(rf"{_CALLED}(tuyệtmật|tốimật|mật){_COPY}")
_WITHOUT_MARKS = re.compile(fold_text(rf"{_CALLED}?(tuyệtmật|tốimật|mật){_COPY}"))
_NO_LETTER = re.compile(r"[\W_]+")
_SMALL = re.compile(r"[\[(“\"]?\s*(?:Tuyệt mật|Tối mật|Mật)\s*[\])”\"]?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Marking:
    """`level`: MẬT, TỐI MẬT or TUYỆT MẬT."""

    level: str
    page_index: int


def head_lines(layout: Layout) -> tuple[str, ...]:
    """The lines of a page's head that `find_marking` may know, and of the whole page what stands slanted.

    Halves of a head that stand side by side are lines of their own.
    """
    bottom = layout.content.height * _HEAD_SHARE
    texts = list(layout.content.slanted)
    for piece in layout.content.pieces:
        if piece.box.y0 <= bottom:
            texts += piece.text, *piece.parts
    for row in layout.rows:
        if row.pieces[0].box.y0 > bottom:
            break
        texts += row.text, *(piece.text for piece in row.pieces)
    return tuple(dict.fromkeys(filter(_may_be_marking, texts)))[:_MAX_LINES]


def _may_be_marking(line: str) -> bool:
    return len(line) <= _MAX_CHARS and bool(_MAY_BE.search(line))


def find_marking(lines: Sequence[str], *, was_recognised: bool = False, is_front: bool = True) -> str | None:
    """The marking among the lines of a page's head: MẬT, TỐI MẬT or TUYỆT MẬT.

    What a machine recognised may have lost its marks. `is_front`: the paper may begin on this page; elsewhere
    small letters are part of a text, and several levels in small letters are a list of them.
    """
    capital: set[str] = set()
    small: set[str] = set()
    for line in (unicodedata.normalize("NFC", line) for line in lines):
        letters = _NO_LETTER.sub("", line)
        lower = letters.lower()
        found = _BEHIND_WORDS.fullmatch(lower)
        alone = _ALONE.fullmatch(lower)
        if found is None and alone and letters[: alone.end(1)].isupper():
            found = alone
        if found is None and was_recognised and letters.isupper():
            found = _WITHOUT_MARKS.fullmatch(fold_text(letters))
        if found:
            capital.add(_LEVELS[fold_text(found[1])])
        elif _SMALL.fullmatch(line.strip()):
            small.add(_LEVELS[fold_text(lower)])
    if capital:
        return max(capital, key=_LEVELS_RISING.index)
    return small.pop() if is_front and len(small) == 1 else None
