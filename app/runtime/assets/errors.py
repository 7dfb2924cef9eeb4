"""What can go wrong while assets are fetched, checked and unpacked."""

from __future__ import annotations

from app.domain.errors import NghisuError


class AssetError(NghisuError):
    """Any failure of the asset installer."""

    code = "assets.error"


class ManifestInvalid(AssetError):
    """`models.toml` breaks its own rules: `where` names the entry and field, `reason` says how."""

    code = "assets.manifest_invalid"


class UnknownAsset(AssetError):
    """No entry of the manifest has this `name`."""

    code = "assets.unknown"


class WrongHash(AssetError):
    """The bytes are not the ones the manifest names: `name`, `expected`, `actual`, both SHA-256 in hex."""

    code = "assets.wrong_hash"


class WrongSize(AssetError):
    """The file is longer or shorter than the manifest says: `name`, `expected` and `actual` in bytes."""

    code = "assets.wrong_size"


class SourceUnavailable(AssetError):
    """One source could not give the file: `name`, `source`, `reason`. The next one is tried."""

    code = "assets.source_unavailable"


class NoSourceLeft(AssetError):
    """Every source failed: `name`, and `reasons`, one line a source."""

    code = "assets.no_source_left"


class ArchiveRefused(AssetError):
    """An archive that could harm the machine or is not what it should be: `name`, `reason`."""

    code = "assets.archive_refused"


class DiskFull(AssetError):
    """Not enough room: `folder`, `needed` and `free` in bytes."""

    code = "assets.disk_full"


class WriteFailed(AssetError):
    """The install folder cannot be written: `name`, `folder`, and `reason`, the system's name for it."""

    code = "assets.write_failed"


class Cancelled(AssetError):
    """The user stopped it at `name`. What was downloaded so far is kept and resumed next time."""

    code = "assets.cancelled"
