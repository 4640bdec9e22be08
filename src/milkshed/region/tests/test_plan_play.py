"""The played ledger: tasks in every state, one overdue with a letter drafted, one answered for."""

from collections import Counter

import pytest

from milkshed.plan.actions.loading import load_plan
from milkshed.plan.models import (
    Bulletin,
    DataEdition,
    Delivery,
    Duty,
    Indicator,
    LedgerItem,
    Publication,
    PublicBulletin,
    SupervisionLetter,
)
from milkshed.plan.queries.lists import split_table
from milkshed.plan.rules import ROWS
from milkshed.platform.calendar.table import fill_holidays
from milkshed.platform.rule_book import load_rules
from milkshed.region.play.bulletins import play_bulletins
from milkshed.region.play.furnish import furnish
from milkshed.region.play.plan import _LISTS_FROM, play_plan
from milkshed.region.science.world import make_world


@pytest.mark.django_db
def test_the_ledger_is_alive() -> None:
    load_rules(ROWS)
    fill_holidays()
    load_plan()
    furniture = furnish(make_world("farm", 20260101))
    play_plan(furniture)
    play_bulletins(furniture)
    states = Counter(LedgerItem.objects.values_list("state", flat=True))
    assert states == {"open": 9, "applied": 1, "returned": 1, "closed": 1}
    assert set(SupervisionLetter.objects.values_list("state", flat=True)) == {"draft", "issued"}
    assert Delivery.objects.filter(kind="overdue").exists()
    assert Delivery.objects.filter(letter__isnull=False, read_at__isnull=False).exists()
    assert Duty.objects.filter(role="lead").count() == 12
    split = split_table(Indicator.objects.get(version__current=True, code="K1"), _LISTS_FROM)
    assert split is not None
    assert split.rest == 0
    assert not any(
        "（演示）" not in title
        for title in LedgerItem.objects.filter(meeting__isnull=True).values_list("title", flat=True)
    )
    assert Counter(Bulletin.objects.values_list("state", flat=True)) == {"issued": 2, "drawn": 1}
    draft = Bulletin.objects.get(state="drawn")
    moved = next(one for one in draft.wording if one["code"] == "movement")
    assert any("新的人工填报" in paragraph for paragraph in moved["paragraphs"])
    assert Publication.objects.filter(state="published").count() == 5
    shown = PublicBulletin.objects.order_by("bulletin__last").values_list("state", flat=True)
    assert list(shown) == ["published", "proposed"]
    assert all(one.document["synthetic"] for one in DataEdition.objects.all())
