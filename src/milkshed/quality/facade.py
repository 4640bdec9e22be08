"""What other rooms may ask of quality."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import connection
from django.db.models import QuerySet

from milkshed.collection.facade import LoadSample
from milkshed.kernel.clock import start_of_day
from milkshed.kernel.text import Text
from milkshed.platform.bulk import any_of
from milkshed.platform.scope import EVERYTHING, Scope, visible
from milkshed.quality.models import (
    OFFICIAL_KINDS,
    Hold,
    Result,
    RoutinePanel,
    Sample,
    SampleKind,
)
from milkshed.quality.queries import decided_samples, measured_many
from milkshed.quality.science.analytes import ANALYTES, CONTRABAND, ROUTINE
from milkshed.quality.science.verdict import PassRate, Verdict
from milkshed.quality.science.verdict import pass_rate as rate_of


@dataclass(frozen=True, slots=True)
class ResultFacts:
    """One result as the public may read it: what, how much, against which limit, how judged."""

    analyte: str
    name: Text
    shown: str
    unit: str
    limit: Text
    limit_source: str
    limit_confirmed: bool
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class SampleFacts:
    """One tested sample of a lot with its verdict and results."""

    barcode: str
    kind: str
    kind_name: str
    lot_uri: str
    sampled_at: datetime
    reported_at: datetime | None
    laboratory: Text | None
    verdict: Verdict
    failed: tuple[str, ...]
    added_water: Decimal | None
    is_retest: bool
    results: tuple[ResultFacts, ...]
    url: str


@dataclass(frozen=True, slots=True)
class FailedLot:
    """A lot with a failed sample, to be held; ``analytes`` are the codes that failed."""

    lot_uri: str
    barcode: str
    place_uri: str
    analytes: tuple[str, ...]
    reported_at: datetime


def limit_words(low: Decimal | None, high: Decimal | None, *, absent: bool) -> Text:
    """A limit as people read it: ≥3.1, ≤2,000,000, 12 至 18, 不得检出."""
    if absent:
        return Text("不得检出", "not found")
    if low is not None and high is not None:
        return Text(f"{_plain(low)} 至 {_plain(high)}", f"{_plain(low)} to {_plain(high)}")
    if low is not None:
        return Text(f"≥{_plain(low)}", f"≥ {_plain(low)}")
    if high is not None:
        return Text(f"≤{_plain(high)}", f"≤ {_plain(high)}")
    return Text("无限量", "no limit")


def _plain(value: Decimal) -> str:
    return f"{value:,.0f}" if value == value.to_integral_value() else f"{value.normalize():,f}"


def tests_of_lots(uris: Iterable[str]) -> Mapping[str, tuple[SampleFacts, ...]]:
    """The reported samples of each lot that has any, oldest first, with all their results."""
    samples = list(
        Sample.objects.filter(lot_uri__in=list(uris), reported_at__isnull=False)
        .select_related("laboratory__place")
        .order_by("sampled_at", "pk")
    )
    results = measured_many(samples)
    found: dict[str, list[SampleFacts]] = defaultdict(list)
    for sample in samples:
        found[sample.lot_uri].append(
            SampleFacts(
                barcode=sample.barcode,
                kind=sample.kind,
                kind_name=sample.get_kind_display(),
                lot_uri=sample.lot_uri,
                sampled_at=sample.sampled_at,
                reported_at=sample.reported_at,
                laboratory=sample.laboratory.place.name if sample.laboratory else None,
                verdict=Verdict(sample.verdict),
                failed=tuple(sample.failed),
                added_water=sample.added_water,
                is_retest=sample.retest_of_id is not None,
                results=tuple(
                    ResultFacts(
                        m.analyte.code,
                        m.analyte.name,
                        m.shown,
                        m.unit,
                        limit_words(
                            m.limit.low if m.limit else None,
                            m.limit.high if m.limit else None,
                            absent=m.analyte.qualitative and m.limit is not None,
                        ),
                        m.limit.source if m.limit else "",
                        m.limit.confirmed if m.limit else False,
                        m.verdict,
                    )
                    for m in results[sample.pk]
                ),
                url=f"/quality/samples/{sample.barcode}",
            )
        )
    return {lot: tuple(tests) for lot, tests in found.items()}


def pass_rate(
    first: date,
    last: date,
    counties: frozenset[str] | None = None,
    kinds: tuple[str, ...] = OFFICIAL_KINDS,
) -> PassRate:
    """Passed ÷ decided samples taken on days, both included; a retest replaces the first."""
    return rate_of(decided_samples(first, last, counties, kinds))


def failed_lots(first: date, last: date) -> tuple[FailedLot, ...]:
    """Lots with a failed sample, taken on days, both included, that no retest cleared."""
    samples = (
        Sample.objects.filter(
            verdict=Verdict.FAIL,
            sampled_at__gte=start_of_day(first),
            sampled_at__lt=start_of_day(last + timedelta(days=1)),
        )
        .exclude(retested_by__verdict=Verdict.PASS)
        .select_related("place")
        .order_by("sampled_at")
    )
    return tuple(
        FailedLot(s.lot_uri, s.barcode, s.place.uri, tuple(s.failed), s.reported_at or s.sampled_at)
        for s in samples
    )


@dataclass(frozen=True, slots=True)
class FailedTest:
    """A failed sample: where it was taken, the tanker and sheet it names, what failed, and since
    when a passed retest clears it."""

    barcode: str
    place_id: int
    tanker_uri: str
    sheet_gdti: str
    analytes: tuple[str, ...]
    reported_at: datetime
    cleared_at: datetime | None
    place_county: str
    place: Text
    town: str
    is_official: bool

    @property
    def names(self) -> tuple[Text, ...]:
        """What failed, in words."""
        return tuple(
            ANALYTES[code].name if code in ANALYTES else Text(code, code) for code in self.analytes
        )


def failed_tests(first: date, last: date) -> tuple[FailedTest, ...]:
    """Samples reported as failed on days, both included, those cleared later among them."""
    rows = (
        Sample.objects.filter(
            verdict=Verdict.FAIL,
            reported_at__gte=start_of_day(first),
            reported_at__lt=start_of_day(last + timedelta(days=1)),
        )
        .order_by("reported_at", "pk")
        .values_list(
            "barcode",
            "place_id",
            "tanker_uri",
            "sheet_gdti",
            "failed",
            "reported_at",
            "retested_by__verdict",
            "retested_by__reported_at",
            "place__county",
            "place__name_zh",
            "place__name_en",
            "place__town",
            "kind",
        )
    )
    return tuple(
        FailedTest(
            barcode,
            place,
            tanker,
            sheet,
            tuple(failed),
            reported,
            retested if verdict == Verdict.PASS else None,
            county,
            Text(zh, en or zh),
            town,
            kind in OFFICIAL_KINDS,
        )
        for (
            barcode, place, tanker, sheet, failed, reported, verdict, retested, county, zh, en,
            town, kind,
        ) in rows
        if reported is not None
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reported sample says of one residue; ``value`` is None for a bare verdict."""

    lot_uri: str
    barcode: str
    place_uri: str
    sampled_at: datetime
    is_positive: bool
    value: Decimal | None


