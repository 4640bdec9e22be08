"""Which rows of a subsidy claim count, and what is wrong with the others. Pure.

A row counts once: its service is in the herd's register, with the batch and the bull it names,
after the batch was made and received, and neither the service, nor the cow on that day, nor more
pieces than the farm received have been claimed before, here or by another farm.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from milkshed.kernel.text import Text


@dataclass(frozen=True, slots=True)
class ClaimedRow:
    """A row as the farm wrote it; rows count from 1."""

    row: int
    cow: str
    served_on: date
    batch: str


@dataclass(frozen=True, slots=True)
class Service:
    """A service of the herd's register."""

    key: str
    animal: int
    served_on: date
    batch: str
    bull: str


@dataclass(frozen=True, slots=True)
class BatchFacts:
    """A batch and what the farm received of it; ``claimed`` pieces counted in earlier claims."""

    number: str
    bull: str
    subsidised: bool
    made_on: date
    received_on: date | None
    received: int
    claimed: int


@dataclass(frozen=True, slots=True)
class ClaimFault:
    """Why a row does not count."""

    rule: str
    text: Text


@dataclass(frozen=True, slots=True)
class Verdict:
    """A row with what proves it and what is wrong; it counts when nothing is."""

    row: ClaimedRow
    animal: int | None
    service: str | None
    faults: tuple[ClaimFault, ...]

    @property
    def counts(self) -> bool:
        """Whether the row is to be paid."""
        return not self.faults


@dataclass(frozen=True, slots=True)
class Known:
    """What rows are checked against.

    ``animals``: the farm's females by number; ``services`` by animal and day; ``claimed_services``
    and ``claimed_days`` (animal and day) name the earlier claim; ``days``: how long after the
    service may be claimed.
    """

    animals: Mapping[str, int]
    services: Mapping[tuple[int, date], Sequence[Service]]
    batches: Mapping[str, BatchFacts]
    claimed_services: Mapping[str, str]
    claimed_days: Mapping[tuple[int, date], str]
    today: date
    days: int


def check_claim(rows: Sequence[ClaimedRow], known: Known) -> tuple[Verdict, ...]:
    """Judge every row, in order; a good row uses up a piece of its batch for those after it."""
    used: dict[str, int] = {}
    seen: dict[tuple[int, date], int] = {}
    found = []
    for row in rows:
        animal = known.animals.get(row.cow)
        batch = known.batches.get(row.batch)
        service = _proof(row, animal, known)
        faults = [
            *_of_days(row, known),
            *_of_batch(row, batch, used),
            *_of_service(row, animal, service, batch),
            *_of_earlier(row, animal, service, seen, known),
        ]
        verdict = Verdict(row, animal, service.key if service else None, tuple(faults))
        found.append(verdict)
        if animal is not None:
            seen.setdefault((animal, row.served_on), row.row)
        if verdict.counts:
            used[row.batch] = used.get(row.batch, 0) + 1
    return tuple(found)


def _proof(row: ClaimedRow, animal: int | None, known: Known) -> Service | None:
    """The cow's service of the day: that with the batch, else any."""
    if animal is None:
        return None
    told = known.services.get((animal, row.served_on), ())
    return next((one for one in told if one.batch == row.batch), told[0] if told else None)


def _fault(rule: str, zh: str, en: str) -> ClaimFault:
    return ClaimFault(rule, Text(zh, en))


def _of_days(row: ClaimedRow, known: Known) -> list[ClaimFault]:
    if row.served_on > known.today:
        return [_fault("future", "配种日期在将来", "Served in the future")]
    late = (known.today - row.served_on).days
    if late > known.days:
        return [
            _fault(
                "late", f"配种已过{late}天，超过申报期{known.days}天",
                f"{late} days after service, above {known.days}",
            )
        ]  # fmt: skip
    return []


def _of_batch(
    row: ClaimedRow, batch: BatchFacts | None, used: Mapping[str, int]
) -> list[ClaimFault]:
    if batch is None:
        return [_fault("batch", f"没有批次{row.batch}", f"There is no batch {row.batch}")]
    found = []
    if not batch.subsidised:
        found.append(_fault("not-sexed", "该批次不是性控，不在补贴范围", "Not sexed: no subsidy"))
    if row.served_on < batch.made_on:
        found.append(
            _fault(
                "before-made", f"配种早于批次生产日期{batch.made_on}",
                f"Served before the batch was made ({batch.made_on})",
            )
        )  # fmt: skip
    if batch.received_on is None:
        found.append(_fault("not-received", "本场没有收到该批次", "The farm received none of it"))
        return found
    if batch.made_on <= row.served_on < batch.received_on:
        found.append(
            _fault(
                "before-received", f"配种早于本场收货日期{batch.received_on}",
                f"Served before the farm received it ({batch.received_on})",
            )
        )  # fmt: skip
    before = batch.claimed + used.get(batch.number, 0)
    if before >= batch.received:
        found.append(
            _fault(
                "beyond-count",
                f"批次{batch.number}本场只收到{batch.received}，已申报{before}",
                f"The farm received {batch.received} of {batch.number}, claimed {before}",
            )
        )
    return found


def _of_service(
    row: ClaimedRow, animal: int | None, service: Service | None, batch: BatchFacts | None
) -> list[ClaimFault]:
    if animal is None:
        return [_fault("cow", f"本场没有母牛{row.cow}", f"No cow {row.cow} on this farm")]
    if service is None:
        return [
            _fault(
                "no-service", f"牛只档案没有{row.served_on}的配种记录",
                f"The herd register tells of no service on {row.served_on}",
            )
        ]  # fmt: skip
    found = []
    if service.batch != row.batch:
        told = service.batch or "未记"
        found.append(
            _fault(
                "other-batch", f"配种记录的批号是{told}",
                f"The service names batch {service.batch or 'none'}",
            )
        )  # fmt: skip
    if batch is not None and service.bull != batch.bull:
        told = service.bull or "未记"
        found.append(
            _fault(
                "other-bull", f"配种记录的公牛是{told}，批次公牛是{batch.bull}",
                f"The service names bull {service.bull or 'none'}, the batch is of {batch.bull}",
            )
        )  # fmt: skip
    return found


def _of_earlier(
    row: ClaimedRow,
    animal: int | None,
    service: Service | None,
    seen: Mapping[tuple[int, date], int],
    known: Known,
) -> list[ClaimFault]:
    if animal is None:
        return []
    day = (animal, row.served_on)
    if day in seen:
        return [
            _fault(
                "repeated-row", f"与第{seen[day]}行是同一头牛同一天",
                f"The same cow and day as row {seen[day]}",
            )
        ]  # fmt: skip
    earlier = known.claimed_days.get(day) or (
        known.claimed_services.get(service.key) if service else None
    )
    if earlier:
        return [
            _fault(
                "claimed-before", f"已在申报{earlier}中计入", f"Counted already in claim {earlier}"
            )
        ]
    return []
