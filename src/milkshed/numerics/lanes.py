"""Sixteen whole numbers of 32 bits as one value of compiled code: a processor's widest register.

A loop that a compiler would not widen by itself is written in these. They are lowered to plain
vectors of LLVM, which every processor has an answer for; one without registers of 512 bits takes
two or four for each. Shifts and ``&``, ``|``, ``+`` act lane by lane.
"""

import operator
from collections.abc import Callable
from typing import Any, cast

from llvmlite import ir
from llvmlite.binding import get_host_cpu_features
from numba.core import cgutils, config, types
from numba.core.errors import TypingError
from numba.extending import intrinsic, models, overload, register_model

BYTES = 64
_JIT: Any = config
_WORD, _HALF, _BYTE = ir.IntType(32), ir.IntType(16), ir.IntType(8)
_WIDE, _HALVES = ir.VectorType(_WORD, 16), ir.VectorType(_HALF, 32)


def _in_llvm(function: Callable[..., Any]) -> Callable[..., Any]:
    """An operation of compiled code, written as what LLVM is told."""
    return cast("Callable[..., Any]", intrinsic(function))


class Lanes(types.Type):
    """The type of such a value."""

    def __init__(self) -> None:
        super().__init__(name="Lanes")


_LANES = Lanes()


@register_model(Lanes)
class _LanesModel(models.PrimitiveModel):
    def __init__(self, manager: Any, lanes: Any) -> None:
        super().__init__(manager, lanes, _WIDE)  # type: ignore[no-untyped-call]


def _contiguous(array: Any) -> Any:
    """Its type, or the error that its elements do not stand side by side."""
    if array.layout != "C":
        raise TypingError(f"{array}: lanes are read from contiguous arrays")
    return array


def _pointer(context: Any, builder: Any, kind: Any, array: Any, at: Any, to: Any) -> Any:
    made = context.make_array(kind)(context, builder, array)
    return builder.bitcast(builder.gep(made.data, [at]), to.as_pointer())


def _call(builder: Any, name: str, answer: Any, given: list[Any]) -> Any:
    """What a function of LLVM's own says."""
    kind = ir.FunctionType(answer, [value.type for value in given])
    function = cgutils.get_or_insert_function(builder.module, kind, name)  # type: ignore[no-untyped-call]
    return builder.call(function, given)


