"""Presence in figures. The denominator is the number CONVENED, not the number present (domain.md)."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.entities import Quorum
from app.domain.state import CongressState


@dataclass(frozen=True, slots=True)
class Attendance:
    """Counts of delegates with a vote, and apart from them of everybody else."""

    convened: int
    present: int
    guests: int
    guests_present: int
    delegations: int
    delegations_present: int
    required: int

    @property
    def has_quorum(self) -> bool:
        return self.convened > 0 and self.present >= self.required

    @property
    def absent(self) -> int:
        return self.convened - self.present


def required_present(convened: int, quorum: Quorum) -> int:
    """The smallest number of delegates that is at least the quorum's share of `convened`."""
    return -(-convened * quorum.numerator // quorum.denominator)


def attendance(state: CongressState) -> Attendance:
    """Count who is there."""
    convened = [person for person in state.persons.values() if person.kind.is_convened]
    others = [person for person in state.persons.values() if not person.kind.is_convened]
    present = [person for person in convened if person.id in state.presences]
    return Attendance(
        convened=len(convened),
        present=len(present),
        guests=len(others),
        guests_present=sum(person.id in state.presences for person in others),
        delegations=len({person.delegation for person in convened}),
        delegations_present=len({person.delegation for person in present}),
        required=required_present(len(convened), state.settings.quorum),
    )
