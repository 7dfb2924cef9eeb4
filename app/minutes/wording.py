"""The draft in the words of Vietnamese minutes: lines to show and change, paragraphs to lay out."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from datetime import tzinfo

from app.domain.entities import MinutesDetails, VoteMethod
from app.domain.quorum import Attendance
from app.domain.transcript import Vote
from app.minutes.draft import MinutesDraft, MinutesItem, Speech
from app.minutes.lines import LineKind, MinutesLine
from app.paper.text import DOTS, Paragraph, ParagraphKind, local, moment, share, with_full_stop, with_term

KIND = "BIÊN BẢN"
ANNEX_KIND = "PHỤ LỤC"
ANNEX_ABSTRACT = "Toàn văn lời phát biểu ghi được tại Đại hội"
IN_FULL = "(toàn văn tại Phụ lục)."
RECIPIENTS = ("Lưu: VT.",)
NOBODY_KNOWN = "Chưa rõ người phát biểu"
OUTCOME = "Kết quả:"
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_KINDS = {LineKind.SITTING: ParagraphKind.SITTING, LineKind.ITEM: ParagraphKind.ITEM}


def abstract(draft: MinutesDraft) -> str:
    """What the paper is about: the congress, with its term."""
    return with_term(draft.congress_title, draft.term)


def opening_lines(draft: MinutesDraft) -> Iterator[MinutesLine]:
    """From the time to the secretariat."""
    yield _text(f"Thời gian: {period(draft)}.")
    yield _text(f"Địa điểm: {draft.place or DOTS}.")
    yield from (_text(text) for text in presence(draft))
    yield _text(f"Đoàn Chủ tịch: {names(draft.details.presidium)}.")
    yield _text(f"Đoàn Thư ký: {names(draft.details.secretariat)}.")


def lines(draft: MinutesDraft) -> Iterator[MinutesLine]:
    """The minutes themselves, from the time to "./."."""
    yield from opening_lines(draft)
    numerals = sitting_numbers(draft)
    for at, sitting in enumerate(draft.sittings):
        if sitting.name:
            yield MinutesLine(LineKind.SITTING, f"{numerals[at]}. {sitting.name.upper()}")
        if at:
            yield _text(sitting_presence(sitting.attendance))
        for number, item in numbered(sitting.items):
            yield from _item(item, number, draft.time_zone)
    yield _text(closing(draft))


def printed(line: MinutesLine) -> Paragraph:
    """The line as a paragraph of the paper. Only items have their lead set bold."""
    kind = _KINDS.get(line.kind, ParagraphKind.TEXT)
    if kind is ParagraphKind.ITEM:
        return Paragraph(kind, line.text, line.lead)
    return Paragraph(kind, " ".join(part for part in (line.lead, line.text, _pointer(line)) if part))


def plain(paragraph: Paragraph) -> str:
    """The paragraph without any looks."""
    return f"{paragraph.lead} {paragraph.text}".strip()


def version_text(draft: MinutesDraft) -> str:
    """What the presidium approves, a paragraph a line: the minutes without head, signatures and annex."""
    return "\n".join([KIND, abstract(draft), *(plain(printed(line)) for line in lines(draft))])


def annex(draft: MinutesDraft) -> Iterator[Paragraph]:
    """Everything that was said, by time; empty when nothing was recorded."""
    if not draft.transcript:
        return
    yield Paragraph(ParagraphKind.NOTE, annex_note(draft))
    for speech in draft.transcript:
        yield Paragraph(ParagraphKind.TEXT, speech.text, annex_lead(speech, draft.time_zone))


def annex_note(draft: MinutesDraft) -> str:
    """Where the annex's words come from."""
    return (
        f"Lời phát biểu do máy chép từ bản ghi âm ({', '.join(draft.engines)}) và được Đoàn Thư ký hiệu đính "
        "ở những chỗ đã sửa. Thời điểm ghi ở đầu mỗi đoạn."
    )


