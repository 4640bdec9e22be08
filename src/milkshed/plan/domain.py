"""The manifest of the plan room. It knows no domain: each hands it figures."""

from milkshed.kernel.text import Text
from milkshed.platform.domain import Domain, MenuItem

_SEE = (
    "region_officer",
    "county_officer",
    "inspector",
    "association_secretary",
    "auditor",
    "administrator",
)

DOMAIN = Domain(
    label="plan",
    title=Text("规划执行", "Plan"),
    order=90,
    verbs={
        "plan.see": _SEE,
        "plan.compute": ("region_officer", "administrator"),
        "plan.report": ("region_officer", "county_officer", "association_secretary"),
        "plan.accept_report": ("region_officer", "administrator"),
        "plan.return_report": ("region_officer", "administrator"),
    },
    menu=(
        MenuItem(Text("指标总表", "Indicators"), "plan:board", "plan.see"),
        MenuItem(Text("填报审核", "Reports to review"), "plan:reports", "plan.see"),
        MenuItem(Text("规划结构", "Outline of the plan"), "plan:outline", "plan.see"),
        MenuItem(Text("矛盾与口径", "Contradictions"), "plan:contradictions", "plan.see"),
    ),
)
