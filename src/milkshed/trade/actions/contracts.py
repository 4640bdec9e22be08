"""Drafting, offering, commenting and signing contracts, and changing them by a new version."""

from collections.abc import Iterable
from dataclasses import fields
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction

from milkshed.collection.facade import stations_of
from milkshed.kernel.clock import shanghai_day
from milkshed.kernel.problems import CONFLICT, INVALID, NOT_ALLOWED, Fault, Problem, invalid
from milkshed.kernel.signing import signature_digest
from milkshed.kernel.text import Text
from milkshed.platform.calendar.table import working_calendar
from milkshed.platform.models import Person, Place
from milkshed.platform.permissions import holders_of, require
from milkshed.platform.rule_book import rule
from milkshed.platform.scope import get_visible, scope_of
from milkshed.trade.actions.drafts import Draft, check_draft
from milkshed.trade.flow import CONTRACT_FLOW
from milkshed.trade.models import (
    SIDES,
    Contract,
    ContractComment,
    ContractFiling,
    ContractSignature,
    ModelForm,
    SupplyStation,
)
from milkshed.trade.queries.clauses import findings_of, form_on
from milkshed.trade.queries.contracts import binding_over_stations, content_of
from milkshed.trade.science.clauses import broken
from milkshed.trade.science.sealing import covered

_FULL_PCT = 100


def own_side(person: Person, contract: Contract, verb: str) -> str:
    """The side on which the person may perform the verb; a problem for those of neither."""
    require(person, verb)
    holders = holders_of(verb)
    homes = {m.organisation_id for m in person.present_memberships() if m.role in holders}
    side = contract.side_of(homes)
    if side is None:
        raise Problem(
            NOT_ALLOWED,
            Text("您的单位不是本合同的当事人", "Your organisation is no party to this contract"),
            [Fault("person", person.username, "party", Text("非当事人", "No party"))],
        )
    return side


def locked_contract(person: Person, contract: Contract) -> Contract:
    """The stored version with a row lock; not found outside the person's scope."""
    rows = Contract.objects.select_for_update(of=("self",)).select_related(
        "form", "seller", "buyer", "seller_place", "delivery_place", "third_party", "replaces"
    )
    return get_visible(rows, scope_of(person), pk=contract.pk)


def draft_contract(person: Person, draft: Draft) -> Contract:
    """Write the first version of a contract; the person stands on one of its sides."""
    require(person, "trade.draft_contract")
    check_draft(draft)
    form = _form(draft.valid_from)
    with transaction.atomic():
        ModelForm.objects.select_for_update().get(pk=form.pk)
        return _store(person, draft, form, _next_number(draft), 1, None)


def edit_contract(person: Person, contract: Contract, draft: Draft, *, revision: int) -> Contract:
    """Write a draft anew. ``revision`` is the one the editor read; an older one is refused."""
    with transaction.atomic():
        locked = locked_contract(person, contract)
        side = own_side(person, locked, "trade.draft_contract")
        if locked.state != "draft":
            raise Problem(
                CONFLICT,
                Text(
                    "合同已送对方或已签字，内容不能改；可退回修改或另签新版",
                    "The contract was offered or signed: return it to draft, or sign a new version",
                ),
                [Fault("state", locked.state, "draft-only", Text("不是起草状态", "No draft"))],
            )
        if side != locked.drafted_by_side:
            raise Problem(
                NOT_ALLOWED,
                Text("由起草方修改；您可以提意见", "The drafting side edits; you may comment"),
            )
        _same_revision(locked, revision)
        check_draft(draft)
        _same_parties(locked, draft)
        for name, value in _columns(draft, locked.replaces).items():
            setattr(locked, name, value)
        locked.revision += 1
        locked.save()
        SupplyStation.objects.filter(contract=locked).delete()
        _store_stations(locked, draft.stations)
    return locked


def offer_contract(person: Person, contract: Contract) -> Contract:
    """Lay a draft before the other side; its text stands still from then on."""
    with transaction.atomic():
        locked = locked_contract(person, contract)
        side = own_side(person, locked, "trade.offer_contract")
        if side != locked.drafted_by_side:
            raise Problem(
                NOT_ALLOWED, Text("由起草方送对方审阅", "The drafting side offers the contract")
            )
        CONTRACT_FLOW.perform(locked, "trade.offer_contract", person)
    return locked


def return_contract(person: Person, contract: Contract, *, reason: str) -> Contract:
    """Give an offered contract back to be edited; either side may, and says why."""
    _required("reason", reason, "请写明退回理由", "Say why it is returned")
    with transaction.atomic():
        locked = locked_contract(person, contract)
        side = own_side(person, locked, "trade.return_contract")
        CONTRACT_FLOW.perform(locked, "trade.return_contract", person, opinion=reason.strip())
        _comment(locked, side, person, reason, None)
    return locked


