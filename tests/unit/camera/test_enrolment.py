from __future__ import annotations

import dataclasses
from pathlib import Path

import cv2
import numpy as np
import pytest

from app.camera.embedding import FaceEmbedder
from app.camera.enrolment import Enroller, LiveEnrolment, LiveEnrolmentState
from app.camera.errors import (
    ModelDamaged,
    ModelMissing,
    NoPhotos,
    PhotoPoor,
    PhotosDisagree,
    PhotoUnreadable,
    PhotoWithoutFace,
    PhotoWithSeveralFaces,
)
from app.camera.matcher import Matcher
from app.camera.quality import QualityReason
from app.camera.vision import decode_image
from tests.fakes.camera import as_frames
from tests.unit.camera.conftest import LFW_PEOPLE


def png(image) -> bytes:
    return cv2.imencode(".png", image)[1].tobytes()


def test_three_photographs_recognise_the_fourth_and_no_stranger(enroller: Enroller, lfw):
    templates = [enroller.template(name, lfw[name][:3]) for name in LFW_PEOPLE]
    matcher = Matcher(templates, model_sha256=enroller.model_sha256)
    for name in LFW_PEOPLE:
        match = matcher.match(enroller.template("probe", lfw[name][3:4]).embedding)
        assert match.person_id == name
        assert match.score >= 0.48
    for photo in lfw["strangers"]:
        assert matcher.match(enroller.template("probe", [photo]).embedding).score < 0.48


def test_a_template_says_how_it_was_made(enroller: Enroller, lfw):
    template = enroller.template("an", lfw["Alan_Greenspan"][:3])
    assert (template.person_id, template.images_count) == ("an", 3)
    assert template.embedding.shape == (128,)
    assert template.embedding.dtype == np.float32
    assert float(np.linalg.norm(template.embedding)) == pytest.approx(1, abs=1e-5)
    assert template.model_sha256 == "0ba9fbfa01b5270c96627c4ef784da859931e02f04419c829e83484087c34e79"


def landscape() -> np.ndarray:
    ramp = np.linspace(0, 255, 320, dtype=np.uint8)
    sky = np.dstack(
        [np.tile(ramp, (240, 1)), np.full((240, 320), 160, np.uint8), np.full((240, 320), 90, np.uint8)]
    )
    return np.ascontiguousarray(sky)


@pytest.mark.parametrize("kind", ["noise", "landscape"])
def test_a_photograph_without_a_face_is_refused_by_its_number(enroller: Enroller, lfw, kind: str):
    noise = np.random.default_rng(1).integers(0, 255, (240, 320, 3)).astype(np.uint8)
    image = noise if kind == "noise" else landscape()
    with pytest.raises(PhotoWithoutFace) as caught:
        enroller.template("an", [lfw["Alan_Greenspan"][0], png(image)])
    assert caught.value.params["photo"] == 2


def test_a_photograph_of_two_people_is_refused(enroller: Enroller, lfw):
    pair = np.hstack([decode_image(lfw[name][0]) for name in ("Alan_Greenspan", "Ahmed_Chalabi")])
    with pytest.raises(PhotoWithSeveralFaces) as caught:
        enroller.template("an", [png(pair)])
    assert caught.value.params["faces"] == 2


@pytest.mark.parametrize("data", [b"", b"GIF89a broken", b"\xff\xd8\xff\xe0" + bytes(100)])
def test_bytes_that_are_no_picture_are_refused(enroller: Enroller, data: bytes):
    with pytest.raises(PhotoUnreadable):
        enroller.template("an", [data])


def test_a_dark_photograph_is_refused_with_its_reason(enroller: Enroller, lfw):
    dark = cv2.convertScaleAbs(decode_image(lfw["Alan_Greenspan"][0]), alpha=0.2)
    with pytest.raises(PhotoPoor) as caught:
        enroller.template("an", [png(dark)])
    assert caught.value.params["reason"] == "too_dark"


def test_a_tiny_face_is_refused_with_its_reason(enroller: Enroller, lfw):
    tiny = cv2.resize(decode_image(lfw["Alan_Greenspan"][0]), (90, 90), interpolation=cv2.INTER_AREA)
    with pytest.raises(PhotoPoor) as caught:
        enroller.template("an", [png(tiny)])
    assert caught.value.params["reason"] == "too_far"


def test_somebody_elses_photograph_among_a_persons_is_found(enroller: Enroller, lfw):
    with pytest.raises(PhotosDisagree) as caught:
        enroller.template("an", [*lfw["Alan_Greenspan"][:2], lfw["Ann_Veneman"][0]])
    assert caught.value.params["photo"] == 3


def test_no_photograph_is_refused(enroller: Enroller):
    with pytest.raises(NoPhotos):
        enroller.template("an", [])


