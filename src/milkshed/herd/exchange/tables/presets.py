"""Layouts of other systems, as data: which header means which field, in which unit.

``status`` is ``recalled`` where a layout is known from descriptions and memory only; what a user
sees then says 待核实, and the person confirms every column before anything is taken.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from milkshed.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Preset:
    """One layout. ``columns`` maps headers to fields (``field`` or ``field:unit``).

    ``words`` maps the system's own event names to kinds of events. ``telling`` are the headers
    that must be there for the layout to be recognised.
    """

    key: str
    title: Text
    kind: str
    columns: Mapping[str, str]
    telling: tuple[str, ...]
    source: str
    status: str = "recalled"
    day_order: str = ""
    words: Mapping[str, str] = field(default_factory=dict)


DAIRYCOMP_WORDS: Mapping[str, str] = {
    "FRESH": "calving", "HEAT": "heat", "BRED": "insemination", "PREG": "pregnancy_check",
    "OPEN": "pregnancy_check", "RECHK": "pregnancy_check", "ABORT": "abortion", "DRY": "dry_off",
    "DNB": "do_not_breed", "SOLD": "departure", "DIED": "death", "MAST": "health",
    "LAME": "health", "METR": "health", "RP": "health", "KETOSIS": "health", "DA": "health",
    "MF": "health", "PNEU": "health", "ILLMISC": "health", "VACC": "vaccination",
    "MOVE": "pen_move", "FOOTRIM": "hoof_care", "TRIM": "hoof_care", "BCS": "body_condition",
    "WEIGHT": "weight", "ENTER": "arrival", "ET": "embryo_transfer", "TREAT": "treatment",
}  # fmt: skip
"""Event names of DairyComp as farms mostly have them; a farm may have named them otherwise."""

DIAGNOSIS_WORDS: Mapping[str, str] = {
    "MAST": "mastitis", "LAME": "lameness", "METR": "metritis", "RP": "retained_placenta",
    "KETOSIS": "ketosis", "DA": "displaced_abomasum", "MF": "milk_fever", "PNEU": "respiratory",
}  # fmt: skip
"""Diagnoses that are events of their own there, by codes of ``diagnoses.py``."""

OWN_WORDS: Mapping[str, str] = {
    "产犊": "calving", "分娩": "calving", "发情": "heat", "配种": "insemination",
    "输精": "insemination", "人工授精": "insemination", "胚胎移植": "embryo_transfer",
    "移植": "embryo_transfer", "孕检": "pregnancy_check", "初检": "pregnancy_check",
    "复检": "pregnancy_check", "妊检": "pregnancy_check", "流产": "abortion", "干奶": "dry_off",
    "停奶": "dry_off", "禁配": "do_not_breed", "离场": "departure", "淘汰": "departure",
    "出售": "departure", "死亡": "death", "治疗": "treatment", "用药治疗": "treatment",
    "用药": "treatment", "发病": "health", "健康观察": "health", "疾病": "health",
    "免疫": "vaccination", "免疫接种": "vaccination", "防疫": "vaccination", "转群": "pen_move",
    "转舍": "pen_move", "修蹄": "hoof_care", "体况评分": "body_condition", "称重": "weight",
    "转入": "arrival", "入场": "arrival", "calving": "calving", "heat": "heat",
    "insemination": "insemination", "embryo transfer": "embryo_transfer",
    "pregnancy check": "pregnancy_check", "abortion": "abortion", "drying off": "dry_off",
    "dry off": "dry_off", "do not breed": "do_not_breed", "departure": "departure",
    "death": "death", "treatment": "treatment", "health": "health",
    "health observation": "health", "vaccination": "vaccination", "pen move": "pen_move",
    "hoof care": "hoof_care", "body condition": "body_condition", "weight": "weight",
    "arrival": "arrival",
}  # fmt: skip

PRESETS: Sequence[Preset] = (
    Preset(
        "cn-dhi-lab",
        Text("国内DHI实验室报表", "Chinese DHI laboratory"),
        "test-days",
        {
            "牛号": "on_farm", "标准牛号": "dhi", "耳标号": "number", "采样日期": "test_date",
            "产奶量": "milk_kg:kg", "日产奶量": "milk_kg:kg", "乳脂率": "fat_pct:pct",
            "蛋白率": "protein_pct:pct", "乳糖率": "lactose_pct:pct",
            "体细胞数": "scc_per_ml", "体细胞": "scc_per_ml", "尿素氮": "urea_mg_per_dl:mg-per-dl",
            "胎次": "parity", "产犊日期": "calving_date", "泌乳天数": "days_in_milk",
        },
        ("采样日期", "产奶量", "乳脂率"),
        "GB/T 37115—2018 所列测定指标；各中心表头为记忆",
    ),
    Preset(
        "dairycomp-events",
        Text("DairyComp EVENTS 导出", "DairyComp EVENTS export"),
        "events",
        {
            "ID": "on_farm", "BDAT": "", "LACT": "", "Event": "kind", "DIM": "",
            "Date": "happened_on", "Remark": "note", "R": "result", "T": "technician", "B": "",
        },
        ("ID", "Event", "Date"),
        "DairyComp 305 EVENTS 命令的CSV列（凭记忆）",
        day_order="mdy",
        words=DAIRYCOMP_WORDS,
    ),
    Preset(
        "dairycomp-animals",
        Text("DairyComp SHOW 导出（牛只）", "DairyComp SHOW export (animals)"),
        "animals",
        {
            "ID": "on_farm", "BDAT": "birth_date", "LACT": "parity", "FDAT": "last_calving_date",
            "DDAT": "dry_on", "DUE": "due_on", "CBRD": "breed", "SID": "sire_number",
            "DID": "dam_number", "EID": "iso_11784", "REG": "herd_book", "EDAT": "entered_on",
        },
        ("ID", "BDAT"),
        "DairyComp 305 SHOW 命令的常用项目（凭记忆；项目名各场可改）",
        day_order="mdy",
    ),
    Preset(
        "dairycomp-test-days",
        Text("DairyComp SHOW 导出（测定日）", "DairyComp SHOW export (test days)"),
        "test-days",
        {
            "ID": "on_farm", "LACT": "parity", "DIM": "days_in_milk", "TDAT": "test_date",
            "MILK": "milk_kg", "PCTF": "fat_pct:pct", "PCTP": "protein_pct:pct",
            "SCC": "scc_per_ml:thousand", "MUN": "urea_mg_per_dl:mg-per-dl",
        },
        ("ID", "TDAT", "MILK"),
        "DairyComp 305 SHOW 命令的常用项目（凭记忆；美国场多为磅）",
        day_order="mdy",
    ),
    Preset(
        "delpro-animals",
        Text("利拉伐DelPro牛只导出", "DeLaval DelPro animals"),
        "animals",
        {
            "AnimalNumber": "on_farm", "OfficialRegNo": "herd_book", "Transponder": "iso_11784",
            "BirthDate": "birth_date", "Sex": "sex", "LactationNumber": "parity",
            "LastCalvingDate": "last_calving_date", "DryOffDate": "dry_on", "Breed": "breed",
        },
        ("AnimalNumber", "BirthDate"),
        "DelPro 数据库字段名（公开代码所见），CSV列为记忆",
    ),
    Preset(
        "delpro-milk",
        Text("利拉伐DelPro日产奶导出", "DeLaval DelPro daily milk"),
        "test-days",
        {
            "AnimalNumber": "on_farm", "Date": "test_date", "TotalYield": "milk_kg:kg",
            "LactationNumber": "parity", "DIM": "days_in_milk",
        },
        ("AnimalNumber", "TotalYield"),
        "DelPro SessionMilkYield 字段（公开代码所见），按日汇总的CSV列为记忆",
    ),
    Preset(
        "lely-milk",
        Text("莱力T4C/Horizon日产奶导出", "Lely T4C/Horizon daily milk"),
        "test-days",
        {
            "AniUserNumber": "on_farm", "AniLifeNumber": "number", "MdpDate": "test_date",
            "MdpDayProduction": "milk_kg:kg", "MdpFatPercentage": "fat_pct:pct",
            "MdpProteinPercentage": "protein_pct:pct", "MdpSCC": "scc_per_ml:thousand",
            "RemLactationNumber": "parity", "MdpDaysInLactation": "days_in_milk",
        },
        ("AniUserNumber", "MdpDate", "MdpDayProduction"),
        "Lely T4C 数据库字段命名（公开代码所见），列为记忆",
    ),
    Preset(
        "lely-animals",
        Text("莱力T4C/Horizon牛只导出", "Lely T4C/Horizon animals"),
        "animals",
        {
            "AniUserNumber": "on_farm", "AniLifeNumber": "number", "AniBirthday": "birth_date",
            "AniGenId": "sex", "AniResponderNumber": "iso_11784",
        },
        ("AniUserNumber", "AniBirthday"),
        "Lely T4C 数据库字段命名（凭记忆）",
    ),
)  # fmt: skip
