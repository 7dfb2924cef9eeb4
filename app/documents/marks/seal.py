"""A mark as sealed text for the event log: only whoever holds its key learns what was marked.

`seal_mark`: canonical JSON of integers (hundredths of a point, ink as steps from point to point), deflated,
padded so that lengths tell little, sealed with AES-GCM bound to the mark, its paper and its sharing, and
written as base64url.
"""

from __future__ import annotations

import base64
import unicodedata
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from math import hypot
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from app.documents.errors import MarkTooLarge
from app.documents.marks.mark import MarkColor, MarkContent, MarkKind, Stroke
from app.documents.reading import Box
from app.domain.canonical import canonical_json, parse_canonical
from app.domain.entities import Sha256, Sharing, UtcMs
from app.domain.errors import MalformedEvent
from app.storage.errors import WrongKey
from app.storage.sealing import OVERHEAD_BYTES, Sealer

MAX_SEALED_BYTES = 64 << 10
INK_TOLERANCE_PT = 0.3
"""A tenth of a millimetre: less than half a pen's width, and what a finger cannot aim at."""

_FORMAT = b"\x01"
_PAD_TO_BYTES = 256
_MAX_PLAIN_BYTES = 1 << 20
_MAX_DRAWN_POINTS = 50_000  # minutes of drawing without a pause; sealed, some 20,000 fit
_STEPS_AT_ONCE = 1_000  # keeps Douglas-Peucker's worst case, quadratic, below a second on a tablet

_Coordinate = Annotated[int, Field(ge=-10_000_000, le=10_000_000)]
"""Hundredths of a point; PDF pages are at most 14,400 points wide."""
_BoxForm = tuple[_Coordinate, _Coordinate, _Coordinate, _Coordinate]


