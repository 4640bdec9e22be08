"""Claims of farms for straws and embryos they used, and the statements that settle them."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Count, Min, Sum
from django.utils import timezone

from milkshed.breeding.actions.register import centre_of
from milkshed.breeding.mating_flow import CLAIM_FLOW, STATEMENT_FLOW
from milkshed.breeding.models import (
    Allocation,
    Batch,
    BatchKind,
    Claim,
    ClaimLine,
    SubsidyStatement,
)
from milkshed.breeding.rules import BreedingRules
from milkshed.breeding.science.claim_checks import (
    BatchFacts,
    ClaimedRow,
    Known,
    Service,
    Verdict,
    check_claim,
)
from milkshed.herd import facade as herd
from milkshed.herd.facade import FarmFacts
from milkshed.kernel.money import Rounding, round_money
from milkshed.kernel.problems import CONFLICT, Fault, Problem, invalid, require_reason
from milkshed.kernel.text import Text
from milkshed.platform.models import Organisation, Person, Place, Transition
from milkshed.platform.permissions import require
from milkshed.platform.rule_book import rule
from milkshed.platform.scope import get_visible, scope_of

_MOST_ROWS = 20_000
_RATE = {
    BatchKind.STRAW: "breeding.extension.subsidy.straw",
    BatchKind.EMBRYO: "breeding.extension.subsidy.embryo",
}


def used_rows(
    person: Person, farm_code: str, kind: str, first: date, last: date
) -> tuple[ClaimedRow, ...]:
    """What the herd's register tells of received batches within days and nobody claimed yet."""
    farm = herd.farm_named(farm_code, scope_of(person))
    batches = set(
        Allocation.objects.filter(
            place=farm.place_id, state="received", batch__kind=kind
        ).values_list("batch__number", flat=True)
    )
    told = (
        herd.services_at([farm.place_id], first, last, batches=batches, judged=False)
        if batches
        else ()
    )
    claimed = {
        str(key)
        for key in ClaimLine.objects.filter(
            counts=True, service_key__in=[one.event_key for one in told]
        ).values_list("service_key", flat=True)
    }
    numbers = herd.animals_by_id([one.animal_id for one in told])
    rows = [
        (numbers[one.animal_id].number, one.served_on, one.embryo or one.straw_batch)
        for one in told
        if one.event_key not in claimed and one.animal_id in numbers
    ]
    rows.sort(key=lambda row: (row[1], len(row[0]), row[0]))
    return tuple(
        ClaimedRow(at, cow, day, batch) for at, (cow, day, batch) in enumerate(rows, start=1)
    )


def check_rows(farm: FarmFacts, kind: str, rows: Sequence[ClaimedRow]) -> tuple[Verdict, ...]:
    """Every row of a claim judged against the herd's register, receipts and earlier claims."""
    today = timezone.localdate()
    days = [row.served_on for row in rows]
    animals = herd.animals_numbered(farm.place_id, {row.cow for row in rows})
    services: dict[tuple[int, date], list[Service]] = {}
    if days:
        first, last = max(min(days), date(2000, 1, 1)), min(max(days), today)
        for one in herd.services_at([farm.place_id], first, last, judged=False):
            services.setdefault((one.animal_id, one.served_on), []).append(
                Service(
                    one.event_key,
                    one.animal_id,
                    one.served_on,
                    one.embryo or one.straw_batch,
                    one.bull_number,
                )
            )
    earlier = ClaimLine.objects.filter(counts=True).select_related("claim")
    by_day = earlier.filter(animal_key__in=set(animals.values()))
    keys = [one.key for told in services.values() for one in told]
    return check_claim(
        rows,
        Known(
            animals=animals,
            services=services,
            batches=_batch_facts(farm, kind, {row.batch for row in rows}),
            claimed_services={
                str(key): number
                for key, number in earlier.filter(service_key__in=keys).values_list(
                    "service_key", "claim__number"
                )
            },
            claimed_days={
                (animal, day): number
                for animal, day, number in by_day.values_list(
                    "animal_key", "served_on", "claim__number"
                )
                if animal is not None
            },
            today=today,
            days=round(BreedingRules.on(today).high("extension.claim_days")),
        ),
    )