RESIDUES: tuple[str, ...] = (
    *("antibiotics", "aflatoxin_m1", "lead", "mercury", "arsenic", "chromium", "nitrite"),
    *CONTRABAND,
)
"""Substances that come with the milk of a source and are thinned by mixing."""


def residue_readings(analyte: str, first: date, last: date, scope: Scope) -> tuple[Reading, ...]:
    """Reported readings of a residue in samples taken on days, both included, newest first.

    Cut to ``scope``. A retest replaces the first test. Positive is what was found, or what failed
    its limit.
    """
    samples = visible(
        Sample.objects.filter(
            reported_at__isnull=False,
            sampled_at__gte=start_of_day(first),
            sampled_at__lt=start_of_day(last + timedelta(days=1)),
        ).exclude(retested_by__reported_at__isnull=False),
        scope,
    ).select_related("place")
    found = _readings(analyte, samples)
    return tuple(
        Reading(s.lot_uri, s.barcode, s.place.uri, s.sampled_at, *found[s.pk])
        for s in samples.filter(pk__in=list(found)).order_by("-sampled_at", "-pk")
    )


def residue_readings_of_lots(analyte: str, uris: Iterable[str]) -> tuple[Reading, ...]:
    """Reported readings of a residue in samples of some lots, newest first.

    Not cut to a scope: for ranking the sources of a sample that the reader may see. What a reader
    is told of them is the page's to cut. A retest replaces the first test.
    """
    samples = (
        Sample.objects.filter(lot_uri__in=list(uris), reported_at__isnull=False)
        .exclude(retested_by__reported_at__isnull=False)
        .select_related("place")
    )
    found = _readings(analyte, samples)
    return tuple(
        Reading(s.lot_uri, s.barcode, s.place.uri, s.sampled_at, *found[s.pk])
        for s in samples.filter(pk__in=list(found)).order_by("-sampled_at", "-pk")
    )


def _readings(analyte: str, samples: QuerySet[Sample]) -> dict[int, tuple[bool, Decimal | None]]:
    """Whether each sample that was tested for a residue is positive, and its value."""
    found: dict[int, tuple[bool, Decimal | None]] = {}
    if analyte in ROUTINE:
        # residues of the routine panel are verdicts
        panels = RoutinePanel.objects.filter(sample__in=samples, **{f"{analyte}__isnull": False})
        found = {key: (said, None) for key, said in panels.values_list("pk", analyte)}
    for key, value, is_found, verdict in Result.objects.filter(
        sample__in=samples, analyte=analyte
    ).values_list("sample_id", "value", "found", "verdict"):
        found[key] = (verdict == Verdict.FAIL if is_found is None else is_found, value)
    return found


