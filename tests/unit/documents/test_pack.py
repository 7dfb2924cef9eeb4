"""The pack: built, read, altered in every part, imported and imported again."""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import zipfile
from collections import Counter
from dataclasses import dataclass
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.documents.chunks import sealed_size
from app.documents.errors import (
    Cancelled,
    FileChanged,
    PackBaseMissing,
    PackDamaged,
    PackError,
    PackKeyWrong,
    PackNotForThisDevice,
    PackNotTrusted,
    PackTooNew,
    PackTooOld,
)
from app.documents.intake.workshop import Workshop
from app.documents.lists.roster import person_id
from app.documents.pack.build import build_pack
from app.documents.pack.cipher import Envelopes, PackCipher, PackKeys
from app.documents.pack.format import LENGTH, MAGIC, SIGNATURE_BYTES, BlobForm, events_to_bytes, sign_manifest
from app.documents.pack.importing import import_pack, permitted_blobs
from app.documents.pack.reader import PackReader
from app.documents.pack.since import EarlierPack
from app.domain.canonical import canonical_json
from app.domain.entities import DocumentKind, Role
from app.domain.events import SignedEvent
from app.domain.fold import fold
from app.domain.payloads import DocumentPublished
from app.storage.device_store import DeviceStore
from tests.fakes.built_packs import HALL_KEYS, PACK_KEY, build, inspect, keys_of, signing
from tests.fakes.clock import seeded_random
from tests.fakes.papers import CONGRESS_ID, make_folder, make_pdf

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


@dataclass
class Opened:
    """The parts of a pack as bytes, to be spoilt and put together again."""

    manifest: bytes
    signature: bytes
    sealed: bytes

    @classmethod
    def read(cls, path):
        data = path.read_bytes()
        at = len(MAGIC) + LENGTH.size
        (length,) = LENGTH.unpack(data[len(MAGIC) : at])
        end = at + length + SIGNATURE_BYTES
        return cls(data[at : at + length], data[at + length : end], data[end:])

    def write(self, path):
        head = MAGIC + LENGTH.pack(len(self.manifest)) + self.manifest + self.signature
        path.write_bytes(head + self.sealed)

    def resign(self, key, **changes):
        self.manifest = canonical_json(json.loads(self.manifest) | changes)
        self.signature = sign_manifest(self.manifest, key)


def flip(data: bytes, index: int = -1) -> bytes:
    changed = bytearray(data)
    changed[index] ^= 1
    return bytes(changed)


def read_all(pack, public_key, keys=HALL_KEYS):
    with PackReader(pack, public_key, keys) as reader:
        reader.verify()


def permitted(reader, role):
    return permitted_blobs(fold(signed.event for signed in reader.events()), role, None)


def test_a_folder_becomes_a_congress(small_pack, public_key):
    _, out, summary = small_pack
    assert (summary.delegates, summary.guests, summary.agenda_items) == (3, 1, 3)
    assert (summary.documents, summary.pages) == (3, 6)
    with PackReader(out, public_key, HALL_KEYS) as reader:
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
    with PackReader(out, public_key, HALL_KEYS) as reader:
        photos = fold(signed.event for signed in reader.events()).photos
        gate_only = permitted(reader, Role.GATE)
    assert set(photos) == gate_only
    people = sorted(photo.person_id for photo in photos.values())
    assert people == sorted([person_id(CONGRESS, 1)] * 2 + [person_id(CONGRESS, 4)])


def test_a_rebuilt_pack_keeps_ids_and_blobs(small_pack, renderer, signer, public_key, tmp_path):
    folder, first, _ = small_pack
    again = tmp_path / "again.nghisu"
    build(folder, again, signer, renderer)

    def contents(path):
        with PackReader(path, public_key, HALL_KEYS) as reader:
            payloads = [signed.event.payload for signed in reader.events()]
            return payloads, [(blob.sha256, blob.form) for blob in reader.manifest.blobs]

    assert contents(first) == contents(again)


