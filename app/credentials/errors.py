"""What can go wrong at the credentials board, by code.

CredentialsError
|- NoCongress, DetailsUnreadable
"""

from __future__ import annotations

from app.domain.errors import NghisuError


class CredentialsError(NghisuError):
    """Root of this package's tree."""

    code = "credentials.error"


class NoCongress(CredentialsError):
    """No congress has been convened in this log: there is nothing to report on."""

    code = "credentials.no_congress"


class DetailsUnreadable(CredentialsError):
    """What the board may know of the delegates does not open with this device's key, or is damaged."""

    code = "credentials.details_unreadable"
