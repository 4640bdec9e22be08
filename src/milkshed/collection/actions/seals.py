"""Seals: issued in ranges, used once, found at arrival."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from milkshed.collection.models import HandoverSheet, Seal, SealRange, Station
from milkshed.collection.science.findings import Finding
from milkshed.collection.science.seal_numbers import Roll, SealNumber, owner_of, read_seal
from milkshed.kernel.clock import shanghai_day
from milkshed.kernel.problems import CONFLICT, INVALID, Fault, Problem, invalid, require_reason
from milkshed.kernel.text import Text
from milkshed.platform.models import Person
from milkshed.platform.permissions import require
from milkshed.platform.rule_book import find_rule
from milkshed.platform.scope import get_visible, scope_of

_MOST_AT_ONCE = 100_000
_ISSUING = 0x5EA1
"""Number of the advisory lock under which ranges are issued one after another."""


def issue_seals(person: Person, station: Station, first: str, last: str) -> SealRange:
    """Issue a station the seals from ``first`` to ``last``; a number is issued once.

    Raises a problem for numbers that cannot be read, differ in prefix or length, run backwards,
    are more than 100,000, or overlap a range issued before, which is then named.
    """
    require(person, "collection.issue_seals")
    seen = get_visible(Station.objects.all(), scope_of(person), pk=station.pk)
    begin, end = _read("first", first), _read("last", last)
    if (begin.prefix, begin.digits) != (end.prefix, end.digits):
        raise invalid(
            "last", last, "same-prefix",
            "起止号的前缀和位数须一致", "Both ends need the same prefix and length",
        )  # fmt: skip
    if not 0 <= end.serial - begin.serial < _MOST_AT_ONCE:
        raise invalid(
            "last", last, "range",
            f"止号不能小于起号，且每次至多{_MOST_AT_ONCE:,}枚",
            f"It must not run backwards, nor hold more than {_MOST_AT_ONCE:,} seals",
        )  # fmt: skip
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ISSUING])
        before = SealRange.objects.filter(
            prefix=begin.prefix,
            digits=begin.digits,
            first__lte=end.serial,
            last__gte=begin.serial,
        ).first()
        if before is not None:
            raise invalid(
                "first", first, "issued-once",
                f"号段与已发放的{before}重叠", f"It overlaps {before}, which is issued already",
            )  # fmt: skip
        return SealRange.objects.create(
            station=seen,
            prefix=begin.prefix,
            first=begin.serial,
            last=end.serial,
            digits=begin.digits,
            issued_at=timezone.now(),
            issued_by=person,
        )


def void_seal(person: Person, station: Station, number: str, *, reason: str) -> Seal:
    """Write a seal off that was spoilt before it came onto a tanker."""
    require(person, "collection.open_sheet")
    seen = get_visible(Station.objects.all(), scope_of(person), pk=station.pk)
    require_reason(reason, "请填写作废原因", "A reason is required")
    written = str(_read("number", number))
    now = timezone.now()
    with transaction.atomic():
        faults = [*seal_faults(seen, (written,)), *strange_seals(seen, (written,)).values()]
        if faults:
            raise Problem(INVALID, faults[0].message, faults)
        return Seal.objects.create(
            number=written, station=seen, state="void", applied_at=now, ended_at=now,
            reason=reason.strip(),
        )  # fmt: skip


def seal_faults(
    station: Station, numbers: Sequence[str], *, carried_by: HandoverSheet | None = None
) -> list[Fault]:
    """Why seals cannot be used: written twice, or used before, with the first sheet's number.

    ``carried_by`` is a sheet that is being corrected: its own seals go along.
    """
    faults = [
        Fault("seals", number, "once", Text(f"铅封号{number}重复", f"{number} is written twice"))
        for number in sorted({one for one in numbers if numbers.count(one) > 1})
    ]
    used = Seal.objects.filter(number__in=numbers).select_related("sheet")
    for seal in used:
        if carried_by is not None and seal.sheet_id == carried_by.pk:
            continue
        faults.append(_used(seal))
    return faults


def _used(seal: Seal) -> Fault:
    if seal.sheet is None:
        return Fault(
            "seals", seal.number, "used-once",
            Text(f"铅封{seal.number}已作废", f"Seal {seal.number} was written off"),
        )  # fmt: skip
    return Fault(
        "seals",
        seal.number,
        "used-once",
        Text(
            f"铅封{seal.number}已用于交接单{seal.sheet.number}，不得重复使用",
            f"Seal {seal.number} was used on sheet {seal.sheet.number}: a seal is used once",
        ),
    )


def strange_seals(station: Station, numbers: Sequence[str]) -> Mapping[str, Fault]:
    """Seals that were not issued to the station, with what is wrong; empty for a station that was
    never issued any."""
    if not SealRange.objects.filter(station=station).exists():
        return {}
    read = {number: read_seal(number) for number in numbers}
    rolls = _rolls_for([one for one in read.values() if one is not None])
    found: dict[str, Fault] = {}
    for number, seal in read.items():
        owner = None if seal is None else owner_of(seal, rolls)
        if owner == station.pk:
            continue
        if owner is None:
            wording = Text(
                f"铅封{number}不在任何发放号段内", f"Seal {number} is in no range that was issued"
            )
            found[number] = Fault("seals", number, "issued", wording)
        else:
            wording = Text(
                f"铅封{number}是发给另一收购站的", f"Seal {number} was issued to another station"
            )
            found[number] = Fault("seals", number, "own-seal", wording)
    return found


def _rolls_for(numbers: Sequence[SealNumber]) -> list[Roll]:
    prefixes = {number.prefix for number in numbers}
    rows = SealRange.objects.filter(prefix__in=prefixes).values_list(
        "station_id", "prefix", "first", "last", "digits"
    )
    return [Roll(*row) for row in rows]


def check_seals(
    station: Station,
    numbers: Sequence[str],
    at: datetime,
    *,
    carried_by: HandoverSheet | None = None,
) -> list[Fault]:
    """The faults for which seals are refused on a day, by the rule for those not issued."""
    faults = seal_faults(station, numbers, carried_by=carried_by)
    if _refuses_strange(at):
        faults += strange_seals(station, numbers).values()
    return faults


def _refuses_strange(at: datetime) -> bool:
    row = find_rule("collection.seals.unissued", shanghai_day(at))
    return row is not None and bool(row.value)


def use_seals(
    sheet: HandoverSheet, numbers: Sequence[str], at: datetime, *, carried_by: HandoverSheet | None
) -> list[Finding]:
    """Note that seals left their roll for a sheet; answers what an alarm should tell.

    The caller holds a transaction and has asked :func:`check_seals`. Whoever comes second in the
    same moment meets the unique number.
    """
    if carried_by is not None:
        kept = Seal.objects.filter(sheet=carried_by)
        kept.filter(number__in=numbers).update(sheet=sheet)
        Seal.objects.filter(sheet=carried_by).update(
            state="void", ended_at=timezone.now(), reason=f"更正为{sheet.number}"
        )
        present = set(Seal.objects.filter(sheet=sheet).values_list("number", flat=True))
        numbers = [number for number in numbers if number not in present]
    Seal.objects.bulk_create(
        Seal(number=number, station=sheet.station, sheet=sheet, applied_at=at) for number in numbers
    )
    if _refuses_strange(at):
        return []
    return [
        Finding("strange_seal", "serious", fault.message, number)
        for number, fault in strange_seals(sheet.station, numbers).items()
    ]


def find_seals(
    sheet: HandoverSheet,
    expected: Sequence[str],
    read: Sequence[str] | None,
    at: datetime,
    *,
    intact: bool,
) -> bool:
    """Note how the seals were found at the gate; answers whether all were, and no others.

    ``read`` are the numbers on the tanker, None where only ``intact`` was noted.
    """
    seen = set(expected) if read is None else {one.strip().upper() for one in read}
    wanted = {one.upper() for one in expected}
    sound = intact and (read is None or seen == wanted)
    applied = Seal.objects.filter(sheet=sheet, state="applied")
    if sound:
        applied.update(state="found", ended_at=at)
        return True
    there = [
        key
        for key, number in applied.values_list("pk", "number")
        if intact and (read is None or number.upper() in seen)
    ]
    applied.filter(pk__in=there).update(state="found", ended_at=at)
    applied.update(state="broken", ended_at=at)
    return False


def _read(field: str, text: str) -> SealNumber:
    number = read_seal(text)
    if number is None:
        raise invalid(
            field, text, "seal-number",
            "铅封号由字母前缀和最多12位数字组成", "A seal's number is a prefix and up to 12 digits",
        )  # fmt: skip
    return number


def conflict_with(fault: Fault) -> Problem:
    """The problem of one fault, as a conflict."""
    return Problem(CONFLICT, fault.message, [fault])