def test_a_changed_paper_keeps_its_id(small_pack, renderer, signer, public_key, tmp_path):
    folder = shutil.copytree(small_pack[0], tmp_path / "changed")
    (folder / "documents" / "tham-luan" / "Tham luận số 1.pdf").write_bytes(make_pdf(4, "Bản mới"))
    out = tmp_path / "changed.nghisu"
    build(folder, out, signer, renderer)

    def speech(path):
        with PackReader(path, public_key, HALL_KEYS) as reader:
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
        build(
            small_pack[0],
            out,
            signer,
            renderer,
            on_step=lambda step: seen.append(step.done / step.total),
            cancel=lambda: bool(seen) and seen[-1] > 0.4,
        )
    assert out.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["old.nghisu"]
    assert seen == sorted(seen)


def test_another_congress_key_is_not_trusted(pack):
    with pytest.raises(PackNotTrusted):
        read_all(pack, Ed25519PrivateKey.from_private_bytes(b"x" * 32).public_key())


def _cut_events(opened, key):
    events = json.loads(opened.manifest)["events"]
    opened.resign(key, events=events | {"count": events["count"] + 1})


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (lambda o, k: setattr(o, "manifest", flip(o.manifest, 30)), PackNotTrusted),
        (lambda o, k: setattr(o, "signature", flip(o.signature)), PackNotTrusted),
        (lambda o, k: setattr(o, "sealed", flip(o.sealed, 200)), PackDamaged),
        (lambda o, k: setattr(o, "sealed", flip(o.sealed)), PackDamaged),
        (lambda o, k: setattr(o, "sealed", o.sealed[:-40]), PackDamaged),
        (lambda o, k: setattr(o, "sealed", o.sealed + b"x"), PackDamaged),
        (_cut_events, PackDamaged),
        (lambda o, k: o.resign(k, format=4), PackTooNew),
        (lambda o, k: o.resign(k, surprise=1), PackDamaged),
        (lambda o, k: o.resign(k, blobs=json.loads(o.manifest)["blobs"] * 2), PackDamaged),
        (lambda o, k: o.resign(k, blobs=json.loads(o.manifest)["blobs"][::-1]), PackDamaged),
        (lambda o, k: o.resign(k, congress_id=str(UUID(int=1))), PackDamaged),
        (lambda o, k: o.resign(k, device_id=str(UUID(int=1))), PackDamaged),
    ],
)
def test_every_altered_part_is_refused(pack, signer, public_key, change, error):
    opened = Opened.read(pack)
    change(opened, signer.key)
    opened.write(pack)
    with pytest.raises(error):
        read_all(pack, public_key)


def test_events_of_somebody_else_are_refused_even_under_a_right_manifest(pack, signer, public_key):
    with PackReader(pack, public_key, HALL_KEYS) as reader:
        first, *rest = reader.events()
        manifest = reader.manifest
    stranger = Ed25519PrivateKey.from_private_bytes(b"x" * 32)
    forged = SignedEvent(first.body, stranger.sign(b"nghisu event 1\n" + first.body))
    data = events_to_bytes((forged, *rest))
    sha256 = hashlib.sha256(data).hexdigest()
    opened = Opened.read(pack)
    cipher = PackCipher(PACK_KEY, bytes.fromhex(manifest.salt))
    opened.sealed = cipher.seal(0, sha256, 0, data) + opened.sealed[sealed_size(manifest.events.size_bytes) :]
    opened.resign(signer.key, events={"sha256": sha256, "size_bytes": len(data), "count": len(rest) + 1})
    opened.write(pack)
    with pytest.raises(PackDamaged):
        read_all(pack, public_key)


def test_a_lost_stick_tells_no_name_no_title_and_no_page(small_pack):
    data = small_pack[1].read_bytes()
    secrets = [
        "Nguyễn Văn An",
        "Báo cáo chính trị",
        "Đại hội thử",
        "Phạm Thị Dung",
        "%PDF-",
        "not looked into",
    ]
    assert [word for word in secrets if word.encode() in data] == []


def test_another_key_opens_nothing(pack, public_key):
    with pytest.raises(PackKeyWrong):
        read_all(pack, public_key, keys_of(Role.CONGRESS, pack_key=b"q" * 32))


def test_no_two_packs_are_sealed_alike(small_pack, renderer, signer, tmp_path):
    again = tmp_path / "again.nghisu"
    build(small_pack[0], again, signer, renderer)
    first, second = Opened.read(small_pack[1]).sealed, Opened.read(again).sealed
    assert all(first[at : at + 16] not in second for at in range(0, len(first) - 16, 50_000))


