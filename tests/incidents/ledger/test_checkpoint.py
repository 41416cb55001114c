"""A checkpoint reads the same everywhere: C2SP signed-note, tlog-checkpoint."""

from __future__ import annotations

import base64
import hashlib

import pytest

from incidents.ledger.checkpoint import (
    Checkpoint,
    ForgedNoteError,
    NoteError,
    OtherKeyError,
    open_note,
    sign,
)
from incidents.ledger.keys import KeyTextError, SigningKey, VerifierKey
from tests.incidents.ledger.records import ANOTHER_KEY, KEY

#: The key, the text and the signature that the Go library golang.org/x/mod/sumdb/note
#: shows in its documentation.
GO_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_TEXT = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
)
GO_SIGNATURE = (
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
)
CHECKPOINT = Checkpoint(log="KINGSTON-2026-001", size=12, root=bytes(range(32)))
TEXT = "duenotice/KINGSTON-2026-001\n12\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n"


def test_the_key_of_another_implementation_is_read():
    key = VerifierKey.parse(GO_KEY)

    assert key.name == "PeterNeumann"
    assert key.key_id.hex() == "c74f20a3"
    assert str(key) == GO_KEY


def test_the_signature_of_another_implementation_verifies():
    raw = base64.b64decode(GO_SIGNATURE)

    assert raw[:4] == VerifierKey.parse(GO_KEY).key_id
    assert VerifierKey.parse(GO_KEY).verifies(raw[4:], GO_TEXT.encode())


def test_a_checkpoint_is_three_lines_and_a_signature():
    note = sign(CHECKPOINT, KEY)
    text, blank, signature = note.partition("\n\n")

    assert text + "\n" == TEXT == CHECKPOINT.text()
    assert blank
    assert signature.startswith("— duenotice/kingston ")
    assert signature.endswith("=\n")


def test_the_key_id_is_the_one_the_form_prescribes():
    name, key_id, encoded = str(KEY.verifier).split("+", 2)
    raw = base64.b64decode(encoded)

    assert name == "duenotice/kingston"
    assert raw[:1] == b"\x01"
    assert len(raw) == 33
    assert key_id == hashlib.sha256(b"duenotice/kingston\n" + raw).hexdigest()[:8]


def test_what_was_signed_opens_again():
    assert open_note(sign(CHECKPOINT, KEY), KEY.verifier) == CHECKPOINT
    assert open_note(sign(CHECKPOINT, KEY).encode(), KEY.verifier) == CHECKPOINT


def test_line_ends_of_a_mail_program_are_forgiven():
    note = sign(CHECKPOINT, KEY).replace("\n", "\r\n")

    assert open_note(note, KEY.verifier) == CHECKPOINT


def test_signatures_of_other_keys_are_passed_over():
    note = sign(CHECKPOINT, KEY) + sign(CHECKPOINT, ANOTHER_KEY).partition("\n\n")[2]

    assert open_note(note, KEY.verifier) == CHECKPOINT
    assert open_note(note, ANOTHER_KEY.verifier) == CHECKPOINT


def test_the_signature_of_another_key_vouches_for_nothing():
    with pytest.raises(OtherKeyError, match="not signed by duenotice/kingston"):
        open_note(sign(CHECKPOINT, ANOTHER_KEY), KEY.verifier)


def test_every_changed_letter_of_a_note_is_refused():
    note = sign(CHECKPOINT, KEY)
    for place in range(len(note)):
        changed = note[:place] + ("x" if note[place] != "x" else "y") + note[place + 1 :]

        with pytest.raises(NoteError):
            open_note(changed, KEY.verifier)


def test_one_wrong_signature_among_right_ones_is_forged():
    right = sign(CHECKPOINT, KEY)
    wrong = sign(Checkpoint(log="KINGSTON-2026-001", size=11, root=bytes(32)), KEY)

    with pytest.raises(
        ForgedNoteError, match="carries a signature that duenotice/kingston did not"
    ):
        open_note(right + wrong.partition("\n\n")[2], KEY.verifier)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "other/KINGSTON-2026-001\n12\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n",
        "duenotice/KINGSTON-2026-001\n012\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n",
        "duenotice/KINGSTON-2026-001\n-1\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n",
        "duenotice/KINGSTON-2026-001\n12\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh9=\n",
        "duenotice/KINGSTON-2026-001\n12\nAAEC\n",
        TEXT + "an extension line\n",
        TEXT.rstrip("\n"),
    ],
)
def test_a_text_in_any_other_form_is_no_checkpoint(text):
    with pytest.raises(NoteError):
        Checkpoint.parse(text)


@pytest.mark.parametrize(
    ("note", "said"),
    [
        (TEXT, "no signature after a blank line"),
        (sign(CHECKPOINT, KEY).rstrip("\n"), "was cut off"),
        (f"{TEXT}\n- duenotice/kingston AAAA\n", "is not a signature line"),
        (f"{TEXT}\n— duenotice/kingston AAA\n", "is not a signature line"),
        (f"{TEXT}\n— duenotice/kingston AAAA\n", "is not a signature line"),
        (f"{TEXT}\n\x1b\n", "control characters"),
        (b"\xff\xfe", "not UTF-8"),
        ("x" * 100_001, "longer than 100000 bytes"),
    ],
)
def test_what_is_no_signed_note_is_refused(note, said):
    with pytest.raises(NoteError, match=said):
        open_note(note, KEY.verifier)


def test_a_signing_key_survives_being_stored():
    again = SigningKey.parse(KEY.secret_text() + "\n")

    assert again == KEY
    assert open_note(sign(CHECKPOINT, again), KEY.verifier) == CHECKPOINT


def test_a_new_key_is_named_after_the_agency():
    key = SigningKey.generate("kingston-csd")

    assert key.name == "duenotice/kingston-csd"
    assert key != SigningKey.generate("kingston-csd")
    assert open_note(sign(CHECKPOINT, key), VerifierKey.parse(str(key.verifier))) == CHECKPOINT


def test_a_secret_is_never_shown():
    secret = KEY.secret_text().rpartition("+")[2]

    assert "seed" not in repr(KEY)
    with pytest.raises(KeyTextError) as refused:
        SigningKey.parse(f"PRIVATE+KEY+duenotice/kingston+{secret}")
    assert secret not in str(refused.value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "duenotice/kingston",
        f"+{str(KEY.verifier).partition('+')[2]}",
        str(KEY.verifier).replace("kingston", "kingst0n"),
        str(KEY.verifier)[:-4],
        f"{str(KEY.verifier)[:-2]}!=",
        "x" * 200,
    ],
)
def test_what_is_no_verifier_key_is_refused(text):
    with pytest.raises(KeyTextError):
        VerifierKey.parse(text)


def test_a_private_key_with_a_wrong_check_value_is_refused():
    text = KEY.secret_text().replace(KEY.verifier.key_id.hex(), "00000000")

    with pytest.raises(KeyTextError, match="check value is wrong"):
        SigningKey.parse(text)
    with pytest.raises(KeyTextError, match="begins with PRIVATE"):
        SigningKey.parse(str(KEY.verifier))


@pytest.mark.parametrize("name", ["", "duenotice/king ston", "duenotice/king+ston"])
def test_a_name_that_no_signature_line_can_carry_is_refused(name):
    with pytest.raises(KeyTextError, match="cannot name a key"):
        VerifierKey(name=name, public=bytes(32))
