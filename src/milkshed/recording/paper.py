"""What people carry away: tube labels, the list to take along, the monthly report, the ranking."""

from collections.abc import Mapping, Sequence
from typing import Any

from reportlab.graphics.barcode.code128 import Code128
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, Table

from milkshed.kernel.text import Text
from milkshed.platform.documents.columns import Column, Kind
from milkshed.platform.documents.excel import Sheet, write_excel
from milkshed.platform.documents.pdf import (
    Footer,
    heading,
    pairs,
    paragraph,
    rows_table,
    title,
    write_pdf,
)
from milkshed.recording.models import FarmReport, SampleTube, TestVisit
from milkshed.recording.queries import FarmProgress
from milkshed.recording.words import LOOKS, UDDER, UDDER_BY_MONTHS

_ACROSS = 3
_ABSENT = "–"


def tube_labels(visit: TestVisit, tubes: Sequence[SampleTube]) -> bytes:
    """Labels of a visit's tubes with Code 128 barcodes, three across, in the order of the box."""
    cells = [_label(tube) for tube in tubes]
    cells += [[]] * (-len(cells) % _ACROSS)
    rows = [cells[at : at + _ACROSS] for at in range(0, len(cells), _ACROSS)]
    name = f"{visit.enrolment.place.name_zh} {visit.planned_on}"
    blocks: list[Sequence[Flowable]] = [title("样品管标签", f"{name}　共{len(tubes)}支")]
    if rows:
        blocks.append(
            [Table(rows, colWidths=[58 * mm] * _ACROSS, rowHeights=[19 * mm] * len(rows))]
        )
    return write_pdf(
        blocks, f"样品管标签 {name}", Footer(issued=visit.enrolment.centre.name_zh),
        synthetic=visit.synthetic,
    )  # fmt: skip


def _label(tube: SampleTube) -> list[Flowable | Paragraph]:
    bars = Code128(tube.tube, barHeight=8 * mm, barWidth=0.27 * mm, quiet=False)
    return [bars, *paragraph(f"{tube.position}　牛号 {tube.number}　{tube.tube}", quiet=True)]


_LIST_COLUMNS = (
    Column("position", Text("序号", "Place"), Kind.INTEGER, width=7),
    Column("tube", Text("样品管号", "Tube"), width=24),
    Column("number", Text("牛号", "Cow"), width=14),
    Column("parity", Text("胎次", "Parity"), Kind.INTEGER, width=7),
    Column("days_in_milk", Text("泌乳天数", "Days in milk"), Kind.INTEGER, width=10),
    Column("am", Text("早班", "AM"), Kind.DECIMAL, unit="公斤", places=1, width=12),
    Column("noon", Text("中班", "Noon"), Kind.DECIMAL, unit="公斤", places=1, width=12),
    Column("pm", Text("晚班", "PM"), Kind.DECIMAL, unit="公斤", places=1, width=12),
    Column("am_hours", Text("早班间隔", "AM hours"), Kind.DECIMAL, unit="小时", places=1, width=12),
    Column("pm_hours", Text("晚班间隔", "PM hours"), Kind.DECIMAL, unit="小时", places=1, width=12),
    Column("remark", Text("备注", "Remark"), width=20),
)


def sampling_list(visit: TestVisit, tubes: Sequence[SampleTube], language: str) -> bytes:
    """The list to fill in on the test day, as Excel; it can be brought back as it is."""
    rows = [
        {
            "position": tube.position,
            "tube": tube.tube,
            "number": tube.number,
            "parity": tube.parity,
            "days_in_milk": tube.days_in_milk,
        }
        | {m["part"]: m["kg"] for m in tube.milkings if m["part"] in ("am", "noon", "pm")}
        for tube in tubes
    ]
    name = Text("采样清单", "Sampling list").in_language(language)
    return write_excel(
        [Sheet(name, _LIST_COLUMNS, rows)], synthetic=visit.synthetic, language=language
    )


