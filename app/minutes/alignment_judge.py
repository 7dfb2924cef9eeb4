"""From a path through a speech to what is written: where the submitted text stands, where what was heard.

What differs by ear as little as a recogniser's slips do is the text's; what differs more, the speaker said
otherwise. Numbers are never guessed: where a numeral differs, what was heard stays. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from rapidfuzz.distance import Levenshtein

from app.minutes.alignment_words import NUMERALS, UNSTRESSED_NUMERALS, SpeechText

# Found on the tuning half of VIVOS (`benchmarks/spoken.py`): recognisers are that far off in one word, and
# somewhat less in several after each other; two words taken at random are 0.75 apart, one in ten below 0.5.
ONE_WORD_MAX = 0.52
SEVERAL_WORDS_MAX = 0.5
FIRST_WORD_MAX = 0.7  # the first word after a silence is the one most often lost
NUMERAL_MAX = 0.3
GOOD_MAX = 0.3
"""Up to this distance nobody would call it another word."""

_SAME_LETTERS_MIN = 0.55  # "dây chão" and "dâyáo": a boundary was lost, not a word
_SAME_LETTERS_WORDS = 4
_EXACT_MAX = 0.1
_TORN_MIN = 0.2  # the recogniser was lost at that word: the one beside it is more noise, not speech
_ISLAND_SYLLABLES = 3  # fewer words that agree amid others are chance
_FAR_WORDS = 4  # words left out, or put in, that make a jump

_WEAK = frozenset(
    {
        "và",
        "là",
        "thì",
        "mà",
        "của",
        "các",
        "những",
        "cho",
        "với",
        "ở",
        "đã",
        "rằng",
        "này",
        "cũng",
        "do",
        "về",
    }
)
"""Short words without stress that recognisers drop; "không", "chưa" and their like are never among them."""

_DENIALS = frozenset({"không", "chưa", "chẳng", "chả", "đừng", "chớ"})
"""A word that denies is never taken for another, nor another for it."""

_FILLERS = frozenset({"ờ", "à", "ừ", "ừm", "ờm", "ơ", "ư", "ậm"}) | frozenset("bcdđghklmnpqrstvx")
"""Hesitations, and the single consonants that recognisers make of them."""


class DeviationKind(StrEnum):
    """How a speaker left the submitted text."""

    SKIPPED = "skipped"
    ADDED = "added"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Deviation:
    """Heard words [heard_from, heard_to) of the segment stand where the text has [speech_from, speech_to)."""

    kind: DeviationKind
    heard_from: int
    heard_to: int
    speech_from: int
    speech_to: int


@dataclass(frozen=True, slots=True)
class HeardSyllable:
    """One heard syllable: `word` counts the words of its segment, `place` the row of the speech."""

    segment: int
    word: int
    text: str
    place: int | None = None
    distance: float = 1.0


@dataclass(frozen=True, slots=True)
class Written:
    """What is written for heard words [heard_from, heard_to); `text` None: as heard."""

    text: str | None
    heard_from: int
    heard_to: int


@dataclass(slots=True)
class Judged:
    """One segment's result: `skipped` may yet be read later."""

    written: list[Written]
    deviations: list[Deviation]
    read: list[int]
    agreeing: int = 0


@dataclass(slots=True)
class _Visit:
    """Heard syllables [first, last] that lie on one word of the speech; `deviates` once judged."""

    word: int
    first: int
    last: int
    places: list[int]
    distances: list[float]
    deviates: bool = False
    is_cut: bool = False

    @property
    def distance(self) -> float:
        return sum(self.distances) / len(self.distances)


