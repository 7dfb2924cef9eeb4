"""What a secretary does to the text, as facts that can be taken back by further facts. No Qt.

Nothing is ever unsaid in a signed log: taking back says the opposite. It is not done to what somebody else
has changed meanwhile; then it is said who it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from app.domain.payloads import Payload, SegmentEdited, SegmentsAttributed, SegmentsMerged, SegmentSplit
from app.domain.state import CongressState
from app.domain.transcript import Segment, SegmentChange, merge_segments, split_segment
from app.ui.editor.finding import Match, replaced
from app.ui.editor.page import Speaker
from app.ui.editor.times import cut_at


class Deed(StrEnum):
    """What a step did, for words like "Hoàn tác: tách đoạn"."""

    EDIT = "edit"
    STRIKE = "strike"
    RESTORE = "restore"
    SPLIT = "split"
    MERGE = "merge"
    ATTRIBUTE = "attribute"
    REPLACE = "replace"
    CHOOSE = "choose"


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Somebody has changed this segment since. `change` None: it is there no more."""

    segment_id: UUID
    change: SegmentChange | None


class Change(Protocol):
    """One part of a step, on segments that no other part of it touches."""

    @property
    def segment_id(self) -> UUID: ...

    def payloads(self, state: CongressState) -> Iterator[Payload]: ...

    def is_possible(self, state: CongressState) -> bool:
        """Whether everything still is as it was when this change was thought of."""
        ...

    def inverse(self) -> Change: ...


@dataclass(frozen=True, slots=True)
class Rewrite:
    """A text, or whether it is struck out. `replaces` None: all edits that there are when it is said."""

    segment_id: UUID
    before: tuple[str, bool]
    after: tuple[str, bool]
    replaces: tuple[UUID, ...] | None = None

    def payloads(self, state: CongressState) -> Iterator[Payload]:
        segment = state.segments.get(self.segment_id)
        heads = segment.heads if segment and self.replaces is None else self.replaces
        text, struck = self.after
        yield SegmentEdited(segment_id=self.segment_id, text=text, struck=struck, replaces=heads)

    def is_possible(self, state: CongressState) -> bool:
        segment = state.segments.get(self.segment_id)
        return segment is not None and not segment.rivals and (segment.text, segment.struck) == self.before

    def inverse(self) -> Rewrite:
        return Rewrite(self.segment_id, self.after, self.before)


@dataclass(frozen=True, slots=True)
class Naming:
    """Who says these segments."""

    segment_ids: tuple[UUID, ...]
    before: tuple[Speaker, ...]
    after: tuple[Speaker, ...]

    @property
    def segment_id(self) -> UUID:
        return self.segment_ids[0]

    def payloads(self, _state: CongressState) -> Iterator[Payload]:
        groups: dict[Speaker, list[UUID]] = {}
        for segment_id, speaker in zip(self.segment_ids, self.after, strict=True):
            groups.setdefault(speaker, []).append(segment_id)
        for speaker, ids in groups.items():
            yield SegmentsAttributed(segment_ids=tuple(ids), person_id=speaker.person_id, name=speaker.name)

    def is_possible(self, state: CongressState) -> bool:
        found = (state.segments.get(segment_id) for segment_id in self.segment_ids)
        return all(
            segment is not None and _own_speaker(segment) == before
            for segment, before in zip(found, self.before, strict=True)
        )

    def inverse(self) -> Naming:
        return Naming(self.segment_ids, self.after, self.before)


