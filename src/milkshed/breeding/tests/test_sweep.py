"""The sweep over animals is the same equations, and cut in parts it stays so."""

from dataclasses import replace
from importlib.util import find_spec

import numpy as np
import pytest

from milkshed.breeding.science import solving
from milkshed.breeding.science import sweep as sweep_module
from milkshed.breeding.science.a_inverse import invert_relationships
from milkshed.breeding.science.conjugate_gradients import (
    BlockWise,
    System,
    iterate,
    spread_of,
)
from milkshed.breeding.science.equations import Equations, build_equations
from milkshed.breeding.science.mixed_model import Fixed, Genetic, Model, Random, legendre
from milkshed.breeding.science.pedigree import Pedigree
from milkshed.breeding.science.pedigree_factor import absorb, factorise_pedigree, hand_down
from milkshed.breeding.science.records import Curve, Records
from milkshed.breeding.science.refusals import NotUsable
from milkshed.breeding.science.shards import cut, solve_shards
from milkshed.breeding.science.simulation import simulate_pedigree
from milkshed.breeding.science.solving import solve
from milkshed.breeding.science.sweep import Sweep
from milkshed.breeding.science.vector_loops import Loops
from milkshed.numerics.communicator import Mpi
from milkshed.numerics.tests.test_sockets import Cluster

Case = tuple[Model, Records, Pedigree]
PHI = ("phi0", "phi1", "phi2")


def two_traits() -> Case:
    """Missing values, two classes of residuals, groups of unknown parents, a random herd."""
    random = np.random.default_rng(1)
    plain = simulate_pedigree(400, seed=4, sires_a_year=2)
    sire, dam = plain.sire.copy(), plain.dam.copy()
    sire[sire == -1] = -2
    dam[dam == -1] = -3
    pedigree = plain.grouped(sire, dam, ("bulls", "cows"))
    animal = np.sort(random.integers(0, 400, 900))
    values = random.normal(10, 3, (900, 2))
    values[random.random(900) < 0.3, 1] = np.nan
    records = Records.from_columns(
        {"a": values[:, 0], "b": values[:, 1]},
        {"animal": pedigree.ids[animal], "hys": animal % 7, "herd": animal % 11},
        residual_class=random.integers(0, 2, 900),
    )
    g = np.array([[4.0, 1.0], [1.0, 3.0]])
    model = Model(
        (Fixed("hys"),),
        (Genetic(("animal",), g), Random("herd", g / 3), Random("animal", g / 2, name="pe")),
        np.stack([g, 2 * g]),
    )
    return model, records, pedigree


def test_days() -> Case:
    """Weighted test days with a curve that is looked up."""
    random = np.random.default_rng(2)
    pedigree = simulate_pedigree(300, seed=5, sires_a_year=2)
    animal = np.sort(random.integers(0, 300, 1500))
    day = random.integers(5, 306, 1500)
    table = legendre(np.arange(306), 2, first=5, last=305)
    records = Records.from_columns(
        {"milk": random.normal(25, 5, 1500)},
        {"animal": pedigree.ids[animal], "htd": random.integers(0, 20, 1500)},
        weights=random.choice([1.0, 2.0], 1500),
        curve=Curve(PHI, day.astype(np.int32), table),
    )
    g = [[3.3, 0.6, -1.4], [0.6, 0.9, -0.3], [-1.4, -0.3, 1.0]]
    model = Model(
        (Fixed("htd"), Fixed(covariates=PHI[1:])),
        (Genetic(("animal",), g, PHI), Random("animal", g, PHI, name="pe")),
        4.0,
    )
    return model, records, pedigree


test_days.__test__ = False  # type: ignore[attr-defined]


def one_trait() -> Case:
    """A record in ten measured nothing, a fifth of herds unknown, two other effects."""
    random = np.random.default_rng(3)
    pedigree = simulate_pedigree(1500, seed=6, sires_a_year=2)
    animal = np.sort(random.integers(0, 1500, 2500))
    values = random.normal(10, 3, 2500)
    values[random.random(2500) < 0.1] = np.nan
    herds = [None if code == 0 else f"h{code}" for code in random.integers(0, 5, 2500)]
    records = Records.from_columns(
        {"y": values}, {"animal": pedigree.ids[animal], "herd": herds, "year": animal % 9}
    )
    model = Model(
        (Fixed("herd"), Fixed("year")),
        (Genetic(("animal",), 4.0), Random("animal", 2.0, name="pe")),
        6.0,
    )
    return model, records, pedigree


