"""The scribe of a chair laptop: real store, real events, the shipped wording, a speech that was submitted."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import pairwise

import pytest

from app.documents.text.reading_text import ReadingText
from app.domain import payloads as p
from app.domain.entities import DocumentKind, RepairKind, Role
from app.domain.transcript import Segment
from app.runtime.paths import assets_folder
from app.speech.text.repair import TextRepairer
from app.storage.device_store import DeviceStore
from app.wiring.congress import StoredCongress
from app.wiring.lessons import Lessons
from app.wiring.scribe import Scribe
from tests.fakes.clock import FakeClock
from tests.fakes.congress import device_of, document, fixed_id, opening_payloads, people, signer

RECORDING = fixed_id("recording")
SPEAKER = people()[0]
SPEECH = (
    "Kính thưa Đoàn chủ tịch, kính thưa các vị đại biểu, khách mời!\n"
    "Được sự đồng ý của Đoàn chủ tịch, tôi xin trình bày tham luận về chuyển đổi số trong giải quyết thủ tục "
    "cho người dân ở phường An Bình.\n"
    "Chúng tôi rà 187 thủ tục, bỏ yêu cầu nộp lại giấy tờ ở 92 thủ tục. Điều đáng mừng là người cao tuổi "
    "không bị bỏ lại: mỗi khu phố có một tổ công nghệ cộng đồng."
)
READ = (
    "kính thưa đoàn chủ tịch kính thưa các vị đại biểu khách mời",
    "được sự đồng ý của đoàn chủ tịch tôi xin trình bày tham luận về chuyển đổi số trong giải quyết thủ tục "
    "cho người dân ở phường an bình",
    "chúng tôi rà một trăm tám mươi bảy thủ tục bỏ yêu cầu nộp lại giấy tờ ở chín mươi hai thủ tục",
)
_PATIENCE_S = 30.0


class Laptop:
    def __init__(self, folder) -> None:
        self._folder, self._clock = folder, FakeClock()
        self.signer = signer(Role.CHAIR, "chair", self._clock)
        self.device = device_of(self.signer, Role.CHAIR, "Máy thư ký")
        self.open()

    def open(self) -> None:
        self.store = DeviceStore.open(self._folder, b"k" * 32, os.urandom)
        self.store.projection.refresh()
        self.congress = StoredCongress(self.store, self.signer, self.device, lambda: None)
        lessons = Lessons(assets_folder() / "speech", self._text_of)
        self.scribe = Scribe(self.congress, self.store, lessons)
        self.scribe.start()

    def close(self) -> None:
        self.scribe.close(_PATIENCE_S)
        self.store.close()

    def _text_of(self, paper):
        if paper.reading_sha256 is None or not self.store.blobs.has(paper.reading_sha256):
            return None
        return ReadingText.from_bytes(bytes(self.store.blobs.read(paper.reading_sha256)))

    def found(self) -> None:
        """The congress, with a speech that the first delegate has submitted."""
        data = ReadingText((SPEECH,)).to_bytes()
        paper = document("Tham luận").model_copy(
            update={
                "kind": DocumentKind.SPEECH,
                "author_person_id": SPEAKER.id,
                "reading_sha256": self.store.blobs.put(data),
                "reading_size_bytes": len(data),
            }
        )
        congress = signer(Role.CONGRESS, "congress", self._clock)
        said = (
            *opening_payloads(),
            p.DeviceEnrolled(device=self.device),
            p.DocumentPublished(document=paper),
        )
        with self.store.database.write() as tx:
            for one in said:
                self.store.events.add_pending(tx, congress.sign(one))
        self.store.projection.refresh()
        self.congress.say(p.RecordingStarted(recording_id=RECORDING, started_at_utc_ms=1))

    def hear(self, *texts: str, speaker: bool = True, name: str = "s", **more) -> list[Segment]:
        for number, text in enumerate(texts):
            self.congress.say(
                p.SegmentHeard(
                    segment_id=fixed_id(f"{name} {number}"),
                    recording_id=RECORDING,
                    start_ms=number * 10_000,
                    end_ms=number * 10_000 + 9_000,
                    text=text,
                    engine="viet-asr",
                    speaker_person_id=SPEAKER.id if speaker else None,
                    **more,
                )
            )
        assert self.scribe.wait(_PATIENCE_S)
        return self.store.projection.state.segments_in_order()


@pytest.fixture
def laptop(tmp_path) -> Iterator[Laptop]:
    laptop = Laptop(tmp_path / "chair")
    laptop.found()
    yield laptop
    laptop.close()


def test_numbers_capitals_and_sentences_are_written_as_in_papers(laptop: Laptop):
    (segment,) = laptop.hear(
        "ủy ban nhân dân phường đã giải quyết bảy mươi lăm phần trăm kiến nghị của cử tri năm hai nghìn "
        "không trăm hai mươi lăm",
        speaker=False,
    )
    assert segment.text.startswith("Ủy ban")
    assert "2025" in segment.text
    assert "75" in segment.text
    assert segment.heard.startswith("ủy ban nhân dân")
    assert {RepairKind.NUMBER, RepairKind.CASE} <= {piece.kind for piece in segment.pieces}


def test_who_reads_a_submitted_speech_is_written_in_its_words(laptop: Laptop):
    segments = laptop.hear(*READ)
    assert " ".join(segment.text for segment in segments).startswith(
        "Kính thưa Đoàn chủ tịch, kính thưa các vị"
    )
    assert "phường An Bình." in segments[1].text
    assert "187 thủ tục" in segments[2].text
    assert {segment.document_id for segment in segments} == {fixed_id("document Tham luận")}
    assert {piece.kind for piece in segments[1].pieces} == {RepairKind.SPEECH}


def test_what_is_said_beside_the_speech_is_told_apart(laptop: Laptop):
    beside = "và xin nói thêm rằng hôm qua trời mưa rất to nên đường ngập"
    segments = laptop.hear(*READ[:2], f"{READ[2]} {beside}")
    last = segments[-1]
    others = " ".join(piece.text for piece in last.pieces if piece.kind is not RepairKind.SPEECH)
    assert "trời mưa rất to" in others
    assert "187" not in others


def test_every_heard_word_is_covered_once(laptop: Laptop):
    for segment in laptop.hear(*READ, "tôi xin hết xin cảm ơn đại hội"):
        covered = [(piece.heard_from, piece.heard_to) for piece in segment.pieces]
        assert covered[0][0] == 0
        assert all(a[1] == b[0] for a, b in pairwise(covered))
        assert covered[-1][1] == len(segment.heard.split())


def _heard_by_nobody(laptop: Laptop) -> None:
    """A segment is kept, and the program ends before the scribe has looked at it."""
    laptop.scribe.close(_PATIENCE_S)
    laptop.congress.say(
        p.SegmentHeard(
            segment_id=fixed_id("s 0"),
            recording_id=RECORDING,
            start_ms=0,
            end_ms=9,
            text="năm mươi phần trăm",
            engine="e",
        )
    )


def test_a_segment_that_somebody_has_touched_is_left_alone(laptop: Laptop):
    _heard_by_nobody(laptop)
    laptop.congress.say(p.SegmentEdited(segment_id=fixed_id("s 0"), text="Một nửa."))
    laptop.store.close()
    laptop.open()
    assert laptop.scribe.wait(_PATIENCE_S)
    (segment,) = laptop.store.projection.state.segments_in_order()
    assert (segment.text, segment.pieces) == ("Một nửa.", ())


def test_what_a_crash_left_is_done_at_the_next_start(laptop: Laptop):
    _heard_by_nobody(laptop)
    laptop.store.close()
    laptop.open()
    assert laptop.scribe.wait(_PATIENCE_S)
    (segment,) = laptop.store.projection.state.segments_in_order()
    assert "50" in segment.text


def test_another_run_is_repaired_by_itself_once_it_is_read(laptop: Laptop):
    run = fixed_id("run")
    laptop.hear(*READ)
    laptop.hear(*READ, name="again", run_id=run)

    def papers() -> list:
        segments = laptop.store.projection.state.segments
        return [segments[fixed_id(f"again {number}")].document_id for number in range(3)]

    assert papers() == [None] * 3, "it may still be called off"
    laptop.congress.say(
        p.RecordingRetranscribed(recording_id=RECORDING, run_id=run, engine="e", start_ms=0, end_ms=30_000)
    )
    assert laptop.scribe.wait(_PATIENCE_S)
    assert papers() == [fixed_id("document Tham luận")] * 3


def test_recordings_of_other_laptops_are_theirs_to_repair(laptop: Laptop):
    other = signer(Role.CHAIR, "other", FakeClock(), seed=7)
    theirs = fixed_id("their recording")
    said = (
        p.RecordingStarted(recording_id=theirs, started_at_utc_ms=1),
        p.SegmentHeard(
            segment_id=fixed_id("x"),
            recording_id=theirs,
            start_ms=0,
            end_ms=9,
            text="năm mươi phần trăm",
            engine="e",
        ),
    )
    with laptop.store.database.write() as tx:
        for one in said:
            laptop.store.events.add_pending(tx, other.sign(one))
    laptop.store.projection.refresh()
    assert laptop.scribe.wait(_PATIENCE_S)
    assert laptop.store.projection.state.segments[fixed_id("x")].pieces == ()


def test_pieces_that_change_nothing_are_not_said(laptop: Laptop):
    (segment,) = laptop.hear("Kính thưa Đại hội.", speaker=False)
    assert segment.pieces == ()


def test_one_strange_sentence_does_not_leave_the_others_as_heard(laptop: Laptop, monkeypatch):
    repair = TextRepairer.repair

    def strange(self, heard, *more):
        if heard == "lạ":
            raise ValueError(heard)
        return repair(self, heard, *more)

    monkeypatch.setattr(TextRepairer, "repair", strange)
    first, second = laptop.hear("lạ", "năm mươi phần trăm", speaker=False)
    assert (first.text, first.pieces) == ("lạ", ())
    assert "50" in second.text
