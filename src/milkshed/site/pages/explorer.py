"""The trace explorer: any identifier in, both directions of its milk out."""

import re
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from milkshed.kernel.clock import in_shanghai
from milkshed.kernel.problems import NOT_FOUND, Problem, invalid
from milkshed.kernel.text import Text
from milkshed.ledger.facade import Model
from milkshed.platform.documents.excel import MEDIA_TYPE as EXCEL
from milkshed.platform.permissions import may
from milkshed.platform.web.entries import as_decimal, as_whole, day_asked
from milkshed.platform.web.pages import page
from milkshed.platform.web.people import person_of
from milkshed.site.explorer.comparison import compare
from milkshed.site.explorer.finding import MOST_LENGTH, find_lots
from milkshed.site.explorer.groups import anchor, gather
from milkshed.site.explorer.paper import explorer_pdf as write_explorer_pdf
from milkshed.site.explorer.picture import draw
from milkshed.site.explorer.reading import MODELS, Exploration, Lot, Side, Wanted, explore
from milkshed.site.explorer.workbook import SIDES, explorer_workbook
from milkshed.site.shell import holds_synthetic

_ROWS_PER_STAGE = 12
_MOST_ROWS = 2_000
_DEEPEST = 50
THRESHOLDS = ("0", "0.01", "0.1", "1", "5")
"""Smallest shares to choose from, in percent."""
DEPTHS = (1, 2, 3, 4, 6, 8)


@dataclass(frozen=True, slots=True)
class Stage:
    """The rows of one stage in the table."""

    side: Text
    title: Text
    anchor: str
    lots: tuple[Lot, ...]
    count: int

    @property
    def more(self) -> int:
        """How many rows are left out."""
        return self.count - len(self.lots)


@require_GET
@page("ledger.query")
def explorer(request: HttpRequest) -> HttpResponse:
    """The page: a box to type or scan into, or the lot that ``uri`` names."""
    typed = request.GET.get("q", "").strip()[:MOST_LENGTH]
    uri = request.GET.get("uri", "").strip()
    context: dict[str, Any] = {
        "q": typed or uri,
        "models": MODELS.items(),
        "thresholds": THRESHOLDS,
        "depths": DEPTHS,
    }
    if not uri and typed:
        candidates = find_lots(typed, request.user)
        if len(candidates) == 1:
            uri = candidates[0].uri
        context["candidates"] = candidates
    if uri:
        context |= _answer(request, wanted_by(request, uri))
    return render(request, "site/explorer.html", context)


@require_GET
@page("ledger.query")
def explorer_excel(request: HttpRequest) -> HttpResponse:
    """The same as an Excel file, with the 24-hour pack."""
    found = _asked(request)
    content = explorer_workbook(
        found,
        Text(f"追溯明细 {found.start.number}", f"Trace {found.start.number}"),
        sentence(found),
        synthetic=holds_synthetic(),
        language="en" if (get_language() or "zh").startswith("en") else "zh",
    )
    return _file(content, EXCEL, f"trace-{_name(found)}.xlsx")


@require_GET
@page("ledger.query")
def explorer_pdf(request: HttpRequest) -> HttpResponse:
    """The same as a PDF to hand over."""
    found = _asked(request)
    now = in_shanghai(timezone.now())
    content = write_explorer_pdf(
        found,
        sentence(found),
        issued=f"{person_of(request).name_zh} {now:%Y-%m-%d %H:%M}",
        synthetic=holds_synthetic(),
    )
    return _file(content, "application/pdf", f"trace-{_name(found)}.pdf")


def _asked(request: HttpRequest) -> Exploration:
    uri = request.GET.get("uri", "").strip()
    if not uri:
        raise invalid("uri", uri, "required", "请指明批次", "Name a lot")
    return explored(request, wanted_by(request, uri))


def _name(found: Exploration) -> str:
    return re.sub(r"[^A-Za-z0-9.-]", "-", found.start.number) or "lot"


