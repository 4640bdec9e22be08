"""Dated rule rows of breeding: ages, filters, variances, type scores, genotype limits, clocks."""

from datetime import date
from functools import partial

from milkshed.platform.rule_book import RuleRow, rule_row

PREFIX = "breeding."
_row = partial(rule_row, PREFIX)

_NINGXIA = "宁夏27444头荷斯坦牛2008–2016年出生群体DMU估计（论文摘要）"
_KOREA = "韩国荷斯坦第一胎估计（PMC7054615）"
_SHANGHAI = "上海4252头荷斯坦牛体型遗传力0.17–0.52（论文摘要），取低值"
_PLATFORM = "平台设定"
_STANDARD = "T/DACS 002-2021（公开评分程序引用）"
_OLD_STANDARD = "GB/T 35568-2017施行前的评分规程（河南种牛中心资料）"
_HOLSTEIN = "荷斯坦牛多性状估计的常见值（凭记忆，本区尚未估计）"
_LR = "LR法：偏差以0、离散度以1为佳（Legarra与Reverter 2018）；界限为平台设定"
_GENOMICS = "基因组评估惯例（检出率0.90、样本一致率0.99、亲子对冲突低于1%）"

_CHECKS = (
    _row("age.sire", "公牛作父亲的最小年龄", "Youngest age of a sire", "天", _PLATFORM, "assumed",
         low="300"),
    _row("age.dam", "母牛产犊的年龄", "Age of a dam at a birth", "天", _PLATFORM, "assumed",
         low="540", high="7305"),
    _row("age.interval", "同一母牛两次产犊的最短间隔", "Least days between births of a dam", "天",
         _PLATFORM, "assumed", low="270"),
    _row("age.twins", "视为双胎的出生相差", "Births of one dam taken as twins", "天", _PLATFORM,
         "assumed", high="2"),
    _row("groups.links", "未知亲本组的最少后代", "Least progeny of an unknown-parent group", "头",
         "未知亲本组惯例（约500头）", "recalled", low="500"),
)  # fmt: skip

_RECORDS = (
    _row("record.tests", "参与评估的最少测定次数", "Least test days of a lactation", "次",
         _PLATFORM, "assumed", low="3"),
    _row("record.days_in_milk", "参与评估的最少泌乳天数", "Least days in milk of a lactation",
         "天", _PLATFORM, "assumed", low="60"),
    _row("record.parity", "参与评估的胎次", "Parities evaluated", "胎", _PLATFORM, "assumed",
         low="1", high="5"),
    _row("record.group", "同期组的最少记录", "Least records of a contemporary group", "条",
         _PLATFORM, "assumed", low="3"),
    _row("record.milk_kg", "305天产奶量的范围", "Range of 305-day milk", "公斤", _PLATFORM,
         "assumed", low="1500", high="25000"),
    _row("record.fat_kg", "305天乳脂量的范围", "Range of 305-day fat", "公斤", _PLATFORM,
         "assumed", low="40", high="1200"),
    _row("record.protein_kg", "305天乳蛋白量的范围", "Range of 305-day protein", "公斤",
         _PLATFORM, "assumed", low="40", high="900"),
    _row("record.scs", "体细胞评分的范围", "Range of somatic cell score", "分", _PLATFORM,
         "assumed", low="-2", high="9.9"),
    _row("record.years", "参与评估的泌乳年限", "Years of lactations evaluated", "年", _PLATFORM,
         "assumed", value="10"),
    _row("base.year", "遗传基础（母牛出生年）", "Genetic base: birth year of cows", "年",
         "平台设定（五年一换）", "assumed", value="2020"),
)  # fmt: skip

