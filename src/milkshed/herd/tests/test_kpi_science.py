"""Herd figures against a herd of twelve cows worked out by hand, published vectors, and laws.

The period is day 636 to 1000 (365 days), day 1000 is today, the waiting period 50 days. Every
expected number below is derived in the text beside it.

=====  ======  ==========================  =======================================================
cow    born    calvings (parity)           what else happened
=====  ======  ==========================  =======================================================
A 1    -500    300 (1), 700 (2)            served 420, 760, 781; found pregnant 815
B 2    -90     640 (1)                     served 700, 721, 742; found pregnant 780
C 3    -900    270 (2), 650 (3)            served 370, 710; pregnant 745; aborted 830; served 880;
                                           pregnant 915
D 4    80      800 (1)                     served 860, found open 890, served 885; heat 895
E 5    -300    520 (1), 900 (2)            served 620, 970
F 6    -1200   440 (3), 820 (4)            served 540; milk fever 821; died 840
G 7    -600    260 (1), 680 (2)            served 400; heat 750; do not breed 770; culled 930
H 8    400     –                           served 800, 821; found pregnant 860
I 9    380     –                           served 780; found pregnant 815
J 10   275     975 (1), calf stillborn     served 695
K 11   -80     660 (1), 990 (2), twins     served 710; retained placenta 991; ketosis 995
L 12   -300    500 (1)                     served 560, 600; culled 870
=====  ======  ==========================  =======================================================
"""

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from milkshed.herd.science import exits, kpis, reproduction
from milkshed.herd.science.conception import CONCEIVED, IN_VAIN, UNKNOWN
from milkshed.herd.science.cow_records import CULLED, DEAD, FAR, HerdRecords, herd_records
from milkshed.herd.science.measures import Measure, average, proportion, wilson_interval
from milkshed.herd.science.milk_money import income_over_feed
from milkshed.herd.science.pregnancy_rate import cycles_open, cycles_to_pregnancy
from milkshed.herd.science.recorded_days import milk_curves
from milkshed.herd.science.survival import kaplan_meier

FIRST, LAST = 636, 1000
A, B, C, D, E, F, G, H, I_, J, K, L = range(1, 13)


def _rows(text: str) -> list[list[str]]:
    return [line.split() for line in text.strip().splitlines()]


def twelve_cows() -> HerdRecords:
    births = [-500, -90, -900, 80, -300, -1200, -600, 400, 380, 275, -80, -300]
    left = [FAR] * 12
    how, cause = [0] * 12, [""] * 12
    for cow, day, way, why in (
        (F, 840, DEAD, "milk_fever"),
        (G, 930, CULLED, "mastitis"),
        (L, 870, CULLED, "infertility"),
    ):
        left[cow - 1], how[cow - 1], cause[cow - 1] = day, way, why
    calvings = [
        (A, 300, 1, 1, 0), (A, 700, 2, 1, 0), (B, 640, 1, 1, 0), (C, 270, 2, 1, 0),
        (C, 650, 3, 1, 0), (D, 800, 1, 1, 0), (E, 520, 1, 1, 0), (E, 900, 2, 1, 0),
        (F, 440, 3, 1, 0), (F, 820, 4, 1, 0), (G, 260, 1, 1, 0), (G, 680, 2, 1, 0),
        (J, 975, 1, 1, 1), (K, 660, 1, 1, 0), (K, 990, 2, 2, 0), (L, 500, 1, 1, 0),
    ]  # fmt: skip
    services = [
        (A, 420), (A, 760), (A, 781), (B, 700), (B, 721), (B, 742), (C, 370), (C, 710), (C, 880),
        (D, 860), (D, 885), (E, 620), (E, 970), (F, 540), (G, 400), (H, 800), (H, 821), (I_, 780),
        (J, 695), (K, 710), (L, 560), (L, 600),
    ]  # fmt: skip
    checks = [(A, 815, 1), (B, 780, 1), (C, 745, 1), (C, 915, 1), (D, 890, 0), (H, 860, 1),
              (I_, 815, 1)]  # fmt: skip

    def columns(rows: list[tuple[int, ...]], *names: str) -> dict[str, list[int]]:
        return {
            name: list(values) for name, values in zip(names, zip(*rows, strict=True), strict=True)
        }

    return herd_records(
        LAST,
        {"key": list(range(1, 13)), "birth": births, "left": left, "how": how, "cause": cause},
        calvings=columns(calvings, "cow", "day", "parity", "calves", "stillborn"),
        services={
            **columns(services, "cow", "day"),
            "technician": ["王" if cow in (A, B) else "李" for cow, _ in services],
        },
        checks=columns(checks, "cow", "day", "result"),
        abortions={"cow": [C], "day": [830]},
        heats={"cow": [D, G], "day": [895, 750]},
        do_not_breed={"cow": [G], "day": [770]},
        cases={
            "cow": [F, K, K],
            "day": [821, 991, 995],
            "code": ["milk_fever", "retained_placenta", "ketosis"],
        },
        tests={
            "cow": [A, B, C, D, E],
            "day": [730, 730, 950, 830, 950],
            "dim": [30, 90, 300, 30, 50],
            "parity": [2, 1, 3, 1, 2],
            "milk_kg": [40, 30, 25, 32, 43],
            "fat_pct": [4.8, 3.6, 5.0, 4.5, 5.0],
            "protein_pct": [3.0, 3.0, 3.0, 3.0, np.nan],
        },
    )


