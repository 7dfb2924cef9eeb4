"""The draft in the words of Vietnamese minutes, as paragraphs that any exporter can lay out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from enum import StrEnum

from app.domain.entities import Person
from app.minutes.draft import MinutesDraft, MinutesItem, MinutesSitting, Speech

DOTS = "." * 40
"""Room to write by hand what is not known."""

# Kept on one line. Not more than this: a no-break space does not stretch, which shows in justified lines.
_TOGETHER = re.compile(r"(?i)\b(?:lần thứ \S+|nhiệm kỳ \d{4} - \d{4}|\d{4} - \d{4})")

# What XML 1.0 cannot hold: a tablet's keyboard or a pasted text may bring it along.
_UNPRINTABLE = re.compile("[^\t\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


class ParagraphKind(StrEnum):
    """How a paragraph is set."""

    TEXT = "text"
    SITTING = "sitting"  # bold capitals
    ITEM = "item"  # bold
    NOTE = "note"  # italic


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; `lead` is set bold before the text."""

    kind: ParagraphKind
    text: str
    lead: str = ""


def typeset(text: str) -> str:
    """The text as it may be printed: nothing that no file can hold, no-break spaces where no line may end."""
    printable = _UNPRINTABLE.sub("", text)
    return _TOGETHER.sub(lambda match: match[0].replace(" ", "\N{NO-BREAK SPACE}"), printable)


def abstract(draft: MinutesDraft) -> str:
    """What the paper is about: the congress, with its term."""
    if not draft.term or draft.term in draft.congress_title:
        return draft.congress_title
    return f"{draft.congress_title}, nhiệm kỳ {draft.term}"


def place_and_date(draft: MinutesDraft) -> str:
    """Where and when the paper was written: "An Bình, ngày 05 tháng 01 năm 2026"."""
    at = _local(draft.written_at_utc_ms, draft.details.time_zone)
    town = f"{draft.details.town}, " if draft.details.town else ""
    # Days below ten and the first two months get a nought, so that nothing can be put before them.
    month = f"{at.month:02}" if at.month < 3 else str(at.month)
    return f"{town}ngày {at.day:02} tháng {month} năm {at.year}"


def body(draft: MinutesDraft) -> Iterator[Paragraph]:
    """The minutes themselves, from the time to "./."."""
    yield _text(f"Thời gian: {_period(draft)}.")
    yield _text(f"Địa điểm: {draft.place or DOTS}.")
    yield from _attendance(draft)
    yield _text(f"Đoàn Chủ tịch: {_names(draft.details.presidium)}.")
    yield _text(f"Đoàn Thư ký: {_names(draft.details.secretariat)}.")
    number = 0
    for sitting in draft.sittings:
        if sitting.name:
            number += 1
            yield Paragraph(ParagraphKind.SITTING, f"{_roman(number)}. {sitting.name.upper()}")
        yield from _items(sitting, draft.details.time_zone)
    yield _text(_closing(draft))


def annex(draft: MinutesDraft) -> Iterator[Paragraph]:
    """Everything that was said, by time; empty when nothing was recorded."""
    if not draft.transcript:
        return
    engines = ", ".join(draft.engines)
    yield Paragraph(
        ParagraphKind.NOTE,
        f"Lời phát biểu do máy chép từ bản ghi âm ({engines}) và được Đoàn Thư ký hiệu đính ở những chỗ "
        "đã sửa. Thời điểm ghi ở đầu mỗi đoạn.",
    )
    for speech in draft.transcript:
        time = _local(speech.started_at_utc_ms, draft.details.time_zone).strftime("%H:%M:%S")
        who = _address(speech.speaker) if speech.speaker else "Chưa rõ người phát biểu"
        yield Paragraph(ParagraphKind.TEXT, speech.text, f"[{time}] {who}:")


def _text(text: str) -> Paragraph:
    return Paragraph(ParagraphKind.TEXT, text)


