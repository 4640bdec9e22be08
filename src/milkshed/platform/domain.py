"""What a domain tells the house about itself: the vocabulary of ``domain.py`` manifests."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from milkshed.kernel.text import Text
from milkshed.platform.figures import Contribution
from milkshed.platform.scope import Scope


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
class Beside:
    """A link that a room puts beside another room's record.

    ``subject`` names the record as flows do (``herd.animal``). ``url`` is asked for the address
    with the scope of whoever looks and the record's key, and answers empty where the room has
    nothing to show of that record; it must name nothing the scope does not reach.
    """

    subject: str
    title: Text
    verb: str
    url: Callable[[Scope, int], str]


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
    beside: tuple[Beside, ...] = ()
    datasets: tuple[Dataset, ...] = ()
    indicators: Callable[[], tuple[Contribution, ...]] | None = None