def report_pdf(report: FarmReport) -> bytes:
    """The monthly report of a farm on paper."""
    content: Mapping[str, Any] = report.content
    means, udder, ratio = content["means"], content["udder"], content["fat_protein"]
    done = content["completeness"]
    blocks: list[Sequence[Flowable]] = [
        title(
            "奶牛生产性能测定月度报告",
            f"{content['farm']['zh']}　{content['month']}　第{report.version}版",
        ),
        pairs(
            [
                ("测定中心", content["centre"]["zh"]),
                ("测定日", "、".join(content["test_days"])),
                ("测定牛数", f"{content['cows']} 头"),
                ("泌乳牛数", f"{done['in_milk']} 头，已测 {done['tested']} 头"),
                ("平均日产奶", _n(means["milk_kg"], "公斤")),
                ("平均泌乳天数", _n(means["dim"], "天")),
                ("乳脂率", _n(means["fat_pct"], "%")),
                ("乳蛋白率", _n(means["protein_pct"], "%")),
                ("体细胞（加权）", _n(means["cells_thousand"], "千个/毫升")),
                ("尿素", _n(means["urea_mg_per_dl"], "毫克/分升")),
            ]
        ),
        heading("一、各胎次"),
        rows_table(
            ["胎次", "头数", "日产奶", "乳脂%", "乳蛋白%", "体细胞（千）", "泌乳天数"],
            [
                [_parity(p["parity"]), p["cows"], _n(p["milk_kg"]), _n(p["fat_pct"]),
                 _n(p["protein_pct"]), _n(p["cells_thousand"]), _n(p["dim"])]
                for p in content["parities"]
            ],
            numeric=range(1, 7),
        ),
        heading("二、体细胞：胎次 × 泌乳阶段（头数／超过界限头数／千个每毫升）"),
        rows_table(
            ["胎次", *stage_names(content["cells_by_parity_and_stage"]["stages"])],
            [
                [_parity(row["parity"]),
                 *(f"{c['cows']}／{c['high']}／{_n(c['cells_thousand'])}" for c in row["stages"])]
                for row in content["cells_by_parity_and_stage"]["rows"]
            ],
        ),
        heading(
            f"三、乳房健康（连续两次测定，界限{udder['threshold']:g}千个/毫升）与代谢",
        ),
        rows_table(
            ["指标", "头数", "基数", "比例"],
            [
                *([name.zh, *_share(udder[code])] for code, name in UDDER.items()),
                ["脂蛋比偏低", *_share(ratio["low"])],
                ["脂蛋比偏高", *_share(ratio["high"])],
                ["产后早期脂蛋比偏高", *_share(ratio["high_early"])],
            ],
            numeric=(1, 2, 3),
        ),
        *_udder_by_months(content),
        heading("四、产量、高峰与持续力"),
        rows_table(
            ["胎次", "泌乳期", "累计奶量", "预测305天", "可靠性", "高峰日产", "高峰日", "持续力"],
            [
                [_parity(f["parity"]), f["lactations"], _n(f["tim_milk_kg"], places=0),
                 _n(f["milk_305_kg"], places=0), _n(f["reliability"]), _n(f["peak_kg"]),
                 _n(f["peak_day"], places=0), _n(f["persistency"])]
                for f in content["figures"]
            ],
            numeric=range(1, 8),
        ),
        heading(f"五、需要查看的牛（共{content['look_total']}头）"),
        rows_table(
            ["牛号", "胎次", "泌乳天数", "日产奶", "体细胞（千）", "原因"],
            [
                [one["number"], one["parity"], one["dim"], _n(one["milk_kg"]), _n(one["cells"]),
                 "、".join(LOOKS[r].zh for r in one["reasons"])]
                for one in content["look"][:60]
            ],
            shares=[1.2, 0.6, 0.9, 0.9, 1.1, 3],
            numeric=(1, 2, 3, 4),
        ),
        paragraph(
            f"核算口径：{content['methods']['official']}；预测：{content['methods']['prediction']}，群体参数"
            f" {content['methods']['population']}。界限和系数中未核对原文的按“待核实”使用。"
            f"　内容摘要 SHA-256 {report.sha256}",
            quiet=True,
        ),
    ]  # fmt: skip
    return write_pdf(
        blocks,
        f"生产性能测定报告 {content['farm']['code']} {content['month']}",
        Footer(issued=content["centre"]["zh"]),
        synthetic=report.synthetic,
    )


