"""Building the signed pack from a folder. Reads file after file, never all of them at once."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from uuid import UUID, uuid5

from app.documents.errors import (
    Cancelled,
    DocumentRefused,
    FileChanged,
    FolderError,
    PageError,
    PdfError,
    RendererStopped,
    SecretMarking,
)
from app.documents.folder import CongressFolder, SourceDocument, read_folder, refuse
from app.documents.pack_format import (
    BLOBS,
    CHUNK_BYTES,
    EVENTS,
    MANIFEST,
    SIGNATURE,
    Cancel,
    EventsPart,
    Manifest,
    PackBlob,
    Progress,
    events_to_bytes,
    ignore_progress,
    never_cancel,
    sign_manifest,
)
from app.documents.renderer import PageRenderer
from app.domain.entities import Document, PersonKind, Role
from app.domain.events import EventSigner, SignedEvent
from app.domain.payloads import (
    AgendaPublished,
    CongressConvened,
    ConsentRecorded,
    DocumentPublished,
    Payload,
    PhotoPublished,
    RosterPublished,
)
from app.storage.files import sync_folder

_MARKING_AREA = 0.35
_MARKING = re.compile(r"^\W*(?:ĐỘ MẬT\s*:?\s*)?(TUYỆT MẬT|TỐI MẬT|MẬT)\W*$")
_DOCUMENT_AUDIENCE = (Role.TABLET, Role.CHAIR, Role.SCREEN)
_PHOTO_AUDIENCE = (Role.GATE,)


@dataclass(frozen=True, slots=True)
class PackSummary:
    """What went into a pack, and what somebody should look at (names of files)."""

    path: Path
    congress_id: UUID
    delegates: int
    guests: int
    agenda_items: int
    documents: int
    pages: int
    photos: int
    photos_without_consent: tuple[str, ...]
    without_text: tuple[str, ...]
    repaired: tuple[str, ...]
    size_bytes: int


@dataclass(frozen=True, slots=True)
class _Checked:
    source: SourceDocument
    sha256: str
    size_bytes: int
    page_count: int
    has_text: bool
    was_repaired: bool


@dataclass(frozen=True, slots=True)
class _Contents:
    """What is to be written, and where each blob's bytes are."""

    congress_id: UUID
    events: tuple[SignedEvent, ...]
    blobs: dict[str, PackBlob]
    files: dict[str, Path]


class _Meter:
    """Counts bytes for the progress bar and asks whether to stop."""

    def __init__(self, total_bytes: int, progress: Progress, cancel: Cancel) -> None:
        self._total, self._done = total_bytes, 0
        self._progress, self._cancel = progress, cancel

    def add(self, count: int) -> None:
        if self._cancel():
            raise Cancelled
        self._done = min(self._total, self._done + count)
        self._progress(self._done, self._total)


def build_pack(
    folder: Path,
    out: Path,
    signer: EventSigner,
    renderer: PageRenderer,
    *,
    progress: Progress = ignore_progress,
    cancel: Cancel = never_cancel,
    allow_secret_markings: bool = False,
) -> PackSummary:
    """Check every file of `folder` and write the pack to `out`, whole or not at all.

    Documents and persons keep their ids when the pack is built again. Photographs of people whose
    consent the roster does not record stay out. Raises `FolderError`, `TableError`, `Cancelled`, `OSError`.
    """
    source = read_folder(folder)
    photos = [photo for photo in source.photos if source.roster.consents.get(photo.person_id)]
    left_out = tuple(p.path.name for p in source.photos if not source.roster.consents.get(p.person_id))
    paths = [document.path for document in source.documents] + [photo.path for photo in photos]
    meter = _Meter(2 * sum(path.stat().st_size for path in paths), progress, cancel)

    documents = _check_all(source.documents, renderer, meter, allow_secret_markings)
    files: dict[str, Path] = {}
    blobs: dict[str, PackBlob] = {}
    for document in documents:
        files[document.sha256] = document.source.path
        blobs[document.sha256] = _blob(
            document.sha256, document.size_bytes, "application/pdf", _DOCUMENT_AUDIENCE
        )
    pack_photos: list[Payload] = []
    for photo in photos:
        sha256, size = _hash_file(photo.path, meter)
        files[sha256] = photo.path
        blobs[sha256] = _blob(sha256, size, photo.media_type, _PHOTO_AUDIENCE)
        pack_photos.append(PhotoPublished(person_id=photo.person_id, sha256=sha256, size_bytes=size))

    payloads = (*_payloads(source, documents), *pack_photos)
    events = tuple(signer.sign(payload) for payload in payloads)
    contents = _Contents(source.congress.id, events, blobs, files)
    _write(out, signer, contents, meter)
    guests = sum(person.kind is PersonKind.GUEST for person in source.roster.persons)
    return PackSummary(
        path=out,
        congress_id=source.congress.id,
        delegates=len(source.roster.persons) - guests,
        guests=guests,
        agenda_items=len(source.agenda),
        documents=len(documents),
        pages=sum(document.page_count for document in documents),
        photos=len(pack_photos),
        photos_without_consent=left_out,
        without_text=tuple(document.source.name for document in documents if not document.has_text),
        repaired=tuple(document.source.name for document in documents if document.was_repaired),
        size_bytes=out.stat().st_size,
    )


