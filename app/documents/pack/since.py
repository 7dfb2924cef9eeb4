"""A pack that only says what changed since an earlier one: the unchanged is left out, the rest are deltas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from app.documents.chunks import Content
from app.documents.pack.format import BlobForm, PackBlob
from app.documents.pack.reader import PackReader
from app.domain.fold import fold
from app.storage.delta import Bytes, make_delta


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
        self._documents = fold(signed.event for signed in reader.events()).documents

    def base_of(self, document_id: UUID) -> str | None:
        """The version of a paper that whoever has the earlier pack has."""
        paper = self._documents.get(document_id)
        return paper.sha256 if paper else None

    def part(self, content: Content, base: str | None) -> Part:
        """How a blob goes into the new pack."""
        if content.sha256 in self._blobs:
            blob = PackBlob(
                sha256=content.sha256, size_bytes=content.size_bytes, form=BlobForm.ELSEWHERE, stored_bytes=0
            )
            return Part(blob, None)
        old = self._blobs.get(base or "")
        if old is not None and old.form is BlobForm.WHOLE:
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


def whole_part(content: Content) -> Part:
    """A blob that is in the pack as it is."""
    blob = PackBlob(sha256=content.sha256, size_bytes=content.size_bytes, stored_bytes=content.size_bytes)
    return Part(blob, content)


def parts_of(
    contents: Mapping[str, Content], bases: Mapping[str, str], since: EarlierPack | None
) -> list[Part]:
    """Every blob of a new pack. `bases`: hash of a paper -> hash of the version it replaces."""
    if since is None:
        return [whole_part(content) for content in contents.values()]
    return [since.part(content, bases.get(content.sha256)) for content in contents.values()]


def _whole(reader: PackReader, blob: PackBlob) -> Bytes:
    """A paper is at most 256 MB; two versions at once are what a delta costs."""
    return b"".join(reader.stored_chunks(blob))