class Judge:
    """Judges heard syllables against one speech."""

    def __init__(self, text: SpeechText) -> None:
        self._text = text
        count = len(text.syllables)
        self._form_first = list(range(count))
        for place in range(1, count):
            same_word = text.word_of[place] == text.word_of[place - 1]
            if same_word and text.before[place] == (place - 1,):
                self._form_first[place] = self._form_first[place - 1]
        self._form_last = list(range(count))
        for place in range(count - 2, -1, -1):
            if self._form_first[place + 1] == self._form_first[place]:
                self._form_last[place] = self._form_last[place + 1]

    def judge(
        self, heard: Sequence[HeardSyllable], word_counts: Sequence[int], after_word: int
    ) -> list[Judged]:
        """Consecutive segments, of `word_counts` heard words each; `heard[k].segment` counts them from 0.

        `after_word` is the speech's word that was read before them, -1 at the beginning.
        """
        visits = list(self._visits(heard))
        visits = self._without_islands(visits, after_word)
        self._judge_visits(visits, heard)
        results = [Judged([], [], []) for _ in word_counts]
        for visit in visits:
            result = results[heard[visit.first].segment]
            result.read.append(visit.word)
            result.agreeing += sum(distance <= GOOD_MAX for distance in visit.distances)
        _Writer(self._text, heard, results, after_word).write(visits)
        for result, count in zip(results, word_counts, strict=True):
            result.written = _complete(result.written, count)
            result.deviations = _merged(result.deviations)
        return results

    def _visits(self, heard: Sequence[HeardSyllable]) -> Iterator[_Visit]:
        visit: _Visit | None = None
        for position, syllable in enumerate(heard):
            if syllable.place is None:
                continue
            word = self._text.word_of[syllable.place]
            if visit and word == visit.word and syllable.place > visit.places[-1]:
                if syllable.segment == heard[visit.last].segment:
                    visit.last = position
                    visit.places.append(syllable.place)
                    visit.distances.append(syllable.distance)
                    continue
                visit.is_cut = True  # a long number over two segments
                yield visit
                visit = _Visit(word, position, position, [syllable.place], [syllable.distance], is_cut=True)
                continue
            if visit:
                yield visit
            visit = _Visit(word, position, position, [syllable.place], [syllable.distance])
        if visit:
            yield visit

    def _without_islands(self, visits: list[_Visit], after_word: int) -> list[_Visit]:
        """Leave out the few words by which an ad-lib happens to agree with some place of the text."""
        runs: list[list[_Visit]] = []
        for visit in visits:
            if (
                runs
                and not _jumps(runs[-1][-1].word, visit.word)
                and visit.first - runs[-1][-1].last <= _FAR_WORDS
            ):
                runs[-1].append(visit)
            else:
                runs.append([visit])
        kept: list[_Visit] = []
        for place, run in enumerate(runs):
            agreeing = sum(d <= GOOD_MAX for visit in run for d in visit.distances)
            before = kept[-1].word if kept else after_word
            following = runs[place + 1][0].word if place + 1 < len(runs) else None
            continues = not _jumps(before, run[0].word) and (
                following is None or not _jumps(run[-1].word, following)
            )
            beside = run[0].first - (kept[-1].last if kept else -1) - 1
            is_amid = beside >= _FAR_WORDS or _jumps(before, run[0].word)
            if agreeing >= _ISLAND_SYLLABLES or (continues and not is_amid) or self._is_sentence(run):
                kept += run
        return kept

    def _is_sentence(self, run: Sequence[_Visit]) -> bool:
        """Whether a short run is a whole short sentence."""
        end = run[-1].word + 1
        ends = end == len(self._text.words) or self._text.opens[end]
        agree = all(visit.distance <= GOOD_MAX for visit in run)
        return ends and agree and self._text.opens[run[0].word] and len(run) > 1

    def _judge_visits(self, visits: list[_Visit], heard: Sequence[HeardSyllable]) -> None:
        for visit in visits:
            said = {heard[at].text for at in range(visit.first, visit.last + 1)}
            numeral = self._text.numeric[visit.word] or any(
                self._text.syllables[place] in NUMERALS and heard[at].text in NUMERALS
                for place, at in zip(visit.places, range(visit.first, visit.last + 1), strict=False)
            )
            visit.deviates = numeral and not self._same_number(visit)
            meant = {self._text.syllables[place] for place in visit.places}
            if (said & _DENIALS) != (meant & _DENIALS):
                visit.deviates = True
            if not numeral and len(visit.places) > 1:
                form = self._form_last[visit.places[0]] - self._form_first[visit.places[0]] + 1
                visit.deviates |= 2 * len(visit.places) < form
        for run in _doubtful_runs(visits):
            mean = sum(visit.distance for visit in run) / len(run)
            at = run[0].first
            is_first = at == 0 or heard[at - 1].segment != heard[at].segment or self._text.opens[run[0].word]
            one_word_max = FIRST_WORD_MAX if is_first else ONE_WORD_MAX
            if mean > (one_word_max if len(run) == 1 else SEVERAL_WORDS_MAX):
                for visit in run:
                    visit.deviates = True

    def _same_number(self, visit: _Visit) -> bool:
        """Every stressed numeral of the form was heard, and none was far off."""
        if max(visit.distances) > NUMERAL_MAX:
            return False
        first, last = self._form_first[visit.places[0]], self._form_last[visit.places[0]]
        missed = set(range(first, last + 1)) - set(visit.places)
        syllables = self._text.syllables
        return not any(syllables[place] in NUMERALS - UNSTRESSED_NUMERALS for place in missed)


