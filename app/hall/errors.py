"""Why the hall refuses. Each error carries the HTTP status that says the same to a program."""

from __future__ import annotations

from typing import ClassVar

from app.domain.errors import NghisuError


class HallError(NghisuError):
    """The hall cannot do what was asked."""

    code = "hall.error"
    status: ClassVar[int] = 400


class NotFounded(HallError):
    """There is no congress in this folder yet: `nghisu hall init` makes one."""

    code = "hall.not_founded"
    status = 503


class AlreadyFounded(HallError):
    """The folder holds a congress already, and a second one would orphan its tablets."""

    code = "hall.already_founded"


class PortTaken(HallError):
    """Another program listens on the address and port."""

    code = "hall.port_taken"


class BadAddress(HallError):
    """An address to put into the certificate is neither a name nor an IP address."""

    code = "hall.bad_address"


class TokenUnknown(HallError):
    """Nobody gave out this enrolment token."""

    code = "hall.token_unknown"
    status = 403


class TokenUsed(HallError):
    """Another device enrolled with this token."""

    code = "hall.token_used"
    status = 403


class TokenExpired(HallError):
    """The enrolment token was not used in time."""

    code = "hall.token_expired"
    status = 403


class BadProof(HallError):
    """The new device did not prove that it holds its key."""

    code = "hall.bad_proof"
    status = 403


class UnknownDevice(HallError):
    """No device of this id is enrolled."""

    code = "hall.unknown_device"
    status = 401


class DeviceWasRevoked(HallError):
    """The device is refused for good, and should wipe itself."""

    code = "hall.revoked"
    status = 403


class BadRequestToken(HallError):
    """The request's token is missing, unreadable, for another hall, or not signed by this device."""

    code = "hall.bad_token"
    status = 401


class ClockSkew(HallError):
    """The device's clock differs too much; `now_utc_ms` is the hall's."""

    code = "hall.clock_skew"
    status = 401


class NotForYou(HallError):
    """The device's role has no right to this."""

    code = "hall.not_for_you"
    status = 403


class NothingHere(HallError):
    """No such address, blob or chunk."""

    code = "hall.nothing_here"
    status = 404


class ChunkOutOfOrder(HallError):
    """An upload must go on with chunk `next`."""

    code = "hall.chunk_out_of_order"
    status = 409


class MalformedRequest(HallError):
    """The request is not what the hall expects at this address."""

    code = "hall.malformed_request"
    status = 422


class TooLarge(HallError):
    """The request is larger than `limit_bytes`."""

    code = "hall.too_large"
    status = 413


class TooMany(HallError):
    """Too many requests in a short time."""

    code = "hall.too_many"
    status = 429