def withdraw_contract(person: Person, contract: Contract, *, reason: str) -> Contract:
    """Give a contract up before both signed it."""
    _required("reason", reason, "请写明撤回理由", "Say why it is withdrawn")
    with transaction.atomic():
        locked = locked_contract(person, contract)
        own_side(person, locked, "trade.withdraw_contract")
        CONTRACT_FLOW.perform(locked, "trade.withdraw_contract", person, opinion=reason.strip())
    return locked


def comment_contract(
    person: Person, contract: Contract, *, text: str, clause: int | None = None
) -> ContractComment:
    """Write a remark on a version that is not yet signed by both."""
    _required("text", text, "请填写意见", "Write the remark")
    with transaction.atomic():
        locked = locked_contract(person, contract)
        side = own_side(person, locked, "trade.comment_contract")
        if locked.state not in ("draft", "offered", "half_signed"):
            raise Problem(CONFLICT, Text("合同已定稿", "The contract is settled already"))
        if clause is not None and not locked.form.clauses.filter(number=clause).exists():
            raise invalid("clause", clause, "known", "没有这一条", "There is no such clause")
        return _comment(locked, side, person, text, clause)


def sign_contract(
    person: Person, contract: Contract, *, revision: int, signed_at: datetime
) -> ContractSignature:
    """Sign for one's side the text of ``revision``.

    Refused when the text was edited since, when the side signed already, when a legal clause is
    broken (each fault names its clause), or when the stations' intake is promised twice. The
    second signature binds both, ends the version it replaces the day before it takes effect, and
    starts the clock of filing.
    """
    with transaction.atomic():
        locked = locked_contract(person, contract)
        side = own_side(person, locked, "trade.sign_contract")
        _same_revision(locked, revision)
        signed = {s.side: s for s in locked.signatures.all()}
        if side in signed:
            raise Problem(
                CONFLICT,
                Text("本方已签字，不能重复签字", "This side has signed already"),
                [Fault("side", side, "once", SIDES[side])],
            )
        CONTRACT_FLOW.check(locked, "trade.sign_contract", person)
        _check_legal(locked)
        _check_capacity(locked)
        _check_effective(locked, shanghai_day(signed_at))
        signature = ContractSignature.objects.create(
            contract=locked,
            side=side,
            person=person,
            organisation=locked.seller if side == "seller" else locked.buyer,
            signed_at=signed_at,
            digest=signature_digest(covered(content_of(locked)), side, str(person.pk), signed_at),
        )
        if signed:
            _bind(locked, person, signed_at)
        CONTRACT_FLOW.perform(locked, "trade.sign_contract", person)
    return signature


def change_contract(person: Person, contract: Contract, draft: Draft) -> Contract:
    """Draft the next version of a signed contract; the present one stands until both sign."""
    with transaction.atomic():
        locked = locked_contract(person, contract)
        own_side(person, locked, "trade.change_contract")
        if locked.state != "signed":
            raise Problem(
                CONFLICT,
                Text("只有双方已签的现行版可以变更", "Only the version in force may be changed"),
                [Fault("state", locked.state, "signed-only", locked.state_text)],
            )
        if locked.changes.exclude(state="withdrawn").exists():
            raise Problem(
                CONFLICT, Text("已有一份变更稿在办", "Another change is under way already")
            )
        check_draft(draft)
        _same_parties(locked, draft)
        latest = Contract.objects.filter(number=locked.number).order_by("-version").first()
        version = (latest.version if latest else locked.version) + 1
        return _store(person, draft, _form(draft.valid_from), locked.number, version, locked)


def _bind(contract: Contract, person: Person, signed_at: datetime) -> None:
    """What the second signature does besides: fix the time, end the old version, start filing."""
    contract.signed_at = signed_at
    contract.save(update_fields=["signed_at"])
    old = contract.replaces
    if old is not None:
        locked = Contract.objects.select_for_update(of=("self",)).get(pk=old.pk)
        CONTRACT_FLOW.perform(locked, "trade.replace_contract", person)
        locked.ended_on = contract.effective_from - timedelta(days=1)
        locked.save(update_fields=["ended_on"])
    day = shanghai_day(signed_at)
    days = int(rule("trade.filing.submit_days", day).value or 0)
    ContractFiling.objects.create(
        contract=contract, due_on=working_calendar().deadline(day, days).day
    )


def _store(
    person: Person,
    draft: Draft,
    form: ModelForm,
    number: str,
    version: int,
    replaces: Contract | None,
) -> Contract:
    contract = Contract(
        number=number,
        version=version,
        replaces=replaces,
        form=form,
        drafted_by=person,
        **_columns(draft, replaces),
    )
    contract.drafted_by_side = own_side(person, contract, "trade.draft_contract")
    contract.save()
    _store_stations(contract, draft.stations)
    return contract


def _columns(draft: Draft, replaces: Contract | None) -> dict[str, Any]:
    values = {
        field.name: getattr(draft, field.name)
        for field in fields(Draft)
        if field.name not in ("stations", "monthly_plan_kg", "effective_from")
    }
    return values | {
        "seller": draft.seller_place.organisation,
        "buyer": draft.delivery_place.organisation,
        "monthly_plan_kg": list(draft.monthly_plan_kg),
        "effective_from": draft.effective_from or draft.valid_from,
        "grid_code": draft.grid_code or None,
        "remarks": draft.remarks.strip(),
    }


