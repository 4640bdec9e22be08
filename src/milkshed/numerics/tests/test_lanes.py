"""Vectors of sixteen whole numbers in compiled code, against numpy."""

import numba
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from milkshed.numerics.lanes import (
    fetch,
    fill,
    load,
    load_part,
    multiply_pairs,
    multiply_pairs_portably,
    store,
    total,
)

Halves = NDArray[np.int16]
Words = NDArray[np.int32]


@numba.njit
def pairs(one: Halves, other: Halves, answer: Words) -> int:
    fetch(one, 0)
    found = multiply_pairs(load(one, 0), load(other, 0))
    store(answer, 0, found)
    store(answer, 16, multiply_pairs_portably(load(one, 0), load(other, 0)))
    return total(found)


@numba.njit
def shifted(given: Words, part: NDArray[np.uint8], count: int, answer: Words) -> None:
    x = load(given, 0)
    y = load_part(part, 0, count)
    x += fill(3)
    store(answer, 0, ((x >> 5) & 0xFFFF) | (x << 20))
    store(answer, 16, y & x)


half = st.integers(-(2**15), 2**15 - 1)


@settings(max_examples=50, deadline=None)
@given(st.lists(half, min_size=32, max_size=32), st.lists(half, min_size=32, max_size=32))
def test_pairs_are_multiplied_and_added_by_either_way(one: list[int], other: list[int]) -> None:
    a, b = np.array(one, np.int16), np.array(other, np.int16)
    answer = np.zeros(32, np.int32)
    whole = pairs(a, b, answer)
    wanted = (a.astype(np.int64) * b).reshape(16, 2).sum(axis=1).astype(np.int32)
    assert answer.tolist() == [*wanted.tolist(), *wanted.tolist()]
    assert whole == int(wanted.sum(dtype=np.int32))


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(0, 64))
def test_lanes_shift_and_read_no_further_than_told(seed: int, count: int) -> None:
    random = np.random.default_rng(seed)
    given = random.integers(0, 2**32, 16, dtype=np.uint32)
    part = random.integers(0, 256, count, dtype=np.uint8)
    answer = np.zeros(32, np.int32)
    shifted(given.view(np.int32), part, count, answer)
    x = given + np.uint32(3)
    assert answer[:16].view(np.uint32).tolist() == (((x >> 5) & 0xFFFF) | (x << 20)).tolist()
    padded = np.pad(part, (0, 64 - count)).view(np.uint32)
    assert answer[16:].view(np.uint32).tolist() == (padded & x).tolist()