@_in_llvm
def load(typing: Any, array: Any, at: Any) -> Any:
    """The 64 bytes of a contiguous array that start at an element."""

    def generate(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        place = _pointer(context, builder, signature.args[0], given[0], given[1], _WIDE)
        return builder.load(place, align=1)

    return _LANES(_contiguous(array), types.intp), generate


@_in_llvm
def load_part(typing: Any, array: Any, at: Any, count: Any) -> Any:
    """The same of the first ``count`` bytes only, zeros behind them; no other byte is read."""

    def generate(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        bytes_ = ir.VectorType(_BYTE, BYTES)
        place = _pointer(context, builder, signature.args[0], given[0], given[1], bytes_)
        number = ir.Constant(bytes_, [ir.Constant(_BYTE, n) for n in range(BYTES)])
        mask = builder.icmp_unsigned(
            "<", number, _splat(builder, builder.trunc(given[2], _BYTE), bytes_)
        )
        told = [place, ir.Constant(_WORD, 1), mask, ir.Constant(bytes_, None)]
        read = _call(builder, f"llvm.masked.load.v{BYTES}i8.p0", bytes_, told)
        return builder.bitcast(read, _WIDE)

    return _LANES(_contiguous(array), types.intp, types.intp), generate


@_in_llvm
def fetch(typing: Any, array: Any, at: Any) -> Any:
    """Let the memory bring the 64 bytes that start at an element, which will be read soon."""

    def generate(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        place = _pointer(context, builder, signature.args[0], given[0], given[1], _BYTE)
        # to be read, kept near, data
        how = [ir.Constant(_WORD, n) for n in (0, 3, 1)]
        _call(builder, "llvm.prefetch.p0", ir.VoidType(), [place, *how])
        return context.get_dummy_value()

    return types.void(_contiguous(array), types.intp), generate


@_in_llvm
def count_ones(typing: Any, word: Any) -> Any:
    """How many bits of a whole number are set."""

    def generate(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        return builder.ctpop(given[0])

    return word(word), generate


@_in_llvm
def store(typing: Any, array: Any, at: Any, lanes: Any) -> Any:
    """Write the lanes to 64 bytes of a contiguous array that start at an element."""

    def generate(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        place = _pointer(context, builder, signature.args[0], given[0], given[1], _WIDE)
        builder.store(given[2], place, align=1)
        return context.get_dummy_value()

    return types.void(_contiguous(array), types.intp, _LANES), generate


@_in_llvm
def fill(typing: Any, number: Any) -> Any:
    """One number in all lanes."""

    def generate(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        return _splat(builder, builder.trunc(given[0], _WORD), _WIDE)

    return _LANES(types.int64), generate


def _pairs_portably(builder: Any, one: Any, other: Any) -> Any:
    found = []
    for odd in (0, 1):
        chosen = ir.Constant(_WIDE, [ir.Constant(_WORD, 2 * n + odd) for n in range(16)])
        sides = [
            builder.sext(
                builder.shuffle_vector(
                    builder.bitcast(side, _HALVES), ir.Constant(_HALVES, ir.Undefined), chosen
                ),
                _WIDE,
            )
            for side in (one, other)
        ]
        found.append(builder.mul(*sides))
    return builder.add(*found)


def _pairs_by_instruction(builder: Any, one: Any, other: Any) -> Any:
    sides = [builder.bitcast(side, _HALVES) for side in (one, other)]
    return _call(builder, "llvm.x86.avx512.pmaddw.d.512", _WIDE, sides)


def _multiply(lower: Callable[[Any, Any, Any], Any]) -> Any:
    def multiply_pairs(typing: Any, one: Any, other: Any) -> Any:
        """In each lane the products of both signed halves of 16 bits, added."""

        def generate(context: Any, builder: Any, signature: Any, given: Any) -> Any:
            return lower(builder, *given)

        return _LANES(_LANES, _LANES), generate

    return _in_llvm(multiply_pairs)


def _has_instruction() -> bool:
    """Whether code is compiled for this processor, and it multiplies pairs of this width."""
    elsewhere = (_JIT.CPU_NAME, _JIT.CPU_FEATURES) != (None, None)
    return not elsewhere and bool(get_host_cpu_features().get("avx512bw"))


# LLVM does not find the instruction in the portable form of this width
multiply_pairs_portably = _multiply(_pairs_portably)
multiply_pairs = _multiply(_pairs_by_instruction) if _has_instruction() else multiply_pairs_portably


@_in_llvm
def total(typing: Any, lanes: Any) -> Any:
    """The sum of all lanes, modulo 2³²."""

    def generate(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        return _call(builder, "llvm.vector.reduce.add.v16i32", _WORD, [*given])

    return types.int32(_LANES), generate


def _splat(builder: Any, value: Any, wide: Any) -> Any:
    first = builder.insert_element(ir.Constant(wide, ir.Undefined), value, ir.Constant(_WORD, 0))
    zeros = ir.Constant(ir.VectorType(_WORD, wide.count), None)
    return builder.shuffle_vector(first, ir.Constant(wide, ir.Undefined), zeros)


def _lane_by_lane(name: str) -> Any:
    """An operation of the builder on two values of lanes."""

    def both(typing: Any, one: Any, other: Any) -> Any:
        def generate(context: Any, builder: Any, signature: Any, given: Any) -> Any:
            return getattr(builder, name)(*given)

        return _LANES(_LANES, _LANES), generate

    return _in_llvm(both)


def _lend(operation: Callable[[Any, Any], Any], name: str, *, by_number: bool = False) -> None:
    """Let Python's operator act on lanes, on the right with a number where so said."""
    act = _lane_by_lane(name)

    @overload(operation, strict=False)
    def chosen(one: Any, other: Any) -> Any:
        if not isinstance(one, Lanes):
            return None
        if isinstance(other, Lanes):
            return lambda one, other: act(one, other)
        if by_number and isinstance(other, types.Integer):
            return lambda one, other: act(one, fill(other))
        return None


_lend(operator.add, "add")
_lend(operator.iadd, "add")
_lend(operator.and_, "and_", by_number=True)
_lend(operator.or_, "or_")
_lend(operator.lshift, "shl", by_number=True)
_lend(operator.rshift, "lshr", by_number=True)