def _udder_by_months(content: Mapping[str, Any]) -> list[Sequence[Flowable]]:
    """The set by calendar months; reports issued before it was there have none."""
    held = content.get("udder_by_months")
    if held is None:
        return []
    return [
        heading("乳房健康（按自然月，德国DLQ 1.15口径）"),
        rows_table(
            ["指标", "头数", "基数", "比例"],
            [
                [name.zh, *(_share(held[code]) if held[code] else [_ABSENT] * 3)]
                for code, name in UDDER_BY_MONTHS.items()
            ],
            numeric=(1, 2, 3),
        ),
        paragraph(
            f"近{_months_back(content)}个月中有测定的月份：{held['months_tested']}个；"
            "月份不足时不算干奶期和头胎指标。",
            quiet=True,
        ),
    ]


def _months_back(content: Mapping[str, Any]) -> int:
    return int(content["rules"]["recording.udder_months.back"]["value"])


_UDDER_COLUMNS = (
    Column("set", Text("口径", "Set"), width=26),
    Column("figure", Text("指标", "Figure"), width=26),
    Column("cows", Text("头数", "Cows"), Kind.INTEGER),
    Column("out_of", Text("基数", "Of"), Kind.INTEGER),
    Column("share", Text("比例", "Share"), Kind.PERCENT),
)
_UDDER_SETS = {
    "udder": (Text("连续两次测定", "Consecutive tests"), UDDER),
    "udder_by_months": (
        Text("按自然月（DLQ 1.15）", "Calendar months (DLQ 1.15)"),
        UDDER_BY_MONTHS,
    ),
}


def _udder_rows(content: Mapping[str, Any], language: str) -> list[dict[str, object]]:
    return [
        {"set": title.in_language(language), "figure": name.in_language(language)}
        | (content[key][code] or {})
        for key, (title, names) in _UDDER_SETS.items()
        if key in content
        for code, name in names.items()
    ]


_LOOK_COLUMNS = (
    Column("number", Text("牛号", "Cow"), width=14),
    Column("parity", Text("胎次", "Parity"), Kind.INTEGER, width=7),
    Column("dim", Text("泌乳天数", "Days in milk"), Kind.INTEGER, width=10),
    Column("milk_kg", Text("日产奶", "Milk"), Kind.DECIMAL, unit="公斤", places=1, width=10),
    Column(
        "before_milk_kg", Text("上次日产奶", "Milk before"), Kind.DECIMAL, unit="公斤", places=1
    ),
    Column("fat_pct", Text("乳脂率", "Fat"), Kind.DECIMAL, unit="%", width=10),
    Column("protein_pct", Text("乳蛋白率", "Protein"), Kind.DECIMAL, unit="%", width=10),
    Column("cells", Text("体细胞", "Cells"), Kind.INTEGER, unit="千个/毫升", width=14),
    Column("before_cells", Text("上次体细胞", "Cells before"), Kind.INTEGER, unit="千个/毫升"),
    Column("why", Text("原因", "Why"), width=30),
)
_FIGURE_COLUMNS = (
    Column("parity", Text("胎次", "Parity"), width=8),
    Column("lactations", Text("泌乳期数", "Lactations"), Kind.INTEGER),
    Column("tim_milk_kg", Text("累计奶量", "Accounted milk"), Kind.DECIMAL, unit="公斤", places=0),
    Column(
        "milk_305_kg", Text("预测305天奶量", "Predicted 305 d"), Kind.DECIMAL, unit="公斤", places=0
    ),
    Column("fat_305_kg", Text("预测305天乳脂", "Fat"), Kind.DECIMAL, unit="公斤", places=1),
    Column(
        "protein_305_kg", Text("预测305天乳蛋白", "Protein"), Kind.DECIMAL, unit="公斤", places=1
    ),
    Column("reliability", Text("可靠性", "Reliability"), Kind.DECIMAL),
    Column("peak_kg", Text("高峰日产", "Peak"), Kind.DECIMAL, unit="公斤", places=1),
    Column("peak_day", Text("高峰日", "Peak day"), Kind.DECIMAL, places=0),
    Column("persistency", Text("持续力", "Persistency"), Kind.DECIMAL),
    Column("mature_kg", Text("成年当量", "Mature equivalent"), Kind.DECIMAL, unit="公斤", places=0),
)