@pytest.fixture(scope="module")
def herd() -> kpis.Herd:
    return kpis.prepare(twelve_cows(), FIRST, LAST)


EXPECTED = {
    # windows start 636, 657 … 930 (15 of them: the last ends on 950, 42 days before today is 958).
    # eligible A: 762 only (750 is her first day; pregnant from 781)                         1
    #          B: 699, 720, 741 (pregnant from 742)                                          3
    #          C: 846, 867 (pregnant 710 to 830; first day 700 is past 699)                  2
    #          D: 867, 888, 909, 930                                                         4
    #          G: 741, 762 (barred on 770)                                                   2
    #          L: 636 … 846 (11 windows; the next ends on 887, after she left)              11
    # bred: A 1, B 3, C 1 (880), D 1 (885) = 6; conceived: A 781, B 742, C 880 = 3
    "pregnancy_rate": (3, 23),
    "service_rate": (6, 23),
    # heats besides: G 750 in 741…761, D 895 in 888…908
    "heat_detection_rate": (8, 23),
    # waiting periods that ended in the period: A2 750, B 690, C3 700, D 850, E2 950, G2 730, K1 710
    # (F died before hers). Pregnant: A 31/21 → 2, B 52/21 → 3, C 10/21 → 1, K 0 → 1 cycles;
    # open: D 150/21 = 7.1 → 7, E 50/21 = 2.4 → 2, G up to the bar 40/21 = 1.9 → 2
    "cycle_pregnancy_rate": (4, 18),
    # cows: A oo→ 760 o, 781 p; B o o p; C p p; D o o; K p; E 970 is 30 days old: unknown
    "conception_rate": (5, 10),
    # heifers: H 800 o, 821 p; I p; J p
    "heifer_conception_rate": (3, 4),
    "services_per_conception": (10, 5),
    # first services at least 56 days old: A 760 r, B 700 r, C 710, D 860 r, H 800 r, I, J, K
    "non_return_56": (4, 8),
    # day 42 in the period: A 823, B 784, C 752 and 922, E 662, H 863, I 822, J 737, K 752;
    # C lost one
    "abortion_rate": (1, 9),
    # A 81, B 102, C 880 - 650 = 230, K 50
    "days_open": (463, 4),
    # A, B, C, D 60 each, E 70, K 50
    "first_service_days": (360, 6),
    # A 400, C 380, E 380, F 380, G 420, K 330
    "calving_interval": (2290, 6),
    # H 400, I 400, J 420 days
    "first_service_age": (1220 / 30.4375, 3),
    # B 730, D 720, J 700, K 740 days
    "first_calving_age": (2890 / 30.4375, 4),
    # calvings A, B, C, D, E, F, G, J, K twice = 10; calves 11, one of them dead
    "stillbirth_rate": (1, 11),
    "twin_rate": (1, 10),
    # old enough: all but J 975 and K 990; F died on day 20
    "early_exit_rate": (1, 8),
    "milk_fever_rate": (1, 10),
    "ketosis_rate": (1, 10),
    "retained_placenta_rate": (1, 10),
    # tests up to day 100 with both: A 1.6, B 1.2, D 1.5 (not above); E lacks protein, C is late
    "high_fpr_rate": (1, 3),
    # cow-days: A 365, B 361, C 365, D 201, E 365, F 204, G 294, J 26, K 341, L 234 = 2756
    "adult_cull_rate": (3, 2756 / 365),
    "adult_death_rate": (1, 2756 / 365),
    "adult_turnover_rate": (3, 2756 / 365),
    "mastitis_rate": (0, 2756 / 365),
    # 40 + 30 + 25 + 32 + 43 = 170
    "test_day_milk": (170, 5),
}