class _MarkForm(BaseModel):
    """`MarkContent` on its way; every bound of what another device may say."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    sha256: Sha256
    page: Annotated[int, Field(ge=0, lt=100_000)]
    kind: Annotated[MarkKind, Field(strict=False)]
    color: Annotated[MarkColor, Field(strict=False)]
    boxes: Annotated[list[_BoxForm], Field(max_length=5_000)] = []
    strokes: Annotated[list[list[_Coordinate]], Field(max_length=20_000)] = []
    note: Annotated[str, Field(max_length=20_000)] = ""
    quote: Annotated[str, Field(max_length=20_000)] = ""
    before: Annotated[str, Field(max_length=500)] = ""
    after: Annotated[str, Field(max_length=500)] = ""
    at: UtcMs = 0
    anchor: _BoxForm | None = None
    unique: bool = False
    share_ppm: Annotated[int, Field(ge=0, le=1_000_000)] | None = None
    size: tuple[_Coordinate, _Coordinate] = (0, 0)


@dataclass(frozen=True, slots=True)
class MarkIdentity:
    """What a sealed mark is bound to: it opens nowhere else."""

    mark_id: UUID
    document_id: UUID
    sharing: Sharing

    @property
    def context(self) -> bytes:
        """The associated data of its sealing."""
        return f"mark 1 {self.mark_id} {self.document_id} {self.sharing.value}".encode()


def seal_mark(content: MarkContent, identity: MarkIdentity, sealer: Sealer) -> str:
    """Unpadded base64url for `MarkKept.sealed`. Raises `MarkTooLarge`."""
    packed = _FORMAT + zlib.compress(mark_bytes(content), 9)
    packed += bytes(-len(packed) % _PAD_TO_BYTES)
    if len(packed) > MAX_SEALED_BYTES - OVERHEAD_BYTES:
        raise MarkTooLarge(limit_kb=MAX_SEALED_BYTES >> 10)
    return base64.urlsafe_b64encode(sealer.seal(packed, identity.context)).rstrip(b"=").decode()


def open_mark(sealed: str, identity: MarkIdentity, sealer: Sealer) -> MarkContent | None:
    """None for whatever this key does not open, and for what opens and makes no sense."""
    try:
        data = base64.urlsafe_b64decode(sealed + "=" * (-len(sealed) % 4))
        packed = sealer.open(data, identity.context)
        if packed[:1] != _FORMAT:
            return None
        inflater = zlib.decompressobj()
        plain = inflater.decompress(packed[1:], _MAX_PLAIN_BYTES)
        return mark_from_bytes(plain) if inflater.eof else None
    except (ValueError, zlib.error, WrongKey):
        return None


def mark_bytes(content: MarkContent) -> bytes:
    """Canonical JSON of a mark; coordinates are rounded to hundredths of a point. Raises `MarkTooLarge`."""
    try:
        form = _MarkForm(
            sha256=content.sha256,
            page=content.page_index,
            kind=content.kind,
            color=content.color,
            boxes=[_box_form(box) for box in content.boxes],
            strokes=[_steps(stroke) for stroke in content.strokes if stroke],
            note=_clean(content.note),
            quote=_clean(content.quote),
            before=_clean(content.before),
            after=_clean(content.after),
            at=content.made_at_utc_ms,
            anchor=_box_form(content.anchor) if content.anchor else None,
            unique=content.is_unique,
            share_ppm=None if content.share is None else round(content.share * 1_000_000),
            size=(_hundredths(content.page_size[0]), _hundredths(content.page_size[1])),
        )
        data = canonical_json(form.model_dump(mode="json", exclude_defaults=True))
    except (ValueError, OverflowError) as error:
        raise MarkTooLarge(limit_kb=MAX_SEALED_BYTES >> 10) from error
    if len(data) > _MAX_PLAIN_BYTES:
        raise MarkTooLarge(limit_kb=MAX_SEALED_BYTES >> 10)
    return data


def mark_from_bytes(data: bytes) -> MarkContent | None:
    """The mark that `mark_bytes` wrote; None for anything else."""
    try:
        parse_canonical(data)
        form = _MarkForm.model_validate_json(data)
    except (MalformedEvent, ValueError, RecursionError):
        return None
    if any(len(steps) % 2 for steps in form.strokes):
        return None
    return MarkContent(
        sha256=form.sha256,
        page_index=form.page,
        kind=form.kind,
        color=form.color,
        boxes=tuple(_box(one) for one in form.boxes),
        strokes=tuple(_stroke(steps) for steps in form.strokes if steps),
        note=form.note,
        quote=form.quote,
        before=form.before,
        after=form.after,
        made_at_utc_ms=form.at,
        anchor=_box(form.anchor) if form.anchor else None,
        is_unique=form.unique,
        share=None if form.share_ppm is None else form.share_ppm / 1_000_000,
        page_size=(form.size[0] / 100, form.size[1] / 100),
    )


def simplified(strokes: Iterable[Stroke]) -> tuple[Stroke, ...]:
    """Ink with the points left out that lie within `INK_TOLERANCE_PT` of the line without them (Douglas and
    Peucker). Raises `MarkTooLarge`.
    """
    strokes = tuple(strokes)
    if sum(map(len, strokes)) > _MAX_DRAWN_POINTS:
        raise MarkTooLarge(limit_kb=MAX_SEALED_BYTES >> 10)
    return tuple(_simplified(stroke) for stroke in strokes if stroke)


def _simplified(stroke: Stroke) -> Stroke:
    kept = {0, len(stroke) - 1, *range(0, len(stroke), _STEPS_AT_ONCE)}
    spans = list(pairwise(sorted(kept)))
    while spans:
        start, end = spans.pop()
        away, farthest = max(
            (
                (_distance_pt(stroke[index], stroke[start], stroke[end]), index)
                for index in range(start + 1, end)
            ),
            default=(0.0, start),
        )
        if away > INK_TOLERANCE_PT:
            kept.add(farthest)
            spans += [(start, farthest), (farthest, end)]
    return tuple(stroke[index] for index in sorted(kept))


def _distance_pt(point: tuple[float, float], start: tuple[float, float], end: tuple[float, float]) -> float:
    """From a point to the segment between two others."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length_2 = dx * dx + dy * dy
    along = ((point[0] - start[0]) * dx + (point[1] - start[1]) * dy) / length_2 if length_2 else 0.0
    along = min(1.0, max(0.0, along))
    return hypot(point[0] - start[0] - along * dx, point[1] - start[1] - along * dy)


def _clean(text: str) -> str:
    """NFC, and without halves of surrogate pairs, which have no UTF-8."""
    return unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode())


def _hundredths(value: float) -> int:
    return round(value * 100)


def _box_form(box: Box) -> _BoxForm:
    return (_hundredths(box.x0), _hundredths(box.y0), _hundredths(box.x1), _hundredths(box.y1))


def _box(form: _BoxForm) -> Box:
    return Box(*(value / 100 for value in form))


def _steps(stroke: Stroke) -> list[int]:
    """The first point, then the way to each next one, as x, y, x, y …: small numbers deflate well."""
    points = [(_hundredths(x), _hundredths(y)) for x, y in stroke]
    ways = [number for (x0, y0), (x1, y1) in pairwise(points) for number in (x1 - x0, y1 - y0)]
    return [*points[0], *ways]


def _stroke(steps: list[int]) -> Stroke:
    points, x, y = [], 0, 0
    for dx, dy in zip(steps[::2], steps[1::2], strict=True):
        x, y = x + dx, y + dy
        points.append((x / 100, y / 100))
    return tuple(points)
