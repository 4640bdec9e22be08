"""Walking an EPCIS XML document: order of elements, faults, names of extensions."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from lxml import etree

from milkshed.kernel.problems import Fault
from milkshed.kernel.text import Text

EPCIS_NAMESPACE = "urn:epcglobal:epcis:xsd:2"
QUERY_NAMESPACE = "urn:epcglobal:epcis-query:xsd:2"
OLD_EPCIS_NAMESPACE = "urn:epcglobal:epcis:xsd:1"
OLD_QUERY_NAMESPACE = "urn:epcglobal:epcis-query:xsd:1"
EPCIS_NAMESPACES = (EPCIS_NAMESPACE, OLD_EPCIS_NAMESPACE)
QUERY_NAMESPACES = (QUERY_NAMESPACE, OLD_QUERY_NAMESPACE)
_XSI = "http://www.w3.org/2001/XMLSchema-instance"

_IN_THE_CONTEXT: Mapping[str, str] = MappingProxyType(
    {
        "urn:epcglobal:cbv:mda": "cbvmda",
        "https://ref.gs1.org/cbv/": "cbv",
        "https://ref.gs1.org/voc/": "gs1",
        "https://gs1.org/voc/": "gs1",
    }
)
"""Namespaces that the EPCIS context itself gives a prefix."""

_MASTER_DATA_WITH_COLON = "urn:epcglobal:cbv:mda:"
"""The namespace of master data as the JSON-LD context writes it; some XML documents do the same.

It is declared although the context knows it, because names and thus hashes differ from those in
the namespace of the XML binding.
"""

_TAKEN = frozenset(
    {"cbv", "cbvmda", "dcterms", "epcis", "gs1", "owl", "rdf", "rdfs", "vann", "xsd"}
    | {"https", "http", "urn", "ni"}
)
"""Prefixes with a meaning of their own, in the EPCIS context or as a URI scheme."""

_PREFIX_OF_JSON = re.compile(r"[A-Za-z][A-Za-z0-9+\-]*")
"""Prefixes that the JSON binding permits (RFC 3986 scheme), here without the dot.