_VARIANCES = (
    _row("heritability.milk_kg", "305天产奶量遗传力", "Heritability of milk", "", _NINGXIA,
         "recalled", value="0.31"),
    _row("heritability.fat_kg", "305天乳脂量遗传力", "Heritability of fat", "", _KOREA,
         "recalled", value="0.26"),
    _row("heritability.protein_kg", "305天乳蛋白量遗传力", "Heritability of protein", "", _KOREA,
         "recalled", value="0.23"),
    _row("heritability.scs", "体细胞评分遗传力", "Heritability of cell score", "", _NINGXIA,
         "recalled", value="0.19"),
    _row("heritability.type_total", "体型总分遗传力", "Heritability of overall type", "",
         _SHANGHAI, "recalled", value="0.25"),
    _row("heritability.mammary_system", "泌乳系统遗传力", "Heritability of mammary system", "",
         _SHANGHAI, "recalled", value="0.20"),
    _row("heritability.feet_legs", "肢蹄遗传力", "Heritability of feet and legs", "", _SHANGHAI,
         "recalled", value="0.17"),
    _row("repeatability.milk_kg", "305天产奶量重复力", "Repeatability of milk", "", _PLATFORM,
         "assumed", value="0.50"),
    _row("repeatability.fat_kg", "305天乳脂量重复力", "Repeatability of fat", "", _PLATFORM,
         "assumed", value="0.45"),
    _row("repeatability.protein_kg", "305天乳蛋白量重复力", "Repeatability of protein", "",
         _PLATFORM, "assumed", value="0.45"),
    _row("repeatability.scs", "体细胞评分重复力", "Repeatability of cell score", "", _PLATFORM,
         "assumed", value="0.35"),
    _row("spread.fewest", "估计表型方差的最少记录", "Least records for a phenotypic variance",
         "条", _PLATFORM, "assumed", low="30"),
    _row("spread.milk_kg", "305天产奶量的表型标准差", "Phenotypic SD of milk", "公斤",
         "平台设定（记录不足时使用）", "assumed", value="1300"),
    _row("spread.fat_kg", "305天乳脂量的表型标准差", "Phenotypic SD of fat", "公斤",
         "平台设定（记录不足时使用）", "assumed", value="55"),
    _row("spread.protein_kg", "305天乳蛋白量的表型标准差", "Phenotypic SD of protein", "公斤",
         "平台设定（记录不足时使用）", "assumed", value="42"),
    _row("spread.scs", "体细胞评分的表型标准差", "Phenotypic SD of cell score", "分",
         "平台设定（记录不足时使用）", "assumed", value="1.3"),
    _row("spread.type", "体型评分的表型标准差", "Phenotypic SD of type scores", "分",
         "平台设定（记录不足时使用）", "assumed", value="4"),
    _row("standard.type", "公布体型育种值的标准差", "SD of published type values", "分",
         "中国奶业协会2016年指数公式（标准差5）", "official", value="5"),
)  # fmt: skip

