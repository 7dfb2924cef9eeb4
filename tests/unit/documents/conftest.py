from __future__ import annotations

from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.documents.worker.renderer import PageRenderer
from app.domain.events import EventSigner
from tests.fakes import built_packs
from tests.fakes.clock import FakeClock, seeded_random
from tests.fakes.papers import make_folder


@pytest.fixture(scope="package")
def renderer():
    """One worker process for all tests: a second of start-up each is what makes suites slow."""
    renderer = PageRenderer(page_deadline_s=30.0)  # patient: test machines are busy
    yield renderer
    renderer.shutdown(5.0)


@pytest.fixture(scope="package")
def signer():
    key = Ed25519PrivateKey.from_private_bytes(b"c" * 32)
    return EventSigner(UUID(int=77), key, FakeClock(), seeded_random())


@pytest.fixture(scope="package")
def public_key(signer):
    return signer.key.public_key()


@pytest.fixture(scope="package")
def small_pack(tmp_path_factory, renderer, signer):
    root = tmp_path_factory.mktemp("small")
    folder = make_folder(root / "folder")
    out = root / "congress.nghisu"
    summary = built_packs.build(folder, out, signer, renderer)
    return folder, out, summary
