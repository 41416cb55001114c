"""The tree over a log: one root for all entries, and short proofs.

RFC 6962, section 2.1 (kept by RFC 9162): the root of no leaves is the hash of
nothing, a leaf is hashed under 0x00 and a node under 0x01, so that no node can
be passed off as a leaf. The chain alone finds a change in the middle; the root,
signed and kept elsewhere, also finds a log that was cut off or rebuilt.

All hashes here are 32 raw bytes; leaves are already hashed (`entry_hash`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256
from itertools import pairwise

from incidents.errors import DueNoticeError

NODE_PREFIX = b"\x01"
EMPTY_ROOT = sha256(b"").digest()
_HASH_BYTES = 32
# Copying a hash that has taken its prefix costs less than starting one.
_node = sha256(NODE_PREFIX).copy


class ProofError(DueNoticeError):
    """A proof asked for a place that the log does not have."""


def node_hash(left: bytes, right: bytes) -> bytes:
    """Give the hash of the node over two subtrees (RFC 6962, 2.1)."""
    return sha256(NODE_PREFIX + left + right).digest()


class Frontier:
    """The tree so far, kept as one hash for each complete subtree.

    A log of 1,000,000 entries is 20 hashes here, so a checkpoint after each
    change costs no second reading of the log.

    >>> frontier = Frontier()
    >>> frontier.extend([b"a" * 32, b"b" * 32, b"c" * 32])
    >>> frontier.size, len(frontier.packed())
    (3, 64)
    """

    __slots__ = ("_subtrees", "size")

    def __init__(self) -> None:
        """Start with no entries."""
        #: How many leaves the tree has.
        self.size = 0
        # At place n the root of a complete subtree of 2**n leaves, or nothing.
        self._subtrees: list[bytes | None] = []

    @classmethod
    def unpack(cls, size: int, packed: bytes) -> Frontier:
        """Give the frontier that `packed` wrote; raise ProofError otherwise."""
        if len(packed) != _HASH_BYTES * size.bit_count():
            raise ProofError(
                f"{len(packed)} bytes cannot be the frontier of {size} entries; "
                "rebuild it from the entries."
            )
        frontier, hashes = cls(), _split(packed)
        frontier.size = size
        frontier._subtrees = [
            hashes.pop() if size >> height & 1 else None for height in range(size.bit_length())
        ]
        return frontier

    def packed(self) -> bytes:
        """Give the frontier as bytes, the largest subtree first."""
        return b"".join(subtree for subtree in reversed(self._subtrees) if subtree)

    def copy(self) -> Frontier:
        """Give a frontier of the same tree that grows on its own."""
        return Frontier.unpack(self.size, self.packed())

    def extend(self, leaves: Iterable[bytes]) -> None:
        """Take in the hashes of the next entries."""
        level = list(leaves)
        self.size += len(level)
        height = 0
        while level:
            level = self._merge(level, height)
            height += 1

    def root(self) -> bytes:
        """Give the root over all leaves so far."""
        root = None
        for subtree in self._subtrees:
            if subtree:
                root = subtree if root is None else node_hash(subtree, root)
        return root or EMPTY_ROOT

    def _merge(self, level: list[bytes], height: int) -> list[bytes]:
        """Keep what has no partner at this height; give the level above."""
        if height == len(self._subtrees):
            self._subtrees.append(None)
        waiting = self._subtrees[height]
        nodes = [waiting, *level] if waiting else level
        self._subtrees[height] = nodes.pop() if len(nodes) % 2 else None
        pairs, above = iter(nodes), []
        for left in pairs:
            node = _node()
            node.update(left + next(pairs))
            above.append(node.digest())
        return above


def root(leaves: Iterable[bytes]) -> bytes:
    """Give the root over leaf hashes."""
    frontier = Frontier()
    frontier.extend(leaves)
    return frontier.root()


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """Give the path from one leaf to the root (RFC 6962, 2.1.1)."""
    if not 0 <= index < len(leaves):
        raise ProofError(f"There is no entry {index} among {len(leaves)}; they count from 0.")
    if len(leaves) == 1:
        return []
    half = _half(len(leaves))
    if index < half:
        return [*inclusion_proof(leaves[:half], index), root(leaves[half:])]
    return [*inclusion_proof(leaves[half:], index - half), root(leaves[:half])]


def consistency_proof(leaves: Sequence[bytes], first: int) -> list[bytes]:
    """Give the proof that the first entries are still there (2.1.2)."""
    if not 0 < first <= len(leaves):
        raise ProofError(f"{len(leaves)} entries hold no earlier log of {first}; give 1 or more.")
    return _subproof(leaves, first, whole=True)


def verify_inclusion(
    leaf: bytes, index: int, size: int, proof: Sequence[bytes], *, root: bytes
) -> bool:
    """Say whether the path leads from the leaf to the root (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    place, last, reached = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if place % 2 or place == last:
            reached = node_hash(step, reached)
            while place and not place % 2:
                place, last = place >> 1, last >> 1
        else:
            reached = node_hash(reached, step)
        place, last = place >> 1, last >> 1
    return last == 0 and reached == root


def verify_consistency(
    sizes: tuple[int, int], roots: tuple[bytes, bytes], proof: Sequence[bytes]
) -> bool:
    """Say whether the later log begins with the earlier (RFC 9162, 2.1.4.2)."""
    first, second = sizes
    if not 0 < first <= second:
        return False
    if first == second:
        return not proof and roots[0] == roots[1]
    path = list(proof) if first & (first - 1) else [roots[0], *proof]
    return bool(path) and _follow(first - 1, second - 1, path) == roots


def _follow(place: int, last: int, path: list[bytes]) -> tuple[bytes, bytes] | None:
    while place % 2:
        place, last = place >> 1, last >> 1
    earlier = later = path[0]
    for step in path[1:]:
        if last == 0:
            return None
        if place % 2 or place == last:
            earlier, later = node_hash(step, earlier), node_hash(step, later)
            while place and not place % 2:
                place, last = place >> 1, last >> 1
        else:
            later = node_hash(later, step)
        place, last = place >> 1, last >> 1
    return (earlier, later) if last == 0 else None


def _subproof(leaves: Sequence[bytes], first: int, *, whole: bool) -> list[bytes]:
    if first == len(leaves):
        return [] if whole else [root(leaves)]
    half = _half(len(leaves))
    if first <= half:
        return [*_subproof(leaves[:half], first, whole=whole), root(leaves[half:])]
    return [*_subproof(leaves[half:], first - half, whole=False), root(leaves[:half])]


def _half(size: int) -> int:
    """Give the largest power of two below the size."""
    return 1 << (size - 1).bit_length() - 1


def _split(packed: bytes) -> list[bytes]:
    cuts = range(0, len(packed) + _HASH_BYTES, _HASH_BYTES)
    return [packed[start:end] for start, end in pairwise(cuts)]
