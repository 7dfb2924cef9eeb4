"""What only the board may know: sealed for it, read from what offices write."""

from __future__ import annotations

import os
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.credentials.details import MAX_PART_BYTES, PersonDetails, open_details, read_date, seal_details
from app.credentials.errors import DetailsUnreadable
from app.domain.wire import from_base64
from tests.fakes.congress import fixed_id

KEY, CONGRESS = b"k" * 32, fixed_id("congress")


def some(count: int) -> list[PersonDetails]:
    return [
        PersonDetails(person_id=UUID(int=number), ethnicity="Tày", education="Đại học " * 10, party_years=9)
        for number in range(count)
    ]


def sealed(details, key=KEY, congress=CONGRESS) -> tuple[str, ...]:
    return tuple(part.sealed for part in seal_details(details, key, congress, os.urandom))


@pytest.mark.parametrize("count", [0, 1, 5_000])
def test_what_was_sealed_opens_whole_with_the_boards_key(count):
    parts = sealed(some(count))
    assert open_details(parts, KEY, CONGRESS) == {one.person_id: one for one in some(count)}
    assert all(len(part) <= 300_000 for part in parts)
    assert len(parts) > 1 if count > 1 else len(parts) == 1
    assert not any("Tày".encode() in from_base64(part) for part in parts)


def test_nothing_opens_with_another_key_for_another_congress_or_out_of_order():
    parts = sealed(some(5_000))
    for wrong in (
        lambda: open_details(parts, b"x" * 32, CONGRESS),
        lambda: open_details(parts, KEY, fixed_id("another")),
        lambda: open_details(parts[::-1], KEY, CONGRESS),
        lambda: open_details(parts[1:], KEY, CONGRESS),
        lambda: open_details(("AAAA",), KEY, CONGRESS),
        lambda: open_details(("!",), KEY, CONGRESS),
    ):
        with pytest.raises(DetailsUnreadable):
            wrong()


def test_a_part_is_never_larger_than_an_event_may_be():
    widest = PersonDetails(
        person_id=UUID(int=1), **dict.fromkeys(("ethnicity", "education", "ineligible"), "Ộ" * 500)
    )
    parts = sealed([widest] * 200)
    assert len(parts) > 1
    assert all(len(part) < MAX_PART_BYTES * 1.5 for part in parts)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("19/5/1999", "1999-05-19"), ("19-05-1999", "1999-05-19"), ("19.5.1999", "1999-05-19"),
        ("1999-05-19", "1999-05-19"), ("1999-05-19 00:00:00", "1999-05-19"), ("5/1999", "1999"),
        ("năm 1999", "1999"), ("31/02/1999", "1999"), ("", ""), ("chưa rõ", ""), ("19/5/99", ""),
    ],
)  # fmt: skip
def test_dates_as_offices_write_them(text, date):
    assert read_date(text) == date


@given(st.text(max_size=40))
def test_no_text_of_a_roster_is_too_strange(text):
    columns = dict.fromkeys(
        ("ethnicity", "education", "political_theory", "party_joined", "party_years", "birth"), text
    )
    made = PersonDetails.of_columns(UUID(int=1), columns)
    assert open_details(sealed([made]), KEY, CONGRESS) == {made.person_id: made}


def test_years_are_no_date():
    made = PersonDetails.of_columns(UUID(int=1), {"party_years": "32 năm"})
    assert made.party_years == 32
    assert PersonDetails.of_columns(UUID(int=1), {"party_years": "01/02/1994"}).party_years is None
