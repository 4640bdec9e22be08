"""Donors, batches of straws and embryos, quotas of counties, and their way to the farms."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import Max, Sum
from django.utils import timezone

from milkshed.breeding.actions.register import centre_of
from milkshed.breeding.mating_flow import ALLOCATION_FLOW
from milkshed.breeding.models import (
    Allocation,
    Batch,
    BatchKind,
    Bull,
    Donor,
    EmbryoMethod,
    Quota,
)
from milkshed.breeding.queries.stock import GIVEN
from milkshed.breeding.rules import BreedingRules
from milkshed.herd import facade as herd
from milkshed.kernel.counties import COUNTIES
from milkshed.kernel.money import round_money
from milkshed.kernel.problems import CONFLICT, Fault, Problem, invalid, require_reason
from milkshed.kernel.text import Text
from milkshed.platform.models import Person, Transition
from milkshed.platform.permissions import require
from milkshed.platform.scope import get_visible, scope_of

_MOST = 10_000_000
_LONGEST = 30
_DEAREST = Decimal(1_000_000)


@dataclass(frozen=True, slots=True)
class BatchRow:
    """A batch as registered; ``donor``, ``method`` and ``recovered`` are those of embryos."""

    number: str
    kind: str
    bull: str
    pieces: int
    made_on: date
    price_yuan: Decimal
    sexed: bool = False
    donor: str = ""
    method: str = ""
    recovered: int | None = None
    synthetic: bool = False


def register_donor(
    person: Person, identity: str, entered_on: date, *, remark: str = "", synthetic: bool = False
) -> Donor:
    """Enter a donor cow; one of the herd register is tied to her record there.

    Raises a problem where the identity is empty, entered already, or that of a male.
    """
    require(person, "breeding.register_donor")
    name = identity.strip()[:_LONGEST]
    if not name:
        raise invalid("identity", identity, "required", "请填写供体牛号", "Name the donor")
    if entered_on > timezone.localdate():
        raise invalid("entered_on", entered_on, "day", "日期在将来", "A day to come")
    known = herd.animals_by_number([name]).get(name)
    if known is not None and known.sex != "F":
        raise invalid("identity", name, "sex", "供体应为母牛", "A donor is a female")
    try:
        with transaction.atomic():
            return Donor.objects.create(
                identity=name,
                animal_key=known.animal_id if known else None,
                place_id=known.place_id if known else None,
                centre=centre_of(person),
                entered_on=entered_on,
                remark=remark.strip()[:200],
                registered_by=person,
                synthetic=synthetic or (known.synthetic if known else False),
            )
    except IntegrityError as error:
        raise _taken("identity", name, "该供体已登记", "This donor is entered already") from error


def retire_donor(person: Person, donor_id: int, left_on: date) -> Donor:
    """Note the day from which a cow gives no embryos any more.

    Raises a problem where she left already, or the day is to come or before her last embryos.
    """
    require(person, "breeding.register_donor")
    with transaction.atomic():
        rows = Donor.objects.select_for_update(of=("self",))
        donor = get_visible(rows, scope_of(person), pk=donor_id)
        if donor.left_on is not None:
            message = Text("该供体已退出", "She is no donor any more")
            raise Problem(CONFLICT, message, [Fault("left_on", donor.left_on, "left", message)])
        if left_on > timezone.localdate():
            raise invalid("left_on", left_on, "day", "日期在将来", "A day to come")
        last = donor.batches.aggregate(last=Max("made_on"))["last"] or donor.entered_on
        if left_on < max(last, donor.entered_on):
            raise invalid(
                "left_on", left_on, "day", f"早于列入或最后一批胚胎日期{last}",
                f"Before she entered or her last embryos ({last})",
            )  # fmt: skip
        donor.left_on = left_on
        donor.save(update_fields=["left_on"])
    return donor


def register_batch(person: Person, row: BatchRow) -> Batch:
    """Enter a batch of straws of a bull, or of embryos of a donor and a bull.

    Raises a problem naming the field that breaks a rule, or the number that is taken.
    """
    require(person, "breeding.register_batch")
    _check_batch(row)
    bull = Bull.objects.filter(number=row.bull.strip()).first()
    if bull is None:
        raise invalid("bull", row.bull, "unknown", "没有该种公牛，请先登记", "No such bull")
    if bull.born_on is not None and row.made_on < bull.born_on:
        raise invalid(
            "made_on", row.made_on, "bull-born", "生产日期早于公牛出生", "Before the bull was born"
        )
    donor = None
    if row.kind == BatchKind.EMBRYO:
        donor = Donor.objects.filter(identity=row.donor.strip()).first()
        if donor is None:
            raise invalid("donor", row.donor, "unknown", "没有该供体，请先登记", "No such donor")
        if row.made_on < donor.entered_on or (donor.left_on and row.made_on > donor.left_on):
            raise invalid(
                "made_on", row.made_on, "donor-time", "当日不是供体", "She was no donor that day"
            )
    try:
        with transaction.atomic():
            return Batch.objects.create(
                number=row.number.strip(),
                kind=row.kind,
                bull=bull,
                donor=donor,
                centre=centre_of(person),
                sexed=row.sexed,
                pieces=row.pieces,
                made_on=row.made_on,
                price_yuan=row.price_yuan,
                method=row.method,
                recovered=row.recovered,
                registered_by=person,
                synthetic=row.synthetic or bull.synthetic,
            )
    except IntegrityError as error:
        raise _taken("number", row.number, "批号已登记", "This batch is entered already") from error


def _check_batch(row: BatchRow) -> None:
    number = row.number.strip()
    if not number or len(number) > _LONGEST or not number.isprintable():
        raise invalid("number", row.number, "length", "批号1至30字", "A number of 1 to 30 signs")
    if row.kind not in BatchKind.values:
        raise invalid("kind", row.kind, "choice", "请选择冻精或胚胎", "Straws or embryos")
    if not 1 <= row.pieces <= _MOST:
        raise invalid("pieces", row.pieces, "range", "数量应大于0", "At least one")
    if not 0 <= row.price_yuan <= _DEAREST or row.price_yuan != round_money(row.price_yuan):
        raise invalid(
            "price_yuan", row.price_yuan, "money", "单价应不小于0，最多两位小数", "Yuan and fen"
        )
    if row.made_on > timezone.localdate():
        raise invalid("made_on", row.made_on, "day", "生产日期在将来", "Made in the future")
    if row.kind == BatchKind.EMBRYO:
        if row.method not in EmbryoMethod.values:
            raise invalid("method", row.method, "choice", "请选择胚胎生产方式", "How it was made")
        if row.recovered is not None and row.recovered < row.pieces:
            raise invalid(
                "recovered", row.recovered, "range", "采集数不能少于可用胚胎数",
                "No more embryos than were recovered",
            )  # fmt: skip
    elif row.donor or row.method or row.recovered is not None:
        raise invalid("donor", row.donor, "straw", "冻精没有供体", "Straws have no donor")


def _taken(field: str, value: object, zh: str, en: str) -> Problem:
    message = Text(zh, en)
    return Problem(CONFLICT, message, [Fault(field, value, "taken", message)])


def set_quota(
    person: Person,
    *,
    year: int,
    county: str,
    kind: str,
    pieces: int,
    source: str,
    synthetic: bool = False,
) -> Quota:
    """Give a county its pieces of a year; setting it again replaces the number.

    Raises a problem where the counties together would pass the region's number of the rules, or
    the county has been given more already.
    """
    require(person, "breeding.set_quota")
    if county not in COUNTIES:
        raise invalid("county", county, "county", "请选择县区", "Choose a county")
    if kind not in BatchKind.values:
        raise invalid("kind", kind, "choice", "请选择冻精或胚胎", "Straws or embryos")
    if not 2020 <= year <= 2100:
        raise invalid("year", year, "range", "年度应在2020至2100", "A year of this century")
    if not 0 <= pieces <= _MOST:
        raise invalid("pieces", pieces, "range", "指标应不小于0", "Not below zero")
    require_reason(source, "请填写依据（文件名）", "Name the notice", field="source")
    most = BreedingRules.on(date(year, 1, 1)).whole(f"extension.region.{kind}")
    with transaction.atomic():
        rows = list(Quota.objects.select_for_update().filter(year=year, kind=kind))
        others = sum(row.pieces for row in rows if row.county != county)
        if others + pieces > most:
            raise invalid(
                "pieces", pieces, f"breeding.extension.region.{kind}",
                f"各县合计{others + pieces}，超过全区{most}",
                f"The counties come to {others + pieces}, above the region's {most}",
            )  # fmt: skip
        given = given_pieces(county, kind, year)
        if pieces < given:
            raise invalid(
                "pieces", pieces, "given", f"该县已批准{given}", f"{given} are approved already"
            )
        quota, _ = Quota.objects.update_or_create(
            year=year,
            county=county,
            kind=kind,
            defaults={
                "pieces": pieces, "source": source.strip()[:200], "set_by": person,
                "synthetic": synthetic,
            },
        )  # fmt: skip
    return quota


def given_pieces(county: str, kind: str, year: int) -> int:
    """Pieces approved for a county's farms in a year; of received ones what was received."""
    rows = Allocation.objects.filter(place__county=county, batch__kind=kind, approved_on__year=year)
    approved = rows.filter(state="approved").aggregate(n=Sum("pieces", default=0))["n"]
    received = rows.filter(state="received").aggregate(n=Sum("received_pieces", default=0))["n"]
    return int(approved) + int(received)


