"""Circles of readers: whoever is in one of a paper's circles may open it. Each has a key of its own.

A pack lies on sticks that anybody may copy, and every device can open what all may know. A paper for one
delegation is sealed for that delegation, so that no other tablet can open it, whatever program reads it.
"""

from __future__ import annotations

from itertools import product
from uuid import UUID

from app.domain.entities import Document, Person, Role

Circle = tuple[str, ...]
HALL: Circle = ("hall",)
"""The congress's own hall, which hands everything out."""


def circles_of_reader(role: Role, person: Person | None) -> frozenset[Circle]:
    """The circles of a device of this role, in this person's hands."""
    own: set[Circle] = {("role", role.value)}
    if role is Role.TABLET and person is not None:
        own |= {("person", str(person.id)), ("kind", person.kind.value)}
        if person.delegation:
            own |= {
                ("delegation", person.delegation),
                ("delegation", person.delegation, person.kind.value),
            }
    return frozenset(own)


def circles_of_paper(document: Document) -> frozenset[Circle]:
    """Those that may open a paper and its text: exactly the readers for whom `Document.is_for` is true."""
    found: set[Circle] = {HALL}
    found |= {("role", role.value) for role in document.audience if role is not Role.TABLET}
    if Role.TABLET in document.audience:
        kinds = [kind.value for kind in document.person_kinds]
        if document.delegations and kinds:
            found |= {("delegation", name, kind) for name, kind in product(document.delegations, kinds)}
        elif document.delegations:
            found |= {("delegation", name) for name in document.delegations}
        elif kinds:
            found |= {("kind", kind) for kind in kinds}
        else:
            found.add(("role", Role.TABLET.value))
    return frozenset(found)


def circles_of_photo(person_id: UUID) -> frozenset[Circle]:
    """Those that may open a photograph: the gates, and the tablet of whoever is on it."""
    return frozenset((HALL, ("role", Role.GATE.value), ("person", str(person_id))))
