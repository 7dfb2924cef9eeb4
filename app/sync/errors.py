"""What can stand between a device and its hall."""

from __future__ import annotations

from app.domain.errors import NghisuError


class SyncError(NghisuError):
    """The device and the hall did not come together."""

    code = "sync.error"


class BadAddress(SyncError):
    """What was typed is no address of a hall."""

    code = "sync.bad_address"


class BadInvitation(SyncError):
    """The provisioning file or code is damaged, incomplete, or something else altogether."""

    code = "sync.bad_invitation"


class InvitationTooNew(SyncError):
    """The provisioning was made for a newer version of the program."""

    code = "sync.invitation_too_new"


class NotEnrolled(SyncError):
    """This device has not been enrolled, or the hall does not know it."""

    code = "sync.not_enrolled"


class HallUnreachable(SyncError):
    """Nobody answers at the hall's address, or the connection broke."""

    code = "sync.hall_unreachable"


class WrongCa(SyncError):
    """Whoever answers there is not this congress's hall."""

    code = "sync.wrong_ca"


class BadAnswer(SyncError):
    """The hall's answer makes no sense: another version, or something in between alters it."""

    code = "sync.bad_answer"


class HallTrouble(SyncError):
    """The hall is busy or in trouble of its own; trying again later helps. `hall_code` says what it named."""

    code = "sync.hall_trouble"


class RefusedByHall(SyncError):
    """The hall understood and refused. `hall_code` is its reason."""

    code = "sync.refused"


class NotAtHall(SyncError):
    """The hall has no such thing for this device."""

    code = "sync.not_at_hall"


class TokenUnknown(SyncError):
    """The hall never gave out this enrolment token."""

    code = "sync.token_unknown"


class TokenUsed(SyncError):
    """Another device has used this enrolment token."""

    code = "sync.token_used"


class TokenExpired(SyncError):
    """The enrolment token was not used in time."""

    code = "sync.token_expired"


class Revoked(SyncError):
    """The congress has revoked this device: it must wipe itself."""

    code = "sync.revoked"


class ClockWrong(SyncError):
    """The hall refuses the device's time even after it was corrected."""

    code = "sync.clock_wrong"


class UntrustedFeed(SyncError):
    """The feed breaks the chain, or holds an event that nobody known has signed."""

    code = "sync.untrusted_feed"


class HallBehind(SyncError):
    """The hall knows less than this device: it was set back to an older state."""

    code = "sync.hall_behind"


OF_HALL_CODE: dict[str, type[SyncError]] = {
    "hall.token_unknown": TokenUnknown,
    "hall.token_used": TokenUsed,
    "hall.token_expired": TokenExpired,
    "hall.revoked": Revoked,
    "hall.unknown_device": NotEnrolled,
    "hall.clock_skew": ClockWrong,
    "hall.nothing_here": NotAtHall,
}
"""What the hall's refusals mean to a device."""
