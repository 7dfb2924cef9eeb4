"""Papers, marks and the presented page in memory: real PDFs, no store, no network."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from app.documents.pages import Canvas, Drawing, row_bytes
from app.documents.text.flow import flow_of
from app.documents.text.words import words_of
from app.documents.worker.pdf import put_on
from app.documents.worker.pdf_text import page_content, page_layout
from app.domain.entities import Sharing
from app.domain.errors import NghisuError
from app.domain.folding import fold_text
from app.ui.services import (
    BlockKind,
    Comparison,
    FlowBlock,
    IsCancelled,
    Mark,
    MarkColor,
    NewMark,
    OpenedDocument,
    OutlineItem,
    PageWord,
    PresentedPage,
    Progress,
    ProgressCallback,
    ReadingPlace,
    SearchAnswer,
    SearchHit,
)
from tests.fakes.basics import FakeClock, Told


class FakeDocuments:
    """Real PDFs, made and rendered in memory by the library that the product's worker uses."""

    def __init__(self, page_counts: dict[UUID, tuple[str, int]], clock: FakeClock) -> None:
        self._page_counts = page_counts
        self._open: dict[UUID, Any] = {}
        self._one_at_a_time = threading.Lock()
        self._clock = clock
        self.missing: set[UUID] = set()
        self.broken_pages: set[int] = set()
        self.fails_with: Exception | None = None
        self.remembered: list[ReadingPlace] = []
        self.rendered: list[tuple[int, int]] = []
        self.without_text: set[UUID] = set()
        self.comparisons: dict[UUID, Comparison] = {}
        self.read: list[tuple[UUID, frozenset[int]]] = []
        self.exported: list[Path] = []

    def is_here(self, document_id: UUID) -> bool:
        return document_id not in self.missing

    def open(self, document_id: UUID) -> OpenedDocument:
        if self.fails_with:
            raise self.fails_with
        with self._one_at_a_time:
            return self._open_now(document_id)

    def _open_now(self, document_id: UUID) -> OpenedDocument:
        title, pages = self._page_counts[document_id]
        if document_id not in self._open:
            self._open[document_id] = make_pdf(title, pages)
        pdf = self._open[document_id]
        sizes = tuple((pdf[number].rect.width, pdf[number].rect.height) for number in range(len(pdf)))
        outline = tuple(
            OutlineItem(
                1 if number % 3 == 0 else 2, f"{_roman(number + 1)}. Phần {number + 1} của văn kiện", page
            )
            for number, page in enumerate(range(0, pages, 3))
        )
        return OpenedDocument(document_id, sizes, outline)

    def render(self, document_id: UUID, drawing: Drawing, canvas: Canvas) -> None:
        page_index, clip = drawing.page_index, drawing.clip
        self.rendered.append((page_index, drawing.width_px))
        if page_index in self.broken_pages:
            raise FakePageError(page=page_index + 1)
        import pymupdf

        with self._one_at_a_time:
            if document_id not in self._open:
                # Closed meanwhile: the worker of the product says the same.
                raise FakePageError(page=page_index + 1)
            page = self._open[document_id][page_index]
            zoom = drawing.width_px / page.rect.width
            area = pymupdf.Rect(clip.x0, clip.y0, clip.x1, clip.y1) if clip else None
            pixels = page.get_pixmap(matrix=pymupdf.Matrix(zoom, zoom), clip=area, alpha=False)
            put_on(pixels.this, drawing.tint)
            memory, row = canvas(pixels.width, pixels.height), row_bytes(pixels.width)
            for y in range(pixels.height):
                line = pixels.samples_mv[y * pixels.stride :][: pixels.stride]
                memory[y * row :][: len(line)] = line
            # MuPDF is not made for threads: its objects must be let go of under the lock as well.
            del page, pixels, line

    def words(self, document_id: UUID, page_index: int) -> tuple[PageWord, ...]:
        if document_id in self.without_text:
            return ()
        with self._one_at_a_time:
            return words_of(page_content(self._document(document_id), page_index))

    def flow(self, document_id: UUID, page_index: int) -> tuple[FlowBlock, ...]:
        if document_id in self.without_text:
            return ()
        with self._one_at_a_time:
            blocks = [*flow_of(page_layout(self._document(document_id), page_index))]
        if page_index == 1:
            blocks.append(FlowBlock(BlockKind.TABLE, cells=_TABLE))
        return tuple(blocks)

    def search(self, query: str, document_id: UUID | None = None, limit: int = 50) -> SearchAnswer:
        wanted = fold_text(query).replace('"', "").strip()
        hits: list[SearchHit] = []
        for one in [document_id] if document_id else self._page_counts:
            for page in range(self._page_counts[one][1]) if wanted and one not in self.without_text else ():
                hits += self._hits(one, page, wanted)
        return SearchAnswer(tuple(hits[:limit]), len(hits))

    def _hits(self, document_id: UUID, page_index: int, wanted: str) -> list[SearchHit]:
        for text in self._paragraphs(document_id, page_index):
            start = fold_text(text).find(wanted)
            if start >= 0:
                left = text.rfind(" ", 0, max(0, start - 60)) + 1
                snippet = text[left : start + 100]
                return [
                    SearchHit(document_id, page_index, snippet, ((start - left, start - left + len(wanted)),))
                ]
        return []

    def _paragraphs(self, document_id: UUID, page_index: int) -> list[str]:
        with self._one_at_a_time:
            return [block.text for block in flow_of(page_layout(self._document(document_id), page_index))]

    def _document(self, document_id: UUID) -> Any:
        if document_id not in self._open:
            self._open_now(document_id)
        return self._open[document_id]

    def has_text(self, document_id: UUID) -> bool:
        return document_id not in self.without_text

    def can_compare(self, document_id: UUID) -> bool:
        return document_id in self.comparisons

    def compare(self, document_id: UUID) -> Comparison:
        return self.comparisons[document_id]

    def note_read(self, document_id: UUID, pages: frozenset[int]) -> None:
        self.read.append((document_id, pages))

    def export_annotated(
        self, document_id: UUID, path: Path, progress: ProgressCallback, is_cancelled: IsCancelled
    ) -> None:
        progress(Progress("export", 0, 1))
        if is_cancelled():
            return
        with self._one_at_a_time:
            path.write_bytes(self._document(document_id).tobytes())
        self.exported.append(path)

    def close(self, document_id: UUID) -> None:
        with self._one_at_a_time:
            self._open.pop(document_id, None)

    def places(self) -> tuple[ReadingPlace, ...]:
        return tuple(sorted(self.remembered, key=lambda place: -place.read_at_utc_ms))

    def remember_place(self, place: ReadingPlace) -> None:
        self.remembered = [old for old in self.remembered if old.document_id != place.document_id]
        self.remembered.append(place)


