"""Which blobs a device may fetch or bring."""

from __future__ import annotations

from uuid import UUID

from app.domain.entities import Device, Document, Role
from app.domain.state import CongressState


def may_fetch(state: CongressState, device: Device, sha256: str) -> bool:
    """Papers on the shelf with their texts, by their rights; photographs for who makes templates of them;
    sound for the chair.

    What was called back, and what another version has replaced, the hall keeps and gives to nobody.
    """
    if _paper(state, device, sha256):
        return True
    if sha256 in state.photos:
        return _may_have_photo(state, device, state.photos[sha256].person_id)
    return device.role is Role.CHAIR and any(one.sha256 == sha256 for one in state.recordings.values())


def may_fetch_delta(state: CongressState, device: Device, old_sha256: str, new_sha256: str) -> bool:
    """From the version that was replaced to the present one, for who may fetch that."""
    paper = _paper(state, device, new_sha256)
    replaced = state.replaced_version(paper.id) if paper else None
    return replaced is not None and replaced.document.sha256 == old_sha256


def may_bring(state: CongressState, device: Device, sha256: str) -> bool:
    """A chair brings the sound of its own recordings, after it has said their hash; nothing else."""
    return device.role is Role.CHAIR and any(
        one.sha256 == sha256 and one.device_id == device.id for one in state.recordings.values()
    )


def _may_have_photo(state: CongressState, device: Device, person_id: UUID) -> bool:
    """Gates may, of everybody who agreed; a tablet of its own person alone; nobody once all is erased."""
    is_own = device.role is Role.TABLET and device.person_id == person_id
    consented = state.consents.get(person_id, False) and state.erasure_ordered_at_utc_ms is None
    return consented and (is_own or device.role is Role.GATE)


def _paper(state: CongressState, device: Device, sha256: str) -> Document | None:
    """The paper on the shelf that has this blob and that this device may hold."""
    person = state.persons.get(device.person_id) if device.person_id else None
    for paper in state.documents.values():
        is_it = sha256 in (paper.sha256, paper.reading_sha256) and paper.id not in state.withdrawn
        if is_it and paper.is_for(device.role, person):
            return paper
    return None
