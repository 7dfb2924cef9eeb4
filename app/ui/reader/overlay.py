"""What lies over a page: found words, marks, the selection. Never painted into the page's picture."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPainterPath, QPen, QPolygonF

from app.ui.reader.faces import PageFace
from app.ui.reader.find import Hits
from app.ui.reader.layout import PageView
from app.ui.reader.paper import text_font
from app.ui.services import Mark, MarkKind, Stroke
from app.ui.theme.look import Look
from app.ui.theme.tokens import GRID_PX, MARK_TONES, TOUCH_PX, MarkTone, Type

INK_WIDTH_PT = 2.0
_HIT_OPACITY, _CURRENT_HIT_OPACITY = 0.35, 0.7
_SELECTED_OPACITY = 0.28
_TAP_REACH_PX = 10.0


def mark_tone(look: Look, color: str) -> MarkTone:
    """The tones of a mark's colour on the present ground."""
    return MARK_TONES[look.theme.name][color]


def lay_into_paper(painter: QPainter, look: Look) -> None:
    """Colour the paper and leave the letters: darken what is light, or by night light up what is black."""
    mode = QPainter.CompositionMode
    painter.setCompositionMode(
        mode.CompositionMode_Screen if look.theme.is_dark else mode.CompositionMode_Multiply
    )


def faded(color: str, opacity: float) -> QColor:
    tone = QColor(color)
    tone.setAlphaF(opacity)
    return tone


def ink_path(view: PageFace, strokes: tuple[Stroke, ...]) -> QPainterPath:
    path = QPainterPath()
    for stroke in strokes:
        points = [view.to_view(*point) for point in stroke]
        path.moveTo(points[0])
        for point in points[1:] or points:
            path.lineTo(point)
    return path


def ink_pen(view: PageFace, color: str) -> QPen:
    pen = QPen(QColor(color), max(1.5, INK_WIDTH_PT * view.scale))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen


class MarkLayer:
    """Draws marks of one paper and knows which one a tap means. `has_ink`: also what was drawn by hand."""

    def __init__(self, look: Look, name_of: Callable[[UUID], str], *, has_ink: bool = True) -> None:
        self._look, self._name_of, self._has_ink = look, name_of, has_ink
        self._by_page: dict[int, list[Mark]] = {}

    def show(self, marks: tuple[Mark, ...]) -> None:
        self._by_page = {}
        for mark in marks:
            if mark.page_index is not None and (self._has_ink or mark.kind is not MarkKind.INK):
                self._by_page.setdefault(mark.page_index, []).append(mark)

    def paint(self, painter: QPainter, view: PageFace) -> None:
        for mark in self._by_page.get(view.index, ()):
            painter.save()
            self._paint_mark(painter, view, mark)
            painter.restore()
        for mark, rect in self._tags(view):
            self._paint_tag(painter, rect, mark)

    def _paint_mark(self, painter: QPainter, view: PageFace, mark: Mark) -> None:
        tone = mark_tone(self._look, mark.color)
        if mark.kind is MarkKind.BOOKMARK:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tone.line))
            painter.drawPolygon(_ribbon(view, self._look.theme.icon_px))
        elif mark.kind is MarkKind.INK:
            painter.setPen(ink_pen(view, tone.line))
            painter.drawPath(ink_path(view, mark.strokes))
            if not mark.is_mine:
                painter.setPen(self._dotted(tone))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(_bounds(view, mark).adjusted(-3, -3, 3, 3))
        else:
            self._paint_boxes(painter, view, mark, tone)

    def _paint_boxes(self, painter: QPainter, view: PageFace, mark: Mark, tone: MarkTone) -> None:
        for rect in view.rects(mark.boxes):
            if mark.kind is MarkKind.HIGHLIGHT:
                painter.save()
                lay_into_paper(painter, self._look)
                painter.fillRect(rect, QColor(tone.fill))
                painter.restore()
            else:
                pen = QPen(QColor(tone.line), max(2.0, 1.2 * view.scale))
                if mark.kind is MarkKind.NOTE:
                    pen.setStyle(Qt.PenStyle.DashLine)
                painter.setPen(pen)
                painter.drawLine(rect.bottomLeft(), rect.bottomRight())
            if not mark.is_mine:
                painter.setPen(self._dotted(tone))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(rect)

    @staticmethod
    def _dotted(tone: MarkTone) -> QPen:
        return QPen(QColor(tone.line), 2.0, Qt.PenStyle.DotLine)

    # --- the small signs in the page's margin ---

    def _signs(self, mark: Mark) -> tuple[tuple[str, ...], str]:
        """Icons, and whose it is when it is somebody else's (by the given name: it stands last)."""
        icons = (
            *(("note",) if mark.note or mark.kind is MarkKind.NOTE else ()),
            *(("arrow-bend-down-right",) if mark.has_moved else ()),
            *(("users",) if mark.is_mine and mark.sharing.value == "delegation" else ()),
        )
        return icons, "" if mark.is_mine else self._name_of(mark.owner_id).split(" ")[-1]

    def _tags(self, view: PageFace) -> list[tuple[Mark, QRectF]]:
        """Where the signs stand: in the right margin beside each mark's first line, none over another."""
        placed: list[tuple[Mark, QRectF]] = []
        for mark in self._by_page.get(view.index, ()):
            rect = self._tag_rect(view, mark)
            while (hit := next((r for _m, r in placed if r.intersects(rect)), None)) is not None:
                rect.moveRight(hit.left() - GRID_PX)
            if not rect.isEmpty():
                placed.append((mark, rect))
        return placed

    def _tag_rect(self, view: PageFace, mark: Mark) -> QRectF:
        icons, name = self._signs(mark)
        if not icons and not name:
            return QRectF()
        side = self._look.theme.icon_px
        words = QFontMetrics(text_font(self._look, Type.SMALL)).horizontalAdvance(name) if name else 0
        width = len(icons) * (side + GRID_PX) + words + 2 * GRID_PX
        bounds = _bounds(view, mark)
        if bounds.isNull() and mark.kind is not MarkKind.BOOKMARK:
            return QRectF()  # its words are not in sight
        top = bounds.top() + (side if mark.kind is MarkKind.BOOKMARK else 0)
        return QRectF(view.rect.right() - width - GRID_PX, top, width, side + 2 * GRID_PX)

    def _paint_tag(self, painter: QPainter, rect: QRectF, mark: Mark) -> None:
        icons, name = self._signs(mark)
        palette = self._look.theme.palette
        painter.setPen(QColor(mark_tone(self._look, mark.color).line))
        painter.setBrush(QColor(palette.surface))
        painter.drawRoundedRect(rect, GRID_PX, GRID_PX)
        x = rect.left() + GRID_PX
        for icon in icons:
            painter.drawPixmap(QPointF(x, rect.top() + GRID_PX), self._look.pixmap(icon))
            x += self._look.theme.icon_px + GRID_PX
        if name:
            painter.setFont(text_font(self._look, Type.SMALL))
            painter.setPen(QColor(palette.ink))
            painter.drawText(
                QRectF(x, rect.top(), rect.right() - x, rect.height()), Qt.AlignmentFlag.AlignVCenter, name
            )

    # --- taps ---

    def mark_at(self, view: PageFace, point: QPointF) -> Mark | None:
        """The mark under a finger, the latest first."""
        for mark, tag in self._tags(view):
            if _grown(tag).contains(point):
                return mark
        for mark in reversed(self._by_page.get(view.index, [])):
            if self._is_under(view, mark, point):
                return mark
        return None

    def _is_under(self, view: PageFace, mark: Mark, point: QPointF) -> bool:
        if mark.kind is MarkKind.BOOKMARK:
            return _grown(_ribbon(view, self._look.theme.icon_px).boundingRect()).contains(point)
        if mark.kind is MarkKind.INK:
            finger = QRectF(0, 0, 2 * _TAP_REACH_PX, 2 * _TAP_REACH_PX)
            finger.moveCenter(point)
            return ink_path(view, mark.strokes).intersects(finger)
        reach = _TAP_REACH_PX / 2
        return any(r.adjusted(-reach, -reach, reach, reach).contains(point) for r in view.rects(mark.boxes))


