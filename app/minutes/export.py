"""The minutes as files: Word, PDF and plain text, laid out by a profile. Whoever exports writes the bytes."""

from __future__ import annotations

from dataclasses import dataclass

from app.minutes import wording
from app.minutes.draft import MinutesDraft
from app.paper import word
from app.paper.fonts import FontFamily
from app.paper.layout import LayoutProfile
from app.paper.pdf import set_pdf
from app.paper.text import Annex, Head, Paragraph, Signature, place_and_date, typeset

_SECRETARIES_ROLE = "TRƯỞNG ĐOÀN"


@dataclass(frozen=True, slots=True)
class MinutesPaper:
    """The minutes as an official paper. `recipients` is empty where the profile names none."""

    head: Head
    body: tuple[Paragraph, ...]
    signatures: tuple[Signature, Signature]
    recipients: tuple[str, ...]
    annex: Annex | None


def minutes_paper(draft: MinutesDraft, layout: LayoutProfile, *, is_approved: bool) -> MinutesPaper:
    """The draft in the order of the paper. The draft mark stands on what the presidium has not approved."""
    details, on_behalf = draft.details, layout.signature.on_behalf
    dated = draft.written_at_utc_ms if draft.closed_at_utc_ms is None else draft.closed_at_utc_ms
    head = Head(
        superior_body=draft.superior_body,
        issuing_body=draft.issuing_body or draft.congress_title,
        number=details.number,
        symbol=("BB", "ĐH"),
        place_and_date=place_and_date(details.town, dated, draft.time_zone),
        kind=wording.KIND,
        abstract=wording.abstract(draft),
        written_at_utc_ms=draft.written_at_utc_ms,
        is_draft=not is_approved,
    )
    wrote = details.recorded_as or _SECRETARIES_ROLE
    said = tuple(wording.annex(draft))
    return MinutesPaper(
        head=head,
        body=tuple(wording.printed(line) for line in wording.lines(draft)),
        signatures=(
            Signature(f"{on_behalf} ĐOÀN THƯ KÝ", wrote.upper(), details.recorded_by),
            Signature(f"{on_behalf} ĐOÀN CHỦ TỊCH", details.presided_as.upper(), details.presided_by),
        ),
        recipients=wording.RECIPIENTS if layout.recipients else (),
        annex=Annex(wording.ANNEX_KIND, wording.ANNEX_ABSTRACT, said) if said else None,
    )


def to_docx(paper: MinutesPaper, layout: LayoutProfile) -> bytes:
    """A Word file: head, body, signatures, and the transcript as an annex on a new page."""
    document = word.new_document(paper.head, layout)
    word.write_blocks(document, layout, paper.body)
    word.write_signatures(document, layout, *paper.signatures)
    if paper.recipients:
        word.write_recipients(document, layout, paper.recipients)
    if paper.annex:
        word.write_annex(document, layout, paper.annex)
    return word.to_bytes(document)


def to_pdf(paper: MinutesPaper, layout: LayoutProfile, fonts: FontFamily) -> bytes:
    """The same paper as PDF."""
    return set_pdf(
        paper.head,
        paper.body,
        paper.signatures,
        layout,
        fonts,
        recipients=paper.recipients,
        annex=paper.annex,
    )


def to_text(paper: MinutesPaper, layout: LayoutProfile) -> bytes:
    """The same words in UTF-8, a paragraph a line, for whatever has no letterhead."""
    head = paper.head
    number = layout.number.format.format(number=head.number, kind=head.symbol[0], organ=head.symbol[1])
    lines = [
        *(line.text for line in layout.national),
        head.superior_body.upper(),
        head.issuing_body.upper(),
        number,
        layout.draft_mark.text if head.is_draft else "",
        head.place_and_date,
        "",
        head.kind,
        head.abstract,
        "",
        *(wording.plain(paragraph) for paragraph in paper.body),
        "",
    ]
    for signature in paper.signatures:
        said = ", ".join(part for part in (signature.authority, signature.role) if part)
        lines.append(f"{said}: {signature.name}".rstrip())
    if paper.annex:
        lines += ["", paper.annex.kind, paper.annex.abstract, ""]
        lines += [wording.plain(block) for block in paper.annex.blocks if isinstance(block, Paragraph)]
    text = "\n".join(typeset(line).replace("\N{NO-BREAK SPACE}", " ") for line in lines)
    return f"{text}\n".encode()
