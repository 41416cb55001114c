"""The signing keys: files in the home of the installation, made once.

One key an agency, ``<agency>.key``, which only its owner reads; and beside it
``<agency>.pub``, which anybody may have and somebody elsewhere should have: a
record rebuilt together with its key is known by a key that is another one.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from config.once import is_plain_name, write_once
from incidents.errors import DueNoticeError
from incidents.ledger.keys import KeyTextError, SigningKey, VerifierKey


class KeyFileError(DueNoticeError):
    """A key file that cannot be read, made or trusted."""


@dataclass(frozen=True, slots=True)
class FileKeyStore:
    """The keys in a folder."""

    folder: Path

    def find(self, agency: str) -> SigningKey | None:
        """Give the agency's key, or None; raise KeyFileError for a damaged one."""
        path = self._path(agency, "key")
        try:
            return SigningKey.parse(path.read_text("ascii"))
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError, KeyTextError) as wrong:
            raise KeyFileError(
                f"The key {path} cannot be read ({_reason(wrong)}); put it back from a copy."
            ) from wrong

    def ensure(self, agency: str) -> SigningKey:
        """Give the agency's key, made if it was not there.

        Of two programs that make it at the same time one is first, and both
        get that one.
        """
        found = self.find(agency)
        if found is None:
            key = SigningKey.generate(agency)
            _write(self._path(agency, "key"), key.secret_text() + "\n", 0o600)
            found = self.find(agency) or key
        _write(self._path(agency, "pub"), f"{found.verifier}\n", 0o644)
        return found

    def verifier(self, agency: str) -> VerifierKey | None:
        """Give the public half: of the key, or of its file where that is all."""
        key = self.find(agency)
        if key is not None:
            return key.verifier
        path = self._path(agency, "pub")
        try:
            return VerifierKey.parse(path.read_text("ascii"))
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError, KeyTextError) as wrong:
            raise KeyFileError(
                f"The key {path} cannot be read ({_reason(wrong)}); put it back from a copy."
            ) from wrong

    def _path(self, agency: str, ending: str) -> Path:
        if not is_plain_name(agency):
            raise KeyFileError(f"{agency!r} cannot name a key file; give the id of an agency.")
        return self.folder / f"{agency}.{ending}"


def _write(path: Path, text: str, mode: int) -> None:
    try:
        write_once(path, text.encode(), mode)
    except OSError as wrong:
        raise KeyFileError(
            f"The key {path} cannot be made ({wrong.strerror}); see that the folder belongs to the "
            "user who runs this and has room."
        ) from wrong


def _reason(wrong: Exception) -> str:
    return getattr(wrong, "strerror", None) or str(wrong).rstrip(".")