def _batch_facts(farm: FarmFacts, kind: str, numbers: Iterable[str]) -> dict[str, BatchFacts]:
    batches = Batch.objects.filter(number__in=set(numbers), kind=kind).select_related("bull")
    received = {
        row["batch"]: row
        for row in Allocation.objects.filter(
            place=farm.place_id, state="received", batch__in=batches
        )
        .order_by()
        .values("batch")
        .annotate(first=Min("received_on"), pieces=Sum("received_pieces"))
    }
    claimed = dict(
        ClaimLine.objects.filter(counts=True, batch__in=batches, claim__place=farm.place_id)
        .order_by()
        .values_list("batch")
        .annotate(n=Count("pk"))
    )
    return {
        batch.number: BatchFacts(
            number=batch.number,
            bull=batch.bull.number,
            subsidised=batch.sexed or batch.kind == BatchKind.EMBRYO,
            made_on=batch.made_on,
            received_on=received[batch.pk]["first"] if batch.pk in received else None,
            received=received[batch.pk]["pieces"] if batch.pk in received else 0,
            claimed=claimed.get(batch.pk, 0),
        )
        for batch in batches
    }


def submit_claim(
    person: Person, farm_code: str, kind: str, rows: Sequence[tuple[str, date, str]]
) -> Claim:
    """Submit rows of cow, day and batch; each is judged, those that do not count say why.

    Raises a problem where there are no rows, too many, or the farm has received nothing.
    """
    require(person, "breeding.submit_claim")
    farm = herd.farm_named(farm_code, scope_of(person))
    if kind not in BatchKind.values:
        raise invalid("kind", kind, "choice", "请选择冻精或胚胎", "Straws or embryos")
    if not rows:
        raise invalid("rows", "", "required", "没有可申报的配种记录", "There is no row to claim")
    if len(rows) > _MOST_ROWS:
        raise invalid(
            "rows", len(rows), "too-many", f"一次最多{_MOST_ROWS}行", f"{_MOST_ROWS} at most"
        )
    received = Allocation.objects.filter(
        place=farm.place_id, state="received", batch__kind=kind
    ).select_related("batch")
    first = received.first()
    if first is None:
        raise invalid(
            "rows", farm.code, "not-received", "本场还没有收到该类推广物资",
            "The farm has received nothing of this kind",
        )  # fmt: skip
    claimed = [
        ClaimedRow(at, cow.strip(), day, batch.strip())
        for at, (cow, day, batch) in enumerate(rows, start=1)
    ]
    try:
        return _stored(person, farm, kind, claimed, first.batch.centre)
    except IntegrityError as error:
        raise Problem(
            CONFLICT,
            Text(
                "另一牧场刚刚申报了同一次配种，请重新核对",
                "Another farm has just claimed the same service; check again",
            ),
        ) from error


def _stored(
    person: Person,
    farm: FarmFacts,
    kind: str,
    claimed: Sequence[ClaimedRow],
    centre: Organisation,
) -> Claim:
    """The claim with its verdicts, all or nothing."""
    today = timezone.localdate()
    with transaction.atomic():
        # one claim of a farm at a time, so that two cannot count the same straw
        Place.objects.select_for_update(of=("self",)).get(pk=farm.place_id)
        verdicts = check_rows(farm, kind, claimed)
        batches = {
            batch.number: batch
            for batch in Batch.objects.filter(number__in={row.batch for row in claimed}, kind=kind)
        }
        made = Claim.objects.create(
            number=_next("BT", farm.code, today),
            place_id=farm.place_id,
            farm_code=farm.code,
            centre=centre,
            kind=kind,
            submitted_on=today,
            accepted=sum(one.counts for one in verdicts),
            refused=sum(not one.counts for one in verdicts),
            synthetic=farm.synthetic,
        )
        ClaimLine.objects.bulk_create(
            [
                ClaimLine(
                    claim=made,
                    row=one.row.row,
                    cow_number=one.row.cow[:30],
                    animal_key=one.animal,
                    served_on=one.row.served_on,
                    batch_number=one.row.batch[:30],
                    batch=batches.get(one.row.batch),
                    service_key=one.service,
                    counts=one.counts,
                    faults=[
                        {"rule": fault.rule, "zh": fault.text.zh, "en": fault.text.en}
                        for fault in one.faults
                    ],
                )
                for one in verdicts
            ],
            batch_size=1000,
        )
        _begun(CLAIM_FLOW.subject, made.pk, "breeding.submit_claim", "submitted", person)
    return made


