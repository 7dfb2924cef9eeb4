"""Packs between the pieces: built by the hall's key, published to the hall, imported by a device."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from app.credentials.details import PersonDetails, seal_details
from app.documents.errors import Cancelled, PackKeyMissing
from app.documents.intake.checks import renderer_for_checking
from app.documents.intake.convert import Office
from app.documents.intake.examine import Intake
from app.documents.intake.passwords import Passwords
from app.documents.intake.plan import FolderPlan, inspect_folder
from app.documents.intake.planned import Published
from app.documents.intake.recognise import Recogniser
from app.documents.intake.workshop import Workshop
from app.documents.pack.build import PackSummary, Signing, build_pack
from app.documents.pack.cipher import PackKeys
from app.documents.pack.format import BlobForm
from app.documents.pack.importing import ImportSummary, check_base, content_of, import_pack
from app.documents.pack.reader import PackReader
from app.documents.pack.since import EarlierPack
from app.documents.steps import OnStep, ignore_progress, ignore_steps, never_cancel
from app.documents.text.reading_text import ReadingText
from app.domain.circles import HALL
from app.domain.clock import RandomBytes
from app.domain.entities import Device, Document
from app.domain.events import SignedEvent
from app.domain.payloads import CredentialsPublished
from app.domain.wire import Verdict
from app.hall.admin import PublishedBlob, publish_pack
from app.hall.context import HallContext
from app.hall.reader_keys import board_key, circle_key, pack_key
from app.storage.device_store import DeviceStore
from app.sync.reader_keys import load_reader_keys
from app.wiring.machine import Machine

_RENDERER_STOP_S = 3.0
OnBytes = Callable[[int, int], None]
IsCancelled = Callable[[], bool]


class PackRoom:
    """A workshop and a renderer for one look at a folder after another. Close it.

    `passwords` are tried on locked PDFs; they are gone with the room.
    """

    def __init__(self, random_bytes: RandomBytes, passwords: Iterable[str] = ()) -> None:
        self.workshop = Workshop(random_bytes)
        self.passwords = Passwords(passwords)
        self._renderer = renderer_for_checking()

    def close(self) -> None:
        self._renderer.shutdown(_RENDERER_STOP_S)
        self.workshop.close()

    def inspect(
        self,
        folder: Path,
        published: Published | None,
        on_step: OnStep,
        cancel: IsCancelled,
        *,
        recognise: bool = True,
    ) -> FolderPlan:
        """Read and check a folder; see `inspect_folder`."""
        recogniser = Recogniser.find() if recognise else None
        intake = Intake(
            self.workshop, self._renderer, Office.find(), recogniser,
            passwords=self.passwords, on_step=on_step, cancel=cancel,
        )  # fmt: skip
        return inspect_folder(folder, intake, published)


@contextmanager
def pack_room(random_bytes: RandomBytes, passwords: Iterable[str] = ()) -> Iterator[PackRoom]:
    """A room for one command."""
    room = PackRoom(random_bytes, passwords)
    try:
        yield room
    finally:
        room.close()


def signing(machine: Machine, hall: HallContext) -> Signing:
    """With what this hall signs and seals."""
    root = hall.identity.root_key

    def seal_for_board(
        congress_id: UUID, board: Mapping[UUID, Mapping[str, str]]
    ) -> tuple[CredentialsPublished, ...]:
        details = (PersonDetails.of_columns(person_id, columns) for person_id, columns in board.items())
        return seal_details(details, board_key(root), congress_id, machine.random_bytes)

    signer = hall.identity.signer(machine.clock, machine.random_bytes)
    return Signing(signer, pack_key(root), partial(circle_key, root), seal_for_board)


def published_in(hall: HallContext) -> Published:
    """What the hall on this machine has handed out."""

    def text_of(paper: Document) -> ReadingText | None:
        if not paper.reading_sha256 or not hall.store.blobs.has(paper.reading_sha256):
            return None
        return ReadingText.from_bytes(bytes(hall.store.blobs.read(paper.reading_sha256)))

    state = hall.ledger.catch_up()
    return Published({paper.id: paper for paper in state.documents_on_shelf()}, text_of)


def build(
    machine: Machine, hall: HallContext, folder: Path, out: Path, on_step: OnStep = ignore_steps
) -> PackSummary:
    """Check a folder and write the signed pack, all in one go."""
    with pack_room(machine.random_bytes) as room:
        plan = room.inspect(folder, published_in(hall), on_step, lambda: False)
        return build_pack(plan, out, signing(machine, hall), on_step=on_step)


def open_in_hall(hall: HallContext, pack: Path) -> PackReader:
    """A pack of this hall's congress. Raises the errors of `PackReader`."""
    root = hall.identity.root_key
    return PackReader(pack, root.public_key(), PackKeys(pack_key(root), (circle_key(root, HALL),)))


@contextmanager
def opened_base(hall: HallContext, pack: Path | None) -> Iterator[EarlierPack | None]:
    """The earlier pack that a new one is counted from, where one is named."""
    if pack is None:
        yield None
    else:
        with open_in_hall(hall, pack) as reader:
            yield EarlierPack(reader)


def publish(
    hall: HallContext,
    pack: Path,
    on_bytes: OnBytes = ignore_progress,
    is_cancelled: IsCancelled = never_cancel,
) -> list[Verdict]:
    """Put a pack of this congress into the hall's log. Raises the errors of `PackReader`, and `Cancelled`."""
    with open_in_hall(hall, pack) as reader:
        events = reader.events()
        blobs = reader.manifest.blobs
        check_base(reader.manifest, blobs, hall.store.blobs)
        total = sum(blob.size_bytes for blob in blobs)

        def inside() -> Iterator[PublishedBlob]:
            done = 0
            for blob in blobs:
                if is_cancelled():
                    raise Cancelled
                if blob.form is not BlobForm.ELSEWHERE:
                    chunks = content_of(reader, blob, hall.store.blobs)
                    yield PublishedBlob(blob.sha256, blob.size_bytes, chunks)
                done += blob.size_bytes
                on_bytes(done, total)

        return publish_pack(hall, events, inside())


def import_into(
    store: DeviceStore, pack: Path, root_key: Ed25519PublicKey, device: Device, on_bytes: OnBytes
) -> ImportSummary:
    """Take a pack from a file into a device's store; shows at once, without any network.

    Raises `PackKeyMissing` on a device that the hall has not given its keys, and the errors of `PackReader`.
    """

    def accept(events: Sequence[SignedEvent]) -> None:
        with store.database.write() as tx:
            store.events.add_imported(tx, events)

    keys = load_reader_keys(store)
    if keys is None:
        raise PackKeyMissing
    with PackReader(pack, root_key, PackKeys(keys.pack, keys.circles)) as reader:
        summary = import_pack(reader, store.blobs, accept, device.role, device.person_id, progress=on_bytes)
    store.projection.refresh()
    return summary
