"""Packs between the pieces: built by the hall's key, published to the hall, imported by a device."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from app.documents.pack_build import PackSummary, build_pack
from app.documents.pack_import import ImportSummary, import_pack
from app.documents.pack_read import PackReader
from app.documents.renderer import PageRenderer
from app.domain.entities import Role
from app.domain.events import SignedEvent
from app.domain.wire import Verdict
from app.hall.admin import PublishedBlob, publish_pack
from app.hall.context import HallContext
from app.storage.device_store import DeviceStore
from app.wiring.machine import Machine

_RENDERER_STOP_S = 3.0
OnBytes = Callable[[int, int], None]


def build(machine: Machine, hall: HallContext, folder: Path, out: Path, on_bytes: OnBytes) -> PackSummary:
    """Check a folder and write the signed pack."""
    renderer = PageRenderer()
    try:
        signer = hall.identity.signer(machine.clock, machine.random_bytes)
        return build_pack(folder, out, signer, renderer, progress=on_bytes)
    finally:
        renderer.shutdown(_RENDERER_STOP_S)


def publish(hall: HallContext, pack: Path) -> list[Verdict]:
    """Put a pack of this congress into the hall's log. Raises the errors of `PackReader`."""
    with PackReader(pack, hall.identity.root_key.public_key()) as reader:
        events = reader.events()
        blobs = (
            PublishedBlob(blob.sha256, blob.size_bytes, reader.blob_chunks(blob))
            for blob in reader.manifest.blobs
        )
        return publish_pack(hall, events, blobs)


def import_into(
    store: DeviceStore, pack: Path, root_key: Ed25519PublicKey, role: Role, on_bytes: OnBytes
) -> ImportSummary:
    """Take a pack from a file into a device's store; shows at once, without any network."""

    def accept(events: Sequence[SignedEvent]) -> None:
        with store.database.write() as tx:
            store.events.add_imported(tx, events)

    with PackReader(pack, root_key) as reader:
        summary = import_pack(reader, store.blobs, accept, role, progress=on_bytes)
    store.projection.refresh()
    return summary
