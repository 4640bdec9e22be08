"""What people read for the codes of milk recording, in both languages."""

from milkshed.kernel.text import Text
from milkshed.recording.models import SampledBy, TubeState, WeighingScheme

SAMPLED_BY: dict[str, Text] = {
    SampledBy.CENTRE: Text("测定中心人员（A法）", "Centre's staff (method A)"),
    SampledBy.FARM: Text("牧场人员（B法）", "Farm's staff (method B)"),
}
SCHEMES: dict[str, Text] = {
    WeighingScheme.EVERY: Text("每次挤奶均称量", "Every milking weighed"),
    WeighingScheme.MORNING_EVENING: Text("早晚轮换称量一次", "One milking, alternating"),
    WeighingScheme.ROBOT: Text("机器人（96小时均值）", "Robot (mean of 96 hours)"),
}
TUBE_STATES: dict[str, Text] = {
    TubeState.EXPECTED: Text("待采样", "Expected"),
    TubeState.SAMPLED: Text("已采样", "Sampled"),
    TubeState.SKIPPED: Text("未采样", "Not sampled"),
    TubeState.RESULT: Text("已出结果", "Result"),
}
LOOKS: dict[str, Text] = {
    "poor_prospects": Text("连续三次高体细胞", "Three high counts in a row"),
    "new_infection": Text("新感染", "New infection"),
    "ketosis": Text("脂蛋比高（产后）", "High fat to protein, early"),
    "acidosis": Text("脂蛋比低", "Low fat to protein"),
    "drop": Text("产量骤降", "Fall in yield"),
    "unusual": Text("数值异常", "Unusual values"),
}
UDDER: dict[str, Text] = {
    "new": Text("新感染", "New infections"),
    "cured": Text("治愈", "Cured"),
    "chronic": Text("慢性", "Chronic"),
    "dry_new": Text("干奶期新感染", "New over the dry period"),
    "dry_cured": Text("干奶期治愈", "Cured over the dry period"),
}
UDDER_BY_MONTHS: dict[str, Text] = {
    "without_signs": Text("无感染迹象", "Without signs"),
    "new_infection": Text("本月新感染", "New infections of the month"),
    "cure": Text("本月治愈", "Cured in the month"),
    "chronic": Text("连续两月慢性", "Chronic, two months"),
    "poor_prospects": Text("预后不良（连续三月）", "Poor prospects, three months"),
    "dry_new": Text("干奶期新感染", "New over the dry period"),
    "dry_cure": Text("干奶期治愈", "Cured over the dry period"),
    "heifer_mastitis": Text("头胎首次测定感染", "First tests of heifers infected"),
}
FIELDS: dict[str, Text] = {
    "tube": Text("样品管号", "Tube"),
    "number": Text("牛号", "Cow number"),
    "milkings": Text("奶量", "Milk"),
    "fat_pct": Text("乳脂率", "Fat"),
    "protein_pct": Text("乳蛋白率", "Protein"),
    "lactose_pct": Text("乳糖率", "Lactose"),
    "urea_mg_per_dl": Text("尿素", "Urea"),
    "scc_per_ml": Text("体细胞数", "Somatic cells"),
    "test_date": Text("测定日期", "Test date"),
    "days_in_milk": Text("泌乳天数", "Days in milk"),
    "milk_kg": Text("日产奶量", "Yield"),
}