def _attendance(draft: MinutesDraft) -> Iterator[Paragraph]:
    counts = draft.attendance
    yield _text(
        f"Tổng số đại biểu được triệu tập: {counts.convened:02} đồng chí; "
        f"có mặt: {counts.present:02} đồng chí; vắng mặt: {counts.absent:02} đồng chí."
    )
    if counts.guests_present:
        yield _text(f"Khách mời dự Đại hội: {counts.guests_present:02} vị.")
    if counts.convened:
        share = f"{100 * counts.present / counts.convened:.1f}".replace(".", ",").removesuffix(",0")
        verdict = "đủ" if counts.has_quorum else "chưa đủ"
        yield _text(
            f"Số đại biểu có mặt đạt {share}% số đại biểu được triệu tập, {verdict} điều kiện tiến hành "
            f"Đại hội (cần ít nhất {draft.quorum}, tức {counts.required:02} đồng chí)."
        )


def _items(sitting: MinutesSitting, zone: tzinfo) -> Iterator[Paragraph]:
    number = 0
    for item in sitting.items:
        if item.title:
            number += 1
            period = _item_period(item, zone)
            yield Paragraph(ParagraphKind.ITEM, period, f"{number}. {item.title}")
        for speech in item.speeches:
            yield _speech(speech)
        for line in item.outcome.splitlines():
            if line.strip():
                yield _text(f"Kết quả: {_full_stop(line.strip())}")


def _speech(speech: Speech) -> Paragraph:
    who = _address(speech.speaker) if speech.speaker else "Một đại biểu"
    if not speech.summary:
        return _text(f"{who} phát biểu ý kiến.")
    where = "" if speech.summary == speech.text else " (toàn văn tại Phụ lục)."
    return _text(f"{who} phát biểu: {_full_stop(speech.summary)}{where}")


def _item_period(item: MinutesItem, zone: tzinfo) -> str:
    opened = _clock(item.opened_at_utc_ms, zone)
    if item.closed_at_utc_ms is None:
        return f"(từ {opened})"
    closed = _clock(item.closed_at_utc_ms, zone)
    return f"({opened})" if closed == opened else f"({opened} - {closed})"


def _period(draft: MinutesDraft) -> str:
    zone = draft.details.time_zone
    opened = _moment(draft.opened_at_utc_ms, zone) if draft.opened_at_utc_ms is not None else DOTS
    closed = _moment(draft.closed_at_utc_ms, zone) if draft.closed_at_utc_ms is not None else DOTS
    return f"Từ {opened} đến {closed}"


def _closing(draft: MinutesDraft) -> str:
    if draft.closed_at_utc_ms is None:
        return f"Đại hội kết thúc vào hồi {DOTS}./."
    return f"Đại hội kết thúc vào hồi {_moment(draft.closed_at_utc_ms, draft.details.time_zone)}./."


def _address(person: Person) -> str:
    """A delegate is "đồng chí"; a guest need not be one."""
    title = "Đồng chí" if person.kind.is_convened else "Đại biểu"
    return ", ".join(part for part in (f"{title} {person.full_name}", person.delegation) if part)


def _names(names: tuple[str, ...]) -> str:
    if not names:
        return DOTS
    return f"gồm {len(names):02} đồng chí: " + "; ".join(names)


def _full_stop(text: str) -> str:
    return text if text[-1:] in ".!?…" else f"{text}."


def _moment(utc_ms: int, zone: tzinfo) -> str:
    at = _local(utc_ms, zone)
    return f"{at.hour:02} giờ {at.minute:02} phút ngày {at.day:02}/{at.month:02}/{at.year}"


def _clock(utc_ms: int, zone: tzinfo) -> str:
    at = _local(utc_ms, zone)
    return f"{at.hour:02} giờ {at.minute:02}"


def _local(utc_ms: int, zone: tzinfo) -> datetime:
    return datetime.fromtimestamp(utc_ms / 1000, UTC).astimezone(zone)


def _roman(number: int) -> str:
    letters = ""
    for value, letter in _ROMAN:
        while number >= value:
            letters += letter
            number -= value
    return letters
