"""A reading as an Excel file: every lot, every hop, what is unknown, and the 24-hour pack."""

from collections.abc import Iterator

from milkshed.kernel.counties import division_name
from milkshed.kernel.text import Text
from milkshed.platform.documents.columns import Column, Kind
from milkshed.platform.documents.excel import Sheet, write_excel
from milkshed.site.explorer.reading import MODELS, Exploration, Lot, Side
from milkshed.site.explorer.tracking_events import TrackingEvent, tracking_events

SIDES = {
    Side.BEFORE: Text("来源（上溯）", "Where it came from"),
    Side.START: Text("所查批次", "The lot asked about"),
    Side.AFTER: Text("去向（下追）", "Where it went"),
}
_KG = "kg"
_LOTS = (
    Column("side", Text("方向", "Side"), width=14),
    Column("stage", Text("环节", "Stage"), width=14),
    Column("lot", Text("批次", "Lot"), width=26),
    Column("county", Text("县（市、区）", "County"), width=12),
    Column("place", Text("场所", "Place"), width=26),
    Column("vessel", Text("容器", "Vessel"), width=16),
    Column("at", Text("时间", "Time"), Kind.TIME, width=18),
    Column("kg", Text("整批重量", "Whole lot"), Kind.DECIMAL, _KG, places=1),
    Column("shared", Text("共有重量", "In common"), Kind.DECIMAL, _KG, places=2),
    Column("share", Text("份额", "Share"), Kind.PERCENT),
    Column("steps", Text("步数", "Steps"), Kind.INTEGER),
    Column("why", Text("为何在内", "Why it is here"), width=40),
    Column("uri", Text("标准标识", "Identifier"), width=52),
    Column("event", Text("事实标识", "Fact"), width=46),
)
_HOPS = (
    Column("at", Text("时间", "Time"), Kind.TIME, width=18),
    Column("source", Text("从", "From"), width=26),
    Column("target", Text("到", "To"), width=26),
    Column("why", Text("如何", "How"), width=34),
    Column("kg", Text("重量", "Mass"), Kind.DECIMAL, _KG, places=1),
    Column("share", Text("占后者份额", "Share of the latter"), Kind.PERCENT),
    Column("event", Text("事实标识", "Fact"), width=46),
)
_UNKNOWN = (
    Column("lot", Text("批次", "Lot"), width=26),
    Column("stage", Text("环节", "Stage"), width=16),
    Column("why", Text("为何未知", "Why"), width=40),
    Column("share", Text("份额", "Share"), Kind.PERCENT),
)
_PACK = (
    Column("at", Text("时间", "Time"), Kind.TIME, width=18),
    Column("what", Text("关键追溯事件", "Critical tracking event"), width=22),
    Column("lot", Text("追溯批号", "Lot code"), width=26),
    Column("description", Text("品名", "Description"), width=22),
    Column("kg", Text("数量", "Quantity"), Kind.DECIMAL, _KG, places=1),
    Column("inputs", Text("投入批次（kg）", "Inputs (kg)"), width=40),
    Column("place", Text("地点", "Place"), width=26),
    Column("gln", Text("位置码", "GLN"), width=15),
    Column("origin", Text("发货地", "Ship from"), width=24),
    Column("destination", Text("收货地", "Ship to"), width=24),
    Column("document", Text("交接单", "Document"), width=18),
    Column("event", Text("事实标识", "Fact"), width=46),
)


def explorer_workbook(
    found: Exploration, title: Text, sentence: Text, *, synthetic: bool, language: str
) -> bytes:
    """The reading as an ``.xlsx`` with four sheets."""

    def say(both: Text) -> str:
        return both.in_language(language)

    model = MODELS[found.wanted.model]
    notes = (say(sentence), say(Text(f"混合模型：{model.zh}", f"Model: {model.en}")))
    sheets = (
        (Text("批次", "Lots"), _LOTS, _lot_rows(found, language)),
        (Text("流转", "Hops"), _HOPS, _hop_rows(found, language)),
        (Text("来源未知", "Unknown"), _UNKNOWN, _unknown_rows(found, language)),
        (Text("24小时资料包", "24-hour pack"), _PACK, _pack_rows(found, language)),
    )
    return write_excel(
        [Sheet(say(title), columns, rows, notes, say(name)) for name, columns, rows in sheets],
        synthetic=synthetic,
        language=language,
    )


def _lot_rows(found: Exploration, language: str) -> Iterator[dict[str, object]]:
    for lot in found.lots:
        yield _lot_row(lot, language)


def _lot_row(lot: Lot, language: str) -> dict[str, object]:
    county = lot.place.county if lot.is_open and lot.place else ""
    return {
        "side": SIDES[lot.side].in_language(language),
        "stage": lot.node.kind.name.in_language(language),
        "lot": lot.number,
        "county": division_name(county).in_language(language) if county else "",
        "place": lot.place_name.in_language(language),
        "vessel": lot.vessel_name.in_language(language) if lot.vessel_name else "",
        "at": lot.node.made_at,
        "kg": lot.mass_kg,
        "shared": lot.shared_kg,
        "share": lot.share,
        "steps": lot.steps,
        "why": "; ".join(dict.fromkeys(hop.reason.in_language(language) for hop in lot.hops)),
        "uri": lot.node.uri if lot.is_open else "",
        "event": lot.event_id,
    }


def _hop_rows(found: Exploration, language: str) -> Iterator[dict[str, object]]:
    lots = {lot.node.uri: lot for lot in found.lots}
    for link in found.links:
        is_open = lots[link.source].is_open and lots[link.target].is_open
        yield {
            "at": link.at,
            "source": lots[link.source].number,
            "target": lots[link.target].number,
            "why": (link.reason if is_open else link.public_reason).in_language(language),
            "kg": link.mass_kg if is_open else None,
            "share": link.share,
            "event": link.event_id if is_open else "",
        }


def _unknown_rows(found: Exploration, language: str) -> Iterator[dict[str, object]]:
    for part in found.unknown:
        yield {
            "lot": part.number,
            "stage": part.kind.in_language(language),
            "why": part.reason.in_language(language),
            "share": part.share,
        }


def _pack_rows(found: Exploration, language: str) -> Iterator[dict[str, object]]:
    for row in tracking_events(found):
        yield _pack_row(row, language)


def _pack_row(row: TrackingEvent, language: str) -> dict[str, object]:
    return {
        "at": row.at,
        "what": row.what.in_language(language),
        "lot": row.lot.number,
        "description": row.description.in_language(language),
        "kg": row.kg,
        "inputs": row.inputs,
        "place": row.place.in_language(language),
        "gln": row.gln,
        "origin": row.origin.in_language(language),
        "destination": row.destination.in_language(language),
        "document": row.document,
        "event": row.event_id,
    }