The dot is left to the numbers that tell apart several namespaces under one prefix.
"""

FAULTS_WITH_FULL_PATH = 200
"""Finding a full path walks over all siblings; later faults tell name and line only."""

Element = etree._Element  # noqa: SLF001 (lxml offers no public name for its element type)


@dataclass(frozen=True, slots=True)
class Content:
    """Which child elements a structure has, in their order.

    ``many`` may repeat, ``others`` tells whether elements of foreign namespaces may follow.
    """

    order: Mapping[str, int]
    required: frozenset[str]
    many: frozenset[str]
    others: bool


def content(names: str, *, others: bool = False) -> Content:
    """Return the content model of a list of names, ``{namespace}name`` for qualified ones.

    A name ends in ``?`` when it may be absent, ``*`` when it may be absent or repeat and ``+``
    when it must stand once or more; ``|`` joins names whose order is free.
    """
    order: dict[str, int] = {}
    required, many = set(), set()
    for position, group in enumerate(names.split()):
        for marked in group.split("|"):
            name = marked.rstrip("?*+")
            order[name] = position
            if not marked.endswith(("?", "*")):
                required.add(name)
            if marked.endswith(("*", "+")):
                many.add(name)
    return Content(MappingProxyType(order), frozenset(required), frozenset(many), others)


@dataclass(frozen=True, slots=True)
class Children:
    """The child elements found: of the structure itself by name, and foreign ones."""

    own: Mapping[str, list[Element]]
    foreign: list[Element]

    def first(self, name: str) -> Element | None:
        """Return the first child of this name."""
        found = self.own.get(name)
        return found[0] if found else None

    def all(self, name: str) -> list[Element]:
        """Return all children of this name."""
        return self.own.get(name, [])


class Reading:
    """One pass over a document: collects faults and gives extension namespaces their prefixes."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self._told = 0
        self._prefixes: dict[str, str] = {}
        self._uses: dict[str, int] = {}

    def fault(self, element: Element, rule: str, zh: str, en: str, child: str = "") -> None:
        """Note what is wrong at an element; ``child`` names a missing child of it."""
        self._told += 1
        if self._told <= FAULTS_WITH_FULL_PATH:
            path = element.getroottree().getpath(element)
        else:
            path = f"//{etree.QName(element).localname}"
        line = f"（第{element.sourceline}行）", f" (line {element.sourceline})"
        value = None if child or len(element) else (element.text or "").strip()
        self.faults.append(
            Fault(
                f"{path}/{child}" if child else path,
                value,
                rule,
                Text(f"{zh}{line[0]}", f"{en}{line[1]}"),
            )
        )

    def children(
        self, element: Element, model: Content, namespace: str = EPCIS_NAMESPACE
    ) -> Children:
        """Sort the children of an element, noting wrong order, unknown and missing ones.

        Foreign elements are those of any namespace but ``namespace``, the one of the structure.
        """
        own: dict[str, list[Element]] = {}
        foreign: list[Element] = []
        position = 0
        order, many = model.order, model.many
        if (text := element.text) and not text.isspace():
            self._refuse_text(element)
        for child in element:
            if (text := child.tail) and not text.isspace():
                self._refuse_text(element)
            name = child.tag
            place = order.get(name)
            if place is None and name.startswith("{"):
                if model.others and not name.startswith(f"{{{namespace}}}"):
                    foreign.append(child)
                else:
                    self._unexpected(child)
                continue
            if place is None:
                self._unexpected(child)
                continue
            found = own.get(name)
            if found is not None and name not in many:
                self.fault(child, "repeated", f"元素“{name}”重复", f"“{name}” is repeated")
            elif place < position or foreign:
                self.fault(
                    child,
                    "element-order",
                    f"元素“{name}”的位置不对",
                    f"“{name}” stands in the wrong place",
                )
            if place > position:
                position = place
            if found is None:
                own[name] = [child]
            else:
                found.append(child)
        if not model.required <= own.keys():
            for name in order:
                if name in model.required and name not in own:
                    self.fault(
                        element, "required", f"缺少元素“{name}”", f"“{name}” is missing", child=name
                    )
        return Children(own, foreign)

    def _refuse_text(self, element: Element) -> None:
        self.fault(
            element,
            "unexpected-text",
            "此处不能有文字",
            "There may be no text here",
        )

    def _unexpected(self, element: Element) -> None:
        name = etree.QName(element).localname
        self.fault(
            element,
            "unexpected-element",
            f"此处不能有元素“{name}”；扩展须有自己的命名空间",
            f"“{name}” may not stand here; an extension needs its own namespace",
        )

    def text(self, element: Element, read: Callable[[str], Any] = str) -> Any:
        """Return the value of an element with text only, None when it is wrong."""
        if len(element):
            for child in element:
                self._unexpected(child)
        text = (element.text or "").strip()
        return text if read is str else self.value(element, text, read)

    @staticmethod
    def plain_texts(element: Element, names: Sequence[str]) -> list[str] | None:
        """Return the texts of the children of exactly these names, in this order.

        None when anything else is found, which :meth:`children` and :meth:`text` then judge.
        """
        text = element.text
        if len(element) != len(names) or (text and not text.isspace()):
            return None
        found: list[str] = []
        for child, name in zip(element, names, strict=True):
            tail = child.tail
            if child.tag != name or len(child) or (tail and not tail.isspace()):
                return None
            found.append((child.text or "").strip())
        return found

    def value(
        self, element: Element, text: str, read: Callable[[str], Any], attribute: str = ""
    ) -> Any:
        """Return a text read as a value, noting a fault and giving None when it is not one."""
        try:
            return read(text)
        except ValueError:
            zh, en = (
                (f"属性“{attribute}”的", f"attribute “{attribute}”: ") if attribute else ("", "")
            )
            self.fault(
                element,
                "value",
                f"{zh}值“{text}”无效",
                f"{en}“{text}” is not a valid value",
            )
            return None

    def is_nil(self, element: Element) -> bool:
        """Say whether the element is marked as having no value."""
        return element.get(f"{{{_XSI}}}nil") in ("true", "1")

    def _prefix(self, namespace: str, element: Element) -> str:
        known = _IN_THE_CONTEXT.get(namespace) or self._prefixes.get(namespace)
        if known:
            return known
        if namespace == _MASTER_DATA_WITH_COLON:
            base = "cbvmda"
        else:
            base = (
                next((name for name, uri in element.nsmap.items() if uri == namespace), None) or ""
            )
            if base in _TAKEN or not _PREFIX_OF_JSON.fullmatch(base):
                base = "ext"
        self._uses[base] = number = self._uses.get(base, 0) + 1
        prefix = base if number == 1 else f"{base}.{number}"
        self._prefixes[namespace] = prefix
        return prefix

    def name(self, element: Element, tag: str) -> str:
        """Return the prefixed name of an extension element or attribute, bare without namespace."""
        if not tag.startswith("{"):
            return tag
        namespace, _, local = tag[1:].partition("}")
        return f"{self._prefix(namespace, element)}:{local}"

    def context(self, url: str) -> list[object]:
        """Return the JSON-LD context for the prefixes given out."""
        names = {prefix: namespace for namespace, prefix in self._prefixes.items()}
        return [url, names] if names else [url]

    def extensions(self, elements: Iterable[Element]) -> dict[str, Any]:
        """Return foreign elements as JSON members; those of one name become a list."""
        members: dict[str, Any] = {}
        for element in elements:
            name = self.name(element, str(element.tag))
            value = self._extension(element)
            if name not in members:
                members[name] = value
            elif isinstance(members[name], list):
                members[name].append(value)
            else:
                members[name] = [members[name], value]
        return members

    def _extension(self, element: Element) -> object:
        attributes = self.foreign_attributes(element, bare=True)
        text = (element.text or "").strip()
        if not len(element) and not attributes:
            return text
        members = {**attributes, **self.extensions(element)}
        if text:
            members["#text"] = text
        return members

    def foreign_attributes(self, element: Element, *, bare: bool = False) -> dict[str, str]:
        """Return the attributes of extensions, those with a bare name only when asked for."""
        attributes: dict[str, str] = {}
        for key, value in element.items():
            tag = str(key)
            if tag.startswith(f"{{{_XSI}}}"):
                continue
            if tag.startswith("{"):
                attributes[self.name(element, tag)] = str(value)
            elif bare:
                attributes[tag] = str(value)
        return attributes
