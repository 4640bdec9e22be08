"""PDF and QR: the words can be read back, every page is marked, equal input gives equal bytes."""

import re
import shutil
import subprocess
import zlib
from pathlib import Path

import pytest

from milkshed.platform.documents import fonts, pdf
from milkshed.platform.documents.qr import qr_modules, qr_png, qr_svg

URI = "https://milkshed.example/253/9521321000100J20260105001"


def sheet(rows: int = 3, *, synthetic: bool = True) -> bytes:
    blocks = [
        pdf.title("生鲜乳交接单", "编号 9521321000100J20260105001"),
        pdf.pairs([("收购站", "金河源收购站"), ("温度（℃）", 3.4), ("备注", "A & <b>")]),
        pdf.heading("明细"),
        pdf.rows_table(["批次", "数量"], [[f"L{i}", 1000 + i] for i in range(rows)], numeric=[1]),
        pdf.signatures([("驾驶员", "马建国", "07:30"), ("押运员", "", "")]),
        pdf.qr(URI, "扫码查验"),
        pdf.paragraph("保存两年。", quiet=True),
    ]
    return pdf.write_pdf(blocks, "生鲜乳交接单", pdf.Footer("平台", URI), synthetic=synthetic)


def text_of(content: bytes, tmp_path: Path) -> str:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler-utils) is not installed")
    path = tmp_path / "sheet.pdf"
    path.write_bytes(content)
    return subprocess.run(
        ["pdftotext", "-layout", str(path), "-"], check=True, capture_output=True, text=True
    ).stdout


def test_words_can_be_read_back(tmp_path: Path) -> None:
    text = text_of(sheet(), tmp_path)
    for word in ("生鲜乳交接单", "金河源收购站", "A & <b>", "马建国", "查验地址"):
        assert word in text
    assert "演示数据" in text
    assert "温度（" in text
    assert "—1—" in text.replace(" ", "")


def test_every_page_is_marked(tmp_path: Path) -> None:
    pages = text_of(sheet(rows=80), tmp_path).strip("\f").split("\f")
    assert len(pages) > 1
    assert all("演示数据" in page and "批次" in page for page in pages[:-1])
    assert "演示数据" not in text_of(sheet(synthetic=False), tmp_path)


def test_equal_input_gives_equal_bytes() -> None:
    assert sheet() == sheet()
    assert sheet().startswith(b"%PDF-")


def test_missing_characters_are_replaced_only_with_an_embedded_font() -> None:
    shown = fonts.showable("3.4℃ 宁夏")
    assert shown in ("3.4℃ 宁夏", "3.4°C 宁夏")


def test_qr_holds_its_content_at_the_expected_size() -> None:
    modules = qr_modules(URI)
    assert len(modules) == len(modules[0])
    assert not any(any(row[:4]) for row in modules), "quiet zone of four modules"
    svg = qr_svg(URI)
    assert svg.startswith("<svg")
    assert qr_svg(URI) is svg, "cached"
    width = re.search(r'width="(\d+)"', svg)
    assert width
    assert int(width[1]) == 4 * len(modules)
    png = qr_png(URI)
    assert png.startswith(b"\x89PNG")
    assert int.from_bytes(png[16:20]) == 6 * len(modules)
    assert zlib.crc32(png[12:29]) == int.from_bytes(png[29:33])