def test_packs_of_earlier_versions_are_too_old(pack, public_key):
    pack.write_bytes(b"NGHISU-PACK-2\n" + pack.read_bytes()[len(MAGIC) :])
    with pytest.raises(PackTooOld):
        read_all(pack, public_key)
    with zipfile.ZipFile(pack, "w") as archive:
        archive.writestr("manifest.json", b"{}")
    with pytest.raises(PackTooOld):
        read_all(pack, public_key)


@pytest.mark.parametrize("data", [b"", b"PK", b"%PDF-1.7", MAGIC[:5], b"PK\x03\x04" + b"\0" * 100])
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


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_any_flipped_bit_is_refused(small_pack, public_key, tmp_path, place, bit):
    data = bytearray(small_pack[1].read_bytes())
    data[int(place * len(data))] ^= 1 << bit
    path = tmp_path / "flipped.nghisu"
    path.write_bytes(data)
    with pytest.raises(PackError):
        read_all(path, public_key)


def test_a_tablet_takes_papers_and_no_photographs(small_pack, public_key, store):
    accepted = []
    with PackReader(small_pack[1], public_key, HALL_KEYS) as reader:
        summary = import_pack(reader, store.blobs, accepted.extend, Role.TABLET)
        papers = permitted(reader, Role.TABLET)
    assert set(store.blobs.names()) == papers
    assert summary.blobs_stored == 6, "three papers and their texts"
    state = fold(signed.event for signed in accepted)
    for document in state.documents.values():
        assert hashlib.sha256(store.blobs.read(document.sha256)).hexdigest() == document.sha256


def test_a_gate_takes_photographs_and_no_papers(small_pack, public_key, store):
    accepted = []
    with PackReader(small_pack[1], public_key, HALL_KEYS) as reader:
        import_pack(reader, store.blobs, accepted.extend, Role.GATE)
    state = fold(signed.event for signed in accepted)
    assert set(state.photos) == set(store.blobs.names())
    assert len(state.photos) == 3


def test_importing_again_stores_nothing_new(small_pack, public_key, store):
    with PackReader(small_pack[1], public_key, HALL_KEYS) as reader:
        first = import_pack(reader, store.blobs, lambda events: None, Role.CONGRESS)
        again = import_pack(reader, store.blobs, lambda events: None, Role.CONGRESS)
    assert first.blobs_stored == 9
    assert (again.blobs_stored, again.blobs_already_here, again.bytes_stored) == (0, 9, 0)


def test_an_interrupted_import_shows_nothing_and_goes_on(small_pack, public_key, store):
    accepted = []
    asked = iter([False, False, True])
    with PackReader(small_pack[1], public_key, HALL_KEYS) as reader, pytest.raises(Cancelled):
        import_pack(reader, store.blobs, accepted.extend, Role.TABLET, cancel=lambda: next(asked))
    assert accepted == []
    with PackReader(small_pack[1], public_key, HALL_KEYS) as reader:
        summary = import_pack(reader, store.blobs, accepted.extend, Role.TABLET)
    assert (summary.blobs_already_here, summary.blobs_stored) == (2, 4)
    assert accepted


def test_nothing_of_a_damaged_blob_is_kept(small_pack, pack, public_key, store):
    with PackReader(pack, public_key, HALL_KEYS) as reader:
        wanted = permitted(reader, Role.TABLET)
        blob = next(
            blob for blob in reader.manifest.blobs if blob.sha256 in wanted and blob.size_bytes > 9_000
        )
        at = reader._parts[blob.sha256][1]
    data = bytearray(pack.read_bytes())
    data[at + 100] ^= 1
    pack.write_bytes(data)
    accepted = []
    with PackReader(pack, public_key, HALL_KEYS) as reader, pytest.raises(PackDamaged):
        import_pack(reader, store.blobs, accepted.extend, Role.TABLET)
    assert accepted == []
    assert not store.blobs.has(blob.sha256)
    assert store.blobs.chunks_done(blob.sha256) == 0
    with PackReader(small_pack[1], public_key, HALL_KEYS) as reader:
        import_pack(reader, store.blobs, accepted.extend, Role.TABLET)
    assert store.blobs.has(blob.sha256)