def propose_allocation(
    person: Person, batch_number: str, farm_code: str, pieces: int
) -> Allocation:
    """Propose pieces of a batch for a farm; raises where the batch has not so many left."""
    require(person, "breeding.propose_allocation")
    farm = herd.farm_named(farm_code)
    seen = get_visible(Batch.objects.all(), scope_of(person), number=batch_number)
    with transaction.atomic():
        batch = Batch.objects.select_for_update().get(pk=seen.pk)
        left = batch.pieces - _out_of(batch)
        if not 1 <= pieces <= left:
            raise invalid(
                "pieces", pieces, "batch-left", f"该批次只余{left}", f"{left} are left of the batch"
            )
        made = Allocation.objects.create(
            batch=batch,
            place_id=farm.place_id,
            farm_code=farm.code,
            pieces=pieces,
            proposed_on=timezone.localdate(),
            synthetic=batch.synthetic or farm.synthetic,
        )
        Transition.objects.create(
            subject=ALLOCATION_FLOW.subject,
            subject_id=made.pk,
            verb="breeding.propose_allocation",
            source="",
            target=ALLOCATION_FLOW.initial,
            person=person,
        )
    return made


def _out_of(batch: Batch) -> int:
    """Pieces of a batch that are promised or gone."""
    rows = batch.allocations.filter(state__in=GIVEN)
    gone = rows.filter(state="received").aggregate(n=Sum("received_pieces", default=0))["n"]
    promised = rows.exclude(state="received").aggregate(n=Sum("pieces", default=0))["n"]
    return int(gone) + int(promised)


