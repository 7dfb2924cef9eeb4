"""The draft in the words of Vietnamese minutes, as paragraphs that any exporter can lay out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import tzinfo

from app.domain.entities import Person
from app.minutes.draft import MinutesDraft, MinutesItem, MinutesSitting, Speech
from app.paper.text import DOTS, Paragraph, ParagraphKind, local, moment, share, with_term

_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def abstract(draft: MinutesDraft) -> str:
    """What the paper is about: the congress, with its term."""
    return with_term(draft.congress_title, draft.term)


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
        time = local(speech.started_at_utc_ms, draft.details.time_zone).strftime("%H:%M:%S")
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
        verdict = "đủ" if counts.has_quorum else "chưa đủ"
        yield _text(
            f"Số đại biểu có mặt đạt {share(counts.present, counts.convened)} số đại biểu được triệu tập, "
            f"{verdict} điều kiện tiến hành "
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
    opened = moment(draft.opened_at_utc_ms, zone) if draft.opened_at_utc_ms is not None else DOTS
    closed = moment(draft.closed_at_utc_ms, zone) if draft.closed_at_utc_ms is not None else DOTS
    return f"Từ {opened} đến {closed}"


def _closing(draft: MinutesDraft) -> str:
    if draft.closed_at_utc_ms is None:
        return f"Đại hội kết thúc vào hồi {DOTS}./."
    return f"Đại hội kết thúc vào hồi {moment(draft.closed_at_utc_ms, draft.details.time_zone)}./."


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


def _clock(utc_ms: int, zone: tzinfo) -> str:
    at = local(utc_ms, zone)
    return f"{at.hour:02} giờ {at.minute:02}"


def _roman(number: int) -> str:
    letters = ""
    for value, letter in _ROMAN:
        while number >= value:
            letters += letter
            number -= value
    return letters
