"""The transcript as lines of a page, kept up to date by touching only what changed. No Qt.

Opening 10,000 segments costs one sort; a change costs one comparison by identity for each segment (the
records of a state are frozen and shared between states) and a search for the place of what changed.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from uuid import UUID

from app.domain.state import CongressState, FloorTurn
from app.domain.transcript import Recording, Segment

_MOST_SINGLE_CHANGES = 400
"""With more segments changed at once, sorting all of them is quicker than finding each one's place."""

_BLOCK = 256

_Key = tuple[int, UUID, int, UUID]


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks: of the roster, or a name that was typed; neither while nobody knows."""

    person_id: UUID | None = None
    name: str = ""

    @property
    def is_known(self) -> bool:
        return bool(self.name)


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph. `begins_turn`: the speaker's name stands beside it."""

    segment: Segment
    speaker: Speaker
    at_utc_ms: int
    begins_turn: bool

    @property
    def is_of_unknown(self) -> bool:
        return not self.speaker.is_known


@dataclass(frozen=True, slots=True)
class Splice:
    """From row `at` on, `removed` lines gave place to `added` ones."""

    at: int
    removed: int
    added: int


class Page:
    """The lines in order. `update` with each new state; GUI thread."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self._keys: list[_Key] = []
        self._read: dict[UUID, Segment] = {}
        """Every segment of the state that was seen last, read or not."""
        self._recordings: dict[UUID, Recording] = {}
        self._floor = _Floor((), None)
        self._persons: object = None

    def row_of(self, segment_id: UUID) -> int | None:
        """Where this segment stands; None where it does not."""
        segment = self._read.get(segment_id)
        recording = self._recordings.get(segment.recording_id) if segment else None
        if segment is None:
            return None
        row = bisect_left(self._keys, _key(segment, recording))
        return row if row < len(self.lines) and self.lines[row].segment.id == segment_id else None

    def row_at(self, recording_id: UUID, at_ms: int) -> int | None:
        """The line that is being heard at this moment of a recording, or the last one before."""
        recording = self._recordings.get(recording_id)
        started = recording.started_at_utc_ms if recording else 0
        row = bisect_right(self._keys, (started, recording_id, at_ms, _LAST)) - 1
        return row if row >= 0 and self.lines[row].segment.recording_id == recording_id else None

    def update(self, state: CongressState) -> Splice | None:
        """Take over a new state; what changed, None where nothing did."""
        old = self.lines
        changed, removed = _differences(self._read, state.segments)
        floor_is_new = not self._floor.is_of(state)
        if floor_is_new:
            self._floor = _Floor(state.floor_turns, state.floor)
        is_many = len(changed) + len(removed) > _MOST_SINGLE_CHANGES
        people_are_new = self._persons_changed(state)
        if is_many or people_are_new or self._order_changed(state.recordings):
            self._recordings = dict(state.recordings)
            self._rebuild(state)
        else:
            self._recordings = dict(state.recordings)
            self._replace(state, changed, removed)
            if floor_is_new:
                self._name_again(state)
        self._read = state.segments
        return _splice(old, self.lines)

    # --- inside ---

    def _persons_changed(self, state: CongressState) -> bool:
        before, self._persons = self._persons, tuple(state.persons.values())
        return before != self._persons

    def _order_changed(self, fresh: dict[UUID, Recording]) -> bool:
        known = self._recordings
        return any(
            id_ not in known
            or known[id_].choices != one.choices
            or known[id_].started_at_utc_ms != one.started_at_utc_ms
            for id_, one in fresh.items()
        )

    def _rebuild(self, state: CongressState) -> None:
        segments = state.segments_in_order()
        kept = {line.segment.id: line for line in self.lines}
        self._keys = [_key(one, self._recordings.get(one.recording_id)) for one in segments]
        self.lines = []
        before: Speaker | None = None
        for segment in segments:
            line = self._line(state, segment, before)
            before = line.speaker
            # An equal line stays the same object: whoever measured it need not do so again.
            known = kept.get(segment.id)
            self.lines.append(known if known == line else line)

    def _replace(self, state: CongressState, changed: list[Segment], removed: list[UUID]) -> None:
        self.lines = list(self.lines)
        for old in filter(None, map(self._read.get, [*(one.id for one in changed), *removed])):
            key = _key(old, self._recordings.get(old.recording_id))
            row = bisect_left(self._keys, key)
            if row < len(self._keys) and self._keys[row] == key:
                del self._keys[row], self.lines[row]
                self._mend(state, row)
        for segment in changed:
            if not state.is_read(segment):
                continue
            key = _key(segment, self._recordings.get(segment.recording_id))
            row = bisect_left(self._keys, key)
            before = self.lines[row - 1].speaker if row else None
            self._keys.insert(row, key)
            self.lines.insert(row, self._line(state, segment, before))
            self._mend(state, row + 1)

    def _mend(self, state: CongressState, row: int) -> None:
        """Whether the name stands at this row depends on the one before, which is another now."""
        if row < len(self.lines):
            before = self.lines[row - 1].speaker if row else None
            line = self._line(state, self.lines[row].segment, before)
            if line != self.lines[row]:
                self.lines[row] = line

    def _name_again(self, state: CongressState) -> None:
        for row, line in enumerate(self.lines):
            if line.segment.speaker_person_id is None and not line.segment.is_attributed:
                self._mend(state, row)
                self._mend(state, row + 1)

    def _line(self, state: CongressState, segment: Segment, before: Speaker | None) -> Line:
        recording = self._recordings.get(segment.recording_id)
        at_utc_ms = recording.started_at_utc_ms + segment.start_ms if recording else 0
        person_id, name = segment.speaker_person_id, segment.speaker_name
        if person_id is None and not segment.is_attributed and recording is not None:
            person_id = self._floor.holder_at(at_utc_ms)
        if person_id is not None:
            person = state.persons.get(person_id)
            name = person.full_name if person else ""
        speaker = Speaker(person_id, name)
        return Line(segment, speaker, at_utc_ms, speaker != before)


_LAST = UUID(int=(1 << 128) - 1)


def _key(segment: Segment, recording: Recording | None) -> _Key:
    """The order of `CongressState.segments_in_order`."""
    started = recording.started_at_utc_ms if recording else 0
    return started, segment.recording_id, segment.start_ms, segment.id


def _differences(old: dict[UUID, Segment], new: dict[UUID, Segment]) -> tuple[list[Segment], list[UUID]]:
    """Segments that are new or changed, and those that are gone.

    A changed one keeps its place in a state's dict and a new one comes last, so mostly both can be walked
    side by side: looking up ten thousand UUIDs takes ten times as long.
    """
    fresh = list(new.values())
    pairs = [(was, now) for was, now in zip(old.values(), fresh, strict=False) if was is not now]
    if len(old) <= len(fresh) and all(was.id == now.id for was, now in pairs):
        return [*(now for _was, now in pairs), *fresh[len(old) :]], []
    changed = [one for one in fresh if old.get(one.id) is not one]
    return changed, [id_ for id_ in old if id_ not in new]


def _splice(old: list[Line], new: list[Line]) -> Splice | None:
    """The smallest stretch outside which both hold equal lines."""
    if old is new:
        return None
    least = min(len(old), len(new))
    first = _same(old, new, least)
    if first == len(old) == len(new):
        return None
    tail = _same(old[::-1], new[::-1], least - first)
    return Splice(first, len(old) - first - tail, len(new) - first - tail)


def _same(one: list[Line], two: list[Line], most: int) -> int:
    """How many lines are equal from the beginning on, `most` at most; whole blocks are compared at once."""
    at = 0
    while at < most and one[at : at + _BLOCK] == two[at : at + _BLOCK]:
        at += _BLOCK
    while at < most and one[at] == two[at]:
        at += 1
    return min(at, most)


class _Floor:
    """Who held the floor at a moment, found by halving: a day has hundreds of turns."""

    def __init__(self, turns: tuple[FloorTurn, ...], present: FloorTurn | None) -> None:
        self._turns, self._present = turns, present
        self._all = (*turns, present) if present else turns
        self._starts = [turn.started_at_utc_ms for turn in self._all]

    def is_of(self, state: CongressState) -> bool:
        return self._turns is state.floor_turns and self._present is state.floor

    def holder_at(self, utc_ms: int) -> UUID | None:
        row = bisect_right(self._starts, utc_ms) - 1
        if row < 0:
            return None
        turn = self._all[row]
        ended = turn.ended_at_utc_ms
        return turn.person_id if ended is None or utc_ms < ended else None


def recent_speakers(page: Page, row: int, most: int = 9) -> list[Speaker]:
    """Those who were named, the nearest before this row first, then after it."""
    found: dict[Speaker, None] = {}
    for line in (*reversed(page.lines[: row + 1]), *page.lines[row + 1 :]):
        if line.speaker.is_known:
            found.setdefault(line.speaker)
            if len(found) == most:
                break
    return list(found)


def turn_from(page: Page, row: int) -> list[Segment]:
    """This line and those behind it up to the next change of speaker."""
    lines = page.lines[row : row + 1]
    for line in page.lines[row + 1 :]:
        if line.begins_turn:
            break
        lines.append(line)
    return [line.segment for line in lines]
