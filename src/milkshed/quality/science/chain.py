"""The chain of custody of a sample: digests that bind each step to the one before, and its gaps.

Pure: values in, digests and gaps out.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from milkshed.kernel.text import Text

NEEDS_ACCEPTANCE = frozenset({"handed"})
OPENS_SEAL = frozenset({"opened", "disposed"})


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a chain; people by key, temperature in ℃, times aware.

    ``digest`` and ``acceptance`` are what was signed, empty where nobody has signed. ``partner``
    is the second sampler of a taking that both must sign; the acceptance is then theirs.
    """

    kind: str
    giver: int | None
    taker: int
    at: datetime
    temperature_c: Decimal | None = None
    seal: str = ""
    place: str = ""
    digest: str = ""
    accepted_at: datetime | None = None
    acceptance: str = ""
    partner: int | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """What is wrong between two steps: at which step, which rule, in words.

    ``is_break`` tells a broken chain, with which no result may be entered, from a warning.
    """

    position: int
    rule: str
    message: Text
    is_break: bool = True


def step_digest(sample: str, before: str, step: Step) -> str:
    """SHA-256 as hex over the sample's number, the digest before and what the step states."""
    told = [
        sample,
        before,
        step.kind,
        step.giver,
        step.taker,
        _instant(step.at),
        "" if step.temperature_c is None else f"{step.temperature_c:.1f}",
        step.seal,
        step.place,
    ]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


def acceptance_digest(step_signed: str, taker: int, accepted_at: datetime) -> str:
    """SHA-256 as hex by which the taker signs a hand-over, or the second sampler a taking."""
    told = json.dumps([step_signed, taker, _instant(accepted_at)])
    return hashlib.sha256(told.encode()).hexdigest()


def _instant(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="microseconds")


def gaps(
    sample: str,
    steps: Sequence[Step],
    *,
    low_c: Decimal | None = None,
    high_c: Decimal | None = None,
) -> list[Gap]:
    """What is wrong with a chain, in order; an empty list for a whole one.

    Breaks are: no step at all; a first step that is not the taking; a giver who is not the holder;
    a time before the earlier step; a seal other than the one put on; a hand-over the taker has not
    signed, or a taking the second sampler has not; a digest that does not fit. A temperature
    outside the limits is a warning.
    """
    if not steps:
        message = Text("没有保管记录", "There is no record of custody")
        return [Gap(0, "no-custody", message)]
    found: list[Gap] = []
    if steps[0].kind != "taken":
        found.append(
            Gap(1, "first-step", Text("保管链不是从抽样开始", "It does not begin with the taking"))
        )
    before, seal = "", ""
    for position, step in enumerate(steps, start=1):
        earlier = steps[position - 2] if position > 1 else None
        if step.digest != step_digest(sample, before, step):
            message = Text("内容与签字摘要不符", "What it says is not what was signed")
            found.append(Gap(position, "digest", message))
        if earlier is not None:
            found += _between(position, earlier, step)
        if step.kind == "sealed":
            seal = step.seal
        elif step.seal and seal and step.seal != seal and step.kind not in OPENS_SEAL:
            message = Text(
                f"封条号{step.seal}与封样时的{seal}不符", f"Seal {step.seal} is not {seal}"
            )
            found.append(Gap(position, "seal", message))
        found += _acceptance(position, step)
        found += _warmth(position, step, low_c, high_c)
        before = step.digest
    return found


def _between(position: int, earlier: Step, step: Step) -> list[Gap]:
    found = []
    if step.giver != earlier.taker:
        message = Text("交出人不是上一环节的持有人", "The giver did not have it")
        found.append(Gap(position, "holder", message))
    if step.at < earlier.at:
        message = Text("时间早于上一环节", "It lies before the earlier step")
        found.append(Gap(position, "monotone", message))
    return found


def _acceptance(position: int, step: Step) -> list[Gap]:
    if step.kind == "taken" and step.partner is not None:
        signer = step.partner
        missing = Text("第二抽样人尚未签字", "The second sampler has not signed")
        wrong = Text("第二抽样人签字摘要不符", "The second sampler's signature does not fit")
    elif step.kind in NEEDS_ACCEPTANCE:
        signer = step.taker
        missing = Text("接收人尚未签字", "The taker has not signed")
        wrong = Text("接收签字摘要不符", "The taker's signature does not fit")
    else:
        return []
    if step.accepted_at is None:
        return [Gap(position, "unsigned", missing)]
    if step.acceptance != acceptance_digest(step.digest, signer, step.accepted_at):
        return [Gap(position, "digest", wrong)]
    return []


def _warmth(position: int, step: Step, low_c: Decimal | None, high_c: Decimal | None) -> list[Gap]:
    value = step.temperature_c
    if value is None or ((low_c is None or value >= low_c) and (high_c is None or value <= high_c)):
        return []
    message = Text(
        f"样品温度{value:.1f}℃，超出{low_c}—{high_c}℃",
        f"{value:.1f} °C lies outside {low_c} to {high_c} °C",
    )
    return [Gap(position, "temperature", message, is_break=False)]
