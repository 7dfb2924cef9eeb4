"""Where the words that were sought stand on a page that has been set large."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QRectF
from PySide6.QtGui import QTextCharFormat, QTextDocument, QTextFormat

_FOUND = QTextFormat.Property.UserProperty.value + 1
Run = tuple[int, int]
"""Start and end in the document's characters."""


def mark_found(style: QTextCharFormat) -> None:
    """Text written in this style is found again by `found_runs`."""
    style.setProperty(_FOUND, True)


def found_runs(page: QTextDocument) -> list[Run]:
    """Stretches of found words in reading order; words with only a space between them are one."""
    runs: list[Run] = []
    block = page.begin()
    while block.isValid():
        first = len(runs)
        for part in block:  # type: ignore[attr-defined]  # PySide6 types its iterator as an object
            fragment = part.fragment()
            if fragment.charFormat().boolProperty(_FOUND):
                start, end = fragment.position(), fragment.position() + fragment.length()
                if len(runs) > first and start - runs[-1][1] <= 1:
                    runs[-1] = (runs[-1][0], end)
                else:
                    runs.append((start, end))
        block = block.next()
    return runs


def run_rects(page: QTextDocument, run: Run) -> Iterator[QRectF]:
    """Where it is seen, a rectangle a line, in pixels from the page's corner."""
    block = page.findBlock(run[0])
    corner = page.documentLayout().blockBoundingRect(block).topLeft()
    layout, at, text = block.layout(), block.position(), block.text()
    for number in range(layout.lineCount()):
        line = layout.lineAt(number)
        start = max(run[0] - at, line.textStart())
        end = min(run[1] - at, line.textStart() + line.textLength())
        end -= len(text[start:end]) - len(text[start:end].rstrip())  # a line ends with its last letter
        if start < end:
            left, right = (line.cursorToX(place)[0] for place in (start, end))  # type: ignore[index]
            yield QRectF(left, line.y(), right - left, line.height()).translated(corner)
