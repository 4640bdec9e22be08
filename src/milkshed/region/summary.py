"""What a played region tells the people who start it: accounts, QR addresses, the answer key.

The summary is the result of a job of kind ``region.play``, so that it lies in the same
database as the region itself.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from milkshed.kernel.text import Text
from milkshed.platform.models import Job
from milkshed.platform.roles import ROLES

JOB_KIND = "region.play"
PASSWORD = "milkshed-demo"


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """One demonstration account: its role code, its sign-in name and where it works.

    ``number`` counts the accounts of one role: some steps take a second person.
    """

    code: str
    username: str
    organisation: str
    number: int = 1

    @property
    def role(self) -> Text:
        """The role's name, with its number from the second account on."""
        title = ROLES[self.code].title
        if self.number == 1:
            return title
        return Text(f"{title.zh}（第{self.number}人）", f"{title.en} ({self.number})")


@dataclass(frozen=True, slots=True)
class DemoSummary:
    """What was played: the size, accounts of every role, paths of QR codes to scan, and where
    the answer key of the planted anomalies lies."""

    scale: str
    seed: int
    accounts: tuple[DemoAccount, ...]
    qr_paths: tuple[str, ...]
    answer_key: str = ""
    password: str = PASSWORD

    def as_document(self) -> dict[str, Any]:
        """The summary as JSON values."""
        return asdict(self)

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> "DemoSummary":
        """Read back what :meth:`as_document` wrote."""
        values = dict(document)
        values["accounts"] = tuple(DemoAccount(**account) for account in values["accounts"])
        values["qr_paths"] = tuple(values["qr_paths"])
        return cls(**values)


def find_demo() -> DemoSummary | None:
    """The summary of the region that was played into this database, if one was."""
    job = Job.objects.filter(kind=JOB_KIND, state="done").order_by("-created_at").first()
    return DemoSummary.from_document(job.result) if job else None
