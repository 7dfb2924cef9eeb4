"""What every paper has in Word: page, fonts, head, title, text, tables, signatures, laid out by a profile."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import docx
from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table as WordTable
from docx.table import _Cell
from docx.text.paragraph import Paragraph as DocxParagraph

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

_FONT_TABLE = "/word/fontTable.xml"


def new_document(head: Head, layout: LayoutProfile) -> Document:
    """A document with its page set up, its head and its title."""
    document = docx.Document()
    _prepare(document, head, layout)
    _head(document, head, layout)
    write_title(document, layout, head.kind, head.abstract)
    return document


def to_bytes(document: Document) -> bytes:
    """The file."""
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def write_title(
    document: Document, layout: LayoutProfile, kind: str, abstract: str, *, new_page: bool = False
) -> None:
    """What kind of paper it is, and what about."""
    heading = _line(document, layout.kind, kind, layout.page.text_width_mm)
    heading.paragraph_format.space_before = Pt(0 if new_page else 18)
    heading.paragraph_format.page_break_before = new_page
    _line(document, layout.abstract, abstract, layout.page.text_width_mm)
    document.paragraphs[-1].paragraph_format.space_after = Pt(12)


def write_blocks(document: Document, layout: LayoutProfile, blocks: Iterable[Block]) -> None:
    """Paragraphs, tables and drawings, one below the other."""
    for block in blocks:
        if isinstance(block, Table):
            _table(document, layout, block)
        elif isinstance(block, Picture):
            _picture(document, layout, block)
        else:
            _paragraph(document, layout, block)


def write_annex(document: Document, layout: LayoutProfile, annex: Annex) -> None:
    """A new page with its own title, and the text."""
    write_title(document, layout, annex.kind, annex.abstract, new_page=True)
    write_blocks(document, layout, annex.blocks)


def write_signatures(
    document: Document, layout: LayoutProfile, left: Signature | tuple[str, ...], right: Signature
) -> None:
    """Two blocks side by side: left another signature, or those who receive the paper.

    Never on a page without the end of the text that is signed.
    """
    for paragraph in document.paragraphs[-2:]:
        paragraph.paragraph_format.keep_with_next = True
    spacer = document.add_paragraph()
    spacer.paragraph_format.space_after = Pt(0)
    spacer.paragraph_format.keep_with_next = True
    half_mm = layout.page.text_width_mm / 2
    table = _two_columns(document, half_mm, half_mm)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    left_cell, right_cell = table.rows[0].cells
    has_roles = bool(right.role or (isinstance(left, Signature) and left.role))
    if isinstance(left, Signature):
        _signature(left_cell, left, layout, has_roles=has_roles)
    else:
        write_recipients(left_cell, layout, left)
    _signature(right_cell, right, layout, has_roles=has_roles)


def write_recipients(place: Document | _Cell, layout: LayoutProfile, recipients: tuple[str, ...]) -> None:
    """ "Nơi nhận:" and who they are."""
    heading = _empty_or_new(place)
    heading.paragraph_format.space_before = Pt(12)
    style = layout.recipients_heading
    _run(heading, "Nơi nhận:", style.size_pt, style.bold, style.italic, underline=style.underline)
    heading.paragraph_format.space_after = Pt(0)
    for recipient in recipients:
        entry = place.add_paragraph()
        entry.paragraph_format.space_after = Pt(0)
        _run(entry, f"- {recipient}", layout.recipients_pt)


def _prepare(document: Document, head: Head, layout: LayoutProfile) -> None:
    """Page, fonts, language and properties, in place of the template's."""
    section, page = document.sections[0], layout.page
    section.page_width, section.page_height = Mm(page.width_mm), Mm(page.height_mm)
    section.top_margin, section.bottom_margin = Mm(page.top_mm), Mm(page.bottom_mm)
    section.left_margin, section.right_margin = Mm(page.left_mm), Mm(page.right_mm)
    section.header_distance = section.footer_distance = Mm(layout.page_number.from_edge_mm)
    _page_number(document, layout)

    normal: Any = document.styles["Normal"]
    normal.font.size = Pt(layout.body.size_pt)
    properties = normal.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), layout.font.name)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN")
    properties.append(language)
    _name_fallback(document, layout)

    facts = document.core_properties
    facts.title = typeset(f"{head.kind.capitalize()} {head.abstract}")
    facts.author = facts.last_modified_by = typeset(head.issuing_body)
    facts.comments, facts.language = "", "vi-VN"
    facts.created = facts.modified = datetime.fromtimestamp(head.written_at_utc_ms // 1000, UTC)


def _name_fallback(document: Document, layout: LayoutProfile) -> None:
    """Tell a machine without the named font which one has the same metrics."""
    part: Any = next(part for part in document.part.package.iter_parts() if part.partname == _FONT_TABLE)
    entry = (
        f'<w:font w:name="{layout.font.name}"><w:altName w:val="{layout.font.free_fallback}"/>'
        '<w:family w:val="roman"/><w:pitch w:val="variable"/></w:font>'
    )
    namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    part._blob = f'<?xml version="1.0"?><w:fonts xmlns:w="{namespace}">{entry}</w:fonts>'.encode()


def _page_number(document: Document, layout: LayoutProfile) -> None:
    section = document.sections[0]
    section.different_first_page_header_footer = True
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = paragraph.add_run()
        run.font.size = Pt(layout.page_number.size_pt)
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)