_PAIRS = (
    ("milk_kg", "fat_kg", "产奶量与乳脂量", "milk and fat", ("0.55", "0.80", "0.75")),
    ("milk_kg", "protein_kg", "产奶量与乳蛋白量", "milk and protein", ("0.85", "0.94", "0.93")),
    ("milk_kg", "scs", "产奶量与体细胞评分", "milk and cell score", ("0.10", "-0.15", "-0.15")),
    ("fat_kg", "protein_kg", "乳脂量与乳蛋白量", "fat and protein", ("0.70", "0.83", "0.80")),
    ("fat_kg", "scs", "乳脂量与体细胞评分", "fat and cell score", ("0.05", "-0.10", "-0.10")),
    ("protein_kg", "scs", "乳蛋白量与体细胞评分", "protein and cell score",
     ("0.10", "-0.13", "-0.13")),
    ("type_total", "mammary_system", "体型总分与泌乳系统", "type and mammary system",
     ("0.75", None, "0.65")),
    ("type_total", "feet_legs", "体型总分与肢蹄", "type and feet", ("0.60", None, "0.50")),
    ("mammary_system", "feet_legs", "泌乳系统与肢蹄", "mammary system and feet",
     ("0.30", None, "0.20")),
)  # fmt: skip
_KINDS = (
    ("genetic", "遗传相关", "Genetic correlation", _HOLSTEIN, "recalled"),
    ("permanent", "永久环境相关", "Correlation of permanent environments", _PLATFORM, "assumed"),
    ("residual", "残差相关", "Residual correlation", _HOLSTEIN, "recalled"),
)
_TOGETHER = (
    _row("together.yields", "泌乳性状合并求解（1合并，0单性状）",
         "Yields solved as one model (1) or each alone (0)", "", _PLATFORM, "assumed", value="1"),
    _row("together.types", "体型性状合并求解（1合并，0单性状）",
         "Type traits solved as one model (1) or each alone (0)", "", _PLATFORM, "assumed",
         value="1"),
    _row("together.fewest", "参与合并求解的最少记录", "Least records of a trait solved with others",
         "条", _PLATFORM, "assumed", low="30"),
    *(
        _row(f"correlation.{kind}.{first}.{second}", f"{zh}的{title_zh}", f"{title_en}: {en}", "",
             source, status, value=value)
        for first, second, zh, en, values in _PAIRS
        for (kind, title_zh, title_en, source, status), value in zip(_KINDS, values, strict=True)
        if value is not None
    ),
)  # fmt: skip

_GENOMIC_RUN = (
    _row("genomic.fewest", "基因组评估的最少基因分型个体", "Least genotyped animals", "头",
         _PLATFORM, "assumed", low="100"),
    _row("genomic.phenotyped", "基因组评估的最少参考个体（有记录或有记录后代）",
         "Least genotyped animals with records of their own or of progeny", "头", _PLATFORM,
         "assumed", low="60"),
    _row("genomic.dense", "用稠密矩阵求解的最多基因分型个体（更多时用标记效应求解）",
         "Most genotyped animals solved with dense matrices (by marker effects beyond)", "头",
         "平台设定（两种形式解相同，矩阵随头数平方增大）", "assumed", high="8000"),
    _row("genomic.core", "用标记效应求解时近似可靠性的核心个体",
         "Core animals of approximate reliabilities beyond dense matrices", "头",
         "平台设定（APY核心法，全部入核心时为精确）", "assumed", value="3000"),
    _row("genomic.exact", "同时计算精确可靠性的最多方程", "Most equations with exact reliabilities",
         "个", _PLATFORM, "assumed", high="3000"),
    _row("genomic.unmapped", "所有标记都没有染色体时仍进入关系矩阵（1进入，0不进入）",
         "Markers relate animals though no file tells a chromosome (1) or not (0)", "",
         "平台设定（部分实验室文件不含位置）", "assumed", value="1"),
    _row("genomic.markers", "基因组评估的最少标记", "Least markers of a genomic evaluation", "个",
         _PLATFORM, "assumed", low="200"),
    _row("genomic.minor_frequency", "标记的最低次等位基因频率", "Least minor allele frequency", "",
         "基因组评估惯例（0.01）", "recalled", low="0.01"),
    _row("genomic.proportions", "标记偏离哈迪-温伯格平衡的最小概率",
         "Least probability of Hardy-Weinberg proportions", "", "平台设定", "assumed",
         low="0.000001"),
    _row("genomic.heterozygosity", "样本杂合度偏离均值的标准差数",
         "Standard deviations of a sample's heterozygosity", "", _PLATFORM, "assumed", high="6"),
    _row("genomic.pedigree_share", "基因组关系中系谱所占比例", "Share of pedigree blended into G",
         "", "一步法惯例（0.05）", "recalled", value="0.05"),
    _row("genomic.reliability", "公布GCPI的最低可靠性", "Least reliability of a printed GCPI", "",
         _PLATFORM, "assumed", low="0.35"),
    _row("genomic.validation_hidden", "验证时隐去最近产犊的记录比例",
         "Share of the latest calvings hidden for validation", "%", _PLATFORM, "assumed",
         value="25"),
    _row("genomic.validation_fewest", "验证的最少个体", "Least focal animals of a validation", "头",
         _PLATFORM, "assumed", low="20"),
    _row("genomic.validation_bias", "偏差的绿色上限（遗传标准差）",
         "Most bias of a green light, genetic SD", "", _LR, "assumed", high="0.20"),
    _row("genomic.validation_bias_most", "偏差的黄色上限（遗传标准差）",
         "Most bias of a yellow light, genetic SD", "", _LR, "assumed", high="0.40"),
    _row("genomic.validation_dispersion", "离散度的绿色范围", "Dispersion of a green light", "",
         _LR, "assumed", low="0.85", high="1.15"),
    _row("genomic.validation_dispersion_most", "离散度的黄色范围",
         "Dispersion of a yellow light", "", _LR, "assumed", low="0.70", high="1.30"),
    _row("genomic.validation_gain", "预测能力比仅用系谱至少高出（绿色）",
         "Least gain in predictive ability over the pedigree, green", "", _PLATFORM, "assumed",
         low="0"),
    _row("genomic.validation_sure", "预测能力下降视为显著的t值",
         "t from which a loss is taken as real", "", "平台设定（约5%水平）", "assumed", value="2"),
    _row("genomic.validation_gain_least", "预测能力比仅用系谱至少高出（黄色）",
         "Least gain in predictive ability over the pedigree, yellow", "", _PLATFORM, "assumed",
         low="-0.05"),
)  # fmt: skip

