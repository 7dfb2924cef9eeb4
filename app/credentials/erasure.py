"""The record of the erasure: which device has destroyed what it had of faces, and which is silent."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.entities import Device, Role
from app.domain.state import CongressState, Erasure


@dataclass(frozen=True, slots=True)
class ErasureAnswer:
    """What one device says; None while it has not been heard. Its signature is on the event in the log."""

    device: Device
    erasure: Erasure | None


def erasure_answers(state: CongressState) -> tuple[ErasureAnswer, ...]:
    """Every device that can have had templates or photographs, the silent ones first, then by name.

    Screens never have any. A revoked device was told to wipe itself and is asked no more.
    """
    asked = [
        device
        for device in state.devices.values()
        if device.role is not Role.SCREEN and (device.id not in state.revoked or device.id in state.erasures)
    ]
    answers = [ErasureAnswer(device, state.erasures.get(device.id)) for device in asked]
    return tuple(sorted(answers, key=lambda one: (one.erasure is not None, one.device.name)))
