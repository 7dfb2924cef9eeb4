"""A paper beside the version before it, paragraph by paragraph.

Equal paragraphs are found by their text, so that only what lies between them is looked at closely: 500 pages
take a second or two, also when nothing is left of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import pairwise

from app.documents.reading import ChangeKind, ComparedParagraph
from app.documents.text.reading_text import ReadingText

_MIN_LIKENESS = 0.4
"""Of the words of two paragraphs, the share that must agree for one to be the other, changed."""
_GAP_PARAGRAPHS = 64  # pairs looked at grow with its square
_MAX_WORD_PAIRS = 4_000_000  # difflib's worst case: about a second

_WORD = re.compile(r"\S+")
_ENDS_SENTENCE = (".", ";", ":", "!", "?", "…", "./.")


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """`text` with single spaces; it begins on page `page_index`. `is_last` on that page."""

    text: str
    page_index: int
    is_last: bool


_Pair = tuple[int | None, int | None]
_Marked = tuple[tuple[int, int], ...]


def compare_papers(old: ReadingText, new: ReadingText) -> tuple[ComparedParagraph, ...]:
    """The rows of the comparison, in reading order. Where a page breaks is no difference.

    What was removed stands before what was added in its place.
    """
    # Always from one side, so that the same two papers are matched alike whichever is the newer.
    if old.pages > new.pages:
        return _in_order([_turned(row) for row in _compare(new, old)])
    return _in_order(_compare(old, new))


def _compare(old: ReadingText, new: ReadingText) -> list[ComparedParagraph]:
    ours, theirs = _paragraphs(old), _paragraphs(new)
    ours = _joined_like(ours, theirs)
    theirs = _joined_like(theirs, ours)
    pairs = _align([one.text for one in ours], [one.text for one in theirs])
    return [_row(None if a is None else ours[a], None if b is None else theirs[b]) for a, b in pairs]


def _paragraphs(paper: ReadingText) -> list[_Paragraph]:
    """All paragraphs; one that plainly runs on over a page break is one."""
    found: list[_Paragraph] = []
    for index, page in enumerate(paper.pages):
        texts = [text for line in page.split("\n") if (text := " ".join(line.split()))]
        for number, text in enumerate(texts):
            paragraph = _Paragraph(text, index, number == len(texts) - 1)
            if number == 0 and found and _runs_on(found[-1].text, text):
                paragraph = replace(
                    paragraph, text=f"{found[-1].text} {text}", page_index=found.pop().page_index
                )
            found.append(paragraph)
    return found


def _runs_on(before: str, after: str) -> bool:
    return not before.endswith(_ENDS_SENTENCE) and after[0].islower()


def _joined_like(paragraphs: list[_Paragraph], others: list[_Paragraph]) -> list[_Paragraph]:
    """Paragraphs joined over a page break wherever the other paper has them as one."""
    texts = {other.text for other in others}
    joined = paragraphs[:1]
    for paragraph in paragraphs[1:]:
        last = joined[-1]
        whole = f"{last.text} {paragraph.text}"
        if last.is_last and whole in texts:
            joined[-1] = replace(paragraph, text=whole, page_index=last.page_index)
        else:
            joined.append(paragraph)
    return joined


def _align(ours: Sequence[str], theirs: Sequence[str]) -> Iterator[_Pair]:
    """Pairs of indexes in order, each index once; None where a side has nothing."""
    corners = [(-1, -1), *_anchors(ours, theirs), (len(ours), len(theirs))]
    for (a0, b0), (a1, b1) in pairwise(corners):
        if a0 >= 0:
            yield a0, b0
        yield from _align_gap(ours, theirs, range(a0 + 1, a1), range(b0 + 1, b1))


def _anchors(ours: Sequence[str], theirs: Sequence[str]) -> list[tuple[int, int]]:
    """Equal paragraphs in the same order: those that stand once in each paper, and their equal neighbours."""
    once_ours, once_theirs = Counter(ours), Counter(theirs)
    places = {text: index for index, text in enumerate(theirs)}
    unique = [
        (index, places[text])
        for index, text in enumerate(ours)
        if once_ours[text] == 1 and once_theirs.get(text) == 1
    ]
    corners = [(-1, -1), *_rising(unique), (len(ours), len(theirs))]
    anchors: list[tuple[int, int]] = []
    for (a0, b0), (a1, b1) in pairwise(corners):
        if a0 >= 0:
            anchors.append((a0, b0))
        ahead = _equal_run(ours[a0 + 1 : a1], theirs[b0 + 1 : b1])
        behind = _equal_run(ours[a0 + 1 + ahead : a1][::-1], theirs[b0 + 1 + ahead : b1][::-1])
        anchors += [(a0 + 1 + step, b0 + 1 + step) for step in range(ahead)]
        anchors += [(a1 - step, b1 - step) for step in range(behind, 0, -1)]
    return anchors


def _equal_run(ours: Sequence[str], theirs: Sequence[str]) -> int:
    for index, (a, b) in enumerate(zip(ours, theirs, strict=False)):
        if a != b:
            return index
    return min(len(ours), len(theirs))


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest part of the pairs, sorted by the first, whose second rises too (patience sorting)."""
    tops: list[int] = []  # index of the pair on top of each pile
    below: list[int] = []
    for index, (_, b) in enumerate(pairs):
        low, high = 0, len(tops)
        while low < high:
            middle = (low + high) // 2
            low, high = (middle + 1, high) if pairs[tops[middle]][1] < b else (low, middle)
        below.append(tops[low - 1] if low else -1)
        tops[low : low + 1] = [index]
    rising = []
    at = tops[-1] if tops else -1
    while at >= 0:
        rising.append(pairs[at])
        at = below[at]
    return rising[::-1]


