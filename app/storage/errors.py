"""What can go wrong with the store and its keys, in ways a person can mend."""

from __future__ import annotations

from app.domain.errors import NghisuError


class StorageError(NghisuError):
    """The store cannot do what was asked."""

    code = "storage.error"


class WrongKey(StorageError):
    """The file is not readable with this key: another device's file, or not a store at all."""

    code = "storage.wrong_key"


class CorruptStore(StorageError):
    """The file was readable once and is damaged now."""

    code = "storage.corrupt"


class DiskFull(StorageError):
    """There is no room left; what was stored before is whole."""

    code = "storage.disk_full"


class StoreTooNew(StorageError):
    """The store was written by a newer version of the program."""

    code = "storage.too_new"


class StoreBusy(StorageError):
    """Another running copy of the program holds the store."""

    code = "storage.busy"


class StoreUnreachable(StorageError):
    """The database server does not answer, or the folder cannot be read or written."""

    code = "storage.unreachable"


class BlobMissing(StorageError):
    """The blob is not, or not wholly, on this device yet."""

    code = "storage.blob_missing"


class BlobDamaged(StorageError):
    """A blob's bytes are not those that its name promises."""

    code = "storage.blob_damaged"


class DeltaDamaged(StorageError):
    """A delta is not one, or not for these files; the file itself can still be fetched whole."""

    code = "storage.delta_damaged"


class KeyProblem(StorageError):
    """The root of what can go wrong with keys."""

    code = "storage.key"


class KeystoreUnavailable(KeyProblem):
    """The operating system offers no keystore, or it is locked."""

    code = "storage.keystore_unavailable"


class KeyGone(KeyProblem):
    """The key has been destroyed or belongs to another machine: the data cannot be read any more."""

    code = "storage.key_gone"


class PinRequired(KeyProblem):
    """A PIN protects this device and none was given."""

    code = "storage.pin_required"


class PinWrong(KeyProblem):
    """The PIN is not right. `tries_left` tells how many remain."""

    code = "storage.pin_wrong"


class PinTooSoon(KeyProblem):
    """Wait `wait_s` seconds before the next try."""

    code = "storage.pin_too_soon"


class PinLocked(KeyProblem):
    """Too many wrong PINs: the device must be enrolled anew."""

    code = "storage.pin_locked"


class PinTooShort(KeyProblem):
    """A new PIN has fewer than `least` digits."""

    code = "storage.pin_too_short"
