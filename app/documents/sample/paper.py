"""Typesetting a paper: Markdown with a head of facts -> an A4 PDF laid out as Party papers are.

Layout after Hướng dẫn 05-HD/VPTW as restated in domain.md: margins 20, 20, 30, 15 mm; two columns at the
head; serif 14 pt, justified, first line 10 mm; page number in the middle of the top from page 2.
"""
# mypy: disallow-untyped-calls=False
# (PyMuPDF is only partly typed.)

from __future__ import annotations

import html
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pymupdf

from app.paper.fonts import FontFamily

_MM = 72 / 25.4
_TOP, _BOTTOM, _LEFT, _RIGHT = 20 * _MM, 20 * _MM, 30 * _MM, 15 * _MM
_PAGE_NUMBER_Y = 13 * _MM
_KEEP_BELOW_HEADING = 44.0  # two lines of text
_PARTY = "ĐẢNG CỘNG SẢN VIỆT NAM"
NEW_PAGE = " {newpage}"
"""Behind a heading: it begins a page."""

_STYLES = ("regular", "bold", "italic")


@dataclass(frozen=True, slots=True)
class Paper:
    """What stands on the paper. `body` and `annexes` are Markdown; the other texts are plain."""

    kind: str
    abstract: str
    body: str
    superior_body: str
    issuing_lines: tuple[str, ...]
    place_and_date: str
    number: str = ""
    motto: str = ""
    draft: str = ""
    signed_for: str = ""
    signed_as: str = ""
    signed_by: str = ""
    recipients: tuple[str, ...] = ()
    annexes: str = ""


def typeset(paper: Paper, fonts: FontFamily) -> bytes:
    """The paper as a PDF with an outline of its headings."""
    archive = pymupdf.Archive()
    for style, path in zip(_STYLES, fonts.files, strict=True):
        archive.add(path.read_bytes(), f"{style}.ttf")
    story = pymupdf.Story(html=_page_html(paper), user_css=_css(fonts.body_pt), archive=archive)
    buffer = io.BytesIO()
    writer = pymupdf.DocumentWriter(buffer)
    page_rect = pymupdf.paper_rect("a4")
    area = pymupdf.Rect(_LEFT, _TOP, page_rect.width - _RIGHT, page_rect.height - _BOTTOM)
    headings: list[_Heading] = []
    page_number, more = 0, 1
    while more:
        page_number += 1
        device = writer.begin_page(page_rect)
        more, _ = story.place(area)
        found = _headings_on_page(story, page_number)
        # MuPDF knows no "keep with next": a heading alone at the foot goes to the next page.
        if (
            more
            and found
            and found[-1].bottom > area.y1 - _KEEP_BELOW_HEADING
            and found[-1].top > area.y0 + 1
        ):
            lonely = found.pop()
            more, _ = story.place(pymupdf.Rect(area.x0, area.y0, area.x1, lonely.top - 1))
        headings += found
        story.draw(device)
        writer.end_page()
    writer.close()
    return _finish(buffer.getvalue(), headings, fonts)


@dataclass(frozen=True, slots=True)
class _Heading:
    level: int
    title: str
    page_number: int
    top: float
    bottom: float


def _headings_on_page(story: pymupdf.Story, page_number: int) -> list[_Heading]:
    found: list[_Heading] = []

    def note(position: Any) -> None:
        if position.heading and position.text and position.open_close & 1:
            title = " ".join(position.text.split())
            _, top, _, bottom = position.rect
            found.append(_Heading(min(position.heading, 3), title, page_number, top, bottom))

    story.element_positions(note)
    return found


def _finish(pdf: bytes, headings: Sequence[_Heading], fonts: FontFamily) -> bytes:
    """Page numbers, the rule below the Party's name, the outline."""
    with pymupdf.open(stream=pdf, filetype="pdf") as document:
        number_font = pymupdf.Font(fontfile=str(fonts.files[0]))
        for index, page in enumerate(document):
            page.wrap_contents()  # the writer leaves its own turned coordinates behind
            if index == 0:
                _rule_below_party(page)
                continue
            text = str(index + 1)
            writer = pymupdf.TextWriter(page.rect)
            middle = _LEFT + (page.rect.width - _LEFT - _RIGHT - number_font.text_length(text, 13)) / 2
            writer.append((middle, _PAGE_NUMBER_Y), text, font=number_font, fontsize=13)
            writer.write_text(page)
        level = 0
        toc = []
        for heading in headings:
            level = min(heading.level, level + 1)  # an outline may not skip a level
            toc.append([level, heading.title, heading.page_number])
        document.set_toc(toc)
        document.subset_fonts()
        return bytes(document.tobytes(garbage=4, deflate=True, no_new_id=True))


def _rule_below_party(page: pymupdf.Page) -> None:
    for rect in page.search_for(_PARTY)[:1]:
        y = rect.y1 + 0.5
        page.draw_line((rect.x0, y), (rect.x1, y), width=0.8)


