"""Layouts that come with the house, each like the export of a family of milk analysers.

They were written from the general shape of such exports, not from a maker's specification:
a laboratory looks at the preview, mends the mapping and keeps it as its own.
"""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

from milkshed.kernel.text import Text
from milkshed.quality.science.instrument_files import BLOCKS, DELIMITED, FIXED, XML, Field, Layout

_MINUS = Decimal(-1)

_ALL = (
    Layout(
        "table",
        Text("通用表格（CSV或Excel）", "Plain table (CSV or Excel)"),
        DELIMITED,
        (
            Field("样品编号", "barcode"),
            Field("脂肪（g/100g）", "fat", "g/100g"),
            Field("蛋白质（g/100g）", "protein", "g/100g"),
            Field("非脂乳固体（g/100g）", "solids_not_fat", "g/100g"),
            Field("酸度（°T）", "acidity", "°T"),
            Field("冰点（℃）", "freezing_point", "℃"),
            Field("菌落总数（CFU/mL）", "total_count", "CFU/mL"),
            Field("体细胞数（个/mL）", "somatic_cells", "个/mL"),
            Field("黄曲霉毒素M1（µg/kg）", "aflatoxin_m1", "µg/kg"),
            Field("三聚氰胺（mg/kg）", "melamine", "mg/kg"),
        ),
    ),
    Layout(
        "infrared-csv",
        Text("红外乳成分仪CSV（MilkoScan类）", "Infrared analyser CSV (MilkoScan-like)"),
        DELIMITED,
        (
            Field("Sample ID", "barcode"),
            Field("Instrument", "instrument"),
            Field("Fat", "fat", "g/100g"),
            Field("Protein", "protein", "g/100g"),
            Field("Lactose", "lactose", "g/100g"),
            Field("SNF", "solids_not_fat", "g/100g"),
            Field("FPD", "freezing_point", "m℃", _MINUS),
        ),
        separator=";",
        decimal=",",
    ),
    Layout(
        "combined-fixed",
        Text("成分与体细胞联用仪定宽文本（Bentley类）", "Combined analyser, fixed (Bentley-like)"),
        FIXED,
        (
            Field("1-14", "barcode"),
            Field("15-20", "fat", "g/100g"),
            Field("21-26", "protein", "g/100g"),
            Field("27-32", "lactose", "g/100g"),
            Field("33-38", "solids_not_fat", "g/100g"),
            Field("39-44", "somatic_cells", "10³/mL"),
        ),
    ),
    Layout(
        "ultrasonic-blocks",
        Text("超声乳成分仪打印文本（LactoScan类）", "Ultrasonic analyser print (LactoScan-like)"),
        BLOCKS,
        (
            Field("Sample", "barcode"),
            Field("F", "fat", "g/100g"),
            Field("P", "protein", "g/100g"),
            Field("S", "solids_not_fat", "g/100g"),
            Field("L", "lactose", "g/100g"),
            Field("FP", "freezing_point", "℃"),
        ),
    ),
    Layout(
        "results-xml",
        Text("仪器XML（样品与结果元素）", "Instrument XML (sample and result elements)"),
        XML,
        (
            Field("id", "barcode"),
            Field("instrument", "instrument"),
            Field("Fat", "fat", "g/100g"),
            Field("Protein", "protein", "g/100g"),
            Field("Lactose", "lactose", "g/100g"),
            Field("SCC", "somatic_cells", "10³/mL"),
            Field("TBC", "total_count", "CFU/mL"),
        ),
        row="Sample",
    ),
)

LAYOUTS: Mapping[str, Layout] = MappingProxyType({layout.code: layout for layout in _ALL})
