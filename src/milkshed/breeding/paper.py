"""What people carry away: the bull catalogue and a farm's report, as Excel and PDF."""

from collections.abc import Iterable, Sequence

from reportlab.platypus import Flowable

from milkshed.breeding.models import (
    ENTRY_STATES,
    Bull,
    CowValue,
    EvaluationRun,
    PedigreeEntry,
)
from milkshed.breeding.science.selection_index import TRAITS
from milkshed.breeding.words import SEMEN, SEXES, SOURCES
from milkshed.kernel.text import Text
from milkshed.platform.documents.columns import Column, Kind
from milkshed.platform.documents.excel import Sheet, write_excel
from milkshed.platform.documents.pdf import (
    PAGE_A4_LANDSCAPE,
    Footer,
    pairs,
    paragraph,
    rows_table,
    title,
    write_pdf,
)
from milkshed.platform.models import Place

_ABSENT = "–"
_TRAITS = (
    ("milk_kg", 0), ("fat_kg", 1), ("protein_kg", 1), ("fat_pct", 2), ("protein_pct", 2),
    ("scs", 2), ("type_total", 1), ("mammary_system", 1), ("feet_legs", 1),
)  # fmt: skip
_VALUE_COLUMNS = tuple(
    Column(name, TRAITS[name], Kind.DECIMAL, places=places, width=12) for name, places in _TRAITS
)
_GENOMIC_COLUMNS = (
    Column("genomic_index", Text("基因组指数版本", "Genomic index version"), width=16),
    Column("genomic_score", Text("GCPI（基因组）", "GCPI (genomic)"), Kind.DECIMAL, places=0,
           width=9),
    Column("genomic_milk_kg", Text("产奶量（基因组）", "Milk kg (genomic)"), Kind.DECIMAL, places=0,
           width=10),
    Column("genomic_index_reliability", Text("GCPI可靠性", "Reliability of GCPI"), Kind.DECIMAL,
           places=2, width=10),
    Column("genomic_reliability", Text("产奶可靠性（基因组）", "Reliability of milk (genomic)"),
           Kind.DECIMAL, places=2, width=10),
)  # fmt: skip
_GENOMIC = tuple(column.key for column in _GENOMIC_COLUMNS)
_GCPI = _GENOMIC[1]
_SURETIES = (
    Column("index_reliability", Text("指数可靠性", "Reliability of the index"), Kind.DECIMAL,
           places=2, width=10),
    Column("reliability", Text("产奶可靠性", "Reliability of milk"), Kind.DECIMAL, places=2,
           width=10),
)  # fmt: skip
_BULL_COLUMNS = (
    Column("number", Text("牛号", "Number"), width=18),
    Column("name", Text("名称", "Name"), width=18),
    Column("country", Text("国家", "Country"), width=7),
    Column("semen", Text("供精状态", "Semen"), width=12),
    Column("index", Text("指数版本", "Index version"), width=16),
    Column("score", Text("指数", "Index"), Kind.DECIMAL, places=0, width=9),
    *_SURETIES,
    *_GENOMIC_COLUMNS,
    Column("daughters", Text("女儿数", "Daughters"), Kind.INTEGER, width=9),
    Column("herds", Text("牧场数", "Herds"), Kind.INTEGER, width=9),
    *_VALUE_COLUMNS,
    Column("recessives", Text("隐性基因", "Recessives"), width=24),
)
_COW_COLUMNS = (
    Column("rank", Text("场内名次", "Rank"), Kind.INTEGER, width=8),
    Column("number", Text("牛号", "Cow"), width=14),
    Column("identity", Text("登记号", "Herd-book number"), width=20),
    Column("born_year", Text("出生年", "Born"), Kind.INTEGER, width=8),
    Column("parity", Text("胎次", "Parity"), Kind.INTEGER, width=7),
    Column("sire", Text("父号", "Sire"), width=16),
    Column("index", Text("指数版本", "Index version"), width=16),
    Column("score", Text("指数", "Index"), Kind.DECIMAL, places=0, width=9),
    *_SURETIES,
    *_GENOMIC_COLUMNS,
    *_VALUE_COLUMNS,
    Column("inbreeding", Text("近交系数", "Inbreeding"), Kind.DECIMAL, places=3, width=10),
    Column("advice", Text("建议", "Advice"), width=18),
)