def annex_lead(speech: Speech, zone: tzinfo) -> str:
    """When, and who: "[09:32:10] Đồng chí Nguyễn Thị Ánh, Chi bộ 1:"."""
    time = local(speech.started_at_utc_ms, zone).strftime("%H:%M:%S")
    return f"[{time}] {speaker(speech) or NOBODY_KNOWN}:"


def missing(details: MinutesDetails) -> tuple[str, ...]:
    """Fields that are still a dotted line."""
    needed = ("town", "presidium", "secretariat", "recorded_by", "presided_by")
    return tuple(name for name in needed if not getattr(details, name))


def presence(draft: MinutesDraft) -> Iterator[str]:
    """Who was convened and who was there when the congress was opened, and what that means."""
    counts = draft.attendance
    yield (
        f"Tổng số đại biểu được triệu tập: {counts.convened:02} đồng chí; "
        f"có mặt: {counts.present:02} đồng chí; vắng mặt: {counts.absent:02} đồng chí."
    )
    if counts.guests_present:
        yield f"Khách mời dự Đại hội: {counts.guests_present:02} vị."
    if counts.convened:
        yield (
            f"Số đại biểu có mặt đạt {share(counts.present, counts.convened)} số đại biểu được triệu tập, "
            f"{_verdict(counts)} điều kiện tiến hành "
            f"Đại hội (cần ít nhất {draft.quorum}, tức {counts.required:02} đồng chí)."
        )


def sitting_presence(counts: Attendance) -> str:
    """Who was there when a later sitting was opened."""
    return (
        f"Khi khai mạc phiên, có mặt {counts.present:02}/{counts.convened:02} đại biểu "
        f"({share(counts.present, counts.convened)}), {_verdict(counts)} điều kiện tiến hành."
    )


def sitting_numbers(draft: MinutesDraft) -> list[str]:
    """Roman numerals of the sittings; one without a name has none."""
    named = itertools.count(1)
    return [_roman(next(named)) if sitting.name else "" for sitting in draft.sittings]


def numbered(items: Iterable[MinutesItem]) -> Iterator[tuple[int, MinutesItem]]:
    """Items of a sitting with their numbers from 1; 0 for what belongs to none."""
    titled = itertools.count(1)
    for item in items:
        yield next(titled) if item.title else 0, item


def speech_lead(speech: Speech) -> str:
    """Who speaks, and from which paper where one was read."""
    who = speaker(speech)
    if not who:
        return f"{NOBODY_KNOWN}:"
    if not speech.summary:
        return f"{who} phát biểu ý kiến."
    title = paper_title(speech)
    return f"{who} phát biểu (tham luận “{title}”):" if title else f"{who} phát biểu:"


def paper_title(speech: Speech) -> str:
    """The submitted speech's title without its kind: "Tham luận: Chuyển đổi số ở khu phố"."""
    return speech.paper.removeprefix("Tham luận").lstrip(" :.-–")


def speaker(speech: Speech) -> str:
    """A delegate is "đồng chí", a guest need not be one; empty where nobody knows who spoke."""
    person = speech.speaker
    if person is None:
        return f"Đại biểu {speech.speaker_name}" if speech.speaker_name else ""
    title = "Đồng chí" if person.kind.is_convened else "Đại biểu"
    return ", ".join(part for part in (f"{title} {person.full_name}", person.delegation) if part)


def vote_lead(vote: Vote) -> str:
    """What was voted on, and how."""
    subject = vote.subject[:1].lower() + vote.subject[1:] if vote.subject[1:2].islower() else vote.subject
    is_secret = vote.method is VoteMethod.SECRET_BALLOT
    return f"Kết quả {'bỏ phiếu kín' if is_secret else 'biểu quyết'} {subject}:"


