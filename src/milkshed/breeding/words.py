"""What people read for the codes of breeding, in both languages."""

from milkshed.breeding.models import LaboratoryFormat, ParentSource, SemenStatus, Tissue
from milkshed.breeding.science.monthly_run import JOINT, SINGLE, VERSION
from milkshed.kernel.text import Text

SEMEN: dict[str, Text] = {
    SemenStatus.YOUNG: Text("后备", "Young"),
    SemenStatus.ACTIVE: Text("在采供精", "In service"),
    SemenStatus.STOPPED: Text("停采有库存", "Stopped, semen in store"),
    SemenStatus.GONE: Text("无库存", "No semen"),
}
SOURCES: dict[str, Text] = {
    ParentSource.NONE: Text("未知", "Unknown"),
    ParentSource.RECORD: Text("配种或产犊记录", "Records"),
    ParentSource.GENOTYPE: Text("基因型", "Genotype"),
}
TISSUES: dict[str, Text] = {
    Tissue.EAR: Text("耳组织", "Ear tissue"),
    Tissue.HAIR: Text("毛囊", "Hair roots"),
    Tissue.BLOOD: Text("血液", "Blood"),
    Tissue.SEMEN: Text("冻精", "Semen"),
    Tissue.MILK: Text("牛奶", "Milk"),
}
FORMATS: dict[str, Text] = {
    LaboratoryFormat.FINAL_REPORT: Text("Illumina FinalReport", "Illumina FinalReport"),
    LaboratoryFormat.PLINK_BED: Text("PLINK .bed/.bim/.fam", "PLINK .bed/.bim/.fam"),
    LaboratoryFormat.PLINK_PED: Text("PLINK .ped/.map", "PLINK .ped/.map"),
    LaboratoryFormat.VCF: Text("VCF", "VCF"),
}
SEXES: dict[str, Text] = {"F": Text("母", "Female"), "M": Text("公", "Male")}
RECESSIVES: dict[str, Text] = {
    "free": Text("非携带", "Free"),
    "carrier": Text("携带", "Carrier"),
}
STATE_KINDS: dict[str, str] = {
    "registered": "info", "questioned": "warn", "verified": "ok", "withdrawn": "none",
    "ordered": "info", "collected": "info", "sent": "info", "received": "info", "loaded": "warn",
    "accepted": "ok", "refused": "bad", "cancelled": "none",
    "computing": "info", "ready": "warn", "reviewed": "warn", "approved": "warn",
    "published": "ok", "rollback_asked": "warn", "superseded": "none",
    "rejected": "bad",
}  # fmt: skip
FILES: dict[str, Text] = {
    "pedigree": Text("系谱", "Pedigree"),
    "lactations": Text("泌乳期", "Lactations"),
    "types": Text("体型鉴定", "Type scores"),
    "samples": Text("已采用样品", "Accepted samples"),
    "markers": Text("标记", "Markers"),
    "genotypes": Text("基因型", "Genotypes"),
}
FILTERS: dict[str, Text] = {
    "read": Text("读入", "Read"),
    "unknown_animal": Text("系谱中没有该牛", "Animal not in the pedigree"),
    "parity": Text("胎次不在范围", "Parity out of range"),
    "tests": Text("测定次数不足", "Too few test days"),
    "days_in_milk": Text("泌乳天数不足", "Too few days in milk"),
    "range.milk_kg": Text("产奶量超出范围", "Milk out of range"),
    "range.fat_kg": Text("乳脂量超出范围", "Fat out of range"),
    "range.protein_kg": Text("乳蛋白量超出范围", "Protein out of range"),
    "range.scs": Text("体细胞评分超出范围", "Cell score out of range"),
    "nothing_measured": Text("没有可用数值", "No value left"),
    "kept": Text("参与评估", "Evaluated"),
}
POPULATIONS: dict[str, Text] = {
    "domestic-production-type": Text("国内验证公牛（产奶和体型）", "Domestic, production and type"),
    "domestic-production": Text("国内验证公牛（产奶）", "Domestic, production"),
    "imported": Text("进口公牛（国外成绩）", "Imported, foreign proofs"),
    "genomic": Text("基因组评估个体", "Genotyped animals"),
}
VERDICTS: dict[str, tuple[str, Text]] = {
    "confirmed": ("ok", Text("相符", "Confirmed")),
    "refuted": ("bad", Text("不符", "Refuted")),
    "few": ("warn", Text("标记不足", "Too few markers")),
    "untyped": ("none", Text("未分型", "Not typed")),
}
SIDES: dict[str, Text] = {"sire": Text("父", "Sire"), "dam": Text("母", "Dam")}
METHODS: dict[str, Text] = {
    f"{JOINT} {VERSION}": Text("多性状动物模型", "Multi-trait animal model"),
    f"{SINGLE} {VERSION}": Text("单性状动物模型", "Single-trait animal model"),
}
_REASONS: dict[str, Text] = {
    "daughters": Text("女儿数", "Daughters"),
    "records": Text("记录数", "Records"),
    "pedigree": Text("系谱变更", "Pedigree changed"),
    "base": Text("遗传基础变更", "Base changed"),
    "method": Text("方法变更", "Method changed"),
    "heritability": Text("遗传力变更", "Heritability changed"),
    "repeatability": Text("重复力变更", "Repeatability changed"),
    "correlations": Text("性状间相关变更", "Correlations changed"),
    "new trait": Text("新增性状", "New trait"),
}


def method_text(method: str) -> Text:
    """How a run was computed, in words."""
    return METHODS.get(method, Text(method, method))


def reason_text(code: str) -> Text:
    """Why a value moved, in words: a code with what follows its colon."""
    name, _, more = code.partition(":")
    title = _REASONS.get(name, Text(name, name))
    return Text(f"{title.zh} {more}", f"{title.en} {more}") if more else title
