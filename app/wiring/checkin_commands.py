"""`nghisu checkin calibrate`: thresholds from the roster's own photographs."""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from app.camera import calibration
from app.camera.calibration import CalibrationReport, OperatingPoint
from app.camera.curve import draw_curve
from app.camera.enrolment import Enroller
from app.camera.errors import EnrolmentError
from app.camera.frames import IMAGE_SUFFIXES
from app.camera.vision import Float32
from app.runtime.assets.locations import find_model_folder, project_root
from app.runtime.messages import Messages
from app.runtime.paths import assets_folder
from app.storage.files import write_atomic
from app.wiring.faces import face_models

_SHOWN_EVERY = 10  # of the curve's points in the printed table: one for each 0.05 of the score


def calibrate(arguments: argparse.Namespace) -> int:
    """Print error rates by threshold and what to set; draw the curve.

    `arguments`: `language`, `photos` (Path: one folder a person, or files `number_….jpg`), `curve` (Path or
    None: the SVG to write), `margin_milli` (int), `far_percent` (float: strangers accepted at most). Raises
    `ModelsMissing`.
    """
    messages = Messages.load(assets_folder() / "messages", arguments.language)
    enroller = Enroller(face_models(find_model_folder(project_root())))
    photos, refused = _embed(enroller, find_photos(arguments.photos))
    for path, error in refused:
        print(f"✗ {path.name}: {messages.of(error).what}")
    if len(photos) < 2:
        print(messages.by_code("checkin.too_few").what)
        return 1
    report = calibration.calibrate(
        photos, margin_min=arguments.margin_milli / 1000, far_goal=arguments.far_percent / 100
    )
    for line in describe(report, messages):
        print(line)
    if arguments.curve is not None:
        title = messages.by_code("checkin.curve_title", {"people": report.people}).what
        labels = {
            "far_label": messages.by_code("checkin.curve_far").what,
            "frr_label": messages.by_code("checkin.curve_frr").what,
        }
        write_atomic(arguments.curve, draw_curve(report, title=title, **labels).encode())
    return 0


def find_photos(folder: Path) -> dict[str, list[Path]]:
    """A person's pictures by folder name, or by what stands before the first "_" of a file name."""
    found: dict[str, list[Path]] = defaultdict(list)
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix.lower() in IMAGE_SUFFIXES:
            nested = path.parent != folder
            found[path.parent.name if nested else path.stem.split("_")[0]].append(path)
    return found


def describe(report: CalibrationReport, messages: Messages) -> Iterable[str]:
    """The report in lines of text; the last two are settings to copy."""
    found = {"people": report.people, "margin": f"{report.margin_min:.3f}"}
    yield messages.by_code("checkin.measured", found).what
    for point in report.points[::_SHOWN_EVERY]:
        yield _line(point)
    yield messages.by_code("checkin.proposed").what
    yield _line(report.proposed)
    if not report.reaches_goal:
        yield messages.by_code("checkin.out_of_reach").what
    yield f"face_threshold_milli = {report.threshold_milli}"
    yield f"face_margin_milli = {report.margin_milli}"


def _line(point: OperatingPoint) -> str:
    return f"  {point.score_min:.3f}  FAR {point.false_accept}  FRR {point.false_reject}"


def _embed(
    enroller: Enroller, photos: dict[str, list[Path]]
) -> tuple[dict[str, list[Float32]], list[tuple[Path, EnrolmentError]]]:
    embedded: dict[str, list[Float32]] = defaultdict(list)
    refused: list[tuple[Path, EnrolmentError]] = []
    for person, paths in photos.items():
        for path in paths:
            try:
                embedded[person].append(enroller.template(person, [path.read_bytes()]).embedding)
            except EnrolmentError as error:
                refused.append((path, error))
    return dict(embedded), refused
