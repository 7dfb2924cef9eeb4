from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.badge import make_badge, read_badge
from app.domain.entities import Role
from app.domain.errors import BadSignature
from tests.fakes.congress import fixed_id, signer

KEY = signer(Role.CONGRESS).key
PERSON, CONGRESS = fixed_id("person 7"), fixed_id("congress")


def test_a_badge_names_its_person():
    badge = make_badge(PERSON, CONGRESS, KEY)
    assert read_badge(badge, CONGRESS, KEY.public_key()) == PERSON
    assert badge == badge.upper()


def test_another_congress_or_key_is_refused():
    badge = make_badge(PERSON, CONGRESS, KEY)
    with pytest.raises(BadSignature):
        read_badge(badge, fixed_id("another"), KEY.public_key())
    with pytest.raises(BadSignature):
        read_badge(badge, CONGRESS, signer(Role.GATE).key.public_key())


@given(st.text(max_size=200))
def test_any_other_code_is_refused(text):
    with pytest.raises(BadSignature):
        read_badge(text, CONGRESS, KEY.public_key())
