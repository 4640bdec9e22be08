"""Which domains are in the house: every sibling folder that holds a ``domain.py``."""

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

from milkshed.platform.domain import Domain

_HOUSE = Path(__file__).resolve().parent.parent


def domain_names() -> list[str]:
    """Names of the folders that are domains, found without importing any of them."""
    return sorted(path.parent.name for path in _HOUSE.glob("*/domain.py") if _is_domain(path))


def _is_domain(path: Path) -> bool:
    return path.parent.name not in {"platform", "kernel", "site", "region"}


@cache
def domains() -> tuple[Domain, ...]:
    """The manifests of all domains, in the order they ask for in menus."""
    found = [import_module(f"milkshed.{name}.domain").DOMAIN for name in domain_names()]
    return tuple(sorted(found, key=lambda domain: (domain.order, domain.label)))


def rooms_with(module: str) -> Iterator[tuple[str, str]]:
    """Yield (room name, dotted module) of the ledger and every domain that has ``module``."""
    for name in ("platform", "ledger", *domain_names()):
        folder = _HOUSE / name
        if (folder / f"{module}.py").exists() or (folder / module / "__init__.py").exists():
            yield name, f"milkshed.{name}.{module}"
