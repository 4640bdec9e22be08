"""What people read for the codes of the herd, in both languages."""

from milkshed.herd.models import (
    AnimalStatus,
    DaySource,
    EventKind,
    EventSource,
    IdentifierScheme,
    PenPurpose,
    Sex,
)
from milkshed.kernel.text import Text

EVENTS: dict[str, Text] = {
    EventKind.CALVING: Text("产犊", "Calving"),
    EventKind.INSEMINATION: Text("配种", "Insemination"),
    EventKind.PREGNANCY_CHECK: Text("孕检", "Pregnancy check"),
    EventKind.DRY_OFF: Text("干奶", "Drying off"),
    EventKind.ABORTION: Text("流产", "Abortion"),
    EventKind.TREATMENT: Text("用药治疗", "Treatment"),
    EventKind.HEALTH: Text("健康观察", "Health observation"),
    EventKind.ARRIVAL: Text("转入", "Arrival"),
    EventKind.DEPARTURE: Text("离场", "Departure"),
    EventKind.DEATH: Text("死亡", "Death"),
    EventKind.RETRACTION: Text("撤销", "Retraction"),
    EventKind.BIRTH: Text("出生", "Birth"),
    EventKind.HEAT: Text("发情", "Heat"),
    EventKind.EMBRYO_TRANSFER: Text("胚胎移植", "Embryo transfer"),
    EventKind.DO_NOT_BREED: Text("禁配", "Do not breed"),
    EventKind.VACCINATION: Text("免疫接种", "Vaccination"),
    EventKind.BODY_CONDITION: Text("体况评分", "Body condition"),
    EventKind.WEIGHT: Text("称重", "Weighing"),
    EventKind.HOOF_CARE: Text("修蹄", "Hoof care"),
    EventKind.PEN_MOVE: Text("转群", "Pen move"),
}
SOURCES: dict[str, Text] = {
    EventSource.PAGE: Text("网页填报", "Entered on a page"),
    EventSource.PHONE: Text("手机填报", "Entered on a phone"),
    EventSource.IMPORT: Text("文件或接口", "File or interface"),
    EventSource.ADE: Text("ICAR ADE 报文", "ICAR ADE message"),
    EventSource.ADIS: Text("ADIS 文件", "ADIS file"),
    EventSource.DEVICE: Text("设备", "Device"),
    EventSource.PLAY: Text("演示数据", "Demonstration data"),
}
PEN_PURPOSES: dict[str, Text] = {
    PenPurpose.LACTATING: Text("泌乳", "Lactating"),
    PenPurpose.DRY: Text("干奶", "Dry"),
    PenPurpose.CLOSE_UP: Text("围产前期", "Close-up"),
    PenPurpose.FRESH: Text("新产", "Fresh"),
    PenPurpose.HEIFER: Text("青年牛", "Heifers"),
    PenPurpose.CALF: Text("犊牛", "Calves"),
    PenPurpose.HOSPITAL: Text("病牛（单独挤奶）", "Hospital (milked apart)"),
    PenPurpose.BULL: Text("公牛", "Bulls"),
}
STATUSES: dict[str, Text] = {
    AnimalStatus.ALIVE: Text("在群", "In the herd"),
    AnimalStatus.SOLD: Text("已售出", "Sold"),
    AnimalStatus.DEAD: Text("死亡", "Dead"),
    AnimalStatus.CULLED: Text("淘汰", "Culled"),
}
SCHEMES: dict[str, Text] = {
    IdentifierScheme.EAR_TAG: Text("畜禽标识（耳标）", "Ear tag"),
    IdentifierScheme.HERD_BOOK: Text("品种登记号", "Herd-book number"),
    IdentifierScheme.ISO_11784: Text("电子标识", "Transponder"),
    IdentifierScheme.ON_FARM: Text("场内管理号", "On-farm number"),
    IdentifierScheme.DHI: Text("测定牛号", "Milk-recording number"),
}
SEXES: dict[str, Text] = {Sex.FEMALE: Text("母", "Female"), Sex.MALE: Text("公", "Male")}
DAY_SOURCES: dict[str, Text] = {
    DaySource.SYSTEM: Text("系统报送", "From the farm's system"),
    DaySource.MANUAL: Text("人工填报", "Entered by hand"),
}
IMPORT_FIELDS: dict[str, Text] = {
    "farm_code": Text("养殖场代码", "Farm code"),
    "number": Text("牛号", "Cow number"),
    "lactation_key": Text("泌乳期编号", "Lactation key"),
    "birth_date": Text("出生日期", "Birth date"),
    "test_date": Text("测定日期", "Test date"),
    "days_in_milk": Text("泌乳天数", "Days in milk"),
    "parity": Text("胎次", "Parity"),
    "milk_kg": Text("日产奶量（公斤）", "Yield (kg)"),
    "fat_pct": Text("乳脂率（%）", "Fat (%)"),
    "protein_pct": Text("乳蛋白率（%）", "Protein (%)"),
    "scc_per_ml": Text("体细胞数（个/毫升）", "Somatic cells (per mL)"),
}

KG_PER_DAY = Text("公斤/天", "kg/d")
DATE_ORDERS: dict[str, Text] = {
    "ymd": Text("年-月-日", "year-month-day"),
    "dmy": Text("日-月-年", "day-month-year"),
    "mdy": Text("月-日-年", "month-day-year"),
}
MATCH_RULES: dict[str, Text] = {
    "same-tag": Text("耳标相同", "Same ear tag"),
    "same-transponder": Text("电子标识相同", "Same transponder"),
    "same-number": Text("编号相同", "Same number"),
    "same-digits": Text("去掉前导零后相同", "Same digits without leading zeros"),
    "same-tail": Text("末几位相同", "Same last digits"),
    "birth-and-dam": Text("出生日期与母号相同", "Same birth date and dam"),
    "birth": Text("出生日期相同", "Same birth date"),
    "other-birth": Text("出生日期不同", "Another birth date"),
}