def _letters(written: str) -> str:
    return "".join(character for character in written.lower() if character.isalnum())


def _jumps(before: int, word: int) -> bool:
    return not before <= word <= before + _FAR_WORDS


def _doubtful_runs(visits: Sequence[_Visit]) -> Iterator[list[_Visit]]:
    """Visits after each other that sound different."""
    run: list[_Visit] = []
    for visit in visits:
        if visit.distance > GOOD_MAX and (not run or visit.word == run[-1].word + 1):
            run.append(visit)
            continue
        if run:
            yield run
        run = [visit] if visit.distance > GOOD_MAX else []
    if run:
        yield run


class _Writer:
    """Writes visits, and what lies between them, into the segments' results."""

    def __init__(
        self, text: SpeechText, heard: Sequence[HeardSyllable], results: list[Judged], after_word: int
    ) -> None:
        self._text = text
        self._heard = heard
        self._results = results
        self._word = after_word
        self._before = -1  # the last heard syllable written
        self._last: _Visit | None = None

    def write(self, visits: Sequence[_Visit]) -> None:
        for visit in visits:
            first, text = self._between(visit)
            heard_from, heard_to = self._words(first, visit.last)
            result = self._results[self._heard[visit.first].segment]
            if visit.deviates:
                result.deviations.append(
                    Deviation(DeviationKind.CHANGED, heard_from, heard_to, visit.word, visit.word + 1)
                )
            if visit.deviates or visit.is_cut:
                result.written += [Written(None, word, word + 1) for word in range(heard_from, heard_to)]
            else:
                result.written.append(Written(text + self._text.words[visit.word], heard_from, heard_to))
            self._word, self._before, self._last = visit.word, visit.last, visit
        self._add(range(self._before + 1, len(self._heard)))

    def _words(self, first: int, last: int) -> tuple[int, int]:
        return self._heard[first].word, self._heard[last].word + 1

    def _between(self, visit: _Visit) -> tuple[int, str]:
        """Judge what lies before a visit.

        Returns the first heard syllable of the visit's piece, which takes stammering in, and text of the
        speech that was not heard but belongs before it, with a blank behind.
        """
        beside = range(self._before + 1, visit.first)
        left_out = range(self._word + 1, visit.word)
        segment = self._heard[visit.first].segment
        result = self._results[segment]
        if beside and left_out and self._heard[beside[0]].segment == segment:
            heard_from, heard_to = self._words(beside[0], beside[-1])
            if self._is_near(beside, left_out):
                result.written.append(Written(self._joined(left_out), heard_from, heard_to))
                return visit.first, ""
            result.deviations.append(
                Deviation(DeviationKind.CHANGED, heard_from, heard_to, left_out.start, left_out.stop)
            )
            return visit.first, ""
        if self._mended(beside, left_out):
            return visit.first, ""
        if len(left_out) > 1 and self._mended(range(0), left_out[:1]):
            left_out = left_out[1:]
        is_torn = self._is_torn(beside, left_out, visit)
        first = visit.first
        is_here = beside and self._heard[beside[0]].segment == segment
        if is_here and (is_torn or self._is_stammer(beside, visit)):
            first = beside[0]
        else:
            self._add(beside)
        if not left_out:
            return first, ""
        if is_torn or (len(left_out) <= 2 and all(self._is_weak(word) for word in left_out)):
            return first, self._joined(left_out) + " "
        at = self._heard[visit.first].word
        result.deviations.append(Deviation(DeviationKind.SKIPPED, at, at, left_out.start, left_out.stop))
        return first, ""

    def _add(self, beside: range) -> None:
        """Heard words beside the text, in their segments."""
        for at in beside:
            syllable = self._heard[at]
            after = max(0, self._word + 1)
            self._results[syllable.segment].deviations.append(
                Deviation(DeviationKind.ADDED, syllable.word, syllable.word + 1, after, after)
            )

    def _joined(self, words: range) -> str:
        return " ".join(self._text.words[word] for word in words)

    def _is_weak(self, word: int) -> bool:
        written = self._text.words[word]
        is_label = self._text.opens[word] and written[-1] in ".)" and len(written) <= 4  # "1.", "a)"
        return is_label or written.lower() in _WEAK

    def _is_near(self, beside: range, left_out: range) -> bool:
        if max(len(beside), len(left_out)) > _SAME_LETTERS_WORDS or any(
            self._text.numeric[w] for w in left_out
        ):
            return False
        heard = "".join(self._heard[at].text for at in beside)
        written = _letters(self._joined(left_out))
        return Levenshtein.normalized_similarity(heard, written) >= _SAME_LETTERS_MIN

    def _mended(self, beside: range, left_out: range) -> bool:
        """Give what lies between to the piece before, where that word was torn from it."""
        last = self._last
        if last is None or not self._is_torn(beside, left_out, last):
            return False
        segment = self._heard[last.last].segment
        if beside and self._heard[beside[0]].segment != segment:
            return False
        written = self._results[segment].written
        piece = written[-1]
        text = f"{piece.text} {self._joined(left_out)}".strip()
        written[-1] = Written(text, piece.heard_from, piece.heard_to + len(beside))
        return True

    def _is_torn(self, beside: range, left_out: range, visit: _Visit) -> bool:
        """Whether a word heard inexactly and its neighbour are one word torn apart, or two run together."""
        if len(beside) + len(left_out) != 1 or visit.deviates or visit.is_cut or visit.distance <= _EXACT_MAX:
            return False
        if beside:
            return visit.distance > _TORN_MIN and self._heard[beside[0]].text not in NUMERALS | _DENIALS
        written = range(min(visit.word, left_out[0]), max(visit.word, left_out[0]) + 1)
        return self._is_near(range(visit.first, visit.last + 1), written)

    def _is_stammer(self, beside: range, visit: _Visit) -> bool:
        """Hesitations, and a word said twice, belong to no text."""
        around = {self._heard[visit.first].text, self._heard[beside[0] - 1].text if beside[0] else ""}
        return len(beside) <= 2 and all(
            self._heard[at].text in _FILLERS or self._heard[at].text in around for at in beside
        )


