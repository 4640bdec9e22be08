"""What every page's frame needs: the menu the person may use, where they work, what is open."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from milkshed.kernel.text import Text
from milkshed.platform.domain import MenuItem
from milkshed.platform.editions import kept
from milkshed.platform.models import Alarm, Organisation
from milkshed.platform.permissions import may, roles_hold, roles_of
from milkshed.platform.registry import domains
from milkshed.platform.scope import scope_of, visible

ALARMS = "alarms"
SHORT_MENU = 12
"""So many lines are all shown; of a longer menu the overview and the room one is in."""

OVERVIEW = (
    MenuItem(Text("挂图作战", "War map"), "war-map", "platform.see_war_map"),
    MenuItem(Text("监管一张图", "Supervision"), "supervision", "collection.see_supervision"),
    MenuItem(Text("预警处置", "Alarms"), ALARMS),
    MenuItem(Text("追溯查询", "Trace"), "explorer", "ledger.query"),
    MenuItem(Text("来源排查", "Source ranking"), "sources", "ledger.query"),
    MenuItem(Text("质量平衡", "Mass balance"), "balance", "ledger.query"),
    MenuItem(Text("打印标签", "Labels"), "labels", "ledger.query"),
    MenuItem(Text("标识链接", "Links of identifiers"), "links", "ledger.query"),
)
HOUSEKEEPING = (
    MenuItem(Text("单位与人员", "Organisations"), "organisations", "platform.see_people"),
    MenuItem(Text("规则与限量", "Rules"), "rules"),
    MenuItem(Text("节假日", "Holidays"), "holidays"),
    MenuItem(Text("后台任务", "Jobs"), "jobs", "platform.see_jobs"),
    MenuItem(Text("订阅", "Subscriptions"), "subscriptions", "ledger.query"),
    MenuItem(Text("审计记录", "Audit trail"), "audit", "platform.see_audit"),
    MenuItem(Text("账本存证", "Ledger log"), "ledger-log", "ledger.verify"),
    MenuItem(Text("地图图层", "Map layer"), "map-layer", "platform.edit_rules"),
)


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """One line of the menu, ready to show."""

    title: Text
    url: str
    current: bool = False
    count: int = 0


@dataclass(frozen=True, slots=True)
class MenuGroup:
    """The lines of one room; an open group shows them, a closed one its title."""

    title: Text
    entries: tuple[MenuEntry, ...]
    is_open: bool = True


def shell(request: HttpRequest) -> dict[str, object]:
    """Template context of the frame."""
    person = getattr(request, "user", None)
    context: dict[str, object] = {"holds_synthetic": holds_synthetic, "menu": (), "workplaces": ()}
    if person is None or not person.is_authenticated:
        return context
    open_alarms = visible(Alarm.objects.filter(state="open"), scope_of(person)).count()
    return {
        **context,
        "menu": tuple(_menu(request, person, open_alarms)),
        "workplaces": person.organisations(),
        "open_alarms": open_alarms,
        "may_trace": may(person, "ledger.query"),
    }


def holds_synthetic() -> bool:
    """Whether any organisation here is made up, so that every page must say so."""
    return kept("holds synthetic", Organisation.objects.filter(synthetic=True).exists)


def _menu(request: HttpRequest, person: object, open_alarms: int) -> Iterator[MenuGroup]:
    shown = _lines(roles_of(person))
    addresses = [url for _, items in shown for _, url in items]
    view = request.resolver_match.view_name if request.resolver_match else ""
    named = [url for _, items in shown for item, url in items if view in item.pages]
    current = named[0] if named else _current(request.path, addresses)
    is_short = len(addresses) <= SHORT_MENU
    for number, (title, items) in enumerate(shown):
        if items:
            entries = tuple(
                MenuEntry(
                    item.title,
                    url,
                    current=url == current,
                    count=open_alarms if item.url_name == ALARMS else 0,
                )
                for item, url in items
            )
            is_here = any(entry.current for entry in entries)
            yield MenuGroup(title, entries, is_short or is_here or number == 0)


@lru_cache(maxsize=256)
def _lines(roles: frozenset[str]) -> tuple[tuple[Text, tuple[tuple[MenuItem, str], ...]], ...]:
    """Every group of the menu with the lines that some roles may use, and their addresses."""
    groups = [
        (Text("总览", "Overview"), OVERVIEW),
        *((domain.title, domain.menu) for domain in domains()),
        (Text("平台管理", "Platform"), HOUSEKEEPING),
    ]
    return tuple(
        (title, tuple((item, url) for item in items if (url := _url_of(item, roles))))
        for title, items in groups
    )


def _url_of(item: MenuItem, roles: frozenset[str]) -> str | None:
    if item.verb and not roles_hold(roles, item.verb):
        return None
    try:
        return reverse(item.url_name)
    except NoReverseMatch:
        return None


def _current(path: str, addresses: list[str]) -> str | None:
    """The menu address that is the longest beginning of the page's own."""
    fitting = [url for url in addresses if url != "/" and path.startswith(url)]
    return max(fitting, key=len, default=None)
