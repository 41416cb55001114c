"""The keys of sealed fields: files in a folder apart from the database.

``field-0001-<id>.key`` and so on, the highest number the newest, and beside them
``index.key``; each is for its owner only, and is written once. Whoever copies
the home folder, or a back-up of the database, has no name without them.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from base64 import b64decode, b64encode
from binascii import Error as NotBase64Error
from dataclasses import dataclass
from pathlib import Path

from config.once import write_once
from config.settings import Settings
from incidents.services.field_keys import FieldKey, FieldKeyError, KeyRing

_FILE = re.compile(r"field-([0-9]{4})-([0-9a-f]{8})\.key", re.ASCII)
_INDEX = "index.key"
_BYTES = 32
_ID_LENGTH = 8


def field_keys_of(settings: Settings) -> FileFieldKeys:
    """Give where the keys of an installation lie; none is read or made yet."""
    scheme, _, path = settings.database_url.partition(":///")
    database = (Path(path).parent,) if scheme.startswith("sqlite") and path else ()
    return FileFieldKeys(settings.field_keys, apart_from=(settings.home, *database))


@dataclass(frozen=True, slots=True)
class FileFieldKeys:
    """The keys in a folder."""

    folder: Path
    #: The folders that it may not lie in: those of the home and the database.
    apart_from: tuple[Path, ...] = ()

    @property
    def place(self) -> str:
        """Say where they lie."""
        return str(self.folder)

    def find(self) -> KeyRing | None:
        """Give the ring, or None; raise FieldKeyError where part of it is missing."""
        self._refuse_inside()
        files = self._files()
        if not files:
            return None
        if not (self.folder / _INDEX).is_file():
            raise FieldKeyError(
                f"{self.folder} holds keys but no {_INDEX}, without which nobody on an imported "
                "list is known again; put it back from its copy."
            )
        return KeyRing(
            keys=tuple(FieldKey(id=key_id, secret=_read(path)) for _, key_id, path in files),
            index=_read(self.folder / _INDEX),
            place=self.place,
        )

    def ensure(self) -> KeyRing:
        """Give the ring, made if there was none.

        Of two programs that make it at the same time both get the same index
        key, and each knows the other's first key.
        """
        found = self.find()
        if found is not None:
            return found
        self._write(_INDEX, secrets.token_bytes(_BYTES))
        return self._add(1)

    def add(self) -> KeyRing:
        """Make a new key and give the ring with it."""
        self.ensure()
        return self._add(self._files()[0][0] + 1)

    def drop(self, key: str) -> None:
        """Destroy a key; what it sealed cannot be opened any more."""
        for _, key_id, path in self._files():
            if key_id == key:
                path.unlink(missing_ok=True)

    def _refuse_inside(self) -> None:
        """Refuse keys that would be copied together with what they seal."""
        folder = self.folder.resolve()
        for other in self.apart_from:
            if folder.is_relative_to(other.resolve()):
                raise FieldKeyError(
                    f"The keys of sealed fields may not lie in {self.folder}, which is inside "
                    f"{other}, where the database is: whoever copies one would have both. Set "
                    "DUENOTICE_FIELD_KEYS, or field_keys in settings.toml, to a folder elsewhere."
                )

    def _add(self, number: int) -> KeyRing:
        secret = secrets.token_bytes(_BYTES)
        self._write(f"field-{number:04d}-{_id_of(secret)}.key", secret)
        ring = self.find()
        if ring is None:
            raise FieldKeyError(f"The keys in {self.folder} went away as they were made.")
        return ring

    def _files(self) -> list[tuple[int, str, Path]]:
        """Give number, id and file of each key, the newest first."""
        try:
            names = [each.name for each in self.folder.iterdir()]
        except FileNotFoundError:
            return []
        except OSError as wrong:
            raise FieldKeyError(
                f"The keys in {self.folder} cannot be listed ({wrong.strerror}); see that the "
                "folder belongs to the user who runs this."
            ) from wrong
        matches = (_FILE.fullmatch(name) for name in names)
        found = [(int(each[1]), each[2], self.folder / each[0]) for each in matches if each]
        return sorted(found, reverse=True)

    def _write(self, name: str, secret: bytes) -> None:
        path = self.folder / name
        try:
            write_once(path, _text(secret).encode("ascii"))
        except OSError as wrong:
            raise FieldKeyError(
                f"The key {path} cannot be made ({wrong.strerror}); see that its folder belongs "
                "to the user who runs this and has room."
            ) from wrong


def _id_of(secret: bytes) -> str:
    """Give the id of a key: of its hash, so that it says nothing about the key."""
    return hashlib.sha256(b"duenotice field key\n" + secret).hexdigest()[:_ID_LENGTH]


def _text(secret: bytes) -> str:
    """Give a key as a line with its own check, so that a damaged copy is seen."""
    return f"duenotice-field-key {_id_of(secret)} {b64encode(secret).decode()}\n"


def _read(path: Path) -> bytes:
    try:
        _, key_id, text = path.read_text("ascii").split()
        secret = b64decode(text, validate=True)
    except OSError as wrong:
        raise _unreadable(path, wrong.strerror or "no reason given") from wrong
    except (ValueError, NotBase64Error):
        raise _unreadable(path, "it is not as it was written") from None
    is_named = _FILE.fullmatch(path.name)
    if _id_of(secret) != key_id or (is_named and is_named[2] != key_id):
        raise _unreadable(path, "it is not as it was written")
    return secret


def _unreadable(path: Path, reason: str) -> FieldKeyError:
    return FieldKeyError(f"The key {path} cannot be read ({reason}); put it back from its copy.")
