"""The day's worklists of a farm: which cows need what, and why. Limits are rule rows."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from milkshed.herd.models import (
    EventKind,
    Farm,
)
from milkshed.herd.worklists.attention import to_look_at
from milkshed.herd.worklists.health import treatments, vaccinations, withdrawals
from milkshed.herd.worklists.items import Limits, WorkItem, WorkList, limits_at
from milkshed.herd.worklists.programmes import steps
from milkshed.herd.worklists.reproduction import checks, close_ups, dry_offs, fresh, heats, to_breed
from milkshed.kernel.text import Text


@dataclass(frozen=True, slots=True)
class _Definition:
    title: Text
    hint: Text
    kind: str
    find: Callable[[Farm, Limits], Iterable[WorkItem]]


_LISTS: dict[str, _Definition] = {
    "protocol": _Definition(
        Text("规程步骤", "Protocol steps"),
        Text("今天该做的同期发情等步骤", "Steps of programmes due by today"),
        EventKind.TREATMENT,
        steps,
    ),
    "breed": _Definition(
        Text("待配种", "To inseminate"),
        Text("发情的牛和过了等待期未配的牛", "In heat, or past waiting and not served"),
        EventKind.INSEMINATION,
        to_breed,
    ),
    "heat": _Definition(
        Text("返情观察", "Heats to watch"),
        Text("距上次发情或配种18–24天", "18–24 days after heat or service"),
        EventKind.HEAT,
        heats,
    ),
    "check": _Definition(
        Text("待孕检", "Pregnancy checks"),
        Text("配种后未检和到复检期的牛", "Served and not checked, or to be confirmed"),
        EventKind.PREGNANCY_CHECK,
        checks,
    ),
    "fresh": _Definition(
        Text("新产检查", "Fresh checks"),
        Text("产后头几天每天看一遍", "Every day for the first days after calving"),
        EventKind.HEALTH,
        fresh,
    ),
    "treatment": _Definition(
        Text("继续用药", "Treatments to go on"),
        Text("疗程未完的牛", "Courses that are not over"),
        EventKind.TREATMENT,
        treatments,
    ),
    "withdrawal": _Definition(
        Text("弃奶期将满", "Withdrawals ending"),
        Text("昨天到明天结束的弃奶期", "Withdrawals that end from yesterday to tomorrow"),
        EventKind.PEN_MOVE,
        withdrawals,
    ),
    "dry-off": _Definition(
        Text("待干奶", "To dry off"),
        Text("到干奶时间的牛", "Cows that are to be dried off"),
        EventKind.DRY_OFF,
        dry_offs,
    ),
    "close-up": _Definition(
        Text("转围产", "Close-ups"),
        Text("临近预产期、尚未转入围产群的牛", "Near calving and not in a close-up pen"),
        EventKind.PEN_MOVE,
        close_ups,
    ),
    "vaccination": _Definition(
        Text("待免疫", "Vaccinations due"),
        Text("到免疫间隔的牛", "Cattle whose interval is over"),
        EventKind.VACCINATION,
        vaccinations,
    ),
    "look": _Definition(
        Text("要看的牛", "Cows to look at"),
        Text("屡配不孕、空怀过长、体细胞数高、掉膘", "Repeat, long open, cells, loss of flesh"),
        EventKind.HEALTH,
        to_look_at,
    ),
}


LIST_CODES = tuple(_LISTS)


def worklist(farm: Farm, code: str, now: datetime | None = None) -> WorkList | None:
    """One list of a farm with its cows, soonest due first; None for a code that is no list."""
    if code not in _LISTS:
        return None
    return _made(farm, code, limits_at(now or timezone.now()))


def worklists(farm: Farm, now: datetime | None = None) -> list[WorkList]:
    """All lists of a farm, empty ones too."""
    limits = limits_at(now or timezone.now())
    return [_made(farm, code, limits) for code in _LISTS]


def _made(farm: Farm, code: str, limits: Limits) -> WorkList:
    one = _LISTS[code]
    items = list(one.find(farm, limits))
    if code not in ("look", "breed"):
        items.sort(key=lambda item: (item.due_on, item.animal.pk))
    return WorkList(code, one.title, one.hint, one.kind, tuple(items))
