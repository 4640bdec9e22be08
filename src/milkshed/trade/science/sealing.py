"""The canonical bytes of a contract version that both sides sign. Pure: no I/O, no clock."""

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal


def canonical(value: object) -> object:
    """A value as it is sealed: days in ISO form, numbers without padding zeros, names as text."""
    if isinstance(value, Decimal):
        plain = format(value.normalize(), "f")
        return "0" if plain in ("-0", "0") else plain
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [canonical(one) for one in value]
    return value


def covered(content: Mapping[str, object]) -> bytes:
    """The bytes a signature covers: every field of the version by name, in the order of names."""
    return json.dumps(
        {name: canonical(value) for name, value in content.items()},
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    ).encode()
