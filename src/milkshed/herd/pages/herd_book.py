"""The herd book's own pages: pens, numbers, purchases, milk kept apart, the herd of a past day."""

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from milkshed.herd.actions.numbers import give_number
from milkshed.herd.actions.pens import close_pen, open_pen
from milkshed.herd.actions.purchases import Purchase, buy_animal
from milkshed.herd.actions.separations import declare_apart
from milkshed.herd.models import Animal, AnimalIdentifier, Pen
from milkshed.herd.pages.farms import farm_of
from milkshed.herd.states import animal_states, farm_states
from milkshed.herd.withheld import cows_in_withdrawal
from milkshed.herd.words import PEN_PURPOSES, SCHEMES
from milkshed.kernel.problems import invalid
from milkshed.platform.permissions import may
from milkshed.platform.scope import get_visible, scope_of
from milkshed.platform.web.entries import as_day, as_whole, moment_entry, tell, word
from milkshed.platform.web.pages import page
from milkshed.platform.web.people import person_of

_SHOWN = 200


@require_http_methods(["GET", "POST"])
@page("herd.see")
def pens(request: HttpRequest, code: str) -> HttpResponse:
    """The pens of a farm with their heads; opening one."""
    farm = farm_of(request, code)
    if request.method == "POST":
        pen = open_pen(
            farm,
            code=word(request, "code"),
            name=word(request, "name"),
            purpose=word(request, "purpose"),
            person=person_of(request),
        )
        tell(request, f"圈舍 {pen.code} 已启用", f"Pen {pen.code} is open")
        return redirect("herd:pens", code=farm.code)
    alive = Q(animals__status="alive")
    found = (
        Pen.objects.filter(farm=farm, closed_on__isnull=True)
        .annotate(
            head=Count("animals", filter=alive),
            milking=Count(
                "animals",
                filter=alive & Q(animals__parity__gt=0, animals__dry_on__isnull=True),
            ),
        )
        .order_by("code")
    )
    return render(
        request,
        "herd/pens.html",
        {
            "farm": farm,
            "pens": [(pen, PEN_PURPOSES[pen.purpose]) for pen in found],
            "without": farm.animals.filter(status="alive", pen__isnull=True).count(),
            "purposes": list(PEN_PURPOSES.items()),
            "may_arrange": may(request.user, "herd.arrange_pens"),
        },
    )


@require_POST
@page("herd.arrange_pens")
def pen_close(request: HttpRequest, key: int) -> HttpResponse:
    """Close an empty pen."""
    pens_seen = Pen.objects.select_related("farm")
    pen = get_visible(pens_seen, scope_of(request.user), pk=key)
    close_pen(pen, timezone.localdate(), person=person_of(request))
    tell(request, f"圈舍 {pen.code} 已停用", f"Pen {pen.code} is closed")
    return redirect("herd:pens", code=pen.farm.code)


@require_POST
@page("herd.number_animals")
def number_animal(request: HttpRequest, pk: int) -> HttpResponse:
    """Give an animal a number; one of the same kind in force ends."""
    animal = get_visible(Animal.objects.select_related("farm"), scope_of(request.user), pk=pk)
    since = as_day(request.POST.get("since"))
    if since is None:
        raise invalid("since", word(request, "since"), "date", "应为日期", "A date is expected")
    given = give_number(
        animal, word(request, "scheme"), word(request, "value"), since, person=person_of(request)
    )
    title = SCHEMES[given.scheme]
    tell(request, f"{title.zh} {given.value} 已启用", f"{title.en} {given.value} is in force")
    return redirect("herd:animal", pk=pk)


@require_http_methods(["GET", "POST"])
@page("herd.register_animals")
def purchase(request: HttpRequest, code: str) -> HttpResponse:
    """Register an animal bought from outside, with its quarantine certificate."""
    farm = farm_of(request, code)
    if request.method == "POST":
        animal = buy_animal(
            farm,
            Purchase(
                ear_tag=word(request, "ear_tag"),
                on_farm=word(request, "on_farm"),
                sex=word(request, "sex"),
                birth_date=as_day(request.POST.get("birth_date")),
                arrived_at=moment_entry(request, "arrived_at"),
                from_farm=word(request, "from_farm"),
                quarantine_certificate=word(request, "quarantine_certificate"),
                parity=as_whole(request.POST.get("parity")) or 0,
                last_calving_date=as_day(request.POST.get("last_calving_date")),
                due_on=as_day(request.POST.get("due_on")),
            ),
            person=person_of(request),
        )
        tell(request, "已登记转入", "The arrival is registered")
        return redirect("herd:animal", pk=animal.pk)
    return render(request, "herd/purchase.html", {"farm": farm, "now": timezone.localtime()})


@require_http_methods(["GET", "POST"])
@page("herd.see")
def withheld(request: HttpRequest, code: str) -> HttpResponse:
    """Cows in milk within a withdrawal, where their milk goes, and declaring it kept apart."""
    farm = farm_of(request, code)
    now = timezone.now()
    if request.method == "POST":
        keys = [int(k) for k in request.POST.getlist("cow") if k.isdecimal() and len(k) < 18]
        count = declare_apart(
            farm, keys, since=now, container=word(request, "container"), person=person_of(request)
        )
        tell(request, f"已申报{count}头单独存放", f"{count} cows declared")
        return redirect("herd:withheld", code=farm.code)
    cows = cows_in_withdrawal([farm.pk], now)
    numbers = _numbers([cow.animal_id for cow in cows])
    return render(
        request,
        "herd/withheld.html",
        {
            "farm": farm,
            "cows": [(cow, numbers.get(cow.animal_id, str(cow.animal_id))) for cow in cows],
            "open_count": sum(not cow.apart for cow in cows),
            "may_record": may(request.user, "herd.record_events"),
        },
    )


def _numbers(animals: list[int]) -> dict[int, str]:
    """The on-farm number, else the ear tag, of animals by key."""
    held = AnimalIdentifier.objects.filter(
        animal__in=animals, valid_to__isnull=True, scheme__in=("on-farm", "ear-tag")
    ).order_by("scheme")
    return dict(held.values_list("animal_id", "value"))


@require_GET
@page("herd.see")
def herd_on_day(request: HttpRequest, code: str) -> HttpResponse:
    """The herd as it stood on a day: heads by stage and pen, and the animals one by one."""
    farm = farm_of(request, code)
    today = timezone.localdate()
    day = min(as_day(request.GET.get("day")) or today, today)
    table = animal_states(day, [farm.pk])
    shown = table.sort_by([("parity", "descending"), ("animal_id", "ascending")])
    rows = shown.slice(0, _SHOWN).to_pylist()
    numbers = _numbers([row["animal_id"] for row in rows])
    names = dict(Pen.objects.filter(farm=farm).values_list("pk", "code"))
    return render(
        request,
        "herd/herd_on_day.html",
        {
            "farm": farm,
            "day": day,
            "today": today,
            "state": farm_states(day, [farm.pk]).get(farm.pk),
            "rows": [
                {
                    **row,
                    "number": numbers.get(row["animal_id"], str(row["animal_id"])),
                    "pen": names.get(row["pen_id"], ""),
                }
                for row in rows
            ],
            "more": max(0, table.num_rows - len(rows)),
        },
    )
