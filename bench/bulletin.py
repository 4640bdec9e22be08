"""What drawing up and issuing a region's monthly bulletin costs, beside reading its figures once.

usage: python bench/bulletin.py [rounds]

A region with two months of figures of all 58 indicators, 22 counties each, and 300 tasks of the
ledger is written into a database of the benchmark's own; its bulletin is drawn up and issued, and
the same figures are read once row by row. Processor seconds of this process and of the database.
"""

import sys
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from time import process_time

from cpu_seconds import cpu_seconds_of, database_process
from own_database import own_database
from plan_figures import prepare

TASKS = 300


def main() -> None:
    """Fill, draw up, issue, print."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with own_database():
        ends = fill()
        from milkshed.plan.actions.bulletins.drawing import draw_bulletin
        from milkshed.plan.actions.bulletins.issuing import (
            issue_bulletin,
            propose_bulletin,
            withdraw_bulletin,
        )
        from milkshed.platform.models import Person

        officer = Person.objects.get(username="bench-officer")
        signer = Person.objects.get(username="bench-signer")
        read = cost(lambda: read_figures(ends), rounds)

        def draw() -> None:
            made = draw_bulletin(officer, "month", ends[1])
            withdraw_bulletin(officer, made.pk, opinion="bench", revision=made.revision)

        drawn = cost(draw, rounds)
        made = draw_bulletin(officer, "month", ends[1])
        sent = propose_bulletin(officer, made.pk, revision=made.revision)
        issued = cost(
            lambda: issue_bulletin(
                signer, sent.pk, issuer_short="bench", opinion="", revision=sent.revision
            ),
            1,
        )
        print(f"reading the figures once   {read:6.3f} CPU s")
        print(f"drawing up the bulletin    {drawn:6.3f} CPU s, ratio {drawn / read:5.1f}")
        print(f"issuing (Word and Excel)   {issued:6.3f} CPU s, ratio {issued / read:5.1f}")


def cost(work: Callable[[], object], rounds: int) -> float:
    """Processor seconds of one call, here and in the database, the mean of some rounds."""
    server = database_process()
    started = process_time() + cpu_seconds_of(server)
    for _ in range(rounds):
        work()
    return (process_time() + cpu_seconds_of(server) - started) / rounds


def read_figures(ends: tuple[date, date]) -> None:
    """Read every figure of the two months once."""
    from milkshed.plan.models import ComputedFigure, CountyFigure

    for end in ends:
        list(ComputedFigure.objects.filter(as_of=end))
        list(CountyFigure.objects.filter(as_of=end))


def fill() -> tuple[date, date]:
    """Write figures, tasks and people; answers the ends of the last two months."""
    from django.utils import timezone

    from milkshed.kernel.counties import COUNTIES
    from milkshed.plan.actions.items import ItemWish, open_item
    from milkshed.plan.actions.periods import close_period
    from milkshed.plan.models import ComputedFigure, CountyFigure, Indicator
    from milkshed.platform.models import Membership, Organisation, Person

    prepare()
    last = timezone.localdate().replace(day=1) - timedelta(days=1)
    ends = last.replace(day=1) - timedelta(days=1), last
    office = Organisation.objects.create(kind="region_office", name_zh="测试办公室", synthetic=True)
    officer = Person.objects.create_person("bench-officer", None, name_zh="测试", synthetic=True)
    Membership.objects.create(person=officer, organisation=office, role="region_officer")
    for number in range(TASKS):
        open_item(
            officer,
            ItemWish(
                f"测试任务{number}", "目标", f"U{number % 18 + 1}",
                last + timedelta(days=number % 90 - 30),
            ),
            on=last - timedelta(days=60),
        )  # fmt: skip
    signer = Person.objects.create_person("bench-signer", None, name_zh="签发", synthetic=True)
    Membership.objects.create(person=signer, organisation=office, role="region_officer")
    for number, one in enumerate(Indicator.objects.filter(version__current=True)):
        for step, end in enumerate(ends):
            ComputedFigure.objects.create(
                indicator=one, as_of=end, value=Decimal(100 + number + step), unit=one.unit,
                room="bench", method_zh="测试", method_version="1", coverage=Decimal(1),
                inputs=[{"title_zh": "记录", "title_en": "Records", "count": 1000, "url": ""}],
            )  # fmt: skip
            CountyFigure.objects.bulk_create(
                CountyFigure(
                    indicator=one, county=code, as_of=end, value=Decimal(5 + step * (n % 3)),
                    unit=one.unit, method_zh="测试", method_version="1",
                )
                for n, code in enumerate(COUNTIES)
            )  # fmt: skip
    for end in ends:
        close_period(signer, end)
    return ends


if __name__ == "__main__":
    main()
