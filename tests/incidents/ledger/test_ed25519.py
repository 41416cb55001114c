"""The signature check that is written out, against RFC 8032 and a library."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incidents.ledger.keys import SigningKey, VerifierKey
from incidents.ledger.standalone import (
    NEUTRAL,
    L,
    P,
    add,
    decode_point,
    ed25519_verifies,
    encode_point,
)

VECTORS = json.loads((Path(__file__).parent / "rfc8032.json").read_text(encoding="utf-8"))
KEY = SigningKey(name="test", seed=bytes(range(32)))
PUBLIC = KEY.verifier.public
MESSAGE = b"duenotice/KINGSTON-2026-001\n"
SIGNATURE = KEY.sign(MESSAGE)


#: The eight points whose eightfold is neutral.
SMALL_ORDER = [
    "0100000000000000000000000000000000000000000000000000000000000000",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0000000000000000000000000000000000000000000000000000000000000080",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
]


def _library_verifies(public: bytes, message: bytes, signature: bytes) -> bool:
    return VerifierKey(name="test", public=public).verifies(signature, message)


def _eightfold_is_neutral(point: tuple[int, ...]) -> bool:
    for _ in range(3):
        point = add(point, point)
    return encode_point(point) == encode_point(NEUTRAL)


@pytest.mark.parametrize("vector", VECTORS["vectors"], ids=lambda vector: vector["name"])
def test_signatures_of_the_standard_verify(vector):
    public = bytes.fromhex(vector["public"])
    message = bytes.fromhex("".join(vector["message"]))
    signature = bytes.fromhex("".join(vector["signature"]))

    assert SigningKey(name="test", seed=bytes.fromhex(vector["secret"])).sign(message) == signature
    assert ed25519_verifies(public, message, signature)
    assert not ed25519_verifies(public, message + b"\0", signature)


@settings(max_examples=30, deadline=None)
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=200))
def test_what_a_library_signs_verifies(seed, message):
    key = SigningKey(name="test", seed=seed)

    assert ed25519_verifies(key.verifier.public, message, key.sign(message))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 64 * 8 - 1))
def test_every_changed_bit_of_a_signature_is_refused(bit):
    changed = bytearray(SIGNATURE)
    changed[bit // 8] ^= 1 << bit % 8

    assert not ed25519_verifies(PUBLIC, MESSAGE, bytes(changed))
    assert not _library_verifies(PUBLIC, MESSAGE, bytes(changed))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 32 * 8 - 1))
def test_every_changed_bit_of_a_key_is_refused(bit):
    changed = bytearray(PUBLIC)
    changed[bit // 8] ^= 1 << bit % 8

    assert not ed25519_verifies(bytes(changed), MESSAGE, SIGNATURE)


@settings(max_examples=60, deadline=None)
@given(st.binary(min_size=32, max_size=32), st.binary(min_size=64, max_size=64))
def test_random_bytes_are_refused_like_by_a_library(public, signature):
    assert ed25519_verifies(public, MESSAGE, signature) is False
    assert _library_verifies(public, MESSAGE, signature) is False


@pytest.mark.parametrize("size", [0, 31, 33, 63, 65])
def test_keys_and_signatures_of_other_lengths_are_refused(size):
    assert not ed25519_verifies(bytes(size), MESSAGE, SIGNATURE)
    assert not ed25519_verifies(PUBLIC, MESSAGE, SIGNATURE[:size] + bytes(max(0, size - 64)))


@pytest.mark.parametrize("times", [1, 2, 7])
def test_a_second_signature_cannot_be_made_from_the_first(times):
    """RFC 8032, 5.1.7, demands that the second half be below L."""
    half = int.from_bytes(SIGNATURE[32:], "little") + times * L
    malleable = SIGNATURE[:32] + half.to_bytes(32, "little")

    assert not ed25519_verifies(PUBLIC, MESSAGE, malleable)
    assert not _library_verifies(PUBLIC, MESSAGE, malleable)


def test_points_in_a_second_encoding_are_refused():
    """RFC 8032, 5.1.3, step 1 and 4: y below P, and no negative zero."""
    assert decode_point((1).to_bytes(32, "little")) == (0, 1, 1, 0)
    assert decode_point((P + 1).to_bytes(32, "little")) is None
    assert decode_point((1 | 1 << 255).to_bytes(32, "little")) is None
    assert decode_point((P - 1 | 1 << 255).to_bytes(32, "little")) is None
    assert decode_point((2).to_bytes(32, "little")) is None


@pytest.mark.parametrize("encoded", SMALL_ORDER)
def test_a_key_for_which_anyone_could_sign_is_refused(encoded):
    """With a key of small order, R = sB verifies for a share of all messages."""
    public = bytes.fromhex(encoded)
    signature = bytes.fromhex(SMALL_ORDER[0]) + bytes(32)

    assert _eightfold_is_neutral(decode_point(public) or ())
    assert not any(ed25519_verifies(public, b"%d" % number, signature) for number in range(20))


@pytest.mark.parametrize("encoded", SMALL_ORDER)
def test_a_small_first_half_is_refused_like_by_a_library(encoded):
    signature = bytes.fromhex(encoded) + SIGNATURE[32:]

    assert not ed25519_verifies(PUBLIC, MESSAGE, signature)
    assert not _library_verifies(PUBLIC, MESSAGE, signature)
