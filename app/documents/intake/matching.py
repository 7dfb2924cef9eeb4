"""Which agenda item a paper belongs to, whose speech it is, which published paper it corrects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from uuid import UUID

from app.domain.entities import AgendaItem, Document, DocumentKind, Person
from app.domain.folding import fold_key

_STOP_WORDS = frozenset(
    [
        "cua",
        "ve",
        "va",
        "cac",
        "trinh",
        "bay",
        "doc",
        "nghe",
        "thong",
        "qua",
        "cho",
        "tai",
        "den",
        "nam",
        "nhiem",
        "ky",
        "lan",
        "thu",
        "dai",
        "hoi",
        "dang",
        "bo",
        "du",
        "thao",
        "so",
    ]
)
_ITEM_SCORE = 0.6
"""Share of a title's telling words that its item has. Below it, any two titles with "báo cáo" match."""
_CLEAR_LEAD = 1.25
_SAME_TITLE = 0.85
_SAME_TEXT = 0.6
_MIN_WORDS = 3


def find_item(title: str, kind: DocumentKind | None, agenda: Sequence[AgendaItem]) -> int | None:
    """The position of the one item whose words are the title's; None when none is, or two are as near."""
    words_of = {item.position: _words(item.title) for item in agenda}
    commonness = Counter(word for words in words_of.values() for word in words)

    def weigh(words: Iterable[str]) -> float:
        return sum(1 / max(1, commonness[word]) for word in words)

    title_words = _words(title)
    whole = weigh(title_words)
    scores = sorted(
        (
            (weigh(title_words & words) / whole if whole else 0.0, position)
            for position, words in words_of.items()
        ),
        reverse=True,
    )
    if scores and scores[0][0] >= _ITEM_SCORE:
        is_clear = len(scores) < 2 or scores[0][0] >= scores[1][0] * _CLEAR_LEAD
        return scores[0][1] if is_clear else None
    if kind is DocumentKind.SPEECH:
        speeches = [item.position for item in agenda if "tham luan" in fold_key(item.title)]
        return speeches[0] if len(speeches) == 1 else None
    return None


def _words(text: str) -> frozenset[str]:
    return frozenset(fold_key(text).split()) - _STOP_WORDS


def find_author(stem: str, persons: Iterable[Person]) -> int | None:
    """The number of the one person whose whole name stands in a file's name.

    The longest name wins, and of two that differ in their marks the one that is spelled so.
    """
    padded = f" {fold_key(stem)} "
    named = [person for person in persons if f" {fold_key(person.full_name)} " in padded]
    longest = max((len(fold_key(person.full_name)) for person in named), default=0)
    best = [
        person for person in named if len(fold_key(person.full_name)) == longest and " " in person.full_name
    ]
    if len(best) > 1:
        best = [person for person in best if person.full_name.casefold() in stem.casefold()]
    return best[0].number if len(best) == 1 else None


def find_replaced(
    title: str, kind: DocumentKind | None, paragraphs: frozenset[int], missing: Iterable[Document],
    published: Mapping[UUID, frozenset[int]],
) -> UUID | None:  # fmt: skip
    """The published paper, not in the folder any more, that this file is a corrected version of.

    By title, or by more than half of its paragraphs. None when none is, or two are.
    """
    titled, alike = [], []
    for paper in missing:
        if kind is not None and paper.kind is not kind:
            continue
        if _is_same_title(fold_key(title), fold_key(paper.title)):
            titled.append(paper.id)
        elif shared_part(paragraphs, published.get(paper.id, frozenset())) >= _SAME_TEXT:
            alike.append(paper.id)
    found = titled or alike
    return found[0] if len(found) == 1 else None


def _is_same_title(one: str, other: str) -> bool:
    """Nearly the same letters, or the same words with more behind them."""
    short, long = sorted((one, other), key=len)
    goes_on = len(short.split()) >= _MIN_WORDS and long.startswith(f"{short} ")
    return goes_on or SequenceMatcher(None, one, other).ratio() >= _SAME_TITLE


def shared_part(one: frozenset[int], other: frozenset[int]) -> float:
    """How much of the shorter of two sets of paragraphs is in the other, 0 to 1."""
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0
