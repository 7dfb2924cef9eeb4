"""What the counts of a vote say, and what looks wrong about them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from app.domain.entities import VoteMethod
from app.domain.quorum import attendance
from app.domain.state import CongressState
from app.domain.transcript import Vote
from app.paper.text import share
from app.ui.translation import tr
from app.ui.widgets.rows import Row
from app.ui.words import clock_time


@dataclass(frozen=True, slots=True)
class Counts:
    """What has been typed; None where there is no number yet."""

    agree: int | None = None
    disagree: int | None = 0
    abstain: int | None = 0
    invalid: int | None = 0

    @property
    def is_whole(self) -> bool:
        return None not in (self.agree, self.disagree, self.abstain, self.invalid)

    @property
    def total(self) -> int:
        return sum(count or 0 for count in (self.agree, self.disagree, self.abstain, self.invalid))


def method_name(method: VoteMethod) -> str:
    return {
        VoteMethod.RAISED_CARD: tr("Biểu quyết giơ thẻ"),
        VoteMethod.SECRET_BALLOT: tr("Bỏ phiếu kín"),
    }[method]


def counts_words(counts: Counts, state: CongressState) -> tuple[str, str]:
    """What the counts come to, and a warning where they cannot be right; either may be empty."""
    found = attendance(state)
    if counts.agree is None:
        return tr("Có mặt {present} đại biểu có quyền biểu quyết.", present=found.present), ""
    said = tr(
        "Đã đếm {total} trên {present} đại biểu có mặt; {share} số hợp lệ tán thành.",
        total=counts.total,
        present=found.present,
        share=share(counts.agree, counts.total - (counts.invalid or 0)),  # as the minutes say it
    )
    if (over := counts.total - found.present) > 0:
        return said, tr("Nhiều hơn số đại biểu có mặt {n} người. Xin đếm lại.", n=over)
    if counts.total < found.present:
        return said, tr("Còn {n} người chưa được đếm.", n=found.present - counts.total)
    return said, ""


def suggested_subject(state: CongressState) -> str:
    """What is being dealt with, to begin with."""
    item = state.current_item
    return item.title if item else ""


def vote_line(vote: Vote) -> str:
    """The counts in one line."""
    parts = [
        tr("{n} tán thành", n=vote.agree),
        tr("{n} không tán thành", n=vote.disagree),
        tr("{n} ý kiến khác", n=vote.abstain),
    ]
    if vote.invalid:
        parts.append(tr("{n} phiếu không hợp lệ", n=vote.invalid))
    return ", ".join(parts)


def vote_rows(state: CongressState, chosen: UUID | None = None) -> tuple[Row, ...]:
    """Every vote, the last one first."""
    votes = sorted(state.votes.values(), key=lambda vote: (vote.at_utc_ms, vote.id), reverse=True)
    return tuple(
        Row(
            key=vote.id,
            title=vote.subject,
            detail=f"{method_name(vote.method)}: {vote_line(vote)}",
            trailing=clock_time(vote.at_utc_ms),
            is_current=vote.id == chosen,
        )
        for vote in votes
    )
