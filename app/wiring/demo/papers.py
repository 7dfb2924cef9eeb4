"""The papers: built into a pack, imported from a file, published, pulled over the network, opened."""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from app.documents.pages import Drawing
from app.documents.sample.folder import build_sample_folder
from app.domain import payloads as p
from app.domain.clock import SystemClock
from app.domain.entities import Role
from app.hall.context import HallContext
from app.ui.page_picture import PagePicture
from app.wiring import packs
from app.wiring.demo import faces
from app.wiring.demo.play import MB, SYNC_S, Play, quiet
from app.wiring.demo.report import Step
from app.wiring.demo.stage import wait_for
from app.wiring.session import DeviceSession, SessionParts

TITLE = "Đại hội đại biểu Đảng bộ phường An Bình lần thứ I"


def build_the_pack(play: Play) -> None:
    """A folder of papers, lists and photographs becomes one signed file."""
    with play.report.step("Found the congress, build and sign the pack") as step:
        photos = {
            number: faces.photos_of(clip.path) for number, clip in enumerate(play.samples.faces, start=1)
        }
        source = build_sample_folder(play.stage.folder / "source", photos)
        play.stage.hall.found(TITLE)
        with play.stage.hall.admin() as hall:
            summary = packs.build(play.stage.hall.machine, hall, source, play.pack)
            _read_roster(play, hall)
        step.found = (
            f"{summary.documents} documents, {summary.pages} pages, {summary.delegates} delegates, "
            f"{summary.guests} guests, {summary.size_bytes / MB:.1f} MB"
        )
        step.figures = {"documents": summary.documents, "pages": summary.pages, "bytes": summary.size_bytes}
        step.expect(summary.documents >= 6 and summary.delegates == 110 and summary.guests == 22, "all there")


def _read_roster(play: Play, hall: HallContext) -> None:
    with packs.open_in_hall(hall, play.pack) as reader:
        for signed in reader.events():
            if isinstance(signed.event.payload, p.RosterPublished):
                play.people = {person.number: person.id for person in signed.event.payload.persons}


def start_the_hall(play: Play) -> None:
    """The server runs in a process of its own, over TLS."""
    with play.report.step("Start the hall server (its own process, TLS)") as step:
        play.stage.hall.start()
        step.found = f"127.0.0.1:{play.stage.hall.port}"


def enrol_and_import_offline(play: Play) -> None:
    """A tablet is enrolled, then takes the pack from a file: nothing has been published yet."""
    with play.report.step("Enrol a tablet, import the pack from a file") as step:
        play.tablet = play.stage.enrol("tablet 1", Role.TABLET, SessionParts(discover=False), play.people[1])
        key = Ed25519PublicKey.from_public_bytes(play.tablet.identity.root_public_key)
        summary = packs.import_into(play.tablet.store, play.pack, key, play.tablet.identity.device, quiet)
        state = play.tablet.store.projection.state
        step.found = (
            f"{summary.events} events, {summary.blobs_stored} documents, {summary.bytes_stored / MB:.1f} MB"
        )
        step.expect(len(state.documents_on_shelf()) >= 6, "documents on the shelf")
        _only_ones_own_face(play, step)


def _only_ones_own_face(play: Play, step: Step) -> None:
    """A delegate's tablet makes a template of its own delegate, and keeps no photograph."""
    store, state = play.tablet.store, play.tablet.store.projection.state
    others = [photo for photo in state.photos.values() if photo.person_id != play.people[1]]
    step.expect(not any(store.blobs.has(photo.sha256) for photo in others), "nobody else's photograph")

    def is_done() -> bool:
        with store.database.read() as tx:
            templates_count = store.templates.count(tx)
        return templates_count == 1 and not any(map(store.blobs.has, state.photos))

    step.expect(wait_for(store.projection.subscribe, is_done, SYNC_S), "a template, and no photograph left")


def open_every_document(play: Play) -> None:
    """Each paper from the encrypted store to its first, middle and last page."""
    with play.report.step("Open every document, draw pages at 1280 px") as step:
        clock, service = SystemClock(), play.tablet.services.documents
        first_page_ms, pages = [], 0
        for document in play.tablet.store.projection.state.documents_on_shelf():
            started_s = clock.monotonic_s()
            opened = service.open(document.id)
            service.render(document.id, Drawing(0, 1280), PagePicture().room)
            first_page_ms.append((clock.monotonic_s() - started_s) * 1000)
            count = len(opened.page_sizes_pt)
            for index in {count // 2, count - 1}:
                picture = PagePicture()
                service.render(document.id, Drawing(index, 1280), picture.room)
                pages += picture.image.width() == 1280
            step.expect(count == document.page_count, f"{document.title} has {document.page_count} pages")
            service.close(document.id)
        step.found = f"{len(first_page_ms)} opened; to first page {max(first_page_ms):.0f} ms at most"
        step.figures = {"first_page_ms": [round(ms, 1) for ms in first_page_ms]}


def publish_and_pull(play: Play) -> None:
    """The hall puts the pack into its log; another tablet fetches everything over the network."""
    with play.report.step("Publish; a second tablet pulls it all by TLS") as step:
        with play.stage.hall.admin() as hall:
            verdicts = packs.publish(hall, play.pack)
        rejected = [verdict for verdict in verdicts if verdict.outcome == "rejected"]
        step.expect(not rejected, "nothing rejected")
        clock = SystemClock()
        started_s = clock.monotonic_s()
        play.second_tablet = play.stage.enrol(
            "tablet 2", Role.TABLET, SessionParts(discover=False), play.people[2]
        )
        session = play.second_tablet
        step.expect(
            wait_for(session.engine.subscribe, lambda: _has_all(session), SYNC_S), "all documents arrived"
        )
        seconds = clock.monotonic_s() - started_s
        size = sum(document.size_bytes for document in session.store.projection.state.documents.values())
        step.found = f"{len(verdicts)} events confirmed; {size / MB:.1f} MB in {seconds:.1f} s with enrolment"
        step.expect(_settled(play.tablet, len(verdicts)), "the first tablet's imported events are confirmed")


def _has_all(session: DeviceSession) -> bool:
    state = session.store.projection.state
    return bool(state.documents) and all(
        session.store.blobs.has(document.sha256) for document in state.documents_on_shelf()
    )


def _settled(session: DeviceSession, count: int) -> bool:
    def confirmed() -> bool:
        with session.store.database.read() as tx:
            return not session.store.events.imported(tx) and session.store.projection.seq >= count

    return wait_for(session.engine.subscribe, confirmed, SYNC_S)
