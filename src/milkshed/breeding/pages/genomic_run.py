"""The genomic part of an evaluation's page: verdict, validation, form, samples left out, X."""

from collections.abc import Iterable, Mapping
from typing import Any

from milkshed.breeding.actions.evaluation.genomic_form import FORMS
from milkshed.breeding.models import EvaluationRun
from milkshed.breeding.queries.genomic import samples_named
from milkshed.breeding.science.selection_index import TRAITS
from milkshed.kernel.text import Text
from milkshed.platform.scope import Scope

_VERDICTS: dict[str, Text] = {
    "ok": Text("绿：预测可信", "Green: predictions hold"),
    "warn": Text("黄：预测需留意", "Yellow: predictions need care"),
    "bad": Text("红：预测不可靠，慎用于选种", "Red: predictions do not hold, select with care"),
    "none": Text("无法判断", "No verdict"),
}
_LIGHTS: dict[str, Text] = {
    "ok": Text("绿", "Green"),
    "warn": Text("黄", "Yellow"),
    "bad": Text("红", "Red"),
}
_KINDS = (("pedigree", Text("系谱", "Pedigree")), ("genomic", Text("基因组", "Genomic")))


def genomic_part(run: EvaluationRun, scope: Scope) -> dict[str, Any] | None:
    """What the page tells of a run's genomic evaluation; None where it did not come so far.

    Runs of earlier versions told less: what they lack is left out.
    """
    told: dict[str, Any] | None = run.manifest.get("genomic")
    if not told:
        return None
    summary = run.summary.get("genomic", {})
    rejected, conflicts = told.get("samples_rejected", []), told.get("conflicts", [])
    males = told.get("x", {}).get("males_listed", [])
    codes = {one["barcode"] for one in (*rejected, *conflicts, *males) if one.get("barcode")}
    codes |= {code for one in conflicts for code in (*one["others"], one["swap"]) if code}
    known = samples_named(scope, codes)
    validation = summary.get("validation", told.get("validation", {}))
    verdict = validation.get("verdict")
    form = told.get("form")
    errors = told.get("reliability_error", {})
    return {
        "told": told,
        "summary": summary,
        "validation": validation,
        "verdict": None
        if verdict is None
        else (
            verdict["kind"],
            _VERDICTS[verdict["kind"]],
            [(one["kind"], _LIGHTS[one["kind"]], _text(one)) for one in verdict["parts"]],
        ),
        "unconfirmed": verdict is not None
        and any(rule["status"] != "official" for rule in verdict["rules"]),
        "validated": [(title, validation[name]) for name, title in _KINDS if name in validation],
        "beyond_one": any(
            (validation.get(name, {}).get("accuracy") or 0.0) > 1.0 for name, _ in _KINDS
        ),
        "by_trait": [
            (title, held["pedigree"], held["genomic"])
            for trait, title in TRAITS.items()
            if (held := validation.get("traits", {}).get(trait))
        ],
        "form": None if form is None else (FORMS[form["name"]], _text(form)),
        "reliabilities": [
            (title, held["genomic"], held["pedigree"], errors.get(trait))
            for trait, title in TRAITS.items()
            if (held := summary.get("reliabilities", {}).get(trait))
        ],
        "compared": bool(errors),
        "chromosomes": [
            (_text(one), one["count"], one["used"], one["related"])
            for one in told.get("chromosomes", ())
        ],
        "without_map": any(
            one["related"] and one["unmapped"] for one in told.get("chromosomes", ())
        ),
        "x": told.get("x") if told.get("x", {}).get("markers") else None,
        "males": [(one, known.get(one["barcode"])) for one in males],
        "conflicts": [
            (one, known.get(one["barcode"]), _text(one), _others(one["others"], known),
             _others([one["swap"]] if one["swap"] else [], known))
            for one in conflicts
        ],
        "rejected": [
            (one.get("barcode", ""), known.get(one.get("barcode", "")), _text(one))
            for one in rejected
        ],
        "indices": [
            (index, [TRAITS[trait] for trait in index["missing"]])
            for index in summary.get("indices", ())
        ],
    }  # fmt: skip


def _text(held: Mapping[str, str]) -> Text:
    return Text(held["zh"], held["en"])


def _others(codes: Iterable[str], known: Mapping[str, int]) -> list[tuple[str, int | None]]:
    return [(code, known.get(code)) for code in codes]