@pytest.mark.parametrize("code", [kpi.code for kpi in kpis.KPIS])
def test_the_twelve_cows(herd: kpis.Herd, code: str) -> None:
    found = kpis.BY_CODE[code].compute(herd)
    numerator, denominator = EXPECTED[code]
    assert found.numerator == pytest.approx(numerator, rel=1e-12)
    assert found.denominator == pytest.approx(denominator, rel=1e-12)
    assert found.value == pytest.approx(numerator / denominator)
    assert len(found.cow) == len(found.day) == len(found.amount)


def test_every_service_of_the_twelve_cows_is_judged(herd: kpis.Herd) -> None:
    p, o, u = CONCEIVED, IN_VAIN, UNKNOWN
    # in the order of cows and days; L's two are past 45 days without proof
    assert herd.reproduction.outcome.tolist() == [
        p, o, p,  o, o, p,  p, p, p,  o, o,  p, u,  p,  p,  o, p,  p,  p,  p,  o, o,
    ]  # fmt: skip


def _pairs(found: dict[str, Measure]) -> dict[str, tuple[float, float]]:
    return {name: (one.numerator, one.denominator) for name, one in found.items()}


def test_conception_by_number_technician_and_parity(herd: kpis.Herd) -> None:
    def by(what: str) -> dict[str, tuple[float, float]]:
        return _pairs(dict(reproduction.conception_by(*herd.span, what)))

    # first: A o, B o, C p, D o, K p; second: A p, B o, C p, D o; third: B p
    assert by("number") == {"1": (2, 5), "2": (2, 4), "3+": (1, 1)}
    assert by("technician") == {"李": (3, 5), "王": (2, 5)}
    # parity 1: B o o p, D o o, K p; parity 2: A o p; parity 3: C p p
    assert by("parity") == {"1": (2, 6), "2": (1, 2), "3+": (2, 2)}
    assert by("bull") == {"": (5, 10)}


def test_leaving_by_cause_and_stage(herd: kpis.Herd) -> None:
    causes = {(c, h): m.numerator for c, h, m in exits.exits_by_cause(*herd.stretch)}
    assert causes == {("infertility", CULLED): 1, ("mastitis", CULLED): 1, ("milk_fever", DEAD): 1}
    # F on day 20, G on day 250, L on day 370
    stages = [m.numerator for _, m in exits.exits_by_stage(*herd.stretch)]
    assert stages == [1, 0, 0, 1, 1]


def test_days_to_pregnancy_of_the_twelve_cows(herd: kpis.Herd) -> None:
    """Kaplan-Meier by hand over the ten calvings of the period.

    Conceived K 50, C 60, A 81, B 102; watched until K's next lactation 10, F 20, J 25, G 90,
    E 100, D 200. At risk at 50: seven (10, 20, 25 have gone): 6/7. At 60 six: 6/7 × 5/6 = 5/7.
    At 81 five: 4/7. 90 and 100 go, so at 102 two: 2/7.
    """
    curve = reproduction.days_to_pregnancy(*herd.span)
    assert curve.time.tolist() == [50, 60, 81, 102]
    assert curve.at_risk.tolist() == [7, 6, 5, 2]
    assert curve.share == pytest.approx([6 / 7, 5 / 7, 4 / 7, 2 / 7])
    assert curve.median == 102
    assert curve.at(59) == pytest.approx(6 / 7)
    assert curve.at(10) == 1.0


def test_the_published_leukaemia_trial() -> None:
    """Remission of 21 patients on 6-MP: Freireich et al. 1963, as in Cox & Oakes 1984, table 1.1.

    S(6) = 18/21 = 0.857, S(7) = 0.807, S(10) = 0.753, S(13) = 0.690, S(16) = 0.627,
    S(22) = 0.538, S(23) = 0.448; standard error of S(6) 0.0764, of S(10) 0.0963, median 23.
    """
    time = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
    event = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
    curve = kaplan_meier(time, np.array(event, bool))
    assert curve.share == pytest.approx([0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448], abs=5e-4)
    assert curve.at_risk.tolist() == [21, 17, 15, 12, 11, 7, 6]
    assert curve.median == 23
    # log(-log) bounds of S(6) from the same standard error: 0.620 to 0.952
    assert (curve.low[0], curve.high[0]) == (
        pytest.approx(0.620, abs=1e-3),
        pytest.approx(0.952, abs=1e-3),
    )


