"""The three models beside each other for one lot: how many sources, how many products."""

from dataclasses import dataclass

from milkshed.kernel.text import Text
from milkshed.ledger.facade import Model, TraceNode, recall_scopes, trace_backward
from milkshed.site.explorer.reading import MODELS

_ORIGINS = ("milking", "farm_tank")
_MADE_FOR_SALE = ("product", "pallet")


@dataclass(frozen=True, slots=True)
class Compared:
    """What one model answers. Ahead: product lots reached and their mass. Behind: places and lots
    of origin. Only one of them, None the other, as the lot is milk or product."""

    model: Model
    title: Text
    origins: int | None = None
    sources: int | None = None
    product_lots: int | None = None
    product_kg: float | None = None


def compare(start: TraceNode, *, threshold: float) -> tuple[Compared, ...]:
    """The answers of all models; shares below ``threshold`` do not count in those that have them.

    Of milk it is asked what it went into, of products where they came from. Numbers only, which
    everybody may read who may trace the lot.
    """
    if start.kind.code in _MADE_FOR_SALE:
        return tuple(_behind(start.uri, model, threshold) for model in MODELS)
    return tuple(
        Compared(
            scope.model,
            MODELS[scope.model],
            product_lots=len(scope.products),
            product_kg=scope.product_kg,
        )
        for scope in recall_scopes([start.uri], threshold=threshold)
    )


def _behind(uri: str, model: Model, threshold: float) -> Compared:
    trace = trace_backward(uri, model=model, threshold=threshold)
    ends = trace.ends if trace else ()
    places = {end.node.place_uri for end in ends if end.node.kind.code in _ORIGINS}
    return Compared(model, MODELS[model], origins=len(places), sources=len(ends))
