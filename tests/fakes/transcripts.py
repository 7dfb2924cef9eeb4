"""A long day's transcript: invented sentences, word times, some of them mended by the machine."""

from __future__ import annotations

import random
from collections.abc import Iterator

from app.domain import payloads as p
from app.domain.entities import Person, PersonKind, RepairKind, TextPiece, Word
from tests.fakes.basics import START_MS, fixed_id

PEOPLE = ("Lê Anh", "Trần Bình", "Nguyễn Chi", "Phạm Dũng")
_WORDS = [
    "trong",
    "nhiệm",
    "kỳ",
    "qua",
    "đảng",
    "bộ",
    "phường",
    "đã",
    "lãnh",
    "đạo",
    "thực",
    "hiện",
    "thắng",
    "lợi",
    "nhiều",
    "chỉ",
    "tiêu",
    "quan",
    "trọng",
    "và",
    "được",
    "nhân",
    "dân",
    "ghi",
    "nhận",
    "đề",
    "nghị",
    "đại",
    "hội",
    "xem",
    "xét",
    "bổ",
    "sung",
    "giải",
    "pháp",
    "chuyển",
    "đổi",
    "số",
    "ở",
    "từng",
    "khu",
    "phố",
]
_SEGMENT_MS = 2_880


def long_transcript(count: int) -> Iterator[p.Payload]:
    """`count` segments of one recording, about thirty words each, turns of a dozen segments."""
    chance = random.Random(8)
    recording_id = fixed_id("long-recording")
    yield p.RosterPublished(
        persons=tuple(
            Person(id=fixed_id(name), number=number, full_name=name, kind=PersonKind.OFFICIAL)
            for number, name in enumerate(PEOPLE, 1)
        )
    )
    yield p.RecordingStarted(recording_id=recording_id, started_at_utc_ms=START_MS)
    for number in range(count):
        start_ms = number * _SEGMENT_MS
        texts = chance.choices(_WORDS, k=chance.randint(8, 52))
        step = _SEGMENT_MS // len(texts)
        words = tuple(
            Word(
                text=word,
                start_ms=start_ms + at * step,
                end_ms=start_ms + at * step + step - 5,
                confidence_milli=chance.randint(450, 1000),
            )
            for at, word in enumerate(texts)
        )
        segment_id = fixed_id(f"long-{number}")
        yield p.SegmentHeard(
            segment_id=segment_id,
            recording_id=recording_id,
            start_ms=start_ms,
            end_ms=start_ms + _SEGMENT_MS,
            text=" ".join(texts),
            engine="viet-asr",
            words=words,
            speaker_person_id=fixed_id(PEOPLE[number // 12 % len(PEOPLE)]),
        )
        if number % 2:
            yield p.SegmentRepaired(segment_id=segment_id, pieces=tuple(_mended(texts)))


def _mended(texts: list[str]) -> Iterator[TextPiece]:
    yield TextPiece(text=texts[0].capitalize(), heard_from=0, heard_to=1, kind=RepairKind.CASE)
    for at, word in enumerate(texts[1:-1], 1):
        kind = RepairKind.NAME if at % 9 == 0 else None
        yield TextPiece(text=word.title() if kind else word, heard_from=at, heard_to=at + 1, kind=kind)
    last = len(texts) - 1
    yield TextPiece(text=f"{texts[-1]}.", heard_from=last, heard_to=last + 1, kind=RepairKind.PUNCTUATION)
