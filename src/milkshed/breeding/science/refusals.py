"""Input that cannot be used: said in both languages, with all animals or levels it is about."""

from collections.abc import Sequence

from milkshed.kernel.text import Text

_LISTED = 10


class NotUsable(ValueError):
    """A model, records or a pedigree that cannot be used.

    ``text`` says in both languages what is wrong where; ``named`` lists all animals, levels or
    terms concerned, of which the text names the first. As a string it is the English text.
    """

    def __init__(self, zh: str, en: str, named: Sequence[str] = ()) -> None:
        self.text = Text(zh, en)
        self.named = tuple(named)
        super().__init__(en)


def listed(names: Sequence[str]) -> Text:
    """The first names, and how many more there are."""
    shown, more = ", ".join(names[:_LISTED]), len(names) - _LISTED
    if more <= 0:
        return Text("、".join(names[:_LISTED]), shown)
    return Text(f"{'、'.join(names[:_LISTED])} 等 {len(names)} 个", f"{shown} and {more} more")