@dataclass(frozen=True, slots=True)
class Parting:
    """One segment becomes `left` and `right`, as they then are. `texts`: see `SegmentSplit`."""

    left: Segment
    right: Segment
    texts: tuple[str, str] | None

    @property
    def segment_id(self) -> UUID:
        return self.left.id

    def payloads(self, state: CongressState) -> Iterator[Payload]:
        left, right = self.left, self.right
        whole = state.segments[left.id]
        yield SegmentSplit(
            segment_id=left.id,
            new_id=right.id,
            at_word=len(left.heard.split()),
            at_ms=right.start_ms,
            texts=self.texts,
        )
        # Both parts are as the whole was; where they were not before they were joined, it is said.
        for part in (left, right):
            if part.struck != whole.struck:
                yield SegmentEdited(segment_id=part.id, text=part.text, struck=part.struck)
            if (speaker := _own_speaker(part)) != _own_speaker(whole):
                ids = (part.id,)
                yield SegmentsAttributed(segment_ids=ids, person_id=speaker.person_id, name=speaker.name)

    def is_possible(self, state: CongressState) -> bool:
        whole = state.segments.get(self.left.id)
        expected = merge_segments(self.left, self.right)
        return (
            whole is not None
            and not whole.rivals
            and (whole.text, whole.heard) == (expected.text, expected.heard)
            and self.right.id not in state.segments
            and bool(self.left.heard and self.right.heard)
        )

    def inverse(self) -> Joining:
        return Joining(self.left, self.right)


@dataclass(frozen=True, slots=True)
class Joining:
    """The second segment joins the first."""

    left: Segment
    right: Segment

    @property
    def segment_id(self) -> UUID:
        return self.left.id

    def payloads(self, _state: CongressState) -> Iterator[Payload]:
        yield SegmentsMerged(first_id=self.left.id, second_id=self.right.id)

    def is_possible(self, state: CongressState) -> bool:
        pairs = (
            (self.left, state.segments.get(self.left.id)),
            (self.right, state.segments.get(self.right.id)),
        )
        return all(now is not None and not now.rivals and now.text == then.text for then, now in pairs)

    def inverse(self) -> Parting:
        whole = merge_segments(self.left, self.right)
        count = len(self.left.heard.split())
        again = split_segment(whole, self.right.id, count, self.right.start_ms, None)
        texts = (self.left.text, self.right.text)
        is_clean = again is not None and (again[0].text, again[1].text) == texts
        return Parting(self.left, self.right, None if is_clean else texts)


@dataclass(frozen=True, slots=True)
class Step:
    """What one tap did: all or nothing, taken back as one."""

    deed: Deed
    changes: tuple[Change, ...]

    def payloads(self, state: CongressState) -> list[Payload]:
        return [payload for change in self.changes for payload in change.payloads(state)]

    def obstacle(self, state: CongressState) -> Obstacle | None:
        for change in self.changes:
            if not change.is_possible(state):
                segment = state.segments.get(change.segment_id)
                return Obstacle(
                    change.segment_id, segment.history[-1] if segment and segment.history else None
                )
        return None

    def inverse(self) -> Step:
        return Step(self.deed, tuple(change.inverse() for change in reversed(self.changes)))


def place_after(step: Step) -> tuple[UUID, int]:
    """Where one goes on after a step: behind a cut, at a seam, else the paragraph's beginning."""
    change = step.changes[0]
    if isinstance(change, Parting):
        return change.right.id, 0
    if isinstance(change, Joining):
        return change.left.id, len(change.left.text) + 1
    return change.segment_id, 0


# --- steps ---


def rewrite(segment: Segment, text: str, replaces: tuple[UUID, ...] | None = None) -> Step | None:
    """Another text; None where it is the same one."""
    text = " ".join(text.split())
    if text == segment.text or not text:
        return None
    before = (segment.text, segment.struck)
    return Step(Deed.EDIT, (Rewrite(segment.id, before, (text, segment.struck), replaces),))


@dataclass(frozen=True, slots=True)
class Draft:
    """What a secretary wrote, the text it began with, and the edits that were before their eyes then.

    `heard`: what the segment had been heard as; others may have cut or joined it since.
    """

    segment_id: UUID
    heard: str
    original: str
    text: str
    seen: tuple[UUID, ...]


def written(state: CongressState, draft: Draft) -> Step | None:
    """Without a word left the segment is struck out. Somebody else's edit meanwhile stays beside this one;
    a cut or a join by somebody else is respected."""
    segment = state.segments.get(state.present_id(draft.segment_id))
    if segment is None:
        return None
    if not draft.text:
        return None if segment.struck else strike(segment)
    if segment.heard != draft.heard:
        return rewrite(segment, _carried(draft, segment.text))
    return rewrite(segment, draft.text, draft.seen)


