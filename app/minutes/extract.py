"""A short extract of a speech: its own sentences, whole and in order, chosen by what they say and where.

Extractive on purpose: minutes may leave out, but may not put words into somebody's mouth. A sentence counts
for where it stands, for taking a position or proposing something, for its figures, and for having the
words that the whole speech is about (cosine with the speech's centroid, as in centroid-based summarisation:
Radev et al., 2004); what says the same again counts less (maximal marginal relevance: Carbonell, 1998).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

EXTRACT_WORDS = 60
"""What a speech gets in the body of minutes; the annex has all of it."""
_LAST_LOOKED_AT = 4_000
"""Sentences. A speech has some hundred; a longer text is looked at from its beginning."""

_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:[A-ZĐ]|TP|TX|TT|Q|P|TS|ThS|PGS|GS|BS|CN|KS|KP|[đĐ]/?c|v\.v|VD|vd|St|tr|Tr)\.$"
)
_BOUNDARY = re.compile(r"(?<=[.!?…])[\"”’)\]]*\s+(?=[\"“‘(\[]?(\w))")
_LIST_MARK = re.compile(r"(?:\d{1,2}|[IVX]+)\.")
_CLAUSE = re.compile(r"[,;:]\s")
_TOKEN = re.compile(r"\w+(?:[.,/-]\d+)*%?")

_GREETING = re.compile(
    r"(?i)^(?:(?:trước hết|trước tiên|đầu tiên)[, ]+)?(?:xin |tôi xin |em xin )*(?:được )?"
    r"(?:kính thưa|thưa|kính gửi|kính chào|xin chào)\b"
)
_FAREWELL = re.compile(
    r"(?i)\b(?:xin (?:trân trọng |chân thành )?(?:cảm|cám) ơn|trân trọng (?:cảm|cám) ơn|(?:xin )?kính chúc|"
    r"chúc (?:đại hội|các|quý|toàn thể)|xin hết|ý kiến của tôi (?:xin )?(?:đến đây là )?hết)\b"
)
_CUES: tuple[tuple[re.Pattern[str], float], ...] = (
    # Taking a position.
    (
        re.compile(
            r"(?i)\b(?:nhất trí|đồng tình|đồng ý|tán thành|thống nhất|ủng hộ|không nhất trí|chưa nhất trí|"
            r"không đồng ý|băn khoăn|phản đối|bày tỏ)\b"
        ),
        0.9,
    ),
    # Asking for something.
    (
        re.compile(
            r"(?i)\b(?:đề nghị|kiến nghị|đề xuất|bổ sung|sửa đổi|góp ý|tham gia ý kiến|mong muốn|yêu cầu)\b"
        ),
        1.0,
    ),
    # What is to be done, what was reached.
    (
        re.compile(r"(?i)\b(?:giải pháp|nhiệm vụ|mục tiêu|chỉ tiêu|phấn đấu|tập trung|cần(?: phải)?|phải)\b"),
        0.35,
    ),
    (
        re.compile(r"(?i)\b(?:kết quả|đạt|tăng|giảm|hoàn thành|bài học|kinh nghiệm|nguyên nhân|hạn chế)\b"),
        0.3,
    ),
)
_FIGURE = re.compile(r"\d")
_FIRST_STANCE_BONUS = 0.5
_SAME_AGAIN = 0.7
"""Cosine from which two sentences say the same."""
_EMPTY_WORDS = frozenset(
    """
    và của là có các cho với được trong những một này đã không để thì mà cũng như từ khi đến về ra vào
    đó tại trên dưới sẽ đang rất nhiều hơn nên vì do bởi nếu tôi chúng ta em xin thưa kính đồng chí đại
    biểu đại hội quý vị ạ vâng thế ấy kia nữa lại còn chỉ theo qua
    """.split()  # noqa: SIM905 - one a line would fill two pages
)


@dataclass(frozen=True, slots=True)
class _Sentence:
    """`terms`: its pairs of neighbouring words (a Vietnamese word is mostly two syllables) and figures.

    `norm`: the length of their vector.
    """

    text: str
    words_count: int
    terms: Counter[str]
    norm: float


def extract(text: str, words_limit: int = EXTRACT_WORDS) -> str:
    """At most `words_limit` words of `text`: whole sentences in their order; all of it where it is short.

    A first sentence that is longer than the limit is cut behind one of its clauses, and "…" says so.
    """
    text = " ".join(text.split())
    if len(text.split(" ")) <= words_limit:
        return text
    found = [_sentence(one) for one in split_sentences(text)[:_LAST_LOOKED_AT]]
    chosen = _chosen(found, words_limit)
    if not chosen:
        return _clipped(_most_telling(found).text, words_limit)
    return " ".join(found[index].text for index in sorted(chosen))


class Extracts:
    """What `extract` made of the texts of the last draft: from one to the next hardly any has changed.

    Any thread: whoever is first has done the work for nothing at the worst.
    """

    def __init__(self) -> None:
        self._last: dict[str, str] = {}

    def of(self, texts: Iterable[str]) -> dict[str, str]:
        """The extract of each text."""
        last = self._last
        found = {text: last[text] if text in last else extract(text) for text in texts}
        self._last = found
        return found


def split_sentences(text: str) -> list[str]:
    """Sentences in order. A point behind an abbreviation, an initial or a list's number ends none."""
    sentences: list[str] = []
    begin = 0
    for boundary in _BOUNDARY.finditer(text):
        until = boundary.start() + len(boundary[0].rstrip())
        piece = text[begin:until].strip()
        if boundary[1].islower() or _ABBREVIATION.search(piece) or _LIST_MARK.fullmatch(piece):
            continue
        sentences.append(text[begin:until].strip())
        begin = boundary.end()
    return [one for one in (*sentences, text[begin:].strip()) if one]