_IMPUTATION = (
    _row("imputation.centimorgans", "每百万碱基的遗传距离", "Centimorgans a megabase", "cM",
         "牛常染色体平均约1 cM/Mb（凭记忆）", "recalled", value="1"),
    _row("imputation.reference", "填充所需的最少高密度分型个体",
         "Least animals called at high density", "头", _PLATFORM, "assumed", low="50"),
    _row("imputation.reference_share", "高密度个体的最低检出标记比例",
         "Least share of markers called of such an animal", "", _PLATFORM, "assumed", low="0.7"),
    _row("imputation.marker_share", "标记至少在多大比例的样品中检出才填充",
         "Least share of samples a filled marker is called in", "", _PLATFORM, "assumed",
         low="0.1"),
    _row("imputation.switches", "单倍型每摩根的换源次数", "Switches of the haplotype copied",
         "次/M", "模拟奶牛群中选定", "assumed", value="10"),
    _row("imputation.error", "单倍型复制的差错率", "Share of alleles miscopied", "",
         "模拟奶牛群中选定", "assumed", value="0.001"),
    _row("imputation.certainty", "采用填充基因型的最低概率",
         "Least probability of a filled genotype", "", _PLATFORM, "assumed", low="0.8"),
    _row("imputation.concordance", "采用填充的最低一致率（隐去已知基因型试填）",
         "Least share right when known genotypes are hidden", "",
         "行业通常要求95%以上（凭记忆）", "recalled", low="0.95"),
    _row("imputation.hidden_share", "试填时隐去的已知基因型比例（仅有零星缺失时）",
         "Share of known genotypes hidden to try it, where only gaps are filled", "%", _PLATFORM,
         "assumed", value="2"),
    _row("imputation.hidden_animals", "试填时按低密度芯片隐去的高密度个体比例（最晚出生的）",
         "Share of dense animals hidden to the sparse chip to try it, the latest born", "%",
         _PLATFORM, "assumed", value="10"),
)  # fmt: skip

