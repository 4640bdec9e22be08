"""What has to be known before the statements of a period are drawn up, read for many at once."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from milkshed.kernel.problems import CONFLICT, Fault, Problem, invalid
from milkshed.kernel.text import Text
from milkshed.platform.models import Organisation, Place
from milkshed.trade.models import Contract, GridAgreement, PayGrid, Settlement
from milkshed.trade.queries.contracts import in_force
from milkshed.trade.queries.deliveries import Collected
from milkshed.trade.queries.grids import grid_by_code, grids_on


@dataclass(frozen=True, slots=True)
class Period:
    """The days that are settled, both included."""

    first: date
    last: date


class Before:
    """What stands between a buyer and some sellers' places before a period is settled.

    The caller holds the places' locks, so that nobody settles the same days meanwhile.
    """

    def __init__(self, buyer: Organisation, period: Period, places: Sequence[Place]) -> None:
        self.buyer, self.period = buyer, period
        sellers = {place.organisation_id for place in places}
        same_days = Settlement.objects.filter(
            buyer=buyer, first_day__lte=period.last, last_day__gte=period.first
        ).exclude(state="replaced")
        self._settled = {
            one.seller_place_id: one
            for one in same_days.filter(seller_place__in=places)
            .only("number", "seller_place_id", "first_day", "last_day")
            .order_by("-pk")
        }
        bound = in_force(period.last, period.last).filter(buyer=buyer, seller_id__in=sellers)
        self._contracts = {one.seller_id: one for one in bound.order_by("effective_from", "pk")}
        self._grids: dict[int, PayGrid] = {}
        agreements = (
            GridAgreement.objects.filter(
                organisation_id__in=sellers,
                grid__owner=buyer,
                grid__in=grids_on(period.last, period.last).order_by(),
            )
            .select_related("grid")
            .order_by("grid__valid_from", "grid__version")
        )
        for agreement in agreements:
            self._grids[agreement.organisation_id] = agreement.grid
        self._agreed = {(one.organisation_id, one.grid_id) for one in agreements}
        self._by_code: dict[str, PayGrid | None] = {}
        self._paid: dict[str, dict[str, str]] = defaultdict(dict)
        for number, kind, inputs in same_days.order_by("-pk").values_list(
            "number", "seller_place__kind", "inputs"
        ):
            self._paid[kind].update((one["key"], number) for one in inputs["deliveries"])
        self._stem = f"S{period.first:%y%m%d}.{buyer.pk}."
        self._numbers: dict[int, int] = defaultdict(int)
        taken = Settlement.objects.filter(number__startswith=self._stem, version=1)
        for place in taken.values_list("seller_place_id", flat=True):
            self._numbers[place] += 1

    def check_free(self, place: Place) -> None:
        """Raise a conflict when days of the period are settled already."""
        other = self._settled.get(place.pk)
        if other is None:
            return
        period = self.period
        message = Text(
            f"{period.first}—{period.last} 与结算单 {other.number}"
            f"（{other.first_day}—{other.last_day}）重叠",
            f"{period.first} to {period.last} overlaps statement {other.number} "
            f"({other.first_day} to {other.last_day})",
        )
        raise Problem(CONFLICT, message, [Fault("period", str(period.first), "overlap", message)])

    def check_once(self, collected: Collected, place: Place) -> None:
        """Raise a conflict for a load paid already: it is paid to the station or to its farms."""
        paid = {
            load: number
            for kind, loads in self._paid.items()
            if kind != place.kind
            for load, number in loads.items()
        }
        both = paid.keys() & {one.key for one in collected.account.deliveries}
        if both:
            first = min(both)
            message = Text(
                f"交接单 {first} 等{len(both)}张已由结算单 {paid[first]} 结算，"
                "同一车奶不能既付收购站又付牧场",
                f"{len(both)} loads ({first} …) are settled by {paid[first]}: "
                "a load is paid to the station or to its farms",
            )
            raise Problem(CONFLICT, message, [Fault("period", place.name_zh, "twice", message)])

    def note(self, place: Place, number: str, collected: Collected) -> None:
        """Remember the loads of a statement drawn up in the same go."""
        loads = (one.key for one in collected.account.deliveries)
        self._paid[place.kind].update((load, number) for load in loads)

    def contract(self, place: Place) -> Contract | None:
        """The contract of the seller on the last day; the youngest where two are."""
        return self._contracts.get(place.organisation_id)

    def number(self, place: Place) -> str:
        """S, the first day, the buyer, the seller's place and a running number."""
        self._numbers[place.pk] += 1
        return f"{self._stem}{place.pk}.{self._numbers[place.pk]}"

    def agreed_grid(self, seller: Organisation, grid: PayGrid | None = None) -> PayGrid:
        """The grid of the period: published, the buyer's, agreed by the seller, valid throughout.

        Without ``grid`` it is the contract's, or else the last one the seller agreed to.
        """
        if grid is None:
            contract = self._contracts.get(seller.pk)
            if contract is not None and contract.grid_code:
                grid = self._grid_of(contract.grid_code)
            grid = grid or self._grids.get(seller.pk)
        if grid is None:
            raise invalid(
                "grid", "", "agreed",
                f"“{seller.name_zh}”与“{self.buyer.name_zh}”在 {self.period.last} "
                "没有双方同意的计价表",
                "The two sides have agreed on no grid for these days",
            )  # fmt: skip
        words = f"{grid.code} 第{grid.version}版"
        if grid.owner_id != self.buyer.pk or grid.state == "draft":
            raise invalid(
                "grid", words, "published",
                "须用买方已发布的计价表", "It must be a published grid of the buyer",
            )  # fmt: skip
        if not self._has_agreed(seller, grid):
            raise invalid(
                "grid", words, "agreed",
                f"“{seller.name_zh}”尚未同意计价表 {words}",
                "The seller has not agreed to this grid",
            )  # fmt: skip
        first, last = self.period.first, self.period.last
        if grid.valid_from > first or (grid.valid_to and grid.valid_to < last):
            raise invalid(
                "grid", words, "dates",
                f"计价表 {words} 有效期 {grid.valid_from}—{grid.valid_to or '今'} "
                "未覆盖整个结算期，请分期结算",
                "The grid is not in force on all days of the period: settle it in parts",
            )  # fmt: skip
        return grid

    def _grid_of(self, code: str) -> PayGrid | None:
        if code not in self._by_code:
            self._by_code[code] = grid_by_code(code, self.period.last)
        return self._by_code[code]

    def _has_agreed(self, seller: Organisation, grid: PayGrid) -> bool:
        if (seller.pk, grid.pk) in self._agreed:
            return True
        return grid.agreements.filter(organisation=seller).exists()