def _carried(draft: Draft, now: str) -> str:
    """The draft over a text that others have made longer by joining, or shorter by cutting."""
    if draft.original in now:
        return now.replace(draft.original, draft.text, 1)
    if draft.original.startswith(now):
        return draft.text.removesuffix(draft.original[len(now) :]).strip()
    return draft.text


def strike(segment: Segment) -> Step:
    """Strike out, or restore what was struck out."""
    deed = Deed.RESTORE if segment.struck else Deed.STRIKE
    now = (segment.text, segment.struck)
    return Step(deed, (Rewrite(segment.id, now, (segment.text, not segment.struck)),))


def choose(segment: Segment, change: SegmentChange) -> Step:
    """Of edits that clash, this one holds."""
    now = (segment.text, segment.struck)
    return Step(Deed.CHOOSE, (Rewrite(segment.id, now, (change.text, change.struck), segment.heads),))


def as_heard(segment: Segment, place: tuple[int, int], heard: str) -> Step | None:
    """What the machine wrote at this place becomes again what was heard."""
    text = replaced(segment.text, [place], heard)
    return rewrite(segment, text)


def split(segment: Segment, place: int, new_id: UUID) -> Step | None:
    """Two segments, the second from the word at this letter on."""
    cut = cut_at(segment, place)
    if cut is None:
        return None
    at_word, at_ms, texts = cut
    parts = split_segment(segment, new_id, at_word, at_ms, texts)
    return Step(Deed.SPLIT, (Parting(*parts, texts),)) if parts else None


def join(first: Segment, second: Segment) -> Step | None:
    """One segment; None where they are of different recordings."""
    if first.recording_id != second.recording_id:
        return None
    return Step(Deed.MERGE, (Joining(first, second),))


def attribute(segments: Sequence[Segment], speaker: Speaker) -> Step | None:
    """These were said by `speaker`; None where that is known already."""
    wanted = Speaker(speaker.person_id, "" if speaker.person_id else speaker.name)
    is_nobody = wanted == Speaker()
    changed = [
        one for one in segments if _own_speaker(one) != wanted or (is_nobody and not one.is_attributed)
    ]
    if not changed:
        return None
    before = tuple(_own_speaker(segment) for segment in changed)
    ids = tuple(segment.id for segment in changed)
    return Step(Deed.ATTRIBUTE, (Naming(ids, before, (wanted,) * len(ids)),))


def replace_all(state: CongressState, matches: Sequence[Match], by: str) -> Step | None:
    """Write `by` at all these places."""
    places: dict[UUID, list[tuple[int, int]]] = {}
    for match in matches:
        places.setdefault(match.segment_id, []).append((match.start, match.end))
    changes: list[Change] = []
    for segment_id, found in places.items():
        if segment := state.segments.get(segment_id):
            one = rewrite(segment, replaced(segment.text, found, by))
            changes += one.changes if one else ()
    return Step(Deed.REPLACE, tuple(changes)) if changes else None


def _own_speaker(segment: Segment) -> Speaker:
    return Speaker(segment.speaker_person_id, segment.speaker_name)


@dataclass
class Editing:
    """The steps of one secretary on one laptop: what can be taken back, and what can be done again."""

    _done: list[Step] = field(default_factory=list)
    _undone: list[Step] = field(default_factory=list)

    @property
    def last(self) -> Step | None:
        """What would be taken back."""
        return self._done[-1] if self._done else None

    @property
    def next(self) -> Step | None:
        """What would be done again."""
        return self._undone[-1] if self._undone else None

    def did(self, step: Step) -> None:
        self._done.append(step)
        self._undone.clear()

    def took_back(self) -> None:
        # Turned twice, an edit no longer names what its writer had seen the first time.
        self._undone.append(self._done.pop().inverse().inverse())

    def did_again(self) -> None:
        self._done.append(self._undone.pop())

    def forget_last(self) -> None:
        """It cannot be taken back any more."""
        self._done.pop()

    def forget_next(self) -> None:
        self._undone.pop()