def test_cycles_as_published() -> None:
    """VWP 50: pregnant at 120 → 70/21 = 3.33 → 4 cycles; open at 90 → 1.9 → 2 cycles."""
    assert cycles_to_pregnancy(np.array([120]), np.array([50])).tolist() == [4]
    assert cycles_open(np.array([90]), np.array([50])).tolist() == [2]
    assert cycles_to_pregnancy(np.array([71, 72]), np.array([50, 50])).tolist() == [1, 2]


def test_the_published_window() -> None:
    """100 eligible, 60 bred, 18 pregnant: service 60 %, conception 30 %, pregnancy 18 %."""
    cows = {"key": list(range(100)), "birth": [-900] * 100}
    found = kpis.prepare(
        herd_records(
            200,
            cows,
            calvings={"cow": list(range(100)), "day": [0] * 100},
            services={"cow": list(range(60)), "day": [60] * 60},
            checks={"cow": list(range(60)), "day": [95] * 60, "result": [1] * 18 + [0] * 42},
        ),
        55,
        75,
    ).windows
    rates = (found.service_rate, found.conception_rate, found.pregnancy_rate)
    assert [rate.value for rate in rates] == [0.60, 0.30, 0.18]


def test_wilson_as_published() -> None:
    """Newcombe 1998, table I: 81/263 → 0.2553 to 0.3662; 15/148 → 0.0624 to 0.1605;
    0/20 → 0 to 0.1611; 1/29 → 0.0061 to 0.1718."""
    for hits, trials, low, high in (
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ):
        assert wilson_interval(hits, trials) == (
            pytest.approx(low, abs=5e-5),
            pytest.approx(high, abs=5e-5),
        )
    assert wilson_interval(0, 0) == (0.0, 1.0)
    with pytest.raises(ValueError, match="no proportion"):
        wilson_interval(3, 2)


@given(st.integers(0, 500), st.integers(1, 500))
def test_wilson_holds_its_share(hits: int, trials: int) -> None:
    hits = min(hits, trials)
    low, high = wilson_interval(hits, trials)
    assert 0 <= low <= hits / trials + 1e-12
    assert hits / trials - 1e-12 <= high <= 1


def test_means_have_an_interval_and_empty_figures_have_none() -> None:
    cows = np.arange(3)
    found = average(cows, cows, [1.0, 2.0, 3.0])
    assert found.value == 2
    assert found.low == pytest.approx(2 - 1.959964 / np.sqrt(3))  # s = 1
    nothing = proportion(cows[:0], cows[:0], np.zeros(0, bool))
    assert (nothing.value, nothing.low) == (None, None)


def test_milk_curves_by_parity() -> None:
    tests = {
        "cow": [1] * 6, "day": [700] * 6, "dim": [16, 20, 30, 31, 45, 400],
        "parity": [1, 1, 1, 1, 1, 1], "milk_kg": [30, 33, 36, 20, 20, 99],
    }  # fmt: skip
    records = herd_records(LAST, {"key": [1], "birth": [0]}, tests=tests)
    (curve,) = milk_curves(records, FIRST, LAST)
    # days 16 to 30 have three tests, days 31 to 45 two, too few; day 400 lies outside
    assert (curve.parity, curve.dim.tolist(), curve.milk_kg.tolist()) == (1, [23], [33.0])


def test_income_over_feed_in_fen() -> None:
    # 10,000.5 kg × 3.645 = 36,451.8225; less 21,000 = 15,451.8225
    found = income_over_feed(Decimal("10000.5"), Decimal("3.645"), Decimal("21000"), 400)
    assert (found.milk_income_yuan, found.total_yuan) == (Decimal("36451.82"), Decimal("15451.82"))
    assert (found.per_kg_yuan, found.per_cow_day_yuan) == (Decimal("1.55"), Decimal("38.63"))
    assert income_over_feed(Decimal(0), Decimal(4), Decimal(5), 0).per_kg_yuan is None
    with pytest.raises(ValueError, match="negative"):
        income_over_feed(Decimal(-1), Decimal(4), Decimal(5), 0)


def test_an_empty_farm_has_no_figure_and_breaks_nothing() -> None:
    empty = kpis.prepare(herd_records(LAST, {"key": [], "birth": []}), FIRST, LAST)
    assert {one.value for one in kpis.compute_all(empty).values()} == {None}
    young = kpis.prepare(herd_records(LAST, {"key": [1], "birth": [0]}), FIRST, LAST)
    assert {one.value for one in kpis.compute_all(young).values()} == {None}