def _blob(sha256: str, size_bytes: int, media_type: str, audience: tuple[Role, ...]) -> PackBlob:
    return PackBlob(sha256=sha256, size_bytes=size_bytes, media_type=media_type, audience=audience)


def _check_all(
    sources: Iterable[SourceDocument], renderer: PageRenderer, meter: _Meter, allow_secret_markings: bool
) -> list[_Checked]:
    checked: list[_Checked] = []
    problems: list[FolderError] = []
    for source in sources:
        try:
            checked.append(_check(source, renderer, meter, allow_secret_markings))
        except RendererStopped:
            raise
        except PdfError as error:
            problems.append(DocumentRefused(file=source.name, reason=error.code))
        except SecretMarking as error:
            problems.append(error)
    refuse(problems)
    return checked


def _check(
    source: SourceDocument, renderer: PageRenderer, meter: _Meter, allow_secret_markings: bool
) -> _Checked:
    """Open the document as a tablet will. Raises `PdfError`, `SecretMarking`."""
    document_id = uuid5(UUID(int=0), source.name)
    digest = hashlib.sha256()
    size = source.path.stat().st_size

    def fill(view: memoryview) -> None:
        filled = 0
        for chunk in _read_chunks(source.path, meter):
            digest.update(chunk)
            if filled + len(chunk) > size:
                raise FileChanged(file=source.name)
            view[filled : filled + len(chunk)] = chunk
            filled += len(chunk)
        if filled != size:
            raise FileChanged(file=source.name)

    info = renderer.open_filled(document_id, size, fill)
    try:
        top = renderer.text(document_id, 0, top_fraction=_MARKING_AREA)
        has_text = bool(top.strip() or renderer.text(document_id, 0).strip())
    except PageError:
        top, has_text = "", False
    finally:
        renderer.close(document_id)
    marking = find_marking(top)
    if marking and not allow_secret_markings:
        raise SecretMarking(file=source.name, marking=marking)
    return _Checked(source, digest.hexdigest(), size, info.page_count, has_text, info.was_repaired)


def find_marking(text: str) -> str | None:
    """The state-secret marking in the head of a paper: MẬT, TỐI MẬT or TUYỆT MẬT alone on its line."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return next((match[1] for line in lines if (match := _MARKING.match(line))), None)


def _payloads(source: CongressFolder, documents: Iterable[_Checked]) -> Iterator[Payload]:
    yield CongressConvened(congress=source.congress)
    yield RosterPublished(persons=source.roster.persons)
    yield AgendaPublished(items=source.agenda)
    for checked in documents:
        yield DocumentPublished(
            document=Document(
                id=uuid5(source.congress.id, f"document:{checked.source.name}"),
                title=checked.source.title,
                kind=checked.source.kind,
                sha256=checked.sha256,
                size_bytes=checked.size_bytes,
                page_count=checked.page_count,
                position=checked.source.position,
                agenda_item_id=checked.source.agenda_item_id,
                author_person_id=checked.source.author_person_id,
                audience=_DOCUMENT_AUDIENCE,
            )
        )
    for person in source.roster.persons:
        if person.id in source.roster.consents:
            given = source.roster.consents[person.id]
            yield ConsentRecorded(person_id=person.id, given=given, how="roster")


def _write(out: Path, signer: EventSigner, contents: _Contents, meter: _Meter) -> None:
    events = events_to_bytes(contents.events)
    blobs = sorted(contents.blobs.values(), key=lambda blob: blob.sha256)
    manifest = Manifest(
        congress_id=contents.congress_id,
        device_id=signer.device_id,
        made_at_utc_ms=signer.clock.now_utc_ms(),
        events=EventsPart(
            sha256=hashlib.sha256(events).hexdigest(), size_bytes=len(events), count=len(contents.events)
        ),
        blobs=tuple(blobs),
    ).to_bytes()
    with _replacing(out) as stream, zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(_member(MANIFEST), manifest)
        archive.writestr(_member(SIGNATURE), sign_manifest(manifest, signer.key))
        archive.writestr(_member(EVENTS), events)
        for blob in blobs:
            member = _member(BLOBS + blob.sha256)
            member.file_size = blob.size_bytes
            path = contents.files[blob.sha256]
            digest = hashlib.sha256()
            with archive.open(member, "w") as target:
                for chunk in _read_chunks(path, meter):
                    digest.update(chunk)
                    target.write(chunk)
            if digest.hexdigest() != blob.sha256:
                raise FileChanged(file=path.name)


def _member(name: str) -> zipfile.ZipInfo:
    """The earliest date ZIP knows: when a pack was made is in its manifest, under the signature."""
    return zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))


@contextlib.contextmanager
def _replacing(out: Path) -> Iterator[BinaryIO]:
    """A file beside `out` that takes its place when all went well. The roster in it is personal: 0600."""
    descriptor, name = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name}.")
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


def _read_chunks(path: Path, meter: _Meter) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK_BYTES):
            meter.add(len(chunk))
            yield chunk


def _hash_file(path: Path, meter: _Meter) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    for chunk in _read_chunks(path, meter):
        digest.update(chunk)
        size += len(chunk)
    return digest.hexdigest(), size
