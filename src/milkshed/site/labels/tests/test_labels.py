"""Labels: the code leads to the identifier, and nothing stands outside the label."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milkshed.kernel.text import Text
from milkshed.ledger.facade import read_identifier
from milkshed.platform.documents.qr import qr_modules
from milkshed.site.labels.design import LAYOUTS, Design, Layout, _broken, _cut, design
from milkshed.site.labels.drawing import pdf, svg
from milkshed.site.labels.subjects import Label
from milkshed.site.labels.tests.qr_reader import Modules, read

ROOT = "https://milk.example.cn"
IDENTIFIERS = (
    "/01/09521234543213/10/NX261127-000025",
    "/414/9521321000018/254/SILO-3",
    "/8003/09521321000032T0001",
    "/253/9521321000100J20260105001",
    "/00/095213210000000018",
    "/01/09521234543213/22/VARIANT/10/A%2FB%25C/21/12345678901234567890",
)


def _label(path: str, *, details: int = 3) -> Label:
    return Label(
        Text("产品批次", "Product lot"),
        Text("贺兰雪牌巴氏杀菌乳 250mL 学生饮用奶", "Helan Snow pasteurised milk, 250 mL"),
        read_identifier(path),
        tuple(Text(f"说明第{n}行", f"Line {n}") for n in range(details)),
        is_synthetic=True,
    )


@pytest.mark.parametrize("path", IDENTIFIERS)
def test_the_code_is_read_to_the_link(path: str) -> None:
    assert read(qr_modules(ROOT + path)) == ROOT + path


@given(
    st.text(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._", min_size=1, max_size=20
    )
)
def test_the_code_of_any_lot_is_read(lot: str) -> None:
    content = f"{ROOT}/01/09521234543213/10/{lot}"
    assert read(qr_modules(content)) == content


def _modules_of(image: str) -> Modules:
    """The modules of a drawn label, from the runs of its path."""
    path = re.search(r' d="([^"]+)"', image)
    assert path
    runs = re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", path[1])
    assert "".join(f"M{x} {y}h{n}v1h-{n}z" for x, y, n in runs) == path[1]
    size = max(int(y) for _, y, _ in runs) + 5
    rows = [[False] * size for _ in range(size)]
    for x, y, length in runs:
        for at in range(int(x), int(x) + int(length)):
            rows[int(y)][at] = True
    return rows


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
@pytest.mark.parametrize("path", IDENTIFIERS)
def test_a_drawn_label_is_read_and_keeps_inside(path: str, layout: Layout) -> None:
    drawn = design(_label(path), layout, ROOT, "zh")
    assert read(_modules_of(svg(drawn))) == ROOT + path
    words = "".join(line.words for line in drawn.lines)
    assert read_identifier(path).element_string() in words
    assert "演示数据" in words
    assert drawn.code_x + drawn.code_size <= min(line.x for line in drawn.lines)
    assert drawn.lines[0].y - drawn.lines[0].size > 0
    assert all(line.y < layout.height for line in drawn.lines)
    assert all(upper.y < lower.y for upper, lower in pairwise(drawn.lines))


def test_details_give_way_to_the_identifier() -> None:
    few = design(_label(IDENTIFIERS[0], details=1), LAYOUTS["24"], ROOT, "zh")
    many = design(_label(IDENTIFIERS[0], details=30), LAYOUTS["24"], ROOT, "zh")
    assert len(few.lines) < len(many.lines) < 20
    assert many.lines[-1].words == "演示数据"


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_labels_lie_on_the_page_without_touching(layout: Layout) -> None:
    corners = [layout.corner(place) for place in range(layout.per_page)]
    assert len(set(corners)) == layout.per_page
    for x, y in corners:
        assert x >= 0
        assert y >= 0
        assert x + layout.width <= layout.page[0] + 0.01
        assert y + layout.height <= layout.page[1] + 0.01


def test_pages_of_the_pdf() -> None:
    layout = LAYOUTS["8"]
    drawn: list[Design] = [design(_label(IDENTIFIERS[0]), layout, ROOT, "zh")] * 9
    content = pdf(drawn, layout, "标签")
    assert content.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type /Page\b", content)) == 2
    assert pdf(drawn, layout, "标签") == content


@given(st.text(min_size=1, max_size=80), st.floats(2, 40))
def test_cutting_loses_nothing_but_spaces(words: str, breadth: float) -> None:
    cut = list(_cut(words, breadth))
    assert re.sub(r"\s", "", "".join(cut)) == re.sub(r"\s", "", words)


def test_what_is_left_out_is_shown() -> None:
    assert _broken("榆湾牌低脂纯牛奶 250mL", 8.0, 2) == ["榆湾牌低脂纯牛奶", "250mL"]
    assert _broken("榆湾牌切达干酪10kg", 8.5, 2) == ["榆湾牌切达干酪", "10kg"]
    assert _broken("(253)9520000000011261128-000013", 12.0, 3) == [
        "(253)952000000001126",
        "1128-000013",
    ]
    assert _broken("一二三四五六七八九十", 4.0, 2) == ["一二三四", "五六七…"]


def test_words_are_escaped() -> None:
    label = Label(Text("<b>", "<b>"), Text("&<script>", "&"), read_identifier(IDENTIFIERS[4]))
    image = svg(design(label, LAYOUTS["8"], ROOT, "zh"))
    assert "<script>" not in image
    assert "&lt;b&gt;" in image
