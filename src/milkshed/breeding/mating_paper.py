"""Mating plans and subsidy statements as files and on paper."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from milkshed.breeding.mating_flow import STATEMENT_FLOW
from milkshed.breeding.models import (
    BatchKind,
    EvaluationRun,
    MatingPlan,
    PlannedMating,
    SubsidyStatement,
)
from milkshed.breeding.queries.extension import KINDS, UNITS, history
from milkshed.breeding.queries.nucleus import NucleusChoice
from milkshed.kernel.clock import in_shanghai
from milkshed.kernel.counties import division_name
from milkshed.kernel.money import format_yuan
from milkshed.kernel.text import Text
from milkshed.platform.documents.columns import Column, Kind
from milkshed.platform.documents.excel import Sheet, write_excel
from milkshed.platform.documents.pdf import (
    Footer,
    heading,
    pairs,
    paragraph,
    rows_table,
    signatures,
    title,
    write_pdf,
)

_MOST_COWS = 2000
_SEXED = {True: Text("性控", "sexed"), False: Text("常规", "conventional")}
_EMBRYO = Text("胚胎", "embryo")

_COWS = (
    Column("number", Text("牛号", "Cow"), width=14),
    Column("parity", Text("胎次", "Parity"), Kind.INTEGER, width=7),
    Column("index", Text("指数", "Index"), Kind.DECIMAL, places=0, width=9),
    *(
        column
        for n, name in ((1, Text("首选", "First")), (2, Text("次选", "Second")),
                        (3, Text("三选", "Third")))
        for column in (
            Column(f"bull{n}", Text(f"{name.zh}公牛", f"{name.en} bull"), width=16),
            Column(f"batch{n}", Text(f"{name.zh}批号", f"{name.en} batch"), width=18),
            Column(f"sexed{n}", Text(f"{name.zh}类型", f"{name.en} kind"), width=10),
            Column(f"f{n}", Text(f"{name.zh}近交", f"{name.en} inbreeding"), Kind.DECIMAL,
                   unit="%", places=2, width=10),
            Column(f"calf{n}", Text(f"{name.zh}后代指数", f"{name.en} calf index"), Kind.DECIMAL,
                   places=0, width=12),
            Column(f"net{n}", Text(f"{name.zh}净收益", f"{name.en} net worth"), Kind.DECIMAL,
                   unit="元", places=0, width=12),
        )
    ),
    Column("reason", Text("未安排原因", "Why none"), width=36),
)  # fmt: skip
_STOCK = (
    Column("batch", Text("批号", "Batch"), width=18),
    Column("bull", Text("公牛", "Bull"), width=16),
    Column("donor", Text("供体", "Donor"), width=18),
    Column("kind", Text("类型", "Kind"), width=10),
    Column("index", Text("指数", "Index"), Kind.DECIMAL, places=0, width=9),
    Column("price_yuan", Text("单价", "Price"), Kind.MONEY, unit="元", width=10),
    Column("left", Text("库存", "Straws"), Kind.INTEGER, width=9),
    Column("planned", Text("安排", "Planned"), Kind.INTEGER, width=9),
    Column("one_more_yuan", Text("再多一支（枚）的价值", "Worth of one more"), Kind.MONEY,
           unit="元", width=16),
)  # fmt: skip
_COMPARED = (
    Column("title", Text("项目", "Figure"), width=26),
    Column("plan", Text("本方案", "The plan"), Kind.DECIMAL, places=2, width=12),
    Column("did", Text("过去一年实际", "The last year"), Kind.DECIMAL, places=2, width=14),
    Column("random", Text("随机选配", "By chance"), Kind.DECIMAL, places=2, width=12),
)


def plan_excel(
    plan: MatingPlan,
    cows: Iterable[PlannedMating],
    compared: Sequence[dict[str, object]],
    language: str,
) -> bytes:
    """A plan as a workbook of three sheets."""
    return write_excel(
        [
            Sheet(
                f"{plan.place.name_zh} {plan.number}",
                _COWS,
                (_cow(row, language) for row in cows),
                [Text(f["zh"], f["en"]).in_language(language) for f in plan.findings],
                name=Text("选配", "Matings").in_language(language),
            ),
            Sheet(
                Text("冻精胚胎库存", "Straws and embryos").in_language(language),
                _STOCK,
                [
                    {**lot, "kind": _kind(lot).in_language(language),
                     "price_yuan": Decimal(lot["price_yuan"])}
                    for lot in plan.stock
                ],
            ),
            Sheet(
                Text("效果对比", "Comparison").in_language(language),
                _COMPARED,
                [
                    {**row, "title": row["title"].in_language(language)}  # type: ignore[attr-defined]
                    for row in compared
                ],
            ),
        ],
        synthetic=plan.synthetic,
        language=language,
    )  # fmt: skip


def _kind(lot: Mapping[str, Any]) -> Text:
    """Embryos or straws, and whether sexed; plans made before embryos were planned name no kind."""
    sexed = _SEXED[lot["sexed"]]
    if lot.get("kind") != BatchKind.EMBRYO:
        return sexed
    return Text(f"{_EMBRYO.zh}（{sexed.zh}）", f"{_EMBRYO.en} ({sexed.en})")


def _cow(row: PlannedMating, language: str) -> dict[str, object]:
    cells: dict[str, object] = {
        "number": row.number,
        "parity": row.parity,
        "index": row.index,
        "reason": Text(row.reason["zh"], row.reason["en"]).in_language(language)
        if row.reason
        else None,
    }
    for n, choice in enumerate(row.choices[:3], start=1):
        cells |= {
            f"bull{n}": choice["bull"],
            f"batch{n}": choice["batch"],
            f"sexed{n}": _kind(choice).in_language(language),
            f"f{n}": choice["inbreeding_pct"],
            f"calf{n}": choice["calf_index"],
            f"net{n}": choice["net_yuan"],
        }
    return cells


def plan_pdf(plan: MatingPlan, cows: Iterable[PlannedMating]) -> bytes:
    """The list to take to the cows: first and second bull of each."""
    rows = [
        [
            row.number,
            str(row.parity),
            *(_choice(row, 0)),
            _choice(row, 1)[0],
            _choice(row, 1)[1],
            row.reason.get("zh", "") if row.reason else "",
        ]
        for row in list(cows)[:_MOST_COWS]
    ]
    blocks = [
        title("奶牛选配单", f"{plan.place.name_zh}　{plan.number}"),
        pairs(
            [
                ("制定日期", str(plan.made_on)),
                ("所用评估", f"{plan.run.number} 期"),
                ("近交上限", f"{plan.settings['max_inbreeding_pct']:g}%"),
                ("待配母牛", f"{plan.settings['females']} 头"),
            ]
        ),
        rows_table(
            ["牛号", "胎次", "首选公牛", "批号", "次选公牛", "批号", "未安排原因"],
            rows,
            shares=(1.2, 0.6, 1.7, 1.9, 1.7, 1.9, 1.9),
            numeric=(1,),
        ),
        paragraph(
            "首选无冻精或临时不宜时用次选；次选已按库存影子价格排序。系数多为平台设定，待核实。",
            quiet=True,
        ),
    ]
    return write_pdf(
        blocks,
        f"奶牛选配单 {plan.number}",
        Footer(issued=plan.place.name_zh),
        synthetic=plan.synthetic,
    )


def _choice(row: PlannedMating, at: int) -> tuple[str, str]:
    if row.batch_id is None or at >= len(row.choices):
        return "–", "–"
    choice = row.choices[at]
    kind = "（性控）" if choice["sexed"] else ""
    if choice.get("kind") == BatchKind.EMBRYO:
        return f"胚胎 {choice['donor']}×{choice['bull']}{kind}", str(choice["batch"])
    return f"{choice['bull']}{kind}", str(choice["batch"])


_NUCLEUS = (
    Column("number", Text("牛号", "Cow"), width=14),
    Column("identity", Text("登记号", "Herd-book number"), width=20),
    Column("farm", Text("牧场", "Farm"), width=24),
    Column("index", Text("指数版本", "Index version"), width=16),
    Column("score", Text("指数", "Index"), Kind.DECIMAL, places=0, width=9),
    Column("reliability", Text("产奶可靠性", "Reliability"), Kind.DECIMAL, places=2, width=10),
    Column("sire", Text("父号", "Sire"), width=16),
    Column("inbreeding_pct", Text("近交系数", "Inbreeding"), Kind.DECIMAL, unit="%", places=2,
           width=10),
)  # fmt: skip


def nucleus_excel(run: EvaluationRun, choice: NucleusChoice, language: str) -> bytes:
    """A nucleus as a workbook: the cows chosen, best first, and how good the choice is."""
    rows = [
        {
            name: getattr(cow, name)
            for name in ("number", "identity", "index", "score", "reliability", "sire")
        }
        | {
            "farm": cow.place.name.in_language(language),
            "inbreeding_pct": None if cow.inbreeding is None else 100 * cow.inbreeding,
        }
        for cow in choice.cows
    ]  # fmt: skip
    notes = [
        Text(
            f"{run.number}期　平均指数{choice.index:.1f}，任何选法不超过{choice.bound:.1f}",
            f"Run {run.number}: mean index {choice.index:.1f}, no choice exceeds "
            f"{choice.bound:.1f}",
        ).in_language(language)
    ]
    if choice.coancestry_pct is not None:
        notes.append(
            Text(
                f"平均亲缘（含自身）{choice.coancestry_pct:.2f}%",
                f"Mean coancestry with themselves {choice.coancestry_pct:.2f} %",
            ).in_language(language)
        )
    name = Text("核心群", "Nucleus").in_language(language)
    return write_excel(
        [Sheet(f"{name} {run.number}", _NUCLEUS, rows, notes, name=name)],
        synthetic=run.synthetic,
        language=language,
    )


_LINES = (
    Column("farm_code", Text("养殖场代码", "Farm code"), width=14),
    Column("name", Text("牧场", "Farm"), width=24),
    Column("claim", Text("申报编号", "Claim"), width=26),
    Column("kind", Text("类别", "Kind"), width=8),
    Column("pieces", Text("核定数量", "Pieces"), Kind.INTEGER, width=10),
    Column("refused", Text("剔除数量", "Refused"), Kind.INTEGER, width=10),
    Column("rate_yuan", Text("补贴标准", "Rate"), Kind.MONEY, unit="元", width=12),
    Column("amount_yuan", Text("金额", "Amount"), Kind.MONEY, unit="元", width=14),
)


def statement_excel(one: SubsidyStatement, language: str) -> bytes:
    """A subsidy statement as a workbook."""
    rows = [
        {
            **line,
            "name": Text(line["name"]["zh"], line["name"]["en"]).in_language(language),
            "kind": KINDS[line["kind"]].in_language(language),
            "rate_yuan": Decimal(line["rate_yuan"]),
            "amount_yuan": Decimal(line["amount_yuan"]),
        }
        for line in one.lines
    ]
    notes = [
        f"{Text('合计', 'Total').in_language(language)} {format_yuan(one.amount_yuan)}",
        f"SHA-256 {one.digest}",
    ]
    sheet = Sheet(f"补贴结算单 {one.number}", _LINES, rows, notes, name="补贴结算单")
    return write_excel([sheet], synthetic=one.synthetic, language=language)


_SIGNERS = (
    ("编制", "breeding.draw_statement"),
    ("复核", "breeding.review_statement"),
    ("批准", "breeding.approve_statement"),
)


def statement_pdf(one: SubsidyStatement) -> bytes:
    """A subsidy statement on paper with who drew it up and who approved it."""
    acted = {move.verb: move for move in history(STATEMENT_FLOW.subject, one.pk)}
    state = STATEMENT_FLOW.states[one.state].zh
    blocks = [
        title("优质冻精胚胎推广补贴结算单", f"编号 {one.number}　{state}"),
        pairs(
            [
                ("县区", division_name(one.county).zh),
                ("编制日期", str(one.drawn_on)),
                ("牧场", f"{len({line['farm_code'] for line in one.lines})} 个"),
                ("金额合计", f"{format_yuan(one.amount_yuan)} 元"),
            ]
        ),
        heading("明细"),
        rows_table(
            ["牧场", "申报编号", "类别", "核定数量", "补贴标准", "金额（元）"],
            [
                [
                    line["name"]["zh"],
                    line["claim"],
                    KINDS[line["kind"]].zh,
                    f"{line['pieces']}{UNITS[line['kind']].zh}",
                    line["rate_yuan"],
                    line["amount_yuan"],
                ]
                for line in one.lines
            ],
            shares=(2.2, 2.6, 0.8, 1.2, 1.1, 1.4),
            numeric=(3, 4, 5),
        ),
        signatures(
            [
                (
                    words,
                    acted[verb].person.name_zh if verb in acted else "",
                    f"{in_shanghai(acted[verb].at):%Y-%m-%d %H:%M}" if verb in acted else "",
                )
                for words, verb in _SIGNERS
            ]
        ),
        *(
            [paragraph("补贴标准为平台设定，待主管部门文件核实。", quiet=True)]
            if any(row["status"] != "official" for row in one.rules.values())
            else []
        ),
        paragraph(f"内容摘要 SHA-256：{one.digest}", quiet=True),
    ]
    return write_pdf(
        blocks,
        f"补贴结算单 {one.number}",
        Footer(issued=one.centre.name_zh),
        synthetic=one.synthetic,
    )
