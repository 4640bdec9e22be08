"""What became of a message that was sent in, in the standard's words."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from milkshed.herd.exchange.ade import naming
from milkshed.herd.exchange.ade.findings import ERROR
from milkshed.herd.exchange.ade.reading import Message, as_moment
from milkshed.kernel.problems import Fault
from milkshed.kernel.result import BatchReport
from milkshed.kernel.text import Text

_UNPROCESSABLE = 422


@dataclass(slots=True)
class Outcome:
    """What became of one message; ``said`` are severity, rule, place and wording."""

    message: Message
    identifier: str = ""
    is_taken: bool = False
    is_repeated: bool = False
    said: list[tuple[str, str, str, Text]] = field(default_factory=list)

    def note(self, severity: str, rule: str, place: str, text: Text) -> None:
        """Say something about the message."""
        self.said.append((severity, rule, place, text))

    def refuse(self, fault: Fault) -> None:
        """Say why it was not taken."""
        self.note(ERROR, fault.rule, f"/{fault.field}".replace(".", "/"), fault.message)

    @property
    def is_refused(self) -> bool:
        """Whether it was not taken."""
        return any(severity == ERROR for severity, *_ in self.said)

    def response_messages(self, language: str) -> list[dict[str, Any]]:
        """The standard's response messages."""
        return [
            {
                "type": f"/problems/ade/{rule}",
                "severity": severity,
                **({"status": _UNPROCESSABLE} if severity == ERROR else {}),
                "title": rule,
                "detail": text.in_language(language),
                "instance": place,
            }
            for severity, rule, place, text in self.said
        ]

    def batch_result(self, language: str, now: datetime) -> dict[str, Any]:
        """The standard's result of one message of a batch."""
        meta = dict(self.message.content.get("meta") or {})
        meta.setdefault("source", naming.SOURCE)
        meta["modified"] = as_moment(now)
        result: dict[str, Any] = {"meta": meta, "messages": self.response_messages(language)}
        if self.identifier:
            result["id"] = self.identifier
        return result


def tell(report: BatchReport, owners: Sequence[Any]) -> None:
    """Hand a report on rows to the outcomes that they are of."""
    for number, owner in enumerate(owners, start=1):
        outcome: Outcome = getattr(owner, "outcome", owner)
        if number in report.refused:
            for fault in report.refused[number]:
                outcome.refuse(fault)
        elif number in report.repeated:
            outcome.is_repeated = True
        else:
            outcome.is_taken = True
            outcome.identifier = report.accepted.get(number) or outcome.identifier