def _next(stem: str, code: str, today: date) -> str:
    start = f"{stem}{code}-{today:%y%m%d}"
    held = Claim.objects if stem == "BT" else SubsidyStatement.objects
    return f"{start}-{held.filter(number__startswith=start).count() + 1:02d}"


def _begun(subject: str, key: int, verb: str, state: str, person: Person) -> None:
    Transition.objects.create(
        subject=subject, subject_id=key, verb=verb, source="", target=state, person=person
    )


def verify_claim(person: Person, claim_id: int) -> Claim:
    """Verify a claim; its rows are judged once more, and what has changed is a conflict.

    Raises a problem naming the rows that no longer hold, for example after a correction in the
    herd's register; such a claim is to be returned.
    """
    with transaction.atomic():
        claim = _locked(person, claim_id)
        CLAIM_FLOW.check(claim, "breeding.verify_claim", person)
        if not claim.accepted:
            raise invalid(
                "accepted",
                0,
                "nothing-counts",
                "没有可计入的行，请退回",
                "No row counts: return it",
            )
        changed = _changed(claim)
        if changed:
            raise Problem(
                CONFLICT,
                Text(
                    f"{len(changed)}行与申报时不同，请退回牧场重报",
                    f"{len(changed)} rows no longer hold; return the claim",
                ),
                changed,
            )
        CLAIM_FLOW.perform(claim, "breeding.verify_claim", person)
    return claim


def _changed(claim: Claim) -> list[Fault]:
    """Counting rows whose service is no longer in the register as it was."""
    lines = list(claim.lines.filter(counts=True).select_related("batch__bull"))
    days = [line.served_on for line in lines]
    told = {
        one.event_key: one
        for one in herd.services_at([claim.place_id], min(days), max(days), judged=False)
    }
    faults = []
    for line in lines:
        one = told.get(str(line.service_key))
        holds = (
            one is not None
            and line.batch is not None
            and (one.embryo or one.straw_batch) == line.batch_number
            and one.bull_number == line.batch.bull.number
        )
        if not holds:
            faults.append(
                Fault(
                    "service", line.cow_number, "changed",
                    Text(
                        f"第{line.row}行：{line.cow_number} {line.served_on}的配种记录已更正或撤销",
                        f"Row {line.row}: the service was corrected or taken back",
                    ),
                    line.row,
                )
            )  # fmt: skip
    return faults


def return_claim(person: Person, claim_id: int, opinion: str) -> Claim:
    """Return a claim to its farm with the reason; its rows may be claimed again."""
    require_reason(opinion, "请填写退回理由", "Say why", field="opinion")
    with transaction.atomic():
        claim = _locked(person, claim_id)
        CLAIM_FLOW.perform(claim, "breeding.return_claim", person, opinion=opinion)
        claim.lines.filter(counts=True).update(
            counts=False,
            faults=[
                {"rule": "returned", "zh": f"申报已退回：{opinion}", "en": f"Returned: {opinion}"}
            ],
        )
    return claim


def _locked(person: Person, claim_id: int) -> Claim:
    rows = Claim.objects.select_for_update(of=("self",)).select_related("place")
    return get_visible(rows, scope_of(person), pk=claim_id)


