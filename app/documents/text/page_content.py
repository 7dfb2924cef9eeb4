"""What stands on a page, in Unicode: pieces of lines, words, ruled lines. From MuPDF's plain structures."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.documents.reading import Box
from app.documents.text.legacy_text import decoder_for
from app.documents.text.turned import Turn, quarter_of

MIN_USEFUL_LETTERS = 40
"""A page number, a running head and a dossier number have fewer letters; a page of text has hundreds."""
_TEXT, _VECTOR = 0, 3  # kinds of blocks in MuPDF's structured text
_BOLD_FLAG = 16
_RULE_PT = 3.0
"""Rules of Word, LibreOffice and printer drivers are 0.5 to 2.5 points thick."""
_MAX_RULES = 4_000
_SPACE_EM = 0.25
_FEW_LETTERS = 2

_SYMBOL_BULLETS = str.maketrans(
    {0xF0B7: "•", 0xF0A7: "▪", 0xF0FC: "✓", 0xF02D: "-", 0xF0D8: "▸", 0xF076: "❖"}
)
_ODD_SPACES = "\t-\r\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_INVISIBLE = (
    "\0-\b\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064"
    "\ufeff\ufffd-\uffff\ue000-\uf8ff\U000f0000-\U0010ffff\ud800-\udfff"
)
_SPACES = re.compile(f"[ {_ODD_SPACES}]+")
_JUNK = re.compile(f"[{_INVISIBLE}]")
_UNCLEAN = re.compile(f"[{_ODD_SPACES}{_INVISIBLE}]|  ")
_WIDE_GAP = "   "
_WORD_BREAK = re.compile("[\u0000-\u0020\u00a0\u202a-\u202e]+")  # where MuPDF ends a word


@dataclass(frozen=True, slots=True)
class Piece:
    """A line, or the part of a line up to a wide gap. `size` is the font's, in points.

    One that is not `is_along` runs across the others, as in the heads of narrow columns. `was_converted`:
    typed before Unicode. `parts`: its texts between wide gaps of spaces, where it has such gaps.
    """

    text: str
    box: Box
    size: float
    is_bold: bool
    words: tuple[tuple[str, Box], ...] = ()
    is_along: bool = True
    was_converted: bool = False
    parts: tuple[str, ...] = ()

    @property
    def middle_y(self) -> float:
        return (self.box.y0 + self.box.y1) / 2


@dataclass(frozen=True, slots=True)
class PageContent:
    """Pieces in the order of the file; `rules` are thin or framed rectangles.

    `slanted` are lines that stand askew, as watermarks and stamps do: no part of the text. `is_drawn`: lines
    or shapes are on the page.

    Everything is in points from the top left corner of the page turned so that its text can be read.
    """

    turn: Turn
    pieces: tuple[Piece, ...]
    rules: tuple[Box, ...] = ()
    slanted: tuple[str, ...] = ()
    is_drawn: bool = False

    @property
    def height(self) -> float:
        return self.turn.reading_size[1]

    @property
    def has_text(self) -> bool:
        """Whether it has more than a page number, a running head or a dossier number."""
        letters = 0
        for piece in self.pieces:
            letters += sum(map(str.isalpha, piece.text))
            if letters >= MIN_USEFUL_LETTERS:
                return True
        return False

    @property
    def was_converted(self) -> bool:
        """Whether some of it was typed in a font from before Unicode."""
        return any(piece.was_converted for piece in self.pieces)


def clean(text: str) -> str:
    """One line of NFC without what cannot be seen: soft hyphens, zero-width and private characters."""
    if _UNCLEAN.search(text):
        text = _SPACES.sub(" ", _JUNK.sub("", text.translate(_SYMBOL_BULLETS)))
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def content_of(
    raw: dict[str, Any], width: float, height: float, words: Sequence[tuple[Any, ...]] = ()
) -> PageContent:
    """From `TextPage.extractDICT`; `words` from `extractWORDS` are given to their pieces."""
    words_by_line: dict[tuple[int, int], list[tuple[Any, ...]]] = {}
    for word in words:
        words_by_line.setdefault((word[5], word[6]), []).append(word)
    text_blocks = (block for block in raw["blocks"] if block["type"] == _TEXT)
    all_lines = [
        (quarter_of(line["dir"]), line, words_by_line.get((block_number, line_number), ()))
        for block_number, block in enumerate(text_blocks)
        for line_number, line in enumerate(block["lines"])
    ]
    lines = [(quarter, line, words) for quarter, line, words in all_lines if quarter is not None]
    turn = Turn.of((quarter for quarter, _, _ in lines), width, height)
    pieces = (
        _piece(line, line_words, turn, is_along=quarter == turn.quarters)
        for quarter, line, line_words in lines
    )
    rules = map(turn.to_reading, _rules(raw["blocks"], width, height))
    slanted = (_text_of(line) for quarter, line, _ in all_lines if quarter is None)
    is_drawn = any(block["type"] == _VECTOR for block in raw["blocks"])
    return PageContent(turn, tuple(filter(None, pieces)), tuple(rules), tuple(slanted), is_drawn)


def _piece(
    line: dict[str, Any], words: Sequence[tuple[Any, ...]], turn: Turn, *, is_along: bool
) -> Piece | None:
    """None for an empty line."""
    spans = line["spans"]
    typed = decoded = ""
    size = 0.0
    for span in spans:
        part: str = span["text"]
        typed += part
        decode = decoder_for(span["font"])
        decoded += decode(part) if decode else part
        size = max(size, span["size"])
    text = clean(decoded)
    stripped = text.strip()
    if not stripped:
        return None
    box = turn.to_reading(Box(*line["bbox"]))
    if is_along and len(stripped) < len(text):
        space = min(size * _SPACE_EM, (box.x1 - box.x0) / len(text))
        before = len(text) - len(text.lstrip())
        after = len(text) - len(stripped) - before
        box = Box(box.x0 + before * space, box.y0, box.x1 - after * space, box.y1)
    parts = tuple(filter(None, map(str.strip, decoded.split(_WIDE_GAP)))) if _WIDE_GAP in decoded else ()
    in_words = _words(decoded, words, turn) if words else ()
    return Piece(stripped, box, size, _all_bold(spans), in_words, is_along, decoded != typed, parts)


def _text_of(line: dict[str, Any]) -> str:
    decoders = ((span["text"], decoder_for(span["font"])) for span in line["spans"])
    return clean("".join(decode(text) if decode else text for text, decode in decoders)).strip()


def _all_bold(spans: Sequence[dict[str, Any]]) -> bool:
    """Whether a line is bold. A letter or two may come from another font, because the line's own has no "ầ":
    they count only where there is nothing else."""
    words = [span for span in spans if len(span["text"].strip()) > _FEW_LETTERS]
    return all(map(_is_bold, words or [span for span in spans if not span["text"].isspace()]))


def _is_bold(span: dict[str, Any]) -> bool:
    return bool(span["flags"] & _BOLD_FLAG) or "Bold" in span["font"]


def _words(decoded_line: str, words: Sequence[tuple[Any, ...]], turn: Turn) -> tuple[tuple[str, Box], ...]:
    """The boxes of a line's words with its text in Unicode, which MuPDF's own words are not."""
    texts = [text for text in _WORD_BREAK.split(decoded_line) if text]
    if len(texts) != len(words):
        texts = [word[4] for word in words]
    found = (
        (clean(text).strip(), turn.to_reading(Box(*word[:4])))
        for text, word in zip(texts, words, strict=True)
    )
    return tuple((text, box) for text, box in found if text)


def _rules(blocks: Sequence[dict[str, Any]], width: float, height: float) -> Iterator[Box]:
    count = 0
    for block in blocks:
        if block["type"] != _VECTOR or not block["isrect"]:
            continue
        box = Box(*block["bbox"])
        is_thin = min(box.x1 - box.x0, box.y1 - box.y0) <= _RULE_PT
        is_frame = block["stroked"] and not (
            box.x1 - box.x0 > 0.95 * width and box.y1 - box.y0 > 0.95 * height
        )
        if is_thin or is_frame:
            count += 1
            if count > _MAX_RULES:  # a drawing, no table
                return
            yield box


def runs_over(piece: Piece, xs: Sequence[float]) -> list[float]:
    """Those of the upright lines `xs` that the piece runs over."""
    return [x for x in xs if piece.box.x0 + 1 < x < piece.box.x1 - 1] if piece.is_along else []


def split_at(piece: Piece, xs: Sequence[float]) -> list[Piece]:
    """The piece cut where it runs over one of the upright lines `xs`, between its words."""
    inside = runs_over(piece, xs)
    if not inside or not piece.words:
        return [piece]
    groups: dict[int, list[tuple[str, Box]]] = {}
    for word in piece.words:
        middle = (word[1].x0 + word[1].x1) / 2
        groups.setdefault(sum(x < middle for x in inside), []).append(word)
    return [
        replace(
            piece,
            text=" ".join(text for text, _ in group),
            box=Box(group[0][1].x0, piece.box.y0, group[-1][1].x1, piece.box.y1),
            words=tuple(group),
        )
        for group in groups.values()
    ]
