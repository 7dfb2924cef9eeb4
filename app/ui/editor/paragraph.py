"""One paragraph of the page: the speaker in the margin, the text beside it, and what its words look like."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QPainter,
    QPen,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)

from app.domain.entities import RepairKind
from app.ui.editor.page import Line
from app.ui.editor.times import ShownWord, shown_words, word_at_letter
from app.ui.theme.look import Look
from app.ui.theme.tokens import CORNER_PX, TOUCH_PX, Type
from app.ui.translation import tr
from app.ui.words import clock_time

PAD_X, PAD_Y, GAP = 16, 10, 20
_WRAP = int(Qt.TextFlag.TextWordWrap)
_TINT, _FAINT_TINT = 0.17, 0.07
"""Of the theme's blue behind what the machine changed; capitals and full stops are everywhere, so fainter."""
_MOST_TEXT_PX = 920
"""A longer line is hard to find the way back from."""
_LINE_HEIGHT = 1.35


class Ink:
    """Fonts and colours of the page, made once."""

    def __init__(self, look: Look) -> None:
        self.look = look
        self.palette = look.theme.palette
        self.ground = QColor(self.palette.surface)
        self.body = self._font(Type.BODY)
        self.name = self._font(Type.SMALL)
        self.name.setWeight(QFont.Weight.DemiBold)
        self.small = self._font(Type.SMALL)
        self.struck = QFont(self.body)
        self.struck.setStrikeOut(True)
        metrics = QFontMetrics(self.body)
        self.line_px = round(metrics.height() * _LINE_HEIGHT)
        self.letter_px = metrics.horizontalAdvance("nhân dân trong") / 14
        self.name_metrics = QFontMetrics(self.name)

    def _font(self, kind: Type) -> QFont:
        font = QFont(self.look.family)
        font.setPixelSize(self.look.theme.type_px(kind))
        return font

    def margin_px(self, width: int) -> int:
        return min(round(150 * self.look.theme.scale), width // 4)

    def text_px(self, width: int) -> int:
        room = width - self.margin_px(width) - 2 * PAD_X - GAP
        return max(80, min(room, round(_MOST_TEXT_PX * self.look.theme.scale)))

    def left_px(self, width: int) -> int:
        """On a wide screen the page stands in the middle."""
        return PAD_X + max(0, (width - self.margin_px(width) - self.text_px(width) - 2 * PAD_X - GAP) // 2)

    def estimates(self, letters: Iterable[int], width: int) -> list[int]:
        """How high paragraphs of so many letters will be, about."""
        in_a_line = max(1.0, self.text_px(width) / self.letter_px)
        line_px, around = self.line_px, 2 * PAD_Y
        return [max((1 + int(count / in_a_line)) * line_px + around, TOUCH_PX) for count in letters]

    def style_of(self, word: ShownWord) -> QTextCharFormat | None:
        """How one word stands out; None for a plain one."""
        style = QTextCharFormat()
        if word.kind is RepairKind.SPEECH:
            style.setBackground(QColor(self.palette.good_soft))
        elif word.is_deviation:
            style.setBackground(QColor(self.palette.unsure_soft))
        elif word.kind is not None:
            tint = QColor(self.palette.focus)
            is_small = word.kind in (RepairKind.CASE, RepairKind.PUNCTUATION)
            tint.setAlphaF(_FAINT_TINT if is_small else _TINT)
            style.setBackground(tint)
        elif not word.is_doubtful:
            return None
        if word.is_doubtful:
            style.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
            style.setUnderlineColor(QColor(self.palette.unsure))
            style.setForeground(QColor(self.palette.unsure))
        return style

    def being_heard(self) -> QTextCharFormat:
        style = QTextCharFormat()
        style.setBackground(QColor(self.palette.accent))
        style.setForeground(QColor(self.palette.on_accent))
        return style

    def found(self, *, is_current: bool) -> QTextCharFormat:
        style = QTextCharFormat()
        style.setBackground(QColor(self.palette.focus if is_current else self.palette.found))
        style.setForeground(QColor(self.palette.surface if is_current else self.palette.ink))
        style.setFontUnderline(True)
        return style


Marks = Sequence[tuple[int, int, QTextCharFormat]]
"""Letters from, to, and how they look over what the paragraph says itself."""


class Paragraph:
    """A line laid out at a width. What the page shows for a moment only (the word being heard, words found)
    is laid over it while painting."""

    def __init__(self, ink: Ink, line: Line, width: int) -> None:
        self.line = line
        self._ink, self._width = ink, width
        self._text = line.segment.text
        self._margin, self._left = ink.margin_px(width), ink.left_px(width)
        self._layout = QTextLayout(self._text, ink.struck if line.segment.struck else ink.body)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._layout.setTextOption(option)
        if not line.segment.struck:
            self._layout.setFormats(self._ranges(list(grounds(ink, self.words))))
        self._layout.beginLayout()
        height = 0
        while (part := self._layout.createLine()).isValid():
            part.setLineWidth(ink.text_px(width))
            part.setPosition(QPointF(0, height + (ink.line_px - part.height()) / 2))
            height += ink.line_px
        self._layout.endLayout()
        self._clash = tr("Hai người sửa khác nhau. Bấm để chọn.") if line.segment.rivals else ""
        self._text_height = height
        clash = self._clash_rect(QPoint(0, 0)).height() + 8 if self._clash else 0
        name = self._name_rect(QPoint(0, 0)).height() if line.begins_turn else 0
        self.height = max(height + clash, name, TOUCH_PX - 2 * PAD_Y) + 2 * PAD_Y

    @cached_property
    def words(self) -> tuple[ShownWord, ...]:
        return shown_words(self.line.segment)

    @property
    def speaker(self) -> str:
        return self.line.speaker.name or tr("Chưa rõ người nói")

    # --- where things are; `top_left` is the row's ---

    def text_rect(self, top_left: QPoint) -> QRect:
        left = top_left.x() + self._left + self._margin + GAP
        return QRect(left, top_left.y() + PAD_Y, self._ink.text_px(self._width), self._text_height)

    def margin_rect(self, top_left: QPoint) -> QRect:
        """Where a tap means the speaker."""
        return QRect(top_left.x(), top_left.y(), self._left + self._margin + GAP // 2, self.height)

    def _name_rect(self, top_left: QPoint) -> QRect:
        place = QRect(top_left.x() + self._left, top_left.y() + PAD_Y + 3, self._margin, 10_000)
        return self._ink.name_metrics.boundingRect(place, _WRAP, self.speaker)

    def _clash_rect(self, top_left: QPoint) -> QRect:
        text = self.text_rect(top_left)
        place = QRect(text.left(), text.top() + self._text_height + 8, text.width() - 16, 10_000)
        needed = self._ink.name_metrics.boundingRect(place, _WRAP, self._clash)
        return QRect(text.left(), place.top(), text.width(), needed.height() + 12)

    def letter_at(self, point: QPoint, top_left: QPoint) -> int:
        """The letter nearest to a point."""
        text = self.text_rect(top_left)
        y = point.y() - text.top()
        row = min(max(y // self._ink.line_px, 0), self._layout.lineCount() - 1)
        line = self._layout.lineAt(row)
        return self._letter(line.xToCursor(point.x() - text.left())) if line.isValid() else 0

    def word_at(self, point: QPoint, top_left: QPoint) -> ShownWord | None:
        """The word under a point (of a finger: a little beside it counts too)."""
        if not self.text_rect(top_left).adjusted(-8, -PAD_Y, 8, PAD_Y).contains(point):
            return None
        return word_at_letter(self.words, self.letter_at(point, top_left))

    # --- painting ---

    def paint(self, painter: QPainter, top_left: QPoint, marks: Marks) -> None:
        """The text alone; `paint_ground` and `paint_margin` come before it."""
        segment, palette = self.line.segment, self._ink.palette
        painter.setPen(QColor(palette.ink_soft if segment.struck else palette.ink))
        self._layout.draw(painter, QPointF(self.text_rect(top_left).topLeft()), self._ranges(marks))
        if self._clash:
            box = self._clash_rect(top_left)
            painter.setPen(QPen(QColor(palette.unsure), 1))
            painter.setBrush(QColor(palette.unsure_soft))
            painter.drawRoundedRect(box, CORNER_PX // 2, CORNER_PX // 2)
            painter.setFont(self._ink.name)
            painter.setPen(QColor(palette.unsure))
            painter.drawText(box.adjusted(8, 6, -8, -6), _WRAP, self._clash)

    def paint_margin(self, painter: QPainter, top_left: QPoint, *, time: bool) -> None:
        """`time`: the clock stands below the name."""
        palette, line = self._ink.palette, self.line
        place = self._name_rect(top_left)
        if line.begins_turn:
            painter.setFont(self._ink.name)
            painter.setPen(QColor(palette.accent_text if line.speaker.is_known else palette.unsure))
            painter.drawText(place, _WRAP, self.speaker)
        below = place.bottom() + 2 if line.begins_turn else top_left.y() + PAD_Y + 3
        room = top_left.y() + self.height - PAD_Y - below
        if time and room >= QFontMetrics(self._ink.small).height():
            painter.setFont(self._ink.small)
            painter.setPen(QColor(palette.ink_soft))
            painter.drawText(QRect(place.left(), below, self._margin, room), 0, clock_time(line.at_utc_ms))

    def paint_ground(self, painter: QPainter, top_left: QPoint, height: int, *, is_current: bool) -> None:
        """`height` of the row: more than the paragraph's own while it is being written in."""
        palette = self._ink.palette
        box = self.text_rect(top_left)
        box = QRect(box.left() - 10, top_left.y() + 2, box.width() + 20, height - 4)
        if is_current or self.line.segment.edited is not None:
            painter.setPen(QPen(QColor(palette.focus), 2) if is_current else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(palette.raised))
            painter.drawRoundedRect(QRectF(box), CORNER_PX / 2, CORNER_PX / 2)
        if self.line.segment.edited is not None:
            # Somebody's hand: a bar at the edge, besides the ground.
            painter.fillRect(QRect(box.left() + 2, box.top() + 6, 3, box.height() - 12), QColor(palette.edge))

    # --- letters: Qt counts in UTF-16 units, Python in characters ---

    def _ranges(self, marks: Marks) -> list[QTextLayout.FormatRange]:
        ranges = []
        for start, end, style in marks:
            part = QTextLayout.FormatRange()
            part.start = units_before(self._text, start)
            part.length = units_before(self._text, end) - part.start
            part.format = style
            ranges.append(part)
        return ranges

    def _letter(self, unit: int) -> int:
        return letters_before(self._text, unit)


def grounds(ink: Ink, words: Sequence[ShownWord]) -> Iterator[tuple[int, int, QTextCharFormat]]:
    """How words stand out; the space between two that belong together has their ground, too."""
    before: ShownWord | None = None
    for word in words:
        style = ink.style_of(word)
        if style is not None:
            is_joined = before is not None and _belong_together(before, word)
            if before is not None and is_joined:
                yield before.end, word.start, ink.style_of(replace(word, is_doubtful=False)) or style
            yield word.start, word.end, style
        before = word


def _belong_together(one: ShownWord, two: ShownWord) -> bool:
    is_same_piece = one.piece == two.piece >= 0
    is_same_text = one.kind is two.kind is RepairKind.SPEECH or (one.is_deviation and two.is_deviation)
    return is_same_piece or is_same_text


def units_before(text: str, letter: int) -> int:
    """UTF-16 units of the first so many letters."""
    return letter if text.isascii() else len(text[:letter].encode("utf-16-le")) // 2


def letters_before(text: str, unit: int) -> int:
    """Letters that begin in the first so many UTF-16 units."""
    return len(text.encode("utf-16-le")[: 2 * unit].decode("utf-16-le", "ignore"))