@pytest.fixture
def rights_pack(small_pack, renderer, signer, tmp_path):
    """A speech for delegation 2 alone, a resolution that guests do not read."""
    folder = shutil.copytree(small_pack[0], tmp_path / "rights")
    (folder / "documents" / "documents.csv").write_text(
        "Tệp,Chỉ cho đoàn,Khách mời đọc\nTham luận số 1.pdf,Đoàn 2,có\n02_Dự thảo nghị quyết.pdf,-,không\n",
        encoding="utf-8",
    )
    out = tmp_path / "rights.nghisu"
    build(folder, out, signer, renderer)
    return out


def test_papers_for_a_delegation_stay_off_the_other_tablets(rights_pack, public_key, store):
    taken = {}
    with PackReader(rights_pack, public_key, HALL_KEYS) as reader:
        state = fold(signed.event for signed in reader.events())
        titles = {document.sha256: document.title for document in state.documents.values()}
        for number in (1, 3, 4):
            found = permitted_blobs(state, Role.TABLET, person_id(CONGRESS, number))
            taken[number] = sorted(titles[sha256] for sha256 in found if sha256 in titles)
        import_pack(reader, store.blobs, lambda events: None, Role.TABLET, person_id(CONGRESS, 4))
    assert taken == {
        1: ["Báo cáo chính trị", "Dự thảo nghị quyết"],
        3: ["Báo cáo chính trị", "Dự thảo nghị quyết", "Tham luận số 1"],
        4: ["Báo cáo chính trị"],
    }
    assert [titles[name] for name in store.blobs.names() if name in titles] == ["Báo cáo chính trị"]


def test_a_tablet_cannot_open_what_is_for_another_delegation_whatever_program_reads_it(
    rights_pack, public_key
):
    with PackReader(rights_pack, public_key, HALL_KEYS) as reader:
        reader.verify()
        state = fold(signed.event for signed in reader.events())
    papers = {one.sha256: one for one in state.documents.values()} | {
        one.reading_sha256: one for one in state.documents.values() if one.reading_sha256
    }
    for role in (Role.TABLET, Role.CHAIR, Role.SCREEN, Role.GATE):
        for person in (None, *state.persons.values()):
            with PackReader(rights_pack, public_key, keys_of(role, person.id if person else None)) as reader:
                for blob in reader.manifest.blobs:
                    paper, photo = papers.get(blob.sha256), state.photos.get(blob.sha256)
                    if paper:
                        may = paper.is_for(role, person)
                    else:
                        is_own = role is Role.TABLET and person is not None
                        may = role is Role.GATE or (is_own and photo.person_id == person.id)
                    assert reader.can_open(blob) is may
                    if may:
                        data = b"".join(reader.stored_chunks(blob))
                        assert hashlib.sha256(data).hexdigest() == blob.sha256
                    else:
                        with pytest.raises(PackNotForThisDevice):
                            reader.stored_chunks(blob)


def test_what_a_device_has_no_key_for_yet_is_left_and_told(small_pack, public_key, store):
    """The pack is not sealed for this device: its person came to where they may read it only later."""
    accepted = []
    with PackReader(small_pack[1], public_key, keys_of(Role.TABLET, None)) as reader:
        events = reader.events()
        owner = next(
            person_id
            for person_id, given in fold(signed.event for signed in events).consents.items()
            if given
        )
        summary = import_pack(reader, store.blobs, accepted.extend, Role.TABLET, owner)
    assert accepted == list(events)
    assert (summary.blobs_left, summary.blobs_stored) == (2, 6), "the photographs of its owner"


def test_envelopes_do_not_tell_whose_they_are_and_open_for_their_blob_only():
    envelopes = Envelopes(b"s" * 32, seeded_random())
    key, first, second, third = b"k" * 32, b"1" * 32, b"2" * 32, b"3" * 32
    sealed = envelopes.seal(key, "a" * 64, [first, second])
    assert envelopes.open(sealed, "a" * 64, [third, second]) == key
    assert envelopes.open(sealed, "b" * 64, [first, second]) is None
    assert envelopes.open(sealed, "a" * 64, [third]) is None
    assert Envelopes(b"t" * 32, seeded_random()).open(sealed, "a" * 64, [first]) is None
    assert list(sealed) == sorted(sealed)
    assert repr(PackKeys(first, (second,))).count("1") < 5


