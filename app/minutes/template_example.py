"""Minutes of a congress that never was, with one of everything: what a template is tried on."""

from __future__ import annotations

from uuid import UUID

from app.domain.entities import MinutesDetails, VoteMethod
from app.domain.quorum import Attendance
from app.domain.transcript import Vote
from app.minutes.draft import MinutesDraft, MinutesItem, MinutesSitting, Speech
from app.minutes.export import MinutesPaper
from app.paper.text import Head, Signature

_BEGAN_UTC_MS = 1_767_225_600_000
_HOUR_MS = 3_600_000
_ID = UUID(int=0)


def example() -> tuple[MinutesDraft, MinutesPaper]:
    """A draft and the head of its paper."""
    speech = Speech(
        _ID, None, "Nguyễn Văn A", _BEGAN_UTC_MS, "Tôi nhất trí & xin bổ sung <1> ý.", "Nhất trí."
    )
    vote = Vote(_ID, "thông qua Nghị quyết", VoteMethod.RAISED_CARD, None, 2, 1, 0, 0, _BEGAN_UTC_MS)
    item = MinutesItem(_ID, "Thảo luận", _BEGAN_UTC_MS, None, "Thông qua.", (speech, speech), (vote, vote))
    here = Attendance(
        convened=3, present=3, guests=1, guests_present=1, delegations=1, delegations_present=1, required=2
    )
    sitting = MinutesSitting("Phiên chính thức", _BEGAN_UTC_MS, None, (item, item), here)
    draft = MinutesDraft(
        congress_title="Đại hội mẫu",
        term="",
        issuing_body="Đại hội mẫu",
        superior_body="Cấp trên",
        place="Hội trường",
        opened_at_utc_ms=_BEGAN_UTC_MS,
        closed_at_utc_ms=_BEGAN_UTC_MS + _HOUR_MS,
        written_at_utc_ms=_BEGAN_UTC_MS + _HOUR_MS,
        attendance=here,
        quorum="2/3",
        details=MinutesDetails(),
        sittings=(sitting, sitting),
        transcript=(speech, speech),
    )
    head = Head(
        superior_body="Cấp trên",
        issuing_body="Đại hội mẫu",
        number="01",
        symbol=("BB", "ĐH"),
        place_and_date="ngày 01 tháng 01 năm 2026",
        kind="BIÊN BẢN",
        abstract="Đại hội mẫu",
        written_at_utc_ms=_BEGAN_UTC_MS,
        is_draft=True,
    )
    signatures = (Signature("T/M ĐOÀN THƯ KÝ"), Signature("T/M ĐOÀN CHỦ TỊCH"))
    return draft, MinutesPaper(head, (), signatures, (), None)
