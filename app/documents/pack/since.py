"""A pack that only says what changed since an earlier one: the unchanged is left out, the rest are deltas."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from uuid import UUID

from app.documents.chunks import Content
from app.documents.pack.format import BlobForm, PackBlob
from app.documents.pack.reader import PackReader
from app.domain.circles import Circle, circles_of_paper, circles_of_photo
from app.domain.entities import Person
from app.domain.fold import fold
from app.domain.payloads import DocumentPublished, Payload, PhotoPublished
from app.storage.delta import Bytes, make_delta

Circles = dict[str, set[Circle]]
"""Hash of a blob -> the circles of those who may open it."""


@dataclass(frozen=True, slots=True)
class Part:
    """A blob as it goes into the pack: its entry, and the bytes that are sealed for it."""

    blob: PackBlob
    stored: Content | bytes | None


class EarlierPack:
    """The pack to count from, open. What it holds as a delta itself cannot be a base: that goes in whole."""

    def __init__(self, reader: PackReader) -> None:
        self._reader = reader
        self.made_at_utc_ms = reader.manifest.made_at_utc_ms
        self._blobs = {blob.sha256: blob for blob in reader.manifest.blobs}
        events = [signed.event for signed in reader.events()]
        state = fold(events)
        self._documents = state.documents
        self._circles = circles_of(
            (event.payload for event in events if event.payload), state.persons.values()
        )

    def base_of(self, document_id: UUID) -> str | None:
        """The version of a paper that whoever has the earlier pack has."""
        paper = self._documents.get(document_id)
        return paper.sha256 if paper else None

    def part(self, content: Content, base: str | None, readers: AbstractSet[Circle]) -> Part:
        """How a blob goes into the new pack: whole for readers who could not open what was before."""
        if content.sha256 in self._blobs and self._was_for(content.sha256, readers):
            blob = PackBlob(
                sha256=content.sha256, size_bytes=content.size_bytes, form=BlobForm.ELSEWHERE, stored_bytes=0
            )
            return Part(blob, None)
        old = self._blobs.get(base or "")
        if old is not None and old.form is BlobForm.WHOLE and self._was_for(old.sha256, readers):
            delta = make_delta(_whole(self._reader, old), content.read(), content.size_bytes // 2)
            if delta is not None:
                blob = PackBlob(
                    sha256=content.sha256,
                    size_bytes=content.size_bytes,
                    form=BlobForm.DELTA,
                    base=old.sha256,
                    stored_bytes=len(delta),
                )
                return Part(blob, delta)
        return whole_part(content)

    def _was_for(self, sha256: str, readers: AbstractSet[Circle]) -> bool:
        return readers <= self._circles.get(sha256, set())


def circles_of(payloads: Iterable[Payload], persons: Collection[Person]) -> Circles:
    """Hash of a blob -> whose it is. The same file may be a paper for one delegation and for another."""
    found: Circles = {}
    for payload in payloads:
        if isinstance(payload, DocumentPublished):
            paper = payload.document
            for sha256 in filter(None, (paper.sha256, paper.reading_sha256)):
                found.setdefault(sha256, set()).update(circles_of_paper(paper, persons))
        elif isinstance(payload, PhotoPublished):
            found.setdefault(payload.sha256, set()).update(circles_of_photo(payload.person_id))
    return found


def whole_part(content: Content) -> Part:
    """A blob that is in the pack as it is."""
    blob = PackBlob(sha256=content.sha256, size_bytes=content.size_bytes, stored_bytes=content.size_bytes)
    return Part(blob, content)


def parts_of(
    contents: Mapping[str, Content], bases: Mapping[str, str], circles: Circles, since: EarlierPack | None
) -> list[Part]:
    """Every blob of a new pack. `bases`: hash of a paper -> hash of the version it replaces."""
    if since is None:
        return [whole_part(content) for content in contents.values()]
    return [
        since.part(content, bases.get(content.sha256), circles[content.sha256])
        for content in contents.values()
    ]


def _whole(reader: PackReader, blob: PackBlob) -> Bytes:
    """A paper is at most 256 MB; two versions at once are what a delta costs."""
    return b"".join(reader.stored_chunks(blob))
