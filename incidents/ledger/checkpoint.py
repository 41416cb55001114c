"""A checkpoint: size and root of a log, signed, to be kept elsewhere.

Three lines that fit an e-mail: the origin `duenotice/<log>`, the number of
entries, the root over them in base64; then a blank line and the signature. Who
holds one can show later that the log was cut off or rebuilt since.

https://c2sp.org/tlog-checkpoint over https://c2sp.org/signed-note.

>>> checkpoint = Checkpoint(log="KINGSTON-2026-001", size=0, root=EMPTY_ROOT)
>>> print(checkpoint.text(), end="")
duenotice/KINGSTON-2026-001
0
47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass

from incidents.errors import DueNoticeError
from incidents.ledger.keys import NAMESPACE, SigningKey, VerifierKey, exact_base64
from incidents.ledger.merkle import EMPTY_ROOT

__all__ = [
    "EMPTY_ROOT",
    "Checkpoint",
    "ForgedNoteError",
    "NoteError",
    "OtherKeyError",
    "open_note",
    "sign",
]

#: A longer note is not read; ours have about 250 bytes.
LARGEST_NOTE = 100_000
_TEXT = re.compile(rf"{NAMESPACE}([^\n]+)\n(0|[1-9][0-9]{{0,14}})\n([A-Za-z0-9+/]{{43}}=)\n")
_SIGNATURE = re.compile(r"— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
_KEY_ID_BYTES = 4


class NoteError(DueNoticeError):
    """A text that is not a signed checkpoint."""


class ForgedNoteError(NoteError):
    """A checkpoint whose signature its key did not make."""


class OtherKeyError(NoteError):
    """A checkpoint that the key in question did not sign."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """What a log was at one moment: how many entries, and the root of all."""

    log: str
    size: int
    root: bytes

    @classmethod
    def parse(cls, text: str) -> Checkpoint:
        """Give the checkpoint of an unsigned note text; raise NoteError."""
        match = _TEXT.fullmatch(text)
        if match is None:
            raise NoteError(
                "This is not a checkpoint; one has the origin, the number of entries and the root, "
                "a line each: copy it again from the mail or file that holds it."
            )
        log, size, root = match.groups()
        try:
            return cls(log=log, size=int(size), root=exact_base64(root))
        except ValueError as wrong:
            raise NoteError(
                f"The checkpoint's root cannot be read ({wrong}); copy it again."
            ) from wrong

    def text(self) -> str:
        """Give the three lines that are signed."""
        return f"{NAMESPACE}{self.log}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def sign(checkpoint: Checkpoint, key: SigningKey) -> str:
    """Give the signed note of a checkpoint."""
    text = checkpoint.text()
    signature = base64.b64encode(key.verifier.key_id + key.sign(text.encode())).decode()
    return f"{text}\n— {key.name} {signature}\n"


def open_note(note: str | bytes, key: VerifierKey) -> Checkpoint:
    """Give the checkpoint that the key signed.

    Signatures of other keys are passed over, as the form demands; line ends of
    mail programs are forgiven. Raises NoteError for what is no checkpoint,
    OtherKeyError where the key signed nothing, ForgedNoteError where a line
    claims the key and its signature is wrong.
    """
    text, lines = _split(_readable(note))
    signatures = [line for line in map(_signature, lines) if line[:2] == (key.name, key.key_id)]
    checkpoint = Checkpoint.parse(text)
    if not signatures:
        raise OtherKeyError(
            f"The checkpoint of {checkpoint.size} entries is not signed by {key.name} with the key "
            f"{key.key_id.hex()}; ask whoever sent it which key signed it."
        )
    if not all(key.verifies(signature, text.encode()) for _, _, signature in signatures):
        raise ForgedNoteError(
            f"The checkpoint of {checkpoint.size} entries carries a signature that {key.name} "
            "did not make: its text or its signature was changed."
        )
    return checkpoint


def _readable(note: str | bytes) -> str:
    if len(note) > LARGEST_NOTE:
        raise NoteError(f"The checkpoint is longer than {LARGEST_NOTE} bytes; give the note alone.")
    try:
        text = note if isinstance(note, str) else note.decode()
    except UnicodeDecodeError as wrong:
        raise NoteError("The checkpoint is not UTF-8 text; save it again as plain text.") from wrong
    text = text.replace("\r\n", "\n")
    if _CONTROL.search(text):
        raise NoteError("The checkpoint holds control characters; save it again as plain text.")
    return text


def _split(note: str) -> tuple[str, list[str]]:
    text, blank, signatures = note.rpartition("\n\n")
    if not blank or not signatures.endswith("\n"):
        raise NoteError(
            "The checkpoint has no signature after a blank line, or was cut off: copy it whole."
        )
    return f"{text}\n", signatures[:-1].split("\n")


def _signature(line: str) -> tuple[str, bytes, bytes]:
    match = _SIGNATURE.fullmatch(line)
    try:
        raw = exact_base64(match[2]) if match else b""
    except ValueError:
        raw = b""
    if match is None or len(raw) <= _KEY_ID_BYTES:
        raise NoteError(f"{line[:80]!a} is not a signature line; copy the checkpoint again.")
    return match[1], raw[:_KEY_ID_BYTES], raw[_KEY_ID_BYTES:]
