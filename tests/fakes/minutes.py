"""The minutes of an in-memory congress: put together from its state in the plainest way.

How real minutes are worded is `app.minutes`'s and tested there.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from app.documents.reading import Comparison
from app.documents.text.compare import compare_papers
from app.documents.text.reading_text import ReadingText
from app.domain import payloads as p
from app.domain.entities import MinutesDetails
from app.domain.state import CongressState
from app.ui.services import (
    ExportedMinutes,
    IsCancelled,
    LineKind,
    MinutesFormat,
    MinutesLine,
    MinutesPage,
    Progress,
    ProgressCallback,
)
from tests.fakes.basics import FakeClock, fixed_id

if TYPE_CHECKING:
    from tests.fakes.services import FakeCongress

_MUST_BE_KNOWN = ("town", "presidium", "secretariat", "recorded_by", "presided_by")


class FakeMinutes:
    """`fails_with` is raised by whatever is blocking; `exported` and `templates` hold what was asked for,
    `pages_count` how often the page was built."""

    def __init__(self, congress: FakeCongress, clock: FakeClock) -> None:
        self._congress = congress
        self._clock = clock
        self._template = ""
        self.exported: list[tuple[MinutesFormat, Path, UUID | None]] = []
        self.templates: list[Path] = []
        self.fails_with: Exception | None = None
        self.pages_count = 0

    def page(self) -> MinutesPage:
        self.pages_count += 1
        self._may_fail()
        state = self._congress.state
        details = state.minutes_details or MinutesDetails()
        lines = tuple(_lines(state))
        approved = [one.text for one in state.minutes_versions if one.approved_at_utc_ms is not None]
        return MinutesPage(
            title=state.congress.title if state.congress else "",
            lines=lines,
            proposed_count=sum(line.is_proposed for line in lines),
            clashes_count=sum(bool(segment.rivals) for segment in state.segments.values()),
            missing=tuple(name for name in _MUST_BE_KNOWN if not getattr(details, name)),
            details=details,
            changed_since_approval=bool(approved) and approved[-1] != _text(lines),
        )

    def submit(self) -> UUID:
        self._may_fail()
        version_id = fixed_id(f"minutes-{len(self._congress.state.minutes_versions) + 1}")
        self._congress.say(p.MinutesSubmitted(version_id=version_id, text=_text(self.page().lines)))
        return version_id

    def differences(self, version_id: UUID, before_id: UUID | None = None) -> Comparison:
        self._may_fail()
        versions = self._congress.state.minutes_versions
        at = next(index for index, one in enumerate(versions) if one.id == version_id)
        before = next((one for one in versions if one.id == before_id), versions[at - 1] if at else None)
        old, new = (ReadingText((text,), ()) for text in (before.text if before else "", versions[at].text))
        replaced_at = before.submitted_at_utc_ms if before else 0
        return Comparison(compare_papers(old, new), replaced_at)

    def export(
        self,
        form: MinutesFormat,
        path: Path,
        progress: ProgressCallback,
        is_cancelled: IsCancelled,
        *,
        recording_id: UUID | None = None,
    ) -> ExportedMinutes:
        self._may_fail()
        progress(Progress("minutes", 0, 1))
        path.write_text(_text(self.page().lines), encoding="utf-8")
        progress(Progress("minutes", 1, 1))
        self.exported.append((form, path, recording_id))
        segments_count = len(self._congress.state.segments)
        self._congress.say(
            p.MinutesExported(sha256="0" * 64, file_name=path.name, segments_count=segments_count)
        )
        return ExportedMinutes(path, segments_count, "0" * 64)

    def template(self) -> str:
        return self._template

    def use_template(self, path: Path | None) -> None:
        self._may_fail()
        self._template = path.name if path else ""

    def write_template(self, path: Path) -> None:
        self._may_fail()
        path.write_bytes(b"docx")
        self.templates.append(path)

    def _may_fail(self) -> None:
        if self.fails_with:
            raise self.fails_with


def _text(lines: tuple[MinutesLine, ...]) -> str:
    return "\n".join(f"{line.lead} {line.text}".strip() for line in lines)


def _lines(state: CongressState) -> list[MinutesLine]:
    place = state.congress.place if state.congress else ""
    lines = [
        MinutesLine(LineKind.TEXT, f"Địa điểm: {place}."),
        MinutesLine(LineKind.TEXT, f"Có mặt: {len(state.presences)} đồng chí."),
    ]
    lines += [MinutesLine(LineKind.SITTING, f"I. {sitting.name.upper()}") for sitting in state.sittings[:1]]
    dealt_with = [item for item in state.agenda if item.id in state.item_times]
    for number, item in enumerate(dealt_with, start=1):
        lines.append(MinutesLine(LineKind.ITEM, "", f"{number}. {item.title}", item.id))
        if item.id == state.current_item_id:
            lines += _speeches(state)
        lines += [
            MinutesLine(
                LineKind.VOTE,
                f"{vote.agree} tán thành, {vote.disagree} không tán thành, {vote.abstain} ý kiến khác.",
                f"Biểu quyết {vote.subject}:",
                vote.id,
            )
            for vote in state.votes.values()
            if vote.item_id == item.id
        ]
        if outcome := state.item_times[item.id].outcome:
            lines.append(MinutesLine(LineKind.OUTCOME, outcome, "Kết quả:", item.id))
    return lines


def _speeches(state: CongressState) -> list[MinutesLine]:
    turns = [*state.floor_turns, *([state.floor] if state.floor else [])]
    lines = []
    for turn in turns:
        said = [one for one in state.segments_in_order() if one.speaker_person_id == turn.person_id]
        text = " ".join(one.text for one in said if not one.struck)
        summary = state.summaries.get(turn.id, "")
        lines.append(
            MinutesLine(
                LineKind.SPEECH,
                summary or " ".join(text.split()[:40]),
                f"Đồng chí {state.persons[turn.person_id].full_name}:",
                turn.id,
                is_proposed=bool(text) and not summary,
                full_text=text,
            )
        )
    return lines
