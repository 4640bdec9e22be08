"""What a domain tells the house about itself: the vocabulary of ``domain.py`` manifests."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from milkshed.kernel.text import Text
from milkshed.platform.figures import Contribution


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One entry of the left menu. Shown to people who hold ``verb`` (everyone when empty).

    A page lights the entry whose address is the longest beginning of its own, or the one that
    names it among its ``pages`` (view names).
    """

    title: Text
    url_name: str
    verb: str = ""
    icon: str = ""
    pages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dataset:
    """One dataset of the lake."""

    name: str
    title: Text
    partition_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Domain:
    """The manifest of one room.

    ``verbs`` maps each verb of the room (``collection.sign_sheet``) to the role codes that
    hold it. ``rules`` names a function that yields the room's dated rule rows.
    """

    label: str
    title: Text
    order: int
    depends_on: tuple[str, ...] = ()
    verbs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    menu: tuple[MenuItem, ...] = ()
    datasets: tuple[Dataset, ...] = ()
    indicators: Callable[[], tuple[Contribution, ...]] | None = None
