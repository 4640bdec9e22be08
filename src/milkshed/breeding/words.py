"""What people read for the codes of breeding, in both languages."""

from milkshed.breeding.models import LaboratoryFormat, ParentSource, SemenStatus, Tissue
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
    "published": "ok", "rollback_asked": "warn", "superseded": "none", "withdrawn_run": "bad",
    "rejected": "bad",
}  # fmt: skip
