"""One evaluation in several parts, each with its own animals and their records.

A part holds a range of animals, the records of those, and copies of the parents that stand in
other parts. An iteration exchanges the values of those parents and what their progeny add to them,
and sums the small effects (herd-year-season, groups) over all parts: that is all that is shared.
The two walks through the pedigree that scale the residual go from part to part, the youngest
first and then the oldest first, so that parts need no more iterations than one. A
herd whose cows stand together in the numbering falls into one part; what of it does not costs
nothing but its parents. The parts talk through a :class:`.communicator.Communicator`: threads,
processes on one machine, Dask workers that hold their shards, or MPI ranks on several.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from milkshed.breeding.science.arrays import Bool, Float, Index, Int, Single
from milkshed.breeding.science.conjugate_gradients import spread_of
from milkshed.breeding.science.equations import Equations
from milkshed.breeding.science.pedigree_factor import (
    absorb,
    hand_down,
    step_and_measure,
)
from milkshed.breeding.science.preconditioners import step_and_scale
from milkshed.breeding.science.record_rows import RecordRows, bytes_read, flattened
from milkshed.breeding.science.refusals import NotUsable
from milkshed.breeding.science.sweep import Sweep, most_records
from milkshed.breeding.science.sweep_kernels import Kind, sweep_kernel
from milkshed.numerics.communicator import (
    Alone,
    Communicator,
    Mpi,
    run_processes,
    run_threads,
)
from milkshed.numerics.sockets import run_dask

Way = Literal["alone", "threads", "processes", "dask", "mpi"]


@dataclass(frozen=True, slots=True, eq=False)
class Shard:
    """What one part holds, all of it picklable.

    Places are local: parents of other parts first (``ghosts``), then the part's own animals, then
    the groups. ``sent[k]``: which own animals part k has as ghosts; ``received``: how many ghosts
    come from each part. ``other_right``, ``other_blocks`` and what belongs to groups are the same
    in all parts. ``turn`` and ``metric`` are the canonical basis', ``factor`` is that of the
    pedigree, with rows for the ghosts. ``bound``: unknowns set to zero, of own animals, groups
    and other effects, each (0, 0) where there are none.
    """

    ghosts: int
    sire: Index
    dam: Index
    precision: Float
    turn: Float
    metric: Float
    group_part: Float
    rows: RecordRows
    kernel: Kind
    longest: int
    sent: tuple[Int, ...]
    received: tuple[int, ...]
    own_right: Float
    factor: Single
    other_right: Float
    other_blocks: tuple[tuple[int, Single], ...]
    ridges: tuple[tuple[int, int, Float], ...]
    group_right: Float
    group_factor: Single
    bound: tuple[Bool, Bool, Bool]
    size: float
    tolerance: float
    iterations: int

    @property
    def nbytes(self) -> int:
        """Bytes of its arrays."""
        arrays: list[NDArray[Any]] = [
            self.sire, self.dam, self.precision, self.own_right, self.factor,
            self.other_right, self.rows.place, self.rows.z,
        ]  # fmt: skip
        return bytes_read(self.rows) + sum(array.nbytes for array in arrays)


@dataclass(frozen=True, slots=True, eq=False)
class Solved:
    """All unknowns of the equations, the path of the relative residual, and bytes exchanged.

    ``moved``: bytes a part sends in one iteration, the mean over parts.
    """

    unknowns: Float
    residuals: tuple[float, ...]
    moved: float


def cut(
    equations: Equations, parts: int, *, tolerance: float = 1e-10, iterations: int = 2000
) -> tuple[Sweep, list[Shard]]:
    """Deal the equations to ``parts`` of about the same work.

    Raises :class:`NotUsable` where the model is no sweep over animals (see
    :class:`.sweep.Sweep`) or relates animals by genotypes.
    """
    sweep = Sweep.of(equations)
    if sweep is None:
        raise NotUsable(
            "分片：模型中每条记录只能有一个亲缘相关的效应",
            "shards: the model needs one effect of related animals for each record",
        )
    if sweep.structure.beyond is not None:
        raise NotUsable(
            "分片：不能有基因组亲缘关系", "shards: relationships by genotypes cannot be dealt out"
        )
    a, rows = sweep.relatives, sweep.rows
    size = sweep.size
    work = np.arange(a.animals + 1) * 3 + rows.begin
    cuts = np.searchsorted(work, work[-1] * np.arange(parts + 1) / parts)
    cuts[0], cuts[-1] = 0, a.animals
    right, _ = sweep.loaded(equations.y)
    own_right = right[sweep.other_blocks :].reshape(-1, size)
    scaling = sweep.preconditioner()
    own_bound, other_bound = _bound(sweep)
    ghosts = []
    for first, stop in pairwise(cuts.tolist()):
        parents = np.concatenate([a.sire[first:stop], a.dam[first:stop]])
        outside = parents[(parents >= 0) & (parents < first)]
        ghosts.append(np.unique(outside))
    norm = sweep.norm(spread_of(equations))
    shards = []
    for k, (first, stop) in enumerate(pairwise(cuts.tolist())):
        g, own = len(ghosts[k]), stop - first

        def local(
            parent: Index, first: int = first, k: int = k, g: int = g, own: int = own
        ) -> Index:
            answer = np.full(len(parent), -1, dtype=np.int32)
            mine = (parent >= first) & (parent < a.animals)
            answer[mine] = parent[mine] - first + g
            before = (parent >= 0) & (parent < first)
            answer[before] = np.searchsorted(ghosts[k], parent[before])
            groups = parent >= a.animals
            answer[groups] = parent[groups] - a.animals + g + own
            return answer

        nobody = np.full(g, -1, dtype=np.int32)
        low, high = int(rows.begin[first]), int(rows.begin[stop])
        begin = np.concatenate([np.zeros(g, np.int64), rows.begin[first : stop + 1] - low])
        held = RecordRows(
            begin.astype(np.int32), (rows.animal[low:high] - np.int32(first - g)).astype(np.int32),
            rows.place[low:high].copy(), rows.width, rows.multiplier,
            rows.kind[low:high].copy(), rows.weight,
            rows.root[low:high].copy() if rows.root.size else rows.root,
            rows.curve[low:high].copy() if rows.curve.size else rows.curve,
            rows.z, rows.own, rows.hidden,
            np.concatenate([np.zeros(g, np.int32), rows.which[first:stop]])
            if rows.which.size
            else rows.which,
            rows.inverse,
        )  # fmt: skip
        owner = np.searchsorted(cuts, ghosts[k], side="right") - 1
        shards.append(
            Shard(
                g,
                np.concatenate([nobody, local(a.sire[first:stop])]),
                np.concatenate([nobody, local(a.dam[first:stop])]),
                np.concatenate([np.zeros(g), a.precision[first:stop]]),
                sweep.basis.flat, sweep.basis.metric, a.group_part, held,
                sweep.kind,
                most_records(held.begin, g, g + own),
                tuple(
                    other[(other >= first) & (other < stop)].astype(np.int64) - first
                    for other in ghosts
                ),
                tuple(np.bincount(owner, minlength=parts).tolist()),
                own_right[first:stop].copy(),
                np.concatenate([np.zeros((g, size), np.float32), scaling.factor[first:stop]]),
                right[: sweep.other_blocks].copy(),
                tuple(scaling.others.blocks),
                sweep.ridges(),
                own_right[a.animals :].copy(),
                scaling.factor[a.animals :].copy(),
                (
                    own_bound[first:stop].copy() if own_bound.size else own_bound,
                    own_bound[a.animals :].copy() if own_bound.size else own_bound,
                    other_bound,
                ),
                norm, tolerance, iterations,
            )
        )  # fmt: skip
    return sweep, shards


def _bound(sweep: Sweep) -> tuple[Bool, Bool]:
    """What is set to zero, of animals and groups (levels, width) and of other effects."""
    none = np.zeros((0, 0), dtype=np.bool_)
    if not sweep.bound.size:
        return none, none
    own = sweep.bound[sweep.other_blocks :].reshape(-1, sweep.size)
    other = sweep.bound[: sweep.other_blocks]
    return own if own.any() else none, other if other.any() else none


def solve_shards(
    equations: Equations,
    parts: int,
    *,
    way: Way = "threads",
    tolerance: float = 1e-10,
    iterations: int = 2000,
    start: str = "spawn",
    client: Any = None,
) -> Solved:
    """Solve the equations in so many parts; the answer is that of one part but for rounding.

    ``way``: threads; processes; dask, with a ``client`` of ``distributed`` that has at least so
    many workers; or mpi, where every rank calls this with the same equations, ``parts`` is the
    number of ranks and all get the answer. ``start``: how processes begin. Raises
    :class:`NotUsable` where the model cannot be dealt out or the way is not at hand.
    """
    if way == "dask" and client is None:
        raise NotUsable(
            'way="dask"：请给出 distributed.Client（client=）',
            'way="dask": give a distributed.Client as client',
        )
    if way == "mpi":
        if not Mpi.present():
            raise NotUsable(
                'way="mpi"：没有安装 mpi4py；请用 threads、processes 或 dask',
                'way="mpi": mpi4py is not installed; use threads, processes or dask',
            )
        if Mpi().size != parts:
            raise NotUsable(
                f'way="mpi"：parts = {parts}，但有 {Mpi().size} 个进程（mpiexec -n）',
                f'way="mpi": {parts} parts, but {Mpi().size} ranks (mpiexec -n)',
            )
    sweep, shards = cut(equations, parts, tolerance=tolerance, iterations=iterations)
    numbers = _numbers(shards, sweep)
    moved = float(np.mean([_sent(shard, sweep) for shard in shards]))
    if way == "mpi":
        comm = Mpi()
        all_own, all_other, all_path = work(comm, shards[comm.rank])
        # the first rank alone has everything
        told = [all_own if comm.rank == 0 else all_own[:0]] * comm.size
        answers: Sequence[tuple[Float, ...]] = [(comm.exchange(told)[0], all_other, all_path)]
    elif way == "dask":
        answers = run_dask(work, shards, client=client)
    elif way == "processes":
        answers = run_processes(work, shards, numbers=numbers, start=start)
    elif way == "threads":
        answers = run_threads(work, shards, numbers=numbers)
    else:
        answers = [work(Alone(), shards[0])]
    own, other, path = answers[0]
    vector = np.concatenate([other.reshape(-1, sweep.traits), own.reshape(-1, sweep.traits)])
    return Solved(sweep.whole(vector), tuple(path.tolist()), moved)


def _numbers(shards: list[Shard], sweep: Sweep) -> int:
    """The longest message: the solutions of a part at the end, or the small effects."""
    width = sweep.size
    groups = len(shards[0].group_right)
    small = sweep.other_blocks * sweep.traits + groups * width + 2
    longest = max(shard.own_right.size for shard in shards)
    sent = max(sum(len(one) for one in shard.sent) * width for shard in shards)
    ghosts = max(shard.ghosts * width for shard in shards)
    return max(small, longest, sent, ghosts)


def _sent(shard: Shard, sweep: Sweep) -> int:
    width = sweep.size
    ghosts = sum(len(one) for one in shard.sent) + shard.ghosts
    return 8 * (2 * ghosts * width + sweep.other_blocks * sweep.traits)


def work(comm: Communicator, shard: Shard) -> tuple[Float, Float, Float]:
    """Conjugate gradients of one part: animals and groups, other effects, path of the residual.

    The first is of all parts at rank 0, and the groups' alone elsewhere.
    """
    own = _Part(comm, shard)
    x, r = own.zeros(), own.right()
    p, q = own.zeros(), own.zeros()
    square, scaled = own.advance(0.0, p, q, x, r)
    for target, source in zip(p, q, strict=True):
        target[:] = source
    path: list[float] = []
    while shard.size and np.sqrt(square) / shard.size > shard.tolerance:
        if len(path) >= shard.iterations:
            break
        own.product(p, q)
        along = own.inner(p, q)
        if not along > 0.0:
            break
        step = scaled / along
        square, new = own.advance(step, p, q, x, r)
        path.append(float(np.sqrt(square)) / shard.size)
        share = new / scaled
        for target, source in zip(p, q, strict=True):
            target *= share
            target += source
        scaled = new
    animals, groups, other = x
    found = comm.gather(np.ascontiguousarray(animals).reshape(-1))
    parts = [] if found is None else found
    return np.concatenate([*parts, groups.reshape(-1)]), other, np.array(path)


Vector = tuple[Float, Float, Float]


class _Part:
    """The operator of one part. A vector is (own animals, groups, other effects)."""

    def __init__(self, comm: Communicator, shard: Shard) -> None:
        self.comm, self.shard = comm, shard
        self.width = shard.own_right.shape[1]
        self.kernel: Callable[..., None] = sweep_kernel(*shard.kernel)
        levels = len(shard.sire) + len(shard.group_right)
        self.x = np.zeros((levels, self.width))
        self.answer = np.zeros((len(shard.sire), self.width))
        self.tail = np.zeros_like(shard.group_right)
        self.small = np.zeros_like(shard.other_right)

    def zeros(self) -> Vector:
        s = self.shard
        return (
            np.zeros_like(s.own_right),
            np.zeros_like(s.group_right),
            np.zeros_like(s.other_right),
        )

    def right(self) -> Vector:
        s = self.shard
        return s.own_right.copy(), s.group_right.copy(), s.other_right.copy()

    def product(self, vector: Vector, answer: Vector) -> None:
        """Set ``answer`` to C v."""
        s = self.shard
        own, groups, other = vector
        received = self.comm.exchange([own[place].reshape(-1) for place in s.sent])
        self.x[: s.ghosts] = np.concatenate(received).reshape(-1, self.width)
        self.x[s.ghosts : s.ghosts + len(own)] = own
        self.x[s.ghosts + len(own) :] = groups
        border = self.answer[: s.ghosts]
        for array in (border, self.tail, self.small):
            array[:] = 0.0
        stop = s.ghosts + len(own)
        self.kernel(
            s.ghosts, stop, stop, s.sire, s.dam, s.precision, s.turn,
            flattened(s.rows), s.longest, self.x.reshape(-1), other.reshape(-1),
            self.answer.reshape(-1), border.reshape(-1), 0, self.tail.reshape(-1),
            self.small.reshape(-1),
        )  # fmt: skip
        answer[0][:] = self.answer[s.ghosts :]
        ends = np.cumsum([0, *s.received])
        back = self.comm.exchange([border[low:high].reshape(-1) for low, high in pairwise(ends)])
        for place, values in zip(s.sent, back, strict=True):
            answer[0][place] += values.reshape(-1, self.width)
        both = self.comm.all_reduce(np.concatenate([self.tail.reshape(-1), self.small.reshape(-1)]))
        answer[1][:] = both[: self.tail.size].reshape(self.tail.shape)
        answer[1][:] += s.group_part @ groups
        answer[2][:] = both[self.tail.size :].reshape(self.small.shape)
        for first, levels, precision in s.ridges:
            count = levels * len(precision) // other.shape[1]
            part = other[first : first + count].reshape(levels, -1)
            answer[2][first : first + count] += (part @ precision).reshape(-1, other.shape[1])
        for target, zero in zip(answer, s.bound, strict=True):
            if zero.size:
                target[zero] = 0.0

    def advance(
        self, step: float, p: Vector, q: Vector, x: Vector, r: Vector
    ) -> tuple[float, float]:
        """x += a p, r -= a q, q = M⁻¹ r; the squares of r and r'M⁻¹r over all parts."""
        s = self.shard
        square = step_and_measure(0, len(r[0]), step, p[0], q[0], x[0], r[0], s.metric)
        stop = s.ghosts + len(q[0])
        vector = self.x
        vector[: s.ghosts] = vector[stop:] = 0.0
        vector[s.ghosts : stop] = q[0]
        walk = s.ghosts, 0, self.width, s.sire, s.dam, s.precision, s.factor, vector
        known = 0.0
        for turn in reversed(range(self.comm.size)):
            if turn == self.comm.rank:
                known = absorb(*walk)
            self._hand_back(vector, turn)
        told = np.concatenate([[square, known], vector[stop:].reshape(-1)])
        square, scaled, *handed = self.comm.all_reduce(told).tolist()
        square += step_and_measure(0, len(r[1]), step, p[1], q[1], x[1], r[1], s.metric)
        q[1][:] += np.reshape(handed, q[1].shape)
        vector[stop:] = s.group_factor * q[1]
        scaled += float(np.vdot(vector[stop:], q[1]))
        for turn in range(self.comm.size):
            if turn == self.comm.rank:
                hand_down(*walk)
            self._hand_on(vector, turn)
        q[0][:], q[1][:] = vector[s.ghosts : stop], vector[stop:]
        traits = s.other_right.shape[1]
        for first, block in s.other_blocks:
            width = block.shape[1]
            low = first * traits
            d, i, u, e = (
                vector[2].reshape(-1)[low : low + len(block) * width].reshape(-1, width)
                for vector in (p, q, x, r)
            )
            one, two = step_and_scale(0, len(block), step, d, i, u, e, block)
            square, scaled = square + one, scaled + two
        return square, scaled

    def _hand_back(self, vector: Float, turn: int) -> None:
        """Add what part ``turn`` has for parents that stand in other parts."""
        s = self.shard
        ends = np.cumsum([0, *s.received])
        mine = turn == self.comm.rank
        sent = [
            vector[low:high].reshape(-1) if mine else np.zeros(0) for low, high in pairwise(ends)
        ]
        back = self.comm.exchange(sent)[turn]
        if len(back):
            vector[s.sent[turn] + s.ghosts] += back.reshape(-1, self.width)

    def _hand_on(self, vector: Float, turn: int) -> None:
        """Take the values of parents that stand in part ``turn``."""
        s = self.shard
        mine = turn == self.comm.rank
        sent = [vector[place + s.ghosts].reshape(-1) if mine else np.zeros(0) for place in s.sent]
        received = self.comm.exchange(sent)[turn]
        low, high = np.cumsum([0, *s.received])[turn : turn + 2]
        vector[low:high] = received.reshape(-1, self.width)

    def inner(self, a: Vector, b: Vector) -> float:
        """a'b over all parts."""
        own = float(self.comm.all_reduce(np.array([np.vdot(a[0], b[0])]))[0])
        return own + float(np.vdot(a[1], b[1])) + float(np.vdot(a[2], b[2]))
