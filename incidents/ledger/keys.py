"""The agency's key pair, in the text forms of C2SP signed notes.

The private key signs checkpoints; the verifier key is public and belongs in the
hands of whoever may one day doubt the record: the superintendent, the lawyer.

https://c2sp.org/signed-note, sections "Signatures" and "Ed25519 signatures".
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from incidents.errors import DueNoticeError

#: Key names and origins begin with this, so that they name this program's logs.
NAMESPACE = "duenotice/"
_ED25519 = b"\x01"
_KEY_BYTES = 32
_NAME = re.compile(r"[^\s+]+")
_PRIVATE = "PRIVATE+KEY+"
_LONGEST_SHOWN = 100


class KeyTextError(DueNoticeError):
    """A text that is not a key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifierKey:
    """What checks signatures: a name, and 32 bytes of Ed25519 public key."""

    name: str
    public: bytes

    def __post_init__(self) -> None:
        """Refuse a name that a signature line could not carry."""
        _refuse_name(self.name)

    @classmethod
    def parse(cls, text: str) -> VerifierKey:
        """Give the key written as `name+hash+base64`; raise KeyTextError."""
        name, key_id, public = _parts(text.strip(), "a verifier key")
        key = cls(name=name, public=public)
        if key.key_id.hex() != key_id:
            raise KeyTextError(f"{_cut(text)} has a wrong check value; copy the whole key again.")
        return key

    @property
    def key_id(self) -> bytes:
        """Give the 4 bytes by which a signature line names the key."""
        return hashlib.sha256(self.name.encode() + b"\n" + _ED25519 + self.public).digest()[:4]

    def __str__(self) -> str:
        """Give the text form, to be printed, mailed and pinned."""
        return f"{self.name}+{self.key_id.hex()}+{_base64(_ED25519 + self.public)}"

    def verifies(self, signature: bytes, message: bytes) -> bool:
        """Say whether this key made the 64-byte signature of the message."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningKey:
    """What signs checkpoints; its seed is a secret and never printed."""

    name: str
    seed: bytes = field(repr=False)

    def __post_init__(self) -> None:
        """Refuse a name that a signature line could not carry."""
        _refuse_name(self.name)

    @classmethod
    def generate(cls, agency: str) -> SigningKey:
        """Give a new key for an agency, named `duenotice/<agency>`."""
        return cls(name=NAMESPACE + agency, seed=Ed25519PrivateKey.generate().private_bytes_raw())

    @classmethod
    def parse(cls, text: str) -> SigningKey:
        """Give the key that `secret_text` wrote; raise KeyTextError."""
        stripped = text.strip()
        if not stripped.startswith(_PRIVATE):
            raise KeyTextError(f"A private key begins with {_PRIVATE}; this file holds none.")
        name, key_id, seed = _parts(stripped.removeprefix(_PRIVATE), "a private key")
        key = cls(name=name, seed=seed)
        if key.verifier.key_id.hex() != key_id:
            raise KeyTextError("The private key's check value is wrong; restore it from a copy.")
        return key

    def secret_text(self) -> str:
        """Give the private key as text, for a file only its owner reads."""
        return f"{_PRIVATE}{self.name}+{self.verifier.key_id.hex()}+{_base64(_ED25519 + self.seed)}"

    @property
    def verifier(self) -> VerifierKey:
        """Give the public half."""
        public = Ed25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw()
        return VerifierKey(name=self.name, public=public)

    def sign(self, message: bytes) -> bytes:
        """Give the 64-byte signature of the message (RFC 8032)."""
        return Ed25519PrivateKey.from_private_bytes(self.seed).sign(message)


def exact_base64(text: str) -> bytes:
    """Give the bytes of base64 in its one exact form; raise ValueError."""
    raw = base64.b64decode(text, validate=True)
    if _base64(raw) != text:
        raise binascii.Error("bits are set that no writer sets")
    return raw


def _parts(text: str, what: str) -> tuple[str, str, bytes]:
    name, _, rest = text.partition("+")
    key_id, _, encoded = rest.partition("+")
    try:
        raw = exact_base64(encoded)
    except ValueError as wrong:
        raise KeyTextError(_unreadable(text, what)) from wrong
    if not name or raw[:1] != _ED25519 or len(raw) != 1 + _KEY_BYTES:
        raise KeyTextError(_unreadable(text, what))
    return name, key_id, raw[1:]


def _refuse_name(name: str) -> None:
    if not _NAME.fullmatch(name):
        raise KeyTextError(
            f"{name!r} cannot name a key; give a name without spaces and plus signs."
        )


def _unreadable(text: str, what: str) -> str:
    shown = "The text" if what == "a private key" else _cut(text)
    return f"{shown} is not {what}; one reads name+8 digits+base64, in one line."


def _cut(text: str) -> str:
    return repr(text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}...")


def _base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
