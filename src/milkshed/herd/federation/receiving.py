"""Taking in the packages of other platforms: believed when signed, in order, and consistent."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from milkshed.herd.federation.packages import (
    Body,
    Header,
    Package,
    check_signature,
    read_body,
    read_package,
)
from milkshed.herd.models import (
    AnimalStay,
    FederationMember,
    FederationPackage,
    MemberFarm,
    MemberFigure,
    PackageRefusal,
)
from milkshed.herd.science.kpis import BY_CODE
from milkshed.kernel.counties import COUNTIES
from milkshed.kernel.problems import CONFLICT, INVALID, Fault, Problem
from milkshed.kernel.text import Text
from milkshed.ledger.log.notes import parse_vkey
from milkshed.ledger.log.refusal import NotProven
from milkshed.platform.models import Person
from milkshed.platform.permissions import require

_AT_ONCE = 5000
_MOST_FAULTS = 50
_LONGEST_NUMBER = 45  # a farm's code, a stroke, and a number of thirty
_SCHEMES = frozenset({"ear-tag", "herd-book", "iso-11784", "on-farm", "dhi", "key"})
_STATES = frozenset({"milking", "dry", "young", "male", "left"})


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a package: taken now, or held already."""

    package: FederationPackage
    is_repeated: bool


class _Refused(Exception):
    """A package is not believed; carries the rule it breaks."""

    def __init__(
        self, rule: str, zh: str, en: str, value: object = "", faults: list[Fault] | None = None
    ) -> None:
        super().__init__(en)
        self.rule, self.message, self.value = rule, Text(zh, en), value
        self.faults = faults or [Fault("package", value, rule, self.message)]


def take_package(content: bytes, *, person: Person | None = None) -> Taken:
    """Take in a package file.

    The same package again changes nothing. One that is not signed by a member's key, was
    altered, does not follow on the one before, or contradicts itself is refused with the reason,
    and the refusal stays on record. Nothing of a refused package is kept.
    """
    if person is not None:
        require(person, "herd.manage_federation")
    header: Header | None = None
    try:
        package = read_package(content)
        header = package.header
        with transaction.atomic():
            return _take(package)
    except _Refused as refusal:
        _note(header, refusal.rule, refusal.message)
        kind = CONFLICT if refusal.rule in ("fork", "gap", "chain") else INVALID
        raise Problem(kind, refusal.message, refusal.faults) from None
    except Problem as problem:
        _note(header, "format", problem.detail)
        raise


def _take(package: Package) -> Taken:
    header = package.header
    member = (
        FederationMember.objects.select_for_update()
        .filter(name=header.name, ended_at__isnull=True)
        .first()
    )
    if member is None:
        raise _Refused(
            "member",
            f"平台 {header.name} 不是在册成员",
            f"The platform {header.name} is no member",
            header.name,
        )
    try:
        check_signature(package, parse_vkey(member.key))
    except NotProven as reason:
        raise _Refused("signature", reason.reason.zh, reason.reason.en) from None
    held = member.packages.filter(sequence=header.sequence).first()
    if held is not None:
        if held.digest == header.digest:
            return Taken(held, is_repeated=True)
        raise _Refused(
            "fork",
            f"平台签发了两个不同的第{header.sequence}包，请与该平台核对",
            f"The platform signed two different packages number {header.sequence}",
            header.sequence,
        )
    _check_order(member, header)
    body = read_body(package)
    faults = _faults(header, body)
    if faults:
        raise _Refused("content", faults[0].message.zh, faults[0].message.en, faults=faults)
    return Taken(store(member, package, body), is_repeated=False)


def _check_order(member: FederationMember, header: Header) -> None:
    before = member.packages.order_by("-sequence").first()
    expected = before.sequence + 1 if before else 1
    if header.sequence != expected:
        raise _Refused(
            "gap",
            f"缺少第{expected}包，收到的是第{header.sequence}包；请按顺序补送",
            f"Number {expected} is missing, this is {header.sequence}; send them in order",
            header.sequence,
        )
    if header.previous != (before.digest if before else ""):
        raise _Refused(
            "chain",
            "与上一包的摘要不衔接",
            "It does not name the package before it",
            header.previous[:16],
        )
    if before is not None and (header.first_day - before.last_day).days != 1:
        raise _Refused(
            "period",
            f"期间应自 {before.last_day} 的次日开始",
            f"The period must begin the day after {before.last_day}",
            header.first_day,
        )
    if header.last_day < header.first_day or header.last_day > timezone.localdate():
        raise _Refused(
            "period",
            "截止日期早于开始日期或在将来",
            "The last day is before the first or still to come",
            header.last_day,
        )