def _bounds(view: PageFace, mark: Mark) -> QRectF:
    if mark.kind is MarkKind.BOOKMARK:
        return QRectF(view.rect.topRight(), view.rect.topRight())
    if mark.kind is MarkKind.INK:
        return ink_path(view, mark.strokes).boundingRect()
    bounds = QRectF()
    for rect in view.rects(mark.boxes):
        bounds = bounds.united(rect)
    return bounds


def _ribbon(view: PageFace, side: float) -> QPolygonF:
    left, top = view.rect.right() - 2 * side, view.rect.top()
    return QPolygonF(
        [
            QPointF(left, top),
            QPointF(left + side, top),
            QPointF(left + side, top + 1.7 * side),
            QPointF(left + side / 2, top + 1.3 * side),
            QPointF(left, top + 1.7 * side),
        ]
    )


def _grown(rect: QRectF) -> QRectF:
    """As large as a fingertip at least."""
    wide, high = max(0.0, TOUCH_PX - rect.width()) / 2, max(0.0, TOUCH_PX - rect.height()) / 2
    return rect.adjusted(-wide, -high, wide, high)


class HitLayer:
    """Tints found words; the one that the reader stands at is stronger and framed."""

    def __init__(self, look: Look, hits_of: Callable[[int], Hits]) -> None:
        self._look, self._hits_of = look, hits_of
        self.current: tuple[int, int] | None = None
        """(page, number of the hit on it)"""

    def paint(self, painter: QPainter, view: PageView) -> None:
        palette = self._look.theme.palette
        places = [
            (number, rect)
            for number, boxes in enumerate(self._hits_of(view.index))
            for rect in view.rects(boxes)
        ]
        for number, rect in places:
            is_current = self.current == (view.index, number)
            place = rect.adjusted(-2, -1, 2, 1)
            painter.save()
            lay_into_paper(painter, self._look)
            opacity = _CURRENT_HIT_OPACITY if is_current else _HIT_OPACITY
            painter.fillRect(place, faded(palette.gold, opacity))
            painter.restore()
            if is_current:
                painter.setPen(QPen(QColor(palette.accent_text), 3))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(place.adjusted(-2, -2, 2, 2), GRID_PX, GRID_PX)


def paint_selection(painter: QPainter, look: Look, rects: list[QRectF], handles: tuple[QPointF, ...]) -> None:
    """Selected lines with a handle below either end."""
    color = look.theme.palette.focus
    for rect in rects:
        painter.fillRect(rect, faded(color, _SELECTED_OPACITY))
    painter.setPen(QPen(QColor(look.theme.palette.surface), 2))
    painter.setBrush(QColor(color))
    for handle in handles:
        painter.drawEllipse(handle, HANDLE_RADIUS_PX, HANDLE_RADIUS_PX)


HANDLE_RADIUS_PX = 13.0
