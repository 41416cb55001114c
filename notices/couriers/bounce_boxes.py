"""Where returned messages arrive: a folder, or a mailbox on a server (IMAP).

Nothing is taken away and nothing is marked: the box belongs to its owner, and
reading it again does no harm.
"""

from __future__ import annotations

import imaplib
import ssl
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from incidents.services.telling.bounce import Bounce, BounceBox, BounceBoxError
from notices.couriers.bounces import LARGEST, bounce_in
from notices.couriers.mail_journal import messages_in

_SECONDS = 30
_PRIVATE_PORT = 993
#: Only the newest are read each time; the rest was read before.
_NEWEST = 2_000


def box_at(place: str, *, user: str | None = None, password: str | None = None) -> BounceBox:
    """Give the box of a setting: a folder, or ``imaps://user@host/FOLDER``."""
    if not place.startswith("imaps://"):
        return FolderBox(Path(place).expanduser())
    parts = urlsplit(place)
    return ImapBox(
        host=parts.hostname or "",
        port=parts.port or _PRIVATE_PORT,
        user=unquote(parts.username or "") or user or "",
        password=password or "",
        folder=unquote(parts.path.lstrip("/")) or "INBOX",
    )


@dataclass(frozen=True, slots=True)
class FolderBox:
    """A Maildir, or a folder of .eml files."""

    folder: Path

    def read(self) -> Iterator[tuple[str, Bounce | None]]:
        """Give each message; see ``BounceBox.read``."""
        try:
            if not self.folder.is_dir():
                raise NotADirectoryError(20, "there is no such folder")
            for path in messages_in(self.folder):
                with path.open("rb") as file:
                    content = file.read(LARGEST)
                yield path.name, bounce_in(content)
        except OSError as wrong:
            raise BounceBoxError(
                f"The folder of returned messages, {self.folder}, cannot be read "
                f"({wrong.strerror}); see that `mail.bounces` names it and that you may read it."
            ) from wrong


@dataclass(frozen=True, slots=True, kw_only=True)
class ImapBox:
    """A folder of a mailbox, read in private and left as it is."""

    host: str
    user: str
    password: str = field(repr=False)
    folder: str = "INBOX"
    port: int = _PRIVATE_PORT
    #: Whom to trust; the machine's own authorities for None.
    trust: ssl.SSLContext | None = None

    def read(self) -> Iterator[tuple[str, Bounce | None]]:
        """Give each message; see ``BounceBox.read``."""
        try:
            trust = self.trust or ssl.create_default_context()
            box = imaplib.IMAP4_SSL(self.host, self.port, ssl_context=trust, timeout=_SECONDS)
            try:
                self._open_folder(box)
                for number in self._numbers(box):
                    yield number, bounce_in(_fetched(box, number))
            finally:
                with suppress(OSError, imaplib.IMAP4.error):
                    box.logout()
                with suppress(OSError):  # closed already, where the goodbye was heard
                    box.shutdown()
        except (OSError, imaplib.IMAP4.error) as wrong:
            reason = getattr(wrong, "strerror", None) or type(wrong).__name__
            raise BounceBoxError(
                f"The mailbox of returned messages on {self.host} cannot be read ({reason}); see "
                "that `mail.bounces` is right and that the password of `mail` opens it."
            ) from wrong

    def _open_folder(self, box: imaplib.IMAP4_SSL) -> None:
        """Sign in and look at the folder, without a right to change it."""
        box.login(self.user, self.password)
        quoted = self.folder.replace("\\", "\\\\").replace('"', '\\"')
        answer, _ = box.select(f'"{quoted}"', readonly=True)
        if answer != "OK":
            raise imaplib.IMAP4.error(answer)

    @staticmethod
    def _numbers(box: imaplib.IMAP4_SSL) -> list[str]:
        _, found = box.uid("SEARCH", "ALL")
        numbers = found[0].split() if found and found[0] else []
        return [each.decode("ascii") for each in numbers[-_NEWEST:]]


def _fetched(box: imaplib.IMAP4_SSL, number: str) -> bytes:
    """Give the beginning of a message, without marking it as read."""
    _, found = box.uid("FETCH", number, f"(BODY.PEEK[]<0.{LARGEST}>)")
    first = found[0] if found else None
    return first[1] if isinstance(first, tuple) else b""
