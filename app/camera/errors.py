"""What can go wrong around a camera, a model or a photograph, and that a person can mend."""

from __future__ import annotations

from typing import ClassVar

from app.domain.errors import NghisuError


class CameraError(NghisuError):
    """Root of this package's errors."""

    code: ClassVar[str] = "camera.error"


class SourceError(CameraError):
    """Frames do not come. `name` is the source's name as the user knows it."""

    code = "camera.source"


class CameraNotFound(SourceError):
    """No such camera is plugged in."""

    code = "camera.not_found"


class CameraBusy(SourceError):
    """The camera is there but gives nothing: another program holds it, or access is denied."""

    code = "camera.busy"


class CameraUnplugged(SourceError):
    """The camera worked and then stopped giving frames."""

    code = "camera.unplugged"


class CameraStuck(SourceError):
    """The capture thread did not stop within its deadline: the driver hangs in a read."""

    code = "camera.stuck"


class VideoUnreadable(SourceError):
    """The file is missing or no decoder here understands it."""

    code = "camera.video_unreadable"


class NoImages(SourceError):
    """The folder holds no readable picture."""

    code = "camera.no_images"


class ModelError(CameraError):
    """A face model cannot be used. `name` is its file name."""

    code = "camera.model"


class ModelMissing(ModelError):
    """The file is not there."""

    code = "camera.model_missing"


class ModelDamaged(ModelError):
    """The file is there but is not the model that it should be."""

    code = "camera.model_damaged"


class EnrolmentError(CameraError):
    """A photograph cannot become a template. `photo` is its number in the order given, from 1."""

    code = "camera.enrolment"


class PhotoUnreadable(EnrolmentError):
    """Not an image, or damaged, or unreasonably large."""

    code = "camera.photo_unreadable"


class PhotoWithoutFace(EnrolmentError):
    """No face was found."""

    code = "camera.photo_no_face"


class PhotoWithSeveralFaces(EnrolmentError):
    """More than one face of similar size: whose is it?"""

    code = "camera.photo_several_faces"


class PhotoPoor(EnrolmentError):
    """A face, but too small, dark, blurred or turned. `reason` is a `QualityReason` value."""

    code = "camera.photo_poor"


class PhotosDisagree(EnrolmentError):
    """Photographs given for one person show different people."""

    code = "camera.photos_disagree"


class NoPhotos(EnrolmentError):
    """Nothing to enrol from."""

    code = "camera.no_photos"