class FakePageError(NghisuError):
    code = "documents.page_failed"


ROMANS = (
    *("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"),
    *("XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII", "XVIII", "XIX", "XX"),
)


def _roman(number: int) -> str:
    return ROMANS[min(number, 20) - 1]


_TABLE = (
    ("Chỉ tiêu", "Kế hoạch", "Thực hiện"),
    ("Thu ngân sách (tỷ đồng)", "120", "131,5"),
    ("Tỷ lệ hồ sơ nộp trực tuyến", "80 %", "90 %"),
)
_PARAGRAPHS = (
    "Trong nhiệm kỳ qua, Đảng bộ phường đã lãnh đạo thực hiện các chỉ tiêu phát triển kinh tế, văn hóa và "
    "xã hội; đời sống của nhân dân được cải thiện rõ rệt, hạ tầng giao thông và trường học được đầu tư.",
    "Công tác xây dựng Đảng được quan tâm; chất lượng sinh hoạt chi bộ được nâng lên, việc kiểm tra, giám "
    "sát được thực hiện thường xuyên, đúng quy định.",
    "Bên cạnh kết quả đạt được, vẫn còn một số hạn chế: cải cách thủ tục hành chính có mặt còn chậm, việc "
    "quản lý trật tự đô thị ở vài khu phố chưa thật nghiêm.",
)


