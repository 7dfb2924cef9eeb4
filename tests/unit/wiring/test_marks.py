"""Marks on tablets with real stores, real events and real pages: shared, moved along, taken back."""

from __future__ import annotations

import os
import threading
from dataclasses import replace
from uuid import UUID

import pymupdf
import pytest

from app.documents.errors import MarkTooLarge
from app.documents.marks.mark import MarkColor, MarkKind
from app.documents.text.reading_text import ReadingText
from app.documents.worker.renderer import PageRenderer
from app.domain import payloads as p
from app.domain.entities import Role, Sharing
from app.storage.device_store import DeviceStore
from app.sync.reader_keys import ReaderKeys
from app.ui.services import NewMark
from app.wiring.congress import StoredCongress
from app.wiring.errors import DelegationMissing, DocumentRecalled, MarkGone, MarksNotReady
from app.wiring.marks import StoredMarks
from tests.fakes.clock import FakeClock
from tests.fakes.congress import device_of, document, fixed_id, opening_payloads, signer

PAPER = fixed_id("document Nghị quyết")
CLAUSES = [
    "Điều 1. Thông qua báo cáo chính trị của Ban Chấp hành",
    "Điều 2. Phấn đấu thu ngân sách tăng bình quân 8% mỗi năm",
    "Điều 3. Xây dựng tổ chức cơ sở trong sạch, vững mạnh",
    "Điều 4. Giao Ban Chấp hành khóa mới tổ chức thực hiện",
]
CLAUSES_NEW = ["Căn cứ Điều lệ và tình hình thực tế của địa phương", *CLAUSES[:2], CLAUSES[3]]


def make_paper(clauses: list[str]) -> bytes:
    """A page with a line a clause, and a second page like every second page."""
    with pymupdf.open() as pdf:
        page = pdf.new_page()
        for index, clause in enumerate(clauses):
            page.insert_htmlbox((60, 80 + index * 40, 560, 110 + index * 40), clause)
        pdf.new_page().insert_htmlbox((60, 80, 560, 110), "Nghị quyết có hiệu lực kể từ ngày được thông qua")
        return pdf.tobytes()


@pytest.fixture(scope="module")
def renderer():
    renderer = PageRenderer(page_deadline_s=30.0)
    yield renderer
    renderer.shutdown(5.0)


class Tablet:
    """One delegate's tablet, with the log of the congress carried to it by hand."""

    def __init__(self, folder, renderer, number: int, clock: FakeClock, keys: ReaderKeys | None) -> None:
        self.signer = signer(Role.TABLET, f"tablet {number}", clock)
        person_id = fixed_id(f"person {number}")
        self.device = device_of(self.signer, Role.TABLET, f"Máy {number}", person_id)
        self.folder, self.renderer, self.keys = folder, renderer, keys
        self.open()

    def open(self) -> None:
        self.store = DeviceStore.open(self.folder, b"m" * 32, os.urandom)
        self.store.projection.refresh()
        self.congress = StoredCongress(self.store, self.signer, self.device, lambda: None)
        self.marks = StoredMarks(self.store, self.congress, lambda: self.keys, self.renderer, self.text_of)

    def close(self) -> None:
        self.marks.close(10.0)
        self.store.close()

    def hear(self, *events) -> None:
        """Events of others reach this store."""
        with self.store.database.write() as tx:
            for event in events:
                self.store.events.add_pending(tx, event)
        self.store.projection.refresh()

    def said(self):
        with self.store.database.read() as tx:
            return [one for one in self.store.events.pending(tx) if one.event.device_id == self.device.id]

    def receive(self, pdf: bytes) -> None:
        self.store.blobs.put(pdf)

    def text_of(self, paper):
        if not self.store.blobs.has(paper.sha256):
            return None
        with pymupdf.open(stream=bytes(self.store.blobs.read(paper.sha256))) as pdf:
            return ReadingText(tuple(page.get_text() for page in pdf))

    def read(self, paper=PAPER) -> None:
        """Open it, as the reader does."""
        current = self.store.projection.state.documents[paper]
        self.renderer.open(paper, bytes(self.store.blobs.read(current.sha256)))

    def boxes(self, first: str, last: str):
        words = self.renderer.words(PAPER, 0)
        start = next(index for index, word in enumerate(words) if word.text == first)
        end = next(index for index, word in enumerate(words) if word.text == last and index >= start)
        line = [word.box for word in words[start : end + 1]]
        return (replace(line[0], x1=line[-1].x1, y1=max(box.y1 for box in line)),)


