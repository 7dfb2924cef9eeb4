"""Reading: a sentence found, a passage marked and shared, a paper corrected, another one called back."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from app.documents.sample.folder import build_sample_folder
from app.domain import payloads as p
from app.domain.clock import SystemClock
from app.domain.entities import Document, Sharing
from app.sync.reader_keys import load_reader_keys
from app.ui.services import Box, Mark, MarkKind, MarkService, NewMark, PageWord
from app.wiring import packs
from app.wiring.demo.play import SYNC_S, Play
from app.wiring.demo.stage import wait_for
from app.wiring.errors import DocumentRecalled
from app.wiring.session import DeviceSession

_RESOLUTION = "Dự thảo Nghị quyết Đại hội"
_MARKED = "Hoàn thành trục giao thông Đông - Tây giai đoạn 2"
_CORRECTIONS = {
    "đạt 120 triệu đồng": "đạt 125 triệu đồng",
    "## Điều 3. Chỉ tiêu chủ yếu\n": (
        "## Điều 3. Chỉ tiêu chủ yếu\n\nĐại hội nhất trí các chỉ tiêu sau đây, tính theo giá năm 2025, "
        "và giao Ban Chấp hành báo cáo kết quả hằng năm trước nhân dân.\n"
    ),
}
_CALLED_BACK = "Danh sách dự kiến giới thiệu nhân sự"


def search_without_marks(play: Play) -> None:
    """What a delegate types on a tablet without a Vietnamese keyboard finds the sentence all the same."""
    with play.report.step("Search all papers, typed without marks") as step:
        documents = play.tablet.services.documents
        total = play.tablet.store.projection.state.documents_on_shelf()
        step.expect(_comes(play.tablet, lambda: play.tablet.papers.texts.is_up_to_date), "all papers indexed")
        clock = SystemClock()
        started_s = clock.monotonic_s()
        answer = documents.search('"truc giao thong dong - tay"')
        seconds = clock.monotonic_s() - started_s
        papers = {hit.document_id for hit in answer.hits}
        step.found = (
            f"{answer.pages_count} pages in {len(papers)} of {len(total)} papers, {seconds * 1000:.0f} ms"
        )
        step.expect(_paper(play.tablet, _RESOLUTION).id in papers, "the resolution is among them")
        step.expect(not documents.search("qwertyuiop").hits, "what is not there is not found")


def mark_and_share(play: Play) -> None:
    """A highlight on one tablet, shared with the delegation, appears on another tablet of it."""
    with play.report.step("Mark a passage, share it with the delegation") as step:
        for session in (play.tablet, play.second_tablet):
            knows = _comes(session, lambda: _has_delegation(session))  # noqa: B023
            step.expect(knows, "the hall has given the tablet its delegation's key")
        mark = _new_mark(play.tablet)
        _marks(play.tablet).make(mark)
        theirs = _comes(play.second_tablet, lambda: bool(_marks(play.second_tablet).marks(mark.document_id)))
        step.expect(theirs, "the delegation's other tablet shows it")
        with play.tablet.store.database.read() as tx:
            bodies = b"".join(one.signed.body for one in play.tablet.store.events.all_confirmed(tx, 0))
        step.expect(_MARKED.encode() not in bodies, "what was marked is sealed in the log")
        step.found = f"page {mark.page_index + 1}, “{mark.quote[:40]}…”"


def replace_a_paper(play: Play) -> None:
    """The secretariat corrects the resolution; the tablets fetch what changed and the mark moves along."""
    with play.report.step("Replace a paper; marks move along, differences") as step:
        paper = _paper(play.tablet, _RESOLUTION)
        source = build_sample_folder(play.stage.folder / "corrected", corrections=_CORRECTIONS)
        corrected = play.stage.folder / "corrected.nghisu-pack"
        with play.stage.hall.admin() as hall:
            packs.build(play.stage.hall.machine, hall, source, corrected)
            packs.publish(hall, corrected)
        for session in (play.tablet, play.second_tablet):
            documents = session.services.documents
            # Texts come before pages: two versions can be compared while the new one is still on its way.
            arrived = _comes(
                session,
                lambda: documents.can_compare(paper.id) and documents.is_here(paper.id),  # noqa: B023
            )
            step.expect(arrived, "the new version and the one before it are there")
        comparison = play.tablet.services.documents.compare(paper.id)
        play.tablet.services.documents.open(paper.id)
        _marks(play.tablet).place_now(paper.id)
        (mark,) = _marks(play.tablet).marks(paper.id)
        step.expect(
            _text_under(play.tablet, mark).startswith(_MARKED[:20]), "the mark lies on the same words"
        )
        step.found = (
            f"{comparison.changes_count} places differ; the mark is on page {(mark.page_index or 0) + 1}"
        )
        step.expect(1 <= comparison.changes_count <= 4, "two corrections are two to four differences")


def call_a_paper_back(play: Play) -> None:
    """It vanishes from every tablet: bytes, text, index and place."""
    with play.report.step("Call a paper back from every tablet") as step:
        paper = _paper(play.tablet, _CALLED_BACK)
        step.expect(paper.one_sitting, "it was given out for one sitting only")
        play.chair.congress.say(p.DocumentWithdrawn(document_id=paper.id, reason="hết phiên"))
        gone = 0
        for session in (play.tablet, play.second_tablet):
            blobs, sha256s = session.store.blobs, (paper.sha256, paper.reading_sha256 or "")
            gone += _comes(session, lambda: not any(map(blobs.has, sha256s)))  # noqa: B023
            try:
                session.services.documents.open(paper.id)
                step.expect(False, "it cannot be opened any more")
            except DocumentRecalled:
                pass
        step.found = f"“{paper.title}”: destroyed on {gone} of 2 tablets"
        step.expect(gone == 2, "destroyed everywhere")


def _new_mark(session: DeviceSession) -> NewMark:
    documents, paper = session.services.documents, _paper(session, _RESOLUTION)
    documents.open(paper.id)
    (hit, *_) = documents.search(f'"{_MARKED}"', paper.id).hits
    words = _run_of(documents.words(paper.id, hit.page_index), _MARKED.split())
    return NewMark(
        document_id=paper.id,
        page_index=hit.page_index,
        kind=MarkKind.HIGHLIGHT,
        boxes=tuple(_lines(words)),
        quote=" ".join(word.text for word in words),
        sharing=Sharing.DELEGATION,
    )


def _run_of(words: tuple[PageWord, ...], wanted: list[str]) -> tuple[PageWord, ...]:
    texts = [word.text.strip(".,;:") for word in words]
    starts = (at for at in range(len(texts)) if texts[at : at + len(wanted)] == wanted)
    start = next(starts)
    return words[start : start + len(wanted)]


def _lines(words: tuple[PageWord, ...]) -> Iterator[Box]:
    for line in dict.fromkeys(word.line for word in words):
        boxes = [word.box for word in words if word.line == line]
        yield Box(boxes[0].x0, min(b.y0 for b in boxes), boxes[-1].x1, max(b.y1 for b in boxes))


def _text_under(session: DeviceSession, mark: Mark) -> str:
    if mark.page_index is None:
        return ""
    words = session.services.documents.words(mark.document_id, mark.page_index)
    return " ".join(
        word.text
        for word in words
        if any(
            box.x0 - 1 <= (word.box.x0 + word.box.x1) / 2 <= box.x1 + 1
            and box.y0 <= (word.box.y0 + word.box.y1) / 2 <= box.y1
            for box in mark.boxes
        )
    )


def _paper(session: DeviceSession, title: str) -> Document:
    shelf = session.store.projection.state.documents_on_shelf()
    return next(document for document in shelf if document.title.startswith(title))


def _has_delegation(session: DeviceSession) -> bool:
    keys = load_reader_keys(session.store)
    return keys is not None and keys.delegation is not None


def _marks(session: DeviceSession) -> MarkService:
    assert session.services.marks is not None
    return session.services.marks


def _comes(session: DeviceSession, holds: Callable[[], bool]) -> bool:
    return wait_for(session.store.projection.subscribe, holds, SYNC_S)
