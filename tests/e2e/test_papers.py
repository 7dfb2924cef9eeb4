"""Papers from the hall to tablets: found, marked, corrected, called back; the presidium followed."""

from __future__ import annotations

import hashlib
import os

import pymupdf
import pytest

from app.documents.text.reading_text import ReadingText
from app.domain import payloads as p
from app.domain.entities import Document, Role, Sharing
from app.domain.search_query import SearchQuery
from app.hall.admin import PublishedBlob, publish_pack
from app.paper.fonts import find_serif
from app.ui.reader.selection import hits_among
from app.ui.services import MarkKind, NewMark, Progress
from app.wiring.errors import DocumentRecalled, ExportNotAllowed
from tests.e2e.test_devices import until
from tests.fakes.congress import document as paper_of
from tests.fakes.congress import people
from tests.fakes.hall import Reached

FIRST = (
    "Điều 1. Tán thành các văn kiện",
    "Thu ngân sách năm 2030 đạt 360 tỷ đồng.",
    "Điều 2. Tổ chức thực hiện",
)
CORRECTED = (FIRST[0], "Đại hội nhất trí các chỉ tiêu sau đây.", FIRST[1].replace("360", "380"), FIRST[2])


def pdf_of(*lines: str) -> bytes:
    paper = pymupdf.open()
    page = paper.new_page()
    font = pymupdf.Font(fontfile=str(find_serif().files[0]))
    writer = pymupdf.TextWriter(page.rect)
    for number, line in enumerate(lines):
        writer.append((72, 90 + 60 * number), line, font=font, fontsize=13)
    writer.write_text(page)
    return paper.tobytes()


def publish(hall, *lines: str, name: str = "Nghị quyết", **more: object) -> Document:
    """A paper with its text, as the pack builder would publish it."""
    data, text = pdf_of(*lines), ReadingText(("\n".join(lines),)).to_bytes()
    sha256, text_sha256 = (hashlib.sha256(one).hexdigest() for one in (data, text))
    paper = paper_of(name, sha256, len(data)).model_copy(
        update={"page_count": 1, "reading_sha256": text_sha256, "reading_size_bytes": len(text), **more}
    )
    with hall.opened() as opened:
        signed = opened.identity.signer(opened.clock, os.urandom).sign(p.DocumentPublished(document=paper))
        blobs = [PublishedBlob(sha256, len(data), [data]), PublishedBlob(text_sha256, len(text), [text])]
        publish_pack(opened, [signed], blobs)
    return paper


def decree(hall, **settings: object) -> None:
    """The congress changes its settings."""
    with hall.opened() as opened:
        congress = opened.ledger.catch_up().congress
        changed = congress.settings.model_copy(update=settings)
        payload = p.CongressConvened(congress=congress.model_copy(update={"settings": changed}))
        opened.ledger.say(opened.identity.signer(opened.clock, os.urandom), lambda _tx: [payload])


def has_texts(session, paper: Document) -> bool:
    known = session.papers.texts.index.known()
    return session.services.documents.is_here(paper.id) and paper.reading_sha256 in known


@pytest.fixture
def tablet(hall, doors):
    return doors.enrol(hall, "tablet", Role.TABLET, person_id=people()[0].id).device_session()


def test_a_sentence_is_found_without_marks_and_shown_on_its_page(hall, tablet):
    paper = publish(hall, *FIRST)
    until(tablet.engine, lambda: has_texts(tablet, paper))
    documents = tablet.services.documents
    answer = documents.search("ngan sach nam 2030")
    assert [(hit.document_id, hit.page_index) for hit in answer.hits] == [(paper.id, 0)]
    (hit,) = answer.hits
    start, end = hit.marked[0]
    assert hit.snippet[start:end] == "ngân"
    documents.open(paper.id)
    ((box,),) = hits_among(documents.words(paper.id, 0), SearchQuery.parse('"ngân sách"'))
    assert 130 < box.y0 < 150
    assert [block.text for block in documents.flow(paper.id, 0)] == list(FIRST)


def test_what_was_read_is_told_once(hall, doors, tablet):
    chair = doors.enrol(hall, "chair", Role.CHAIR).device_session()
    paper = publish(hall, *FIRST)
    until(tablet.engine, lambda: tablet.services.documents.is_here(paper.id))
    tablet.services.documents.note_read(paper.id, frozenset({0}))
    tablet.services.documents.note_read(paper.id, frozenset({0}))
    key = (paper.id, people()[0].id, paper.sha256)
    until(chair.engine, lambda: key in chair.congress.snapshot().state.readings)
    with tablet.store.database.read() as tx:
        log = [one.signed.event.type for one in tablet.store.events.all_confirmed(tx, 0)]
        log += [one.event.type for one in tablet.store.events.pending(tx)]
    assert log.count("document.read") == 1
    decree(hall, read_receipts=False)
    until(tablet.engine, lambda: not tablet.congress.snapshot().state.settings.read_receipts)
    tablet.services.documents.note_read(paper.id, frozenset({0, 1}))
    assert tablet.congress.snapshot().state.readings[key].pages_count == 1


