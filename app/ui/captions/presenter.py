"""What was said, as those read it who cannot hear: speaker, settled words, words being heard. No Qt here."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from app.domain.state import CongressState
from app.domain.transcript import Recording, Segment
from app.ui.services import LiveText


@dataclass(frozen=True, slots=True)
class Said:
    """A stretch of speech. `speaker` stands only where it changes. Not settled: may still be heard otherwise.

    `key` stays the same while words settle, are repaired and corrected, so that they change in place.
    """

    key: tuple[UUID, int]
    text: str
    speaker: str = ""
    is_settled: bool = True


def recording_shown(state: CongressState) -> Recording | None:
    """The one that runs, else the last one."""
    newest = max(state.recordings.values(), key=lambda one: one.started_at_utc_ms, default=None)
    running = [one for one in state.recordings.values() if one.duration_ms is None]
    return max(running, key=lambda one: one.started_at_utc_ms, default=newest)


def is_running(state: CongressState) -> bool:
    """Whether somebody records now."""
    return any(one.duration_ms is None for one in state.recordings.values())


class CaptionLines:
    """Follows the state and the live words; `lines` is what to show.

    `most`: how many stretches are kept in view. Older ones stand in the minutes.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._state: CongressState | None = None
        self._settled: tuple[Said, ...] = ()
        self._count = 0
        self._recording_id: UUID | None = None
        self._heard_until_ms = -1
        self._speaker = ""
        self._floor = ""
        self._live: LiveText | None = None

    def follow(self, state: CongressState) -> None:
        """A state is never changed, so the same one says nothing new. Of a whole day only the end is read."""
        if state is self._state:
            return
        self._state = state
        recording = recording_shown(state)
        self._recording_id = recording.id if recording else None
        of_it = [one for one in state.segments.values() if one.recording_id == self._recording_id]
        # What was heard live settles the live words, also where another engine's text is read by now.
        self._heard_until_ms = max((one.start_ms for one in of_it if one.run_id is None), default=-1)
        shown = [one for one in of_it if not one.struck and state.is_read(one)]
        shown.sort(key=lambda one: (one.start_ms, one.id))
        self._count = len(shown)
        self._settled = self._said(state, shown, max(0, self._count - self._most))
        self._speaker = speaker_of(state, shown[-1]) if shown else ""
        person = state.persons.get(state.floor.person_id) if state.floor else None
        self._floor = person.full_name if person else ""

    def hear(self, live: LiveText) -> bool:
        """Words being spoken. False where they only say that what was shown has been settled.

        That one is passed over: the settled words are on their way, and nothing is to vanish meanwhile.
        """
        if live.text:
            self._live = live
        return bool(live.text)

    def forget_live(self) -> None:
        """Nothing was heard of them any more."""
        self._live = None

    @property
    def live(self) -> str:
        """The words being spoken, without those that have been settled since."""
        live = self._live
        if live is None or live.recording_id not in (None, self._recording_id):
            return ""
        return live.text if live.start_ms > self._heard_until_ms else ""

    @property
    def lines(self) -> tuple[Said, ...]:
        """Settled stretches, then what is being said."""
        if not self.live or self._recording_id is None:
            return self._settled
        speaker = self._floor if self._floor != self._speaker else ""
        return (*self._settled, Said((self._recording_id, self._count), self.live, speaker, is_settled=False))

    def _said(self, state: CongressState, shown: list[Segment], first: int) -> tuple[Said, ...]:
        found: list[Said] = []
        before = ""
        for number, segment in enumerate(shown[first:], first):
            if not segment.text:
                continue
            speaker = speaker_of(state, segment)
            is_new = bool(speaker) and (speaker != before or not found)
            found.append(
                Said((segment.recording_id, number), segment.text, speaker if is_new else "", is_settled=True)
            )
            before = speaker
        return tuple(found)


def speaker_of(state: CongressState, segment: Segment) -> str:
    """The speaker's name; empty where nobody knows."""
    person = state.persons.get(segment.speaker_person_id) if segment.speaker_person_id else None
    return person.full_name if person else segment.speaker_name