def make_pdf(title: str, pages: int) -> Any:
    """A PDF with Vietnamese text, opened from its own bytes."""
    import pymupdf

    made = pymupdf.open()
    for number in range(min(pages, 4)):
        page = made.new_page(width=595, height=842)
        body = "".join(f"<p>{_PARAGRAPHS[(number + k) % 3]}</p>" for k in range(6))
        head = f"<h2 style='text-align:center'>{title.upper()}</h2>" if number == 0 else ""
        part = f"<h3>{_roman(number + 1)}. Phần {number + 1}</h3>"
        html = f"{head}{part}<div style='text-align:justify'>{body}</div>"
        page.insert_htmlbox(pymupdf.Rect(70, 60, 540, 790), html, css="* {font-size: 13px; line-height: 1.5}")
    for number in range(4, pages):
        made.fullcopy_page(1 + number % 3)
    return pymupdf.open(stream=made.tobytes(), filetype="pdf")


class FakeMarks:
    """Marks of this reader, and of a neighbour in the delegation, in memory."""

    def __init__(self, congress: Any, clock: FakeClock) -> None:
        self._congress, self._clock = congress, clock
        self._marks: dict[UUID, Mark] = {}
        self._told: Told[tuple[Mark, ...]] = Told(self.marks)
        self.placed: list[UUID] = []
        self.fails_with: Exception | None = None

    def marks(self, document_id: UUID | None = None) -> tuple[Mark, ...]:
        found = [one for one in self._marks.values() if document_id in (None, one.document_id)]
        return tuple(
            sorted(found, key=lambda one: (str(one.document_id), one.page_index or 0, one.made_at_utc_ms))
        )

    def subscribe(self, listener: Callable[[tuple[Mark, ...]], None]) -> Callable[[], None]:
        return self._told.subscribe(listener)

    def make(self, mark: NewMark) -> UUID:
        if self.fails_with:
            raise self.fails_with
        mark_id = uuid4()
        self.put(
            Mark(
                id=mark_id,
                document_id=mark.document_id,
                page_index=mark.page_index,
                kind=mark.kind,
                color=mark.color,
                boxes=mark.boxes,
                strokes=mark.strokes,
                note=mark.note,
                quote=mark.quote,
                sharing=mark.sharing,
                owner_id=self._congress.person_id or self._congress.device_id,
                is_mine=True,
                has_moved=False,
                made_at_utc_ms=self._clock.now_utc_ms(),
            )
        )
        return mark_id

    def put(self, mark: Mark) -> None:
        self._marks[mark.id] = mark
        self._told.tell(self.marks())

    def change(self, mark_id: UUID, *, note: str | None = None, color: MarkColor | None = None,
               sharing: Sharing | None = None) -> None:  # fmt: skip
        old = self._marks[mark_id]
        self.put(
            replace(
                old,
                note=old.note if note is None else note,
                color=color or old.color,
                sharing=sharing or old.sharing,
            )
        )

    def remove(self, mark_id: UUID) -> None:
        del self._marks[mark_id]
        self._told.tell(self.marks())

    def restore(self, mark: Mark) -> None:
        self.put(mark)

    def place_now(self, document_id: UUID) -> None:
        self.placed.append(document_id)


class FakePresentation:
    """What the presidium shows; tests play the presidium with `show`."""

    def __init__(self, congress: Any) -> None:
        self._congress = congress
        self._page: PresentedPage | None = None
        self._told: Told[PresentedPage | None] = Told(self.presented)

    def presented(self) -> PresentedPage | None:
        return self._page

    def subscribe(self, listener: Callable[[PresentedPage | None], None]) -> Callable[[], None]:
        return self._told.subscribe(listener)

    def show(self, page: PresentedPage | None) -> None:
        self._page = page
        self._told.tell(page)

    def present(self, document_id: UUID, page_index: int) -> None:
        self.show(PresentedPage(document_id, page_index, self._congress.device_id))

    def stop(self) -> None:
        self.show(None)