def _faults(header: Header, body: Body) -> list[Fault]:
    """Everything in which the content contradicts itself or its header, the first fifty."""
    faults: list[Fault] = []

    def refuse(field: str, value: object, rule: str, zh: str, en: str) -> None:
        if len(faults) < _MOST_FAULTS:
            faults.append(Fault(field, value, rule, Text(zh, en)))

    counts = (len(body.farms), len(body.animals))
    if counts != (header.farms, header.animals):
        refuse("counts", counts, "counts", "数量与签名文书不符", "Not as many as were signed for")
    period_days = (header.last_day - header.first_day).days + 1
    codes: set[str] = set()
    for farm in body.farms:
        if farm.code in codes:
            refuse("farm", farm.code, "once", "牧场重复", "A farm is listed twice")
        codes.add(farm.code)
        if not (len(farm.code) == 10 and farm.code.isascii() and farm.code.isdigit()):
            refuse("farm", farm.code, "format", "牧场代码应为10位数字", "A code has ten digits")
        if farm.county not in COUNTIES:
            refuse("county", farm.county, "known", "没有该县（市、区）", "There is no such county")
        if not 0 <= farm.declared_days <= period_days or not 0 <= farm.numbered <= farm.head:
            refuse("farm", farm.code, "range", "天数或头数不合理", "Days or heads cannot be")
        if not 0 < len(farm.name) <= 120 or not farm.name.isprintable():
            refuse("name", farm.name[:40], "length", "牧场名称不对", "Not a farm's name")
    stays: set[tuple[str, str, str, date]] = set()
    for one in body.animals:
        stay = (one.scheme, one.number, one.farm, one.entered_on)
        if stay in stays:
            refuse("animal", one.number, "once", "在群区间重复", "A stay is listed twice")
        stays.add(stay)
        if one.farm not in codes:
            refuse("animal", one.number, "known", "个体所在牧场未列出", "Its farm is not listed")
        ends_well = one.left_on is None or one.entered_on <= one.left_on <= header.last_day
        if one.entered_on > header.last_day or not ends_well:
            refuse("animal", one.number, "order", "进出日期不合理", "Its days are out of order")
        if one.state not in _STATES or (one.state == "left") != (one.left_on is not None):
            refuse("animal", one.number, "state", "状态与日期不符", "State and days disagree")
        if one.scheme not in _SCHEMES:
            refuse("animal", one.scheme[:40], "choice", "标识体系不对", "Not a scheme of numbers")
        if not (0 < len(one.number) <= _LONGEST_NUMBER and one.number.isprintable()):
            refuse("animal", one.number[:40], "length", "标识过长或为空", "Not a number")
        if not 0 <= one.parity <= 30:
            refuse("animal", one.number, "range", "胎次不合理", "Its parity cannot be")
    for figure in body.figures:
        if figure.farm not in codes or not figure.denominator > 0:
            refuse("figure", figure.code, "known", "指标无牧场或分母", "A figure of nothing")
        if figure.code not in BY_CODE or not figure.version.isalnum() or len(figure.version) > 8:
            refuse("figure", figure.code[:40], "choice", "没有这项指标", "There is no such figure")
    return faults


def store(
    member: FederationMember, package: Package, body: Body | None = None
) -> FederationPackage:
    """Keep a package that is believed, and what it tells. Called in a transaction."""
    header = package.header
    body = body or read_body(package)
    kept = FederationPackage.objects.create(
        member=member,
        sequence=header.sequence,
        first_day=header.first_day,
        last_day=header.last_day,
        header=str(package.note),
        digest=header.digest,
        previous_digest=header.previous,
        body_digest=header.body_digest,
        farms=header.farms,
        animals=header.animals,
        made_at=header.made_at,
        stored_at=timezone.now(),
    )
    period_days = (header.last_day - header.first_day).days + 1
    MemberFarm.objects.bulk_create(
        [
            MemberFarm(
                member=member,
                code=farm.code,
                name_zh=farm.name,
                county=farm.county,
                declared_days=farm.declared_days,
                period_days=period_days,
                last_declared_on=farm.last_declared_on,
                last_event_on=farm.last_event_on,
                numbered=farm.numbered,
                head=farm.head,
                package=kept,
            )
            for farm in body.farms
        ],
        update_conflicts=True,
        unique_fields=["member", "code"],
        update_fields=[
            "name_zh",
            "county",
            "declared_days",
            "period_days",
            "last_declared_on",
            "last_event_on",
            "numbered",
            "head",
            "package",
        ],
        batch_size=_AT_ONCE,
    )
    AnimalStay.objects.bulk_create(
        [
            AnimalStay(
                member=member,
                farm_code=one.farm,
                scheme=one.scheme,
                number=one.number,
                entered_on=one.entered_on,
                left_on=one.left_on,
                state=one.state,
                parity=one.parity,
                package=kept,
            )
            for one in body.animals
        ],
        update_conflicts=True,
        unique_fields=["member", "number", "scheme", "farm_code", "entered_on"],
        update_fields=["left_on", "state", "parity", "package"],
        batch_size=_AT_ONCE,
    )
    MemberFigure.objects.bulk_create(
        [
            MemberFigure(
                member=member,
                farm_code=one.farm,
                code=one.code,
                last_day=one.last_day,
                numerator=one.numerator,
                denominator=one.denominator,
                version=one.version,
                package=kept,
            )
            for one in body.figures
        ],
        update_conflicts=True,
        unique_fields=["member", "farm_code", "code", "last_day"],
        update_fields=["numerator", "denominator", "version", "package"],
        batch_size=_AT_ONCE,
    )
    return kept


def _note(header: Header | None, rule: str, reason: Text) -> None:
    member = FederationMember.objects.filter(name=header.name).first() if header else None
    PackageRefusal.objects.create(
        member=member,
        claimed_name=header.name if header else "",
        claimed_sequence=header.sequence if header else None,
        rule=rule,
        reason_zh=reason.zh[:300],
        reason_en=reason.en[:300],
        refused_at=timezone.now(),
    )