_RUNS = (
    _row("run.day", "每月自动评估的日期", "Day of the month of the automatic run", "日",
         _PLATFORM, "assumed", value="5"),
    _row("run.tolerance", "求解的相对残差", "Relative residual of the solutions", "", _PLATFORM,
         "assumed", value="0.000001"),
    _row("run.iterations", "求解的最多迭代次数", "Most iterations", "次", _PLATFORM, "assumed",
         high="2000"),
    _row("publish.reliability", "公布公牛指数的最低可靠性", "Least reliability of a printed index",
         "", _PLATFORM, "assumed", low="0.35"),
    _row("publish.daughters", "公布公牛指数的最少女儿数", "Least daughters of a printed index",
         "头", _PLATFORM, "assumed", low="10"),
    _row("homebred.score", "自主繁育种公牛的达标指数", "Index a home-bred bull must reach", "",
         "规划未写明阈值，平台设为遗传基础", "assumed", value="0"),
    _row("comparison.mover", "列为变动的幅度（遗传标准差）", "Change listed, genetic SD", "",
         _PLATFORM, "assumed", value="0.3"),
    _row("comparison.listed", "最多列出的变动", "Most movers listed", "头", _PLATFORM, "assumed",
         high="60"),
    _row("farm.best_pct", "选作种子母牛的比例", "Share of cows to breed from", "%",
         "宁夏种子母牛选择先例（1130头中前40%）", "recalled", value="40"),
    _row("farm.last_pct", "建议不留后的比例", "Share of cows not to breed replacements from", "%",
         _PLATFORM, "assumed", value="20"),
)  # fmt: skip

_GENOTYPES = (
    _row("genotype.call_rate", "样本检出率", "Call rate of a sample", "", _GENOMICS, "recalled",
         low="0.90"),
    _row("genotype.marker_call_rate", "标记检出率", "Call rate of a marker", "", _GENOMICS,
         "recalled", low="0.90"),
    _row("genotype.identical", "视为同一个体的一致率", "Share alike of one animal twice", "",
         _GENOMICS, "recalled", low="0.99"),
    _row("genotype.conflict", "亲子对的纯合对立比例", "Opposing homozygotes of parent and progeny",
         "", _GENOMICS, "recalled", high="0.01"),
    _row("genotype.markers", "比对所需的最少标记", "Least markers to compare", "个", _PLATFORM,
         "assumed", low="100"),
    _row("genotype.x_markers", "判定性别的最少X标记", "Least X markers to tell the sex", "个",
         _PLATFORM, "assumed", low="20"),
    _row("genotype.x_male", "公牛X标记杂合率上限", "Most X heterozygosity of a male", "",
         _PLATFORM, "assumed", high="0.03"),
    _row("genotype.x_female", "母牛X标记杂合率下限", "Least X heterozygosity of a female", "",
         _PLATFORM, "assumed", low="0.10"),
    _row("genotype.swapped", "与群体等位频率对立的标记比例", "Markers whose alleles look swapped",
         "", _PLATFORM, "assumed", high="0.05"),
)  # fmt: skip

NEW_WEIGHTS_SINCE = date(2021, 1, 1)
_UNTIL = date(2020, 12, 31)

