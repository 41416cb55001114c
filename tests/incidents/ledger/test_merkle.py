"""One root for all entries, and short proofs; RFC 6962 and RFC 9162."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.ledger.merkle import (
    EMPTY_ROOT,
    Frontier,
    ProofError,
    consistency_proof,
    inclusion_proof,
    root,
    verify_consistency,
    verify_inclusion,
)
from tests.incidents.ledger.records import UNHURRIED

#: The leaves that certificate transparency logs test themselves with.
CT_LEAVES = [
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
]
CT_ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
LEAVES = [hashlib.sha256(b"\x00" + bytes.fromhex(leaf)).digest() for leaf in CT_LEAVES]
LOGS = st.lists(st.binary(min_size=32, max_size=32), max_size=70)


def naive_root(leaves: list[bytes]) -> bytes:
    """RFC 6962, 2.1, word for word: split at the largest power of two below."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    both = naive_root(leaves[:half]) + naive_root(leaves[half:])
    return hashlib.sha256(b"\x01" + both).digest()


@pytest.mark.parametrize("size", range(9))
def test_roots_are_those_of_certificate_transparency(size):
    assert root(LEAVES[:size]).hex() == CT_ROOTS[size]


def test_the_empty_log_has_a_root():
    assert hashlib.sha256(b"").digest() == EMPTY_ROOT == root([])


@UNHURRIED
@given(LOGS)
def test_root_is_that_of_an_independent_calculation(leaves):
    assert root(leaves) == naive_root(leaves)


@UNHURRIED
@given(LOGS, st.lists(st.integers(0, 70), max_size=5))
def test_a_log_taken_in_by_parts_has_the_same_root(leaves, cuts):
    frontier, start = Frontier(), 0
    for cut in [*sorted(cuts), len(leaves)]:
        frontier.extend(leaves[start:cut])
        start = max(start, cut)

    assert (frontier.size, frontier.root()) == (len(leaves), naive_root(leaves))


@UNHURRIED
@given(LOGS, LOGS)
def test_a_frontier_survives_being_stored(leaves, more):
    frontier = Frontier()
    frontier.extend(leaves)

    again = Frontier.unpack(frontier.size, frontier.packed())
    again.extend(more)

    assert again.root() == naive_root(leaves + more)
    assert frontier.root() == naive_root(leaves)


def test_a_copied_frontier_grows_on_its_own():
    frontier = Frontier()
    frontier.extend(LEAVES[:3])

    frontier.copy().extend(LEAVES[3:])

    assert frontier.root().hex() == CT_ROOTS[3]


def test_a_million_entries_are_twenty_hashes_at_most():
    frontier = Frontier.unpack(999_999, bytes(32) * (999_999).bit_count())

    assert len(frontier.packed()) == 32 * 12


def test_a_frontier_of_the_wrong_size_is_refused():
    with pytest.raises(ProofError, match="64 bytes cannot be the frontier of 1 entries"):
        Frontier.unpack(1, bytes(64))


@UNHURRIED
@given(LOGS.filter(bool), st.data())
def test_inclusion_is_proven_for_each_entry(leaves, data):
    index = data.draw(st.integers(0, len(leaves) - 1))
    proof = inclusion_proof(leaves, index)

    assert verify_inclusion(leaves[index], index, len(leaves), proof, root=naive_root(leaves))
    assert len(proof) <= (len(leaves) - 1).bit_length()


@UNHURRIED
@given(LOGS.filter(bool), st.data())
def test_a_wrong_inclusion_proof_proves_nothing(leaves, data):
    index = data.draw(st.integers(0, len(leaves) - 1))
    proof, whole = inclusion_proof(leaves, index), naive_root(leaves)
    place = data.draw(st.integers(0, len(proof)))
    longer = [*proof[:place], bytes(32), *proof[place:]]
    shorter = proof[:-1] if proof else [bytes(32)]

    for wrong in (longer, shorter):
        assert not verify_inclusion(leaves[index], index, len(leaves), wrong, root=whole)
    assert not verify_inclusion(b"?" * 32, index, len(leaves), proof, root=whole)
    assert not verify_inclusion(leaves[index], len(leaves), len(leaves), proof, root=whole)
    assert not verify_inclusion(leaves[index], -1, len(leaves), proof, root=whole)


@UNHURRIED
@given(LOGS.filter(bool), st.data())
def test_consistency_is_proven_for_each_earlier_size(leaves, data):
    first = data.draw(st.integers(1, len(leaves)))
    proof = consistency_proof(leaves, first)
    roots = (naive_root(leaves[:first]), naive_root(leaves))

    assert verify_consistency((first, len(leaves)), roots, proof)


@UNHURRIED
@given(LOGS.filter(bool), st.data())
def test_a_rebuilt_log_has_no_consistency_proof(leaves, data):
    first = data.draw(st.integers(1, len(leaves)))
    changed = data.draw(st.integers(0, first - 1))
    rebuilt = [*leaves]
    rebuilt[changed] = bytes([rebuilt[changed][0] ^ 1]) + rebuilt[changed][1:]
    roots = (naive_root(leaves[:first]), naive_root(rebuilt))

    for proof in (consistency_proof(leaves, first), consistency_proof(rebuilt, first)):
        assert not verify_consistency((first, len(leaves)), roots, proof)


@UNHURRIED
@given(LOGS.filter(bool), st.data())
def test_a_wrong_consistency_proof_proves_nothing(leaves, data):
    first = data.draw(st.integers(1, len(leaves)))
    proof = consistency_proof(leaves, first)
    sizes, roots = (first, len(leaves)), (naive_root(leaves[:first]), naive_root(leaves))
    place = data.draw(st.integers(0, len(proof)))

    assert not verify_consistency(sizes, roots, [*proof[:place], bytes(32), *proof[place:]])
    if proof:
        assert not verify_consistency(sizes, roots, proof[:-1])
        assert not verify_consistency(sizes, roots, [])
    assert not verify_consistency((0, len(leaves)), roots, proof)
    assert not verify_consistency((len(leaves) + 1, len(leaves)), roots, proof)


def test_a_proof_that_goes_on_past_the_root_proves_nothing():
    one, two = LEAVES[0], root(LEAVES[:2])

    assert verify_consistency((1, 2), (one, two), [LEAVES[1]])
    assert not verify_consistency((1, 2), (one, two), [LEAVES[1], LEAVES[2]])
    assert verify_inclusion(one, 0, 2, [LEAVES[1]], root=two)
    assert not verify_inclusion(one, 0, 2, [LEAVES[1], LEAVES[2]], root=two)


def test_proofs_of_places_that_are_not_there_are_refused():
    with pytest.raises(ProofError, match="There is no entry 8 among 8"):
        inclusion_proof(LEAVES, 8)
    with pytest.raises(ProofError, match="no earlier log of 0"):
        consistency_proof(LEAVES, 0)
