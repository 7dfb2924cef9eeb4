"""A paper as PDF: the same head, text, tables and signatures as in Word, set by MuPDF."""
# mypy: disallow-untyped-calls=False
# (PyMuPDF is only partly typed.)

from __future__ import annotations

import io
from collections.abc import Iterable
from html import escape

import pymupdf

from app.paper.fonts import FontFamily
from app.paper.layout import LayoutProfile, Line
from app.paper.text import (
    DOTS,
    Annex,
    Block,
    Head,
    Paragraph,
    ParagraphKind,
    Picture,
    Signature,
    Table,
    typeset,
)

MM = 72 / 25.4
"""Points in a millimetre."""
_FACES = {
    "regular": "",
    "bold": "font-weight: bold",
    "italic": "font-style: italic",
    "bold-italic": "font-weight: bold; font-style: italic",
}
_MAX_PAGES = 2_000
_CELL_EDGES_PT = 7.0
_ENDLESS_PT = 10_000.0
_GAP = '<p class="gap"> </p>'
_TABLE_END = _GAP


def set_pdf(
    head: Head,
    blocks: Iterable[Block],
    signatures: tuple[Signature | tuple[str, ...], Signature],
    layout: LayoutProfile,
    fonts: FontFamily,
    *,
    recipients: tuple[str, ...] = (),
    annex: Annex | None = None,
) -> bytes:
    """The whole paper. `signatures`: left another block or the recipients, right who signs; `recipients` of a
    paper that two sign stand below both."""
    archive = pymupdf.Archive()
    for style, path in zip(_FACES, (*fonts.files, fonts.bold_italic), strict=True):
        archive.add(path.read_bytes(), f"{style}.ttf")
    parts = [_head(head, layout), *_set(blocks, layout, archive)]
    # Signatures apart, with the words before them: MuPDF would lose a last table that does not fit.
    closing = [] if parts[-1].endswith(_TABLE_END) else [parts.pop()]
    closing += [_signatures(*signatures, layout), _recipients(recipients, layout) if recipients else ""]
    css = _css(layout, fonts)
    body, end = (pymupdf.Story("".join(html), css, archive=archive) for html in (parts, closing))
    out = io.BytesIO()
    writer = pymupdf.DocumentWriter(out)
    device, bottom = _flow(writer, body, layout)
    _close(writer, end, layout, device, bottom)
    if annex:
        title = _title(layout, annex.kind, annex.abstract)
        whole = "".join([title, *_set(annex.blocks, layout, archive)])
        _flow(writer, pymupdf.Story(whole, css, archive=archive), layout)
        writer.end_page()
    writer.close()
    return _finished(out.getvalue(), head, layout, fonts)


def _set(blocks: Iterable[Block], layout: LayoutProfile, archive: pymupdf.Archive) -> list[str]:
    """Each block as HTML; drawings go into the archive."""
    parts = []
    for number, block in enumerate(blocks):
        if isinstance(block, Picture):
            archive.add(block.png, f"{number}.png")
            caption = f'<p class="caption">{_text(block.caption)}</p>' if block.caption else ""
            parts.append(f'<p class="picture"><img src="{number}.png"/></p>{caption}')
        else:
            parts.append(_table(block, layout) if isinstance(block, Table) else _paragraph(block))
    return parts


def _sheet(layout: LayoutProfile) -> tuple[pymupdf.Rect, pymupdf.Rect]:
    """The sheet, and the area for text on it, in points."""
    page = layout.page
    sheet = pymupdf.Rect(0, 0, page.width_mm * MM, page.height_mm * MM)
    area = pymupdf.Rect(
        page.left_mm * MM,
        page.top_mm * MM,
        sheet.width - page.right_mm * MM,
        sheet.height - page.bottom_mm * MM,
    )
    return sheet, area


def _flow(
    writer: pymupdf.DocumentWriter, story: pymupdf.Story, layout: LayoutProfile
) -> tuple[pymupdf.DeviceWrapper, float]:
    """The story on as many pages as it takes. The last stays open: its device, and where the text ends."""
    sheet, area = _sheet(layout)
    for _ in range(_MAX_PAGES):
        device = writer.begin_page(sheet)
        more, filled = story.place(area)
        story.draw(device)
        if not more:
            break
        writer.end_page()
    return device, pymupdf.Rect(filled).y1


