"""Where the secret lies that opens the key file: the operating system's keystore, or a file of its own."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Protocol

from app.storage.errors import KeystoreUnavailable
from app.storage.files import write_atomic

_SERVICE = "nghisu"


class Keystore(Protocol):
    """Keeps one secret a name, bound to this user on this machine."""

    def get(self, name: str) -> bytes | None:
        """The secret, None when there is none. Raises `KeystoreUnavailable`."""

    def set(self, name: str, secret: bytes) -> None:
        """Keep a secret. Raises `KeystoreUnavailable`."""

    def delete(self, name: str) -> None:
        """Destroy a secret; nothing happens where there is none."""


class OsKeystore:
    """Windows Credential Locker, Secret Service or KWallet, through the `keyring` package."""

    def get(self, name: str) -> bytes | None:
        import keyring
        from keyring.errors import KeyringError

        try:
            stored = keyring.get_password(_SERVICE, name)
        except KeyringError as error:
            raise KeystoreUnavailable(reason=type(error).__name__) from error
        return base64.b64decode(stored) if stored else None

    def set(self, name: str, secret: bytes) -> None:
        import keyring
        from keyring.errors import KeyringError

        try:
            keyring.set_password(_SERVICE, name, base64.b64encode(secret).decode())
        except KeyringError as error:
            raise KeystoreUnavailable(reason=type(error).__name__) from error

    def delete(self, name: str) -> None:
        import keyring
        from keyring.errors import KeyringError, PasswordDeleteError

        try:
            keyring.delete_password(_SERVICE, name)
        except PasswordDeleteError:
            return
        except KeyringError as error:
            raise KeystoreUnavailable(reason=type(error).__name__) from error


class FileKeystore:
    """A folder that only its owner can read: for a hall without a desktop session.

    Weaker than a keystore of the system: it protects a stolen data disk only where the folder lies
    elsewhere (another disk, a USB key, a service manager's credential folder).
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, name: str) -> bytes | None:
        try:
            return (self._folder / name).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise KeystoreUnavailable(reason=type(error).__name__) from error

    def set(self, name: str, secret: bytes) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            write_atomic(self._folder / name, secret)
        except OSError as error:
            raise KeystoreUnavailable(reason=type(error).__name__) from error

    def delete(self, name: str) -> None:
        try:
            (self._folder / name).unlink(missing_ok=True)
        except OSError as error:
            raise KeystoreUnavailable(reason=type(error).__name__) from error
