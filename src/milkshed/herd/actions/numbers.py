"""Numbers of an animal: another one, or a new tag in place of a lost one."""

from datetime import date, timedelta

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from milkshed.herd.actions.animal_checks import FARM_ISSUED
from milkshed.herd.models import Animal, AnimalIdentifier, AnimalStatus, IdentifierScheme
from milkshed.kernel.counties import COUNTIES
from milkshed.kernel.identifiers import EAR_TAG, HERD_BOOK, ISO_11784
from milkshed.kernel.problems import CONFLICT, INVALID, Fault, Problem, invalid
from milkshed.kernel.scheme import Scheme
from milkshed.kernel.text import Text
from milkshed.platform.models import Person
from milkshed.platform.permissions import require

_SCHEMES: dict[str, Scheme] = {
    IdentifierScheme.EAR_TAG: EAR_TAG,
    IdentifierScheme.HERD_BOOK: HERD_BOOK,
    IdentifierScheme.ISO_11784: ISO_11784,
}
_LONGEST = 30


def normal_number(scheme: str, value: str) -> str:
    """A number in its normal form; raises a problem naming the rule it breaks."""
    plain = "".join(value.split()).replace("-", "").upper()
    if scheme not in IdentifierScheme.values:
        raise invalid("scheme", scheme, "choice", "没有这种编号", "There is no such scheme")
    if not plain or not plain.isprintable() or len(plain) > _LONGEST:
        raise invalid("value", value, "length", "编号为1至30字", "A number has 1 to 30 characters")
    known = _SCHEMES.get(scheme)
    fault = known.fault(plain, "value") if known else None
    if fault is not None:
        raise Problem(INVALID, fault.message, [fault])
    if scheme == IdentifierScheme.EAR_TAG and plain[1:3] == "64" and plain[1:7] not in COUNTIES:
        raise invalid("value", value, "county", "耳标县代码不存在", "No such county in the tag")
    return plain


def give_number(
    animal: Animal, scheme: str, value: str, since: date, *, person: Person | None = None
) -> AnimalIdentifier:
    """Give an animal a number from a day on; one of the same scheme in force ends the day before.

    Ear tags, herd-book numbers and transponders are never given twice, not even after they ended
    (a reused ear tag is punishable); a farm may give its own numbers again once the animal left.
    """
    if person is not None:
        require(person, "herd.number_animals")
    plain = normal_number(scheme, value)
    if not animal.birth_date <= since <= timezone.localdate():
        raise invalid("since", since, "range", "应在出生日期与今天之间", "Between birth and today")
    issuer = animal.farm_id if scheme in FARM_ISSUED else None
    with transaction.atomic():
        with connection.cursor() as cursor:
            # The lock of registration: no number is given away twice.
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('herd.register_animals'))")
        own = AnimalIdentifier.objects.filter(animal=animal, scheme=scheme, issuer_id=issuer)
        if own.filter(value=plain, valid_to__isnull=True).exists():
            return own.get(value=plain, valid_to__isnull=True)
        _free(scheme, plain, issuer, animal)
        for old in own.filter(valid_to__isnull=True):
            _end(old, since - timedelta(days=1))
        try:
            with transaction.atomic():
                return AnimalIdentifier.objects.create(
                    animal=animal,
                    scheme=scheme,
                    value=plain,
                    issuer_id=issuer,
                    valid_from=since,
                )
        except IntegrityError as error:
            raise _taken(plain, "in-force") from error


def _free(scheme: str, plain: str, issuer: int | None, animal: Animal) -> None:
    """Raise a conflict when another animal holds or held the number; end one of an animal gone."""
    others = AnimalIdentifier.objects.filter(scheme=scheme, value=plain, issuer_id=issuer)
    for one in others.exclude(animal=animal).select_related("animal"):
        if issuer is None:
            raise _taken(plain, "in-force" if one.valid_to is None else "reused")
        if one.valid_to is not None:
            continue
        if one.animal.status == AnimalStatus.ALIVE and one.animal.farm_id == issuer:
            raise _taken(plain, "in-force")
        _end(one, one.animal.left_on or timezone.localdate())


def _end(held: AnimalIdentifier, day: date) -> None:
    held.valid_to = max(held.valid_from, day)
    held.changed_at = timezone.now()
    held.save(update_fields=["valid_to", "changed_at"])


def _taken(value: str, rule: str) -> Problem:
    message = (
        Text("该编号正由另一头牛使用", "The number is in force for another animal")
        if rule == "in-force"
        else Text("该编号曾属于另一头牛，不得重复使用", "Another animal bore it: never again")
    )
    return Problem(CONFLICT, message, [Fault("value", value, rule, message)])
