"""Pens of a farm: opening, renaming and closing them."""

from datetime import date

from django.db import transaction

from milkshed.herd.models import Animal, Farm, Pen, PenPurpose
from milkshed.kernel.problems import CONFLICT, Fault, Problem, invalid
from milkshed.kernel.text import Text
from milkshed.platform.models import Person
from milkshed.platform.permissions import require

_LONGEST_CODE, _LONGEST_NAME = 20, 60


def open_pen(
    farm: Farm, *, code: str, name: str, purpose: str, person: Person | None = None
) -> Pen:
    """Open a pen, or rename one that is there under its code; a closed one is open again."""
    if person is not None:
        require(person, "herd.arrange_pens")
    code, name = code.strip(), name.strip()
    if not code.isprintable() or not 0 < len(code) <= _LONGEST_CODE:
        raise invalid("code", code, "length", "圈舍编号为1至20字", "A code has 1 to 20 characters")
    if not name.isprintable() or not 0 < len(name) <= _LONGEST_NAME:
        raise invalid("name", name, "length", "名称为1至60字", "A name has 1 to 60 characters")
    if purpose not in PenPurpose.values:
        raise invalid("purpose", purpose, "choice", "没有这种用途", "There is no such purpose")
    pen, _ = Pen.objects.update_or_create(
        farm=farm, code=code, defaults={"name": name, "purpose": purpose, "closed_on": None}
    )
    return pen


def close_pen(pen: Pen, day: date, *, person: Person | None = None) -> None:
    """Close a pen in which no animal stands."""
    if person is not None:
        require(person, "herd.arrange_pens")
    with transaction.atomic():
        locked = Pen.objects.select_for_update().get(pk=pen.pk)
        left = Animal.objects.filter(pen=locked, status="alive").count()
        if left:
            raise Problem(
                CONFLICT,
                Text(f"圈内还有{left}头牛，请先转群", f"{left} animals stand in it: move them"),
                [Fault("pen", pen.code, "empty", Text("圈舍未空", "The pen is not empty"))],
            )
        locked.closed_on = day
        locked.save(update_fields=["closed_on"])