def report_excel(report: FarmReport, language: str) -> bytes:
    """The monthly report as a workbook: figures by parity, udders, cows to look at, not tested."""
    content: Mapping[str, Any] = report.content
    farm = content["farm"]["en" if language.startswith("en") else "zh"]
    note = f"{farm} {content['month']} v{report.version} SHA-256 {report.sha256}"
    look = [
        one | {"why": "、".join(LOOKS[r].in_language(language) for r in one["reasons"])}
        for one in content["look"]
    ]
    named = {name: Text(*words).in_language(language) for name, words in _SHEETS.items()}
    missing = (_LOOK_COLUMNS[0], _LOOK_COLUMNS[1])
    return write_excel(
        [
            Sheet(named["figures"], _FIGURE_COLUMNS, content["figures"], [note]),
            Sheet(named["udder"], _UDDER_COLUMNS, _udder_rows(content, language), [note]),
            Sheet(named["look"], _LOOK_COLUMNS, look, [note]),
            Sheet(named["missing"], missing, content["completeness"]["missing"], [note]),
        ],
        synthetic=report.synthetic,
        language=language,
    )


_SHEETS = {
    "figures": ("各胎次产量", "Yields by parity"),
    "udder": ("乳房健康", "Udder health"),
    "look": ("需要查看的牛", "Cows to look at"),
    "missing": ("未测定的泌乳牛", "Cows not tested"),
}
_PROGRESS_COLUMNS = (
    Column("rank", Text("名次", "Rank"), Kind.INTEGER, width=7),
    Column("name", Text("牧场", "Farm"), width=24),
    Column("farm_code", Text("代码", "Code"), width=14),
    Column("cows", Text("本月测定牛数", "Cows tested"), Kind.INTEGER),
    Column("in_milk", Text("泌乳牛数", "In milk"), Kind.INTEGER),
    Column("milk_kg", Text("日产奶", "Milk"), Kind.DECIMAL, unit="公斤", places=1),
    Column("change", Text("12个月变化", "Change in 12 months"), Kind.DECIMAL, unit="公斤/天"),
    Column("low", Text("95%下限", "95 % low"), Kind.DECIMAL),
    Column("high", Text("95%上限", "95 % high"), Kind.DECIMAL),
    Column("months", Text("月数", "Months"), Kind.INTEGER),
    Column("cells", Text("体细胞", "Cells"), Kind.DECIMAL, unit="千个/毫升", places=0),
    Column("cells_change", Text("体细胞12个月变化", "Cells, change"), Kind.DECIMAL, places=0),
    Column("new_infection", Text("新感染率", "New infections"), Kind.PERCENT),
    Column("at_risk", Text("新感染基数", "At risk"), Kind.INTEGER),
)


def progress_excel(farms: Sequence[FarmProgress], language: str) -> bytes:
    """The ranking of recorded farms as a workbook, with what each figure rests on."""
    rows = [
        {
            "rank": farm.rank,
            "name": farm.name,
            "farm_code": farm.farm_code,
            "cows": farm.cows,
            "in_milk": farm.in_milk,
            "milk_kg": farm.milk_kg,
            "change": farm.milk_change.value,
            "low": farm.milk_change.low,
            "high": farm.milk_change.high,
            "months": farm.milk_change.months,
            "cells": farm.cells,
            "cells_change": farm.cells_change.value,
            "new_infection": farm.new_infection,
            "at_risk": farm.at_risk,
        }
        for farm in farms
    ]
    name = Text("测定牧场改进", "Progress of recorded farms").in_language(language)
    return write_excel(
        [Sheet(name, _PROGRESS_COLUMNS, rows)],
        synthetic=any(farm.synthetic for farm in farms),
        language=language,
    )


def stage_names(starts: Sequence[float]) -> list[str]:
    """Stages of lactation as people write them: 1–30, 31–100, …, 306+."""
    first = [1, *(int(start) for start in starts)]
    ends = [str(int(start) - 1) for start in starts]
    return [f"{a}–{b}" for a, b in zip(first, ends, strict=False)] + [f"{first[-1]}+"]


def _parity(name: str) -> str:
    return {"all": "合计", "3+": "3胎以上"}.get(name, f"{name}胎")


def _share(share: Mapping[str, Any]) -> tuple[object, object, str]:
    part = share["share"]
    return share["cows"], share["out_of"], _ABSENT if part is None else f"{100 * part:.1f}%"


def _n(value: float | None, unit: str = "", places: int | None = None) -> str:
    if value is None:
        return _ABSENT
    text = f"{value:g}" if places is None else f"{value:,.{places}f}"
    return f"{text} {unit}".strip()
