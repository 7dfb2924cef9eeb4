"""Faces: which models are installed, the templates in the store, and enrolment from roster photographs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from uuid import UUID

import numpy as np

from app.camera.enrolment import Enroller
from app.camera.matcher import FaceTemplate, Matcher
from app.camera.settings import CheckInSettings, FaceModels, LivenessPolicy
from app.domain.entities import Settings
from app.domain.errors import NghisuError
from app.storage.device_store import DeviceStore
from app.storage.templates import StoredTemplate
from app.wiring.errors import ModelsMissing
from app.wiring.face_enrolment import EnrolmentReport


def face_models(folder: Path | None) -> FaceModels:
    """The models that are installed. Raises `ModelsMissing`; the passive check's are optional."""
    models = FaceModels.in_folder(folder) if folder else None
    if models is None or not models.detector.is_file() or not models.recogniser.is_file():
        raise ModelsMissing()
    return models


def check_in_settings(settings: Settings, *, attended: bool = True) -> CheckInSettings:
    """The pipeline's settings with the congress's own thresholds. `attended`: a gate with a steward, not
    somebody's own tablet."""
    liveness = settings.gate_liveness if attended else settings.tablet_liveness
    return CheckInSettings(
        score_min=settings.face_threshold_milli / 1000,
        margin_min=settings.face_margin_milli / 1000,
        liveness=LivenessPolicy(liveness.value),
    )


def load_matcher(store: DeviceStore, model_sha256: str, *, twin_min: float) -> Matcher:
    """Everybody whose template is here and whose consent stands; who look alike by `twin_min` are marked."""
    consents = store.projection.state.consents
    with store.database.read() as tx:
        stored = store.templates.all(tx, model_sha256)
    return Matcher(
        (_from_stored(template) for template in stored if consents.get(template.person_id)),
        model_sha256=model_sha256,
        twin_min=twin_min,
    )


def enrol_from_photos(
    store: DeviceStore, enroller: Enroller, photos: Mapping[UUID, Sequence[str]]
) -> EnrolmentReport:
    """Make templates of photographs in the store (by person, as SHA-256), and destroy the photographs.

    Only of people whose consent is recorded; photographs of the others are destroyed unread.
    """
    consents = store.projection.state.consents
    made: list[FaceTemplate] = []
    refused: list[tuple[UUID, NghisuError]] = []
    for person_id, hashes in photos.items():
        if consents.get(person_id):
            try:
                made.append(
                    enroller.template(str(person_id), [bytes(store.blobs.read(one)) for one in hashes])
                )
            except NghisuError as error:
                refused.append((person_id, error))
    alike = keep_templates(store, enroller, made)
    for hashes in photos.values():
        for sha256 in hashes:
            store.blobs.destroy(sha256)
    enrolled = tuple(UUID(one.person_id) for one in made)
    return EnrolmentReport(enrolled, tuple(refused), alike, _repeated(photos))


def _repeated(photos: Mapping[UUID, Sequence[str]]) -> tuple[tuple[UUID, UUID], ...]:
    first: dict[str, UUID] = {}
    pairs = (
        (first.setdefault(sha256, person_id), person_id)
        for person_id, hashes in photos.items()
        for sha256 in hashes
    )
    return tuple(dict.fromkeys(pair for pair in pairs if pair[0] != pair[1]))


def keep_templates(
    store: DeviceStore, enroller: Enroller, made: Sequence[FaceTemplate]
) -> tuple[tuple[UUID, UUID, float], ...]:
    """Keep new templates, of photographs or of a live enrolment; returns whom they look too much like.

    Nothing is kept once the congress has ordered the erasure.
    """
    with store.database.write() as tx:
        if store.projection.state.erasure_ordered_at_utc_ms is not None:
            return ()  # asked inside the transaction: what is erased stays erased
        for template in made:
            store.templates.replace(
                tx,
                StoredTemplate(
                    person_id=UUID(template.person_id),
                    model_sha256=template.model_sha256,
                    embedding=np.asarray(template.embedding, dtype="<f4").tobytes(),
                    images_count=template.images_count,
                ),
            )
        everybody = [_from_stored(one) for one in store.templates.all(tx, enroller.model_sha256)]
    new = {template.person_id for template in made}
    return tuple(
        (UUID(pair.first_person_id), UUID(pair.second_person_id), pair.score)
        for pair in enroller.look_alikes(everybody)
        if not new.isdisjoint((pair.first_person_id, pair.second_person_id))
    )


def _from_stored(stored: StoredTemplate) -> FaceTemplate:
    embedding = np.frombuffer(stored.embedding, dtype="<f4").astype(np.float32)
    return FaceTemplate(str(stored.person_id), embedding, stored.images_count, stored.model_sha256)
