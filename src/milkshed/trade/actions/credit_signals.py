"""Noting facts in credit files, and withdrawing wrong ones."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import IO

from django.db import transaction
from django.utils import timezone

from milkshed.collection.facade import refused_loads
from milkshed.kernel.clock import shanghai_day
from milkshed.kernel.problems import CONFLICT, Problem, invalid, require_reason
from milkshed.kernel.text import Text
from milkshed.platform.attachments import store_attachment
from milkshed.platform.models import Organisation, Person, Place
from milkshed.platform.permissions import require
from milkshed.platform.scope import get_visible, scope_of
from milkshed.quality.facade import failed_lots
from milkshed.trade.models.credit import CreditSignal
from milkshed.trade.queries.credit import ASSOCIATION, AUTHORITY, signals_for
from milkshed.trade.science.credit import SIGNALS
from milkshed.trade.signals import SignalRow


def note_signals(rows: Iterable[SignalRow], *, noted_on: date | None = None) -> int:
    """Note facts that rooms hand in; a record that is there already stays as it is.

    Returns how many were new. Raises a problem, and notes none, when a row has no evidence, an
    unknown kind or lies ahead.
    """
    today = noted_on or timezone.localdate()
    wanted = list(rows)
    for row in wanted:
        _check(row.kind, row.happened_on, today)
        if not row.source.strip() or not row.url.strip():
            raise _no_evidence()
    with transaction.atomic():
        before = CreditSignal.objects.count()
        CreditSignal.objects.bulk_create(
            (
                CreditSignal(
                    subject_id=row.subject_id,
                    kind=row.kind,
                    happened_on=row.happened_on,
                    noted_on=today,
                    words_zh=row.words.zh[:300],
                    words_en=row.words.en[:300],
                    source=row.source,
                    url=row.url,
                    keeper="platform",
                )
                for row in wanted
            ),
            ignore_conflicts=True,
        )
        return CreditSignal.objects.count() - before


@dataclass(frozen=True, slots=True)
class NotedFact:
    """A fact that a person notes, with the file that proves it."""

    kind: str
    happened_on: date
    words: str
    file_name: str = ""
    content: IO[bytes] | None = None


def note_signal(person: Person, subject: Organisation, said: NotedFact) -> CreditSignal:
    """Note a fact by hand, with evidence.

    Officers write into the regulator's file, the association's people into the association's.
    """
    require(person, "trade.note_signal")
    today = timezone.localdate()
    get_visible(Organisation.objects.all(), scope_of(person), pk=subject.pk)
    _check(said.kind, said.happened_on, today)
    if not said.words.strip():
        raise invalid("words", said.words, "required", "请写明事实", "Say what happened")
    if said.content is None or not said.file_name:
        raise _no_evidence()
    roles = {membership.role for membership in person.present_memberships()}
    with transaction.atomic():
        evidence = store_attachment(said.content, said.file_name, subject, person)
        return CreditSignal.objects.create(
            subject=subject,
            kind=said.kind,
            happened_on=said.happened_on,
            noted_on=today,
            words_zh=said.words.strip()[:300],
            source=f"attachment:{evidence.pk}",
            evidence=evidence,
            keeper="regulator" if roles & AUTHORITY else "association",
            noted_by=person,
        )


def withdraw_signal(person: Person, signal: CreditSignal, *, reason: str) -> CreditSignal:
    """Take a wrong signal out of the score; it stays in the file with the reason."""
    require(person, "trade.note_signal")
    require_reason(reason, "请填写撤销理由", "A reason is required")
    with transaction.atomic():
        found = signals_for(person).filter(pk=signal.pk).values("pk")
        locked = get_visible(
            CreditSignal.objects.select_for_update(of=("self",)).filter(pk__in=found),
            scope_of(person),
            pk=signal.pk,
        )
        roles = {membership.role for membership in person.present_memberships()}
        if not roles & (ASSOCIATION if locked.keeper == "association" else AUTHORITY):
            raise invalid(
                "keeper", locked.keeper, "keeper",
                "只能由记录方撤销", "Only the side that keeps it may withdraw it",
            )  # fmt: skip
        if locked.withdrawn_on is not None:
            raise Problem(CONFLICT, Text("该事实已撤销", "The signal is withdrawn already"))
        locked.withdrawn_on = timezone.localdate()
        locked.withdrawn_by, locked.withdrawal = person, reason.strip()[:300]
        locked.save(update_fields=["withdrawn_on", "withdrawn_by", "withdrawal"])
    return locked


def gather_signals(first: date, last: date) -> int:
    """Note refused loads and failed tests of days, both included, as signals of their units.

    A refused load is told of the station's unit; a failed test of the unit of the station or farm
    where the sample was taken. Returns how many were new.
    """
    rows = [
        SignalRow(
            load.organisation_id,
            "refused_load",
            load.day,
            Text(f"交奶被拒收：{load.reason}", f"Load refused: {load.reason}"),
            f"collection.sheet:{load.number}",
            load.url,
        )
        for load in refused_loads(first, last)
    ]
    lots = failed_lots(first, last)
    places = {
        place.uri: place
        for place in Place.objects.filter(
            gln__in={lot.place_uri.rpartition("/")[2] for lot in lots},
            kind__in=["farm", "station"],
        )
    }
    rows += [
        SignalRow(
            places[lot.place_uri].organisation_id,
            "failed_test",
            shanghai_day(lot.reported_at),
            Text(f"样品{lot.barcode}不合格", f"Sample {lot.barcode} failed"),
            f"quality.sample:{lot.barcode}",
            f"/quality/samples/{lot.barcode}",
        )
        for lot in lots
        if lot.place_uri in places
    ]
    return note_signals(rows)


def _check(kind: str, happened_on: date, today: date) -> None:
    if kind not in SIGNALS:
        raise invalid("kind", kind, "choice", "未知的事实类别", "No such kind of signal")
    if happened_on > today:
        raise invalid("happened_on", happened_on, "past", "发生日期在未来", "The day lies ahead")


def _no_evidence() -> Problem:
    return invalid(
        "evidence", "", "evidence",
        "信用事实须有证据：来源记录或证据文件", "A signal needs evidence: a record or a file",
    )  # fmt: skip