def _head(document: Document, head: Head, layout: LayoutProfile) -> None:
    """Two columns: who issues and the number; the national title, place and date."""
    table = _two_columns(document, layout.header.left_mm, layout.header.right_mm)
    left, right = table.rows[0].cells
    column_mm = layout.header.left_mm
    if head.superior_body:
        _line(left, layout.superior, head.superior_body.upper(), column_mm)
    _line(left, layout.issuer, head.issuing_body.upper(), column_mm)
    number = layout.number.format.format(number=head.number, kind=head.symbol[0], organ=head.symbol[1])
    _line(left, layout.number, number, column_mm)
    if head.is_draft:
        mark = _line(left, layout.draft_mark, layout.draft_mark.text, column_mm)
        mark.paragraph_format.space_before = Pt(6)
    for line in layout.national:
        _line(right, line, line.text, layout.header.right_mm)
    date = _line(right, layout.place_and_date, head.place_and_date, layout.header.right_mm)
    date.paragraph_format.space_before = Pt(6)


def _two_columns(document: Document, left_mm: float, right_mm: float) -> WordTable:
    table: WordTable = document.add_table(rows=1, cols=2)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, width_mm in zip(table.columns, (left_mm, right_mm), strict=True):
        column.width = Mm(width_mm)
        column.cells[0].width = Mm(width_mm)
    # Word's default padding of 1.9 mm would break lines that the columns were measured for.
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        padding = OxmlElement(f"w:{side}")
        padding.set(qn("w:w"), "0")
        padding.set(qn("w:type"), "dxa")
        margins.append(padding)
    table._tbl.tblPr.append(margins)
    return table


def _line(place: Document | _Cell, line: Line, text: str, width_mm: float) -> DocxParagraph:
    """A centred line, and under it its rule or mark."""
    paragraph = _empty_or_new(place)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_after = Pt(0)
    _run(paragraph, text, line.size_pt, line.bold, line.italic)
    if line.mark:
        mark = place.add_paragraph()
        mark.alignment = WD_ALIGN_PARAGRAPH.CENTER
        mark.paragraph_format.space_after = Pt(0)
        _run(mark, line.mark, line.size_pt)
    if line.rule_mm:
        _rule(place, (width_mm - line.rule_mm) / 2)
    return paragraph


def _empty_or_new(place: Document | _Cell) -> DocxParagraph:
    """A cell comes with one empty paragraph, which must be used: it cannot be taken away."""
    is_fresh = isinstance(place, _Cell) and len(place.paragraphs) == 1 and not place.paragraphs[0].runs
    paragraph: DocxParagraph = place.paragraphs[0] if is_fresh else place.add_paragraph()
    return paragraph


