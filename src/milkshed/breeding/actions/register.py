"""The herd book: bulls and pedigree entries, registered, questioned, verified, corrected."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone

from milkshed.breeding.actions.parentage import refuse_refuted
from milkshed.breeding.flow import ENTRY_FLOW
from milkshed.breeding.models import (
    Bull,
    ParentSource,
    PedigreeEntry,
    ReportedIndex,
    SemenStatus,
)
from milkshed.breeding.queries.book import Parents
from milkshed.breeding.queries.parentage import CONFIRMED, links_of
from milkshed.breeding.rules import BreedingRules
from milkshed.breeding.science.selection_index import china_versions
from milkshed.herd import facade as herd
from milkshed.kernel.animal_numbers import BULL
from milkshed.kernel.problems import (
    CONFLICT,
    INVALID,
    NOT_FOUND,
    Fault,
    Problem,
    invalid,
    require_reason,
)
from milkshed.kernel.result import BatchReport
from milkshed.kernel.text import Text
from milkshed.platform.models import Organisation, Person
from milkshed.platform.permissions import require
from milkshed.platform.scope import get_visible, scope_of

_LONGEST = 30
_RECESSIVE_STATES = ("free", "carrier")
_STATUSES = ("official", "recalled", "assumed")
_LARGEST_INDEX = 1_000_000
_AddFault = Callable[[str, object, str, str, str], None]


@dataclass(frozen=True, slots=True)
class BullRow:
    """A bull as registered; see :class:`milkshed.breeding.models.Bull`."""

    number: str
    name_zh: str = ""
    name_en: str = ""
    country: str = "CN"
    breed: str = "荷斯坦"
    born_on: date | None = None
    owner: str = ""
    home_bred: bool = False
    sire: str = ""
    dam: str = ""
    recessives: "Mapping[str, str] | None" = None
    calving_ease_pct: Decimal | None = None
    semen_status: str = SemenStatus.YOUNG
    synthetic: bool = False


@dataclass(frozen=True, slots=True)
class EntryRow:
    """An animal to be entered with its parents; empty texts where unknown.

    Sex, birth date and breed of an animal of the herd register are taken from there.
    """

    identity: str
    sire: str = ""
    dam: str = ""
    sex: str = ""
    born_on: date | None = None
    breed: str = ""
    country: str = "CN"
    source: str = ParentSource.RECORD
    synthetic: bool = False


def centre_of(person: Person) -> Organisation:
    """The breeding centre where the person works; a not-found problem where there is none."""
    found = next(iter(person.organisations(("breeding_centre",))), None)
    if found is None:
        message = Text("您的单位不是良种繁育中心", "Your organisation is no breeding centre")
        raise Problem(NOT_FOUND, message)
    return found


def register_bull(person: Person, row: BullRow) -> Bull:
    """Enter a bull; a Chinese number has eight digits, a foreign one the letters of its country.

    Raises a problem naming the field where number, parents, recessives or dates break a rule, or
    where the number is taken.
    """
    require(person, "breeding.register_bull")
    number = row.number.strip().upper()
    if row.country == "CN":
        number = BULL.parse(number)
    elif not number or len(number) > 20 or not number.isalnum():
        raise invalid("number", row.number, "bull-number", "国际牛号为1至20位字母和数字",
                      "An international number has 1 to 20 letters and digits")  # fmt: skip
    check_bull(row.semen_status, row.recessives or {}, row.calving_ease_pct)
    if row.born_on is not None and row.born_on > timezone.localdate():
        raise invalid("born_on", row.born_on, "day", "出生日期在将来", "Born in the future")
    if number in (row.sire.strip(), row.dam.strip()):
        raise invalid("sire", number, "own-parent", "不能是自己的亲本", "No animal is its parent")
    parents = _tidy(EntryRow(number, row.sire, row.dam, sex="M", born_on=row.born_on))
    faults = _book_of({number, parents.sire, parents.dam}).faults(parents)
    if faults:
        raise Problem(INVALID, faults[0].message, faults)
    try:
        with transaction.atomic():
            return Bull.objects.create(
                number=number,
                name_zh=row.name_zh.strip(),
                name_en=row.name_en.strip(),
                country=row.country,
                breed=row.breed,
                born_on=row.born_on,
                owner=row.owner.strip(),
                home_bred=row.home_bred,
                sire=row.sire.strip(),
                dam=row.dam.strip(),
                recessives=dict(row.recessives or {}),
                calving_ease_pct=row.calving_ease_pct,
                semen_status=row.semen_status,
                registered_by=person,
                synthetic=row.synthetic,
            )
    except IntegrityError as error:
        message = Text(f"牛号{number}已登记", f"Bull {number} is registered already")
        raise Problem(CONFLICT, message, [Fault("number", number, "unique", message)]) from error


def check_bull(
    semen_status: str, recessives: Mapping[str, str], calving_ease_pct: Decimal | None
) -> None:
    """Raise a problem naming the field of a bull that breaks a rule."""
    if semen_status not in SemenStatus.values:
        raise invalid("semen_status", semen_status, "choice", "请选择供精状态", "Choose one")
    for name, state in recessives.items():
        if state not in _RECESSIVE_STATES:
            raise invalid(f"recessives.{name}", state, "choice", "只能是free或carrier",
                          "Either free or carrier")  # fmt: skip
    ease = calving_ease_pct
    if ease is not None and not (0 <= ease <= 100 and ease == round(ease, 1)):
        raise invalid("calving_ease_pct", ease, "range", "难产率应在0至100之间，至多一位小数",
                      "From 0 to 100, with one decimal at most")  # fmt: skip


def report_index(
    person: Person,
    bull: Bull,
    *,
    index: str,
    value: Decimal,
    reported_on: date,
    components: Mapping[str, float],
    source: str,
    status: str = "recalled",
) -> ReportedIndex:
    """Note an index that somebody published of a bull, with the components that are known.

    Raises a problem naming the field that breaks a rule, or where the day's index stands already.
    """
    require(person, "breeding.register_bull")
    version = next((one for one in china_versions() if one.code == index), None)
    if version is None:
        raise invalid("index", index, "choice", "没有该指数版本", "There is no such version")
    strange = sorted(set(components) - set(version.traits))
    if strange:
        raise invalid("components", ", ".join(strange), "trait", f"{index}不含这些性状",
                      f"{index} has no such traits")  # fmt: skip
    require_reason(source, "请填写来源", "Name the source", field="source")
    if reported_on > timezone.localdate():
        raise invalid("reported_on", reported_on, "day", "公布日期在将来", "A day to come")
    if status not in _STATUSES:
        raise invalid("status", status, "choice", "请选择核实状态", "Choose how sure it is")
    if abs(value) >= _LARGEST_INDEX:
        raise invalid("value", value, "range", "指数超出范围", "Out of range")
    try:
        with transaction.atomic():
            return ReportedIndex.objects.create(
                bull=bull, index=index, value=value, reported_on=reported_on,
                components=dict(components), source=source.strip()[:200], status=status,
            )  # fmt: skip
    except IntegrityError as error:
        message = Text("该指数当日已登记", "This index of this day is noted already")
        fault = Fault("reported_on", reported_on, "unique", message)
        raise Problem(CONFLICT, message, [fault]) from error


def register_entries(person: Person, rows: Sequence[EntryRow]) -> BatchReport:
    """Enter animals with their parents, row by row; an entry that stands already is repeated.

    Refused, with the field and the rule: a number that is empty or too long, an animal that is
    its own parent or given the same parent twice, a parent of the wrong sex or born too late, an
    animal that the register does not know and whose sex is not told, other parents than stand.
    Parents that nobody has registered are taken as they are.
    """
    require(person, "breeding.register_pedigree")
    centre, report = centre_of(person), BatchReport()
    tidy = [_tidy(row) for row in rows]
    names = {name for row in tidy for name in (row.identity, row.sire, row.dam) if name}
    known = herd.animals_by_number(names)
    tidy = [_as_registered(row, known) for row in tidy]
    known = {one.identity: one for one in known.values()}
    names = {name for row in tidy for name in (row.identity, row.sire, row.dam) if name}
    entries = {one.identity: one for one in PedigreeEntry.objects.filter(identity__in=names)}
    bulls = {one.number: one for one in Bull.objects.filter(number__in=names)}
    rules = BreedingRules.on(timezone.localdate())
    book = _Book(known, entries, bulls, rules)
    made: list[PedigreeEntry] = []
    at_rows: list[int] = []
    with transaction.atomic():
        for number, row in enumerate(tidy, start=1):
            faults = book.faults(row)
            standing = entries.get(row.identity)
            if faults:
                report.refuse(number, faults)
            elif standing is not None:
                _repeated(report, number, row, standing)
            else:
                entry = book.entry(row, centre, person)
                entries[row.identity] = entry
                made.append(entry)
                at_rows.append(number)
        PedigreeEntry.objects.bulk_create(made, batch_size=2_000)
    for number, entry in zip(at_rows, made, strict=True):
        report.accept(number, str(entry.pk))
    return report


def register_farm(person: Person, farm_code: str) -> BatchReport:
    """Enter all living animals of a farm with the parents the herd register records.

    Animals that are entered already keep their registered parents and count as repeated.
    """
    require(person, "breeding.register_pedigree")
    farm = herd.farm_named(farm_code)
    animals = herd.animals_at(farm.place_id)
    keys = [one.animal_id for one in animals]
    entered = set(
        PedigreeEntry.objects.filter(animal_key__in=keys).values_list("animal_key", flat=True)
    )
    return register_entries(
        person,
        [
            EntryRow(one.identity, synthetic=one.synthetic)
            if one.animal_id in entered
            else EntryRow(one.identity, one.sire_number, one.dam_number, synthetic=one.synthetic)
            for one in animals
        ],
    )


def _tidy(row: EntryRow) -> EntryRow:
    return replace(
        row,
        identity=row.identity.strip().upper()
        if not row.identity.startswith("herd:")
        else row.identity.strip(),
        sire=row.sire.strip().upper(),
        dam=row.dam.strip() if row.dam.startswith("herd:") else row.dam.strip().upper(),
    )


def _as_registered(row: EntryRow, known: Mapping[str, herd.AnimalFacts]) -> EntryRow:
    """The row with every animal of the herd register under the one identity it has there."""
    names = (row.identity, row.sire, row.dam)
    identity, sire, dam = (known[n].identity if n in known else n for n in names)
    return replace(row, identity=identity, sire=sire, dam=dam)


def _repeated(report: BatchReport, number: int, row: EntryRow, standing: PedigreeEntry) -> None:
    if (row.sire, row.dam) in ((standing.sire, standing.dam), ("", "")):
        report.repeat(number, str(standing.pk))
        return
    message = Text(
        f"{row.identity}已登记，父母为{standing.sire or '未知'}、{standing.dam or '未知'}；"
        "更正须先提出疑问",
        f"{row.identity} is entered with parents {standing.sire or '?'}, {standing.dam or '?'}; "
        "question it first",
    )
    report.refuse(number, Fault("sire", f"{row.sire}/{row.dam}", "entered", message))


@dataclass(slots=True)
class _Book:
    """What is known of the animals of a batch."""

    known: Mapping[str, herd.AnimalFacts]
    entries: Mapping[str, PedigreeEntry]
    bulls: Mapping[str, Bull]
    rules: BreedingRules

    def sex(self, name: str) -> str:
        """F, M, or empty where nobody knows."""
        if name in self.bulls:
            return "M"
        if name in self.known:
            return self.known[name].sex
        return self.entries[name].sex if name in self.entries else ""

    def born(self, name: str) -> date | None:
        """The birth date where somebody knows it."""
        if name in self.bulls:
            return self.bulls[name].born_on
        if name in self.known:
            return self.known[name].birth_date
        return self.entries[name].born_on if name in self.entries else None

    def faults(self, row: EntryRow) -> list[Fault]:
        """Everything wrong with a row."""
        found: list[Fault] = []

        def fault(field: str, value: object, rule: str, zh: str, en: str) -> None:
            found.append(Fault(field, value, rule, Text(zh, en)))

        for field in ("identity", "sire", "dam"):
            value = getattr(row, field)
            if len(value) > _LONGEST:
                fault(field, value[:40], "length", "编号至多30位", "At most 30 characters")
        if not row.identity:
            fault("identity", "", "required", "缺少登记号", "The number is missing")
            return found
        if row.identity in (row.sire, row.dam):
            fault("identity", row.identity, "own-parent", f"{row.identity}不能是自己的亲本",
                  f"{row.identity} cannot be its own parent")  # fmt: skip
        if row.sire and row.sire == row.dam:
            fault("dam", row.dam, "same-parent", "父号与母号相同", "Sire and dam are the same")
        if row.source not in (ParentSource.RECORD, ParentSource.GENOTYPE):
            fault("source", row.source, "choice", "亲本依据应为record或genotype",
                  "Parents rest on record or genotype")  # fmt: skip
        if self.sex(row.sire) == "F":
            fault("sire", row.sire, "sex", f"父号{row.sire}登记为母牛",
                  f"The sire {row.sire} is registered as a female")  # fmt: skip
        if self.sex(row.dam) == "M":
            fault("dam", row.dam, "sex", f"母号{row.dam}登记为公牛",
                  f"The dam {row.dam} is registered as a male")  # fmt: skip
        if row.identity not in self.known and row.sex not in ("F", "M"):
            fault("sex", row.sex, "required", "个体不在牛只登记中，须填写性别F或M",
                  "The animal is not in the herd register: tell its sex, F or M")  # fmt: skip
        elif row.identity in self.known and row.sex not in ("", self.known[row.identity].sex):
            fault("sex", row.sex, "sex", "与牛只登记的性别不同", "Differs from the herd register")
        self._ages(row, fault)
        return found

    def _ages(self, row: EntryRow, fault: _AddFault) -> None:
        born = self.born(row.identity) or row.born_on
        if born is None:
            return
        for field, name, rule in (("sire", row.sire, "age.sire"), ("dam", row.dam, "age.dam")):
            other = self.born(name) if name else None
            if other is None:
                continue
            days = (born - other).days
            low, high = self.rules.bounds(rule)
            if days < low:
                fault(field, name, rule, f"{name}（{other}生）在{born}时才{days}天，至少{low:g}天",
                      f"{name} was {days} days old on {born}, at least {low:g}")  # fmt: skip
            elif days > high:
                fault(field, name, rule, f"{name}（{other}生）在{born}时已{days}天，至多{high:g}天",
                      f"{name} was {days} days old on {born}, at most {high:g}")  # fmt: skip

    def entry(self, row: EntryRow, centre: Organisation, person: Person) -> PedigreeEntry:
        """The entry of a row without fault."""
        facts = self.known.get(row.identity)
        return PedigreeEntry(
            identity=row.identity if facts is None else facts.identity,
            animal_key=None if facts is None else facts.animal_id,
            place_id=None if facts is None else facts.place_id,
            centre=centre,
            sex=row.sex if facts is None else facts.sex,
            breed=(row.breed or "荷斯坦") if facts is None else facts.breed,
            country=row.country,
            born_on=row.born_on if facts is None else facts.birth_date,
            sire=row.sire,
            sire_source=row.source if row.sire else "",
            dam=row.dam,
            dam_source=row.source if row.dam else "",
            registered_by=person,
            synthetic=row.synthetic,
        )


def _book_of(names: set[str]) -> _Book:
    """What is known of the animals of these names."""
    asked = {name for name in names if name}
    known = {one.identity: one for one in herd.animals_by_number(asked).values()}
    asked |= set(known)
    return _Book(
        known,
        {one.identity: one for one in PedigreeEntry.objects.filter(identity__in=asked)},
        {one.number: one for one in Bull.objects.filter(number__in=asked)},
        BreedingRules.on(timezone.localdate()),
    )


STEPS = {
    "question": "breeding.question_parentage",
    "withdraw": "breeding.withdraw_entry",
}


def move_entry(person: Person, entry_id: int, step: str, opinion: str) -> PedigreeEntry:
    """Question or withdraw an entry, with the reason."""
    if step not in STEPS:
        raise invalid("step", step, "choice", "没有该步骤", "There is no such step")
    require_reason(opinion, "请填写理由", "Give the reason", field="opinion")
    with transaction.atomic():
        entry = _locked(person, entry_id)
        ENTRY_FLOW.perform(entry, STEPS[step], person, opinion=opinion)
    return entry


def correct_parents(
    person: Person, entry_id: int, *, sire: str, dam: str, opinion: str
) -> PedigreeEntry:
    """Give a questioned entry other parents; another person decides.

    They rest on genotypes where those confirm them, else on records. Raises a problem where the
    new parents break a rule of registration or genotypes refute them.
    """
    require_reason(opinion, "请填写依据", "Say what it rests on", field="opinion")
    row = _tidy(EntryRow("", sire, dam))
    with transaction.atomic():
        entry = _locked(person, entry_id)
        ENTRY_FLOW.check(entry, "breeding.correct_parentage", person)
        names = {name for name in (row.sire, row.dam, entry.identity) if name}
        row = _as_registered(row, herd.animals_by_number(names))
        book = _book_of({*names, row.sire, row.dam})
        faults = book.faults(replace(row, identity=entry.identity, sex=entry.sex))
        if faults:
            raise Problem(CONFLICT, faults[0].message, faults)
        before = {"sire": entry.sire, "dam": entry.dam}
        parents = Parents(row.sire, "", row.dam, "", entry.born_on)
        links = links_of({entry.identity: parents}, book.rules)[entry.identity]
        refuse_refuted(entry.identity, links)
        told = {one.side for one in links if one.verdict == CONFIRMED}
        for side, name in (("sire", row.sire), ("dam", row.dam)):
            if side in told:
                setattr(entry, f"{side}_source", ParentSource.GENOTYPE)
            elif getattr(entry, side) != name:
                setattr(entry, f"{side}_source", ParentSource.RECORD if name else "")
            setattr(entry, side, name)
        ENTRY_FLOW.perform(
            entry, "breeding.correct_parentage", person, opinion=opinion,
            evidence=before | {"links": [one.document() for one in links]},
            also=("sire", "sire_source", "dam", "dam_source"),
        )  # fmt: skip
    return entry


def _locked(person: Person, entry_id: int) -> PedigreeEntry:
    rows = PedigreeEntry.objects.select_for_update(of=("self",))
    return get_visible(rows, scope_of(person), pk=entry_id)