_ENTRY_COLUMNS = (
    Column("identity", Text("登记号", "Animal"), width=20),
    Column("sex", Text("性别", "Sex"), width=7),
    Column("born_on", Text("出生日期", "Born"), Kind.DATE, width=12),
    Column("breed", Text("品种", "Breed"), width=10),
    Column("country", Text("国家", "Country"), width=7),
    Column("sire", Text("父号", "Sire"), width=20),
    Column("sire_source", Text("父号依据", "Sire rests on"), width=16),
    Column("dam", Text("母号", "Dam"), width=20),
    Column("dam_source", Text("母号依据", "Dam rests on"), width=16),
    Column("state", Text("状态", "State"), width=12),
    Column("farm", Text("牧场", "Farm"), width=24),
)


def basis_of(run: EvaluationRun) -> str:
    """One line: which run, from which data, against which base, confirmed or not."""
    manifest = run.manifest
    base = manifest.get("base", {})
    unconfirmed = len(manifest.get("unconfirmed", []))
    return (
        f"{run.number}期　数据截至{run.cut_on}　快照 {run.extract.get('sha256', '')[:16]}　"
        f"遗传基础：{base.get('zh', '')}　方差组分等{unconfirmed}项规则待核实　"
        f"{_genomic_basis(run)}"
    )


def _genomic_basis(run: EvaluationRun) -> str:
    """How many genotyped animals stand behind genomic values, or that there are none."""
    told = run.summary.get("genomic", {})
    if not told.get("published"):
        return "本期没有基因组育种值"
    return f"基因组值：一步法，已分型{told['genotyped']}头，标记{told['markers']}个"


def catalogue_excel(run: EvaluationRun, bulls: Iterable[Bull], language: str) -> bytes:
    """The catalogue of a run as a workbook; ``bulls`` annotated by the catalogue's query."""
    held = list(bulls)
    rows = [
        {
            "number": one.number,
            "name": one.name.in_language(language),
            "country": one.country,
            "semen": SEMEN[one.semen_status].in_language(language),
            "recessives": "、".join(f"{k}:{v}" for k, v in sorted(one.recessives.items())),
        }
        | {name: getattr(one, name) for name in _GENOMIC}
        | {
            name: getattr(one, f"value_{name}")
            for name in (
                "index", "score", "index_reliability", "reliability", "daughters", "herds",
                *(trait for trait, _ in _TRAITS),
            )
        }
        for one in held
    ]  # fmt: skip
    sheet = Sheet(
        Text("种公牛遗传评估目录", "Bull catalogue").in_language(language),
        _BULL_COLUMNS,
        rows,
        notes=[basis_of(run)],
    )
    return write_excel([sheet], synthetic=run.synthetic, language=language)


def catalogue_pdf(run: EvaluationRun, bulls: Iterable[Bull]) -> bytes:
    """The catalogue of a run on paper."""
    rows = [
        [
            one.number, one.name_zh or _ABSENT, _of(one, "score", 0), _of(one, "index", None),
            _surety(one, "value_"),
            _number(getattr(one, _GCPI), 0),
            _of(one, "daughters", 0),
            *(_of(one, trait, places) for trait, places in _TRAITS),
        ]
        for one in bulls
    ]  # fmt: skip
    header = [
        "牛号", "名称", "指数", "版本", "可靠性（指数/产奶）", "GCPI", "女儿", "奶kg", "脂kg",
        "蛋白kg", "脂%", "蛋白%", "体细胞", "体型", "泌乳系统", "肢蹄",
    ]  # fmt: skip
    blocks: list[Sequence[Flowable]] = [
        title("种公牛遗传评估目录", basis_of(run)),
        rows_table(header, rows, 258, (1.6, 1.4, 0.9, 1.7, *(0.9,) * 12), (2, *range(4, 16))),
        paragraph("不同版本的指数不可比较。体细胞评分越低越好。", quiet=True),
    ]
    return write_pdf(
        blocks, f"种公牛目录 {run.number}", Footer(issued=run.centre.name_zh),
        synthetic=run.synthetic, page=PAGE_A4_LANDSCAPE,
    )  # fmt: skip


