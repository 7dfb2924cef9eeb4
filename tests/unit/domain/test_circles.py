"""Circles of readers say exactly what `Document.is_for` says."""

from __future__ import annotations

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from app.domain.circles import HALL, circles_of_paper, circles_of_photo, circles_of_reader
from app.domain.entities import Document, DocumentKind, Person, PersonKind, Role

DEVICES = [role for role in Role if role is not Role.CONGRESS]
kinds = st.sampled_from(PersonKind)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    return Document(
        id=UUID(int=1),
        title="Báo cáo",
        kind=DocumentKind.CONGRESS_PAPER,
        sha256="a" * 64,
        size_bytes=1,
        page_count=1,
        audience=tuple(draw(st.lists(st.sampled_from(DEVICES), unique=True))),
        delegations=tuple(draw(st.lists(st.sampled_from(["Đoàn 1", "Đoàn 2"]), unique=True))),
        person_kinds=tuple(draw(st.lists(kinds, unique=True))),
    )


@st.composite
def rosters(draw: st.DrawFn) -> list[Person]:
    return [
        Person(
            id=UUID(int=number),
            number=number,
            full_name="Nguyễn Văn A",
            kind=draw(kinds),
            delegation=draw(st.sampled_from(["", "Đoàn 1", "Đoàn 2"])),
        )
        for number in range(1, draw(st.integers(1, 5)))
    ]


@given(documents(), rosters(), st.sampled_from(DEVICES))
def test_who_is_in_a_circle_of_a_paper_may_read_it_and_nobody_else(
    document: Document, persons: list[Person], role: Role
) -> None:
    circles = circles_of_paper(document, persons)
    for person in (None, *persons):
        reader = circles_of_reader(role, person.id if person else None)
        assert bool(circles & reader) is document.is_for(role, person)
        assert HALL not in reader
    assert HALL in circles


@given(st.none() | st.integers(1, 3), st.sampled_from(DEVICES))
def test_photographs_are_for_gates_and_for_whoever_is_on_them(number: int | None, role: Role) -> None:
    owner = UUID(int=1)
    reader = circles_of_reader(role, UUID(int=number) if number else None)
    may = bool(circles_of_photo(owner) & reader)
    assert may is (role is Role.GATE or (role is Role.TABLET and number == 1))
