from __future__ import annotations

import argparse
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.camera.calibration import Rate, calibrate
from app.camera.curve import draw_curve
from app.camera.embedding import unit
from app.camera.matcher import FaceTemplate
from app.wiring import checkin_commands


def people(count: int, photos: int, *, noise: float, seed: int = 1) -> dict[str, list[np.ndarray]]:
    """Invented faces: directions, and pictures around them."""
    rng = np.random.default_rng(seed)
    made = {}
    for number in range(count):
        centre = unit(rng.normal(size=128).astype(np.float32))
        made[f"{number:03}"] = [
            unit(centre + noise * unit(rng.normal(size=128).astype(np.float32))) for _ in range(photos)
        ]
    return made


def test_people_who_differ_get_a_low_threshold_and_no_errors():
    report = calibrate(people(40, 3, noise=0.6))
    assert report.reaches_goal
    assert report.proposed.false_accept.value <= 0.005
    assert report.proposed.false_reject.events == 0
    assert report.threshold_milli == 400
    assert report.people == 40


def test_a_higher_threshold_accepts_fewer_strangers_and_misses_more():
    report = calibrate(people(30, 3, noise=1.2))
    far = [point.false_accept.events for point in report.points]
    frr = [point.false_reject.events for point in report.points]
    assert far == sorted(far, reverse=True)
    assert frr == sorted(frr)
    assert frr[0] < frr[-1]


def test_people_who_look_like_one_another_are_said_to_be_out_of_reach():
    faces = people(10, 2, noise=0.1)
    faces |= {f"twin {name}": pictures for name, pictures in people(10, 2, noise=0.1).items()}
    report = calibrate(faces, margin_min=0.0)
    assert not report.reaches_goal
    assert report.proposed.false_accept.value > 0.5


def test_one_picture_a_person_says_nothing_about_misses():
    report = calibrate(people(10, 1, noise=0.5))
    assert report.proposed.false_reject.trials == 0
    assert report.proposed.false_reject.bounds == (0.0, 1.0)


def test_templates_without_pictures_are_rivals_and_strangers_are_probes():
    faces = people(5, 2, noise=0.3)
    (rival,) = people(1, 1, noise=0.0, seed=9).values()
    template = FaceTemplate("rival", rival[0], 3, "model")
    strangers = [picture for (picture,) in people(50, 1, noise=0.0, seed=4).values()]
    report = calibrate(faces, templates=[template], strangers=[*strangers, rival[0]])
    assert report.people == 6
    assert report.proposed.false_accept == Rate(1, 51)


def test_too_few_people_are_refused():
    with pytest.raises(ValueError, match="two people"):
        calibrate(people(1, 3, noise=0.1))


@given(trials=st.integers(1, 5000), data=st.data())
def test_bounds_hold_the_rate_and_shrink_with_more_trials(trials: int, data):
    events = data.draw(st.integers(0, trials))
    rate = Rate(events, trials)
    low, high = rate.bounds
    assert 0 <= low <= rate.value <= high + 1e-12 <= 1 + 1e-9
    more = Rate(events * 10, trials * 10).bounds
    assert more[1] - more[0] <= high - low + 1e-12


def test_the_rule_of_three_and_wilsons_textbook_value():
    assert Rate(0, 300).bounds == (0.0, 0.01)
    assert Rate(10, 100).bounds == pytest.approx((0.0552, 0.1744), abs=1e-4)


def test_the_curve_is_svg_with_its_labels_escaped():
    svg = draw_curve(calibrate(people(20, 3, noise=1.2)), title="A < B", far_label="FAR", frr_label="FRR")
    root = ElementTree.fromstring(svg)
    assert root.tag.endswith("svg")
    texts = [element.text for element in root.iter() if element.tag.endswith("text")]
    assert {"A < B", "FAR", "FRR", "0.5 %"} <= set(texts)
    assert len([element for element in root.iter() if element.tag.endswith("polyline")]) == 1


def arguments(photos: Path, curve: Path, language: str = "vi") -> argparse.Namespace:
    return argparse.Namespace(photos=photos, curve=curve, margin_milli=50, far_percent=0.5, language=language)


def test_the_command_reads_folders_and_file_names_and_draws(face_models, lfw, tmp_path: Path, capsys):
    photos, curve = tmp_path / "photos", tmp_path / "curve.svg"
    for name in ("Alan_Greenspan", "Amanda_Bynes"):
        (photos / name).mkdir(parents=True)
        for number, data in enumerate(lfw[name]):
            (photos / name / f"{number}.jpg").write_bytes(data)
    for number, data in enumerate(lfw["Aaron_Peirsol"][:2]):
        (photos / f"017_{number}.jpg").write_bytes(data)
    (photos / "018_0.jpg").write_bytes(b"not a picture")
    assert checkin_commands.calibrate(arguments(photos, curve)) == 0
    said = capsys.readouterr().out
    assert "✗ 018_0.jpg: " in said
    assert "camera.photo_unreadable" not in said
    assert "3 người" in said
    assert "face_threshold_milli = 400" in said
    assert curve.read_text(encoding="utf-8").startswith("<svg")


def test_the_command_says_when_there_are_too_few_people(face_models, tmp_path: Path, capsys):
    assert checkin_commands.calibrate(arguments(tmp_path, tmp_path / "curve.svg")) == 1
    assert "ít nhất hai người" in capsys.readouterr().out
    assert checkin_commands.calibrate(arguments(tmp_path, tmp_path / "curve.svg", "en")) == 1
    assert "at least two people" in capsys.readouterr().out
