"""What the name of a file says: order, agenda item, kind, title, and which version of a paper it is."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from app.domain.entities import DocumentKind
from app.domain.folding import fold_key, fold_text

MAX_TITLE_CHARS = 200  # of `Document.title`

_NUMBERS = re.compile(r"^(?:(\d{1,4})[ .-]+)?(?:[mM](\d{1,3})[ .-]+)?(.+)$")
# Only words that say "another version" and nothing else: "nông thôn mới", "đại biểu chính thức" are titles.
_VERSION = re.compile(
    r"[\s.,(\[-]+(?:(\d{1,2})\)|(?:ban |da |chinh )*sua(?: lan)?(?: *(\d{1,2}))?"
    r"|ban (?:cuoi(?: cung)?|moi|chinh thuc|in|(\d{1,2}))|hoan chinh|cuoi cung|final|updated?|copy"
    r"|ver(?:sion)? ?\.?(\d{1,2})|v\.?(\d{1,2})|(?:ngay )?\d{1,2}[-.]\d{1,2}(?:[-.]\d{2,4})?)[)\]]*\s*$"
)
_ABBREVIATIONS = {
    "bc": DocumentKind.CONGRESS_PAPER,
    "bcct": DocumentKind.CONGRESS_PAPER,
    "ttr": DocumentKind.CONGRESS_PAPER,
    "nq": DocumentKind.RESOLUTION,
    "dtnq": DocumentKind.RESOLUTION,
    "tl": DocumentKind.SPEECH,
    "ct": DocumentKind.OPERATING,
    "qc": DocumentKind.OPERATING,
    "hd": DocumentKind.OPERATING,
    "kh": DocumentKind.OPERATING,
    "tb": DocumentKind.OPERATING,
}
_PHRASES = {
    "nghi quyet": DocumentKind.RESOLUTION,
    "tham luan": DocumentKind.SPEECH,
    "bao cao": DocumentKind.CONGRESS_PAPER,
    "van kien": DocumentKind.CONGRESS_PAPER,
    "kiem diem": DocumentKind.CONGRESS_PAPER,
    "to trinh": DocumentKind.CONGRESS_PAPER,
    "de an": DocumentKind.CONGRESS_PAPER,
    "dieu le": DocumentKind.CONGRESS_PAPER,
    "chuong trinh dai hoi": DocumentKind.OPERATING,
    "chuong trinh chi tiet": DocumentKind.OPERATING,
    "chuong trinh lam viec": DocumentKind.OPERATING,
    "quy che": DocumentKind.OPERATING,
    "noi quy": DocumentKind.OPERATING,
    "huong dan": DocumentKind.OPERATING,
    "the le": DocumentKind.OPERATING,
    "kich ban": DocumentKind.OPERATING,
    "giay moi": DocumentKind.OPERATING,
    "so do": DocumentKind.OPERATING,
    "thong bao": DocumentKind.OPERATING,
    "dieu hanh": DocumentKind.OPERATING,
    "ke hoach": DocumentKind.OPERATING,
}


@dataclass(frozen=True, slots=True)
class FileName:
    """A name, understood. `version` grows with corrections; one `paper_key` means one paper.

    `spelled_key` is the same with its marks.
    """

    order: int | None
    item: int | None
    title: str
    kind: DocumentKind | None
    paper_key: str
    spelled_key: str
    version: tuple[int, int]


def read_name(stem: str) -> FileName:
    """Understand "03 m07 Báo cáo chính trị (sửa lần 2)", a file's name without its suffix."""
    text = " ".join(unicodedata.normalize("NFC", stem).replace("_", " ").split())
    text, version = _without_version(text)
    match = _NUMBERS.match(text)
    order, item, title = match.groups() if match else (None, None, text)
    return FileName(
        order=int(order) if order else None,
        item=int(item) if item else None,
        title=title.strip()[:MAX_TITLE_CHARS],
        kind=kind_of(title),
        paper_key=fold_key(text),
        spelled_key=" ".join(re.findall(r"[^\W_]+", text.casefold())),
        version=version,
    )


def kind_of(title: str) -> DocumentKind | None:
    """From an abbreviation in front, or from the first words that name a kind. None when nothing does."""
    key = fold_key(title)
    if key.partition(" ")[0] in _ABBREVIATIONS:
        return _ABBREVIATIONS[key.partition(" ")[0]]
    if key == "chuong trinh":
        return DocumentKind.OPERATING
    padded = f" {key} "
    places = {padded.find(f" {phrase} "): kind for phrase, kind in _PHRASES.items()}
    return min(((at, kind) for at, kind in places.items() if at >= 0), default=(0, None))[1]


def _without_version(text: str) -> tuple[str, tuple[int, int]]:
    """Cut "(2)", "v2", "bản cuối", "sửa", a date, from the end. Folding keeps the length of NFC text."""
    marks = number = 0
    while match := _VERSION.search(fold_text(text)):
        if match.start() == 0:
            break
        marks += 1
        number = max(number, *(int(group) for group in match.groups() if group), 0, 0)
        text = text[: match.start()]
    return text, (marks, number)
