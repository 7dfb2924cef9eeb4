"""The minutes as a Word file, laid out by a profile. Returns bytes; whoever exports decides where they go."""

from __future__ import annotations

from app.minutes import wording
from app.minutes.draft import MinutesDraft
from app.paper import word
from app.paper.layout import LayoutProfile
from app.paper.text import Head, place_and_date


def export_docx(draft: MinutesDraft, layout: LayoutProfile) -> bytes:
    """The whole paper: head, body, signatures, and the transcript as an annex on a new page."""
    details = draft.details
    head = Head(
        superior_body=draft.superior_body,
        issuing_body=draft.issuing_body or draft.congress_title,
        number=details.number,
        symbol=("BB", "ĐH"),
        place_and_date=place_and_date(details.town, draft.written_at_utc_ms, details.time_zone),
        kind="BIÊN BẢN",
        abstract=wording.abstract(draft),
        written_at_utc_ms=draft.written_at_utc_ms,
    )
    document = word.new_document(head, layout)
    word.write_blocks(document, layout, wording.body(draft))
    word.write_signatures(document, layout, details.recorded_by, details.presided_by)
    if layout.recipients:
        word.write_recipients(document, layout, ("Lưu: VT.",))
    annex = list(wording.annex(draft))
    if annex:
        word.write_title(
            document, layout, "PHỤ LỤC", "Toàn văn lời phát biểu ghi được tại Đại hội", new_page=True
        )
        word.write_blocks(document, layout, annex)
    return word.to_bytes(document)
