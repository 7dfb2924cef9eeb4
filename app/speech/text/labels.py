"""Learning material: a paper's text taken apart into words as they would be heard, and what it wrote of
them.

What nobody says (bullets, tables, lines of capitals) is left out; signs of punctuation become marks
on the words. Works on reading texts (pages of paragraphs) of any quality and keeps only what looks
like prose.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum


class Break(IntEnum):
    """What stands before a word."""

    NONE = 0
    COMMA = 1  # any of , ; : within a paragraph
    END = 2  # a sentence ends: . ? ! or the end of a paragraph


@dataclass(frozen=True, slots=True)
class Labelled:
    """Prose that belongs together: words as written, without punctuation, and what stands before each.

    `breaks` has one more entry than `words`: what stands behind the last.
    """

    words: tuple[str, ...]
    breaks: tuple[Break, ...]


_MIN_WORDS = 6
"""Shorter paragraphs are headings, table cells and addresses."""
_MAX_CAPITALS_SHARE = 0.5
_MIN_PLAIN_SHARE = 0.8
_MIN_MARKED_SHARE = 0.4
"""Words with a Vietnamese letter; prose has some 70 %, a text layer without its marks none."""
_BULLET = re.compile(r"^\s*[-–—+•*·▪]+\s+(?=\S)")
_LABEL = re.compile(r"^\s*\(?(\d{1,3}(?:\.\d{1,3})*|[a-zđA-ZĐ]|[IVXLC]{1,6})[.)/]\s+(?=\S)")
_OPENING = "\"'“”‘’«»([{<*_…"
_CLOSING = "\"'“”‘’«»)]}>*_"
_ENDS = re.compile(r"[.?!…]+[\"'”’»)\]]*$")
_COMMA = re.compile(r"[,;:][\"'”’»)\]]*$")
_ABBREVIATIONS = frozenset(
    {"tp.", "tt.", "ths.", "ts.", "pgs.", "gs.", "tm.", "kt.", "tl.", "tx.", "q.", "p."}
)
_FOOTNOTE = re.compile(r"(?<=[a-zà-ỹđ])\d{1,2}$")
_FIXES = str.maketrans({"ƣ": "ư", "Ƣ": "Ư", "\xa0": " ", "\u200b": None, "\ufeff": None})
_WORDLIKE = re.compile(r"^[a-zà-ỹđ]{1,7}$")
_VOWEL = re.compile(r"[aeiouyà-ỹ]")


def labelled(pages: Iterable[str]) -> list[Labelled]:
    """The prose of a paper: pages of paragraphs that are separated by line breaks."""
    found = []
    words: list[str] = []
    breaks: list[Break] = [Break.END]
    for paragraph in _paragraphs(pages):
        said, before = _taken_apart(paragraph)
        if not _is_prose(said, paragraph):
            if words:
                found.append(Labelled(tuple(words), tuple(breaks)))
            words, breaks = [], [Break.END]
            continue
        words += said
        breaks += before
    if words:
        found.append(Labelled(tuple(words), tuple(breaks)))
    return found


def _paragraphs(pages: Iterable[str]) -> list[str]:
    """Paragraphs whole: one that a page or a line cut goes on with a small letter."""
    whole: list[str] = []
    for raw in "\n".join(pages).translate(_FIXES).split("\n"):
        line = raw.strip()
        if not line:
            continue
        if whole and line[0].islower() and not _LABEL.match(line) and whole[-1][-1] not in ".;:?!|":
            whole[-1] += " " + line
        else:
            whole.append(line)
    return whole


def _taken_apart(paragraph: str) -> tuple[list[str], list[Break]]:
    """Words without signs, and what stands behind each."""
    words: list[str] = []
    breaks: list[Break] = []
    paragraph = _BULLET.sub("", paragraph)
    if label := _LABEL.match(paragraph):  # who reads a paper aloud says it
        words, breaks, paragraph = [label[1]], [Break.NONE], paragraph[label.end() :]
    for token in paragraph.split():
        word = token.lstrip(_OPENING)
        ends = bool(_ENDS.search(word)) and word.lower() not in _ABBREVIATIONS
        behind = Break.END if ends else Break.COMMA if _COMMA.search(word) else Break.NONE
        word = _FOOTNOTE.sub("", word.rstrip(_CLOSING + ".,;:?!…"))
        if any(character.isalnum() for character in word):
            words.append(word)
            breaks.append(behind)
        elif breaks:
            breaks[-1] = max(breaks[-1], behind)
    if breaks:
        breaks[-1] = Break.END
    return words, breaks


def _is_prose(words: Sequence[str], paragraph: str) -> bool:
    if len(words) < _MIN_WORDS or "|" in paragraph:
        return False
    capitals = sum(word.isupper() and word.isalpha() for word in words)
    plain = sum(bool(_WORDLIKE.match(word.lower()) and _VOWEL.search(word.lower())) for word in words)
    numbers = sum(word[0].isdigit() for word in words)
    marked = sum(not word.isascii() for word in words)
    return (
        capitals <= _MAX_CAPITALS_SHARE * len(words)
        and plain + numbers >= _MIN_PLAIN_SHARE * len(words)
        and marked >= _MIN_MARKED_SHARE * (len(words) - numbers)
    )
