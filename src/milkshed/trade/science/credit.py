"""What a credit file rests on: kinds of signals, three lists, and what a listing needs. Pure.

The score adds up dated signals by a points table (:mod:`milkshed.numerics.scorecard`); more
points mean more breaches. It puts nobody on a list: that takes people and the law's steps.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from milkshed.kernel.text import Text
from milkshed.numerics.scorecard import Fact, PointRow, Score, score_of

VERSION = "1"

SIGNALS: dict[str, Text] = {
    "contract_breach": Text("合同违约", "Breach of contract"),
    "late_payment": Text("逾期付款", "Late payment"),
    "refused_load": Text("交奶被拒收", "Load refused"),
    "failed_test": Text("检测不合格", "Failed test"),
    "case": Text("行政处罚或立案查处", "Penalty or case"),
    "false_statement": Text("提供虚假材料", "False papers"),
    "mediation_failed": Text("不履行调解协议", "Mediated agreement not kept"),
}
"""The kinds of facts that a credit file holds."""

LAYERS: dict[str, Text] = {
    "statutory": Text("法定失信名单", "Statutory list"),
    "regulator": Text("监管信用档案", "Regulator's file"),
    "association": Text("行业自律名单", "Association's list"),
}
"""The three lists: imported and read-only, decided by the authority, decided by the association."""

DECIDED_LAYERS = ("regulator", "association")


def credit_score(facts: Iterable[Fact], rows: Mapping[str, PointRow], as_of: date) -> Score:
    """The points of one subject as of a day, term by term."""
    return score_of(facts, rows, as_of)


@dataclass(frozen=True, slots=True)
class Listing:
    """What the public may see of an entry depends on these days alone."""

    state: str
    published_on: date | None
    expires_on: date | None

    def is_public(self, day: date) -> bool:
        """Whether the entry stands on the public page on a day, its last day included."""
        return (
            self.state == "published"
            and self.published_on is not None
            and self.published_on <= day
            and (self.expires_on is None or day <= self.expires_on)
        )


def may_decide(defence_due: date, today: date) -> bool:
    """Whether the time to state and defend is over: the day after its last day at the earliest."""
    return today > defence_due


def earliest_repair(published_on: date, least_days: int) -> date:
    """The first day on which a repair may be asked for."""
    return published_on + timedelta(days=least_days)


def end_of_listing(published_on: date, years: int) -> date:
    """The last day of a listing: the day before the same date so many years later."""
    year = published_on.year + years
    try:
        same = published_on.replace(year=year)
    except ValueError:  # 29 February
        same = date(year, 3, 1)
    return same - timedelta(days=1)
