"""Thresholds of the check-in and the files of its models."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


@dataclass(frozen=True, slots=True)
class FaceModels:
    """Where the models are.

    `detector`: YuNet. `recogniser`: SFace. `landmarker`: MediaPipe's face_landmarker.task, or None: then
    nobody can be asked to blink. `minifas`: the MiniFASNet pair in the order (crop 2.7, crop 4.0), or
    empty. `minifas128`: the second opinion, or None. The passive check needs all three; without them
    results carry `LivenessVerdict.PASSIVE_OFF`.
    """

    detector: Path
    recogniser: Path
    landmarker: Path | None = None
    minifas: tuple[Path, ...] = ()
    minifas128: Path | None = None

    @classmethod
    def in_folder(cls, folder: Path) -> FaceModels:
        """The models under their published names; optional ones only where their files are there."""
        landmarker = folder / "face_landmarker.task"
        pair = (folder / "2.7_80x80_MiniFASNetV2.onnx", folder / "4_0_0_80x80_MiniFASNetV1SE.onnx")
        close = folder / "face_antispoof_minifas128_9820.onnx"
        passive = all(path.is_file() for path in (*pair, close))
        return cls(
            detector=folder / "face_detection_yunet_2023mar.onnx",
            recogniser=folder / "face_recognition_sface_2021dec.onnx",
            landmarker=landmarker if landmarker.is_file() else None,
            minifas=pair if passive else (),
            minifas128=close if passive else None,
        )


class LivenessPolicy(StrEnum):
    """How much proof of life a check-in asks for."""

    OFF = "off"
    """None: a steward looks at every face anyway."""
    NORMAL = "normal"
    """An attended gate: at once where the pixels look clearly alive and the face moves as no flat picture
    can, else one turn of the head to a random side."""
    STRICT = "strict"
    """A tablet that nobody watches: the passive score, two turns in random order and one blink at a random
    position, all by the same face."""


@dataclass(frozen=True, slots=True)
class CheckInSettings:
    """Every threshold of the pipeline, per congress. Measured values: docs/decisions/0003-face-pipeline.md.

    Detection
        `detector_long_side_px`: the picture is shrunk to this before detection.
        `detector_score_min`: YuNet's confidence, 0-1.
    Quality (of the chosen face)
        `eye_distance_min_px`: between the eyes, in the picture; 22 recognises as well as 43, 17 does not.
        `face_height_max`: part of the picture's height; nearer than this cuts chin or hair off.
        `luma_min`, `luma_max`: mean grey of the face, 0-255.
        `backlight_ratio_max`: grey of the background over the face's, asked only of faces darker than
        `backlight_luma_max`: a lit face before a bright wall is fine.
        `sharpness_min`: variance of the Laplacian of the aligned 112 x 112 grey crop.
        `yaw_max`, `pitch_ratio_*`: shape of the five landmarks, see `quality.py`; no unit.
        `roll_max_deg`: tilt of the line between the eyes.
        `mouth_edges_min`, `lower_chroma_max`: a covered mouth, see `quality.py`. Measured on 660 LFW faces
        and
        painted masks: no face lies below 0.3, no mask above 0.1; 0.5 % of faces lie above 19.
        `black_luma_max`: a whole picture at most this bright is a covered lens, 0-255.
    Several faces
        `rival_area_min`: a second face of this part of the first one's area might be the one at the gate.
        `still_speed_max`: eye distances a second; who moves faster is walking. `still_ms`: for so long.
    Enrolment
        `photos_agree_min`: cosine between a photograph and the mean of the person's others.
        `same_photo_min`: two photographs at least this similar are one and the same, or as good as that.
        `live_frames`, `live_interval_ms`: good frames of a live enrolment, and the time between them.
    Recognition
        `score_min`: cosine, 0-1. OpenCV's 0.363 lets in 32 % of strangers at 1:500 (style.md); 0.48 is
        where calibration starts. `margin_min`: lead over the second-best person, cosine.
        `twin_min`: people whose templates are this similar are shown to the steward.
        `frames_to_accept`: frames of one track whose mean must name a person.
        `frames_to_refuse`, `refuse_after_ms`: good frames without agreement, and the time since the first of
        them, after which the attempt fails: who walks up is first seen small, moving and turned.
    Liveness
        `passive_frames_min`, `passive_accept`: issue-measured: mean of five or more frames, 1.75.
        `passive_margin`: so much more, and `passive_close_min` by the network that sees the face alone, is
        "clearly alive": of 224 replays that fill the picture 3 are, of 32 live windows 30.
        `passive_close_far`, `passive_frames_far`: that is clear after fewer frames; no replay reaches it.
        `soft_min`: part of the eye distance that a plane's movement leaves unexplained, see `motion.py`.
        `challenge_after_ms`: after this long without a sign of life the person is asked for one.
        `challenge_step_ms`: time for each thing asked.
        `blink_fps_min`: on slower cameras blinks are not judged.
    Track
        `track_gap_max_ms`: a face away for longer is a new arrival. `track_overlap_min`: intersection
        over union of boxes in consecutive frames.
        `continuity_min`: cosine to the track's first embedding; less is another person in the same place.
        `recheck_ms`: how often that is asked once it is known who it is.
        `retry_after_ms`: pause after a refusal. `refusals_to_steward`: then a person must help.
    """

    detector_long_side_px: int = 320
    detector_score_min: float = 0.8
    eye_distance_min_px: float = 20.0
    face_height_max: float = 0.9
    luma_min: float = 45.0
    luma_max: float = 235.0
    backlight_ratio_max: float = 2.0
    backlight_luma_max: float = 80.0
    sharpness_min: float = 30.0
    yaw_max: float = 0.35
    pitch_ratio_min: float = 0.3
    pitch_ratio_max: float = 0.85
    roll_max_deg: float = 25.0
    mouth_edges_min: float = 0.2
    lower_chroma_max: float = 22.0
    black_luma_max: float = 8.0
    rival_area_min: float = 0.5
    still_speed_max: float = 1.0
    still_ms: int = 400
    photos_agree_min: float = 0.3
    same_photo_min: float = 0.985
    live_frames: int = 5
    live_interval_ms: int = 300
    score_min: float = 0.48
    margin_min: float = 0.05
    twin_min: float = 0.55
    frames_to_accept: int = 3
    frames_to_refuse: int = 6
    refuse_after_ms: int = 1000
    liveness: LivenessPolicy = LivenessPolicy.NORMAL
    passive_frames_min: int = 5
    passive_accept: float = 1.75
    passive_margin: float = 1.5
    passive_close_min: float = 6.0
    passive_close_far: float = 7.5
    passive_frames_far: int = 4
    soft_min: float = 0.0036
    challenge_after_ms: int = 1000
    challenge_step_ms: int = 5000
    blink_fps_min: float = 12.0
    track_gap_max_ms: int = 600
    track_overlap_min: float = 0.3
    continuity_min: float = 0.3
    recheck_ms: int = 500
    retry_after_ms: int = 2000
    refusals_to_steward: int = 2

    def __post_init__(self) -> None:
        if self.frames_to_accept < 2 or self.frames_to_refuse < self.frames_to_accept:
            raise ValueError("a decision needs two frames or more, and no fewer to refuse than to accept")