def test_one_photograph_given_for_two_people_is_reported(enroller: Enroller, lfw):
    templates = [
        enroller.template("an", lfw["Alan_Greenspan"][:1]),
        enroller.template("binh", lfw["Alan_Greenspan"][:1]),
        enroller.template("chi", lfw["Ahmed_Chalabi"][:1]),
    ]
    (pair,) = enroller.look_alikes(templates)
    assert (pair.first_person_id, pair.second_person_id) == ("an", "binh")


def test_a_face_small_in_a_large_photograph_is_found(enroller: Enroller, lfw):
    scene = np.full((1100, 1300, 3), 120, np.uint8)
    scene[400:650, 500:750] = decode_image(lfw["Alan_Greenspan"][0])
    assert enroller.template("an", [png(scene)]).images_count == 1


def test_missing_and_damaged_models_are_named(face_models, tmp_path: Path):
    with pytest.raises(ModelMissing) as caught:
        FaceEmbedder(tmp_path / "sface.onnx")
    assert caught.value.params == {"name": "sface.onnx"}
    damaged = tmp_path / "yunet.onnx"
    damaged.write_bytes(b"not a model")
    with pytest.raises(ModelDamaged):
        Enroller(dataclasses.replace(face_models, detector=damaged))
    damaged.write_bytes(b"")
    with pytest.raises(ModelDamaged):
        FaceEmbedder(damaged)


def test_a_truncated_model_is_named(face_models, tmp_path: Path):
    cut = tmp_path / "sface.onnx"
    cut.write_bytes(face_models.recogniser.read_bytes()[:1_000_000])
    with pytest.raises(ModelDamaged):
        FaceEmbedder(cut)


def masked(enroller: Enroller, data: bytes) -> bytes:
    """The same photograph with a painted surgical mask."""
    image = decode_image(data)
    points = enroller.detect(image)[0].landmarks
    eyes, mouth = points[:2].mean(axis=0), points[3:].mean(axis=0)
    down = mouth - eyes
    across = np.array([down[1], -down[0]])
    corners = [(0.9, 0.5), (0.0, 0.4), (-0.9, 0.5), (-0.8, 1.5), (0.0, 1.9), (0.8, 1.5)]
    outline = np.array([eyes + a * across + d * down for a, d in corners], np.int32)
    cv2.fillPoly(image, [outline], (200, 170, 120))
    return png(image)


def test_a_mask_is_refused_by_its_name(enroller: Enroller, lfw):
    with pytest.raises(PhotoPoor) as caught:
        enroller.template("an", [masked(enroller, lfw["Alan_Greenspan"][0])])
    assert caught.value.params["reason"] == "covered"


def test_the_same_photograph_twice_counts_once(enroller: Enroller, lfw):
    first, second = lfw["Alan_Greenspan"][:2]
    template = enroller.template("an", [first, first, second])
    assert template.images_count == 2
    assert float(template.embedding @ enroller.template("an", [first, second]).embedding) > 0.999


def live(enroller: Enroller, frames) -> list[LiveEnrolmentState]:
    enrolment = LiveEnrolment(enroller, "an")
    return [enrolment.observe(frame) for frame in frames]


def test_a_person_before_the_camera_is_enrolled_from_frames_apart_in_time(enroller: Enroller, clip):
    frames = clip("grid_brbk7n.mpg")
    states = live(enroller, frames[:50])
    first = next(i for i, state in enumerate(states) if state.template)
    assert [state.kept for state in states[: first + 1]] == sorted(
        state.kept for state in states[: first + 1]
    )
    assert frames[first].captured_at_ms >= 4 * 300
    template = states[-1].template
    assert (template.person_id, template.images_count) == ("an", 5)
    matcher = Matcher([template], model_sha256=enroller.model_sha256)
    assert matcher.match(enroller.template("p", [png(frames[-1].image)]).embedding).score > 0.9


def test_live_enrolment_guides(enroller: Enroller, clip):
    image = clip("grid_brbk7n.mpg")[0].image
    small = cv2.copyMakeBorder(cv2.resize(image, (90, 72)), 200, 200, 250, 250, cv2.BORDER_REPLICATE)
    pictures = [
        np.zeros_like(image),
        np.full_like(image, 128),
        np.hstack([image, image]),
        cv2.convertScaleAbs(image, alpha=0.15),
        cv2.GaussianBlur(image, (0, 0), 9),
        cv2.resize(small, (360, 288)),
    ]
    guides = [state.guide for state in live(enroller, as_frames(pictures, interval_ms=400))]
    assert guides[:5] == [
        QualityReason.BLACK,
        QualityReason.NO_FACE,
        QualityReason.SEVERAL_FACES,
        QualityReason.TOO_DARK,
        QualityReason.BLURRED,
    ]
    assert guides[5] in (QualityReason.TOO_FAR, QualityReason.NO_FACE)


def test_somebody_else_who_steps_in_begins_anew(enroller: Enroller, clip):
    pictures = [clip("grid_brbk7n.mpg")[0].image] * 3 + [clip("grid_bbaf2n.mpg")[0].image] * 2
    states = live(enroller, as_frames(pictures, interval_ms=400))
    assert [state.kept for state in states] == [1, 2, 3, 1, 2]
