"""Cows that somebody should look at, and why."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import connection

from milkshed.herd.models import (
    Farm,
)
from milkshed.herd.worklists.items import Limits, WorkItem, cows_of, day_span
from milkshed.kernel.clock import at_shanghai
from milkshed.kernel.text import Text

_SCC_TWICE = """
SELECT animal_id, min(scc_per_ml) FROM (
  SELECT t.animal_id, t.scc_per_ml,
    row_number() OVER (PARTITION BY t.animal_id ORDER BY t.test_date DESC) AS nth
  FROM herd_testday t JOIN herd_animal a ON a.id = t.animal_id
  WHERE t.farm_id = %(farm)s AND t.test_date > %(since)s AND t.scc_per_ml IS NOT NULL
    AND t.test_date >= a.last_calving_date AND a.farm_id = %(farm)s AND a.status = 'alive'
) last WHERE nth <= 2 GROUP BY animal_id HAVING count(*) = 2 AND min(scc_per_ml) > %(most)s
"""


_LOSSES = """
SELECT animal_id, kind, first, latest FROM (
  SELECT DISTINCT ON (e.animal_id, e.kind) e.animal_id, e.kind,
    first_value(coalesce(e.details ->> 'score', e.details ->> 'weight_kg')::numeric)
      OVER (PARTITION BY e.animal_id, e.kind ORDER BY e.happened_at, e.event_key) AS first,
    first_value(coalesce(e.details ->> 'score', e.details ->> 'weight_kg')::numeric)
      OVER (PARTITION BY e.animal_id, e.kind ORDER BY e.happened_at DESC, e.event_key) AS latest
  FROM herd_animalevent e JOIN herd_animal a ON a.id = e.animal_id
  WHERE e.farm_id = %(farm)s AND e.kind IN ('body_condition', 'weight')
    AND e.happened_at > %(since)s AND a.status = 'alive' AND a.farm_id = %(farm)s AND a.parity > 0
    AND (e.happened_at AT TIME ZONE 'Asia/Shanghai')::date >= a.last_calving_date - 14
    AND NOT EXISTS (SELECT 1 FROM herd_animalevent c WHERE c.corrects_id = e.id)
) measured WHERE latest < first
"""


def to_look_at(farm: Farm, limits: Limits) -> Iterable[WorkItem]:
    """Cows to look at, each once with everything that speaks for it."""
    today = limits.today
    reasons: dict[int, list[Text]] = {}

    def add(animal: int, zh: str, en: str) -> None:
        reasons.setdefault(animal, []).append(Text(zh, en))

    services = limits.value("look.services", 3)
    open_days = limits.value("look.open_days", 150)
    not_pregnant = cows_of(farm).filter(pregnant=False, do_not_breed=False)
    for pk, count in not_pregnant.filter(services__gte=services).values_list("pk", "services"):
        add(pk, f"已配{count}次未孕", f"{count} services, not pregnant")
    late = not_pregnant.filter(parity__gt=0, last_calving_date__lte=today - day_span(open_days))
    for pk, calved in late.values_list("pk", "last_calving_date"):
        days = (today - calved).days if calved else 0
        add(pk, f"产后{days}天仍空怀", f"Open {days} days after calving")
    most = limits.span("look.scc_per_ml", 0, 200_000)[1]
    values: dict[str, int | date | datetime] = {
        "farm": farm.pk,
        "since": today - day_span(75),
        "most": most,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SCC_TWICE, values)
        for pk, cells in cursor.fetchall():
            add(
                pk,
                f"连续两次体细胞数高（≥{cells / 10_000:.0f}万）",
                f"Somatic cells high twice (≥ {cells:,})",
            )
        values["since"] = at_shanghai(today - day_span(200))
        cursor.execute(_LOSSES, values)
        for pk, kind, first, latest in cursor.fetchall():
            lost = first - latest
            if kind == "body_condition" and lost >= limits.share(
                "look.body_condition_loss", "0.75"
            ):
                add(pk, f"体况由{first:g}降至{latest:g}", f"Condition from {first:g} to {latest:g}")
            elif kind == "weight" and lost * 100 >= first * limits.share("look.weight_loss", "8"):
                share = round(lost * 100 / first)
                add(pk, f"体重下降{share}%", f"Weight down by {share} %")
    cows = {cow.pk: cow for cow in cows_of(farm).filter(pk__in=list(reasons))}
    for pk in sorted(cows, key=lambda key: (-len(reasons[key]), key)):
        told = reasons[pk]
        joined = Text("；".join(t.zh for t in told), "; ".join(t.en for t in told))
        yield WorkItem(cows[pk], today, joined)
