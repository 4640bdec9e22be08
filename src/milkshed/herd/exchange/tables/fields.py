"""What a column of a table can mean: the fields of each kind of table, their names and units."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from milkshed.kernel.text import Text


class Cells(StrEnum):
    """How the cells of a field are read."""

    NUMBER_TEXT = "number-text"
    """A number of an animal or a farm, kept as text."""
    TEXT = "text"
    DAY = "day"
    WHOLE = "whole"
    DECIMAL = "decimal"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit a column may be in; ``factor`` brings a value to the field's own unit.

    ``marks`` are writings of it in headers.
    """

    key: str
    title: Text
    factor: float
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its title, how its cells are read, headers that mean it, and its units.

    The first unit is the field's own.
    """

    key: str
    title: Text
    cells: Cells
    names: tuple[str, ...]
    required: bool = False
    units: tuple[Unit, ...] = ()


KG = Unit("kg", Text("公斤", "kg"), 1.0, ("kg", "公斤", "千克"))
LB = Unit("lb", Text("磅", "lb"), 0.45359237, ("lb", "lbs", "pound", "pounds", "磅"))
JIN = Unit("jin", Text("斤", "jin (0.5 kg)"), 0.5, ("斤", "市斤"))
PERCENT = Unit("pct", Text("%", "%"), 1.0, ("%", "％", "g/100g", "百分"))
SHARE = Unit("share", Text("小数（0.04＝4%）", "share (0.04 = 4 %)"), 100.0, ())
G_PER_KG = Unit("g-per-kg", Text("克/公斤", "g/kg"), 0.1, ("g/kg", "g/l", "克/公斤"))
PER_ML = Unit("per-ml", Text("个/毫升", "cells/mL"), 1.0, ("个/毫升", "个/ml", "cells/ml"))
THOUSAND = Unit(
    "thousand",
    Text("千个/毫升", "1,000 cells/mL"),
    1_000.0,
    ("千/毫升", "千个/毫升", "千/ml", "x1000", "×1000", "*1000", "1000/ml", "k/ml", "'000"),
)
WAN = Unit(
    "wan",
    Text("万个/毫升", "10,000 cells/mL"),
    10_000.0,
    ("万/毫升", "万个/毫升", "万/ml", "万个/ml", "10^4/ml", "×10^4", "x10000"),
)
SCORE = Unit(
    "score", Text("体细胞评分（SCS）", "score (SCS)"), 1.0, ("scs", "评分", "linear score")
)
MG_PER_DL = Unit("mg-per-dl", Text("毫克/分升", "mg/dL"), 1.0, ("mg/dl", "毫克/分升", "mg%"))
MG_PER_L = Unit("mg-per-l", Text("毫克/升", "mg/L"), 0.1, ("mg/l", "毫克/升", "ppm"))

_MILK = (KG, LB, JIN)
_CONTENT = (PERCENT, SHARE, G_PER_KG)

_COW = (
    Field(
        "number",
        Text("耳标号", "Ear tag"),
        Cells.NUMBER_TEXT,
        ("EarTag", "耳标号", "耳标", "畜禽标识", "畜禽标识号", "AnimalId", "EID15", "耳号"),
    ),
    Field(
        "on_farm",
        Text("场内牛号", "On-farm number"),
        Cells.NUMBER_TEXT,
        (
            "OnFarmNumber", "CowNumber", "牛号", "管理号", "场内编号", "场内牛号", "牛只编号",
            "CowID", "Cow", "ID", "AnimalNumber", "Number", "牛只号", "个体号", "ManagementTag",
        ),
    ),
)  # fmt: skip

TEST_DAYS = (
    *_COW,
    Field(
        "lactation_key",
        Text("泌乳期编号", "Lactation key"),
        Cells.NUMBER_TEXT,
        ("TestId", "LactationId", "泌乳期编号", "泌乳期号", "测定编号"),
    ),
    Field(
        "dhi",
        Text("测定牛号", "Milk-recording number"),
        Cells.NUMBER_TEXT,
        ("DHINumber", "测定牛号", "DHI牛号", "DHI编号", "标准牛号", "统一牛号"),
    ),
    Field(
        "birth_date",
        Text("出生日期", "Birth date"),
        Cells.DAY,
        ("BirthDate", "DateOfBirth", "出生日期", "生日", "BDAT"),
    ),
    Field(
        "test_date",
        Text("测定日期", "Test date"),
        Cells.DAY,
        (
            "TestDate", "RecordingDate", "测定日期", "采样日期", "测定日", "采样时间", "SampleDate",
            "TDAT", "取样日期",
        ),
        required=True,
    ),
    Field(
        "days_in_milk",
        Text("泌乳天数", "Days in milk"),
        Cells.WHOLE,
        ("DaysInMilk", "DIM", "泌乳天数", "产奶天数", "泌乳日", "产后天数"),
    ),
    Field(
        "calving_date",
        Text("产犊日期", "Calving date"),
        Cells.DAY,
        ("CalvingDate", "FreshDate", "产犊日期", "分娩日期", "产犊日", "FDAT"),
    ),
    Field(
        "parity",
        Text("胎次", "Parity"),
        Cells.WHOLE,
        ("Parity", "LactationNumber", "胎次", "泌乳胎次", "Lact", "LactNo", "产次"),
    ),
    Field(
        "milk_kg",
        Text("日产奶量", "Yield"),
        Cells.DECIMAL,
        (
            "MilkingYield", "MilkYield", "TestDayMilk", "日产奶量", "日产奶", "产奶量", "Milk",
            "奶量", "测定日奶量", "日奶量", "测定奶量", "MILK24", "Milk24h",
        ),
        required=True,
        units=_MILK,
    ),
    Field(
        "fat_pct",
        Text("乳脂率", "Fat"),
        Cells.DECIMAL,
        ("Fat", "FatPercent", "FatContent", "乳脂率", "乳脂", "脂肪率", "脂肪", "PCTF", "FatPct"),
        units=_CONTENT,
    ),
    Field(
        "protein_pct",
        Text("乳蛋白率", "Protein"),
        Cells.DECIMAL,
        (
            "Protein", "ProteinPercent", "ProteinContent", "乳蛋白率", "乳蛋白", "蛋白率", "蛋白质",
            "蛋白", "PCTP", "Prot", "ProteinPct",
        ),
        units=_CONTENT,
    ),
    Field(
        "lactose_pct",
        Text("乳糖率", "Lactose"),
        Cells.DECIMAL,
        ("Lactose", "LactosePercent", "乳糖率", "乳糖", "LAC", "PCTL"),
        units=_CONTENT,
    ),
    Field(
        "scc_per_ml",
        Text("体细胞数", "Somatic cells"),
        Cells.DECIMAL,
        ("SCC", "SomaticCellCount", "体细胞数", "体细胞", "CellCount", "SCS", "体细胞评分",
         "SCC1000"),
        units=(PER_ML, THOUSAND, WAN, SCORE),
    ),
    Field(
        "urea_mg_per_dl",
        Text("尿素氮", "Urea nitrogen"),
        Cells.DECIMAL,
        ("MUN", "Urea", "UreaNitrogen", "尿素氮", "乳尿素氮", "尿素"),
        units=(MG_PER_DL, MG_PER_L),
    ),
)  # fmt: skip

ANIMALS = (
    *_COW,
    Field("herd_book", Text("品种登记号", "Herd-book number"), Cells.NUMBER_TEXT,
          ("HerdBook", "RegistrationNumber", "品种登记号", "登记号", "注册号", "REG")),
    Field("iso_11784", Text("电子标识", "Transponder"), Cells.NUMBER_TEXT,
          ("Transponder", "RFID", "EID", "电子耳标", "电子标识", "电子耳标号", "芯片号")),
    Field("dhi", Text("测定牛号", "Milk-recording number"), Cells.NUMBER_TEXT,
          ("DHINumber", "测定牛号", "DHI牛号", "DHI编号", "标准牛号", "统一牛号")),
    Field("sex", Text("性别", "Sex"), Cells.TEXT, ("Sex", "Gender", "性别")),
    Field("birth_date", Text("出生日期", "Birth date"), Cells.DAY,
          ("BirthDate", "DateOfBirth", "出生日期", "生日", "BDAT", "出生日"), required=True),
    Field("breed", Text("品种", "Breed"), Cells.TEXT, ("Breed", "品种", "CBRD")),
    Field("dam_number", Text("母号", "Dam"), Cells.NUMBER_TEXT,
          ("Dam", "DamNumber", "DamId", "母号", "母亲号", "母牛号", "DID")),
    Field("sire_number", Text("父号", "Sire"), Cells.NUMBER_TEXT,
          ("Sire", "SireNumber", "SireId", "父号", "父亲号", "公牛号", "SID")),
    Field("entered_on", Text("入群日期", "Entered on"), Cells.DAY,
          ("EnteredOn", "EntryDate", "入群日期", "入场日期", "进场日期", "EDAT")),
    Field("parity", Text("胎次", "Parity"), Cells.WHOLE,
          ("Parity", "LactationNumber", "胎次", "Lact", "产次")),
    Field("last_calving_date", Text("最近产犊日期", "Last calving"), Cells.DAY,
          ("LastCalvingDate", "FreshDate", "CalvingDate", "最近产犊日期", "产犊日期", "FDAT")),
    Field("dry_on", Text("干奶日期", "Dry since"), Cells.DAY,
          ("DryDate", "DryOn", "干奶日期", "DDAT")),
    Field("due_on", Text("预产期", "Due on"), Cells.DAY,
          ("DueDate", "DueOn", "预产期", "预产日期", "DUE")),
)  # fmt: skip

EVENTS = (
    *_COW,
    Field("kind", Text("事件", "Event"), Cells.TEXT,
          ("Event", "EventType", "Kind", "事件", "事件类型", "类型", "EventName"), required=True),
    Field("happened_on", Text("日期", "Date"), Cells.DAY,
          ("Date", "EventDate", "日期", "事件日期", "发生日期", "DateTime"), required=True),
    Field("result", Text("结果", "Result"), Cells.TEXT,
          ("Result", "结果", "孕检结果", "PregResult", "R")),
    Field("method", Text("方法", "Method"), Cells.TEXT, ("Method", "方法", "检查方法")),
    Field("bull_number", Text("公牛号", "Bull"), Cells.NUMBER_TEXT,
          ("Bull", "BullNumber", "Sire", "公牛号", "冻精号", "与配公牛")),
    Field("technician", Text("操作人", "Technician"), Cells.TEXT,
          ("Technician", "Tech", "操作人", "配种员", "技术员", "T")),
    Field("due_on", Text("预产期", "Due on"), Cells.DAY, ("DueDate", "DueOn", "预产期")),
    Field("reason", Text("原因", "Reason"), Cells.TEXT, ("Reason", "原因", "离场原因", "淘汰原因")),
    Field("diagnosis", Text("诊断", "Diagnosis"), Cells.TEXT,
          ("Diagnosis", "Disease", "诊断", "病名", "疾病")),
    Field("product", Text("药品或疫苗", "Product"), Cells.TEXT,
          ("Product", "Drug", "Medicine", "Vaccine", "药品", "药名", "疫苗", "疫苗名称")),
    Field("veterinarian", Text("兽医", "Veterinarian"), Cells.TEXT,
          ("Veterinarian", "Vet", "兽医", "执业兽医")),
    Field("withdrawal_hours", Text("弃奶小时数", "Milk withdrawal (h)"), Cells.DECIMAL,
          ("WithdrawalHours", "弃奶小时", "弃奶期", "弃奶期小时")),
    Field("weight_kg", Text("体重", "Weight"), Cells.DECIMAL, ("Weight", "体重", "LiveWeight"),
          units=(KG, LB, JIN)),
    Field("score", Text("体况评分", "Body condition"), Cells.DECIMAL,
          ("BCS", "BodyConditionScore", "体况评分", "体况", "Score")),
    Field("pen", Text("圈舍", "Pen"), Cells.NUMBER_TEXT,
          ("Pen", "ToPen", "圈舍", "牛舍", "转入圈舍", "Group")),
    Field("ease", Text("产犊难易", "Calving ease"), Cells.WHOLE,
          ("CalvingEase", "Ease", "产犊难易", "难产等级", "CEAS")),
    Field("calf_number", Text("犊牛号", "Calf"), Cells.NUMBER_TEXT,
          ("Calf", "CalfId", "犊牛号", "犊牛编号", "CALF1")),
    Field("calf_sex", Text("犊牛性别", "Calf's sex"), Cells.TEXT,
          ("CalfSex", "犊牛性别", "CSEX")),
    Field("note", Text("备注", "Note"), Cells.TEXT, ("Note", "Remark", "Rem", "备注", "说明")),
)  # fmt: skip

FARM_DAYS = (
    Field("day", Text("日期", "Day"), Cells.DAY,
          ("Day", "Date", "日期", "生产日期"), required=True),
    Field("head", Text("存栏", "Head"), Cells.WHOLE, ("Head", "存栏", "总存栏", "存栏数"),
          required=True),
    Field("adult_head", Text("成母牛", "Adult cows"), Cells.WHOLE,
          ("AdultHead", "AdultCows", "成母牛", "成母牛头数", "成母牛存栏"), required=True),
    Field("milking_head", Text("泌乳牛", "Cows in milk"), Cells.WHOLE,
          ("MilkingHead", "CowsInMilk", "泌乳牛", "泌乳牛头数", "挤奶牛"), required=True),
    Field("milk_kg", Text("产奶量", "Milk"), Cells.DECIMAL,
          ("Milk", "MilkKg", "产奶量", "总产奶量", "日产奶量", "鲜奶产量"), required=True,
          units=(KG, Unit("t", Text("吨", "t"), 1000.0, ("吨", "t", "ton")), LB, JIN)),
    Field("fat_pct", Text("乳脂率", "Fat"), Cells.DECIMAL, ("Fat", "乳脂率", "乳脂", "脂肪"),
          units=_CONTENT),
    Field("protein_pct", Text("乳蛋白率", "Protein"), Cells.DECIMAL,
          ("Protein", "乳蛋白率", "乳蛋白", "蛋白率", "蛋白"), units=_CONTENT),
    Field("scc_per_ml", Text("体细胞数", "Somatic cells"), Cells.DECIMAL,
          ("SCC", "体细胞数", "体细胞"), units=(PER_ML, THOUSAND, WAN)),
)  # fmt: skip

FIELDS: Mapping[str, tuple[Field, ...]] = MappingProxyType(
    {"test-days": TEST_DAYS, "animals": ANIMALS, "events": EVENTS, "farm-days": FARM_DAYS}
)
"""Fields by kind of table; the keys are those of ``ImportKind``."""


def field_of(kind: str, key: str) -> Field:
    """The field of a kind of table with this key; raises KeyError when there is none."""
    return next(field for field in FIELDS[kind] if field.key == key)


def needed(kind: str) -> tuple[tuple[str, ...], ...]:
    """What a table of a kind must hold: of each group one field."""
    groups: list[tuple[str, ...]] = [(f.key,) for f in FIELDS[kind] if f.required]
    if kind == "test-days":
        groups = [("number", "on_farm", "dhi", "lactation_key"), *groups]
    elif kind == "animals":
        groups = [("number", "on_farm", "herd_book", "iso_11784", "dhi"), *groups]
    elif kind == "events":
        groups = [("number", "on_farm"), *groups]
    return tuple(groups)
