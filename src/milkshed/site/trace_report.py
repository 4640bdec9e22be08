"""A trace as text for the terminal, or as JSON for another program."""

from dataclasses import asdict

import orjson

from milkshed.kernel.clock import in_shanghai
from milkshed.kernel.problems import NOT_FOUND, Problem
from milkshed.kernel.text import Text
from milkshed.ledger.facade import Trace, TraceNode, trace_backward, trace_forward
from milkshed.platform.models import Place

_DEEPEST = 40


def print_trace(uri: str, *, forward: bool = False, as_json: bool = False) -> int:
    """Print where a lot came from or went; raises a problem for a name nobody recorded."""
    trace = trace_forward(uri) if forward else trace_backward(uri)
    if trace is None:
        raise Problem(NOT_FOUND, Text(f"账本中没有 {uri}", f"The ledger does not know {uri}"))
    if as_json:
        print(orjson.dumps(asdict(trace), option=orjson.OPT_INDENT_2).decode())
    else:
        _print_table(trace)
    return 0


def _print_table(trace: Trace) -> None:
    names = _place_names(trace)
    print(f"{trace.start.uri}\n{_line(trace.start, names)}\n")
    print("去向 · went to" if trace.direction == "forward" else "来源 · came from")
    for end in trace.ends[:_DEEPEST]:
        share = "     —" if end.share is None else f"{end.share * 100:5.1f}%"
        mass = "" if end.mass_kg is None else f"{end.mass_kg:12,.1f} kg"
        print(f"  {share} {mass}  {_line(end.node, names)}")
    if len(trace.ends) > _DEEPEST:
        print(f"  … 另有 {len(trace.ends) - _DEEPEST} 项 · more")
    for unknown in trace.unknown:
        print(
            f"  {unknown.share * 100:5.1f}%  未知 · unknown：{unknown.reason.zh}（{unknown.uri}）"
        )
    print(f"\n{len(trace.nodes)} 批 · lots，{len(trace.hops)} 步 · steps")


def _place_names(trace: Trace) -> dict[str, str]:
    glns = {node.place_uri.rpartition("/")[2] for node in trace.nodes if node.place_uri}
    return {place.uri: place.name_zh for place in Place.objects.filter(gln__in=glns)}


def _line(node: TraceNode, names: dict[str, str]) -> str:
    moment = f"{in_shanghai(node.made_at):%Y-%m-%d %H:%M}" if node.made_at else "时间未记录"
    place = names.get(node.place_uri or "", node.place_uri or "地点未记录")
    return f"{node.kind.name.zh}  {place}  {moment}  {node.uri.rpartition('/10/')[2]}"