def _sentence(text: str) -> _Sentence:
    tokens = [token.lower() for token in _TOKEN.findall(text)]
    pairs = (
        f"{first} {second}"
        for first, second in pairwise(tokens)
        if first not in _EMPTY_WORDS and second not in _EMPTY_WORDS
    )
    figures = (token for token in tokens if token[0].isdigit())
    terms = Counter([*pairs, *figures])
    return _Sentence(text, len(text.split()), terms, _norm(terms))


def _chosen(sentences: list[_Sentence], words_limit: int) -> set[int]:
    """Greedily the best one that still fits, until none does."""
    scores = _scores(sentences)
    repeated = [0.0] * len(sentences)
    chosen: set[int] = set()
    left = words_limit
    while True:
        best, best_score = -1, 0.0
        for index, sentence in enumerate(sentences):
            score = scores[index] - repeated[index]
            fits = index not in chosen and sentence.words_count <= left
            if fits and score > best_score and repeated[index] < _SAME_AGAIN:
                best, best_score = index, score
        if best < 0:
            return chosen
        chosen.add(best)
        left -= sentences[best].words_count
        for index, sentence in enumerate(sentences):
            repeated[index] = max(repeated[index], _cosine(sentence, sentences[best]))


def _scores(sentences: list[_Sentence]) -> list[float]:
    centroid = _centroid(sentences)
    last = max(1, len(sentences) - 1)
    stance_seen = False
    scores = []
    for index, sentence in enumerate(sentences):
        cues = sum(weight for pattern, weight in _CUES if pattern.search(sentence.text))
        # What opens a speech says what it is about; the end sums up. The middle has to speak for itself.
        place = 0.25 if index <= 1 else 0.15 if index >= last - 1 else 0.0
        score = _cosine(sentence, centroid) + cues + place
        score += 0.25 if _FIGURE.search(sentence.text) else 0.0
        if cues >= _CUES[0][1] and not stance_seen:
            stance_seen = True
            score += _FIRST_STANCE_BONUS
        if _FAREWELL.search(sentence.text):
            score -= 2.0
        elif _GREETING.search(sentence.text):
            # Alone it says nothing; engines without punctuation run it into what is said next.
            score -= 0.3 if cues >= _CUES[0][1] else 1.0
        if sentence.words_count < 4:
            score -= 0.6
        if _is_heading(sentence.text):
            score -= 3.0
        scores.append(score)
    return scores


def _is_heading(text: str) -> bool:
    """Of a paper that is being read: mostly in capitals."""
    letters = [letter for letter in text if letter.isalpha()]
    return sum(letter.isupper() for letter in letters) > len(letters) / 2


def _centroid(sentences: list[_Sentence]) -> _Sentence:
    """What the speech is about: terms that come again, in as many sentences as they do."""
    counts: Counter[str] = Counter()
    for sentence in sentences:
        counts.update(sentence.terms.keys())
    terms = Counter({term: count for term, count in counts.items() if count > 1})
    return _Sentence("", 0, terms, _norm(terms))


def _norm(terms: Counter[str]) -> float:
    return math.sqrt(sum(count * count for count in terms.values()))


def _cosine(first: _Sentence, second: _Sentence) -> float:
    small, large = sorted((first.terms, second.terms), key=len)
    shared = sum(count * large[term] for term, count in small.items() if term in large)
    return shared / (first.norm * second.norm) if shared else 0.0


def _most_telling(sentences: list[_Sentence]) -> _Sentence:
    scores = _scores(sentences)
    return sentences[max(range(len(sentences)), key=scores.__getitem__)]


def _clipped(sentence: str, words_limit: int) -> str:
    """As many whole clauses as fit, else words."""
    words = sentence.split(" ")
    if len(words) <= words_limit:
        return sentence
    head = " ".join(words[:words_limit])
    ends = [match.start() for match in _CLAUSE.finditer(head)]
    if ends and len(head[: ends[-1]].split(" ")) >= words_limit // 3:
        head = head[: ends[-1]]
    return head.rstrip(" ,;:-–") + "…"