def _store_stations(contract: Contract, stations: Iterable[Place]) -> None:
    SupplyStation.objects.bulk_create(
        SupplyStation(contract=contract, place=place)
        for place in sorted(set(stations), key=lambda one: one.pk)
    )


def _next_number(draft: Draft) -> str:
    """GX, the seller's county, the year and the running number of the county and year."""
    stem = f"GX{draft.seller_place.county}{draft.valid_from:%y}"
    count = Contract.objects.filter(number__startswith=stem, version=1).count()
    return f"{stem}{count + 1:04d}"


def _form(day: date) -> ModelForm:
    form = form_on(day)
    if form is None:
        raise invalid(
            "valid_from", day, "edition",
            "该日没有启用的示范合同版本", "No edition of the model contract is in force that day",
        )  # fmt: skip
    return form


def _comment(
    contract: Contract, side: str, person: Person, text: str, clause: int | None
) -> ContractComment:
    return ContractComment.objects.create(
        contract=contract, side=side, person=person, text=text.strip(), clause=clause,
        revision=contract.revision,
    )  # fmt: skip


def _required(field: str, text: str, zh: str, en: str) -> None:
    if not text.strip():
        raise invalid(field, text, "required", zh, en)


def _same_revision(contract: Contract, revision: int) -> None:
    if revision != contract.revision:
        raise Problem(
            CONFLICT,
            Text(
                f"合同内容已更新到第{contract.revision}次修订，您看到的是第{revision}次；请重新阅读",
                f"The text is at revision {contract.revision}, you read {revision}: read it again",
            ),
            [Fault("revision", revision, "outdated", Text("内容已更新", "Outdated"))],
        )


def _same_parties(contract: Contract, draft: Draft) -> None:
    seller, buyer = draft.seller_place.organisation_id, draft.delivery_place.organisation_id
    if (seller, buyer) != (contract.seller_id, contract.buyer_id):
        raise invalid(
            "seller_place", draft.seller_place.name_zh, "same-parties",
            "变更不能换当事人；请另签新合同", "A change keeps the parties: draw up a new contract",
        )  # fmt: skip


def _check_effective(contract: Contract, day: date) -> None:
    if contract.replaces_id is not None and contract.effective_from < day:
        raise invalid(
            "effective_from", contract.effective_from, "not-backdated",
            "变更不能早于签字日生效；请退回改生效日期",
            "A change does not take effect before it is signed",
        )  # fmt: skip


def _check_legal(contract: Contract) -> None:
    wrong = broken(findings_of(contract))
    if wrong:
        raise Problem(
            INVALID,
            Text(
                "违反法定条款，不能签字："
                + "；".join(f"第{f.clause}条 {f.title.zh}：{f.message.zh}" for f in wrong),
                "Legal clauses are broken, nobody may sign: "
                + "; ".join(f"clause {f.clause} {f.title.en}: {f.message.en}" for f in wrong),
            ),
            [
                Fault(
                    f.field,
                    f.value,
                    f.rule,
                    Text(
                        f"第{f.clause}条 {f.title.zh}：{f.message.zh}（{f.source}）",
                        f"Clause {f.clause} {f.title.en}: {f.message.en} ({f.source})",
                    ),
                )
                for f in wrong
            ],
        )


def _check_capacity(contract: Contract) -> None:
    """Contracts over the same stations together promise no more than these take in.

    Compared are the daily plans of versions that overlap in time and share a station with this
    one, against the daily intake of all their stations, widened by the rule's tolerance.
    """
    own = set(contract.stations.values_list("pk", flat=True))
    last = contract.valid_to
    # whoever signs for the same stations at the same moment waits here
    list(Place.objects.select_for_update(no_key=True).filter(pk__in=own).order_by("pk"))
    others = [
        one
        for one in binding_over_stations(own, contract.effective_from, last)
        if one.number != contract.number
    ]
    stations = own.union(*({place.pk for place in one.stations.all()} for one in others))
    intake_kg = sum(stations_of(stations).values(), Decimal(0))
    tolerance = rule("trade.capacity.tolerance_pct", contract.effective_from).value or Decimal(0)
    most_kg = intake_kg * (_FULL_PCT + tolerance) / _FULL_PCT
    promised_kg = sum((one.planned_kg_per_day for one in others), contract.planned_kg_per_day)
    if promised_kg > most_kg:
        named = "、".join(sorted({one.number for one in others})) or "—"
        raise invalid(
            "planned_kg_per_day",
            contract.planned_kg_per_day,
            "capacity",
            f"同期经同一收购站的合同（{named}）加本合同日计划共{promised_kg:,.0f}公斤，"
            f"超过收购能力{most_kg:,.0f}公斤",
            f"With contracts over the same stations ({named}) {promised_kg:,.0f} kg a day are "
            f"promised, above their intake of {most_kg:,.0f} kg",
        )