def lactations() -> Case:
    """A curve of its own in each of two lactations: half of a record's multipliers are 0."""
    random = np.random.default_rng(5)
    pedigree = simulate_pedigree(200, seed=7, sires_a_year=2)
    animal = np.sort(random.integers(0, 200, 900))
    lactation = random.integers(0, 2, 900)
    day = random.integers(5, 306, 900)
    own = legendre(np.arange(306), 1, first=5, last=305)
    table = np.zeros((2 * 306, 4))
    table[:306, :2] = table[306:, 2:] = own
    names = ("first0", "first1", "second0", "second1")
    values = random.normal(10, 3, (900, 2))
    values[random.random(900) < 0.2, 0] = np.nan
    records = Records.from_columns(
        {"a": values[:, 0], "b": values[:, 1]},
        {"animal": pedigree.ids[animal], "hys": animal % 7, "parity": lactation},
        curve=Curve(names, (lactation * 306 + day).astype(np.int32), table),
    )
    g = np.kron(0.5 * np.eye(4) + 0.5, [[3.0, 1.0], [1.0, 2.0]])
    model = Model(
        (Fixed("hys"), Fixed("parity", names)),
        (Genetic(("animal",), g, names), Random("animal", g, names, name="pe")),
        np.array([[4.0, 1.0], [1.0, 3.0]]),
    )
    return model, records, pedigree


CASES = {"two traits": two_traits(), "test days": test_days()}


def equations_of(name: str) -> Equations:
    return build_equations(*CASES[name])