class Hall:
    """Three tablets, 1 and 4 of one delegation, 2 of another, and the congress's own word."""

    def __init__(self, folder, renderer) -> None:
        self.clock = FakeClock()
        self.congress = signer(Role.CONGRESS, "congress", self.clock)
        delegation = {1: b"A" * 32, 4: b"A" * 32, 2: b"B" * 32}
        self.tablets = {
            number: Tablet(
                folder / str(number),
                renderer,
                number,
                self.clock,
                ReaderKeys(bytes([number]) * 32, key, b"P" * 32),
            )
            for number, key in delegation.items()
        }
        enrolled = [p.DeviceEnrolled(device=one.device) for one in self.tablets.values()]
        self.say(*opening_payloads(), *enrolled)
        self.publish(CLAUSES)

    def say(self, *payloads) -> None:
        events = [self.congress.sign(payload) for payload in payloads]
        for tablet in self.tablets.values():
            tablet.hear(*events)

    def publish(self, clauses: list[str]) -> None:
        pdf = make_paper(clauses)
        for tablet in self.tablets.values():
            tablet.receive(pdf)
        sha256 = self.tablets[1].store.blobs.put(pdf)
        self.say(p.DocumentPublished(document=document("Nghị quyết", sha256, len(pdf))))
        self.tablets[1].read()

    def carry(self) -> None:
        """Every tablet hears what the others have said."""
        said = {number: tablet.said() for number, tablet in self.tablets.items()}
        for number, tablet in self.tablets.items():
            with tablet.store.database.read() as tx:
                known = {one.event.id for one in tablet.store.events.pending(tx)}
            others = [one for other, events in said.items() if other != number for one in events]
            tablet.hear(*(one for one in others if one.event.id not in known))


@pytest.fixture
def hall(tmp_path, renderer):
    hall = Hall(tmp_path, renderer)
    yield hall
    for tablet in hall.tablets.values():
        tablet.close()


def highlight(tablet: Tablet, first="Phấn", last="năm", **changes) -> NewMark:
    boxes = tablet.boxes(first, last)
    return replace(NewMark(PAPER, 0, MarkKind.HIGHLIGHT, boxes=boxes), **changes)


def test_a_mark_is_kept_changed_removed_and_brought_back(hall):
    marks = hall.tablets[1].marks
    seen = []
    stop = marks.subscribe(seen.append)
    mark_id = marks.make(highlight(hall.tablets[1]))
    (made,) = marks.marks(PAPER)
    assert (made.id, made.page_index, made.is_mine, made.has_moved) == (mark_id, 0, True, False)
    assert made.quote == "Phấn đấu thu ngân sách tăng bình quân 8% mỗi năm"
    marks.change(mark_id, note="Xem lại chỉ tiêu", color=MarkColor.RED)
    (changed,) = marks.marks()
    assert (changed.note, changed.color, changed.boxes) == ("Xem lại chỉ tiêu", MarkColor.RED, made.boxes)
    marks.remove(mark_id)
    assert marks.marks() == ()
    marks.restore(changed)
    assert marks.marks() == (changed,)
    marks.restore(made)
    assert marks.marks() == (made,)
    assert seen == [(), (made,), (changed,), (), (changed,), (made,)]
    stop()
    with pytest.raises(MarkGone):
        marks.remove(UUID(int=3))


def test_private_is_mine_alone_and_shared_is_my_delegations(hall):
    one, colleague, stranger = (hall.tablets[number].marks for number in (1, 4, 2))
    one.make(highlight(hall.tablets[1], note="riêng"))
    shared = one.make(highlight(hall.tablets[1], note="chung", sharing=Sharing.DELEGATION))
    hall.carry()
    assert [mark.note for mark in one.marks()] == ["riêng", "chung"]
    assert stranger.marks() == ()
    (theirs,) = colleague.marks()
    assert (theirs.note, theirs.is_mine, theirs.owner_id) == ("chung", False, fixed_id("person 1"))
    with pytest.raises(MarkGone):
        colleague.remove(shared)
    with pytest.raises(MarkGone):
        colleague.change(shared, note="của tôi")
    one.change(shared, sharing=Sharing.PRIVATE)
    hall.carry()
    assert colleague.marks() == ()


