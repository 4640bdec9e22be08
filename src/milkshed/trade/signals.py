"""What is handed to credit files: a fact with the record that shows it; never a judgement."""

from dataclasses import dataclass
from datetime import date

from milkshed.kernel.text import Text


@dataclass(frozen=True, slots=True)
class SignalRow:
    """A fact from a record of the platform: ``source`` names the record, ``url`` shows it."""

    subject_id: int
    kind: str
    happened_on: date
    words: Text
    source: str
    url: str