def _file(content: bytes, media_type: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def wanted_by(request: HttpRequest, uri: str) -> Wanted:
    """What the address asks for; nonsense in it is a problem that names the field."""
    asked = request.GET.get("model", "")
    if asked and asked not in {model.value for model in MODELS}:
        raise invalid("model", asked, "choice", "没有这种混合模型", "There is no such model")
    percent = as_decimal(request.GET.get("threshold") or "0")
    if percent is None or not 0 <= percent <= 100:
        raise invalid(
            "threshold",
            request.GET.get("threshold"),
            "range",
            "份额下限应为0至100的百分数",
            "The smallest share is a percentage from 0 to 100",
        )
    depth = as_whole(request.GET.get("depth"))
    return Wanted(
        uri=uri,
        model=Model(asked) if asked else Model.MASS_FRACTION,
        threshold=float(percent) / 100,
        depth=min(depth, _DEEPEST) if depth else None,
        first=day_asked(request, "first"),
        last=day_asked(request, "last"),
    )


def explored(request: HttpRequest, wanted: Wanted) -> Exploration:
    """The reading, or a not-found problem."""
    found = explore(request.user, wanted)
    if found is None:
        raise Problem(
            NOT_FOUND,
            Text("账本中没有这个批次的记录", "The ledger holds no record of this lot"),
        )
    return found


def _answer(request: HttpRequest, wanted: Wanted) -> dict[str, Any]:
    found = explored(request, wanted)
    whole = request.GET.get("rows") == "all"
    stages = _stages(found, whole=whole)
    return {
        "found": found,
        "wanted": wanted,
        "threshold": request.GET.get("threshold", "0"),
        "carry": _carried(request, wanted),
        "sentence": sentence(found),
        "comparison": compare(found.start.node, threshold=wanted.threshold),
        "may_recall": may(request.user, "factory.open_recall"),
        "picture": draw(gather(found)),
        "stages": stages,
        "rows_hidden": sum(stage.more for stage in stages),
        "whole": whole,
    }


def _carried(request: HttpRequest, wanted: Wanted) -> str:
    """The question as the query of an address, for the files that say the same."""
    asked = {name: value for name, value in request.GET.items() if name in _FIELDS and value}
    return urlencode({"uri": wanted.uri, **asked})


def sentence(found: Exploration) -> Text:
    """The answer in one sentence: how many lots stand behind and ahead, and what is unknown."""
    before, after = found.on(Side.BEFORE), found.on(Side.AFTER)
    farms = {lot.node.place_uri for lot in before if lot.node.kind.code == "milking"}
    products = sum(lot.node.kind.code == "product" for lot in after)
    behind = Text(f"上游{len(before)}批", f"{len(before)} lots behind it")
    if farms:
        behind = Text(f"{behind.zh}（{len(farms)}个牧场）", f"{behind.en} ({len(farms)} farms)")
    ahead = Text(f"下游{len(after)}批", f"{len(after)} ahead")
    if products:
        ahead = Text(f"{ahead.zh}（产品{products}批）", f"{ahead.en} ({products} product lots)")
    unknown = found.sums.unknown or 0.0
    rest = Text("", "")
    if unknown > _SMALLEST:
        rest = Text(f"，来源未知{unknown:.1%}", f"; {unknown:.1%} of unknown origin")
    return Text(f"{behind.zh}，{ahead.zh}{rest.zh}。", f"{behind.en}, {ahead.en}{rest.en}.")


_SMALLEST = 0.0005
_FIELDS = ("model", "threshold", "depth", "first", "last")


def _stages(found: Exploration, *, whole: bool) -> list[Stage]:
    """The table's rows by side and stage, the heaviest first; the first few of each or all."""
    ordered = sorted(found.lots, key=_place)
    stages, room = [], _MOST_ROWS
    for _, lots in groupby(ordered, key=lambda lot: _place(lot)[:2]):
        rows = tuple(lots)
        shown = rows[: room if whole else _ROWS_PER_STAGE]
        room -= len(shown)
        first = rows[0]
        stages.append(
            Stage(SIDES[first.side], first.node.kind.name, anchor(first), shown, len(rows))
        )
    return stages


def _place(lot: Lot) -> tuple[int, int, float, float]:
    side = list(SIDES).index(lot.side)
    made = lot.node.made_at.timestamp() if lot.node.made_at else 0.0
    return side, lot.node.kind.order, -(lot.shared_kg or lot.share or 0.0), made
