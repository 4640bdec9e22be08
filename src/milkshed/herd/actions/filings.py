"""A farm's filing: asked for by the farm, returned for completion or filed by its county."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from milkshed.herd.actions.farms import register_farm
from milkshed.herd.flow import FILING_FLOW
from milkshed.herd.models import Farm, FarmFiling
from milkshed.kernel.counties import COUNTIES
from milkshed.kernel.identifiers import GLN
from milkshed.kernel.official_numbers import build_farm_code
from milkshed.kernel.problems import (
    CONFLICT,
    INVALID,
    NOT_ALLOWED,
    Fault,
    Problem,
    invalid,
    require_reason,
)
from milkshed.kernel.text import Text
from milkshed.platform.models import Organisation, Person, Place, PlaceKind
from milkshed.platform.permissions import require
from milkshed.platform.scope import get_visible, scope_of


@dataclass(frozen=True, slots=True)
class FilingEntry:
    """The four things the law asks for, and the place's GLN where the farm has one."""

    county: str
    name_zh: str
    address: str
    breed: str
    declared_head: int
    gln: str = ""


def ask_filing(
    person: Person,
    organisation: Organisation,
    entry: FilingEntry,
    *,
    farm: Farm | None = None,
    today: date | None = None,
) -> FarmFiling:
    """Ask the county to file a farm of the person's organisation, or a change of a filed one."""
    require(person, "herd.ask_filing")
    if organisation.pk not in {o.pk for o in person.organisations()}:
        raise Problem(
            NOT_ALLOWED, Text("只能为本单位申请备案", "Ask for your own organisation only")
        )
    if farm is not None and farm.organisation_id != organisation.pk:
        raise Problem(NOT_ALLOWED, Text("不是本单位的养殖场", "The farm is another's"))
    _check(entry)
    with transaction.atomic():
        open_ones = FarmFiling.objects.filter(
            organisation=organisation, state__in=["submitted", "returned"]
        )
        again = open_ones.filter(farm=farm) if farm else open_ones.filter(name_zh=entry.name_zh)
        if again.exists():
            raise Problem(
                CONFLICT,
                Text("该养殖场已有未办结的备案申请", "A filing of this farm is under way already"),
            )
        return FarmFiling.objects.create(
            organisation=organisation,
            county=entry.county,
            name_zh=entry.name_zh.strip(),
            address=entry.address.strip(),
            breed=entry.breed.strip(),
            declared_head=entry.declared_head,
            gln=entry.gln,
            farm=farm,
            created_by=person,
            submitted_on=today or timezone.localdate(),
        )


def _check(entry: FilingEntry) -> None:
    faults = []
    for field, zh, en, longest in (
        ("name_zh", "名称", "The name", 120),
        ("address", "地址", "The address", 200),
        ("breed", "品种", "The breed", 30),
    ):
        value = getattr(entry, field).strip()
        if not 0 < len(value) <= longest:
            message = Text(
                f"{zh}必填，不超过{longest}字（条例第十二条）",
                f"{en} is required, at most {longest} characters (art. 12)",
            )
            faults.append(Fault(field, value, "required", message))
    if entry.county not in COUNTIES:
        message = Text("请选择所在县（市、区）", "Choose the county")
        faults.append(Fault("county", entry.county, "choice", message))
    if not 0 < entry.declared_head < 1_000_000:
        message = Text(
            "规模应为大于零的头数（条例第十二条）", "The scale is a number of head (art. 12)"
        )
        faults.append(Fault("declared_head", entry.declared_head, "range", message))
    if entry.gln and (fault := GLN.fault(entry.gln, "gln")) is not None:
        faults.append(fault)
    if faults:
        raise Problem(INVALID, None, faults)


def _locked(person: Person, filing: FarmFiling, edition: int) -> FarmFiling:
    found = get_visible(
        FarmFiling.objects.select_for_update(of=("self",)), scope_of(person), pk=filing.pk
    )
    if found.edition != edition:
        message = Text("他人已修改，请刷新后重新办理", "Somebody changed it meanwhile: reload")
        raise Problem(CONFLICT, message, [Fault("edition", edition, "changed-meanwhile", message)])
    found.edition += 1
    return found


def mend_filing(person: Person, filing: FarmFiling, edition: int, entry: FilingEntry) -> FarmFiling:
    """Complete a returned filing and hand it in again."""
    _check(entry)
    with transaction.atomic():
        found = _locked(person, filing, edition)
        FILING_FLOW.perform(found, "herd.ask_filing", person)
        found.name_zh, found.address = entry.name_zh.strip(), entry.address.strip()
        found.breed, found.declared_head = entry.breed.strip(), entry.declared_head
        found.gln = entry.gln
        found.save()
    return found


def return_filing(person: Person, filing: FarmFiling, edition: int, *, reason: str) -> FarmFiling:
    """Send a filing back with what must be mended."""
    _require_reason(reason)
    with transaction.atomic():
        found = _locked(person, filing, edition)
        FILING_FLOW.perform(found, "herd.return_filing", person, opinion=reason)
        found.save(update_fields=["edition"])
    return found


def withdraw_filing(person: Person, filing: FarmFiling, edition: int, *, reason: str) -> FarmFiling:
    """Take a filing back before it is filed."""
    _require_reason(reason)
    with transaction.atomic():
        found = _locked(person, filing, edition)
        FILING_FLOW.perform(found, "herd.withdraw_filing", person, opinion=reason)
        found.save(update_fields=["edition"])
    return found


def _require_reason(reason: str) -> None:
    require_reason(reason)


def accept_filing(
    person: Person,
    filing: FarmFiling,
    edition: int,
    *,
    gln: str = "",
    today: date | None = None,
) -> FarmFiling:
    """File the farm under the next code of its county, or write the change into the filed farm.

    A new farm needs the GLN of its place, from the farm or from the officer.
    """
    day = today or timezone.localdate()
    with transaction.atomic():
        found = _locked(person, filing, edition)
        FILING_FLOW.check(found, "herd.register_farm", person)
        if found.farm is None:
            found.farm = _new_farm(person, found, gln or found.gln, day)
        else:
            farm = Farm.objects.select_for_update().get(pk=found.farm.pk)
            farm.breed, farm.declared_head = found.breed, found.declared_head
            farm.save(update_fields=["breed", "declared_head"])
            Place.objects.filter(pk=farm.place_id).update(name_zh=found.name_zh)
        found.filed_on = day
        found.save(update_fields=["farm", "filed_on", "edition"])
        FILING_FLOW.perform(found, "herd.register_farm", person, evidence={"code": found.farm.code})
    return found


def _new_farm(person: Person, filing: FarmFiling, gln: str, day: date) -> Farm:
    number = GLN.parse(gln, "gln")
    if Place.objects.filter(gln=number).exists():
        raise invalid("gln", gln, "unique", "该全球位置码已登记", "The GLN is on file already")
    place = Place.objects.create(
        kind=PlaceKind.FARM,
        name_zh=filing.name_zh,
        organisation=filing.organisation,
        county=filing.county,
        gln=number,
    )
    last = Farm.objects.filter(code__startswith=filing.county).order_by("-code").first()
    serial = int(last.code[6:]) + 1 if last else 1
    return register_farm(
        place=place,
        code=build_farm_code(filing.county, serial),
        declared_head=filing.declared_head,
        breed=filing.breed,
        filed_on=day,
        synthetic=filing.organisation.synthetic,
        person=person,
    )
