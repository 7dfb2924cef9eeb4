"""Which blobs a device may fetch or bring."""

from __future__ import annotations

from app.domain.entities import Device, Role
from app.domain.state import CongressState


def may_fetch(state: CongressState, device: Device, sha256: str) -> bool:
    """Documents by their audience while on the shelf; photographs for gates; recordings for the chair."""
    if any(doc.sha256 == sha256 and device.role in doc.audience for doc in state.documents_on_shelf()):
        return True
    if device.role is Role.GATE:
        return sha256 in state.photos
    return device.role is Role.CHAIR and any(one.sha256 == sha256 for one in state.recordings.values())


def may_bring(state: CongressState, device: Device, sha256: str) -> bool:
    """A chair brings the sound of its own recordings, after it has said their hash; nothing else."""
    return device.role is Role.CHAIR and any(
        one.sha256 == sha256 and one.device_id == device.id for one in state.recordings.values()
    )
