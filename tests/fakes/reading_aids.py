"""Marks, a replaced paper and its comparison, for the screens that list them."""

from __future__ import annotations

from app.domain import payloads as p
from app.domain.entities import Sharing
from app.ui.services import (
    Box,
    ChangeKind,
    ComparedParagraph,
    Comparison,
    Mark,
    MarkColor,
    MarkKind,
)
from tests.fakes.basics import START_MS, fixed_id
from tests.fakes.services import FakeHouse

REPORT, RESOLUTION = fixed_id("document-3"), fixed_id("document-8")
ME, NEIGHBOUR = fixed_id("person-42"), fixed_id("person-47")


def mark(name: str, **changes: object) -> Mark:
    """A highlight of one's own on the report's third page, unless said otherwise."""
    fields: dict[str, object] = {
        "id": fixed_id(f"mark-{name}"),
        "document_id": REPORT,
        "page_index": 2,
        "kind": MarkKind.HIGHLIGHT,
        "color": MarkColor.YELLOW,
        "boxes": (Box(70, 100, 300, 116),),
        "strokes": (),
        "note": "",
        "quote": "",
        "sharing": Sharing.PRIVATE,
        "owner_id": ME,
        "is_mine": True,
        "has_moved": False,
        "made_at_utc_ms": START_MS,
    }
    return Mark(**{**fields, **changes})  # type: ignore[arg-type]


def keep_marks(house: FakeHouse) -> None:
    """One of each kind and sign."""
    for one in (
        mark(
            "highlight", quote="đời sống của nhân dân được cải thiện rõ rệt", note="Cần thêm số liệu năm 2024"
        ),
        mark("underline", kind=MarkKind.UNDERLINE, color=MarkColor.RED, page_index=4, quote="còn chậm"),
        mark("moved", color=MarkColor.GREEN, page_index=6, quote="trường học được đầu tư", has_moved=True),
        mark("gone", color=MarkColor.BLUE, page_index=None, quote="ba tuyến đường mới"),
        mark("bookmark", kind=MarkKind.BOOKMARK, page_index=9, boxes=()),
        mark("ink", document_id=RESOLUTION, page_index=1, kind=MarkKind.INK, color=MarkColor.BLUE, boxes=()),
        mark(
            "note",
            document_id=RESOLUTION,
            page_index=3,
            kind=MarkKind.NOTE,
            note="Đề nghị ghi rõ đơn vị chủ trì",
            sharing=Sharing.DELEGATION,
        ),
        mark(
            "neighbour",
            document_id=RESOLUTION,
            page_index=5,
            kind=MarkKind.NOTE,
            color=MarkColor.GREEN,
            note="Thống nhất phát biểu ở mục này",
            sharing=Sharing.DELEGATION,
            owner_id=NEIGHBOUR,
            is_mine=False,
        ),
    ):
        house.marks.put(one)


def shorten_papers(house: FakeHouse, pages: int = 2) -> FakeHouse:
    """Papers of a few pages: making and searching them in memory is quick."""
    counts = house.documents._page_counts
    counts.update({key: (title, min(whole, pages)) for key, (title, whole) in counts.items()})
    return house


_SAME = "Trong nhiệm kỳ qua, Đảng bộ phường đã lãnh đạo thực hiện các chỉ tiêu phát triển kinh tế, văn hóa."


def same(number: int) -> ComparedParagraph:
    text = f"{number}. {_SAME}"
    return ComparedParagraph(ChangeKind.SAME, text, text, number // 6, number // 6)


CHANGED = ComparedParagraph(
    ChangeKind.CHANGED,
    "Thu ngân sách năm 2025 đạt 120 tỷ đồng, bằng 98 % kế hoạch.",
    "Thu ngân sách năm 2025 đạt 131,5 tỷ đồng, bằng 109 % kế hoạch.",
    2,
    2,
    ((27, 30), (45, 47)),
    ((27, 32), (47, 50)),
)
REMOVED = ComparedParagraph(
    ChangeKind.REMOVED, "Bỏ đoạn nói về quy hoạch cũ của khu phố 3, đã hết hiệu lực.", "", 3, None
)
ADDED = ComparedParagraph(
    ChangeKind.ADDED,
    "",
    "Giao Ban Thường vụ Đảng ủy phường chỉ đạo xây dựng kế hoạch chuyển đổi số trong quý IV năm 2026.",
    None,
    4,
)


def comparison() -> Comparison:
    """Three changes far apart in thirty paragraphs."""
    paragraphs = (
        *map(same, range(9)),
        CHANGED,
        *map(same, range(9, 14)),
        REMOVED,
        *map(same, range(14, 28)),
        ADDED,
        same(28),
    )
    return Comparison(paragraphs, START_MS - 60_000)


def replace_report(house: FakeHouse) -> None:
    """A corrected report has been handed out a minute ago."""
    document = house.congress.state.documents[REPORT]
    house.clock.now -= 60_000
    house.congress.load(p.DocumentPublished(document=document.model_copy(update={"sha256": "f" * 64})))
    house.clock.now += 60_000
    house.documents.comparisons[REPORT] = comparison()
