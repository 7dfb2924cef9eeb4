"""The words of a paper before any layout: paragraphs, tables, dates as papers write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from enum import StrEnum

VIETNAM_TIME = timezone(timedelta(hours=7))
DOTS = "." * 40
"""Room to write by hand what is not known."""

# Kept on one line. Not more than this: a no-break space does not stretch, which shows in justified lines.
_TOGETHER = re.compile(r"(?i)\b(?:lần thứ \S+|nhiệm kỳ \d{4} - \d{4}|\d{4} - \d{4})")

# What XML 1.0 cannot hold: a tablet's keyboard or a pasted text may bring it along.
_UNPRINTABLE = re.compile("[^\t\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class ParagraphKind(StrEnum):
    """How a paragraph is set."""

    TEXT = "text"
    SITTING = "sitting"  # bold capitals
    ITEM = "item"  # bold
    NOTE = "note"  # italic


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; `lead` is set bold before the text."""

    kind: ParagraphKind
    text: str
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a header; columns from the second on are centred unless `text_columns` names them.

    `widths` are shares of the text's width. The last `totals` rows are set bold.
    """

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    text_columns: frozenset[int] = frozenset({0})
    totals: int = 0


@dataclass(frozen=True, slots=True, repr=False)
class Picture:
    """A drawing as PNG, as wide as the text."""

    caption: str
    png: bytes


Block = Paragraph | Table | Picture


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs: on whose behalf ("T/M ĐOÀN CHỦ TỊCH"), in which role, by what name; empty when not known."""

    authority: str
    role: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the text of a paper.

    `symbol` are the letters behind the number: of the paper's kind ("BB") and of its organ ("ĐH").
    `is_draft`: whether the profile's draft mark stands under them.
    """

    superior_body: str
    issuing_body: str
    number: str
    symbol: tuple[str, str]
    place_and_date: str
    kind: str
    abstract: str
    written_at_utc_ms: int
    is_draft: bool = False


@dataclass(frozen=True, slots=True)
class Annex:
    """What is bound behind the signatures, from a new page on."""

    kind: str
    abstract: str
    blocks: tuple[Block, ...]


def typeset(text: str) -> str:
    """The text as it may be printed: nothing that no file can hold, no-break spaces where no line may end."""
    printable = _UNPRINTABLE.sub("", text)
    return _TOGETHER.sub(lambda match: match[0].replace(" ", "\N{NO-BREAK SPACE}"), printable)


def place_and_date(town: str, utc_ms: int, zone: tzinfo) -> str:
    """Where and when the paper was written: "An Bình, ngày 05 tháng 01 năm 2026"."""
    at = local(utc_ms, zone)
    # Days below ten and the first two months get a nought, so that nothing can be put before them.
    month = f"{at.month:02}" if at.month < 3 else str(at.month)
    return f"{f'{town}, ' if town else ''}ngày {at.day:02} tháng {month} năm {at.year}"


def with_term(congress_title: str, term: str) -> str:
    """The congress's title with its term, unless the title says it."""
    if not term or term in congress_title:
        return congress_title
    return f"{congress_title}, nhiệm kỳ {term}"


def share(part: int, whole: int) -> str:
    """A percentage as papers write it: "66,7%", "100%"; a dash where there is no whole."""
    if not whole:
        return "-"
    return f"{100 * part / whole:.1f}".replace(".", ",").removesuffix(",0") + "%"


def with_full_stop(text: str) -> str:
    """The text with a full stop, unless it is empty or ends in a sign (also one inside quotation marks)."""
    return text if not text or text.rstrip('"”’)]»')[-1:] in ".!?…:;," else f"{text}."


def local(utc_ms: int, zone: tzinfo) -> datetime:
    """The moment on the clock of the hall."""
    return datetime.fromtimestamp(utc_ms / 1000, UTC).astimezone(zone)


def moment(utc_ms: int, zone: tzinfo) -> str:
    """ "08 giờ 05 phút ngày 22/11/2026"."""
    at = local(utc_ms, zone)
    return f"{at.hour:02} giờ {at.minute:02} phút ngày {at.day:02}/{at.month:02}/{at.year}"
