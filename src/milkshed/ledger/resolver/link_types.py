"""Link types: what stands at the other end of a link.

GS1's own are terms of the GS1 Web Vocabulary (https://ref.gs1.org/voc); only those that milk, its
packs, places and vessels have a use for are listed, any other of that vocabulary is taken too.
Ours are what that vocabulary has no word for.
"""

import re
from dataclasses import dataclass

from milkshed.kernel.text import Text

GS1 = "https://ref.gs1.org/voc/"
MILK = "https://milkshed.example/ns/link/"
PREFIXES = {"gs1": GS1, "milk": MILK}

_GS1_SPELLINGS = re.compile(r"https?://(?:ref\.|www\.)?gs1\.org/voc/")
_CURIE = re.compile(r"(gs1|milk):([A-Za-z]+)")
_URI = re.compile(r"https?://[A-Za-z0-9./]+")
"""As narrow as the names of relations in the schema of GS1 linksets."""


@dataclass(frozen=True, slots=True)
class LinkType:
    """A link type: its URI and what people call it."""

    uri: str
    name: Text

    @property
    def curie(self) -> str:
        """The short form, ``gs1:pip``; the URI where there is none."""
        return curie_of(self.uri)


DEFAULT = f"{GS1}defaultLink"
DEFAULT_MULTI = f"{GS1}defaultLinkMulti"
HANDLED_BY = f"{GS1}handledBy"
PIP = f"{GS1}pip"
TRACEABILITY = f"{GS1}traceability"
EPCIS = f"{GS1}epcis"
CERTIFICATION = f"{GS1}certificationInfo"
LOCATION = f"{GS1}locationInfo"
ORIGIN = f"{MILK}origin"
TEST_RESULTS = f"{MILK}testResults"

ASSIGNED_BY_US = frozenset({DEFAULT, DEFAULT_MULTI, HANDLED_BY})
"""Types that follow from how a link is registered, and are never a link's own type."""

LINK_TYPES: tuple[LinkType, ...] = tuple(
    LinkType(uri, Text(zh, en))
    for uri, zh, en in (
        (PIP, "产品信息", "Product information"),
        (TRACEABILITY, "追溯信息", "Traceability"),
        (EPCIS, "EPCIS事件", "EPCIS events"),
        (CERTIFICATION, "检验与认证", "Tests and certificates"),
        (LOCATION, "场所信息", "Location"),
        (f"{GS1}recallStatus", "召回状态", "Recall status"),
        (f"{GS1}ingredientsInfo", "配料", "Ingredients"),
        (f"{GS1}nutritionalInfo", "营养成分", "Nutrition"),
        (f"{GS1}allergenInfo", "过敏原", "Allergens"),
        (f"{GS1}consumerHandlingStorageInfo", "贮存与食用", "Storage and use"),
        (f"{GS1}instructions", "使用说明", "Instructions"),
        (f"{GS1}recipeInfo", "食谱", "Recipes"),
        (f"{GS1}sustainabilityInfo", "可持续信息", "Sustainability"),
        (f"{GS1}hasRetailers", "购买渠道", "Where to buy"),
        (f"{GS1}promotion", "促销活动", "Promotion"),
        (f"{GS1}masterData", "主数据", "Master data"),
        (f"{GS1}logisticsInfo", "物流信息", "Logistics"),
        (f"{GS1}safetyInfo", "安全信息", "Safety"),
        (f"{GS1}faqs", "常见问题", "Questions and answers"),
        (f"{GS1}support", "客户服务", "Support"),
        (f"{GS1}relatedVideo", "视频", "Video"),
        (f"{GS1}homepage", "主页", "Home page"),
        (ORIGIN, "奶源构成", "Where the milk came from"),
        (TEST_RESULTS, "途经各批检测结果", "Test results on the way"),
        (f"{MILK}coldChain", "冷链温度记录", "Cold chain records"),
        (f"{MILK}cleaningRecord", "清洗记录", "Cleaning records"),
        (f"{MILK}handoverSheet", "生鲜乳交接单", "Handover sheet"),
    )
)

_NAMES = {one.uri: one.name for one in LINK_TYPES} | {
    DEFAULT: Text("默认链接", "Default link"),
    DEFAULT_MULTI: Text("按读者选择的默认链接", "Default link by reader"),
}


def uri_of(name: str) -> str | None:
    """Return the URI of a link type given as URI or short form, None when it is neither.

    The three addresses under which the GS1 Web Vocabulary was published are one.
    """
    short = _CURIE.fullmatch(name)
    if short:
        return PREFIXES[short[1]] + short[2]
    uri = _GS1_SPELLINGS.sub(GS1, name)
    return uri if _URI.fullmatch(uri) else None


def curie_of(uri: str) -> str:
    """Return the short form of a link type; the URI where its namespace has no prefix."""
    for prefix, namespace in PREFIXES.items():
        if uri.startswith(namespace):
            return f"{prefix}:{uri.removeprefix(namespace)}"
    return uri


def name_of(uri: str) -> Text:
    """Return what people call a link type; its short form where we have no words for it."""
    return _NAMES.get(uri) or Text(curie_of(uri), curie_of(uri))
