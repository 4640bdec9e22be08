"""Files of other systems, brought in as the farm's manager brings them: previewed, confirmed.

Two are taken, each with rows that are refused; a third waits for its question to be answered.
"""

from datetime import date, timedelta

from milkshed.herd.importers import confirm_import, preview_file, understanding_of
from milkshed.herd.models import Animal, Farm
from milkshed.platform.models import Person
from milkshed.platform.scope import scope_of, visible

_COWS = 12
_POUNDS_PER_KG = 2.2046


def play_imports(manager: Person, today: date) -> None:
    """Bring a laboratory's test days, a herd programme's events, and a file in pounds."""
    farm = visible(Farm.objects.select_related("place"), scope_of(manager)).order_by("code").first()
    if farm is None:
        return
    cows = Animal.objects.filter(
        farm=farm, status="alive", parity__gt=0, dry_on__isnull=True,
        last_calving_date__lt=today - timedelta(days=20),
        last_calving_date__gt=today - timedelta(days=300),
    )  # fmt: skip
    numbers = [cow.number for cow in cows.order_by("pk").prefetch_related("identifiers")[:_COWS]]
    if not numbers:
        return
    day = today - timedelta(days=4)
    for name, content in (
        (f"DHI测定报告{day:%Y%m%d}.csv", _laboratory(numbers, day).encode("gb18030")),
        ("EVENTS.CSV", _events(numbers, day).encode()),
    ):
        (batch,) = preview_file(content, file_name=name, farm=farm, person=manager)
        confirm_import(batch, understanding_of(batch).mapping, person=manager)
    waiting = _pounds(numbers, day - timedelta(days=1)).encode()
    preview_file(waiting, file_name="SHOW-TESTDAY.CSV", farm=farm, person=manager)


def _laboratory(numbers: list[str], day: date) -> str:
    """A laboratory's report: cells in thousands; one cow unknown, one yield unreadable."""
    lines = ["牛号,采样日期,产奶量（公斤）,乳脂率,蛋白率,乳糖率,体细胞（千/毫升）,尿素氮"]
    for n, number in enumerate([*numbers, "99999"]):
        milk = "未测" if n == 3 else f"{28 + n % 9}.{n % 10}"
        lines.append(
            f"{number},{day:%Y/%m/%d},{milk},{3.6 + n % 7 / 10:.2f},{3.2 + n % 4 / 10:.2f},"
            f"4.{90 + n % 9},{60 + 35 * n},{11 + n % 6}.{n % 10}"
        )
    return "\n".join(lines) + "\n"


def _events(numbers: list[str], day: date) -> str:
    """A herd programme's events: one word that nobody knows, one cow that is not there."""
    lines = ["ID,Event,Date,Remark,R,T"]
    rows = [
        *((number, "HEAT", "STANDS") for number in numbers[:4]),
        *((number, "FOOTRIM", "SOUND") for number in numbers[4:9]),
        (numbers[0], "PARTY", ""),
        ("99999", "HEAT", ""),
    ]
    lines += [f"{number},{event},{day:%m/%d/%Y},{remark},,WL" for number, event, remark in rows]
    return "\n".join(lines) + "\n"


def _pounds(numbers: list[str], day: date) -> str:
    """A file whose header does not say that its milk is in pounds."""
    lines = ["ID,TDAT,MILK,PCTF,PCTP,SCC"]
    lines += [
        f"{number},{day:%m/%d/%Y},{(29 + n % 8) * _POUNDS_PER_KG:.0f},3.9,3.3,{80 + 30 * n}"
        for n, number in enumerate(numbers)
    ]
    return "\n".join(lines) + "\n"
