"""The pack: built, read, altered in every part, imported and imported again."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import zipfile
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.documents.errors import (
    Cancelled,
    NotAPack,
    PackDamaged,
    PackError,
    PackNotTrusted,
    PackTooNew,
)
from app.documents.pack_build import build_pack
from app.documents.pack_format import (
    EVENTS,
    MANIFEST,
    SIGNATURE,
    events_from_bytes,
    sign_manifest,
)
from app.documents.pack_import import import_pack
from app.documents.pack_read import PackReader
from app.documents.roster import person_id
from app.domain.canonical import canonical_json
from app.domain.entities import DocumentKind, Role
from app.domain.fold import fold
from app.domain.payloads import DocumentPublished
from app.storage.device_store import DeviceStore
from tests.fakes.papers import CONGRESS_ID

CONGRESS = UUID(CONGRESS_ID)


@pytest.fixture
def pack(small_pack, tmp_path):
    """A copy that a test may spoil."""
    return shutil.copyfile(small_pack[1], tmp_path / "pack.nghisu")


@pytest.fixture
def store(tmp_path):
    store = DeviceStore.open(tmp_path / "store", b"k" * 32, os.urandom)
    yield store
    store.close()


def rewrite(pack, change):
    """Repack the members after `change(members: dict)`, with right CRCs: only the signature can tell."""
    with zipfile.ZipFile(pack) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    with zipfile.ZipFile(pack, "w", zipfile.ZIP_STORED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)


def resign(members, key, **changes):
    manifest = json.loads(members[MANIFEST]) | changes
    members[MANIFEST] = canonical_json(manifest)
    members[SIGNATURE] = sign_manifest(members[MANIFEST], key)


def first_blob(members):
    return next(name for name in members if name.startswith("blobs/"))


def flip(data: bytes, index: int = -1) -> bytes:
    changed = bytearray(data)
    changed[index] ^= 1
    return bytes(changed)


def read_all(pack, public_key):
    with PackReader(pack, public_key) as reader:
        reader.verify()


def test_a_folder_becomes_a_congress(small_pack, public_key):
    _, out, summary = small_pack
    assert (summary.delegates, summary.guests, summary.agenda_items) == (3, 1, 3)
    assert (summary.documents, summary.pages) == (3, 6)
    with PackReader(out, public_key) as reader:
        reader.verify()
        state = fold(signed.event for signed in reader.events())
    assert state.congress.id == CONGRESS
    assert [person.number for person in state.persons.values()] == [1, 2, 3, 4]
    shelf = {document.title: document for document in state.documents.values()}
    report = shelf["Báo cáo chính trị"]
    assert (report.kind, report.position, report.page_count) == (DocumentKind.CONGRESS_PAPER, 1, 3)
    assert report.agenda_item_id == state.agenda[2].id
    assert shelf["Dự thảo nghị quyết"].kind is DocumentKind.RESOLUTION
    assert state.consents == {
        person_id(CONGRESS, 1): True,
        person_id(CONGRESS, 2): False,
        person_id(CONGRESS, 4): True,
    }


def test_photographs_without_consent_stay_out(small_pack, public_key):
    _, out, summary = small_pack
    assert summary.photos == 3
    assert summary.photos_without_consent == ("2.jpg", "3.jpg")
    with PackReader(out, public_key) as reader:
        photos = fold(signed.event for signed in reader.events()).photos
        gate_only = {blob.sha256 for blob in reader.manifest.blobs if blob.audience == (Role.GATE,)}
    assert set(photos) == gate_only
    people = sorted(photo.person_id for photo in photos.values())
    assert people == sorted([person_id(CONGRESS, 1)] * 2 + [person_id(CONGRESS, 4)])


def test_a_rebuilt_pack_keeps_ids_and_blobs(small_pack, renderer, signer, public_key, tmp_path):
    folder, first, _ = small_pack
    again = tmp_path / "again.nghisu"
    build_pack(folder, again, signer, renderer)

    def contents(path):
        with PackReader(path, public_key) as reader:
            payloads = [signed.event.payload for signed in reader.events()]
            return payloads, reader.manifest.blobs

    assert contents(first) == contents(again)


def test_a_changed_paper_keeps_its_id(small_pack, renderer, signer, public_key, tmp_path):
    from tests.fakes.papers import make_pdf

    folder = shutil.copytree(small_pack[0], tmp_path / "changed")
    (folder / "documents" / "tham-luan" / "Tham luận số 1.pdf").write_bytes(make_pdf(4, "Bản mới"))
    out = tmp_path / "changed.nghisu"
    build_pack(folder, out, signer, renderer)

    def speech(path):
        with PackReader(path, public_key) as reader:
            published = [signed.event.payload for signed in reader.events()]
        papers = [said.document for said in published if isinstance(said, DocumentPublished)]
        return next(paper for paper in papers if paper.kind is DocumentKind.SPEECH)

    before, after = speech(small_pack[1]), speech(out)
    assert before.id == after.id
    assert before.sha256 != after.sha256


def test_cancelling_leaves_the_old_pack(small_pack, renderer, signer, tmp_path):
    out = tmp_path / "old.nghisu"
    out.write_bytes(b"old")
    seen = []
    with pytest.raises(Cancelled):
        build_pack(
            small_pack[0],
            out,
            signer,
            renderer,
            progress=lambda done, total: seen.append(done / total),
            cancel=lambda: bool(seen) and seen[-1] > 0.6,
        )
    assert out.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["old.nghisu"]
    assert seen == sorted(seen)


def test_another_congress_key_is_not_trusted(pack):
    with pytest.raises(PackNotTrusted):
        read_all(pack, Ed25519PrivateKey.from_private_bytes(b"x" * 32).public_key())


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (lambda m, k: m.update({MANIFEST: flip(m[MANIFEST], 30)}), PackNotTrusted),
        (lambda m, k: m.update({SIGNATURE: flip(m[SIGNATURE])}), PackNotTrusted),
        (lambda m, k: m.update({EVENTS: flip(m[EVENTS], 200)}), PackDamaged),
        (lambda m, k: m.update({EVENTS: m[EVENTS][:-40]}), PackDamaged),
        (lambda m, k: m.update({first_blob(m): flip(m[first_blob(m)])}), PackDamaged),
        (lambda m, k: m.update({first_blob(m): m[first_blob(m)] + b"x"}), PackDamaged),
        (lambda m, k: m.pop(first_blob(m)), PackDamaged),
        (lambda m, k: m.update({"../evil": b"x"}), PackDamaged),
        (lambda m, k: m.update({"blobs/" + "0" * 64: b"x"}), PackDamaged),
        (lambda m, k: m.pop(SIGNATURE), NotAPack),
        (lambda m, k: resign(m, k, format=2), PackTooNew),
        (lambda m, k: resign(m, k, surprise=1), PackDamaged),
        (lambda m, k: resign(m, k, congress_id=str(UUID(int=1))), PackDamaged),
        (lambda m, k: resign(m, k, device_id=str(UUID(int=1))), PackDamaged),
    ],
)
def test_every_altered_part_is_refused(pack, signer, public_key, change, error):
    rewrite(pack, lambda members: change(members, signer.key))
    with pytest.raises(error):
        read_all(pack, public_key)


def test_events_of_somebody_else_are_refused_even_under_a_right_manifest(pack, signer, public_key):
    def change(members):
        stranger = Ed25519PrivateKey.from_private_bytes(b"x" * 32)
        lines = members[EVENTS].splitlines(keepends=True)
        (first,) = events_from_bytes(lines[0])
        forged = stranger.sign(b"nghisu event 1\n" + first.body).hex().encode() + b" " + first.body + b"\n"
        members[EVENTS] = forged + b"".join(lines[1:])
        events = {
            "sha256": hashlib.sha256(members[EVENTS]).hexdigest(),
            "size_bytes": len(members[EVENTS]),
            "count": len(lines),
        }
        resign(members, signer.key, events=events)

    rewrite(pack, change)
    with pytest.raises(PackDamaged):
        read_all(pack, public_key)


def test_compressed_and_doubled_members_are_refused(pack, public_key):
    with zipfile.ZipFile(pack) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(pack, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    with pytest.raises(PackDamaged):
        read_all(pack, public_key)
    with zipfile.ZipFile(pack, "w", zipfile.ZIP_STORED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr(EVENTS, members[EVENTS])
    with pytest.raises(PackDamaged):
        read_all(pack, public_key)


@pytest.mark.parametrize("data", [b"", b"PK", b"%PDF-1.7", b"PK\x03\x04" + b"\0" * 100])
def test_other_files_are_no_packs(tmp_path, public_key, data):
    path = tmp_path / "other.nghisu"
    path.write_bytes(data)
    with pytest.raises(PackError):
        read_all(path, public_key)


@pytest.mark.parametrize("part", [0.001, 0.1, 0.5, 0.9, 0.999])
def test_a_truncated_pack_is_damaged(pack, public_key, part):
    data = pack.read_bytes()
    pack.write_bytes(data[: int(len(data) * part)])
    with pytest.raises(PackDamaged):
        read_all(pack, public_key)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_any_flipped_bit_is_refused_or_changes_nothing_that_is_read(
    small_pack, public_key, tmp_path, place, bit
):
    """Some bits of a ZIP mean nothing (dates, attributes); every other one is caught."""
    data = bytearray(small_pack[1].read_bytes())
    data[int(place * len(data))] ^= 1 << bit
    path = tmp_path / "flipped.nghisu"
    path.write_bytes(data)
    try:
        read_all(path, public_key)
    except PackError:
        return
    with PackReader(path, public_key) as flipped, PackReader(small_pack[1], public_key) as whole:
        assert flipped.manifest == whole.manifest
        assert flipped.events() == whole.events()


def test_a_tablet_takes_papers_and_no_photographs(small_pack, public_key, store):
    accepted = []
    with PackReader(small_pack[1], public_key) as reader:
        summary = import_pack(reader, store.blobs, accepted.extend, Role.TABLET)
        papers = {blob.sha256 for blob in reader.manifest.blobs if Role.TABLET in blob.audience}
    assert set(store.blobs.names()) == papers
    assert summary.blobs_stored == 3
    state = fold(signed.event for signed in accepted)
    for document in state.documents.values():
        assert hashlib.sha256(store.blobs.read(document.sha256)).hexdigest() == document.sha256


def test_a_gate_takes_photographs_and_no_papers(small_pack, public_key, store):
    accepted = []
    with PackReader(small_pack[1], public_key) as reader:
        import_pack(reader, store.blobs, accepted.extend, Role.GATE)
    state = fold(signed.event for signed in accepted)
    assert set(state.photos) == set(store.blobs.names())
    assert len(state.photos) == 3


def test_importing_again_stores_nothing_new(small_pack, public_key, store):
    with PackReader(small_pack[1], public_key) as reader:
        first = import_pack(reader, store.blobs, lambda events: None, Role.CONGRESS)
        again = import_pack(reader, store.blobs, lambda events: None, Role.CONGRESS)
    assert first.blobs_stored == 6
    assert (again.blobs_stored, again.blobs_already_here, again.bytes_stored) == (0, 6, 0)


def test_an_interrupted_import_shows_nothing_and_goes_on(small_pack, public_key, store):
    accepted = []
    asked = iter([False, False, True])
    with PackReader(small_pack[1], public_key) as reader, pytest.raises(Cancelled):
        import_pack(reader, store.blobs, accepted.extend, Role.TABLET, cancel=lambda: next(asked))
    assert accepted == []
    with PackReader(small_pack[1], public_key) as reader:
        summary = import_pack(reader, store.blobs, accepted.extend, Role.TABLET)
    assert summary.blobs_already_here == 2
    assert summary.blobs_stored == 1
    assert accepted


def test_nothing_of_a_damaged_blob_is_kept(small_pack, pack, public_key, store):
    data = bytearray(pack.read_bytes())
    with PackReader(pack, public_key) as reader:
        blob = next(blob for blob in reader.manifest.blobs if Role.TABLET in blob.audience)
        at = data.find(b"".join(reader.blob_chunks(blob)))
    data[at + 100] ^= 1
    pack.write_bytes(data)
    accepted = []
    with PackReader(pack, public_key) as reader, pytest.raises(PackDamaged):
        import_pack(reader, store.blobs, accepted.extend, Role.TABLET)
    assert accepted == []
    assert not store.blobs.has(blob.sha256)
    assert store.blobs.chunks_done(blob.sha256) == 0
    with PackReader(small_pack[1], public_key) as reader:
        import_pack(reader, store.blobs, accepted.extend, Role.TABLET)
    assert store.blobs.has(blob.sha256)
