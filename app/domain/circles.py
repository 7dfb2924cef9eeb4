"""Circles of readers: whoever is in one of a paper's circles may open it. Each has a key of its own.

A pack lies on sticks that anybody may copy, and every device can open what all may know. A paper for one
delegation is sealed for the members of that delegation, so that no other tablet can open it, whatever program
reads it. Single readers are named, not delegations: a tablet knows its person from its enrolment on, and can
be given its pack before the hall has a roster.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from app.domain.entities import Document, Person, Role

Circle = tuple[str, ...]
HALL: Circle = ("hall",)
"""The congress's own hall, which hands everything out."""


def circles_of_reader(role: Role, person_id: UUID | None) -> frozenset[Circle]:
    """The circles of a device of this role, in this person's hands."""
    own = {_role(role)}
    if role is Role.TABLET and person_id is not None:
        own.add(_person(person_id))
    return frozenset(own)


def circles_of_paper(document: Document, persons: Iterable[Person]) -> frozenset[Circle]:
    """Those that may open a paper and its text: exactly those for whom `Document.is_for` is true, as the
    roster stands."""
    found = {HALL} | {_role(role) for role in document.audience if document.is_for(role, None)}
    if _role(Role.TABLET) not in found:
        found |= {_person(person.id) for person in persons if document.is_for(Role.TABLET, person)}
    return frozenset(found)


def circles_of_photo(person_id: UUID) -> frozenset[Circle]:
    """Those that may open a photograph: the gates, and the tablet of whoever is on it."""
    return frozenset((HALL, _role(Role.GATE), _person(person_id)))


def _role(role: Role) -> Circle:
    return ("role", role.value)


def _person(person_id: UUID) -> Circle:
    return ("person", str(person_id))