_TYPE = (
    _row("type.days_in_milk", "体型鉴定的泌乳天数", "Days in milk at classification", "天",
         _STANDARD, "recalled", low="30", high="180"),
    _row("type.parity", "体型鉴定的胎次", "Parity at classification", "胎", _STANDARD, "recalled",
         low="1", high="1"),
    _row("type.score", "线性评分的范围", "Range of a linear score", "分", _STANDARD, "recalled",
         low="1", high="9"),
    _row("type.step", "偏离理想一分的扣分", "Points lost a step from the ideal", "分",
         "平台设定（标准的功能分表未取得）", "assumed", value="5"),
    _row("type.defects", "一头牛的缺陷性状数", "Defects of a cow", "个",
         "T/DACS 002-2021（公开资料：缺陷性状23个）", "recalled", high="23"),
    _row("type.defect", "每个缺陷的扣分", "Points lost for a defect", "分", _PLATFORM, "assumed",
         value="1.5"),
    *(
        _row(f"type.weight.{part}", f"{zh}权重", f"Weight of {en}", "%", _STANDARD, "recalled",
             since=NEW_WEIGHTS_SINCE, value=weight)
        for part, zh, en, weight in (
            ("body_capacity", "体躯容量", "body capacity", "18"),
            ("rump", "尻部", "rump", "10"),
            ("feet_legs", "肢蹄", "feet and legs", "20"),
            ("mammary_system", "泌乳系统", "mammary system", "42"),
            ("dairy_character", "乳用特征", "dairy character", "10"),
        )
    ),
    *(
        RuleRow(**{
            name: getattr(row, name) for name in row.__slots__ if name != "valid_to"
        }, valid_to=_UNTIL)
        for row in (
            _row(f"type.weight.{part}", f"{zh}权重", f"Weight of {en}", "%", _OLD_STANDARD,
                 "recalled", value=weight)
            for part, zh, en, weight in (
                ("body_capacity", "体躯容量", "body capacity", "18"),
                ("rump", "尻部", "rump", "10"),
                ("feet_legs", "肢蹄", "feet and legs", "20"),
                ("mammary_system", "泌乳系统", "mammary system", "40"),
                ("dairy_character", "乳用特征", "dairy character", "12"),
            )
        )
    ),
    *(
        _row(f"type.ideal.{trait}", f"{zh}的理想分", f"Ideal of {en}", "分",
             "体高7–9分为理想（公开资料）" if trait == "stature" else _PLATFORM,
             "recalled" if trait == "stature" else "assumed", low=low, high=high)
        for trait, zh, en, low, high in (
            ("stature", "体高", "stature", "7", "9"),
            ("chest_width", "胸宽", "chest width", "7", "9"),
            ("body_depth", "体深", "body depth", "6", "8"),
            ("loin_strength", "腰强度", "loin strength", "7", "9"),
            ("rump_angle", "尻角度", "rump angle", "5", "6"),
            ("rump_width", "尻宽", "rump width", "7", "9"),
            ("foot_angle", "蹄角度", "foot angle", "6", "8"),
            ("heel_depth", "蹄踵深度", "heel depth", "7", "9"),
            ("bone_quality", "骨质地", "bone quality", "7", "9"),
            ("rear_legs_side", "后肢侧视", "rear legs side view", "5", "5"),
            ("rear_legs_rear", "后肢后视", "rear legs rear view", "7", "9"),
            ("udder_depth", "乳房深度", "udder depth", "5", "7"),
            ("median_suspensory", "中央悬韧带", "median suspensory", "7", "9"),
            ("fore_attachment", "前乳房附着", "fore attachment", "7", "9"),
            ("front_teat_placement", "前乳头位置", "front teat placement", "5", "6"),
            ("teat_length", "乳头长度", "teat length", "5", "5"),
            ("rear_attachment_height", "后乳房附着高度", "rear attachment height", "7", "9"),
            ("rear_attachment_width", "后乳房附着宽度", "rear attachment width", "7", "9"),
            ("rear_teat_placement", "后乳头位置", "rear teat placement", "5", "6"),
            ("angularity", "棱角性", "angularity", "7", "9"),
        )
    ),
    *(
        _row(f"type.grade.{grade}", f"{grade}级最低总分", f"Least total of {grade}", "分",
             "中国荷斯坦牛体型鉴定等级（公开资料）", "recalled", low=low)
        for grade, low in (("EX", "90"), ("VG", "85"), ("GP", "80"), ("G", "75"), ("F", "65"))
    ),
)  # fmt: skip

ROWS: tuple[RuleRow, ...] = (
    *_CHECKS, *_RECORDS, *_VARIANCES, *_TOGETHER, *_RUNS, *_GENOTYPES, *_GENOMIC_RUN, *_IMPUTATION,
    *_TYPE,
)  # fmt: skip