def test_only_what_changed_travels_since_an_earlier_pack(renderer, signer, public_key, store, tmp_path):
    folder = make_folder(tmp_path / "folder")
    report = folder / "documents" / "van-kien" / "01 m03 Báo cáo chính trị.pdf"
    noise = random.Random(7).randbytes(2_000_000)
    report.write_bytes(make_pdf(3, "Bản một") + noise)
    first, second = tmp_path / "first.nghisu", tmp_path / "second.nghisu"
    build(folder, first, signer, renderer)
    report.write_bytes(make_pdf(3, "Bản hai") + noise)
    with PackReader(first, public_key, HALL_KEYS) as reader:
        build(folder, second, signer, renderer, since=EarlierPack(reader))
    with PackReader(second, public_key, HALL_KEYS) as reader:
        reader.verify()
        forms = Counter(blob.form for blob in reader.manifest.blobs)
        assert forms == {BlobForm.ELSEWHERE: 7, BlobForm.DELTA: 1, BlobForm.WHOLE: 1}
        stored = sum(blob.stored_bytes for blob in reader.manifest.blobs)
        assert stored < len(noise) / 2
        with pytest.raises(PackBaseMissing):
            import_pack(reader, store.blobs, lambda events: None, Role.TABLET)
        assert list(store.blobs.names()) == []
    with PackReader(first, public_key, HALL_KEYS) as reader:
        import_pack(reader, store.blobs, lambda events: None, Role.TABLET)
    with PackReader(second, public_key, HALL_KEYS) as reader:
        import_pack(reader, store.blobs, lambda events: None, Role.TABLET)
    assert store.blobs.read(hashlib.sha256(report.read_bytes()).hexdigest()) == report.read_bytes()


def test_whoever_may_read_a_paper_only_now_finds_it_whole_in_a_pack_of_changes(
    small_pack, rights_pack, renderer, signer, public_key, tmp_path
):
    """A speech was for delegation 2 alone: what the earlier pack has of it the others cannot open."""
    opened_up = tmp_path / "opened-up.nghisu"
    with PackReader(rights_pack, public_key, HALL_KEYS) as reader:
        build(small_pack[0], opened_up, signer, renderer, since=EarlierPack(reader))
    with PackReader(opened_up, public_key, keys_of(Role.TABLET, person_id(CONGRESS, 1))) as reader:
        state = fold(signed.event for signed in reader.events())
        titles = {one.sha256: one.title for one in state.documents.values()}
        forms = {titles[blob.sha256]: blob.form for blob in reader.manifest.blobs if blob.sha256 in titles}
        speech = next(blob for blob in reader.manifest.blobs if titles.get(blob.sha256) == "Tham luận số 1")
        assert reader.can_open(speech)
    assert forms["Tham luận số 1"] is BlobForm.WHOLE
    assert forms["Báo cáo chính trị"] is BlobForm.ELSEWHERE


def test_withdrawn_papers_are_called_back(small_pack, renderer, signer, public_key, tmp_path):
    with PackReader(small_pack[1], public_key, HALL_KEYS) as reader:
        documents = fold(signed.event for signed in reader.events()).documents
    speech = next(paper for paper in documents.values() if paper.kind is DocumentKind.SPEECH)
    out = tmp_path / "out.nghisu"
    build(small_pack[0], out, signer, renderer, withdraw=frozenset({speech.id}))
    with PackReader(out, public_key, HALL_KEYS) as reader:
        state = fold(signed.event for signed in reader.events())
        assert speech.id in state.withdrawn
        assert speech.sha256 not in permitted(reader, Role.TABLET)


def test_a_file_changed_between_checking_and_signing_stops_the_pack(renderer, signer, tmp_path):
    folder = make_folder(tmp_path / "folder")
    with Workshop(seeded_random()) as workshop:
        plan = inspect(folder, workshop, renderer)
        path = plan.papers[0].file.path
        path.write_bytes(flip(path.read_bytes()))
        with pytest.raises(FileChanged):
            build_pack(plan, tmp_path / "out.nghisu", signing(signer))
    assert not (tmp_path / "out.nghisu").exists()