def samples_waiting() -> int:
    """How many samples are on their way or on the bench."""
    return Sample.objects.filter(state__in=["taken", "sealed", "received", "testing"]).count()


def is_reported(lot_uri: str) -> bool:
    """Whether a laboratory has reported on a lot; asked with every list of a lot's links.

    In SQL, since putting the question together from a queryset costs more than answering it.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM quality_sample WHERE lot_uri = %s AND reported_at IS NOT NULL LIMIT 1",
            [lot_uri],
        )
        return cursor.fetchone() is not None


@dataclass(frozen=True, slots=True)
class LotReadings:
    """What a laboratory reported on a lot, as numbers in each analyte's unit; findings are 0 or 1.

    ``barcode`` is the sample's number.
    """

    barcode: str
    lot_uri: str
    sampled_at: datetime
    kind: str
    values: Mapping[str, Decimal]


PRICING_KINDS: tuple[str, ...] = ("incoming", "official")
"""Samples that a price may rest on: a party's own checks do not bind the other."""

_NUMBERS = tuple(code for code in ROUTINE if code != "antibiotics")


def readings_of_lots(uris: Iterable[str]) -> Mapping[str, LotReadings]:
    """The reported readings that count for each lot that has any: the youngest report.

    A sample that was sent to retest, or whose retest was reported, no longer counts; nor does
    one in any other state than reported, such as a cancelled one.
    """
    samples = (
        Sample.objects.filter(
            any_of("lot_uri", uris),
            kind__in=PRICING_KINDS,
            state="reported",
            reported_at__isnull=False,
        )
        .exclude(retested_by__reported_at__isnull=False)
        .order_by("reported_at", "pk")
    )
    kept = {
        lot: (key, barcode, sampled_at, kind)
        for key, lot, barcode, sampled_at, kind in samples.values_list(
            "pk", "lot_uri", "barcode", "sampled_at", "kind"
        )
    }
    keys = [key for key, *_ in kept.values()]
    values: dict[int, dict[str, Decimal]] = defaultdict(dict)
    for key, found, *numbers in RoutinePanel.objects.filter(any_of("pk", keys)).values_list(
        "pk", "antibiotics", *_NUMBERS
    ):
        own = values[key]
        for code, number in zip(_NUMBERS, numbers, strict=True):
            if number is not None:
                own[code] = Decimal(number)
        if found is not None:
            own["antibiotics"] = Decimal(found)
    for key, code, value, found in Result.objects.filter(any_of("sample_id", keys)).values_list(
        "sample_id", "analyte", "value", "found"
    ):
        values[key][code] = Decimal(bool(found)) if value is None else value
    return {
        lot: LotReadings(barcode, lot, sampled_at, kind, values[key])
        for lot, (key, barcode, sampled_at, kind) in kept.items()
    }


_STANDING = {Verdict.PASS: "good", Verdict.FAIL: "bad", Verdict.UNDECIDED: "open"}


def samples_of_load(lot_uri: str, gdti: str, scope: Scope) -> tuple[LoadSample, ...]:
    """The samples taken of a load under a sheet, oldest first; cancelled ones are left out.

    Those in the scope bear a link.
    """
    # a sample that names another sheet of a load split over two plants is not this sheet's
    samples = list(
        Sample.objects.filter(lot_uri=lot_uri, sheet_gdti__in=["", gdti])
        .exclude(state="cancelled")
        .order_by("sampled_at", "pk")
    )
    if not samples:
        return ()
    reached = visible(Sample.objects.filter(pk__in=[one.pk for one in samples]), scope)
    in_reach = set(reached.values_list("pk", flat=True))
    return tuple(
        LoadSample(
            one.barcode,
            Text(SampleKind(one.kind).label, one.kind.replace("_", " ")),
            one.state_text,
            _STANDING[Verdict(one.verdict)],
            f"/quality/samples/{one.barcode}" if one.pk in in_reach else "",
        )
        for one in samples
    )


@dataclass(frozen=True, slots=True)
class HoldFacts:
    """A hold of a lot as other pages show it."""

    number: str
    lot_uri: str
    state: str
    state_text: Text
    reason: str
    url: str


def open_holds(uris: Iterable[str], scope: Scope = EVERYTHING) -> Mapping[str, HoldFacts]:
    """The hold of each lot that is proposed or stands, in the scope; lots without are left out."""
    holds = visible(
        Hold.objects.filter(lot_uri__in=list(uris), state__in=["proposed", "standing"]), scope
    )
    return {
        hold.lot_uri: HoldFacts(
            hold.number,
            hold.lot_uri,
            hold.state,
            hold.state_text,
            hold.reason,
            f"/quality/holds/{hold.number}",
        )
        for hold in holds
    }
