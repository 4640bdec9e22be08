"""The checklists of site visits as versioned data, each with its day, source and status."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from milkshed.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a checklist. ``serious`` proposes how much a failure matters; officers decide."""

    number: int
    title: Text
    article: str
    serious: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Items under one heading."""

    title: Text
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Checklist:
    """One version of a checklist, in force from a day until a younger one of its kind.

    ``status`` is official, recalled or assumed, as for rule rows; the weights (``serious``) are
    assumed by us in every version.
    """

    key: str
    kind: str
    title: Text
    valid_from: date
    source: str
    status: str
    groups: tuple[Group, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        """All items in order."""
        return tuple(item for group in self.groups for item in group.items)


_ART20 = "条例第二十条"
_ART22 = "条例第二十二条"
_ART25 = "条例第二十五条"

_STATION = Checklist(
    key="station-26",
    kind="station_licence",
    title=Text("生鲜乳收购站现场核查表（26项）", "Site visit of a station (26 items)"),
    valid_from=date(2008, 10, 9),
    source="公开的生鲜乳收购站监督检查表样（五类26项）；严重程度为平台设定",
    status="recalled",
    groups=(
        Group(
            Text("场所与布局", "Site and layout"),
            (
                Item(1, Text("有固定的收购场所", "Fixed site"), _ART20, serious=True),
                Item(
                    2,
                    Text(
                        "有挤奶（贮奶）厅、待挤区、设备间、化验室、办公室等功能区",
                        "Zones: milking or storage hall, waiting, equipment, laboratory, office",
                    ),
                    _ART20,
                ),
                Item(
                    3,
                    Text("挤奶厅与办公、生活区分开", "Milking hall apart from office and living"),
                    _ART20,
                ),
            ),
        ),
        Group(
            Text("环境卫生", "Hygiene"),
            (
                Item(
                    4,
                    Text(
                        "有动物防疫条件合格证（正、副本）",
                        "Certificate of disease-prevention conditions (both copies)",
                    ),
                    "动物防疫法",
                    serious=True,
                ),
                Item(5, Text("站内整洁", "Clean throughout"), _ART20),
                Item(6, Text("无异味", "No odour"), _ART20),
                Item(
                    7,
                    Text("地面与废弃物及时清理、消毒", "Floors and waste cleaned and disinfected"),
                    _ART20,
                ),
            ),
        ),
        Group(
            Text("设施设备", "Equipment"),
            (
                Item(8, Text("有机械挤奶设备且运转正常", "Milking machines in order"), _ART20),
                Item(
                    9,
                    Text("贮奶罐0—4℃且清洁", "Storage tank at 0–4 °C and clean"),
                    _ART25,
                    serious=True,
                ),
                Item(10, Text("有检测仪器设备", "Test instruments"), _ART20, serious=True),
                Item(11, Text("有低温运输设备", "Cold transport"), _ART20),
                Item(12, Text("计量器具符合要求", "Metering to standard"), _ART20),
            ),
        ),
        Group(
            Text("从业人员", "People"),
            (
                Item(
                    13,
                    Text("从业人员持有效健康证明", "Valid health certificates"),
                    "条例第十七条、第二十条",
                    serious=True,
                ),
                Item(14, Text("掌握乳品知识、经培训", "Trained in dairy knowledge"), _ART20),
                Item(15, Text("人员稳定、数量足够", "Staff stable and enough"), _ART20),
            ),
        ),
        Group(
            Text("记录与制度", "Records and rules"),
            (
                Item(16, Text("每日收购记录", "Daily purchase record"), _ART22, serious=True),
                Item(17, Text("每日销售记录", "Daily sales record"), _ART22, serious=True),
                Item(18, Text("检测记录", "Test record"), _ART22, serious=True),
                Item(
                    19,
                    Text("设施设备清洗消毒记录", "Record of cleaning and disinfection"),
                    "条例第十七条",
                ),
                Item(20, Text("异常乳处置记录", "Record of abnormal milk"), "条例第二十四条"),
                Item(21, Text("与奶农签订合同", "Contract with farmers"), "条例第二十三条"),
                Item(22, Text("与加工企业签订合同", "Contract with processor"), "条例第二十三条"),
                Item(23, Text("质量安全制度", "Quality rules"), _ART20),
                Item(24, Text("收购站管理与防疫制度", "Station and epidemic rules"), _ART20),
                Item(
                    25,
                    Text("按奶户留存样品", "A retained sample per owner"),
                    _ART22,
                    serious=True,
                ),
                Item(
                    26,
                    Text("使用并保存交接单", "Handover sheets in use and kept"),
                    _ART25,
                    serious=True,
                ),
            ),
        ),
    ),
)

_TANKER = Checklist(
    key="tanker-10",
    kind="tanker_permit",
    title=Text("生鲜乳运输车现场核查表（10项）", "Inspection of a tanker (10 items)"),
    valid_from=date(2008, 10, 9),
    source="准运条件据《生鲜乳生产收购管理办法》回忆整理，清洗据行业规程；严重程度为平台设定",
    status="recalled",
    groups=(
        Group(
            Text("车辆与奶罐", "Vehicle and tank"),
            (
                Item(1, Text("奶罐为不锈钢、保温", "Insulated stainless tank"), _ART25, True),
                Item(2, Text("外壁光滑、无破损", "Outer wall smooth and sound"), _ART25),
                Item(3, Text("罐盖密封", "Lids seal"), _ART25, True),
                Item(4, Text("专车专用，只运生鲜乳", "Used for raw milk only"), _ART25, True),
                Item(
                    5,
                    Text(
                        "进口、出口、清洗口可加铅封",
                        "Inlet, outlet and cleaning port take a lead seal",
                    ),
                    _ART25,
                    True,
                ),
            ),
        ),
        Group(
            Text("清洗消毒", "Cleaning"),
            (
                Item(6, Text("有清洗程序并留存清洗单", "Cleaning programme and slips"), _ART25),
                Item(
                    7,
                    Text(
                        "清洗后排水中性、清亮、无残留无异味",
                        "Rinse water neutral, clear, without residue or odour",
                    ),
                    _ART25,
                ),
            ),
        ),
        Group(
            Text("人员与单据", "People and papers"),
            (
                Item(
                    8,
                    Text(
                        "驾驶员、押运员持有效健康证明", "Driver and escort hold health certificates"
                    ),
                    _ART25,
                    True,
                ),
                Item(
                    9,
                    Text("驾驶员、押运员掌握相关知识", "Driver and escort know how to handle milk"),
                    _ART25,
                ),
                Item(10, Text("随车携带交接单", "Handover sheet carried along"), _ART25, True),
            ),
        ),
    ),
)

CHECKLISTS: Mapping[str, Checklist] = {one.key: one for one in (_STATION, _TANKER)}


def checklist_for(kind: str, day: date) -> Checklist:
    """The version of a kind (station_licence, tanker_permit) in force on a day.

    Before the first version, the first one answers. Raises LookupError for an unknown kind.
    """
    versions = sorted(
        (one for one in CHECKLISTS.values() if one.kind == kind), key=lambda one: one.valid_from
    )
    if not versions:
        raise LookupError(f"no checklist for {kind!r}")
    in_force = [one for one in versions if one.valid_from <= day]
    return in_force[-1] if in_force else versions[0]


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found at an item: yes, no (minor or serious) or na."""

    answer: str
    severity: str = ""


def unanswered(wanted: Iterable[int], given: Mapping[int, Answer]) -> tuple[int, ...]:
    """The wanted items that have no answer, in order."""
    return tuple(number for number in sorted(wanted) if number not in given)


def failed(given: Mapping[int, Answer]) -> tuple[int, ...]:
    """The items that do not comply, in order."""
    return tuple(sorted(n for n, found in given.items() if found.answer == "no"))


def heaviest(given: Mapping[int, Answer]) -> str:
    """The severest finding: ``serious``, ``minor``, or empty where nothing failed."""
    found = {one.severity for one in given.values() if one.answer == "no"}
    return "serious" if "serious" in found else "minor" if found else ""
