"""Sealed marks: what comes back, what does not open, and what never gets in."""

from __future__ import annotations

import base64
import math
import os
import random
import zlib
from dataclasses import replace
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.documents.errors import MarkTooLarge
from app.documents.marks.mark import MarkColor, MarkContent, MarkKind
from app.documents.marks.seal import (
    INK_TOLERANCE_PT,
    MAX_SEALED_BYTES,
    MarkIdentity,
    _distance_pt,
    mark_bytes,
    mark_from_bytes,
    open_mark,
    seal_mark,
    simplified,
)
from app.documents.reading import Box
from app.domain.entities import Sharing
from app.domain.payloads import MarkKept
from app.storage.sealing import Sealer

IDENTITY = MarkIdentity(UUID(int=1), UUID(int=2), Sharing.PRIVATE)
SEALER = Sealer(b"k" * 32, os.urandom)
HIGHLIGHT = MarkContent(
    sha256="a" * 64,
    page_index=3,
    kind=MarkKind.HIGHLIGHT,
    color=MarkColor.YELLOW,
    boxes=(Box(72.0, 100.25, 300.5, 114.0),),
    quote="xây dựng Đảng trong sạch, vững mạnh",
    before="côngtác",
    after="làthenchốt",
    made_at_utc_ms=1_795_300_000_000,
    is_unique=True,
    share=0.125,
    page_size=(595.0, 842.0),
)

hundredths = st.integers(-1_000_000, 1_000_000).map(lambda number: number / 100)
boxes = st.builds(Box, hundredths, hundredths, hundredths, hundredths)
texts = st.text(st.characters(codec="utf-8"), max_size=60)
contents = st.builds(
    MarkContent,
    sha256=st.just("0f" * 32),
    page_index=st.integers(0, 99_999),
    kind=st.sampled_from(MarkKind),
    color=st.sampled_from(MarkColor),
    boxes=st.lists(boxes, max_size=4).map(tuple),
    strokes=st.lists(
        st.lists(st.tuples(hundredths, hundredths), min_size=1, max_size=20).map(tuple), max_size=3
    ).map(tuple),
    note=texts,
    quote=texts,
    before=texts,
    after=texts,
    made_at_utc_ms=st.integers(0, (1 << 48) - 1),
    anchor=st.none() | boxes,
    is_unique=st.booleans(),
    share=st.none() | st.floats(0, 1),
    page_size=st.tuples(hundredths, hundredths),
)


@given(contents)
def test_a_mark_comes_back_and_is_written_one_way(content):
    plain = mark_bytes(content)
    again = mark_from_bytes(plain)
    assert again is not None
    assert mark_bytes(again) == plain
    assert (again.boxes, again.strokes) == (content.boxes, content.strokes)
    opened = open_mark(seal_mark(content, IDENTITY, SEALER), IDENTITY, SEALER)
    assert opened == again


def test_a_mark_fits_its_event_and_tells_nothing():
    sealed = seal_mark(HIGHLIGHT, IDENTITY, SEALER)
    payload = MarkKept(
        mark_id=IDENTITY.mark_id, document_id=IDENTITY.document_id, sharing=IDENTITY.sharing, sealed=sealed
    )
    assert open_mark(payload.sealed, IDENTITY, SEALER) == HIGHLIGHT
    bookmark = MarkContent("a" * 64, 0, MarkKind.BOOKMARK, MarkColor.RED)
    assert len(seal_mark(replace(HIGHLIGHT, quote="x"), IDENTITY, SEALER)) == len(
        seal_mark(bookmark, IDENTITY, SEALER)
    )


@pytest.mark.parametrize(
    "other",
    [
        replace(IDENTITY, mark_id=UUID(int=9)),
        replace(IDENTITY, document_id=UUID(int=9)),
        replace(IDENTITY, sharing=Sharing.DELEGATION),
    ],
)
def test_a_sealed_mark_cannot_be_moved(other):
    assert open_mark(seal_mark(HIGHLIGHT, IDENTITY, SEALER), other, SEALER) is None


def test_another_key_does_not_open_it():
    stranger = Sealer(b"s" * 32, os.urandom)
    assert open_mark(seal_mark(HIGHLIGHT, IDENTITY, SEALER), IDENTITY, stranger) is None


