"""What can go wrong where the pieces meet."""

from __future__ import annotations

from app.domain.errors import NghisuError


class AppError(NghisuError):
    """The program cannot do what was asked of it."""

    code = "app.error"


class DocumentRecalled(AppError):
    """The paper was called back, or is not in the congress any more."""

    code = "app.document_recalled"


class ExportNotAllowed(AppError):
    """The congress does not let papers leave its tablets."""

    code = "app.export_not_allowed"


class NothingToCompare(AppError):
    """The version before this one has no text, or is not on this device."""

    code = "app.nothing_to_compare"


class ModelsMissing(AppError):
    """Faces cannot be recognised: the models are not installed."""

    code = "app.models_missing"


class NothingRecording(AppError):
    """Asked to stop, and nothing is being recorded."""

    code = "app.nothing_recording"


class AlreadyRecording(AppError):
    """Asked to record while a recording is running."""

    code = "app.already_recording"


class SoundNotHere(AppError):
    """The sound of this recording is on another laptop, and the hall has no copy of it yet."""

    code = "app.sound_not_here"


class RecordedElsewhere(AppError):
    """Only the laptop that recorded can transcribe its recording again."""

    code = "app.recorded_elsewhere"


class ReasonMissing(AppError):
    """A check-in by hand says why."""

    code = "app.reason_missing"


class ConsentMissing(AppError):
    """A face is enrolled only after its person has agreed."""

    code = "app.consent_missing"


class PersonUnknown(AppError):
    """No person of that number is on the roster."""

    code = "app.person_unknown"


class WrongRole(AppError):
    """The invitation is for a device of another role."""

    code = "app.wrong_role"


class SamplesMissing(AppError):
    """The demonstration has no faces or voices to work with."""

    code = "app.samples_missing"


class HallDidNotStart(AppError):
    """The hall's own process ended before it listened."""

    code = "app.hall_did_not_start"


class FileUnreadable(AppError):
    """A file or folder named by the user is missing, or may not be read or written."""

    code = "app.file_unreadable"


class MarksNotReady(AppError):
    """The hall has not given this device its reader's keys yet, so that no mark can be sealed."""

    code = "app.marks_not_ready"


class DelegationMissing(AppError):
    """A mark cannot be shared: its reader belongs to no delegation."""

    code = "app.delegation_missing"


class MarkGone(AppError):
    """The mark to be changed was rubbed out meanwhile, or is another reader's."""

    code = "app.mark_gone"
