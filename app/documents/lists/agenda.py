"""The programme from the list an office keeps."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from uuid import UUID, uuid5

from app.documents.errors import RowProblem, RowsInvalid
from app.documents.lists.columns import Band, Field, Record, find_list
from app.documents.lists.tables import Sheet
from app.domain.entities import AgendaItem
from app.domain.folding import fold_key

FIELDS = (
    Field("position", "TT", ("tt", "stt", "so thu tu", "muc", "thu tu", "so", "position")),
    Field("time", "Thời gian", ("thoi gian", "gio", "bat dau", "gio bat dau", "tu gio", "time")),
    Field("title", "Nội dung", ("noi dung", "noi dung chuong trinh", "noi dung cong viec", "muc noi dung",
                                "chuong trinh", "cong viec", "title")),
    Field("sitting", "Phiên", ("phien", "phien hop", "buoi", "sitting")),
    Field("minutes", "Thời lượng (phút)", ("thoi luong phut", "thoi luong", "so phut", "phut", "minutes")),
)  # fmt: skip

MAX_TITLE_CHARS = 200  # of `AgendaItem.title`
_CLOCK = re.compile(r"(?<!\d)(\d{1,2})\s*(?:giờ|gio|[:hg.])\s*(\d{2})?(?!\d)", re.IGNORECASE)


def read_agenda(sheets: Sequence[Sheet], file: str, congress_id: UUID) -> tuple[AgendaItem, ...]:
    """Read a programme. Its numbers are kept where they are all there and differ; else the order counts.

    Raises `ColumnsMissing`, or `RowsInvalid` with every row that needs mending, or another `TableError`.
    """
    parts = find_list(sheets, FIELDS, ("title",), file)
    problems: list[RowProblem] = []
    rows: list[tuple[Record, str]] = []
    for part in parts:
        sitting = part.sheet if len(parts) > 1 else ""
        for row in part.rows:
            if isinstance(row, Band):
                sitting = row.text
                continue
            rows.append((row, row["sitting"] or sitting))
            problems += [RowProblem(part.sheet, row.row, title, code) for title, code in _problems_of(row)]
    if problems:
        raise RowsInvalid(file, tuple(problems))
    numbers = [int(row["position"]) if row["position"].isdigit() else 0 for row, _ in rows]
    numbered = len(set(numbers)) == len(numbers) and all(1 <= number <= 999 for number in numbers)
    seen: Counter[str] = Counter()
    items = []
    for order, ((row, sitting), number) in enumerate(zip(rows, numbers, strict=True), start=1):
        # The id hangs on what the item is, so that adding another before it does not give its times away.
        name = f"agenda:{fold_key(sitting)}:{fold_key(row['title'])}"
        seen[name] += 1
        start, minutes = _times(row)
        items.append(
            AgendaItem(
                id=uuid5(congress_id, f"{name}:{seen[name]}"),
                position=number if numbered else order,
                title=row["title"],
                sitting=sitting,
                planned_start=start,
                planned_ms=minutes * 60_000 if minutes else None,
            )
        )
    return tuple(sorted(items, key=lambda item: item.position))


def _problems_of(row: Record) -> list[tuple[str, str]]:
    found = []
    if not row["title"]:
        found.append(("Nội dung", "documents.row_title"))
    if len(row["title"]) > MAX_TITLE_CHARS or len(row["sitting"]) > MAX_TITLE_CHARS:
        found.append(("Nội dung", "documents.row_too_long"))
    if row["time"] and _clock_times(row["time"]) is None:
        found.append(("Thời gian", "documents.row_time"))
    if row["minutes"] and not re.search(r"\d", row["minutes"]):
        found.append(("Thời lượng (phút)", "documents.row_minutes"))
    return found


def _times(row: Record) -> tuple[str | None, int | None]:
    """Start as HH:MM and length in minutes, from the columns or from a range such as "7h30 - 8h00"."""
    clocks = _clock_times(row["time"]) or []
    start = f"{clocks[0] // 60:02d}:{clocks[0] % 60:02d}" if clocks else None
    given = re.search(r"\d+", row["minutes"])
    if given:
        return start, min(int(given.group()), 24 * 60)
    if len(clocks) > 1 and clocks[1] > clocks[0]:
        return start, clocks[1] - clocks[0]
    return start, None


def _clock_times(text: str) -> list[int] | None:
    """Minutes since midnight of each clock time in a text; None when there is no valid one."""
    minutes = [int(hour) * 60 + int(minute or 0) for hour, minute in _CLOCK.findall(text)]
    return minutes if minutes and all(value < 24 * 60 for value in minutes) else None