@given(st.binary(max_size=200))
def test_whatever_opens_and_makes_no_sense_is_passed_over(junk):
    for packed in (junk, b"\x01" + junk):
        sealed = base64.urlsafe_b64encode(SEALER.seal(packed, IDENTITY.context)).rstrip(b"=").decode()
        assert open_mark(sealed, IDENTITY, SEALER) is None


@given(st.text(st.sampled_from("abcXYZ019-_"), min_size=1, max_size=60))
def test_any_text_of_the_log_may_be_tried(sealed):
    assert open_mark(sealed, IDENTITY, SEALER) is None


@pytest.mark.parametrize(
    "change",
    [
        (b'"page":3', b'"page":3.0'),
        (b'"page":3', b'"page":-3'),
        (b'"page":3', b'"page":"3"'),
        (b'"kind":"highlight"', b'"kind":"graffiti"'),
        (b'"boxes":[[7200,', b'"boxes":[[72000000000,'),
        (b'{"after"', b'{"aa":1,"after"'),
        (b',"page"', b', "page"'),
    ],
)
def test_only_the_one_spelling_within_its_bounds_is_read(change):
    plain = mark_bytes(HIGHLIGHT)
    assert change[0] in plain
    assert mark_from_bytes(plain.replace(*change)) is None


def test_odd_ink_is_no_ink():
    ink = MarkContent("a" * 64, 0, MarkKind.INK, MarkColor.BLUE, strokes=(((1.0, 2.0), (3.0, 4.0)),))
    assert b"[100,200,200,200]" in mark_bytes(ink)
    assert mark_from_bytes(mark_bytes(ink).replace(b"[100,200,200,200]", b"[100,200,200]")) is None


def test_a_bomb_is_not_inflated():
    bomb = b"\x01" + zlib.compress(b" " * (30 << 20), 9)
    sealed = base64.urlsafe_b64encode(SEALER.seal(bomb, IDENTITY.context)).rstrip(b"=").decode()
    assert open_mark(sealed, IDENTITY, SEALER) is None


def test_endless_ink_and_notes_are_refused():
    chance = random.Random(1)
    ink = tuple((chance.uniform(0, 500), chance.uniform(0, 700)) for _ in range(60_000))
    for content in (
        replace(HIGHLIGHT, kind=MarkKind.INK, strokes=(ink,)),
        replace(HIGHLIGHT, note="ấ" * 20_001),
        replace(HIGHLIGHT, boxes=(Box(0, 0, math.inf, 0),)),
    ):
        with pytest.raises(MarkTooLarge) as refused:
            seal_mark(content, IDENTITY, SEALER)
        assert refused.value.params == {"limit_kb": MAX_SEALED_BYTES >> 10}


def test_a_long_hand_drawn_page_fits():
    strokes = tuple(
        tuple((50 + t * 0.7 + 9 * math.sin(t / 3), 40 + row * 17 + 6 * math.cos(t / 2)) for t in range(700))
        for row in range(40)
    )
    ink = replace(HIGHLIGHT, kind=MarkKind.INK, strokes=simplified(strokes))
    assert open_mark(seal_mark(ink, IDENTITY, SEALER), IDENTITY, SEALER) is not None


points = st.tuples(st.floats(0, 600), st.floats(0, 600))


@given(st.lists(points, min_size=1, max_size=80).map(tuple))
def test_simplified_ink_stays_where_it_was_drawn(stroke):
    (kept,) = simplified([stroke])
    assert (kept[0], kept[-1]) == (stroke[0], stroke[-1])
    assert set(kept) <= set(stroke)
    lines = list(pairwise(kept)) or [(kept[0], kept[0])]
    for point in stroke:
        nearest = min(_distance_pt(point, start, end) for start, end in lines)
        assert nearest <= INK_TOLERANCE_PT + 1e-9
    assert simplified([kept]) == (kept,)


def test_a_straight_pull_of_the_pen_becomes_two_points():
    stroke = tuple((index * 0.5, 100 + (index % 2) * 0.1) for index in range(900))
    assert len(simplified([stroke])[0]) == 2
