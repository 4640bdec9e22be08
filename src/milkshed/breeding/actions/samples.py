"""Genotype samples on their way: ordered, collected, sent, received, genotyped, decided."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils import timezone

from milkshed.breeding.actions.genotype_store import keep_genotypes, kept_genotypes
from milkshed.breeding.actions.register import centre_of
from milkshed.breeding.actions.sample_checks import check_samples
from milkshed.breeding.flow import SAMPLE_FLOW
from milkshed.breeding.models import (
    Bull,
    GenotypeFile,
    GenotypeSample,
    LaboratoryFormat,
    PedigreeEntry,
    Tissue,
)
from milkshed.breeding.rules import BreedingRules
from milkshed.breeding.science import genotype_quality as quality
from milkshed.breeding.science.genotype_files import LaboratoryGenotypes
from milkshed.breeding.science.genotype_quality import Counts, Finding, GenotypeLimits
from milkshed.herd import facade as herd
from milkshed.kernel.problems import (
    CONFLICT,
    NOT_FOUND,
    Fault,
    Problem,
    invalid,
    require_reason,
)
from milkshed.kernel.result import BatchReport
from milkshed.kernel.text import Text
from milkshed.platform.models import Organisation, Person, Transition
from milkshed.platform.permissions import require
from milkshed.platform.scope import get_visible, scope_of, visible

STEPS = {
    "collect": "breeding.collect_sample",
    "send": "breeding.send_sample",
    "receive": "breeding.receive_sample",
    "accept": "breeding.accept_genotype",
    "refuse": "breeding.refuse_genotype",
    "cancel": "breeding.cancel_sample",
}
_WANT_WORDS = ("refuse", "cancel")
_LONGEST_BARCODE = 30


def order_sample(
    person: Person, *, barcode: str, identity: str, tissue: str, chip: str = "",
    synthetic: bool = False,
) -> GenotypeSample:  # fmt: skip
    """Order the genotyping of an animal of the herd register, the herd book or the bull register.

    People of a farm order for their own animals. Raises a problem where the barcode is taken or
    nobody in reach knows the animal.
    """
    require(person, "breeding.order_genotypes")
    code, name = barcode.strip().upper(), identity.strip()
    if not code or len(code) > _LONGEST_BARCODE:
        raise invalid("barcode", barcode[:40], "length", "样品编号为1至30位", "1 to 30 characters")
    if tissue not in Tissue.values:
        raise invalid("tissue", tissue, "choice", "请选择组织", "Choose what it is of")
    at_centre = bool(person.organisations(("breeding_centre",)))
    facts = (
        herd.animals_by_number([name]) if at_centre
        else herd.animals_by_number([name], scope_of(person))
    ).get(name)  # fmt: skip
    entry = PedigreeEntry.objects.filter(identity=name).first() if at_centre else None
    bull = Bull.objects.filter(number=name.upper()).first() if at_centre else None
    if facts is None and entry is None and bull is None:
        message = Text(f"没有登记{name[:40]}", f"Nobody registered {name[:40]}")
        raise Problem(NOT_FOUND, message, [Fault("identity", name[:40], "known", message)])
    sex = facts.sex if facts else entry.sex if entry else "M"
    try:
        with transaction.atomic():
            sample = GenotypeSample.objects.create(
                barcode=code,
                identity=facts.identity if facts else entry.identity if entry else name.upper(),
                animal_key=facts.animal_id if facts else entry.animal_key if entry else None,
                place_id=facts.place_id if facts else entry.place_id if entry else None,
                centre=centre_of(person) if at_centre else _only_centre(),
                sex=sex,
                tissue=tissue,
                chip=chip.strip()[:40],
                synthetic=synthetic or bool(facts and facts.synthetic),
            )
            Transition.objects.create(
                subject=SAMPLE_FLOW.subject, subject_id=sample.pk,
                verb="breeding.order_genotypes", source="", target="ordered", person=person,
            )  # fmt: skip
    except IntegrityError as error:
        message = Text(f"样品编号{code}已使用", f"The barcode {code} is taken")
        raise Problem(CONFLICT, message, [Fault("barcode", code, "unique", message)]) from error
    return sample


def _only_centre() -> Organisation:
    found = Organisation.objects.filter(kind="breeding_centre").order_by("pk").first()
    if found is None:
        raise Problem(NOT_FOUND, Text("没有良种繁育中心", "There is no breeding centre"))
    return found


def move_sample(person: Person, sample_id: int, step: str, opinion: str = "") -> GenotypeSample:
    """Hand a sample on, or decide about its genotype; refusing and cancelling want a reason.

    A sample that quality control keeps out cannot be accepted.
    """
    if step not in STEPS:
        raise invalid("step", step, "choice", "没有该步骤", "There is no such step")
    if step in _WANT_WORDS:
        require_reason(opinion, "请填写理由", "Give the reason", field="opinion")
    with transaction.atomic():
        rows = GenotypeSample.objects.select_for_update(of=("self",))
        sample = get_visible(rows, scope_of(person), pk=sample_id)
        SAMPLE_FLOW.check(sample, STEPS[step], person)
        if step == "accept":
            _refuse_blocked(sample)
        SAMPLE_FLOW.perform(sample, STEPS[step], person, opinion=opinion)
    return sample


def move_samples(
    person: Person, sample_ids: Sequence[int], step: str, opinion: str = ""
) -> BatchReport:
    """Hand many samples on together, a laboratory's tray for instance; each is told if it stays.

    A sample stays where its state does not allow the step, or where quality control keeps its
    genotype out. Raises a problem where one of them is not in reach.
    """
    if step not in STEPS:
        raise invalid("step", step, "choice", "没有该步骤", "There is no such step")
    if step in _WANT_WORDS:
        require_reason(opinion, "请填写理由", "Give the reason", field="opinion")
    require(person, STEPS[step])
    report = BatchReport()
    with transaction.atomic():
        rows = visible(GenotypeSample.objects.filter(pk__in=sample_ids), scope_of(person))
        held = {one.pk: one for one in rows.select_for_update(of=("self",)).order_by("pk")}
        if len(held) < len(set(sample_ids)):
            raise Problem(NOT_FOUND, Text("样品不在您的范围内", "A sample is not in your reach"))
        moved = []
        for number, key in enumerate(sample_ids, 1):
            sample = held[key]
            try:
                SAMPLE_FLOW.check(sample, STEPS[step], person)
                if step == "accept":
                    _refuse_blocked(sample)
            except Problem as problem:
                report.refuse(number, problem)
                continue
            moved.append(sample)
            report.accept(number, sample.barcode)
        SAMPLE_FLOW.perform_all(moved, STEPS[step], person, opinion=opinion)
    return report


def _refuse_blocked(sample: GenotypeSample) -> None:
    """Raise a problem where quality control keeps a sample out."""
    blocking = [one for one in sample.findings if one["blocks"]]
    if not blocking:
        return
    message = Text(f"质控未通过：{blocking[0]['zh']}", f"Quality control: {blocking[0]['en']}")
    raise Problem(
        CONFLICT,
        message,
        [
            Fault("findings", one["rule"], one["rule"], Text(one["zh"], one["en"]))
            for one in blocking
        ],
    )


def load_genotypes(
    person: Person,
    content: LaboratoryGenotypes,
    *,
    file_name: str,
    digest: str,
    laboratory_format: str,
    synthetic: bool = False,
) -> GenotypeFile:
    """Take a laboratory's genotypes; each sample is checked, each unknown one told.

    The same file is taken once. A sample is found by its barcode and must have been received.
    Markers whose alleles stand the other way round than in earlier files are turned, up to the
    rule's share; beyond it the file is refused as a whole.
    """
    require(person, "breeding.load_genotypes")
    if laboratory_format not in LaboratoryFormat.values:
        raise invalid("format", laboratory_format, "choice", "请选择格式", "Choose the format")
    centre = centre_of(person)
    if not content.samples or not content.markers:
        raise invalid("file", file_name, "empty", "文件中没有样本或标记", "No sample or no marker")
    before = GenotypeFile.objects.filter(centre=centre, sha256=digest).first()
    if before is not None:
        return before
    limits = limits_on()
    counts, notes = _same_way_round(content, centre, limits, file_name)
    wanted = {
        one.barcode: one
        for one in GenotypeSample.objects.filter(
            centre=centre, barcode__in=[name.strip().upper() for name in content.samples]
        )
    }
    faults: list[dict[str, object]] = []
    matched: dict[int, GenotypeSample] = {}
    for row, name in enumerate(content.samples):
        sample = wanted.get(name.strip().upper())
        if sample is None:
            faults.append(_fault(row, name, "known", "没有该样品编号", "No such sample"))
        elif sample.pk in {one.pk for one in matched.values()}:
            faults.append(_fault(row, name, "twice", "同一样品出现两次", "The sample stands twice"))
        elif sample.state not in ("received", "loaded"):
            faults.append(
                _fault(
                    row, name, "received", "该样品未登记到样或已决定", "Not received, or decided"
                )
            )
        else:
            matched[row] = sample
    findings = check_samples(content, counts, matched, limits)
    kept = keep_genotypes(content, counts)
    with transaction.atomic():
        stored = GenotypeFile.objects.create(
            centre=centre,
            file_name=file_name[:200],
            format=laboratory_format,
            sha256=digest,
            content_sha256=kept,
            samples=len(content.samples),
            markers=len(content.markers),
            accepted=len(matched),
            refused=len(content.samples) - len(matched),
            faults=[*faults, *notes],
            brought_by=person,
            synthetic=synthetic,
        )
        rates = quality.call_rates(counts)[0]
        rows = {sample.pk: row for row, sample in matched.items()}
        locked = list(GenotypeSample.objects.select_for_update().filter(pk__in=rows).order_by("pk"))
        for sample in locked:
            row = rows[sample.pk]
            sample.file, sample.row = stored, row
            sample.call_rate = round(float(rates[row]), 4)
            sample.findings = [_document(one) for one in findings[row]]
        SAMPLE_FLOW.perform_all(
            locked, "breeding.load_genotypes", person, opinion=file_name[:200],
            also=("file", "row", "call_rate", "findings"),
        )  # fmt: skip
    return stored


def limits_on() -> GenotypeLimits:
    """Limits of quality control by the rules in force today."""
    rules = BreedingRules.on(timezone.localdate())
    return GenotypeLimits(
        call_rate=rules.low("genotype.call_rate"),
        marker_call_rate=rules.low("genotype.marker_call_rate"),
        identical=rules.low("genotype.identical"),
        conflict=rules.high("genotype.conflict"),
        fewest_markers=round(rules.low("genotype.markers")),
        fewest_x_markers=round(rules.low("genotype.x_markers")),
        x_male=rules.high("genotype.x_male"),
        x_female=rules.low("genotype.x_female"),
        swapped=rules.high("genotype.swapped"),
    )


def _fault(row: int, value: str, rule: str, zh: str, en: str) -> dict[str, object]:
    return {
        "row": row + 1, "field": "sample", "value": value[:60], "rule": rule, "zh": zh, "en": en
    }  # fmt: skip


def _document(one: Finding) -> dict[str, object]:
    return {
        "rule": one.rule, "blocks": one.blocks, "zh": one.text.zh, "en": one.text.en,
        "others": list(one.others),
    }  # fmt: skip


def _same_way_round(
    content: LaboratoryGenotypes, centre: Organisation, limits: GenotypeLimits, file_name: str
) -> tuple[Counts, list[dict[str, object]]]:
    """The counts with every marker's alleles as in the centre's earlier files."""
    reference: dict[str, tuple[str, str]] = {}
    for file in GenotypeFile.objects.filter(centre=centre).order_by("-brought_at")[:3]:
        earlier = kept_genotypes(file)
        for name, pair in zip(earlier.genotypes.markers, earlier.alleles, strict=True):
            if all(pair):
                reference.setdefault(name, pair)
    known = [reference.get(name) for name in content.markers]
    turned = quality.swapped_markers(content.alleles, known)
    foreign = quality.foreign_markers(content.alleles, known)
    shared = sum(pair is not None for pair in known)
    if shared and (len(turned) + len(foreign)) / shared > limits.swapped:
        listed = [content.markers[place] for place in (*turned[:5], *foreign[:5])]
        message = Text(
            f"{shared}个已知标记中{len(turned)}个等位基因颠倒、{len(foreign)}个不同"
            f"（如{'、'.join(listed)}），超过{100 * limits.swapped:g}%，整个文件不采用",
            f"of {shared} known markers {len(turned)} have their alleles swapped and "
            f"{len(foreign)} others ({', '.join(listed)}), above {100 * limits.swapped:g} %",
        )
        raise Problem(CONFLICT, message, [Fault("file", file_name, "genotype.swapped", message)])
    counts = quality.turned(content.counts, turned)
    counts[:, foreign] = -1
    notes = [
        {
            "row": 0, "field": "marker", "value": content.markers[place], "rule": rule,
            "zh": zh, "en": en,
        }
        for places, rule, zh, en in (
            (turned, "swapped", "等位基因颠倒，已转正", "Alleles swapped, turned round"),
            (foreign, "foreign", "等位基因与已有文件不同，不采用", "Other alleles, left out"),
        )
        for place in places.tolist()
    ]  # fmt: skip
    return counts, notes
