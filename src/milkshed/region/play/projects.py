"""Registers, funds and a what-if of the played region; everything is invented and says so.

Entries, money and answers go through the actions that people use: units register, the office
confirms.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

from django.utils import timezone

from milkshed.kernel.identifiers import build_credit_code
from milkshed.plan.actions.figures import compute_figures
from milkshed.plan.actions.lists import SplitRow, split_target
from milkshed.plan.actions.progress import Proof
from milkshed.plan.actions.projects.entries import EntryWish, decide_entry, enter_project
from milkshed.plan.actions.projects.funds import (
    FundWish,
    MoveWish,
    decide_move,
    enter_move,
    open_fund,
)
from milkshed.plan.actions.projects.places import Whereabouts
from milkshed.plan.actions.siting import (
    ResourceWish,
    SitingWish,
    keep_scenario,
    set_resource,
)
from milkshed.plan.models import REGISTERS, Indicator, RegisterEntry
from milkshed.plan.science.identity import identity_check
from milkshed.platform.models import Person
from milkshed.region.play.furnish import Furniture

_SOURCE = "演示数据，非统计数"
_FROM = date(2024, 1, 1)
_FIRM_BLOCK = 70_000_000


@dataclass(frozen=True, slots=True)
class _Line:
    """One invented entry."""

    kind: str
    name: str
    unit: str
    days_ago: int
    stage: str = "running"
    amount: str = ""
    county: str = ""
    detail: str = ""
    part: str = ""
    indicator: str = ""
    point: tuple[float, float] | None = None
    town: str = ""
    zone: str = ""
    waits: bool = False


_LINES = (
    _Line("project", "高端液态奶加工厂一期", "U4", 200, "building", "0", "640181", "", "P5.1",
          "B5.1", (106.34, 38.10)),
    _Line("project", "高端液态奶加工厂一期", "U4", 20, "running", "2000", "640181", "", "P5.1",
          "B5.1", (106.34, 38.10)),
    _Line("project", "稀奶油浓缩奶生产线", "U4", 60, "building", "0", "640181", "", "P5.2", "B5.2",
          (106.36, 38.02)),
    _Line("project", "反刍饲料基地", "U11", 150, "running", "18", "640302", "", "P1.2", "B1.4",
          (106.20, 37.92), town="640302103"),
    _Line("project", "优质饲草基地", "U11", 80, "building", "0", part="P1.2", zone="two-wings"),
    _Line("park", "乳制品加工园", "U11", 30, "planned", county="640302", town="640302101"),
    _Line("project", "奶牛养殖技术创新中心", "U3", 90, "planned", "", "640105", "", "P2.3", "",
          (106.02, 38.50)),
    _Line("park", "牛奶产业园", "U11", 100, "running", "", "640302", point=(106.22, 37.99)),
    _Line("visitor_farm", "观光牧场甲", "U11", 70, "running", "", "640302", "观光牧场",
          point=(106.15, 37.90)),
    _Line("visitor_farm", "奶业小镇乙", "U11", 40, "building", "", "640221", "奶业小镇",
          point=(106.54, 38.91)),
    _Line("enterprise", "乳业公司丙", "U4", 330, amount="11.2", county="640181"),
    _Line("enterprise", "乳业公司丁", "U4", 330, amount="8.6", county="640302"),
    _Line("linked_firm", "包装公司戊", "U4", 210, county="640181", detail="包装"),
    _Line("linked_firm", "冷链公司己", "U12", 180, county="640302", detail="冷链"),
    _Line("regional_brand", "宁夏牛奶", "U11", 400),
    _Line("outlet", "体验店庚", "U12", 120, county="640104", detail="品牌体验店"),
    _Line("outlet", "奶吧辛", "U12", 90, county="640302", detail="移动奶吧"),
    _Line("stream_team", "销售团队壬", "U12", 60, amount="12.5"),
    _Line("centre", "奶牛科技创新服务中心", "U3", 110, county="640302", point=(106.25, 38.03)),
    _Line("product_brand", "鲜奶品牌癸", "U13", 15, waits=True),
)  # fmt: skip
_MILK_SHARES = (  # 10⁴ t in 2027: invented, and made so that the zones' 327 and 123 come out
    ("640104", "36.1"), ("640105", "19.2"), ("640121", "7.7"), ("640122", "22.4"),
    ("640181", "93.2"), ("640302", "113.7"), ("640381", "34.7"), ("640205", "5.5"),
    ("640221", "48.5"), ("640502", "37.0"), ("640521", "25.2"), ("640522", "6.8"),
)  # fmt: skip
_TRAINED = (("张三", 1, 24), ("李四", 2, 24), ("张三", 1, 16), ("王五", 3, 12))
_RESOURCES = (
    ("silage_maize_mu", "600000"), ("alfalfa_mu", "30000"), ("maize_mu", "300000"),
    ("wheat_mu", "250000"), ("water_m3", "16000000"), ("alfalfa_bought_t", "45000"),
    ("silage_bought_t", "600000"), ("other_pe", "20000"),
)  # fmt: skip


def play_projects(furniture: Furniture) -> None:
    """Fill the registers, move some money, and keep two answers for a new farm."""
    region = furniture.offices["region"].pk
    officer = furniture.people(region, "region_officer")[0]
    other = furniture.people(region, "administrator")[0]
    today = timezone.localdate()
    split_target(
        officer,
        Indicator.objects.get(version__current=True, code="K2"),
        [SplitRow(code, value) for code, value in _MILK_SHARES],
        valid_from=_FROM,
        basis="assumed",
        document="演示数据，不是下达数",
    )
    for number, line in enumerate(_LINES):
        entry = _register(furniture, line, number, today)
        if not line.waits:
            decide_entry(other, entry.pk, "plan.confirm_entry")
    _train(furniture, other, today)
    _pay(furniture, officer, other, today)
    _site(officer, today, _county_of_most_farms(furniture))
    compute_figures(today, only=[code for one in REGISTERS.values() for code in one.indicators])


def _unit_person(furniture: Furniture, unit: str) -> Person:
    held = furniture.members.get(unit)
    if held is None:  # the region's own office stands for the department of agriculture
        return furniture.people(furniture.offices["region"].pk, "region_officer")[0]
    return furniture.people(held.pk, "member_unit_officer")[0]


def _register(furniture: Furniture, line: _Line, number: int, today: date) -> RegisterEntry:
    register = REGISTERS[line.kind]
    identity = ""
    if register.identity.zh == "统一社会信用代码":
        identity = build_credit_code(line.county or "640104", f"{_FIRM_BLOCK + number:08d}")
    kind = register.evidence[0]
    ending = "xlsx" if kind == "table" else "pdf" if kind != "photo" else "png"
    longitude, latitude = line.point or (None, None)
    return enter_project(
        _unit_person(furniture, line.unit),
        EntryWish(
            kind=line.kind,
            name=f"{line.name}（演示）",
            as_of=today - timedelta(days=line.days_ago),
            stage=line.stage,
            identity=identity,
            amount=Decimal(line.amount) if line.amount else None,
            place=Whereabouts(
                county=line.county,
                town=line.town,
                zone=line.zone,
                longitude=longitude,
                latitude=latitude,
            ),
            detail=line.detail,
            part=line.part,
            indicator=line.indicator,
            note=_SOURCE,
        ),
        Proof(kind, BytesIO(f"演示佐证 {number}".encode()), f"佐证{number}.{ending}"),
    )


def _train(furniture: Furniture, other: Person, today: date) -> None:
    for turn, (name, serial, hours) in enumerate(_TRAINED):
        body = f"6401041990010{serial % 9 + 1}{serial:03d}"
        entry = enter_project(
            _unit_person(furniture, "U6"),
            EntryWish(
                kind="training",
                name=name,
                as_of=today - timedelta(days=80 - 10 * turn),
                identity=body + identity_check(body),
                amount=Decimal(hours),
                note=_SOURCE,
            ),
            Proof("document", BytesIO(f"结业名册 {turn}".encode()), f"结业名册{turn}.pdf"),
        )
        decide_entry(other, entry.pk, "plan.confirm_entry")


def _pay(furniture: Furniture, officer: Person, other: Person, today: date) -> None:
    plant = (
        RegisterEntry.objects.filter(kind="project", indicator="B5.1", state="confirmed")
        .order_by("-as_of")
        .first()
    )
    rows = (
        ("液态奶加工项目补助（演示）", "region", "U4", "P5.1", plant, "3000", "1800", "1200.5"),
        ("性控冻精胚胎补贴（演示）", "central", "U11", "P2.1", None, "1500", "1500", "900"),
        ("智慧牧场改造（演示）", "region", "U11", "P3.1", None, "2000", "600", "0"),
        ("企业自筹（演示）", "own", "U4", "P5.1", plant, "8000", "8000", "6500"),
    )
    for number, (title, source, unit, part, entry, *amounts) in enumerate(rows):
        line = open_fund(
            officer,
            FundWish(title, source, unit, part, entry=entry.pk if entry else None),
        )
        for turn, (kind, wan) in enumerate(
            zip(("allocate", "disburse", "use"), amounts, strict=True)
        ):
            if wan == "0":
                continue
            move = enter_move(
                officer,
                line.pk,
                MoveWish(
                    kind,
                    today - timedelta(days=120 - 30 * turn),
                    Decimal(wan),
                    f"演示文号{number}-{turn}",
                    in_wan=True,
                ),
            )
            decide_move(other, move.pk, accept=True)


def _county_of_most_farms(furniture: Furniture) -> str:
    return Counter(place.county for place in furniture.farms).most_common(1)[0][0]


def _site(officer: Person, today: date, county: str) -> None:
    for kind, value in _RESOURCES:
        set_resource(officer, ResourceWish(county, kind, Decimal(value), _SOURCE, "assumed", _FROM))
    for head, name in ((600, "新建600头（演示）"), (12000, "新建12000头（演示）")):
        keep_scenario(officer, SitingWish(county, head), name, on=today)
