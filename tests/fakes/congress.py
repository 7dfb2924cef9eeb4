"""A small invented congress, as events, for tests of everything above the domain."""

from __future__ import annotations

from uuid import UUID, uuid5

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.domain import payloads as p
from app.domain.entities import (
    AgendaItem,
    Congress,
    Device,
    Document,
    DocumentKind,
    Person,
    PersonKind,
    Role,
)
from app.domain.events import EventSigner
from tests.fakes.clock import FakeClock, seeded_random

NAMESPACE = UUID("6f1c1a52-5f4e-4f0a-9a1e-0d0f6b8b7c11")


def fixed_id(name: str) -> UUID:
    return uuid5(NAMESPACE, name)


def signer(role: Role, name: str | None = None, clock=None, seed: int = 1) -> EventSigner:
    random_bytes = seeded_random(hash((role.value, name, seed)) & 0xFFFF)
    key = Ed25519PrivateKey.from_private_bytes(random_bytes(32))
    return EventSigner(fixed_id(f"device {role} {name}"), key, clock or FakeClock(), random_bytes)


def device_of(
    event_signer: EventSigner, role: Role, name: str = "máy", person_id: UUID | None = None
) -> Device:
    public = event_signer.key.public_key().public_bytes_raw().hex()
    return Device(id=event_signer.device_id, name=name, role=role, public_key=public, person_id=person_id)


def people(delegates: int = 6, guests: int = 2) -> tuple[Person, ...]:
    names = [
        "Nguyễn Thị Ánh",
        "Trần Văn Đức",
        "Lê Hoàng Yến",
        "Phạm Quốc Khánh",
        "Vũ Thu Hà",
        "Đặng Minh Trí",
    ]
    return tuple(
        Person(
            id=fixed_id(f"person {number}"),
            number=number,
            full_name=f"{names[(number - 1) % len(names)]}",
            kind=PersonKind.OFFICIAL if number <= delegates else PersonKind.GUEST,
            delegation=f"Chi bộ {(number - 1) % 3 + 1}" if number <= delegates else "Khách mời",
            seat=f"A{number}",
        )
        for number in range(1, delegates + guests + 1)
    )


def agenda() -> tuple[AgendaItem, ...]:
    titles = ["Chào cờ", "Bầu Đoàn chủ tịch", "Thảo luận các văn kiện", "Bế mạc"]
    return tuple(
        AgendaItem(id=fixed_id(f"item {n}"), position=n, title=title, planned_start=f"{7 + n:02}:30")
        for n, title in enumerate(titles, start=1)
    )


def document(name: str = "Dự thảo Nghị quyết", sha256: str = "0" * 64, size_bytes: int = 10) -> Document:
    return Document(
        id=fixed_id(f"document {name}"),
        title=name,
        kind=DocumentKind.RESOLUTION,
        sha256=sha256,
        size_bytes=size_bytes,
        page_count=2,
    )


def opening_payloads() -> tuple[p.Payload, ...]:
    congress = Congress(
        id=fixed_id("congress"), title="Đại hội đại biểu phường An Bình", starts_on="2026-11-22"
    )
    persons = people()
    consents = tuple(
        p.ConsentRecorded(person_id=person.id, given=True, how="phiếu giấy") for person in persons
    )
    return (
        p.CongressConvened(congress=congress),
        p.RosterPublished(persons=persons),
        p.AgendaPublished(items=agenda()),
        *consents,
    )