def _of(bull: Bull, name: str, places: int | None) -> str:
    value = getattr(bull, f"value_{name}")
    if value is None or value == "":
        return _ABSENT
    return str(value) if places is None else f"{value:.{places}f}"


def book_excel(entries: Iterable[PedigreeEntry], language: str, *, synthetic: bool) -> bytes:
    """Herd-book entries as a workbook, written as the importer reads them and a little more."""
    rows = (
        {
            "identity": one.identity,
            "sex": SEXES[one.sex].in_language(language),
            "born_on": one.born_on,
            "breed": one.breed,
            "country": one.country,
            "sire": one.sire,
            "sire_source": SOURCES[one.sire_source].in_language(language) if one.sire else "",
            "dam": one.dam,
            "dam_source": SOURCES[one.dam_source].in_language(language) if one.dam else "",
            "state": ENTRY_STATES[one.state].in_language(language),
            "farm": one.place.name.in_language(language) if one.place else "",
        }
        for one in entries
    )
    name = Text("系谱登记", "Herd book").in_language(language)
    sheet = Sheet(name, _ENTRY_COLUMNS, rows, name=name)
    return write_excel([sheet], synthetic=synthetic, language=language)


def farm_excel(
    run: EvaluationRun, farm: Place, cows: Sequence[tuple[CowValue, Text]], language: str
) -> bytes:
    """A farm's cows with their values and what to do with them."""
    names = (
        "rank", "number", "identity", "born_year", "parity", "sire", "index", "score",
        "index_reliability", "reliability", "inbreeding", *_GENOMIC,
        *(trait for trait, _ in _TRAITS),
    )  # fmt: skip
    rows = [
        {name: getattr(cow, name) for name in names} | {"advice": advice.in_language(language)}
        for cow, advice in cows
    ]
    sheet = Sheet(
        f"{farm.name.in_language(language)} {run.number}",
        _COW_COLUMNS,
        rows,
        notes=[basis_of(run)],
        name=Text("母牛育种值", "Cows").in_language(language),
    )
    return write_excel([sheet], synthetic=run.synthetic, language=language)


def farm_pdf(
    run: EvaluationRun,
    farm: Place,
    facts: Sequence[tuple[str, str]],
    cows: Sequence[tuple[CowValue, Text]],
) -> bytes:
    """A farm's report on paper: how the herd stands, then cow by cow."""
    rows = [
        [
            cow.rank or _ABSENT, cow.number, cow.born_year or _ABSENT, cow.sire or _ABSENT,
            _number(cow.score, 0), _surety(cow),
            _number(getattr(cow, _GCPI), 0),
            *(_number(getattr(cow, trait), places) for trait, places in _TRAITS[:6]),
            advice.zh,
        ]
        for cow, advice in cows
    ]  # fmt: skip
    header = [
        "名次", "牛号", "出生年", "父号", "指数", "可靠性（指数/产奶）", "GCPI", "奶kg", "脂kg",
        "蛋白kg", "脂%", "蛋白%", "体细胞", "建议",
    ]  # fmt: skip
    blocks: list[Sequence[Flowable]] = [
        title("牧场育种报告", f"{farm.name_zh}　{run.number}期"),
        pairs(list(facts)),
        rows_table(header, rows, 258, (0.7, 1.1, 0.8, 1.5, *(0.9,) * 9, 1.6), tuple(range(4, 13))),
        paragraph(basis_of(run), quiet=True),
    ]
    return write_pdf(
        blocks, f"牧场育种报告 {farm.name_zh} {run.number}", Footer(issued=run.centre.name_zh),
        synthetic=run.synthetic, page=PAGE_A4_LANDSCAPE,
    )  # fmt: skip


def _surety(one: Bull | CowValue, before: str = "") -> str:
    """Reliabilities of the index, where one is printed, and of milk; ``before`` their names."""
    index: float | None = getattr(one, f"{before}index_reliability")
    milk = _number(getattr(one, f"{before}reliability"), 2)
    return milk if index is None else f"{index:.2f}/{milk}"


def _number(value: float | None, places: int) -> str:
    return _ABSENT if value is None else f"{value:.{places}f}"
