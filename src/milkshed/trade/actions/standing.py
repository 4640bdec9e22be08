"""On whose behalf a person may act in trade."""

from milkshed.kernel.problems import NOT_ALLOWED, Fault, Problem
from milkshed.kernel.text import Text
from milkshed.platform.models import Organisation, Person
from milkshed.platform.permissions import holders_of, require


def require_in(person: Person, verb: str, organisation: Organisation) -> None:
    """Raise a problem unless the person holds the verb in this very organisation."""
    require(person, verb)
    holders = holders_of(verb)
    if not any(
        m.organisation_id == organisation.pk and m.role in holders
        for m in person.present_memberships()
    ):
        raise Problem(
            NOT_ALLOWED,
            Text(
                f"只有“{organisation.name_zh}”的相应岗位可以办理",
                f"Only the proper role at {organisation.name.en} may do this",
            ),
            [Fault("person", person.username, "foreign", Text("非本单位人员", "A stranger"))],
        )