def _close(
    writer: pymupdf.DocumentWriter,
    closing: pymupdf.Story,
    layout: LayoutProfile,
    device: pymupdf.DeviceWrapper,
    bottom: float,
) -> None:
    """The closing whole, below the text or on a page of its own."""
    sheet, area = _sheet(layout)
    _, needed = closing.place(pymupdf.Rect(area.x0, 0, area.x1, _ENDLESS_PT))
    closing.reset()
    if bottom + pymupdf.Rect(needed).y1 > area.y1:
        writer.end_page()
        device, bottom = writer.begin_page(sheet), area.y0
    closing.place(pymupdf.Rect(area.x0, bottom, area.x1, _ENDLESS_PT))
    closing.draw(device)
    writer.end_page()


def _finished(data: bytes, head: Head, layout: LayoutProfile, fonts: FontFamily) -> bytes:
    """Page numbers from the second page on, and the title."""
    number = layout.page_number
    font = pymupdf.Font(fontfile=str(fonts.files[0]))
    with pymupdf.open(stream=data, filetype="pdf") as document:
        for index in range(1, document.page_count):
            page = document[index]
            page.wrap_contents()  # the story's own coordinates would turn the number upside down
            text = str(index + 1)
            x = (page.rect.width - font.text_length(text, number.size_pt)) / 2
            writer = pymupdf.TextWriter(page.rect)
            writer.append((x, number.from_edge_mm * MM + number.size_pt * 0.7), text, font, number.size_pt)
            writer.write_text(page)
        document.set_metadata({"title": typeset(f"{head.kind.capitalize()} {head.abstract}")})
        document.subset_fonts()
        return bytes(document.tobytes(garbage=3, deflate=True))


def _head(head: Head, layout: LayoutProfile) -> str:
    symbol = layout.number.format.format(number=head.number, kind=head.symbol[0], organ=head.symbol[1])
    left_mm, right_mm = layout.header.left_mm, layout.header.right_mm
    left = [_line(layout.superior, head.superior_body.upper(), left_mm)] if head.superior_body else []
    left += [
        _line(layout.issuer, head.issuing_body.upper(), left_mm),
        _line(layout.number, symbol, left_mm),
    ]
    if head.is_draft:
        left += [_GAP, _line(layout.draft_mark, layout.draft_mark.text, left_mm)]
    right = [_line(line, line.text, right_mm) for line in layout.national]
    right += [_GAP, _line(layout.place_and_date, head.place_and_date, right_mm)]
    columns = _two("", "".join(left), left_mm, "".join(right), right_mm)
    return columns + _title(layout, head.kind, head.abstract)


def _two(look: str, left: str, left_mm: float, right: str, right_mm: float) -> str:
    """Two columns. In points: MuPDF takes percentages for no more than a hint."""
    cells = "".join(
        f'<td style="width:{width_mm * MM:.1f}pt">{content}</td>'
        for content, width_mm in ((left, left_mm), (right, right_mm))
    )
    return f'<table class="two {look}"><tr>{cells}</tr></table>'


def _title(layout: LayoutProfile, kind: str, abstract: str) -> str:
    width_mm = layout.page.text_width_mm
    lines = _line(layout.kind, kind, width_mm) + _line(layout.abstract, abstract, width_mm)
    return f'<div class="title">{lines}</div>'


def _line(line: Line, text: str, width_mm: float) -> str:
    """A centred line, and under it its rule or mark."""
    begin = f'<p class="line" style="font-size:{line.size_pt}pt">'
    parts = [f"{begin}{_styled(text, line.bold, line.italic)}</p>"]
    if line.mark:
        parts.append(f"{begin}{escape(line.mark)}</p>")
    if line.rule_mm:
        edge_pt = max(0.0, (width_mm - line.rule_mm) / 2) * MM
        parts.append(f'<div class="rule" style="margin: 1pt {edge_pt:.1f}pt 0 {edge_pt:.1f}pt"></div>')
    return "".join(parts)


def _paragraph(content: Paragraph) -> str:
    if content.kind is ParagraphKind.ITEM:
        return f'<p class="item"><b>{_text(content.lead)}</b> {_text(content.text)}</p>'
    is_heading, is_note = content.kind is ParagraphKind.SITTING, content.kind is ParagraphKind.NOTE
    lead = f"<b>{_text(content.lead)}</b> " if content.lead else ""
    return f"<p>{lead}{_styled(content.text, is_heading, is_note)}</p>"


