"""The answer key beside the data, with the numbers that people can search for."""

import json
from collections.abc import Mapping
from pathlib import Path

from django.conf import settings

from milkshed.region.play import uris
from milkshed.region.play.facts import Flow
from milkshed.region.science.answer_key import AnswerKey, Planted

_RESIDUES = ("residue-late", "residue-refused")


def write_answer_key(flow: Flow) -> str:
    """Write the key as a page and as JSON, and return the page's path."""
    key = flow.key.numbered(lambda planted: _numbers(flow, planted))
    path = Path(settings.VAR) / "answer-key.md"
    path.write_text(key.as_markdown(), encoding="utf-8")
    path.with_suffix(".json").write_text(
        json.dumps(key.as_document(), ensure_ascii=False, indent=1), encoding="utf-8"
    )
    return str(path)


def _numbers(flow: Flow, planted: Planted) -> Mapping[str, str]:
    key: AnswerKey = flow.key
    found: dict[str, str] = {}
    if planted.load is not None:
        serial = flow.load_serial(planted.load)
        found["批次 · load lot"] = uris.load_lot(serial)
        found["交接单 · sheet"] = uris.sheet_gdti(serial)
    if planted.kind == "forged-sheet":
        found["交接单 · sheet"] = uris.sheet_gdti(flow.forged_serial(key.forged_sheets[0]))
    if planted.kind in _RESIDUES:
        kinds = [p.kind for p in key.planted if p.kind in _RESIDUES]
        farm, column = key.residue_farm_lots[kinds.index(planted.kind)]
        number = flow.world.farms[farm].number
        day = flow.collection.start + column
        found["牧场奶罐批次 · farm tank lot"] = uris.farm_tank_lot(number, day)
    return found