@pytest.mark.parametrize("name", CASES)
def test_it_is_the_schur_complement_of_the_equations(name: str) -> None:
    equations = equations_of(name)
    sweep = Sweep.of(equations)
    assert sweep is not None
    assert sweep.hidden is not None
    assert sweep.hidden.name == "pe"
    traits = len(equations.traits)
    whole = equations.matrix().toarray()
    gone = slice(sweep.hidden.start * traits, sweep.hidden.stop * traits)
    kept = np.delete(np.arange(len(whole)), gone)
    inner = np.linalg.inv(whole[gone, gone])
    across = whole[kept, gone]
    turn = np.delete(turned_out(sweep), gone, axis=0)
    wanted = turn.T @ (whole[np.ix_(kept, kept)] - across @ inner @ across.T) @ turn
    answer = np.empty((sweep.blocks, traits))
    found = np.empty_like(wanted)
    for place, unit in enumerate(np.eye(len(wanted))):
        sweep.product(unit.reshape(-1, traits), answer)
        found[:, place] = answer.ravel()
    assert found == pytest.approx(wanted, abs=1e-10)
    right = equations.weighted(equations.y).ravel()
    loaded = sweep.loaded(equations.y)[0]
    assert loaded.ravel() == pytest.approx(turn.T @ (right[kept] - across @ inner @ right[gone]))
    assert sweep.norm(equations.y) == pytest.approx(np.linalg.norm(right))
    back = np.linalg.solve(turn.T, loaded.ravel())
    assert sweep.length(loaded) == pytest.approx(np.linalg.norm(back))
    # the relationships of a coefficient stand alone, and so do the averages of the records
    size = sweep.size
    among = wanted[sweep.other_blocks * traits :, sweep.other_blocks * traits :]
    blocks = among.reshape(-1, size, among.shape[0] // size, size)
    animals = sweep.relatives.animals
    own = np.array([blocks[i, :, i] for i in range(animals)])
    assert sweep.diagonal()[:animals] == pytest.approx(np.einsum("iqq->iq", own))
    recorded = np.flatnonzero(np.diff(sweep.rows.begin))
    assert own[recorded].mean(axis=0) == pytest.approx(np.diag(np.diag(own[recorded].mean(axis=0))))
    assert pytest.approx(np.eye(size), abs=1e-10) == (
        sweep.basis.turn.T @ sweep.animal.precision @ sweep.basis.turn
    )
    scaled = scaled_by(sweep)
    assert scaled == pytest.approx(scaled.T, rel=1e-5, abs=1e-8)
    assert np.linalg.eigvalsh((scaled + scaled.T) / 2).min() > 0


def turned_out(sweep: Sweep) -> np.ndarray:
    """All unknowns by what is iterated, (unknowns, iterated)."""
    traits = sweep.traits
    units = np.eye(sweep.blocks * traits).reshape(-1, sweep.blocks, traits)
    return np.column_stack([sweep.spread_out(unit.copy()).ravel() for unit in units])


def scaled_by(sweep: Sweep) -> np.ndarray:
    """M⁻¹ as a matrix."""
    scaling, size = sweep.preconditioner(), sweep.blocks * sweep.traits
    answer = np.empty((size, size))
    for place, unit in enumerate(np.eye(size)):
        residual = unit.reshape(-1, sweep.traits).copy()
        nothing = np.zeros_like(residual)
        image = np.zeros_like(residual)
        _, along = scaling.advance(Loops(None), 0.0, nothing, image, nothing.copy(), residual)
        answer[:, place] = image.ravel()
        assert along == pytest.approx(answer[place, place])
    return answer


def test_the_factor_of_a_pedigree_is_exact_where_one_parent_is_known() -> None:
    """Then no elimination touches two animals at once; else M is what its docstring says."""
    random = np.random.default_rng(8)
    plain = simulate_pedigree(60, seed=3, sires_a_year=2)
    nobody = np.full(60, -1)
    for dam in (nobody, plain.dam):
        pedigree = Pedigree.from_numbers(plain.sire, dam)
        inverse = invert_relationships(pedigree)
        own = random.uniform(0, 2, (60, 3))
        diagonal = inverse.diagonal[:, None] + own
        factor = np.empty((60, 3), dtype=np.float32)
        factorise_pedigree(inverse.sire, inverse.dam, inverse.precision, diagonal.copy(), factor)
        vector = random.normal(size=(60, 3))
        answer = vector.copy()
        walk = inverse.sire, inverse.dam, inverse.precision, factor, answer
        along = absorb(0, 0, 2, *walk) + absorb(0, 2, 3, *walk)
        hand_down(0, 0, 2, *walk)
        hand_down(0, 2, 3, *walk)
        assert along == pytest.approx(float(np.vdot(vector, answer)), rel=1e-5)
        for q in range(3):
            below = np.zeros((60, 60))
            for parents in (inverse.sire, inverse.dam):
                young = np.flatnonzero(parents >= 0)
                below[parents[young], young] -= 0.5 * inverse.precision[young]
            left = np.diag(1 / factor[:, q].astype(float)) + below
            made = left @ np.diag(factor[:, q].astype(float)) @ left.T
            assert made @ answer[:, q] == pytest.approx(vector[:, q], rel=1e-9, abs=1e-9)
            if dam is nobody:
                whole = inverse.matrix().toarray() + np.diag(own[:, q])
                assert made == pytest.approx(whole, rel=1e-5, abs=1e-6)


def test_the_factor_of_a_pedigree_saves_iterations() -> None:
    model, records, pedigree = lactations()
    equations = build_equations(model, records, pedigree)
    sweep = Sweep.of(equations)
    assert sweep is not None
    ways: list[System] = [sweep, BlockWise(equations)]
    found = [
        iterate(way, spread_of(equations), None, tolerance=1e-8, iterations=1000, threads=1)
        for way in ways
    ]
    assert len(found[0].residuals) < 0.7 * len(found[1].residuals)
    fitted = [equations.fitted(one.unknowns) for one in found]
    assert fitted[0] == pytest.approx(fitted[1], abs=1e-4)


@pytest.mark.parametrize("factors", [("herd",), ("herd", "year")])
@pytest.mark.parametrize("permanent", [True, False])
def test_one_trait_has_a_kernel_of_its_own(factors: tuple[str, ...], permanent: bool) -> None:
    model, records, pedigree = one_trait()
    model = replace(
        model,
        fixed=tuple(Fixed(name) for name in factors),
        random=model.random if permanent else model.random[:1],
    )
    equations = build_equations(model, records, pedigree)
    sweep = Sweep.of(equations)
    assert sweep is not None
    assert (sweep.hidden is not None) == permanent
    vector = np.random.default_rng(4).normal(size=(sweep.blocks, 1))
    answer = np.empty_like(vector)
    sweep.product(vector, answer)
    whole = sweep.spread_out(vector)
    if permanent:
        # what is eliminated follows the others: solve its equations, which are diagonal
        term = equations.term("pe")
        pulled = equations.product(whole)[term.start : term.stop]
        diagonal = equations.matrix().diagonal()[term.start : term.stop, None]
        whole[term.start : term.stop] = -pulled / diagonal
    # T'C T v against C T v
    back = equations.product(whole)
    turn = float(sweep.basis.turn[0, 0])
    assert sweep.restricted(back)[: sweep.other_blocks] == pytest.approx(
        answer[: sweep.other_blocks], abs=1e-10
    )
    assert turn * turn * sweep.restricted(back)[sweep.other_blocks :] == pytest.approx(
        answer[sweep.other_blocks :], abs=1e-10
    )


@pytest.mark.parametrize("name", CASES)
def test_both_ways_of_iterating_find_the_direct_solution(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    model, records, pedigree = CASES[name]
    monkeypatch.setattr(solving, "FROM_RECORDS", 0)
    kept: dict[int, np.ndarray] = {}
    run = solve(model, records, pedigree, tolerance=1e-12, keep=kept.__setitem__)
    assert run.convergence.converged
    direct = solve(model, records, pedigree, method="direct")
    for term in ("animal", "pe"):
        assert run.effect(term)[:300] - run.effect(term)[:300].mean(axis=0) == pytest.approx(
            direct.effect(term)[:300] - direct.effect(term)[:300].mean(axis=0), abs=1e-6
        )
    fitted = run.equations.fitted(run.unknowns)
    assert fitted == pytest.approx(direct.equations.fitted(direct.unknowns), abs=1e-6)
    resumed = solve(model, records, pedigree, tolerance=1e-12, resume=kept[max(kept)], threads=1)
    assert resumed.convergence.iterations < run.convergence.iterations
    again = solve(model, records, pedigree, tolerance=1e-12, threads=1)
    assert np.array_equal(again.unknowns, run.unknowns)


@pytest.mark.parametrize(("room", "accuracy"), [("enough", 1e-6), ("little", 1e-4), ("none", 1e-6)])
def test_lactations_with_curves_of_their_own(
    room: str, accuracy: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the environment's inverses are held in float32, or are too large to eliminate it.

    Then the blocks of other effects are too large as well, and taken apart.
    """
    model, records, pedigree = lactations()
    direct = solve(model, records, pedigree, method="direct")
    monkeypatch.setattr(solving, "FROM_RECORDS", 0)
    if room != "enough":
        monkeypatch.setattr(sweep_module, "_ELIMINATED_BYTES", 0)
        monkeypatch.setattr(sweep_module, "_INVERTED_AT_ONCE", 50)
    if room == "none":
        monkeypatch.setattr(sweep_module, "_ELIMINATED_AT_MOST", 0)
        monkeypatch.setattr(sweep_module, "_BLOCK_BYTES", 1_000)
    sweep = Sweep.of(direct.equations)
    assert sweep is not None
    assert sweep.kind.gaps
    assert (sweep.hidden is not None) == (room != "none")
    assert sweep.rows.inverse.dtype == (np.float32 if room == "little" else np.float64)
    narrow = sweep.blocks_of_others()[-1][1].shape[1]
    assert narrow == (2 if room == "none" else 8)
    run = solve(model, records, pedigree, tolerance=1e-12)
    assert run.convergence.converged
    for term in ("animal", "pe"):
        assert run.effect(term) == pytest.approx(direct.effect(term), abs=accuracy)


def test_a_model_of_another_shape_is_left_to_the_general_way() -> None:
    model, records, pedigree = CASES["two traits"]
    maternal = replace(
        model, random=(Genetic(("animal", "animal"), np.eye(4)), Random("herd", np.eye(2)))
    )
    assert Sweep.of(build_equations(maternal, records, pedigree)) is None
    with pytest.raises(ValueError, match="one effect of related animals"):
        cut(build_equations(maternal, records, pedigree), 2)


@pytest.mark.parametrize(("name", "parts"), [("two traits", 3), ("test days", 2)])
def test_parts_find_the_same_solutions(name: str, parts: int) -> None:
    equations = equations_of(name)
    one = solve_shards(equations, 1, way="alone", tolerance=1e-13)
    several = solve_shards(equations, parts, way="threads", tolerance=1e-13)
    scale = np.abs(one.unknowns).max()
    assert np.abs(one.unknowns - several.unknowns).max() < 1e-10 * scale
    assert abs(len(one.residuals) - len(several.residuals)) <= 1
    assert several.moved > 0
    solved = solve(*CASES[name], tolerance=1e-13)
    assert equations.fitted(several.unknowns) == pytest.approx(
        solved.equations.fitted(solved.unknowns), abs=1e-7
    )


def test_parts_as_processes_find_the_same_solutions() -> None:
    equations = equations_of("test days")
    threads = solve_shards(equations, 2, way="threads", tolerance=1e-12)
    processes = solve_shards(equations, 2, way="processes", start="fork", tolerance=1e-12)
    assert np.array_equal(threads.unknowns, processes.unknowns)
    assert threads.residuals == processes.residuals


def test_parts_with_levels_and_traits_set_to_zero() -> None:
    """One group of two is zero, and the herds are of the second trait only."""
    model, records, pedigree = CASES["two traits"]
    animal = replace(model.random[0], zero=("bulls",))
    herd = Random("herd", 2.0, traits=("b",))
    bound = replace(model, random=(animal, herd, model.random[2]))
    equations = build_equations(bound, records, pedigree)
    assert not equations.free.all()
    direct = solve(bound, records, pedigree, method="direct")
    found = solve_shards(equations, 3, way="threads", tolerance=1e-13)
    wanted = equations.fitted(direct.unknowns)
    assert equations.fitted(found.unknowns) == pytest.approx(wanted, abs=1e-7)
    for name in ("animal", "herd", "pe"):
        term = equations.term(name)
        part = slice(term.start, term.stop)
        assert found.unknowns[part] == pytest.approx(direct.unknowns[part], abs=1e-6)


def test_dask_workers_find_the_same_solutions() -> None:
    equations = equations_of("test days")
    threads = solve_shards(equations, 2, way="threads", tolerance=1e-12)
    cluster = Cluster(2)
    workers = solve_shards(equations, 2, way="dask", client=cluster, tolerance=1e-12)
    cluster.pool.shutdown()
    assert np.array_equal(threads.unknowns, workers.unknowns)
    assert threads.residuals == workers.residuals
    with pytest.raises(NotUsable, match=r"give a distributed\.Client"):
        solve_shards(equations, 2, way="dask")


@pytest.mark.skipif(find_spec("distributed") is None, reason="distributed is not installed")
def test_a_cluster_of_dask_finds_the_same_solutions() -> None:
    from distributed import Client, LocalCluster

    equations = equations_of("test days")
    threads = solve_shards(equations, 2, way="threads", tolerance=1e-12)
    with (
        LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1"
        ) as cluster,
        Client(cluster) as client,
    ):
        workers = solve_shards(equations, 2, way="dask", client=client, tolerance=1e-12)
    assert np.array_equal(threads.unknowns, workers.unknowns)


@pytest.mark.skipif(Mpi.present(), reason="mpi4py is installed")
def test_without_mpi_the_other_ways_are_named() -> None:
    with pytest.raises(NotUsable, match="mpi4py is not installed; use threads") as refused:
        solve_shards(equations_of("test days"), 2, way="mpi")
    assert "没有安装 mpi4py" in refused.value.text.zh


@pytest.mark.skipif(not Mpi.present(), reason="mpi4py is not installed")
def test_one_rank_of_mpi_is_the_whole() -> None:
    equations = equations_of("test days")
    alone = solve_shards(equations, 1, way="alone", tolerance=1e-12)
    ranked = solve_shards(equations, 1, way="mpi", tolerance=1e-12)
    assert np.array_equal(alone.unknowns, ranked.unknowns)