def draw_statement(person: Person, county: str) -> SubsidyStatement:
    """Settle a county's verified claims: pieces × the rate in force, half up to the fen."""
    require(person, "breeding.draw_statement")
    today = timezone.localdate()
    centre = centre_of(person)
    with transaction.atomic():
        rows = Claim.objects.filter(
            centre=centre, place__county=county, state="verified"
        ).select_for_update(of=("self",))
        claims = list(rows.select_related("place").order_by("farm_code", "pk"))
        if not claims:
            raise invalid(
                "county", county, "nothing", "该县没有核验通过的申报", "No verified claim there"
            )
        lines = [_line(claim, today) for claim in claims]
        rules = {
            row.key: {"value": str(row.value), "source": row.source, "status": row.status}
            for row in (rule(_RATE[BatchKind(kind)], today) for kind in {c.kind for c in claims})
        }
        made = SubsidyStatement.objects.create(
            number=_next("JS", county, today),
            centre=centre,
            county=county,
            drawn_on=today,
            lines=lines,
            rules=rules,
            amount_yuan=sum((Decimal(line["amount_yuan"]) for line in lines), Decimal(0)),
            digest=digest_of(lines, rules),
            synthetic=any(claim.synthetic for claim in claims),
        )
        _begun(STATEMENT_FLOW.subject, made.pk, "breeding.draw_statement", "draft", person)
        for claim in claims:
            claim.statement = made
            CLAIM_FLOW.perform(
                claim, "breeding.draw_statement", person, opinion=made.number, also=("statement",)
            )
    return made


def _line(claim: Claim, day: date) -> dict[str, Any]:
    rate = rule(_RATE[BatchKind(claim.kind)], day).value
    assert rate is not None
    amount = round_money(rate * claim.accepted, rule=Rounding.HALF_UP)
    return {
        "farm_code": claim.farm_code,
        "name": {"zh": claim.place.name.zh, "en": claim.place.name.en},
        "claim": claim.number,
        "claim_id": claim.pk,
        "kind": claim.kind,
        "pieces": claim.accepted,
        "refused": claim.refused,
        "rate_yuan": f"{rate.normalize():f}",
        "amount_yuan": str(amount),
    }


def digest_of(lines: Sequence[dict[str, Any]], rules: dict[str, Any]) -> str:
    """The SHA-256 of a statement's lines and rules, keys sorted."""
    text = json.dumps([list(lines), rules], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def review_statement(person: Person, statement_id: int, opinion: str = "") -> SubsidyStatement:
    """The first of two approvals, by another than who drew it up."""
    return _approved(person, statement_id, "breeding.review_statement", opinion)


def approve_statement(person: Person, statement_id: int, opinion: str = "") -> SubsidyStatement:
    """The second approval, by a third person; the content must be what was drawn up."""
    return _approved(person, statement_id, "breeding.approve_statement", opinion)


def _approved(person: Person, statement_id: int, verb: str, opinion: str) -> SubsidyStatement:
    with transaction.atomic():
        one = _statement(person, statement_id)
        STATEMENT_FLOW.check(one, verb, person)
        if digest_of(one.lines, one.rules) != one.digest:
            raise Problem(
                CONFLICT, Text("结算单内容与编制时不同", "The statement is not what was drawn up")
            )
        STATEMENT_FLOW.perform(one, verb, person, opinion=opinion)
    return one


def cancel_statement(person: Person, statement_id: int, opinion: str) -> SubsidyStatement:
    """Cancel a statement that is not approved; its claims wait for another."""
    require_reason(opinion, "请填写理由", "Say why", field="opinion")
    with transaction.atomic():
        one = _statement(person, statement_id)
        STATEMENT_FLOW.perform(one, "breeding.cancel_statement", person, opinion=opinion)
        for claim in one.claims.select_for_update(of=("self",)):
            claim.statement = None
            CLAIM_FLOW.perform(
                claim, "breeding.cancel_statement", person, opinion=one.number, also=("statement",)
            )
    return one


def _statement(person: Person, statement_id: int) -> SubsidyStatement:
    rows = SubsidyStatement.objects.select_for_update(of=("self",))
    return get_visible(rows, scope_of(person), pk=statement_id)