def _table(content: Table, layout: LayoutProfile) -> str:
    whole = sum(content.widths)
    first_total = len(content.rows) - content.totals

    def row(texts: tuple[str, ...], *, is_header: bool, is_total: bool) -> str:
        cells = []
        for column, text in enumerate(texts):
            align = "left" if column in content.text_columns and not is_header else "center"
            # In points, without padding and border: MuPDF takes percentages for no more than a hint.
            width = content.widths[column] / whole * layout.page.text_width_mm * MM - _CELL_EDGES_PT
            words = _styled(text, is_header or is_total, False)
            cells.append(f'<td style="width:{width:.1f}pt;text-align:{align}">{words}</td>')
        return f"<tr>{''.join(cells)}</tr>"

    rows = [row(content.header, is_header=True, is_total=False)]
    rows += [
        row(texts, is_header=False, is_total=index >= first_total) for index, texts in enumerate(content.rows)
    ]
    size = layout.body.size_pt - 2
    return (
        f'<p class="caption"><b>{_text(content.title)}</b></p>'
        f'<table class="ruled" style="font-size:{size}pt">{"".join(rows)}</table>{_TABLE_END}'
    )


def _signatures(left: Signature | tuple[str, ...], right: Signature, layout: LayoutProfile) -> str:
    has_roles = bool(right.role or (isinstance(left, Signature) and left.role))
    if isinstance(left, Signature):
        first = _signature(left, layout, has_roles=has_roles)
    else:
        first = _recipients(left, layout)
    second = _signature(right, layout, has_roles=has_roles)
    half_mm = layout.page.text_width_mm / 2
    return _two("signatures", first, half_mm, second, half_mm)


def _recipients(recipients: tuple[str, ...], layout: LayoutProfile) -> str:
    style = layout.recipients_heading
    heading = _styled("Nơi nhận:", style.bold, style.italic)
    heading = f"<u>{heading}</u>" if style.underline else heading
    entries = "".join(f'<p class="entry">- {_text(one)}</p>' for one in recipients)
    return f'<p class="entry" style="font-size:{style.size_pt}pt">{heading}</p>{entries}'


def _signature(signature: Signature, layout: LayoutProfile, *, has_roles: bool) -> str:
    sizes = layout.signature
    lines = [(signature.authority, sizes.authority_pt, True)]
    if has_roles:  # an empty one too, so that both names stand at one height
        lines.append((signature.role or "\N{NO-BREAK SPACE}", sizes.role_pt, sizes.role_bold))
    lines += [("\N{NO-BREAK SPACE}", sizes.role_pt, False)] * sizes.blank_lines
    lines.append((signature.name or DOTS, sizes.name_pt, True))
    return "".join(
        f'<p class="line" style="font-size:{size}pt">{_styled(text, bold, False)}</p>'
        for text, size, bold in lines
    )


def _styled(text: str, bold: bool, italic: bool) -> str:
    content = _text(text)
    if bold:
        content = f"<b>{content}</b>"
    return f"<i>{content}</i>" if italic else content


def _text(text: str) -> str:
    return escape(typeset(text))


def _css(layout: LayoutProfile, fonts: FontFamily) -> str:
    body = layout.body
    faces = "".join(
        f"@font-face {{font-family: paper; src: url({style}.ttf); {look}}}" for style, look in _FACES.items()
    )
    size = body.size_pt * fonts.body_pt / 14
    return f"""{faces}
        body {{font-family: paper; font-size: {size}pt; margin: 0}}
        p {{text-align: justify; text-indent: {body.first_line_mm * MM}pt; margin: 0 0 {body.after_pt}pt 0;
            line-height: {body.line_pt / body.size_pt}}}
        p.line {{text-align: center; text-indent: 0; margin: 0}}
        p.item {{text-align: left; margin-top: {body.after_pt}pt}}
        p.entry {{text-align: left; text-indent: 0; margin: 0; font-size: {layout.recipients_pt}pt}}
        p.caption {{text-align: center; text-indent: 0; font-size: {body.size_pt - 2}pt; margin: 6pt 0 3pt 0}}
        p.picture {{text-align: center; text-indent: 0; margin: 6pt 0 0 0}}
        p.gap {{margin: 0; font-size: 6pt}}
        img {{width: {layout.page.text_width_mm * MM}pt}}
        div.title {{margin: 18pt 0 12pt 0}}
        table.two {{width: 100%; border-collapse: collapse}}
        table.two td {{vertical-align: top; padding: 0}}
        table.signatures {{margin-top: 12pt}}
        div.rule {{border-top: 0.75pt solid black; height: 2pt}}
        table.ruled {{width: 100%; border-collapse: collapse}}
        table.ruled td {{border: 0.5pt solid black; padding: 2pt 3pt; vertical-align: middle}}"""
