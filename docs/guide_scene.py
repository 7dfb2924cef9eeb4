"""What a picture of the guide is made of: a device of the sample congress, and what is done there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.domain.entities import Role
from app.ui.main import Shell
from tests.fakes.services import FakeHouse


@dataclass(frozen=True, slots=True)
class Scene:
    """One picture: on whose device, and what is done there before it is taken.

    `prepare` changes the congress before the screens are opened.
    """

    name: str
    role: Role
    play: Callable[[FakeHouse, Shell], None]
    prepare: Callable[[FakeHouse], None] | None = None
