"""The text of a whole paper, extracted once by the pack builder and carried beside the paper.

Tablets index and compare it without opening the PDF. As bytes it is deflated JSON of a bounded size; what
another machine made is checked before it is believed.
"""

from __future__ import annotations

import json
import unicodedata
import zlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, Self
from uuid import UUID

from app.documents.errors import Cancelled, PackDamaged, PageError
from app.documents.pages import DocumentInfo, OutlineEntry
from app.documents.reading import FlowBlock
from app.documents.text.flow import plain_text
from app.documents.text.headings import Line, headings_in
from app.documents.text.page_content import MIN_USEFUL_LETTERS
from app.domain.folding import fold_key

MAX_PAGES = 20_000
MAX_PAGE_CHARS = 200_000
MAX_PAPER_CHARS = 12_000_000
"""Some 4,000 dense pages. More than that in 256 MB of PDF is no paper."""
MAX_OUTLINE_ENTRIES = 5_000
MAX_OUTLINE_LEVEL = 8
MAX_TITLE_CHARS = 200
MAX_BYTES = 32 << 20
_MAX_INFLATED_BYTES = 64 << 20  # four bytes a character, and the outline

_FORMAT = 1
_WHAT = "reading text"

_USEFUL_PAGE_IN = 10
"""A scan may have a typed cover; a paper of text may have many pictures."""


class TextSource(Protocol):
    """What `extract_reading_text` needs of the renderer."""

    def flow(self, document_id: UUID, page_index: int) -> tuple[FlowBlock, ...]: ...


@dataclass(frozen=True, slots=True)
class ReadingText:
    """A paper's text, one string a page: its paragraphs separated by line breaks, NFC; and its headings.

    A page without text, or that could not be read, is the empty string.
    """

    pages: tuple[str, ...]
    outline: tuple[OutlineEntry, ...] = ()

    def to_bytes(self) -> bytes:
        """Deflated JSON, the same bytes for the same text."""
        outline = [[entry.level, entry.title, entry.page_index] for entry in self.outline]
        raw = {"format": _FORMAT, "pages": self.pages, "outline": outline}
        return zlib.compress(json.dumps(raw, ensure_ascii=False, separators=(",", ":")).encode())

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Raises `PackDamaged` for anything `to_bytes` would not have made of a text within the bounds."""
        try:
            raw = json.loads(_inflate(data))
            if raw["format"] != _FORMAT:
                raise ValueError("format")
            pages = _checked_pages(raw["pages"])
            return cls(pages, _checked_outline(raw["outline"], len(pages)))
        except (ValueError, TypeError, KeyError, RecursionError, MemoryError, zlib.error) as error:
            raise PackDamaged(what=_WHAT) from error


def _inflate(data: bytes) -> bytes:
    if len(data) > MAX_BYTES:
        raise ValueError("too long")
    inflater = zlib.decompressobj()
    inflated = inflater.decompress(data, _MAX_INFLATED_BYTES)
    if not inflater.eof or inflater.unused_data:
        raise ValueError("cut off, too long, or followed by something else")
    return inflated


def _checked_pages(raw: Any) -> tuple[str, ...]:
    if not isinstance(raw, list) or len(raw) > MAX_PAGES:
        raise ValueError("pages")
    for page in raw:
        _check_text(page, MAX_PAGE_CHARS)
    if sum(map(len, raw)) > MAX_PAPER_CHARS:
        raise ValueError("pages")
    return tuple(raw)


def _checked_outline(raw: Any, page_count: int) -> tuple[OutlineEntry, ...]:
    if not isinstance(raw, list) or len(raw) > MAX_OUTLINE_ENTRIES:
        raise ValueError("outline")
    for level, title, page_index in raw:
        _check_text(title, MAX_TITLE_CHARS)
        if type(level) is not int or type(page_index) is not int:
            raise TypeError("outline")
        if not (1 <= level <= MAX_OUTLINE_LEVEL and 0 <= page_index < page_count):
            raise ValueError("outline")
    return tuple(OutlineEntry(*entry) for entry in raw)


def _check_text(text: Any, max_chars: int) -> None:
    """Text as this program makes it: NFC, and without halves of surrogate pairs, which SQLite refuses."""
    if not isinstance(text, str):
        raise TypeError("text")
    text.encode()
    if len(text) > max_chars or not unicodedata.is_normalized("NFC", text):
        raise ValueError("text")


def extract_reading_text(
    renderer: TextSource,
    document_id: UUID,
    info: DocumentInfo,
    progress: Callable[[int, int], None],
    cancel: Callable[[], bool],
) -> ReadingText:
    """Read an open document page by page; blocking. A page that is broken or hangs has no text.

    The outline is the document's own where it says what stands on the pages, else the headings found.
    `progress` is told pages done and pages in all. Raises `Cancelled`, and what the renderer raises when
    it is stopped or the document is closed.
    """
    pages: list[str] = []
    found: list[OutlineEntry] = []
    page_count = min(info.page_count, MAX_PAGES)
    room = MAX_PAPER_CHARS
    for index in range(page_count):
        if cancel():
            raise Cancelled()
        try:
            blocks = renderer.flow(document_id, index)
        except PageError:
            blocks = ()
        text = plain_text(blocks)[: min(MAX_PAGE_CHARS, room)]
        if len(found) < MAX_OUTLINE_ENTRIES:
            found.extend(headings_in([Line(block.text, block.is_bold) for block in blocks], index))
        pages.append(text)
        room -= len(text)
        progress(index + 1, page_count)
    own = tuple(entry for entry in info.outline if entry.page_index < page_count)
    outline = own if not found or _is_true(own, pages) else tuple(found[:MAX_OUTLINE_ENTRIES])
    return ReadingText(tuple(pages), outline)


def _is_true(outline: Sequence[OutlineEntry], pages: Sequence[str]) -> bool:
    """Not when most entries are names of scanned files, or are in letters from before Unicode."""
    folded: dict[int, str] = {}
    for entry in outline:
        if entry.page_index not in folded:
            folded[entry.page_index] = fold_key(pages[entry.page_index])
    return 2 * sum(fold_key(entry.title) in folded[entry.page_index] for entry in outline) > len(outline)


def has_useful_text(pages: Sequence[str]) -> bool:
    """Whether a paper can be searched: not when all it has are page numbers or a watermark, as scans do.

    Paragraphs that stand on half of the pages or more are not counted.
    """
    paragraphs = [set(page.split("\n")) for page in pages]
    counts = Counter(paragraph for page in paragraphs for paragraph in page)
    common = max(2, len(pages) / 2)
    useful = sum(
        sum(map(_letters, (one for one in page if counts[one] < common))) >= MIN_USEFUL_LETTERS
        for page in paragraphs
    )
    return useful > 0 and useful * _USEFUL_PAGE_IN >= len(pages)


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))