def _align_gap(ours: Sequence[str], theirs: Sequence[str], a: range, b: range) -> Iterator[_Pair]:
    """Between two anchors: pairs of paragraphs that are alike, the rest one-sided. Long gaps in pieces."""
    pieces = max(1, -(-max(len(a), len(b)) // _GAP_PARAGRAPHS))
    for piece in range(pieces):
        left = a[len(a) * piece // pieces : len(a) * (piece + 1) // pieces]
        right = b[len(b) * piece // pieces : len(b) * (piece + 1) // pieces]
        yield from _align_piece([ours[i] for i in left], [theirs[j] for j in right], left, right)


def _align_piece(ours: list[str], theirs: list[str], a: range, b: range) -> Iterator[_Pair]:
    """The pairing in order with the greatest likeness in all (Needleman and Wunsch, gaps cost nothing)."""
    words_a = [frozenset(text.split()) for text in ours]
    words_b = [frozenset(text.split()) for text in theirs]
    rows, columns = len(ours), len(theirs)
    like = [[_likeness(words_a[i], words_b[j]) for j in range(columns)] for i in range(rows)]
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in reversed(range(rows)):
        for j in reversed(range(columns)):
            paired = best[i + 1][j + 1] + like[i][j] if like[i][j] else 0.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], paired)
    i = j = 0
    while i < rows and j < columns:
        if like[i][j] and best[i][j] == best[i + 1][j + 1] + like[i][j]:
            yield a[i], b[j]
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            yield a[i], None
            i += 1
        else:
            yield None, b[j]
            j += 1
    yield from ((a[left], None) for left in range(i, rows))
    yield from ((None, b[right]) for right in range(j, columns))


def _likeness(ours: frozenset[str], theirs: frozenset[str]) -> float:
    """Dice's coefficient of their words; 0 for paragraphs that are not each other."""
    share = 2 * len(ours & theirs) / (len(ours) + len(theirs))
    return share if share >= _MIN_LIKENESS else 0.0


def _row(old: _Paragraph | None, new: _Paragraph | None) -> ComparedParagraph:
    old_marked: _Marked
    new_marked: _Marked
    if old is None or new is None:
        kind = ChangeKind.ADDED if old is None else ChangeKind.REMOVED
        old_marked = ((0, len(old.text)),) if old else ()
        new_marked = ((0, len(new.text)),) if new else ()
    elif old.text == new.text:
        kind, old_marked, new_marked = ChangeKind.SAME, (), ()
    else:
        kind = ChangeKind.CHANGED
        old_marked, new_marked = _differing(old.text, new.text)
    return ComparedParagraph(
        kind,
        old.text if old else "",
        new.text if new else "",
        old.page_index if old else None,
        new.page_index if new else None,
        old_marked,
        new_marked,
    )


def _differing(old: str, new: str) -> tuple[_Marked, _Marked]:
    """(start, end) of each run of words that the other side has not, in both texts."""
    ours, theirs = list(_WORD.finditer(old)), list(_WORD.finditer(new))
    a, b = [word.group() for word in ours], [word.group() for word in theirs]
    if len(a) * len(b) > _MAX_WORD_PAIRS:
        ahead = _equal_run(a, b)
        behind = _equal_run(a[ahead:][::-1], b[ahead:][::-1])
        changes = [(ahead, len(a) - behind, ahead, len(b) - behind)]
    else:
        matcher = SequenceMatcher(None, a, b, autojunk=False)
        changes = [(a0, a1, b0, b1) for tag, a0, a1, b0, b1 in matcher.get_opcodes() if tag != "equal"]
    return (
        tuple((ours[a0].start(), ours[a1 - 1].end()) for a0, a1, _, _ in changes if a1 > a0),
        tuple((theirs[b0].start(), theirs[b1 - 1].end()) for _, _, b0, b1 in changes if b1 > b0),
    )


def _turned(row: ComparedParagraph) -> ComparedParagraph:
    turned = {ChangeKind.ADDED: ChangeKind.REMOVED, ChangeKind.REMOVED: ChangeKind.ADDED}
    return ComparedParagraph(
        turned.get(row.kind, row.kind),
        row.new_text,
        row.old_text,
        row.new_page_index,
        row.old_page_index,
        row.new_marked,
        row.old_marked,
    )


def _in_order(rows: list[ComparedParagraph]) -> tuple[ComparedParagraph, ...]:
    """Between two paragraphs that both papers have, what was removed before what was added."""
    ordered: list[ComparedParagraph] = []
    added: list[ComparedParagraph] = []
    for row in rows:
        if row.kind is ChangeKind.ADDED:
            added.append(row)
        else:
            if row.kind is not ChangeKind.REMOVED:
                ordered += added
                added = []
            ordered.append(row)
    return (*ordered, *added)