def test_a_mark_is_shared_with_the_delegation_and_moves_with_a_correction(hall, doors, tablet):
    mate = next(one for one in people()[1:] if one.delegation == people()[0].delegation)
    stranger = next(one for one in people() if one.delegation != people()[0].delegation)
    others = {
        who: doors.enrol(hall, who, Role.TABLET, person_id=person.id).device_session()
        for who, person in (("mate", mate), ("stranger", stranger))
    }
    paper = publish(hall, *FIRST)
    until(tablet.engine, lambda: has_texts(tablet, paper))
    documents, marks = tablet.services.documents, tablet.services.marks
    documents.open(paper.id)
    words = [word for word in documents.words(paper.id, 0) if word.text in ("ngân", "sách")]
    new = NewMark(paper.id, 0, MarkKind.HIGHLIGHT, boxes=tuple(word.box for word in words), quote="ngân sách")
    marks.make(new)
    marks.make(NewMark(paper.id, 0, MarkKind.NOTE, note="hỏi lại", boxes=(words[0].box,), quote="ngân",
                       sharing=Sharing.DELEGATION))  # fmt: skip
    theirs = others["mate"].services.marks
    until(others["mate"].engine, lambda: len(others["mate"].congress.snapshot().state.marks) == 2)
    assert [(mark.note, mark.is_mine) for mark in theirs.marks(paper.id)] == [("hỏi lại", False)]
    until(others["stranger"].engine, lambda: len(others["stranger"].congress.snapshot().state.marks) == 2)
    assert others["stranger"].services.marks.marks() == ()

    corrected = publish(hall, *CORRECTED)
    until(tablet.engine, lambda: has_texts(tablet, corrected) and documents.can_compare(paper.id))
    documents.close(paper.id)
    documents.open(paper.id)
    marks.place_now(paper.id)
    highlight = next(mark for mark in marks.marks(paper.id) if mark.kind is MarkKind.HIGHLIGHT)
    assert highlight.has_moved
    assert all(190 < box.y0 < 215 for box in highlight.boxes)
    comparison = documents.compare(paper.id)
    assert [(one.old_text, one.new_text) for one in comparison.paragraphs if one.kind != "same"] == [
        ("", CORRECTED[1]),
        (FIRST[1], CORRECTED[2]),
    ]
    third = publish(hall, *CORRECTED, "Nghị quyết này có hiệu lực ngay.")
    until(tablet.engine, lambda: has_texts(tablet, third) and not tablet.store.blobs.has(paper.sha256))
    assert tablet.store.blobs.has(corrected.sha256)


def test_a_tablet_that_was_off_forgets_a_paper_when_it_next_appears(hall, doors, tablet):
    chair = doors.enrol(hall, "chair", Role.CHAIR).device_session()
    off = doors.enrol(hall, "off", Role.TABLET, person_id=people()[1].id)
    paper = publish(hall, *FIRST, one_sitting=True)
    session = off.device_session()
    until(session.engine, lambda: has_texts(session, paper))
    off.close(20)
    until(chair.engine, lambda: paper.id in chair.congress.snapshot().state.documents)
    chair.congress.say(p.DocumentWithdrawn(document_id=paper.id, reason="hết phiên"))
    until(tablet.engine, lambda: not tablet.store.blobs.has(paper.sha256))
    session = doors.open("off", Role.TABLET).device_session()
    until(session.engine, lambda: not session.store.blobs.has(paper.sha256))
    until(session.engine, lambda: not session.papers.texts.index.known())
    until(session.engine, lambda: not session.store.blobs.has(paper.reading_sha256))
    assert session.services.documents.search("ngân sách").hits == ()
    with pytest.raises(DocumentRecalled):
        session.services.documents.open(paper.id)


def test_a_tablet_follows_the_page_that_the_chair_shows(hall, doors, tablet):
    chair = doors.enrol(hall, "chair", Role.CHAIR).device_session()
    paper = publish(hall, *FIRST)
    until(chair.engine, lambda: chair.services.documents.is_here(paper.id))
    chair.services.presentation.present(paper.id, 0)
    shown = Reached()
    tablet.services.presentation.subscribe(shown)
    page = shown.wait(lambda page: page is not None, 20.0)
    assert (page.document_id, page.page_index) == (paper.id, 0)
    ended = Reached()
    tablet.services.presentation.subscribe(ended)
    chair.services.presentation.stop()
    ended.wait(lambda page: page is None, 20.0)


def test_a_marked_copy_leaves_the_tablet_only_where_the_congress_allows_it(hall, tablet, tmp_path):
    paper = publish(hall, *FIRST)
    until(tablet.engine, lambda: has_texts(tablet, paper))
    documents = tablet.services.documents
    documents.open(paper.id)
    words = documents.words(paper.id, 0)
    box, quote = words[0].box, words[0].text
    tablet.services.marks.make(NewMark(paper.id, 0, MarkKind.HIGHLIGHT, boxes=(box,), quote=quote))
    copy, told = tmp_path / "copy.pdf", []
    with pytest.raises(ExportNotAllowed):
        documents.export_annotated(paper.id, copy, told.append, lambda: False)
    decree(hall, allow_export=True)
    until(tablet.engine, lambda: tablet.congress.snapshot().state.settings.allow_export)
    documents.export_annotated(paper.id, copy, told.append, lambda: True)
    assert not copy.exists()
    documents.export_annotated(paper.id, copy, told.append, lambda: False)
    assert told[-1] == Progress("export", 2, 2)
    (page,) = pymupdf.open(copy)
    assert [annotation.type[1] for annotation in page.annots()] == ["Highlight"]
