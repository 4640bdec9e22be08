"""Taking ICAR ADE messages in: what each becomes, and what is told of each.

A message is known by the ``source`` and ``sourceId`` (else ``id``) of its sender. Sent again, it
changes nothing; sent with other content, it corrects what came before; sent with ``isDeleted``,
it takes it back. One bad message stops no other.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from milkshed.herd.actions.animals import register_animals
from milkshed.herd.actions.events import record_events
from milkshed.herd.actions.rows import AnimalRow, EventRow
from milkshed.herd.event_details import checked_details
from milkshed.herd.exchange.ade import naming, phrases
from milkshed.herd.exchange.ade.findings import ERROR, INFORMATION, WARNING
from milkshed.herd.exchange.ade.lists import event_message
from milkshed.herd.exchange.ade.outcomes import Outcome, tell
from milkshed.herd.exchange.ade.reading import Message
from milkshed.herd.exchange.ade.saying import Said
from milkshed.herd.exchange.ade.shapes import EVENT
from milkshed.herd.exchange.tables.columns import typed_table
from milkshed.herd.exchange.tables.guess import ColumnReading
from milkshed.herd.exchange.tables.test_days import take_test_days
from milkshed.herd.models import AnimalEvent, AnimalIdentifier, EventKind, EventSource, Farm
from milkshed.herd.science.delimited import RawTable
from milkshed.kernel.clock import shanghai_day
from milkshed.kernel.problems import Fault
from milkshed.kernel.text import Text
from milkshed.platform.models import Person
from milkshed.platform.permissions import require

VERBS: Mapping[str, str] = {
    "animals": "herd.register_animals",
    "births": "herd.register_animals",
    "test-day-results": "herd.import_test_days",
}
"""Verbs by message; all others need ``herd.record_events``."""
_EVENT_VERB = "herd.record_events"
_DIGEST, _SOURCE, _SOURCE_ID = "x_ade_digest", "x_ade_source", "x_ade_source_id"
_ONE_MINUTE = timedelta(minutes=1)


def verb_of(message: str) -> str:
    """The verb that a person needs to send a kind of message."""
    return VERBS.get(message, _EVENT_VERB)


def take_messages(
    farm: Farm, message: str, messages: Sequence[Message], *, person: Person
) -> list[Outcome]:
    """Take messages about a farm, in their order; answers what became of each.

    The caller has checked that the person may see the farm. Everything that is good is written in
    one transaction.
    """
    require(person, verb_of(message))
    outcomes = [_begun(one, message, farm) for one in messages]
    good = [one for one in outcomes if not one.is_refused]
    with transaction.atomic():
        if message in ("animals", "births"):
            _take_animals(farm, good, person)
        elif message == "test-day-results":
            _take_results(farm, good)
        else:
            if message == "arrivals":
                good = _register_newcomers(farm, good, person)
            _take_events(farm, message, good, person)
    return outcomes


def _begun(one: Message, message: str, farm: Farm) -> Outcome:
    outcome = Outcome(one)
    for finding in one.findings:
        outcome.note(finding.severity, finding.rule, finding.path, finding.message)
    if outcome.is_refused:
        return outcome
    place = one.content.get("location")
    if place:
        known = naming.location_filter(str(place.get("scheme", "")), str(place.get("id", "")))
        own = place.get("id") in (farm.code, farm.place.gln)
        if known is None:
            text = Text(
                "location的方案不认识，按地址中的场所处理", "Location read from the address"
            )
            outcome.note(WARNING, "location-scheme", f"{one.path}/location", text)
        elif not own:
            text = Text("location与地址中的场所不同", "location is not that of the address")
            outcome.note(ERROR, "location", f"{one.path}/location", text)
    phrase = phrases.PHRASES.get(message)
    if phrase is not None:
        for name in sorted(set(one.content) - phrase.kept - phrases.KEPT_OF_ALL):
            text = Text("本平台不保存此成员", "This member is not kept here")
            outcome.note(INFORMATION, "not-kept", f"{one.path}/{name}", text)
    return outcome


@dataclass(frozen=True, slots=True)
class _Planned:
    """A row to record for an outcome, or what is stored already under its key."""

    outcome: Outcome
    key: UUID
    said: Said
    digest: str
    deleted: bool
    echo: bool


def _take_events(farm: Farm, message: str, outcomes: Sequence[Outcome], person: Person) -> None:
    planned: list[_Planned] = []
    for outcome in outcomes:
        content = outcome.message.content
        if "eventDateTime" not in content:
            text = Text("缺少eventDateTime", "eventDateTime is required here")
            outcome.note(ERROR, "required", f"{outcome.message.path}/eventDateTime", text)
            continue
        try:
            said = phrases.PHRASES[message].read(content)
        except ValueError as error:
            outcome.note(ERROR, "no-word", outcome.message.path, Text(*error.args))
            continue
        planned += _plan(farm, message, outcome, said)
    chains = _chains([one.key for one in planned])
    rows: list[EventRow] = []
    owners: list[_Planned] = []
    for one in planned:
        row = _row(farm, one, chains)
        if row is not None:
            rows.append(row)
            owners.append(one)
    tell(record_events(rows, person=person), owners)


def _plan(farm: Farm, message: str, outcome: Outcome, said: Sequence[Said]) -> list[_Planned]:
    content = outcome.message.content
    meta = content.get("meta") or {}
    source = str(meta.get("source", ""))
    source_id = str(meta.get("sourceId") or content.get("id") or "")
    content_of = {name: value for name, value in content.items() if name not in ("meta", "id")}
    written = json.dumps(content_of, sort_keys=True, ensure_ascii=False)
    digest = hashlib.sha256(written.encode()).hexdigest()[:16]
    own = _uuid(str(content.get("id", ""))) if source == naming.SOURCE else None
    planned = []
    for number, one in enumerate(said):
        parts = (farm.code, message, source, source_id or digest, number)
        key = own if own is not None and number == 0 else naming.derived_id(*parts)
        details = dict(one.details)
        details |= {_DIGEST: digest}
        if source and source_id and own is None:
            details |= {_SOURCE: source[:200], _SOURCE_ID: source_id[:200]}
        if content.get("remark") and details.get("reason") != content["remark"]:
            details.setdefault("note", str(content["remark"])[:200])
        responsible = content.get("responsible")
        if responsible and "technician" not in details and "veterinarian" not in details:
            details["x_responsible"] = str(responsible)[:200]
        row = Said(one.kind, details, one.reason, one.withdrawal_hours)
        deleted = meta.get("isDeleted") is True
        planned.append(_Planned(outcome, key, row, digest, deleted, own is not None))
        outcome.identifier = outcome.identifier or str(key)
    return planned


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _chains(keys: Sequence[UUID]) -> dict[UUID, AnimalEvent]:
    """What stands under each key now: the event itself, or the last that corrects it."""
    stands = {
        event.event_key: event for event in AnimalEvent.objects.filter(event_key__in=set(keys))
    }
    open_ends = dict(stands)
    while open_ends:
        later = {
            event.corrects_id: event
            for event in AnimalEvent.objects.filter(
                corrects__in=[event.pk for event in open_ends.values()]
            )
        }
        open_ends = {key: later[event.pk] for key, event in open_ends.items() if event.pk in later}
        stands |= open_ends
    return stands


def _row(farm: Farm, one: _Planned, chains: Mapping[UUID, AnimalEvent]) -> EventRow | None:
    """The row to record, None where there is nothing to do; says why."""
    outcome, content = one.outcome, one.outcome.message.content
    stands = chains.get(one.key)
    scheme, number = naming.scheme_and_number(content["animal"])
    key, corrects, kind = one.key, None, one.said.kind
    if stands is not None:
        if stands.farm_id != farm.pk:
            text = Text("此标识已属于另一牧场", "The identifier belongs to another farm")
            outcome.note(ERROR, "taken", f"{outcome.message.path}/id", text)
            return None
        gone = stands.kind == EventKind.RETRACTION
        same = stands.details.get(_DIGEST) == one.digest or _says_the_same(stands, one)
        if one.echo or (gone and one.deleted) or (same and not one.deleted and not gone):
            outcome.is_repeated = True
            return None
        corrects = stands.event_key
        if gone:
            text = Text("此报文已被撤销，不能再改", "The message was deleted: it cannot be changed")
            outcome.note(ERROR, "deleted", f"{outcome.message.path}/meta", text)
            return None
        key = naming.derived_id(stands.event_key, "deleted" if one.deleted else one.digest)
    elif one.deleted:
        outcome.is_repeated = True
        text = Text("没有可撤销的记录", "There is nothing to delete")
        outcome.note(INFORMATION, "nothing-to-delete", outcome.message.path, text)
        return None
    details = {_DIGEST: one.digest} if one.deleted else one.said.details
    return EventRow(
        farm_code=farm.code,
        number=number,
        scheme=scheme,
        kind=EventKind.RETRACTION if one.deleted else kind,
        happened_at=datetime.fromisoformat(content["eventDateTime"].replace("Z", "+00:00")),
        event_key=key,
        withdrawal_hours=None if one.deleted else one.said.withdrawal_hours,
        reason="" if one.deleted else one.said.reason,
        corrects=corrects,
        details=details,
        source=EventSource.ADE,
    )


def _says_the_same(stands: AnimalEvent, one: _Planned) -> bool:
    """Whether a message, written otherwise, says what is recorded already."""
    at = datetime.fromisoformat(one.outcome.message.content["eventDateTime"].replace("Z", "+00:00"))
    given = {**one.said.details, **({"reason": one.said.reason} if one.said.reason else {})}
    details, faults = checked_details(one.said.kind, given)
    hours = one.said.withdrawal_hours
    until = at + timedelta(hours=float(hours)) if hours is not None else stands.withdrawal_until

    def without_marks(held: Mapping[str, object]) -> dict[str, object]:
        return {
            name: value
            for name, value in held.items()
            if not name.startswith("x_ade_") and name != "withdrawal_milk_hours"
        }

    return (
        not faults
        and (stands.kind, stands.happened_at) == (one.said.kind, at)
        and without_marks(stands.details) == without_marks(details)
        and (until is None) == (stands.withdrawal_until is None)
        and (until is None or abs(until - (stands.withdrawal_until or until)) < _ONE_MINUTE)
    )


def _animal_row(
    farm: Farm, content: Mapping[str, Any], entered_on: Any = None
) -> AnimalRow | Fault:
    """The animal that a message describes, or what is wrong with it."""
    if content.get("specie") != "Cattle":
        text = Text("本平台只登记牛", "Only cattle are registered here")
        return Fault("specie", content.get("specie"), "choice", text)
    gender = str(content.get("gender", ""))
    sex = "F" if gender.startswith("Female") else "M" if gender.startswith("Male") else ""
    if not sex:
        return Fault("gender", gender, "choice", Text("性别须为公或母", "Female or Male is needed"))
    if "birthDate" not in content:
        text = Text("缺少出生日期", "birthDate is required here")
        return Fault("birthDate", None, "required", text)
    born = shanghai_day(datetime.fromisoformat(content["birthDate"].replace("Z", "+00:00")))
    numbers: dict[str, str] = {}
    fields = {
        "ear-tag": "ear_tag",
        "iso-11784": "iso_11784",
        "herd-book": "herd_book",
        "on-farm": "on_farm",
        "dhi": "dhi",
    }
    for one in (content["identifier"], *content.get("alternativeIdentifiers", ())):
        scheme, number = naming.scheme_and_number(one)
        if scheme in fields:
            numbers.setdefault(fields[scheme], number)
    if content.get("managementTag"):
        numbers.setdefault("on_farm", content["managementTag"])
    if not numbers:
        text = Text("编号方案都不认识", "No scheme of its identifiers is known here")
        return Fault("identifier", content["identifier"].get("scheme"), "scheme", text)
    parents = {one["gender"]: one["identifier"]["id"] for one in content.get("parentage", ())}
    breed = content.get("primaryBreed", {}).get("id")
    return AnimalRow(
        farm_code=farm.code,
        sex=sex,
        birth_date=born,
        breed=str(breed)[:30] if breed else "荷斯坦",
        dam_number=str(parents.get("Female", ""))[:30],
        sire_number=str(parents.get("Male", ""))[:30],
        entered_on=entered_on,
        synthetic=farm.synthetic,
        **numbers,  # type: ignore[arg-type]
    )


def _take_animals(farm: Farm, outcomes: Sequence[Outcome], person: Person) -> None:
    rows, owners = [], []
    for outcome in outcomes:
        content = outcome.message.content
        described = content
        if "animal" in content:
            described = content.get("animalDetail") or {}
            if not described:
                text = Text("缺少animalDetail，无法登记", "animalDetail is needed to register")
                place = f"{outcome.message.path}/animalDetail"
                outcome.note(ERROR, "required", place, text)
                continue
            if "eventDateTime" in content:
                described = {"birthDate": content["eventDateTime"], **described}
        row = _animal_row(farm, described)
        if isinstance(row, Fault):
            outcome.refuse(row)
            continue
        rows.append(row)
        owners.append(outcome)
    if rows:
        tell(register_animals(rows, person=person), owners)
    for outcome in owners:
        if outcome.identifier.isdecimal():
            kind = "birth" if "animal" in outcome.message.content else "animal"
            outcome.identifier = str(naming.derived_id(kind, int(outcome.identifier)))


def _register_newcomers(farm: Farm, outcomes: Sequence[Outcome], person: Person) -> list[Outcome]:
    """Register arrivals whose animal nobody knows from what they say of it; answers the others.

    The day of arrival becomes the day of entry, which is all that an arrival tells of a new animal.
    """
    known = set(
        AnimalIdentifier.objects.filter(
            value__in=[
                naming.scheme_and_number(one.message.content["animal"])[1] for one in outcomes
            ],
            valid_to__isnull=True,
        ).values_list("scheme", "value")
    )
    rows, owners, others = [], [], []
    for outcome in outcomes:
        content = outcome.message.content
        named = naming.scheme_and_number(content["animal"])
        if named in known or "animalDetail" not in content or "eventDateTime" not in content:
            others.append(outcome)
            continue
        arrived = datetime.fromisoformat(content["eventDateTime"].replace("Z", "+00:00"))
        row = _animal_row(farm, content["animalDetail"], shanghai_day(arrived))
        if isinstance(row, Fault):
            outcome.refuse(row)
            continue
        rows.append(row)
        owners.append(outcome)
    if rows:
        require(person, "herd.register_animals")
        tell(register_animals(rows, person=person), owners)
        for outcome in owners:
            if not outcome.is_refused:
                text = Text("该牛此前未登记，已随转入登记", "The animal was new and was registered")
                outcome.note(INFORMATION, "registered", outcome.message.path, text)
    return others


_RESULT_HEADER = (
    "number", "on_farm", "dhi", "test_date", "milk_kg", "fat_pct", "protein_pct", "lactose_pct",
    "urea_mg_per_dl", "scc_per_ml",
)  # fmt: skip
_RESULT_READING = ColumnReading(
    dict(enumerate(_RESULT_HEADER)),
    {
        "milk_kg": "kg",
        "fat_pct": "pct",
        "protein_pct": "pct",
        "lactose_pct": "pct",
        "urea_mg_per_dl": "mg-per-l",
        "scc_per_ml": "thousand",
    },
    {"test_date": "ymd"},
)


def _take_results(farm: Farm, outcomes: Sequence[Outcome]) -> None:
    """Test-day results, through the same checks as a file of them; the stage is the register's."""
    rows: list[tuple[int, tuple[str, ...]]] = []
    owners: list[Outcome] = []
    for outcome in outcomes:
        content = outcome.message.content
        code = content.get("testDayCode")
        if code and "milkWeight24Hours" not in content:
            text = Text(
                f"未测定（{code}），没有可入库的数值", f"Not tested ({code}): nothing to keep"
            )
            outcome.note(INFORMATION, "not-tested", f"{outcome.message.path}/testDayCode", text)
            outcome.is_repeated = True
            continue
        scheme, number = naming.scheme_and_number(content["animal"])
        measured = {
            one["characteristic"].upper(): one["value"]
            for one in content.get("milkCharacteristics", ())
        }
        day = content.get("eventDateTime")
        when = datetime.fromisoformat(day.replace("Z", "+00:00")) if day else None
        rows.append(
            (
                len(rows) + 1,
                (
                    number if scheme not in ("on-farm", "dhi") else "",
                    number if scheme == "on-farm" else "",
                    number if scheme == "dhi" else "",
                    shanghai_day(when).isoformat() if when else "",
                    str(content.get("milkWeight24Hours", {}).get("value", "")),
                    *(
                        str(measured.get(name, ""))
                        for name in ("FAT", "PROTEIN", "LAC", "UREA", "SCC")
                    ),
                ),
            )
        )
        owners.append(outcome)
    if not rows:
        return
    table = typed_table(
        RawTable(_RESULT_HEADER, tuple(rows), "utf-8", "ade"), "test-days", _RESULT_READING
    )
    fate = take_test_days(table, farm=farm, batch=None, synthetic=farm.synthetic)
    for fault in fate.faults:
        owners[fault["row"] - 1].refuse(
            Fault(fault["field"], fault["value"], fault["rule"], Text(fault["zh"], fault["en"]))
        )
    for at, outcome in enumerate(owners):
        outcome.is_taken = bool(fate.accepted[at])
        outcome.is_repeated = bool(fate.repeated[at])


def stored_copy(farm: Farm, message: str, outcome: Outcome) -> dict[str, Any]:
    """The message as it is kept now: of an event the stored one, else what was read of it."""
    key = _uuid(outcome.identifier)
    if message in phrases.PHRASES and key is not None:
        event = (
            AnimalEvent.objects.filter(event_key=key, farm=farm)
            .select_related("animal", "recorded_by")
            .prefetch_related("animal__identifiers")
            .first()
        )
        if event is not None and event.kind in phrases.PHRASES[message].kinds:
            return event_message(farm, message, event)
    content = dict(outcome.message.content)
    if outcome.identifier and "id" in EVENT.members and "animal" in content:
        content["id"] = outcome.identifier
    return content