def test_what_is_not_recorded_is_no_zero(herd: kpis.Herd) -> None:
    """The twelve cows have cases, an abortion and leavings; the same cow alone has none."""
    assert all(kpi.is_told(herd) for kpi in kpis.KPIS)
    alone = kpis.prepare(
        herd_records(LAST, {"key": [1], "birth": [0]}, calvings={"cow": [1], "day": [700]}),
        FIRST,
        LAST,
    )
    untold = {kpi.code for kpi in kpis.KPIS if not kpi.is_told(alone)}
    assert {"adult_cull_rate", "mastitis_rate", "abortion_rate", "ketosis_rate"} <= untold
    assert "pregnancy_rate" not in untold


def test_bad_records_are_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        herd_records(1, {"key": [1, 1], "birth": [0, 0]})
    with pytest.raises(ValueError, match="not listed"):
        herd_records(1, {"key": [1], "birth": [0]}, heats={"cow": [2], "day": [1]})


_EVENTS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 999)), max_size=30, unique=True)


@given(_EVENTS, _EVENTS, _EVENTS, _EVENTS, st.randoms(use_true_random=False))
def test_figures_do_not_depend_on_the_order_of_records_and_keep_their_laws(
    calved: list[tuple[int, int]],
    served: list[tuple[int, int]],
    checked: list[tuple[int, int]],
    aborted: list[tuple[int, int]],
    random: "object",
) -> None:
    def columns(rows: list[tuple[int, int]], **more: list[int]) -> dict[str, list[int]]:
        return {"cow": [c for c, _ in rows], "day": [d for _, d in rows], **more}

    def build() -> dict[str, Measure]:
        records = herd_records(
            LAST,
            {"key": list(range(6)), "birth": [-800] * 6},
            calvings=columns(calved),
            services=columns(served),
            checks=columns(checked, result=[d % 3 - 1 for _, d in checked]),
            abortions=columns(aborted),
        )
        herd = kpis.prepare(records, FIRST, LAST)
        found = kpis.compute_all(herd)
        shares = [found[kpi.code].value for kpi in kpis.KPIS if kpi.is_share]
        rates = [
            s
            for k, s in zip([k for k in kpis.KPIS if k.is_share], shares, strict=True)
            if not k.code.startswith("adult") and k.code != "cycle_pregnancy_rate"
        ]
        assert all(s is None or 0 <= s <= 1 for s in rates)
        assert found["pregnancy_rate"].numerator <= found["service_rate"].numerator
        assert found["service_rate"].numerator <= found["heat_detection_rate"].numerator
        return found

    before = build()
    for rows in (calved, served, checked, aborted):
        random.shuffle(rows)  # type: ignore[attr-defined]
    after = build()
    assert {c: (m.numerator, m.denominator) for c, m in before.items()} == {
        c: (m.numerator, m.denominator) for c, m in after.items()
    }


def test_region_sized_farms_take_no_loop_over_cows() -> None:
    """A thousand copies of the twelve cows give a thousand times each count."""
    one, copies = twelve_cows(), 1000
    shift = np.repeat(np.arange(copies), 12)

    def spread(table: object, *names: str) -> dict[str, object]:
        cow = np.concatenate([table.cow + 12 * k for k in range(copies)])
        return {"cow": cow, **{n: np.tile(getattr(table, n), copies) for n in names}}

    many = herd_records(
        LAST,
        {
            "key": np.tile(np.arange(12), copies) + 12 * shift,
            "birth": np.tile(one.cows.birth, copies),
            "left": np.tile(one.cows.left, copies),
            "how": np.tile(one.cows.how, copies),
            "cause": np.tile(one.cows.cause, copies),
        },
        calvings=spread(one.calvings, "day", "parity", "calves", "stillborn"),
        services=spread(one.services, "day", "technician"),
        checks=spread(one.checks, "day", "result"),
        abortions=spread(one.abortions, "day"),
        heats=spread(one.heats, "day"),
        do_not_breed=spread(one.do_not_breed, "day"),
        cases=spread(one.cases, "day", "code"),
        tests=spread(one.tests, "day", "dim", "parity", "milk_kg", "fat_pct", "protein_pct"),
    )
    found = kpis.compute_all(kpis.prepare(many, FIRST, LAST))
    for code, (numerator, denominator) in EXPECTED.items():
        assert found[code].numerator == pytest.approx(numerator * copies), code
        assert found[code].denominator == pytest.approx(denominator * copies), code