def _css(body_pt: float) -> str:
    faces = "".join(
        f"@font-face{{font-family:paper;src:url({style}.ttf);font-weight:{weight};font-style:{slant}}}"
        for style, weight, slant in (
            ("regular", "normal", "normal"),
            ("bold", "bold", "normal"),
            ("italic", "normal", "italic"),
        )
    )
    return f"""{faces}
    body {{font-family:paper; font-size:{body_pt}pt; line-height:1.25}}
    p {{text-align:justify; text-indent:{10 * _MM:.1f}pt; margin:0 0 6pt 0}}
    h1, h2, h3 {{text-align:left; margin:10pt 0 6pt 0; font-weight:bold; font-size:{body_pt}pt}}
    h1 {{font-size:{body_pt + 1}pt; text-align:center; margin-top:14pt}}
    h3 {{font-weight:normal; font-style:italic}}
    ul {{margin:0 0 6pt 0; padding-left:{8 * _MM:.1f}pt}}
    li {{text-align:justify; margin:0 0 4pt 0}}
    table {{width:100%; border-collapse:collapse; margin:4pt 0 10pt 0; font-size:{body_pt - 2}pt}}
    td, th {{border:0.7pt solid black; padding:2.5pt 4pt; line-height:1.15; text-align:left}}
    th {{text-align:center; font-weight:bold}}
    td.n {{text-align:right}}
    td.c {{text-align:center}}
    table.plain {{font-size:{body_pt - 1}pt}}
    table.plain td {{border:none; padding:0; vertical-align:top; text-align:center; line-height:1.2}}
    table.plain td.left {{text-align:left}}
    .small {{font-size:{body_pt - 3}pt}}
    .kind, .abstract, .motto, .dashes {{text-align:center; text-indent:0; margin:0}}
    .kind {{font-weight:bold; font-size:{body_pt + 2}pt; margin:20pt 0 2pt 0}}
    .abstract {{font-weight:bold}}
    .motto {{font-style:italic; margin-top:4pt}}
    .dashes {{margin-bottom:12pt}}
    .newpage {{page-break-before:always}}
    """


def _page_html(paper: Paper) -> str:
    issuing = "<br/>".join(f"<b>{html.escape(line)}</b>" for line in paper.issuing_lines)
    number = f"<br/>{html.escape(paper.number)}" if paper.number else ""
    draft = f"<br/><br/><b>{html.escape(paper.draft)}</b>" if paper.draft else ""
    motto = f'<p class="motto">{html.escape(paper.motto)}</p>' if paper.motto else ""
    return f"""<body>
    <table class="plain"><tr>
      <td style="width:50%">{html.escape(paper.superior_body)}<br/>{issuing}<br/>*{number}</td>
      <td style="width:50%"><b>{_PARTY}</b><br/><br/><i>{html.escape(paper.place_and_date)}</i>{draft}</td>
    </tr></table>
    <p class="kind">{html.escape(paper.kind)}</p>
    <p class="abstract">{_escape(paper.abstract)}</p>
    {motto}
    <p class="dashes">-----</p>
    {markdown_to_html(paper.body)}
    {_signature(paper)}
    {markdown_to_html(paper.annexes)}
    </body>"""


def _signature(paper: Paper) -> str:
    recipients = "".join(f"<br/>- {html.escape(name)}," for name in paper.recipients)
    recipients = recipients[:-1] + "." if recipients else ""
    left = f'<u><i>Nơi nhận:</i></u><span class="small">{recipients}</span>' if recipients else ""
    role = f"<br/>{html.escape(paper.signed_as)}" if paper.signed_as else ""
    name = f"<br/><br/><br/><br/><b>{html.escape(paper.signed_by)}</b>" if paper.signed_by else ""
    return f"""<p></p><table class="plain"><tr>
      <td class="left" style="width:50%">{left}</td>
      <td style="width:50%"><b>{html.escape(paper.signed_for)}</b>{role}{name}</td>
    </tr></table>"""


def markdown_to_html(text: str) -> str:
    """The few marks our papers use: headings, paragraphs, lists, tables, **bold**, *italic*."""
    blocks = (block.strip("\n") for block in re.split(r"\n\s*\n", text.strip()))
    return "\n".join(_block(block) for block in blocks if block)


def _block(block: str) -> str:
    lines = block.split("\n")
    heading = re.match(r"(#{1,3})\s+(.*)", block)
    if heading:
        level = len(heading[1])
        title, newpage, _ = heading[2].partition(NEW_PAGE)
        place = ' class="newpage"' if newpage else ""
        return f"<h{level}{place}>{_inline(title)}</h{level}>"
    if block.startswith("- "):
        return "<ul>" + "".join(f"<li>{_inline(line[2:])}</li>" for line in lines) + "</ul>"
    if block.startswith("|"):
        rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
        head = "".join(f"<th>{_inline(cell)}</th>" for cell in rows[0])
        body = "".join("<tr>" + "".join(map(_cell, row)) + "</tr>" for row in rows[2:])
        return f"<table><tr>{head}</tr>{body}</table>"
    return f"<p>{_inline(' '.join(lines))}</p>"


def _cell(text: str) -> str:
    style = ' class="n"' if re.fullmatch(r"-?[\d.,]+%?", text) else ' class="c"' if len(text) == 1 else ""
    return f"<td{style}>{_inline(text)}</td>"


def _escape(text: str) -> str:
    """HTML, and a span of years or values stays on one line."""
    return re.sub(r"(?<=\d) - (?=\d)", "\u00a0-\u00a0", html.escape(text, quote=False))


def _inline(text: str) -> str:
    escaped = _escape(text)
    escaped = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", escaped)
    return re.sub(r"\*(.+?)\*", r"<i>\1</i>", escaped)
