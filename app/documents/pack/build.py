"""Sealing a checked folder into a signed pack. Reads file after file, never all of them at once."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from app.documents.chunks import CHUNK_BYTES, ChunkCipher, Content, Hashed, file_chunks, read_ahead
from app.documents.errors import CongressFileMissing, FileChanged, FolderRefused, NotReadyToSign
from app.documents.intake.plan import FolderPlan
from app.documents.intake.planned import PlannedPaper
from app.documents.intake.versions import document_id
from app.documents.intake.workshop import remove_leftovers
from app.documents.pack.cipher import SALT_BYTES, CircleKey, Envelopes, PackCipher
from app.documents.pack.format import LENGTH, MAGIC, EventsPart, Manifest, events_to_bytes, sign_manifest
from app.documents.pack.since import Circles, EarlierPack, Part, circles_of, parts_of
from app.documents.steps import Cancel, Meter, OnStep, Stage, ignore_steps, never_cancel
from app.domain.entities import Congress, Document, PersonKind
from app.domain.events import EventSigner
from app.domain.payloads import (
    AgendaPublished,
    CongressConvened,
    ConsentRecorded,
    DocumentPublished,
    DocumentWithdrawn,
    Payload,
    PhotoPublished,
    RosterPublished,
    SeatsPublished,
)
from app.storage.files import sync_folder
from app.storage.sealing import KEY_BYTES

SealForBoard = Callable[[UUID, Mapping[UUID, Mapping[str, str]]], Sequence[Payload]]
_DELEGATES = tuple(kind for kind in PersonKind if kind is not PersonKind.GUEST)


@dataclass(frozen=True, slots=True)
class PackSummary:
    """What went into a pack."""

    path: Path
    congress_id: UUID
    delegates: int
    guests: int
    agenda_items: int
    documents: int
    withdrawn: int
    pages: int
    photos: int
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Signing:
    """With what a pack is signed and sealed. `pack_key`: 32 bytes, the congress's; `circle_key` gives those
    of the circles of readers.

    `seal_for_board` makes the events with what only the credentials board may know (`Roster.board`).
    """

    signer: EventSigner
    pack_key: bytes
    circle_key: CircleKey
    seal_for_board: SealForBoard = lambda _congress_id, _board: ()

    def __repr__(self) -> str:
        return f"Signing({self.signer!r})"


def build_pack(
    plan: FolderPlan,
    out: Path,
    signing: Signing,
    *,
    withdraw: frozenset[UUID] = frozenset(),
    since: EarlierPack | None = None,
    on_step: OnStep = ignore_steps,
    cancel: Cancel = never_cancel,
) -> PackSummary:
    """Sign the plan and write the pack to `out`, whole or not at all. `since`: only what changed since then.

    Documents and persons keep their ids when the pack is built again. Photographs of people whose
    consent the roster does not record stay out. Raises `FolderError`, `Cancelled`, `OSError`.
    """
    congress = _ready(plan)
    contents = _contents(plan)
    photos = {}
    for photo in plan.photos:
        content = hash_file(photo.path)
        contents[content.sha256] = content
        photos[photo] = content
    payloads = [
        *_payloads(plan, congress),
        *signing.seal_for_board(congress.id, plan.roster.board),
        *(DocumentWithdrawn(document_id=one) for one in sorted(withdraw)),
        *(
            PhotoPublished(person_id=photo.person_id, sha256=content.sha256, size_bytes=content.size_bytes)
            for photo, content in photos.items()
        ),
    ]
    circles = circles_of(payloads, plan.roster.persons)
    parts = parts_of(contents, _bases(plan, congress.id, since), circles, since)
    meter = Meter(Stage.SEALING, sum(part.blob.stored_bytes for part in parts), on_step, cancel)
    earlier_utc_ms = since.made_at_utc_ms if since else None
    _write(out, signing, _Draft(congress.id, circles, payloads, parts, earlier_utc_ms), meter)
    guests = sum(person.kind is PersonKind.GUEST for person in plan.roster.persons)
    signed = plan.papers_to_sign
    return PackSummary(
        path=out,
        congress_id=congress.id,
        delegates=len(plan.roster.persons) - guests,
        guests=guests,
        agenda_items=len(plan.agenda),
        documents=len(signed),
        withdrawn=len(withdraw),
        pages=sum(paper.checked.page_count for paper in signed if paper.checked),
        photos=len(photos),
        size_bytes=out.stat().st_size,
    )


def hash_file(path: Path) -> Content:
    """A file of the folder as content. Raises `OSError`."""
    hashed = Hashed(file_chunks(path))
    for _ in hashed:
        continue
    return Content(hashed.sha256, hashed.size_bytes, lambda: file_chunks(path))


def _ready(plan: FolderPlan) -> Congress:
    """The congress of a plan that may be signed. Raises `FolderRefused` naming the files that may not."""
    if plan.refusals:
        raise FolderRefused(
            tuple(NotReadyToSign(file=file, reason=remark.code) for file, remark in plan.refusals)
        )
    if plan.congress is None:
        raise CongressFileMissing(file="congress.toml")
    return plan.congress


def _contents(plan: FolderPlan) -> dict[str, Content]:
    """Every blob by its hash, small texts before their papers: a reader can search before it can read."""
    checked = [paper.checked for paper in plan.papers_to_sign if paper.checked]
    texts = [one.reading for one in checked if one.reading]
    return {content.sha256: content for content in (*texts, *(one.content for one in checked))}


def _bases(plan: FolderPlan, congress_id: UUID, since: EarlierPack | None) -> dict[str, str]:
    """Hash of each paper -> hash of the version that the earlier pack had of it."""
    found = {}
    for paper in plan.papers_to_sign:
        base = since.base_of(document_id(congress_id, paper)) if since else None
        if paper.checked and base:
            found[paper.checked.content.sha256] = base
    return found


def _payloads(plan: FolderPlan, congress: Congress) -> Iterator[Payload]:
    yield CongressConvened(congress=congress)
    yield RosterPublished(persons=plan.roster.persons)
    yield AgendaPublished(items=plan.agenda)
    if plan.seats:
        yield SeatsPublished(seats=plan.seats)
    items = {item.position: item.id for item in plan.agenda}
    persons = {person.number: person.id for person in plan.roster.persons}
    for paper in plan.papers_to_sign:
        yield DocumentPublished(document=_document(paper, congress.id, items, persons))
    for person in plan.roster.persons:
        if person.id in plan.roster.consents:
            given = plan.roster.consents[person.id]
            yield ConsentRecorded(person_id=person.id, given=given, how="roster")


def _document(
    paper: PlannedPaper, congress_id: UUID, items: dict[int, UUID], persons: dict[int, UUID]
) -> Document:
    choices, checked = paper.choices, paper.checked
    if checked is None or choices.kind is None:
        raise NotReadyToSign(file=paper.file.name, reason="")
    reading = checked.reading
    return Document(
        id=document_id(congress_id, paper),
        title=choices.title,
        kind=choices.kind,
        sha256=checked.content.sha256,
        size_bytes=checked.content.size_bytes,
        page_count=checked.page_count,
        position=choices.position,
        agenda_item_id=items.get(choices.agenda_position or 0),
        author_person_id=persons.get(choices.author_number or 0),
        delegations=choices.delegations,
        person_kinds=() if choices.guests_may_read else _DELEGATES,
        one_sitting=choices.one_sitting,
        reading_sha256=reading.sha256 if reading else None,
        reading_size_bytes=reading.size_bytes if reading else 0,
    )


@dataclass(frozen=True, slots=True)
class _Draft:
    """What is to be signed and written."""

    congress_id: UUID
    circles: Circles
    payloads: list[Payload]
    parts: list[Part]
    since_utc_ms: int | None


def _write(out: Path, signing: Signing, draft: _Draft, meter: Meter) -> None:
    signer = signing.signer
    events = tuple(signer.sign(payload) for payload in draft.payloads)
    event_bytes = events_to_bytes(events)
    events_part = EventsPart(
        sha256=hashlib.sha256(event_bytes).hexdigest(), size_bytes=len(event_bytes), count=len(events)
    )
    salt = signer.random_bytes(SALT_BYTES)
    cipher = PackCipher(signing.pack_key, salt)
    parts = _locked(draft, signing, salt)
    manifest = Manifest(
        congress_id=draft.congress_id,
        device_id=signer.device_id,
        made_at_utc_ms=signer.clock.now_utc_ms(),
        salt=salt.hex(),
        key_check=cipher.key_check,
        events=events_part,
        blobs=tuple(part.blob for part, _ in parts),
        since_utc_ms=draft.since_utc_ms,
    ).to_bytes()
    with replacing(out) as stream:
        stream.write(MAGIC + LENGTH.pack(len(manifest)) + manifest + sign_manifest(manifest, signer.key))
        _seal_bytes(stream, cipher, 0, events_part.sha256, event_bytes)
        for number, (part, lock) in enumerate(parts, start=1):
            if isinstance(part.stored, Content):
                _seal(stream, lock, number, part.stored, meter)
            elif part.stored is not None:
                _seal_bytes(stream, lock, number, part.blob.sha256, part.stored)
                meter.add(len(part.stored))


def _locked(draft: _Draft, signing: Signing, salt: bytes) -> list[tuple[Part, ChunkCipher]]:
    """Every part with a key of its own, which is in an envelope for each circle of its readers."""
    random_bytes = signing.signer.random_bytes
    envelopes = Envelopes(salt, random_bytes)
    locked = []
    for part in draft.parts:
        key, blob = random_bytes(KEY_BYTES), part.blob
        if part.stored is not None:
            sealed = envelopes.seal(key, blob.sha256, map(signing.circle_key, draft.circles[blob.sha256]))
            blob = blob.model_copy(update={"envelopes": sealed})
        locked.append((Part(blob, part.stored), ChunkCipher(key)))
    return locked


def _seal_bytes(stream: BinaryIO, cipher: ChunkCipher, part: int, name: str, data: bytes) -> None:
    for index, start in enumerate(range(0, len(data), CHUNK_BYTES)):
        stream.write(cipher.seal(part, name, index, data[start : start + CHUNK_BYTES]))


def _seal(stream: BinaryIO, cipher: ChunkCipher, part: int, content: Content, meter: Meter) -> None:
    """Seal one blob; hashing goes on in a thread meanwhile. Raises `FileChanged`."""
    hashed = Hashed(content.chunks())
    for index, chunk in enumerate(read_ahead(hashed)):
        meter.add(len(chunk))
        stream.write(cipher.seal(part, content.sha256, index, chunk))
    if hashed.sha256 != content.sha256:
        raise FileChanged(file=meter.file)


@contextlib.contextmanager
def replacing(out: Path) -> Iterator[BinaryIO]:
    """A file beside `out`, only for its owner (0600), that takes its place when all went well.

    What a build that was killed left there is removed first.
    """
    prefix = f".{out.name}."
    remove_leftovers(out.parent, prefix)
    descriptor, name = tempfile.mkstemp(dir=out.parent, prefix=f"{prefix}{os.getpid()}-")
    try:
        with os.fdopen(descriptor, "w+b") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).replace(out)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise
    sync_folder(out.parent)