def _rule(place: Document | _Cell, indent_mm: float) -> None:
    """A line as wide as the words above it: the upper border of a low, indented paragraph."""
    paragraph = place.add_paragraph()
    form = paragraph.paragraph_format
    form.left_indent = form.right_indent = Mm(max(0.0, indent_mm))
    form.space_before, form.space_after = Pt(1), Pt(0)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(2)
    borders = OxmlElement("w:pBdr")
    top = OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "0"), ("color", "000000")):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    paragraph._p.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def _paragraph(document: Document, layout: LayoutProfile, content: Paragraph) -> None:
    paragraph = document.add_paragraph()
    form = paragraph.paragraph_format
    form.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    form.first_line_indent = Mm(layout.body.first_line_mm)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(layout.body.line_pt)
    form.space_after = Pt(layout.body.after_pt)
    form.keep_with_next = content.kind in (ParagraphKind.SITTING, ParagraphKind.ITEM)
    form.widow_control = True
    size_pt = layout.body.size_pt
    if content.lead:
        _run(paragraph, f"{content.lead} ", size_pt, bold=True)
    is_heading, is_note = content.kind is ParagraphKind.SITTING, content.kind is ParagraphKind.NOTE
    _run(paragraph, content.text, size_pt, bold=is_heading, italic=is_note)


def _table(document: Document, layout: LayoutProfile, content: Table) -> None:
    """A ruled table whose header is repeated on every page and whose rows are not torn."""
    size_pt = layout.body.size_pt - 2
    caption = _line(document, Line(size_pt=size_pt, bold=True), content.title, 0)
    caption.paragraph_format.space_before = Pt(layout.body.after_pt)
    caption.paragraph_format.keep_with_next = True
    table = document.add_table(rows=0, cols=len(content.header))
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, width in zip(table.columns, content.widths, strict=True):
        column.width = Mm(width / sum(content.widths) * layout.page.text_width_mm)
    first_bold_total = len(content.rows) - content.totals
    for index, texts in enumerate((content.header, *content.rows), start=-1):
        row = table.add_row()
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        if index < 0:
            row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        is_bold = index < 0 or index >= first_bold_total
        for column, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
            cell.width = table.columns[column].width
            paragraph = cell.paragraphs[0]
            is_text = column in content.text_columns and index >= 0
            paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT if is_text else WD_ALIGN_PARAGRAPH.CENTER
            paragraph.paragraph_format.space_after = Pt(0)
            _run(paragraph, text, size_pt, bold=is_bold)
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def _picture(document: Document, layout: LayoutProfile, content: Picture) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.keep_with_next = True
    paragraph.add_run().add_picture(BytesIO(content.png), width=Mm(layout.page.text_width_mm))
    _line(document, Line(size_pt=layout.body.size_pt - 2, italic=True), content.caption, 0)


def _signature(cell: _Cell, signature: Signature, layout: LayoutProfile, *, has_roles: bool) -> None:
    sizes = layout.signature
    lines = [(signature.authority, sizes.authority_pt, True)]
    if has_roles:  # an empty one too, so that both names stand at one height
        lines.append((signature.role, sizes.role_pt, sizes.role_bold))
    lines += [("", sizes.role_pt, False)] * sizes.blank_lines
    lines.append((signature.name or DOTS, sizes.name_pt, True))
    for text, size_pt, bold in lines:
        paragraph = _empty_or_new(cell)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        form = paragraph.paragraph_format
        form.space_after = Pt(0)
        # Exactly: an empty line takes the default size, and the two names would stand at different heights.
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(layout.body.line_pt)
        _run(paragraph, text, size_pt, bold)


def _run(
    paragraph: DocxParagraph,
    text: str,
    size_pt: float,
    bold: bool = False,
    italic: bool = False,
    *,
    underline: bool = False,
) -> None:
    run = paragraph.add_run(typeset(text))
    run.font.size = Pt(size_pt)
    run.bold = bold or None
    run.italic = italic or None
    run.underline = underline or None
