"""Parents verified by genotype: what the markers say decides whether an entry may be verified."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from milkshed.breeding.flow import ENTRY_FLOW
from milkshed.breeding.models import ParentSource, PedigreeEntry
from milkshed.breeding.queries.parentage import CONFIRMED, REFUTED, Link, links_of_entries
from milkshed.breeding.rules import BreedingRules
from milkshed.kernel.problems import CONFLICT, NOT_FOUND, Fault, Problem
from milkshed.kernel.result import BatchReport
from milkshed.kernel.text import Text
from milkshed.platform.models import Person
from milkshed.platform.permissions import require
from milkshed.platform.scope import get_visible, scope_of, visible

VERB = "breeding.verify_parentage"


def verify_entry(person: Person, entry_id: int) -> PedigreeEntry:
    """Verify the parents of an entry by genotype, and keep what was compared.

    Raises a problem where no registered parent is confirmed, or one is refuted.
    """
    require(person, VERB)
    rules = BreedingRules.on(timezone.localdate())
    with transaction.atomic():
        rows = PedigreeEntry.objects.select_for_update(of=("self",))
        entry = get_visible(rows, scope_of(person), pk=entry_id)
        ENTRY_FLOW.check(entry, VERB, person)
        _verified(entry, links_of_entries([entry], rules).get(entry.identity, ()), person)
    return entry


def verify_entries(person: Person, entry_ids: Sequence[int]) -> BatchReport:
    """Verify many entries; one that genotypes do not confirm stays and is told why.

    Raises a problem where one of them is not in reach.
    """
    require(person, VERB)
    rules = BreedingRules.on(timezone.localdate())
    report = BatchReport()
    with transaction.atomic():
        rows = visible(PedigreeEntry.objects.filter(pk__in=entry_ids), scope_of(person))
        held = {one.pk: one for one in rows.select_for_update(of=("self",)).order_by("pk")}
        if len(held) < len(set(entry_ids)):
            raise Problem(NOT_FOUND, Text("登记不在您的范围内", "An entry is not in your reach"))
        links = links_of_entries(held.values(), rules)
        for number, key in enumerate(entry_ids, 1):
            entry = held[key]
            try:
                ENTRY_FLOW.check(entry, VERB, person)
                _verified(entry, links.get(entry.identity, ()), person)
            except Problem as problem:
                report.refuse(number, problem)
            else:
                report.accept(number, entry.identity)
    return report


def _verified(entry: PedigreeEntry, links: Sequence[Link], person: Person) -> None:
    refuse_refuted(entry.identity, links)
    confirmed = [one for one in links if one.verdict == CONFIRMED]
    if not confirmed:
        message = Text(
            f"{entry.identity}没有可核实的亲本：本牛和至少一个登记亲本须有已采用且标记足够的基因型",
            f"{entry.identity}: neither parent can be compared; the animal and one of its parents "
            "need accepted genotypes with enough markers",
        )
        raise Problem(CONFLICT, message, [Fault("genotype", "", "compared", message)])
    for one in confirmed:
        setattr(entry, f"{one.side}_source", ParentSource.GENOTYPE)
    ENTRY_FLOW.perform(
        entry, VERB, person, evidence={"links": [one.document() for one in links]},
        also=("sire_source", "dam_source"),
    )  # fmt: skip


def refuse_refuted(identity: str, links: Sequence[Link]) -> None:
    """Raise a problem that names the parents which genotypes refute."""
    faults = [
        Fault(
            one.side, one.parent, "genotype.conflict",
            Text(
                f"{identity}与{one.parent}有{one.opposing}/{one.compared}个纯合对立，不是亲子",
                f"{one.opposing} of {one.compared} markers oppose {one.parent} as a parent of "
                f"{identity}",
            ),
        )
        for one in links
        if one.verdict == REFUTED
    ]  # fmt: skip
    if faults:
        raise Problem(CONFLICT, faults[0].message, faults)
