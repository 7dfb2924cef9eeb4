"""Run by another interpreter, which has dlib and face_recognition_models: their misses on LFW, as JSON.

`python checkin_dlib.py lfw_250ids.tar`. Nothing of the product is imported, and the product never imports
this.
"""

from __future__ import annotations

import json
import sys
import tarfile
from collections import defaultdict

import cv2
import dlib
import face_recognition_models as models
import numpy as np

DEFAULT_DISTANCE = 0.6


def main(path: str) -> None:
    detector = dlib.get_frontal_face_detector()
    shape = dlib.shape_predictor(models.pose_predictor_five_point_model_location())
    network = dlib.face_recognition_model_v1(models.face_recognition_model_location())

    def embed(data: bytes) -> np.ndarray | None:
        image = cv2.cvtColor(cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR), cv2.COLOR_BGR2RGB)
        boxes = detector(image, 1)
        if not boxes:
            return None
        middle = min(
            boxes,
            key=lambda box: np.hypot(
                box.center().x - image.shape[1] / 2, box.center().y - image.shape[0] / 2
            ),
        )
        return np.array(network.compute_face_descriptor(image, shape(image, middle)))

    people, strangers = defaultdict(list), []
    with tarfile.open(path) as tar:
        for member in sorted(tar.getmembers(), key=lambda one: one.name):
            if member.isfile() and member.name.endswith(".jpg"):
                group, person = member.name.split("/")[:2]
                found = embed(tar.extractfile(member).read())
                if group == "gallery":
                    people[person].append(found)
                else:
                    strangers.append(found)
    rows = []
    for photos, far in ((3, 0.005), (1, 0.01)):
        rows += trial(people, strangers, photos, far)
    print(json.dumps(rows))


def trial(people: dict, strangers: list, photos: int, far: float) -> list[dict]:
    taken = {name: [one for one in looks if one is not None][:photos] for name, looks in people.items()}
    names = [name for name, looks in taken.items() if looks]
    templates = np.stack([np.mean(taken[name], axis=0) for name in names])
    own = []
    for row, name in enumerate(names):
        for look in people[name]:
            if look is not None and any(look is one for one in taken[name]):
                continue
            distances = np.full(len(names), 9.0)
            if look is not None:
                distances = np.linalg.norm(templates - look, axis=1)
            own.append(distances[row] if int(np.argmin(distances)) == row else 9.0)
    other = np.array(
        [9.0 if one is None else np.linalg.norm(templates - one, axis=1).min() for one in strangers]
    )
    own = np.array(own)
    at_far = np.sort(other)[int(far * len(other))]
    note = f"{len(own)} probes, {len(other)} strangers"
    return [
        entry(
            f"LFW, {photos}: missed at {far:.1%} of strangers",
            (own >= at_far).mean(),
            f"{note}; {at_far:.3f}",
        ),
        entry(f"LFW, {photos}: missed at {DEFAULT_DISTANCE}", (own >= DEFAULT_DISTANCE).mean(), note),
        entry(f"LFW, {photos}: strangers at {DEFAULT_DISTANCE}", (other < DEFAULT_DISTANCE).mean(), note),
    ]


def entry(name: str, part: float, note: str) -> dict:
    return {"name": name, "percent": 100 * float(part), "note": note}


if __name__ == "__main__":
    main(sys.argv[1])