def test_the_log_tells_nothing_of_a_mark(hall):
    hall.tablets[1].marks.make(highlight(hall.tablets[1], note="bí mật riêng"))
    (event,) = hall.tablets[1].said()
    assert all(word.encode() not in event.body for word in ("bí mật", "Phấn", "highlight", "yellow"))


def test_marks_move_along_with_a_corrected_paper_and_stay_after_a_restart(hall):
    tablet = hall.tablets[1]
    marks = tablet.marks
    kept = marks.make(highlight(tablet))
    lost = marks.make(highlight(tablet, "Xây", "mạnh", note="bỏ?"))
    line = tablet.boxes("Thông", "Ban")[0]
    ink = marks.make(NewMark(PAPER, 0, MarkKind.INK, strokes=(((line.x0, line.y1), (line.x1, line.y1)),)))
    bookmark = marks.make(NewMark(PAPER, 1, MarkKind.BOOKMARK))
    before = {mark.id: mark for mark in marks.marks()}
    hall.publish(CLAUSES_NEW)
    marks.place_now(PAPER)
    after = {mark.id: mark for mark in marks.marks()}
    assert after[kept].boxes[0].y0 == pytest.approx(before[kept].boxes[0].y0 + 40, abs=1)
    assert after[kept].page_index == 0
    assert after[kept].has_moved
    assert (after[lost].page_index, after[lost].quote, after[lost].note) == (
        None,
        before[lost].quote,
        "bỏ?",
    )
    (stroke,) = after[ink].strokes
    assert stroke[0][1] == pytest.approx(before[ink].strokes[0][0][1] + 40, abs=1)
    assert (after[bookmark].page_index, after[bookmark].has_moved) == (1, False)
    assert [mark.id for mark in marks.marks()][-1] == lost

    tablet.close()
    tablet.open()
    assert {mark.id: mark for mark in tablet.marks.marks()} == after


def test_places_are_found_in_the_background(hall):
    tablet = hall.tablets[1]
    mark_id = tablet.marks.make(highlight(tablet))
    placed = threading.Event()

    def look(marks):
        if any(mark.id == mark_id and mark.has_moved and mark.page_index == 0 for mark in marks):
            placed.set()

    tablet.marks.subscribe(look)
    tablet.marks.start()
    hall.publish(CLAUSES_NEW)
    assert placed.wait(60)


def test_a_withdrawn_paper_takes_its_marks_out_of_sight(hall):
    tablet = hall.tablets[1]
    tablet.marks.make(highlight(tablet))
    new = highlight(tablet)
    hall.say(p.DocumentWithdrawn(document_id=PAPER))
    assert tablet.marks.marks() == ()
    with pytest.raises(DocumentRecalled):
        tablet.marks.make(new)
    tablet.marks.place_now(PAPER)


def test_without_keys_nothing_is_marked_and_nothing_is_read(hall):
    tablet = hall.tablets[1]
    keys = tablet.keys
    tablet.marks.make(highlight(tablet))
    tablet.keys = None
    tablet.marks.reload()
    assert tablet.marks.marks() == ()
    with pytest.raises(MarksNotReady):
        tablet.marks.make(highlight(tablet))
    tablet.keys = replace(keys, delegation=None)
    tablet.marks.reload()
    assert len(tablet.marks.marks()) == 1
    with pytest.raises(DelegationMissing):
        tablet.marks.make(highlight(tablet, sharing=Sharing.DELEGATION))


def test_endless_ink_is_refused_and_nothing_is_kept(hall):
    tablet = hall.tablets[1]
    endless = tuple((float(value), float(byte)) for value, byte in enumerate(os.urandom(90_000)))
    with pytest.raises(MarkTooLarge):
        tablet.marks.make(NewMark(PAPER, 0, MarkKind.INK, strokes=(endless,)))
    assert tablet.marks.marks() == ()
