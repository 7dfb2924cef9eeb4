"""A transcript to edit: real events, folded by the real fold."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from app.domain import payloads as p
from app.domain.entities import Person, PersonKind, RepairKind, Role, TextPiece, Word
from app.domain.transcript import Segment
from app.ui.editor.editing import Step
from tests.fakes.basics import START_MS, FakeClock, fixed_id
from tests.fakes.services import FakeCongress

RECORDING = fixed_id("recording")
ANH, BINH = fixed_id("person-1"), fixed_id("person-2")


def piece(text: str, first: int, last: int, kind: RepairKind | None = None) -> TextPiece:
    return TextPiece(text=text, heard_from=first, heard_to=last, kind=kind)


class Transcript(FakeCongress):
    """One recording, two people, and short ways to say what happens."""

    def __init__(self) -> None:
        super().__init__(Role.CHAIR, FakeClock())
        persons = tuple(
            Person(id=id_, number=number, full_name=name, kind=PersonKind.OFFICIAL)
            for number, (id_, name) in enumerate(((ANH, "Lê Anh"), (BINH, "Trần Bình")), 1)
        )
        self.load(
            p.RosterPublished(persons=persons),
            p.RecordingStarted(recording_id=RECORDING, started_at_utc_ms=START_MS),
        )

    def hear(
        self,
        name: str,
        text: str,
        start_ms: int = 0,
        *,
        confidences: Sequence[int] | None = None,
        speaker: UUID | None = ANH,
    ) -> UUID:
        """A second for each word."""
        words = tuple(
            Word(
                text=word,
                start_ms=start_ms + 1_000 * at,
                end_ms=start_ms + 1_000 * at + 900,
                confidence_milli=confidences[at] if confidences else 1000,
            )
            for at, word in enumerate(text.split())
        )
        self.load(
            p.SegmentHeard(
                segment_id=fixed_id(name),
                recording_id=RECORDING,
                start_ms=start_ms,
                end_ms=start_ms + 1_000 * len(words),
                text=text,
                engine="x",
                words=words,
                speaker_person_id=speaker,
            )
        )
        return fixed_id(name)

    def repair(self, segment_id: UUID, *pieces: TextPiece, document_id: UUID | None = None) -> None:
        self.load(p.SegmentRepaired(segment_id=segment_id, pieces=pieces, document_id=document_id))

    def edit(self, segment_id: UUID, text: str) -> None:
        """Somebody else, who has seen everything."""
        self.load(p.SegmentEdited(segment_id=segment_id, text=text, replaces=self.at(segment_id).heads))

    def at(self, segment_id: UUID) -> Segment:
        return self.state.segments[segment_id]

    def do(self, step: Step | None) -> Step:
        assert step is not None
        for payload in step.payloads(self.state):
            self.say(payload)
        return step

    def undo(self, step: Step) -> Step:
        back = step.inverse()
        assert back.obstacle(self.state) is None
        return self.do(back)
