"""MinHash: how many of their shingles two texts have in common, told from 64 numbers of each.

Every shingle is hashed, and each hash permuted in 64 ways; a sketch is the least number of every permutation. Of two
sketches as many numbers agree, give or take, as their texts have shingles in common of all that either has.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Sketch: TypeAlias = NDArray[np.uint32]
"""PERMUTATIONS numbers."""

PERMUTATIONS = 64

_random = np.random.RandomState(1)  # its numbers are the same in every version of NumPy
_FACTORS = 2 * _random.randint(0, 2**31, PERMUTATIONS, dtype=np.uint32) + 1  # odd ones permute the 32-bit numbers
_ADDENDS = _random.randint(0, 2**32, PERMUTATIONS, dtype=np.uint32)


def sketch(shingles: Iterable[str]) -> Sketch:
    """The sketch of one shingle or more, in any order."""
    found = (hashlib.sha1(shingle.encode(), usedforsecurity=False).digest()[:4] for shingle in shingles)
    hashes = _mixed(np.frombuffer(b"".join(found), dtype="<u4").astype(np.uint32))
    return np.asarray((hashes[:, None] * _FACTORS + _ADDENDS).min(axis=0))


def likeness(a: Sketch, b: Sketch) -> float:
    """What two texts have in common of all that either has, from 0 to 1, within .06 or so."""
    return float(np.count_nonzero(a == b)) / PERMUTATIONS


def _mixed(hashes: Sketch) -> Sketch:
    """Every bit of a number spread over all of its bits: the finalizer of MurmurHash3."""
    hashes = (hashes ^ (hashes >> np.uint32(16))) * np.uint32(0x85EBCA6B)
    hashes = (hashes ^ (hashes >> np.uint32(13))) * np.uint32(0xC2B2AE35)
    return hashes ^ (hashes >> np.uint32(16))
