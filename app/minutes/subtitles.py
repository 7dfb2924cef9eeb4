"""Subtitles of what was said: SRT and WebVTT from segments and their words."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from html import escape
from uuid import UUID

from app.domain.state import CongressState
from app.domain.transcript import Segment
from app.minutes.draft import Speech
from app.minutes.errors import NothingRecorded
from app.minutes.speeches import stretches
from app.paper.text import typeset

LINE_CHARS = 42
"""What reads at a glance on any screen (Netflix's timed text guide for Latin letters: 42, two lines)."""
MAX_LINES = 2
MAX_MS = 7_000
_MIN_MS = 1_000
_NOBODY_KNOWN = "Chưa rõ"
_SRT_SIGNS = str.maketrans({"<": "‹", ">": "›", "{": "(", "}": ")"})
_PAUSE_MS = 1_500
_SENTENCE_END = re.compile(r"[.!?…][\"”’)]*$")
_MIN_CUE_CHARS = 12
"""A shorter sentence ("Vâng.") shares its cue with the next one."""


@dataclass(frozen=True, slots=True)
class Cue:
    """One subtitle; times from the beginning of the sound."""

    start_ms: int
    end_ms: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Token:
    """A word as it is shown, and when it is said."""

    text: str
    start_ms: int
    end_ms: int


def cues_of(state: CongressState, recording_id: UUID | None = None) -> list[Cue]:
    """The cues of one recording, or of all one after another as if their sound were joined.

    Raises `NothingRecorded`.
    """
    starts_ms = _starts_ms(state, recording_id)
    cues: list[Cue] = []
    before = ""
    for speech in stretches(state):
        who = _name(speech)
        for segment in (state.segments[one] for one in speech.segment_ids):
            if segment.recording_id in starts_ms:
                prefix = "" if who == before else f"{who}: "
                cues += _cues(prefix, _tokens(segment), starts_ms[segment.recording_id])
                before = who
    if not cues:
        raise NothingRecorded
    return _apart(cues)


def _name(speech: Speech) -> str:
    """Short enough to leave a line for what is said."""
    name = speech.speaker.full_name if speech.speaker else speech.speaker_name
    return textwrap.shorten(typeset(name), LINE_CHARS - 2, placeholder="…") or _NOBODY_KNOWN


def to_srt(cues: Iterable[Cue]) -> bytes:
    """SubRip, UTF-8. Players take angle brackets for tags: they are shown as single quotation marks."""
    blocks = (
        f"{number}\r\n{_stamp(cue.start_ms, ',')} --> {_stamp(cue.end_ms, ',')}\r\n"
        + "\r\n".join(line.translate(_SRT_SIGNS) for line in cue.lines)
        for number, cue in enumerate(cues, start=1)
    )
    return ("\r\n\r\n".join(blocks) + "\r\n").encode()


def to_vtt(cues: Iterable[Cue]) -> bytes:
    """WebVTT, UTF-8."""
    blocks = (
        f"{_stamp(cue.start_ms, '.')} --> {_stamp(cue.end_ms, '.')}\n"
        + "\n".join(escape(line, quote=False) for line in cue.lines)
        for cue in cues
    )
    return ("WEBVTT\n\n" + "\n\n".join(blocks) + "\n").encode()


def _starts_ms(state: CongressState, recording_id: UUID | None) -> dict[UUID, int]:
    """When each recording begins in the sound that the subtitles are for."""
    starts: dict[UUID, int] = {}
    at_ms = 0
    for recording in sorted(state.recordings.values(), key=lambda one: (one.started_at_utc_ms, one.id)):
        if recording_id not in (None, recording.id):
            continue
        starts[recording.id] = at_ms
        heard_until = (one.end_ms for one in state.segments.values() if one.recording_id == recording.id)
        at_ms += recording.duration_ms or max(heard_until, default=0)
    return starts


def _tokens(segment: Segment) -> list[_Token]:
    """The words to read with their times: those that were heard so have their own, others lie between."""
    shown = [part for word in typeset(segment.text).split() for part in textwrap.wrap(word, LINE_CHARS)]
    heard = segment.words
    anchors: dict[int, tuple[int, int]] = {}
    if heard:
        said, read = [_bare(one.text) for one in heard], [_bare(one) for one in shown]
        matcher = SequenceMatcher(None, said, read, autojunk=False)
        for block in matcher.get_matching_blocks():
            for step in range(block.size):
                word = heard[block.a + step]
                anchors[block.b + step] = (word.start_ms, word.end_ms)
    return list(_timed(shown, anchors, segment.start_ms, segment.end_ms))


def _bare(word: str) -> str:
    return word.lower().strip('.,;:!?…"“”()')


def _timed(
    shown: Sequence[str], anchors: dict[int, tuple[int, int]], start_ms: int, end_ms: int
) -> Iterator[_Token]:
    """Words without a time of their own share the time between those that have one, by their letters."""
    at_ms, index = start_ms, 0
    while index < len(shown):
        if index in anchors:
            begin, end = anchors[index]
            begin = min(max(begin, at_ms), end_ms)
            at_ms = min(max(end, begin), end_ms)
            yield _Token(shown[index], begin, at_ms)
            index += 1
            continue
        until = next((later for later in range(index, len(shown)) if later in anchors), len(shown))
        border = min(max(anchors[until][0], at_ms), end_ms) if until in anchors else end_ms
        letters = sum(len(word) for word in shown[index:until])
        span, done = border - at_ms, 0
        for word in shown[index:until]:
            begin = at_ms + span * done // letters
            done += len(word)
            yield _Token(word, begin, at_ms + span * done // letters)
        at_ms, index = border, until


def _cues(prefix: str, tokens: Sequence[_Token], offset_ms: int) -> Iterator[Cue]:
    """Words gathered to cues, a new one where words no longer fit, after a pause, or behind a sentence."""
    gathered: list[_Token] = []
    text = prefix
    for token in tokens:
        longer = f"{text}{token.text} "
        if gathered and _is_over(gathered, token, longer, text):
            yield _cue(text, gathered, offset_ms)
            gathered, longer = [], f"{token.text} "
        gathered.append(token)
        text = longer
    if gathered:
        yield _cue(text, gathered, offset_ms)


def _is_over(gathered: Sequence[_Token], token: _Token, longer: str, text: str) -> bool:
    return (
        len(_lines(longer)) > MAX_LINES
        or token.end_ms - gathered[0].start_ms > MAX_MS
        or token.start_ms - gathered[-1].end_ms >= _PAUSE_MS
        or (bool(_SENTENCE_END.search(gathered[-1].text)) and len(text) >= _MIN_CUE_CHARS)
    )


def _cue(text: str, tokens: Sequence[_Token], offset_ms: int) -> Cue:
    return Cue(tokens[0].start_ms + offset_ms, tokens[-1].end_ms + offset_ms, _lines(text))


def _lines(text: str) -> tuple[str, ...]:
    return tuple(textwrap.wrap(text, LINE_CHARS, break_on_hyphens=False))


def _apart(cues: Iterable[Cue]) -> list[Cue]:
    """In order, long enough to be read, none over another, none longer than `MAX_MS`."""
    in_order = sorted(cues, key=lambda cue: (cue.start_ms, cue.end_ms))
    apart: list[Cue] = []
    free_ms = 0
    for index, cue in enumerate(in_order):
        start_ms = max(cue.start_ms, free_ms)
        end_ms = max(cue.end_ms, start_ms + _MIN_MS)
        if index + 1 < len(in_order):
            end_ms = min(end_ms, max(in_order[index + 1].start_ms, start_ms + 1))
        free_ms = end_ms = min(end_ms, start_ms + MAX_MS)
        apart.append(replace(cue, start_ms=start_ms, end_ms=end_ms))
    return apart


def _stamp(at_ms: int, comma: str) -> str:
    seconds, ms = divmod(at_ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}{comma}{ms:03}"
