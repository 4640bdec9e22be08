"""Bytes into an XML tree, safely: no entities, no network, no document type declarations."""

from lxml import etree

from milkshed.kernel.problems import MALFORMED, Fault, Problem
from milkshed.kernel.text import Text
from milkshed.ledger.epcis.xml_reading import Element

_NOT_XML = Text("不是格式良好的XML", "This is not well-formed XML")
_NO_DOCTYPE = Text("不接受文档类型声明（DOCTYPE）", "A document type declaration is not accepted")


def parse_safely(data: bytes) -> Element:
    """Return the root of an XML document.

    Raises :class:`Problem` (malformed) when the bytes are no well-formed XML, are nested deeper
    than the parser permits (256 levels), or declare a document type.
    """
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        detail = Text(f"{_NOT_XML.zh}：{error}", f"{_NOT_XML.en}: {error}")
        raise Problem(MALFORMED, detail, [Fault("/", None, "not-well-formed", detail)]) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise Problem(MALFORMED, _NO_DOCTYPE, [Fault("/", None, "doctype", _NO_DOCTYPE)])
    return root
