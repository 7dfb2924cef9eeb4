"""A folder made into a pack, as the command line does it, with a fixed key and nothing converted."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any
from uuid import UUID

from app.documents.intake.convert import Office
from app.documents.intake.examine import Intake
from app.documents.intake.plan import FolderPlan, inspect_folder
from app.documents.intake.planned import Published
from app.documents.intake.workshop import Workshop
from app.documents.pack.build import PackSummary, Signing, build_pack
from app.documents.pack.cipher import PackKeys
from app.documents.pack.reader import PackReader
from app.documents.worker.renderer import PageRenderer
from app.domain.circles import HALL, Circle, circles_of_reader
from app.domain.entities import Role
from app.domain.events import EventSigner
from tests.fakes.clock import seeded_random

PACK_KEY = b"p" * 32


def circle_key(circle: Circle) -> bytes:
    return hashlib.sha256("\n".join(circle).encode()).digest()


def keys_of(role: Role, person_id: UUID | None = None, pack_key: bytes = PACK_KEY) -> PackKeys:
    """What a device of this role in this person's hands has; the congress's own can open everything."""
    circles = [HALL] if role is Role.CONGRESS else sorted(circles_of_reader(role, person_id))
    return PackKeys(pack_key, tuple(map(circle_key, circles)))


HALL_KEYS = keys_of(Role.CONGRESS)


def signing(signer: EventSigner) -> Signing:
    return Signing(signer, PACK_KEY, circle_key)


def inspect(
    folder: Path, workshop: Workshop, renderer: PageRenderer, published: Published | None = None
) -> FolderPlan:
    return inspect_folder(folder, Intake(workshop, renderer, Office(None), None), published)


def build(
    folder: Path, out: Path, signer: EventSigner, renderer: PageRenderer, **options: Any
) -> PackSummary:
    with Workshop(seeded_random()) as workshop:
        plan = inspect(folder, workshop, renderer, options.pop("published", None))
        return build_pack(plan, out, signing(signer), **options)


def open_pack(path: Path, signer: EventSigner) -> PackReader:
    return PackReader(path, signer.key.public_key(), HALL_KEYS)
