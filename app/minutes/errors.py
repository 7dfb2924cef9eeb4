"""What can go wrong on the way to the minutes, by code.

MinutesError
|- NoCongress, NothingRecorded, VersionUnknown, ExportCancelled
|- TemplateError
   |- TemplateUnreadable, TemplateTooLarge, TemplateUnsafe
   |- TemplateFieldUnknown, TemplateTagWrong, TemplateTornApart
"""

from __future__ import annotations

from app.domain.errors import NghisuError


class MinutesError(NghisuError):
    """Root of this package's tree."""

    code = "minutes.error"


class NoCongress(MinutesError):
    """No congress has been convened in this log: there is nothing to write minutes of."""

    code = "minutes.no_congress"


class NothingRecorded(MinutesError):
    """Subtitles of a recording in which nobody was heard."""

    code = "minutes.nothing_recorded"


class VersionUnknown(MinutesError):
    """No minutes of that id were put before the presidium."""

    code = "minutes.version_unknown"


class ExportCancelled(MinutesError):
    """Somebody pressed cancel; no file was written."""

    code = "minutes.export_cancelled"


class TemplateError(MinutesError):
    """A Word template cannot be used. `name` is the file's."""

    code = "minutes.template_error"


class TemplateUnreadable(TemplateError):
    """The file is no Word document."""

    code = "minutes.template_unreadable"


class TemplateTooLarge(TemplateError):
    """More than `limit_mb` in the file or unpacked."""

    code = "minutes.template_too_large"


class TemplateUnsafe(TemplateError):
    """It would run something or fetch something: `part` says where."""

    code = "minutes.template_unsafe"


class TemplateFieldUnknown(TemplateError):
    """Minutes have no field of the name `field`."""

    code = "minutes.template_field_unknown"


class TemplateTagWrong(TemplateError):
    """`tag` is no tag that templates may have, or is not closed."""

    code = "minutes.template_tag_wrong"


class TemplateTornApart(TemplateError):
    """A loop or condition begins in one paragraph and ends in the middle of another."""

    code = "minutes.template_torn_apart"