def vote_counts(vote: Vote) -> str:
    """How it came out. Shares are of all cards raised, or of the valid ballots."""
    counted = vote.agree + vote.disagree + vote.abstain
    if vote.method is VoteMethod.SECRET_BALLOT:
        return (
            f"số phiếu thu về: {counted + vote.invalid:02}, hợp lệ: {counted:02}, "
            f"không hợp lệ: {vote.invalid:02}; đồng ý: {_part(vote.agree, counted)} phiếu hợp lệ, "
            f"không đồng ý: {vote.disagree:02}, không có ý kiến: {vote.abstain:02}."
        )
    agreed = f"{vote.agree:02}/{counted:02} đại biểu nhất trí ({share(vote.agree, counted)})"
    return f"{agreed}, {vote.disagree:02} không nhất trí, {vote.abstain:02} có ý kiến khác."


def item_period(item: MinutesItem, zone: tzinfo) -> str:
    """ "(09 giờ 31 - 10 giờ 00)"."""
    opened = _clock(item.opened_at_utc_ms, zone)
    if item.closed_at_utc_ms is None:
        return f"(từ {opened})"
    closed = _clock(item.closed_at_utc_ms, zone)
    return f"({opened})" if closed == opened else f"({opened} - {closed})"


def period(draft: MinutesDraft) -> str:
    """From the first gavel to the last."""
    opened, closed = (
        moment(at, draft.time_zone) if at is not None else DOTS
        for at in (draft.opened_at_utc_ms, draft.closed_at_utc_ms)
    )
    return f"Từ {opened} đến {closed}"


def closing(draft: MinutesDraft) -> str:
    """When it ended, and that this is the end of the paper."""
    if draft.closed_at_utc_ms is None:
        return f"Đại hội kết thúc vào hồi {DOTS}./."
    return f"Đại hội kết thúc vào hồi {moment(draft.closed_at_utc_ms, draft.time_zone)}./."


def names(of: tuple[str, ...]) -> str:
    """ "gồm 02 đồng chí: Nguyễn Thị Ánh; Trần Văn Đức", or room to write."""
    return f"gồm {len(of):02} đồng chí: " + "; ".join(of) if of else DOTS


def outcomes(item: MinutesItem) -> tuple[str, ...]:
    """What was decided, a sentence each."""
    return tuple(with_full_stop(line.strip()) for line in item.outcome.splitlines() if line.strip())


def speech_line(speech: Speech) -> MinutesLine:
    """Who said what; the text is the summary alone, as it can be changed."""
    return MinutesLine(
        LineKind.SPEECH,
        with_full_stop(speech.summary),
        speech_lead(speech),
        speech.anchor_id,
        speech.is_proposed,
        speech.text,
    )


def vote_line(vote: Vote) -> MinutesLine:
    """What was voted on and how it came out."""
    return MinutesLine(LineKind.VOTE, vote_counts(vote), vote_lead(vote), vote.id)


def _item(item: MinutesItem, number: int, zone: tzinfo) -> Iterator[MinutesLine]:
    if item.title:
        yield MinutesLine(LineKind.ITEM, item_period(item, zone), f"{number}. {item.title}", item.id)
    yield from (speech_line(speech) for speech in item.speeches)
    yield from (vote_line(vote) for vote in item.votes)
    for text in outcomes(item):
        yield MinutesLine(LineKind.OUTCOME, text, OUTCOME, item.id)


def _pointer(line: MinutesLine) -> str:
    """Where the rest of a speech is to be read."""
    return IN_FULL if line.kind is LineKind.SPEECH and line.full_text not in ("", line.text) else ""


def _text(text: str) -> MinutesLine:
    return MinutesLine(LineKind.TEXT, text)


def _part(part: int, whole: int) -> str:
    return f"{part:02}/{whole:02} ({share(part, whole)})"


def _verdict(counts: Attendance) -> str:
    return "đủ" if counts.has_quorum else "chưa đủ"


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
