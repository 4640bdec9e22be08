"""Footnotes of a Word file: each note once, numbered in the order in which it is first named.

A later place that names the same note shows its number again. WordprocessingML: ISO/IEC 29500-1,
17.11 (footnotes, footnoteReference, footnoteRef), with the two separators every part begins with.
"""

from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import nsmap, qn
from docx.shared import Pt
from lxml import etree

_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_FIRST = 1
_SEPARATORS = (("separator", -1), ("continuationSeparator", 0))


class Footnotes:
    """The notes of one document while it is written."""

    def __init__(self, font: str, size_pt: float) -> None:
        self._font, self._size_pt = font, size_pt
        self._numbers: dict[str, int] = {}

    def refer(self, paragraph: Any, text: str) -> int:
        """Put the mark of a note at the end of a paragraph and return its number."""
        known = text in self._numbers
        number = self._numbers.setdefault(text, len(self._numbers) + _FIRST)
        run = paragraph.add_run(str(number) if known else "")
        run.font.size = Pt(self._size_pt + 2)
        run.font.superscript = True
        if not known:
            mark = OxmlElement("w:footnoteReference")
            mark.set(qn("w:id"), str(number))
            run._element.append(mark)  # noqa: SLF001
        return number

    def attach(self, document: Any) -> None:
        """Write the notes into the document; without any it stays as it is."""
        if not self._numbers:
            return
        root = etree.Element(qn("w:footnotes"), nsmap={"w": nsmap["w"]})
        for kind, number in _SEPARATORS:
            note = etree.SubElement(root, qn("w:footnote"))
            note.set(qn("w:type"), kind)
            note.set(qn("w:id"), str(number))
            run = etree.SubElement(etree.SubElement(note, qn("w:p")), qn("w:r"))
            etree.SubElement(run, qn(f"w:{kind}"))
        for text, number in self._numbers.items():
            self._write(root, text, number)
        part = Part(
            PackURI("/word/footnotes.xml"),
            _CONTENT_TYPE,
            etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True),
            document.part.package,
        )
        document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)

    def _write(self, root: Any, text: str, number: int) -> None:
        note = etree.SubElement(root, qn("w:footnote"))
        note.set(qn("w:id"), str(number))
        paragraph = etree.SubElement(note, qn("w:p"))
        mark = etree.SubElement(paragraph, qn("w:r"))
        raised = etree.SubElement(etree.SubElement(mark, qn("w:rPr")), qn("w:vertAlign"))
        raised.set(qn("w:val"), "superscript")
        etree.SubElement(mark, qn("w:footnoteRef"))
        run = etree.SubElement(paragraph, qn("w:r"))
        look = etree.SubElement(run, qn("w:rPr"))
        fonts = etree.SubElement(look, qn("w:rFonts"))
        for name in ("ascii", "hAnsi", "eastAsia"):
            fonts.set(qn(f"w:{name}"), self._font)
        etree.SubElement(look, qn("w:sz")).set(qn("w:val"), str(round(self._size_pt * 2)))
        words = etree.SubElement(run, qn("w:t"))
        words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        words.text = f" {text}"


def notes_of(document: Any) -> dict[int, str]:
    """The notes of a document by number, for readers of such a file."""
    part = next(
        (
            relation.target_part
            for relation in document.part.rels.values()
            if relation.reltype == RELATIONSHIP_TYPE.FOOTNOTES
        ),
        None,
    )
    if part is None:
        return {}
    root = etree.fromstring(part.blob)
    return {
        number: "".join(found.text or "" for found in note.iter(qn("w:t"))).strip()
        for note in root.iter(qn("w:footnote"))
        if (number := int(note.get(qn("w:id"), "0"))) >= _FIRST
    }
