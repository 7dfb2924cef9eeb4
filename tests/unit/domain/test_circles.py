"""Circles of readers say exactly what `Document.is_for` says."""

from __future__ import annotations

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from app.domain.circles import HALL, circles_of_paper, circles_of_photo, circles_of_reader
from app.domain.entities import Document, DocumentKind, Person, PersonKind, Role

DEVICES = [role for role in Role if role is not Role.CONGRESS]
names = st.sampled_from(["Đoàn 1", "Đoàn 2", "Đoàn 1 official", "official"])
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
        delegations=tuple(draw(st.lists(names, unique=True))),
        person_kinds=tuple(draw(st.lists(kinds, unique=True))),
    )


@st.composite
def persons(draw: st.DrawFn) -> Person | None:
    if draw(st.booleans()):
        return None
    number = draw(st.integers(1, 3))
    return Person(
        id=UUID(int=number),
        number=number,
        full_name="Nguyễn Văn A",
        kind=draw(kinds),
        delegation=draw(st.sampled_from(["", "Đoàn 1", "Đoàn 2", "Đoàn 1 official", "official"])),
    )


@given(documents(), persons(), st.sampled_from(DEVICES))
def test_who_is_in_a_circle_of_a_paper_may_read_it_and_nobody_else(
    document: Document, person: Person | None, role: Role
) -> None:
    circles = circles_of_paper(document)
    assert bool(circles & circles_of_reader(role, person)) is document.is_for(role, person)
    assert HALL in circles
    assert HALL not in circles_of_reader(role, person)


@given(persons(), st.sampled_from(DEVICES))
def test_photographs_are_for_gates_and_for_whoever_is_on_them(person: Person | None, role: Role) -> None:
    owner = UUID(int=1)
    is_own = role is Role.TABLET and person is not None and person.id == owner
    may = bool(circles_of_photo(owner) & circles_of_reader(role, person))
    assert may is (role is Role.GATE or is_own)
