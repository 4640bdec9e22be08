"""Why something is not believed."""

from milkshed.kernel.text import Text


class NotProven(Exception):
    """A note, key, proof or bundle does not show what it claims; ``reason`` says why."""

    def __init__(self, zh: str, en: str) -> None:
        self.reason = Text(zh, en)
        super().__init__(en)