def _complete(written: list[Written], count: int) -> list[Written]:
    """All heard words once, in order: gaps as heard, overlaps (a heard "2025" over two words) joined."""
    result: list[Written] = []
    for piece in written:
        end = result[-1].heard_to if result else 0
        if piece.heard_from < end:
            before = result.pop()
            parts = [part for part in (before.text, piece.text) if part]
            heard_to = max(end, piece.heard_to)
            result.append(Written(" ".join(parts) or None, before.heard_from, heard_to))
            continue
        result += [Written(None, word, word + 1) for word in range(end, piece.heard_from)]
        result.append(piece)
    end = result[-1].heard_to if result else 0
    return result + [Written(None, word, word + 1) for word in range(end, count)]


def _merged(deviations: list[Deviation]) -> list[Deviation]:
    """Deviations that touch are one."""
    result: list[Deviation] = []
    for deviation in deviations:
        last = result[-1] if result else None
        if last and last.heard_to >= deviation.heard_from and last.speech_to == deviation.speech_from:
            heard_to, speech_to = max(last.heard_to, deviation.heard_to), deviation.speech_to
            kind = _kind(last.heard_from < heard_to, last.speech_from < speech_to)
            result[-1] = replace(last, kind=kind, heard_to=heard_to, speech_to=speech_to)
        else:
            result.append(deviation)
    return result


def _kind(has_heard: bool, has_speech: bool) -> DeviationKind:
    if has_heard and has_speech:
        return DeviationKind.CHANGED
    return DeviationKind.ADDED if has_heard else DeviationKind.SKIPPED