def approve_allocation(person: Person, allocation_id: int, opinion: str = "") -> Allocation:
    """Approve an allocation within the county's quota of the year; by another than who proposed."""
    today = timezone.localdate()
    with transaction.atomic():
        one = _locked(person, allocation_id)
        ALLOCATION_FLOW.check(one, "breeding.approve_allocation", person)
        county, kind = one.place.county, one.batch.kind
        quota = (
            Quota.objects.select_for_update()
            .filter(year=today.year, county=county, kind=kind)
            .first()
        )
        if quota is None:
            raise invalid(
                "county", county, "quota", f"该县{today.year}年还没有指标",
                f"The county has no quota for {today.year}",
            )  # fmt: skip
        given = given_pieces(county, kind, today.year)
        if given + one.pieces > quota.pieces:
            raise invalid(
                "pieces", one.pieces, "quota",
                f"该县指标{quota.pieces}，已批准{given}，余{quota.pieces - given}",
                f"Quota {quota.pieces}, approved {given}, {quota.pieces - given} left",
            )  # fmt: skip
        one.approved_on = today
        ALLOCATION_FLOW.perform(
            one, "breeding.approve_allocation", person, opinion=opinion,
            also=("approved_on",),
        )  # fmt: skip
    return one


def decline_allocation(person: Person, allocation_id: int, opinion: str) -> Allocation:
    """Decline an allocation with the reason."""
    return _closed(person, allocation_id, "breeding.decline_allocation", opinion)


def cancel_allocation(person: Person, allocation_id: int, opinion: str) -> Allocation:
    """Take a proposed or approved allocation back with the reason."""
    return _closed(person, allocation_id, "breeding.cancel_allocation", opinion)


def _closed(person: Person, allocation_id: int, verb: str, opinion: str) -> Allocation:
    require_reason(opinion, "请填写理由", "Say why", field="opinion")
    with transaction.atomic():
        one = _locked(person, allocation_id)
        ALLOCATION_FLOW.perform(one, verb, person, opinion=opinion)
    return one


def receive_allocation(
    person: Person, allocation_id: int, pieces: int, received_on: date | None = None
) -> Allocation:
    """Say how many pieces came to the farm; what did not come goes back to the batch."""
    day = received_on or timezone.localdate()
    with transaction.atomic():
        one = _locked(person, allocation_id)
        ALLOCATION_FLOW.check(one, "breeding.receive_allocation", person)
        if not 0 <= pieces <= one.pieces:
            raise invalid(
                "pieces", pieces, "range", f"应在0至{one.pieces}之间", f"0 to {one.pieces}"
            )
        if not one.batch.made_on <= day <= timezone.localdate():
            raise invalid(
                "received_on", day, "day", "收货日期应在生产日期与今天之间",
                "Between the day of making and today",
            )  # fmt: skip
        one.received_on, one.received_pieces = day, pieces
        ALLOCATION_FLOW.perform(
            one, "breeding.receive_allocation", person, also=("received_on", "received_pieces")
        )
    return one


def _locked(person: Person, allocation_id: int) -> Allocation:
    rows = Allocation.objects.select_for_update(of=("self",)).select_related("place", "batch")
    return get_visible(rows, scope_of(person), pk=allocation_id)
