from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.canonical import canonical_json, parse_canonical
from app.domain.errors import MalformedEvent

leaves = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text()
values = st.recursive(
    leaves, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20
)


@given(values)
def test_encoding_survives_a_round_trip(value):
    try:
        body = canonical_json(value)
    except MalformedEvent:  # lone surrogates have no UTF-8
        assert "\\ud" in json.dumps(value)
        return
    assert parse_canonical(body) == value
    assert canonical_json(parse_canonical(body)) == body


@given(st.dictionaries(st.text(alphabet="abcđ"), st.integers(0, 9), min_size=2))
def test_order_of_keys_does_not_matter(value):
    backwards = dict(reversed(value.items()))
    assert canonical_json(value) == canonical_json(backwards)


@pytest.mark.parametrize(
    "body",
    [
        b'{"a": 1}',
        b'{"a":1.0}',
        b'{"a":1,"a":1}',
        b'{"b":1,"a":1}',
        b'{"a":NaN}',
        b'{"a":99999999999999999999}',
        b"\xff",
        b"",
        b'"\\u0061"',
        b"[" * 100_000,
    ],
)
def test_any_other_spelling_is_refused(body):
    with pytest.raises(MalformedEvent):
        parse_canonical(body)


@given(st.binary(max_size=60))
def test_hostile_bytes_never_do_more_than_be_refused(body):
    with contextlib.suppress(MalformedEvent):
        parse_canonical(body)
